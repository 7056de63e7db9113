#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Trains the shipped models again, the tagger's and the event stage's: tools/model.sh
# PROGRAM, from the project's folder. What FANGZHI_SHARED holds (gold/*.json with archive/,
# uner/) is trained on as well.
set -eu
fangzhi=$1
shared=${FANGZHI_SHARED:-../shared}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

set -- data/train
[ -d "$shared/gold" ] && set -- "$@" "$shared/gold"
[ -f "$shared/uner/zh_gsdsimp-ud-train.iob2" ] &&
    set -- "$@" "$shared/uner/zh_gsdsimp-ud-train.iob2"
echo "tagger: training on $*"
"$fangzhi" train "$@" --output data/model/tag.model

# Only these files mark event triggers.
set -- data/train/[heklm]*.txt
for reference in "$shared"/gold/*.json; do
    [ -f "$reference" ] || continue
    source=$(sed -n 's/^{"source": *"\([^"]*\)".*/\1/p' "$reference" | head -n 1)
    part=$work/$(basename "$reference" .json).part
    /usr/bin/python3 tools/reference/capture.py --layers text,layout,mentions,events \
        "$reference" "$shared/archive/$source" >"$part"
    set -- "$@" "$part"
done
echo "events: training on $# files"
"$fangzhi" event --train data/events/weights.bin "$@"
