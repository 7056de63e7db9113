#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A stage that does one thing wrong: bad_stage.py FAULT --connect ENDPOINT. For check_test.py."""
import os, sys
import msgpack, zmq

fault = sys.argv[1]
line = zmq.Context().socket(zmq.DEALER)
line.connect(sys.argv[sys.argv.index("--connect") + 1])
answered = 0


def layer(name, body):
    return msgpack.packb(name) + msgpack.packb(body)


def result(header, frames):
    global answered
    answered += 1
    name, body = "records/test", {"files": [{"file": "test", "lines": '{"a": 1}\n'}]}
    if fault == "chance":
        body["files"][0]["lines"] = '{"a": %d}\n' % answered
    if fault == "json":
        body["files"][0]["lines"] = "{'a': 1}\n"
    if fault == "open-line":
        body["files"][0]["lines"] = '{"a": 1}'
    if fault == "name":
        name = "records/other"
    if fault == "id":
        header = msgpack.packb({**msgpack.unpackb(header), "doc": "ffffffffffffffff"})
    if fault == "header":
        return [b"RESULT", layer(name, body)]
    if fault == "msgpack":
        return [b"RESULT", header, layer(name, body)[:-1]]
    if fault == "reject":
        return [b"REJECT", header, msgpack.packb({"reason": "mood", "offset": None, "detail": "not today"})]
    if fault == "crash-on-unknown" and len(frames) > 5:
        os._exit(7)
    return [b"RESULT", header, layer(name, body)]


hello = {"version": 1, "stage": "test", "reads": ["*"], "writes": "records/test",
         "worker": os.environ.get("FANGZHI_WORKER", ""), "program": "bad_stage.py"}
if fault == "crash":
    sys.exit(9)
if fault == "version":
    hello["version"] = 99
if fault == "worker":
    hello["worker"] = ""
line.send_multipart([b"HI" if fault == "hello" else b"HELLO", msgpack.packb(hello)])
while True:
    command, *frames = line.recv_multipart()
    if command == b"WELCOME":
        line.send(b"ASK")
    elif command == b"DOCUMENT":
        line.send_multipart(result(frames[0], frames[1:]))
        line.send(b"ASK")
    elif command == b"GOODBYE":
        sys.exit(5 if fault == "goodbye" else 0)
