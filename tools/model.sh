#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Trains the shipped model of the tagger: tools/model.sh PROGRAM, from the project's folder.
# What FANGZHI_SHARED holds (gold/*.json, uner/) is trained on as well.
set -eu
fangzhi=$1
shared=${FANGZHI_SHARED:-../shared}
set -- data/train
[ -d "$shared/gold" ] && set -- "$@" "$shared/gold"
[ -f "$shared/uner/zh_gsdsimp-ud-train.iob2" ] &&
    set -- "$@" "$shared/uner/zh_gsdsimp-ud-train.iob2"
echo "training on: $*"
"$fangzhi" train "$@" --output data/model/tag.model
