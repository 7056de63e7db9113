#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A stage in Python: finds sums of money and writes them to OUT/money.jsonl.

Needs python3-zmq and python3-msgpack. The protocol is described in proto/README.md.
"""
import json, os, re, sys
import msgpack, zmq

SUM = re.compile(r"(\d[\d,]*(?:\.\d+)?) ?(万|亿)?(人民币|美|港|欧|日)?元")
SCALE = {None: 1, "万": 10_000, "亿": 100_000_000}


def find_money(doc, layout):
    """The records of one document, as JSON lines."""
    for number, paragraph in enumerate(layout["paragraphs"]):
        if paragraph.get("dup_of") is not None:
            continue
        for found in SUM.finditer(paragraph["text"]):
            amount = round(float(found[1].replace(",", "")) * SCALE[found[2]], 2)
            yield json.dumps({"doc": doc, "para": number, "text": found[0], "amount": amount,
                              "currency": found[3] or "人民币", "from": found.start(), "to": found.end()},
                             ensure_ascii=False) + "\n"


def layers_of(frames):
    """Each frame is a layer: its name with its body behind it."""
    for frame in frames:
        unpacker = msgpack.Unpacker(raw=False, max_buffer_size=0)
        unpacker.feed(frame)
        yield unpacker.unpack(), unpacker.unpack()


def answer(header, frames):
    try:
        layout = dict(layers_of(frames))["layout"]
        lines = "".join(find_money(msgpack.unpackb(header)["doc"], layout))
    except Exception as error:  # a bad document is a reject, never a crash
        refusal = {"reason": "protocol", "offset": None, "detail": f"{type(error).__name__}: {error}"}
        return [b"REJECT", header, msgpack.packb(refusal)]
    body = {"files": [{"file": "money", "lines": lines}]}
    return [b"RESULT", header, msgpack.packb("records/money") + msgpack.packb(body)]


def main():
    line = zmq.Context().socket(zmq.DEALER)
    line.connect(sys.argv[sys.argv.index("--connect") + 1])
    hello = {"version": 1, "stage": "money", "reads": ["layout"], "writes": "records/money",
             "worker": os.environ.get("FANGZHI_WORKER", ""), "program": "money.py 1"}
    line.send_multipart([b"HELLO", msgpack.packb(hello)])
    while True:
        command, *frames = line.recv_multipart()
        if command == b"WELCOME":
            for _ in range(msgpack.unpackb(frames[0])["ahead"]):
                line.send(b"ASK")
        elif command == b"DOCUMENT":
            line.send_multipart(answer(frames[0], frames[1:]))
            line.send(b"ASK")
        elif command == b"WHO":
            line.send_multipart([b"HELLO", msgpack.packb(hello)])
        elif command == b"GOODBYE":
            return


main()
