#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The figures of data/model/README.md, from text that the project does not hold: reference
# documents and UNER, in the folder FANGZHI_SHARED. Takes an hour on one core.
#
#   tools/evaluate/tagger.sh PROGRAM        (build/release/fangzhi)
set -eu
fangzhi=$1
root=$(cd "$(dirname "$0")/../.." && pwd)
shared=${FANGZHI_SHARED:-$root/../shared}
uner=$shared/uner/zh_gsdsimp-ud
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

echo "== trained as shipped, but without any reference document: the reference documents"
"$fangzhi" train "$root/data/train" "$uner-train.iob2" --output "$work/without.model"
"$fangzhi" eval --model "$work/without.model" --documents --errors 0 "$shared/gold"
echo "== … the model alone"
"$fangzhi" eval --model "$work/without.model" --alone --errors 0 "$shared/gold"
echo "== … UNER test"
"$fangzhi" eval --model "$work/without.model" --alone --errors 0 "$uner-test.iob2"
echo "== leaving one reference document out"
"$fangzhi" eval --folds 3 --rounds 2 --with "$root/data/train:$uner-train.iob2" --documents \
    --errors 0 "$shared/gold"
echo "== data/train, cross-validated"
"$fangzhi" eval --folds 4 --rounds 2 --errors 0 "$root/data/train"
