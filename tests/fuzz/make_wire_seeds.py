#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the seeds of tests/fuzz/wire.c: one sound body of each kind, a whole capture, and the
classics that claim more than they have. Run it in tests/fuzz after the protocol has changed."""
import pathlib, struct

import msgpack

KINDS = ["source", "text", "layout", "mentions", "events", "records", "hello", "welcome", "refusal",
         "farewell", "header", "capture", "frame"]
BODIES = {
    "source": {"path": "年鉴.txt", "sha256": "0" * 64, "size": 9, "base": 0, "part": None, "head": b"\xe4\xb8\x8b",
               "bytes": "下城区".encode()},
    "text": {"encoding": "UTF-8", "text": "下城区", "map": struct.pack("<IIIHH", 0, 0, 9, 3, 3),
             "damage": [{"source": 1, "length": 2}]},
    "layout": {"title": "年鉴", "year": 2018,
               "paragraphs": [{"role": "entry", "text": "下城区", "entry": 0, "dup_of": None,
                               "pieces": [{"at": 0, "text": 0, "length": 9}]}],
               "entries": [{"title": "", "path": ["卷"], "authors": [], "year": None, "paras": [0]}]},
    "mentions": {"mentions": [{"para": 0, "from": 0, "to": 9, "type": "LOC", "entity": 0}],
                 "entities": [{"type": "LOC", "name": "下城区", "aliases": ["下城"]}]},
    "events": {"events": [{"para": 0, "from": 0, "to": 3, "type": "visit", "time": "2018", "time_para": 0,
                           "time_from": 0, "time_to": 3, "time_impossible": False, "agent":
                           [{"para": 0, "from": 0, "to": 9, "mention": 0}], "count": 8}],
               "positions": [{"para": 0, "from": 0, "to": 3, "mention": None, "titles": ["区长"]}],
               "statistics": [{"para": 0, "from": 0, "to": 9, "value": "1", "place": []}]},
    "records": {"files": [{"file": "documents", "lines": "{}\n"}]},
    "hello": {"version": 1, "stage": "tag", "reads": ["layout", "*"], "writes": "mentions", "worker": "", "program": "x"},
    "welcome": {"version": 1, "run": "r", "ahead": 2},
    "refusal": {"reason": "binary", "offset": -1, "detail": "no"},
    "farewell": {"why": ""},
    "header": {"version": 1, "doc": "0" * 16, "run": "r", "attempt": 1},
}


def main():
    folder = pathlib.Path(__file__).parent / "seeds" / "wire"
    folder.mkdir(parents=True, exist_ok=True)
    for kind, body in BODIES.items():
        (folder / kind).write_bytes(bytes([KINDS.index(kind)]) + msgpack.packb(body))
    frames = [msgpack.packb(BODIES["header"])]
    frames += [msgpack.packb(name) + msgpack.packb(BODIES[name]) for name in KINDS[:6]]
    capture = b"FZD1" + struct.pack("<I", len(frames))
    capture += b"".join(struct.pack("<I", len(f)) + f for f in frames)
    (folder / "capture").write_bytes(bytes([KINDS.index("capture")]) + capture * 2)
    (folder / "claims").write_bytes(bytes([KINDS.index("frame")]) + b"\xa1x\x82\xa1a\xdd\xff\xff\xff\xff")
    (folder / "nested").write_bytes(bytes([KINDS.index("frame")]) + b"\xa1x" + b"\x91" * 40 + b"\xc0")


main()
