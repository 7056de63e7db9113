#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Speed of the tag stage on one core, beside two programs that only cut text into words and
# tag them: Python jieba's posseg and cppjieba's tag (through nodejieba), on the same text
# in one run.
#
#   tools/bench/tag.sh [BUILD_FOLDER [--times N]]
#
# Installs jieba (pip) and nodejieba
# (npm) into a temporary folder; each is left out where it cannot be had.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
build=${1:-$root/build/release}
[ $# -gt 0 ] && shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

exec python3 "$root/tools/bench/tag.py" --build "$build" --work "$work" \
    --text "$root/data/train" "$@"
