#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A stage that speaks the protocol by hand and, as its `mode` says, badly. It reads `first`
and writes `second` like the probe's second role, or a layer that nobody knows."""
import os, sys

import msgpack
import zmq

settings = dict(word.split("=", 1) for word in sys.argv if "=" in word)
endpoint = sys.argv[sys.argv.index("--connect") + 1]
mode, victim = settings.get("mode", "none"), settings.get("victim", "").encode()
reads, writes = settings.get("reads", "first").split(","), settings.get("writes", "second")

socket = zmq.Context().socket(zmq.DEALER)
socket.connect(endpoint)


def send(command, *maps):
    socket.send_multipart([command.encode(), *(msgpack.packb(m) for m in maps)])


def hello():
    said = {"version": 1, "stage": "rude", "reads": reads, "writes": writes,
            "worker": os.environ["FANGZHI_WORKER"], "program": "rude.py", "colour": "unknown key"}
    if mode == "version":
        said["version"] = 99
    if mode == "no-token":
        del said["worker"]
    if mode == "bad-name":
        said["writes"] = "Second Layer"
    if mode == "hello-garbage":
        socket.send_multipart([b"HELLO", b"\xc1\xff\x00"])
    elif mode == "hello-list":
        send("HELLO", [1, 2, 3])
    elif mode == "too-many-frames":
        socket.send_multipart([b"HELLO"] + [b"x"] * 100)
    else:
        send("HELLO", said)


def second_of(layers):
    """What the probe's second role makes of its layer."""
    body = msgpack.unpackb(layers[b"first"])
    total = body["sum"]
    for byte in body["bytes"]:
        total = (total * 31 + byte) & 0xFFFFFFFFFFFFFFFF
    return {"bytes": body["bytes"], "sum": total >> 1}


def answer(header, layers):
    """The frames behind the header, or None where the answer has been sent already."""
    frame = msgpack.packb(writes)
    if mode == "own-layer":  # an extension type: no reader of the project would take it
        return frame + msgpack.packb({"x": msgpack.ExtType(42, b"opaque"), "y": [1, None, 2.5]})
    if mode == "see-own-layer":  # the very bytes, in the last stage's hands
        if layers[b"money/x"] != msgpack.packb({"x": msgpack.ExtType(42, b"opaque"), "y": [1, None, 2.5]}):
            sys.exit("the layer is not as it was")
        line = '{"path":"%s","layers":%d}\n' % (msgpack.unpackb(header)["doc"], len(layers))
        return frame + msgpack.packb({"files": [{"file": "seen", "lines": line}]})
    if mode == "entities":  # keys in another order, an escape in the id, lines that are none
        lines = ('{"type":"ORG","documents":1,"mentions":2,"entity":"e1","name":"other","aliases":["z"]}\n'
                 '{"entity":"e\\u0031","type":"ORG","name":"name 1","aliases":[],"mentions":1,"documents":0}\n'
                 '{"entity":"e1","type":\n{"entity":""}\nno JSON\n{"entity":"a\tb"}\n')
        return frame + msgpack.packb({"files": [{"file": "entities", "lines": lines}]})
    if victim and victim not in msgpack.unpackb(layers[b"first"])["bytes"]:
        return frame + msgpack.packb(second_of(layers))
    good = frame + msgpack.packb(second_of(layers))
    return {
        "none": good,
        "broken": frame + b"\xdd\xff\xff\xff\xff",  # claims four thousand million elements
        "cut": good[:-3],
        "behind": good + b"\x00",
        "other-layer": msgpack.packb("third") + msgpack.packb({}),
        "no-name": msgpack.packb({}),
        "empty": b"",
        "deep": frame + b"\x91" * 40 + b"\xc0",
        "records": frame + msgpack.packb({"files": [{"file": "../x", "lines": "{}\n"}]}),
        "open-line": frame + msgpack.packb({"files": [{"file": "x", "lines": "{}"}]}),
    }.get(mode)


def odd(header):
    """Answers that are wrong as messages. Returns whether one was sent."""
    fields = msgpack.unpackb(header)
    if mode == "header-garbage":
        socket.send_multipart([b"RESULT", b"\xc1", b""])
    elif mode == "header-version":
        send("RESULT", {**fields, "version": 7}, {})
    elif mode == "other-document":
        send("RESULT", {**fields, "doc": "f" * 16}, {})
    elif mode == "no-layer":
        socket.send_multipart([b"RESULT", header])
    elif mode == "two-layers":
        socket.send_multipart([b"RESULT", header, b"\xa1a\x80", b"\xa1b\x80"])
    elif mode == "reject-garbage":
        socket.send_multipart([b"REJECT", header, b"\xc1"])
    elif mode == "command":
        socket.send_multipart([b"RM -RF", header])
    elif mode == "huge":
        socket.send_multipart([b"RESULT", header, bytes(257 << 20)])
    elif mode == "leaves":
        send("GOODBYE", {"why": ""})
        socket.close()
        sys.exit(0)
    else:
        return False
    return True


hello()
while True:
    command, *frames = socket.recv_multipart()
    if command == b"WELCOME":
        for _ in range(msgpack.unpackb(frames[0])["ahead"]):
            send("ASK")
    elif command == b"DOCUMENT":
        header, layers = frames[0], {}
        for frame in frames[1:]:
            unpacker = msgpack.Unpacker()
            unpacker.feed(frame)
            name = unpacker.unpack()
            layers[name.encode()] = frame[unpacker.tell():]
        spared = victim and victim not in msgpack.unpackb(layers[b"first"])["bytes"]
        if spared or not odd(header):
            socket.send_multipart([b"RESULT", header, answer(header, layers)])
        send("ASK")
    elif command == b"WHO":
        hello()
    elif command == b"GOODBYE":
        sys.exit(0)
