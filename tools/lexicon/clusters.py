#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints the clusters of an output folder of fangzhi run, to be read by a person.

  clusters.py [--least N] OUT

One line an entity with at least N mentions (default: 10): its type, canonical name, and each
form of it with its count.
"""
import argparse, collections, json, pathlib


def lines(path):
    with open(path, encoding="utf8") as f:
        for line in f:
            yield json.loads(line)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--least", type=int, default=10)
    parser.add_argument("out", type=pathlib.Path)
    args = parser.parse_args()
    names = {e["entity"]: (e["type"], e["name"]) for e in lines(args.out / "entities.jsonl")}
    forms = collections.defaultdict(collections.Counter)
    for mention in lines(args.out / "mentions.jsonl"):
        forms[mention["entity"]]["".join(mention["text"].split())] += 1
    for entity, counts in sorted(forms.items(), key=lambda e: (-sum(e[1].values()), e[0])):
        total = sum(counts.values())
        if total >= args.least:
            listed = "  ".join(f"{form} {n}" for form, n in counts.most_common())
            print(f"{total:5} {names[entity][0]} {names[entity][1]}: {listed}")


main()
