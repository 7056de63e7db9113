#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures the tag stage beside jieba and cppjieba; see tag.sh, which calls this.

All read the same plain text: the paragraphs of data/train without their marks. The tag stage
gets them as one document, many times over in one capture; processor time counts, without
that of a run on one character, so that starting up is left out on all sides. Bytes are bytes
of UTF-8 text.
"""
import argparse, os, re, struct, subprocess, sys, time


def plain_text(folder):
    lines = []
    for name in sorted(os.listdir(folder)):
        if name.endswith(".txt"):
            with open(os.path.join(folder, name), encoding="utf8") as file:
                lines += [re.sub(r"\{[A-Za-z]+\|([^}]*)\}", r"\1", l.strip()) for l in file]
    return [l for l in lines if l]


def pack(value):
    """msgpack of what a capture needs: dicts, lists, texts, bytes, numbers, None."""
    if value is None:
        return b"\xc0"
    if isinstance(value, int):
        return b"\xcf" + struct.pack(">Q", value)
    if isinstance(value, str):
        raw = value.encode()
        if len(raw) < 32:
            return bytes([0xa0 | len(raw)]) + raw
        return b"\xdb" + struct.pack(">I", len(raw)) + raw
    if isinstance(value, bytes):
        return b"\xc6" + struct.pack(">I", len(value)) + value
    if isinstance(value, list):
        return b"\xdd" + struct.pack(">I", len(value)) + b"".join(map(pack, value))
    return b"\xdf" + struct.pack(">I", len(value)) + b"".join(
        pack(k) + pack(v) for k, v in value.items())


def capture(paragraphs, times):
    made, at = [], 0
    for p in paragraphs:
        n = len(p.encode())
        made.append({"role": "body", "text": p, "entry": None, "dup_of": None,
                     "pieces": [{"at": 0, "text": at, "length": n}]})
        at += n + 1
    layout = {"title": "", "year": None, "entries": [], "paragraphs": made}
    header = pack({"version": 1, "doc": "0" * 16, "run": "bench", "attempt": 1})
    frames = [header, pack("layout") + pack(layout)]
    one = b"FZD1" + struct.pack("<I", len(frames)) + b"".join(
        struct.pack("<I", len(f)) + f for f in frames)
    return one * times


def seconds(command, data):
    start = time.perf_counter()
    subprocess.run(command, input=data, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def cpu_seconds(command, data):
    """User and system time of one run."""
    before = os.times()
    subprocess.run(command, input=data, stdout=subprocess.DEVNULL, check=True)
    after = os.times()
    return (after.children_user - before.children_user +
            after.children_system - before.children_system)


def show(name, size, spent, base=None):
    rate = size / spent / 1e6
    note = "" if base is None else f"   the tag stage is {base / rate:.1f} times as fast"
    print(f"{name:34} {rate:8.2f} MB/s{note}")
    return rate


JIEBA = """
import sys, os, time
sys.path.insert(0, sys.argv[1])
import jieba, jieba.posseg
jieba.setLogLevel(60); jieba.initialize()
lines = sys.stdin.read().splitlines()
list(jieba.posseg.cut("热身"))
start = time.process_time()
for line in lines:
    for _ in jieba.posseg.cut(line): pass
print(time.process_time() - start)
"""
NODE = """
const nodejieba = require('nodejieba');
const lines = require('fs').readFileSync(0, 'utf8').split('\\n');
nodejieba.tag('热身');
const before = process.cpuUsage();
for (const line of lines) nodejieba.tag(line);
const spent = process.cpuUsage(before);
console.log((spent.user + spent.system) / 1e6);
"""


def rival(name, install, command, text, work, base):
    try:
        subprocess.run(install, cwd=work, check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL, timeout=900)
        out = subprocess.run(command, cwd=work, input=text.encode(), check=True,
                             stdout=subprocess.PIPE, timeout=900)
        show(name, len(text.encode()), float(out.stdout), base)
    except (OSError, subprocess.SubprocessError) as error:
        print(f"{name:34} not measured: {error}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--text", required=True)
    parser.add_argument("--times", type=int, default=20)
    args = parser.parse_args()
    paragraphs = plain_text(args.text)
    size = sum(len(p.encode()) for p in paragraphs)
    stage = os.path.join(args.build, "fangzhi-tag")
    empty = capture(["。"], 1)
    start = min(seconds([stage, "--pipe"], empty) for _ in range(3))
    print(f"{'ready after (whole process)':34} {start * 1000:8.1f} ms")
    idle = cpu_seconds([stage, "--pipe"], empty)
    rates = {}
    for name, flags in (("tag stage", []), ("model alone, no second pass", ["consistent=no"])):
        try:
            spent = cpu_seconds([stage, "--pipe", *flags], capture(paragraphs, args.times)) - idle
            rates[name] = show(name, size * args.times, spent)
        except subprocess.CalledProcessError as error:
            print(f"{name:34} not measured: {error}")
    base = rates.get("tag stage", 0)
    text = "\n".join(paragraphs)
    rival("jieba posseg (Python)", [sys.executable, "-m", "pip", "install", "-q", "--target",
                                    args.work + "/jieba", "jieba"],
          [sys.executable, "-c", JIEBA, args.work + "/jieba"], text[:200000], args.work, base)
    rival("cppjieba tag (nodejieba)", ["npm", "install", "--yes", "--silent", "@mapbox/node-pre-gyp", "node-gyp",
                                      "node-addon-api", "nodejieba", "--build-from-source"],
          ["node", "-e", NODE], text, args.work, base)


main()
