#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Scores the event stage on reference annotation, each document with weights trained on the
# others and on data/train (leave one document out), on correct layout and mentions.
#
#   tools/evaluate/events.sh [BUILD [ERRORS]]    BUILD: build folder (build/release)
#
# The reference stands in ${FANGZHI_SHARED:-../shared}. TRAIN="FILE…" trains on these
# instead; SETTINGS="key=value…" go to the stage; TAGGER="fangzhi-tag --pipe model=…" finds
# the names instead of taking the reference's.
set -euo pipefail
cd "$(dirname "$0")/../.."
build=${1:-build/release} errors=${2:-0}
shared=${FANGZHI_SHARED:-../shared}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
event=${EVENT:-$build/fangzhi event}
train=${TRAIN:-$(ls data/train/[heklm]*.txt)}
references=("$shared"/gold/*.json)
for reference in "${references[@]}"; do
    name=$(basename "$reference" .json)
    source=$(sed -n 's/^{"source": *"\([^"]*\)".*/\1/p' "$reference" | head -1)
    /usr/bin/python3 tools/reference/capture.py --layers text,layout,mentions,events \
        "$reference" "$shared/archive/$source" > "$work/$name.part"
done
scored=()
for reference in "${references[@]}"; do
    name=$(basename "$reference" .json) others=()
    for other in "${references[@]}"; do
        [ "$other" = "$reference" ] || others+=("$work/$(basename "$other" .json).part")
    done
    # shellcheck disable=SC2086
    $event --train "$work/$name.bin" $train "${others[@]}" 2> "$work/log" || cat "$work/log"
    source=$(sed -n 's/^{"source": *"\([^"]*\)".*/\1/p' "$reference" | head -1)
    names=text,layout,mentions
    [ -z "${TAGGER:-}" ] || names=text,layout
    # shellcheck disable=SC2086
    /usr/bin/python3 tools/reference/capture.py --layers $names "$reference" \
        "$shared/archive/$source" | ${TAGGER:-cat} |
        "$build/fangzhi-event" --pipe weights="$work/$name.bin" ${SETTINGS:-} > "$work/$name.done"
    /usr/bin/python3 tools/evaluate/captured.py "$work/$name" "$work/$name.done"
    echo "== $name"
    /usr/bin/python3 "$shared/score/score.py" --errors "$errors" "$work/$name" "$reference" |
        grep -v "^paragraph\|^entry\|^mention\|^role"
    scored+=("$work/$name.done")
done
/usr/bin/python3 tools/evaluate/captured.py "$work/all" "${scored[@]}"
echo "== together"
/usr/bin/python3 "$shared/score/score.py" "$work/all" "${references[@]}" |
    grep -v "^paragraph\|^entry\|^mention\|^role"
