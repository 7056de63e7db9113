# SPDX-License-Identifier: Apache-2.0
"""Runs text through the segment stage alone and reads its layout back.

The text layer is made here (UTF-8, the identity as offset map), so that what is measured is
the segmentation and nothing else.
"""
import struct, subprocess
import msgpack


def capture(source):
    """A capture file of one document whose text layer is `source` (bytes of UTF-8) itself."""
    run = struct.pack("<IIIHH", 0, 0, len(source), 1, 1)
    layers = [
        ("source", {"path": "text.txt", "sha256": "", "size": len(source), "base": 0,
                    "part": None, "head": source[:4], "bytes": source}),
        ("text", {"encoding": "UTF-8", "text": source.decode(), "map": run, "damage": []}),
    ]
    frames = [msgpack.packb({"version": 1, "doc": "0" * 16, "run": "test", "attempt": 1})]
    frames += [msgpack.packb(name) + msgpack.packb(body, use_bin_type=True)
               for name, body in layers]
    packed = b"".join(struct.pack("<I", len(frame)) + frame for frame in frames)
    return b"FZD1" + struct.pack("<I", len(frames)) + packed


def layers_of(document):
    """The layers of the first document of a capture file, by name."""
    count, = struct.unpack_from("<I", document, 4)
    at, layers = 8, {}
    for number in range(count):
        size, = struct.unpack_from("<I", document, at)
        frame = document[at + 4:at + 4 + size]
        at += 4 + size
        unpacker = msgpack.Unpacker(max_buffer_size=0, raw=False)
        unpacker.feed(frame)
        if number > 0:
            name, body = unpacker.unpack(), unpacker.unpack()
            layers[name] = body
    return layers


def segment(program, source):
    """The layout of `source` (bytes of UTF-8), with `start` and `end` for each paragraph."""
    done = subprocess.run([program, "--pipe"], input=capture(source), capture_output=True)
    if done.returncode != 0:
        raise SystemExit(f"{program}: status {done.returncode}\n{done.stderr.decode()}")
    layout = layers_of(done.stdout)["layout"]
    for paragraph in layout["paragraphs"]:
        first, last = paragraph["pieces"][0], paragraph["pieces"][-1]
        paragraph["start"] = first["text"]
        paragraph["end"] = last["text"] + last["length"]
    return layout
