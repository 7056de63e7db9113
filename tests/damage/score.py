#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Scores the segment stage alone against reference annotation.

  score.py [--errors N] PROGRAM REFERENCE.json SOURCE.txt [REFERENCE.json SOURCE.txt ...]

Paragraphs count by their exact offsets (furniture left out), roles over those found, entries
by title and exact run of paragraphs.
"""
import argparse, json, sys, unicodedata
import layouts


def squash(text):
    text = unicodedata.normalize("NFKC", text or "")
    return "".join(c for c in text if not c.isspace() and c not in "“”‘’\"'")


def f1(tp, fp, fn):
    return 2 * tp / (2 * tp + fp + fn) if tp else 0.0


def entries_of(layout):
    spans = [(p["start"], p["end"]) for p in layout["paragraphs"]]
    return [(squash(e["title"]), tuple(spans[i] for i in e["paras"])) for e in layout["entries"]]


def compare(gold, layout, errors=0):
    scope = gold.get("scope") or [0, 1 << 40]
    inside = lambda start, end: scope[0] <= start and end <= scope[1]
    want = {(p["start"], p["end"]): p for p in gold["paragraphs"] if p["role"] != "furniture"}
    have = {(p["start"], p["end"]): p for p in layout["paragraphs"]
            if p["role"] != "furniture" and inside(p["start"], p["end"])}
    both = want.keys() & have.keys()
    wrong = [k for k in both if want[k]["role"] != have[k]["role"]]
    want_entries = [(squash(e["title"]), tuple(map(tuple, e["paras"]))) for e in gold["entries"]]
    have_entries = [e for e in entries_of(layout) if inside(e[1][0][0], e[1][-1][1])]
    hits = len(set(want_entries) & set(have_entries))
    if errors:
        show = lambda p: p["text"] if len(p["text"]) < 60 else p["text"][:28] + "…" + p["text"][-28:]
        for k in sorted(want.keys() - both)[:errors]:
            print("  missed  ", k, want[k]["role"], show(want[k]))
        for k in sorted(have.keys() - both)[:errors]:
            print("  spurious", k, have[k]["role"], show(have[k]))
        for k in sorted(wrong)[:errors]:
            print("  role    ", k, want[k]["role"], "->", have[k]["role"], show(have[k]))
        for e in [e for e in want_entries if e not in have_entries][:errors]:
            print("  entry missed  ", e[0], e[1][:3], len(e[1]))
        for e in [e for e in have_entries if e not in want_entries][:errors]:
            print("  entry spurious", e[0], e[1][:3], len(e[1]))
    return (f1(len(both), len(have) - len(both), len(want) - len(both)),
            1 - len(wrong) / max(1, len(both)),
            f1(hits, len(have_entries) - hits, len(want_entries) - hits))


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("program")
    parser.add_argument("pairs", nargs="+")
    args = parser.parse_args()
    for reference, source in zip(args.pairs[::2], args.pairs[1::2]):
        gold = json.load(open(reference, encoding="utf8"))
        layout = layouts.segment(args.program, open(source, "rb").read())
        para, role, entry = compare(gold, layout, args.errors)
        print(f"{reference.rsplit('/', 1)[-1]:28} paragraph {para:.4f}  role {role:.4f}"
              f"  entry {entry:.4f}")


if __name__ == "__main__":
    sys.exit(main())
