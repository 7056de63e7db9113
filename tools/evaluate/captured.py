#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Turns captures into the records that a scorer reads, without the stages behind `event`.

  captured.py OUT CAPTURE.part ...

The captures must be of UTF-8 sources and hold source, layout, mentions and events. Writes
documents, paragraphs, entries, mentions, events and positions as JSON Lines into OUT.
"""
import json, os, struct, sys
import msgpack


def layers(path):
    data = open(path, "rb").read()
    assert data[:4] == b"FZD1", path
    at, frames = 8, []
    for _ in range(struct.unpack_from("<I", data, 4)[0]):
        n = struct.unpack_from("<I", data, at)[0]
        frames.append(data[at + 4:at + 4 + n])
        at += 4 + n
    out = {}
    for frame in frames[1:]:
        unpacker = msgpack.Unpacker(raw=False, max_bin_len=1 << 30, max_str_len=1 << 30)
        unpacker.feed(frame)
        name = unpacker.unpack()
        out[name] = unpacker.unpack()
    return out


def source_of(paragraph, at, end):
    """Source offset of byte `at` of the paragraph's text; of its end where `end` is set."""
    for piece in paragraph["pieces"]:
        if piece["at"] + (0 if not end else 1) <= at < piece["at"] + piece["length"] + (1 if end else 0):
            return piece["text"] + at - piece["at"]
    return -1


def record(layout, doc, para, start, end):
    p = layout["paragraphs"][para]
    return {"doc": doc, "para": para, "entry": p.get("entry"), "start": source_of(p, start, False),
            "end": source_of(p, end, True), "text": p["text"].encode()[start:end].decode()}


def convert(number, path, out):
    got = layers(path)
    layout, mentions, events = got["layout"], got["mentions"], got["events"]
    doc = f"{number:016x}"
    out["documents"].append({"doc": doc, "path": got["source"]["path"]})
    for i, p in enumerate(layout["paragraphs"]):
        first, last = p["pieces"][0], p["pieces"][-1]
        out["paragraphs"].append({"doc": doc, "para": i, "role": p["role"], "start": first["text"],
                                  "end": last["text"] + last["length"], "dup_of": p.get("dup_of")})
    for i, e in enumerate(layout["entries"]):
        paras = e["paras"]
        spans = [out["paragraphs"][-len(layout["paragraphs"]) + k] for k in paras]
        out["entries"].append({"doc": doc, "entry": i, "title": e["title"], "paras": paras,
                               "start": spans[0]["start"], "end": spans[-1]["end"]})
    for m in mentions["mentions"]:
        out["mentions"].append(record(layout, doc, m["para"], m["from"], m["to"]) | {"type": m["type"]})
    for e in events["events"]:
        r = record(layout, doc, e["para"], e["from"], e["to"])
        r |= {"type": e["type"], "trigger": r["text"], "time": e.get("time") or None, "count": e.get("count")}
        for role in ("agent", "object", "place", "participant"):
            r[role] = [record(layout, doc, a["para"], a["from"], a["to"]) for a in e.get(role) or []]
        out["events"].append(r)
    for p in events.get("positions") or []:
        r = record(layout, doc, p["para"], p["from"], p["to"])
        out["positions"].append(r | {"person": r["text"], "titles": p["titles"]})


def main():
    folder, paths = sys.argv[1], sys.argv[2:]
    out = {k: [] for k in ("documents", "paragraphs", "entries", "mentions", "events", "positions")}
    for number, path in enumerate(paths):
        convert(number, path, out)
    os.makedirs(folder, exist_ok=True)
    for name, rows in out.items():
        with open(os.path.join(folder, name + ".jsonl"), "w", encoding="utf8") as f:
            for row in rows:
                f.write(json.dumps(row, ensure_ascii=False) + "\n")


main()
