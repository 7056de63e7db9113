#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Turns reference annotation into a capture file, so that a stage can be run and measured
on correct input, whatever the stages before it do.

  capture.py [--layers text,layout,mentions,events] REFERENCE.json SOURCE.txt > out.part

The source must be UTF-8. Layers: source and text always; layout and mentions as asked for
(default: both). Mentions get one entity per distinct (type, text). The layer events, where
asked for, holds types, triggers, times and counts, which is what training needs.
"""
import argparse, collections, json, struct, sys
import msgpack

NONE = None


def stretches(offsets, text, source):
    """Pieces (at, source offset, length) of maximal runs that are contiguous in the source."""
    pieces, at = [], 0
    for char, offset in zip(text, offsets):
        width = len(char.encode())
        if source[offset:offset + width] == char.encode():
            if pieces and pieces[-1][0] + pieces[-1][2] == at and pieces[-1][1] + pieces[-1][2] == offset:
                pieces[-1][2] += width
            else:
                pieces.append([at, offset, width])
        at += width
    return [{"at": a, "text": t, "length": n} for a, t, n in pieces]


def headings_above(reference):
    """For each paragraph the headings that it stands under."""
    above, paths = [], []
    for p in reference["paragraphs"]:
        if p["role"] == "heading1":
            above = [p["text"]]
        elif p["role"] == "heading2":
            above = above[:1] + [p["text"]]
        paths.append(list(above))
    return paths


def covered_year(reference):
    """The year of most events, where the reference does not say the year covered."""
    years = collections.Counter(e["time"][:4] for e in reference["events"] if e["time"])
    return int(years.most_common(1)[0][0]) if years else None


def layout_of(reference, source):
    index = {(p["start"], p["end"]): i for i, p in enumerate(reference["paragraphs"])}
    paragraphs = [{"role": p["role"], "text": p["text"], "pieces": stretches(p["offsets"], p["text"], source),
                   "entry": NONE, "dup_of": NONE} for p in reference["paragraphs"]]
    entries, paths, year = [], headings_above(reference), covered_year(reference)
    for number, entry in enumerate(reference["entries"]):
        paras = [index[tuple(p)] for p in entry["paras"]]
        for i in paras:
            paragraphs[i]["entry"] = number
        entries.append({"title": entry["title"], "path": entry.get("path") or paths[paras[0]],
                        "authors": entry.get("authors") or [], "year": entry.get("year") or year, "paras": paras})
    return {"title": "", "year": reference.get("year") or year, "paragraphs": paragraphs, "entries": entries}


def mentions_of(reference):
    index = {p.get("id", i): i for i, p in enumerate(reference["paragraphs"])}
    mentions, entities, known = [], [], {}
    for m in sorted(reference["mentions"], key=lambda m: (index[m["para"]], m["start"], m["end"])):
        p = reference["paragraphs"][index[m["para"]]]
        chars = [i for i, o in enumerate(p["offsets"]) if m["start"] <= o < m["end"]]
        start, end = len(p["text"][:chars[0]].encode()), len(p["text"][:chars[-1] + 1].encode())
        if mentions and mentions[-1]["para"] == index[m["para"]] and mentions[-1]["to"] > start:
            continue  # a nested or repeated mark: the layer holds flat mentions
        name = "".join(m["text"].split())
        entity = known.setdefault((m["type"], name), len(known))
        if entity == len(entities):
            entities.append({"type": m["type"], "name": name, "aliases": []})
        mentions.append({"para": index[m["para"]], "from": start, "to": end, "type": m["type"], "entity": entity})
    return {"mentions": mentions, "entities": entities}


def events_of(reference):
    index = {p.get("id", i): i for i, p in enumerate(reference["paragraphs"])}
    events = []
    for e in sorted(reference["events"], key=lambda e: (index[e["para"]], e["start"])):
        p = reference["paragraphs"][index[e["para"]]]
        chars = [i for i, o in enumerate(p["offsets"]) if e["start"] <= o < e["end"]]
        start, end = len(p["text"][:chars[0]].encode()), len(p["text"][:chars[-1] + 1].encode())
        events.append({"para": index[e["para"]], "from": start, "to": end, "type": e["type"],
                       "time": e["time"] or "", "count": e["count"]})
    return {"events": events, "positions": [], "statistics": []}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--layers", default="text,layout,mentions")
    parser.add_argument("reference")
    parser.add_argument("source")
    args = parser.parse_args()
    reference = json.load(open(args.reference, encoding="utf8"))
    source = open(args.source, "rb").read()
    run = struct.pack("<IIIHH", 0, 0, len(source), 1, 1)
    layers = [("source", {"path": reference["source"], "sha256": "", "size": len(source), "base": 0, "part": NONE,
                          "head": source[:4], "bytes": source}),
              ("text", {"encoding": "UTF-8", "text": source.decode(), "map": run, "damage": []})]
    wanted = args.layers.split(",")
    if "layout" in wanted:
        layers.append(("layout", layout_of(reference, source)))
    if "mentions" in wanted:
        layers.append(("mentions", mentions_of(reference)))
    if "events" in wanted:
        layers.append(("events", events_of(reference)))
    frames = [msgpack.packb({"version": 1, "doc": "0" * 16, "run": "reference", "attempt": 1})]
    frames += [msgpack.packb(name) + msgpack.packb(body, use_bin_type=True) for name, body in layers]
    out = sys.stdout.buffer
    out.write(b"FZD1" + struct.pack("<I", len(frames)))
    for frame in frames:
        out.write(struct.pack("<I", len(frame)) + frame)


main()
