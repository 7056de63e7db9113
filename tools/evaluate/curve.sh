#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The learning curve: names found in the reference documents by a tagger that was trained
# on every eighth, fourth, second file of data/train, and on all.
#
#   tools/evaluate/curve.sh PROGRAM        (build/release/fangzhi)
#
# The reference stands in ${FANGZHI_SHARED:-../shared}. Takes some minutes on one core.
set -eu
fangzhi=$1
root=$(cd "$(dirname "$0")/../.." && pwd)
shared=${FANGZHI_SHARED:-$root/../shared}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

for step in 8 4 2 1; do
    set --
    n=0
    for file in "$root"/data/train/*.txt; do
        [ $((n % step)) -eq 0 ] && set -- "$@" "$file"
        n=$((n + 1))
    done
    "$fangzhi" train --rounds 2 "$@" --output "$work/curve.model" 2>"$work/log" ||
        { cat "$work/log"; exit 1; }
    printf '%3d files, %8d characters: ' "$#" "$(cat "$@" | wc -m)"
    "$fangzhi" eval --model "$work/curve.model" --errors 0 "$shared/gold" | tail -n 1
done
