#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures the tag and event stages beside jieba and cppjieba; see extract.sh, which calls
this.

All read the same plain text: data/train without its marks, a document a file, a paragraph a
line. The stages get it as a capture, many times over, the event stage as the tag stage wrote
it. Processor time counts (user and system), without that of a run on a document of one
character, so that starting up is left out on all sides; of some rounds the best. Bytes are
bytes of UTF-8 text. A sentence ends at 。！？ (or !?) or with its paragraph; what holds no
letter or digit is none.
"""
import argparse, os, re, struct, subprocess, sys, time


def read_documents(folder):
    documents = []
    for name in sorted(os.listdir(folder)):
        if name.endswith(".txt"):
            with open(os.path.join(folder, name), encoding="utf8") as file:
                lines = [re.sub(r"\{[A-Za-z]+\|([^}]*)\}", r"\1", l.strip()) for l in file]
            documents.append([l for l in lines if l])
    return documents


def count_sentences(documents):
    return sum(1 for paragraphs in documents for paragraph in paragraphs
               for sentence in re.split("[。！？!?]+", paragraph) if re.search(r"\w", sentence))


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


def capture(paragraphs, number):
    """One document as the segment stage would hand it on."""
    made, at = [], 0
    for p in paragraphs:
        n = len(p.encode())
        made.append({"role": "body", "text": p, "entry": None, "dup_of": None,
                     "pieces": [{"at": 0, "text": at, "length": n}]})
        at += n + 1
    layout = {"title": "", "year": None, "entries": [], "paragraphs": made}
    header = pack({"version": 1, "doc": f"{number:016x}", "run": "bench", "attempt": 1})
    frames = [header, pack("layout") + pack(layout)]
    return b"FZD1" + struct.pack("<I", len(frames)) + b"".join(
        struct.pack("<I", len(f)) + f for f in frames)


def run(command, path, out=os.devnull):
    """Processor time and wall time of a filter from one file to another."""
    with open(path, "rb") as given, open(out, "wb") as made:
        start, before = time.perf_counter(), os.times()
        subprocess.run(command, stdin=given, stdout=made, check=True)
        after = os.times()
    return (after.children_user - before.children_user +
            after.children_system - before.children_system), time.perf_counter() - start


JIEBA = """
import sys, time
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
let best = Infinity;
for (let round = 0; round < 3; round++) {
  const before = process.cpuUsage();
  for (const line of lines) nodejieba.tag(line);
  const spent = process.cpuUsage(before);
  best = Math.min(best, (spent.user + spent.system) / 1e6);
}
console.log(best);
"""


def show(name, text, times, spent, note=""):
    rate = len(text.encode()) * times / spent / 1e6
    characters = len(text) * times / spent / 1e6
    print(f"{name:30} {rate:7.2f} MB/s {characters:6.2f} million characters/s{note}")
    return rate


def rival(name, install, command, text, work, base):
    try:
        subprocess.run(install, cwd=work, check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL, timeout=900)
        out = subprocess.run(command, cwd=work, input=text.encode(), check=True,
                             stdout=subprocess.PIPE, timeout=900)
        spent = float(out.stdout)
        times = base / (len(text.encode()) / spent / 1e6)
        show(name, text, 1, spent, f"; the tag stage is {times:.1f} times as fast")
    except (OSError, subprocess.SubprocessError) as error:
        print(f"{name:30} not measured: {error}")


def measure_stages(args, documents):
    """Prints what the stages do; returns the tag stage's MB/s."""
    path = {name: os.path.join(args.work, name) for name in
            ("one.part", "one.tagged", "all.part", "all.tagged")}
    tag = [os.path.join(args.build, "fangzhi-tag"), "--pipe"]
    alone = tag + ["consistent=no"]
    event = [os.path.join(args.build, "fangzhi-event"), "--pipe"]
    with open(path["one.part"], "wb") as file:
        file.write(capture(["。"], 0))
    with open(path["all.part"], "wb") as file:
        for number in range(len(documents) * args.times):
            file.write(capture(documents[number % len(documents)], number))
    run(tag, path["one.part"], path["one.tagged"])
    run(tag, path["all.part"], path["all.tagged"])
    given = {"tag": (tag, "part"), "alone": (alone, "part"), "event": (event, "tagged")}
    idle, spent, ready = {}, {}, []
    for _ in range(args.rounds):
        for name, (command, layer) in given.items():
            for kind, best in (("one", idle), ("all", spent)):
                cpu, wall = run(command, path[f"{kind}.{layer}"])
                best[name] = min(best.get(name, cpu), cpu)
                if name == "tag" and kind == "one":
                    ready.append(wall)
    text = "\n".join(line for paragraphs in documents for line in paragraphs)
    print(f"{'tag ready after':30} {min(ready) * 1000:7.1f} ms")
    rate = show("tag stage", text, args.times, spent["tag"] - idle["tag"])
    show("its model, no second pass", text, args.times, spent["alone"] - idle["alone"])
    sentences = count_sentences(documents) * args.times / (spent["event"] - idle["event"])
    show("event stage", text, args.times, spent["event"] - idle["event"],
         f"; {sentences:.0f} sentences/s")
    return rate


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--text", required=True)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    documents = read_documents(args.text)
    base = measure_stages(args, documents)
    text = "\n".join(line for paragraphs in documents for line in paragraphs)
    rival("jieba posseg (Python)", [sys.executable, "-m", "pip", "install", "-q", "--target",
                                    args.work + "/jieba", "jieba"],
          [sys.executable, "-c", JIEBA, args.work + "/jieba"], text[:200000], args.work, base)
    rival("cppjieba tag (nodejieba)",
          ["npm", "install", "--yes", "--silent", "@mapbox/node-pre-gyp", "node-gyp",
           "node-addon-api", "nodejieba", "--build-from-source"],
          ["node", "-e", NODE], text, args.work, base)


main()
