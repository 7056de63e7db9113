#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A stage in Python: finds sums of money and writes them to OUT/money.jsonl.

Needs python3-zmq and python3-msgpack. The protocol is described in proto/README.md.
"""
import json, os, re, sys
import msgpack, zmq

SUM = re.compile(r"(\d[\d,]*(?:\.\d+)?) ?(万|亿)?(人民币|美|港|欧|日)?元")
SCALE = {None: 1, "万": 10_000, "亿": 100_000_000}
HELLO = {"version": 1, "stage": "money", "reads": ["layout"], "writes": "records/money",
         "worker": os.environ.get("FANGZHI_WORKER", ""), "program": "money.py 1"}


def find_money(doc, layout):
    """The records of one document, one JSON line each."""
    for number, paragraph in enumerate(layout["paragraphs"]):
        for found in SUM.finditer(paragraph["text"] if paragraph.get("dup_of") is None else ""):
            amount = round(float(found[1].replace(",", "")) * SCALE[found[2]], 2)
            yield json.dumps({"doc": doc, "para": number, "text": found[0], "amount": amount,
                              "currency": found[3] or "人民币", "from": found.start(), "to": found.end()},
                             ensure_ascii=False) + "\n"


def answer(header, *layers):
    try:  # each frame is a layer: its name, and its body behind it
        unpacked = {}
        for frame in layers:
            unpacker = msgpack.Unpacker(raw=False, max_buffer_size=0)
            unpacker.feed(frame)
            name, body = unpacker
            unpacked[name] = body
        lines = "".join(find_money(msgpack.unpackb(header)["doc"], unpacked["layout"]))
    except Exception as error:  # a bad document is a reject, never a crash
        return [b"REJECT", header, msgpack.packb({"reason": "malformed", "detail": repr(error)})]
    body = {"files": [{"file": "money", "lines": lines}]}
    return [b"RESULT", header, msgpack.packb("records/money") + msgpack.packb(body)]


line = zmq.Context().socket(zmq.DEALER)
line.connect(sys.argv[sys.argv.index("--connect") + 1])
line.send_multipart([b"HELLO", msgpack.packb(HELLO)])
while True:
    command, *frames = line.recv_multipart()
    if command == b"WELCOME":  # one ASK for each document that it may hold
        for _ in range(msgpack.unpackb(frames[0])["ahead"]):
            line.send(b"ASK")
    elif command == b"DOCUMENT":
        line.send_multipart(answer(*frames))
        line.send(b"ASK")
    elif command == b"WHO":  # the broker has forgotten who this is
        line.send_multipart([b"HELLO", msgpack.packb(HELLO)])
    elif command == b"GOODBYE":
        break
