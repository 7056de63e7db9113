#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Speed of the tag and event stages on one core, in one run with two programs that only
# cut text into words and tag them: Python jieba's posseg and cppjieba's tag (through
# nodejieba), all over the same text.
#
#   tools/bench/extract.sh [BUILD_FOLDER [--times N] [--rounds N]]
#
# Installs jieba (pip) and nodejieba (npm) into a temporary folder; each is left out where
# it cannot be had.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
build=${1:-$root/build/release}
[ $# -gt 0 ] && shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

python3 "$root/tools/bench/extract.py" --build "$build" --work "$work" \
    --text "$root/data/train" "$@"
