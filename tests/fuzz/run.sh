#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Runs all fuzz drivers of a build (preset fuzz), one after another, for a time in total.
#
#   tests/fuzz/run.sh [BUILD [SECONDS [CORPUS_FOLDER]]]     (build/fuzz, 300, BUILD/corpus)
#
# Each driver starts from its seeds and from what earlier runs kept in CORPUS_FOLDER/<name>,
# with <name>.dict where there is one, and may take an equal share of the time. What breaks
# a driver is kept in CORPUS_FOLDER/findings; the rest of that driver's share is then left
# out. Prints for each driver the inputs tried, the edges reached, the inputs kept and the
# findings, and ends with 1 where there is a finding. An input of more than 25 seconds or a
# process of more than 2 GB is one too.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "${1:-$here/../../build/fuzz}" && pwd)
seconds=${2:-300}
mkdir -p "${3:-$build/corpus}"
corpus=$(cd "${3:-$build/corpus}" && pwd)
drivers=("$build"/fuzz_*)
[ -x "${drivers[0]}" ] || { echo "no fuzz driver in $build" >&2; exit 2; }
share=$((seconds / ${#drivers[@]}))
[ "$share" -gt 0 ] || share=1 # a total of 0 would be no limit
mkdir -p "$corpus/findings"
found=0
printf '%-10s %12s %8s %8s %9s\n' driver executions edges corpus findings
for driver in "${drivers[@]}"; do
    name=$(basename "$driver") name=${name#fuzz_}
    folder=$corpus/$name log=$corpus/$name.log
    mkdir -p "$folder"
    options=(-max_total_time="$share" -timeout=25 -rss_limit_mb=2048 -print_final_stats=1
        -artifact_prefix="$corpus/findings/$name-")
    [ ! -f "$here/$name.dict" ] || options+=(-dict="$here/$name.dict")
    seeds=()
    [ ! -d "$here/seeds/$name" ] || seeds=("$here/seeds/$name")
    status=0
    "$driver" "${options[@]}" "$folder" "${seeds[@]}" > "$log" 2>&1 || status=$?
    tried=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    edges=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$log" | tail -1)
    printf '%-10s %12s %8s %8s %9s\n' "$name" "${tried:-?}" "${edges:-?}" \
        "$(find "$folder" -type f | wc -l)" "$((status != 0))"
    [ "$status" -eq 0 ] && continue
    found=1
    grep -E 'ERROR|SUMMARY|runtime error|Test unit written' "$log" || tail -3 "$log"
done
exit "$found"
