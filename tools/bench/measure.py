#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures the pipeline itself.

  tools/bench/measure.py speed  [BUILD]   four pass-through stages over 256 KB documents: MB/s,
                                          and which process the time went to
  tools/bench/measure.py memory [BUILD]   the same over 2 GB: the memory of every process
  tools/bench/measure.py memory --config pipeline.conf --megabytes 200 [BUILD]
                                          likewise of a real pipeline, over examples/archive

BUILD is the folder of the programs (default: build/release). The archive is made by repetition:
hard links to a few files, in a temporary folder that is removed afterwards.
"""
import argparse, collections, json, os, pathlib, random, shutil, subprocess, sys, tempfile, time

TOP = pathlib.Path(__file__).resolve().parents[2]
DOCUMENT = 256 * 1024
TICKS = os.sysconf("SC_CLK_TCK")


def pass_config(path, workers):
    path.write_text("[run]\nwindow = 16M\n" + "".join(
        f"[stage pass{i}]\ncommand = bench pass{i}\nworkers = {workers}\n" for i in (1, 2, 3, 4)))


def make_text(folder):
    """Sixteen different documents of 256 KB of Chinese text."""
    dice = random.Random(1)
    words = "下城区 人民政府 召开 会议 全年 完成 项目 街道 社区 建设 工作 年鉴 。 , \n".split(" ")
    for i in range(16):
        text = b""
        while len(text) < DOCUMENT:
            text += "".join(dice.choices(words, k=4000)).encode()
        (folder / f"{i}.txt").write_bytes(text[:DOCUMENT].decode(errors="ignore").encode().ljust(DOCUMENT))


def repeat(sources, archive, total):
    """Hard links to the sources until they come to `total` bytes, a thousand a folder."""
    size = n = 0
    sources = [(p, p.stat().st_size) for p in sources]
    while size < total:
        source, length = sources[n % len(sources)]
        folder = archive / f"{n // 1000:06}"
        folder.mkdir(exist_ok=True)
        os.link(source, folder / f"{n % 1000:03}{source.suffix}")
        size, n = size + length, n + 1
    return size, n


def processes(pid):
    """(role, pid) of the broker and its workers."""
    yield "broker", pid
    try:
        children = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return
    for child in map(int, children):
        try:
            words = pathlib.Path(f"/proc/{child}/cmdline").read_bytes().decode().split("\0")
        except OSError:
            continue
        if "--connect" in words:
            name = pathlib.Path(words[0]).name
            yield (words[1] if name == "bench" else name), child


def sample(pid):
    """{(role, pid): (CPU seconds, resident bytes)}; a process that has just gone is left out."""
    found = {}
    for role, process in processes(pid):
        try:
            fields = pathlib.Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[0] != "Z":
            found[role, process] = ((int(fields[11]) + int(fields[12])) / TICKS,
                                    int(fields[21]) * os.sysconf("SC_PAGE_SIZE"))
    return found


def run(build, config, archive, out):
    """Runs the pipeline. Returns its summary and samples [(seconds, sample)]."""
    command = [build / "fangzhi", "run", "--config", config, archive, "-o", out]
    samples, start = [], time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    while process.poll() is None:
        samples.append((time.monotonic() - start, sample(process.pid)))
        try:
            process.wait(0.05 if len(samples) < 400 else 0.5)
        except subprocess.TimeoutExpired:
            pass
    if process.returncode not in (0, 3):
        sys.exit(f"fangzhi failed: {process.stderr.read()}")
    return json.loads((out / "run.json").read_text()), samples


def speed(summary, samples):
    seconds, megabytes = summary["seconds"], summary["bytes"] / 1e6
    spent = {}
    for _, found in samples:
        spent.update({key: cpu for key, (cpu, _) in found.items()})
    by_role = collections.Counter()
    for (role, _), cpu in spent.items():
        by_role[role] += cpu
    total = sum(by_role.values())
    print(f"{summary['documents']} documents, {megabytes:.0f} MB, {seconds:.2f} s: {megabytes / seconds:.0f} MB/s")
    cores = os.cpu_count()
    print(f"used {total / seconds / cores:.0%} of {cores} cores; load average of the machine "
          f"{os.getloadavg()[0]:.1f}\n")
    print(f"{'process':<20} {'CPU s':>8} {'share':>7} {'ms/document':>12}")
    for role, cpu in sorted(by_role.items()):
        print(f"{role:<20} {cpu:8.2f} {cpu / total:7.0%} {1000 * cpu / summary['documents']:12.2f}")


def memory(summary, samples):
    """Resident memory in ten stretches of the run; flat is when the last is as the third."""
    end = samples[-1][0]
    tenths = collections.defaultdict(lambda: [0] * 10)
    for at, found in samples:
        largest = collections.Counter()
        for (role, _), (_, resident) in found.items():
            largest[role] = max(largest[role], resident)
        for role, resident in largest.items():
            cell = min(9, int(10 * at / end))
            tenths[role][cell] = max(tenths[role][cell], resident)
    print(f"{summary['documents']} documents, {summary['bytes'] / 1e6:.0f} MB, {summary['seconds']:.0f} s\n")
    print("largest resident memory in MB, by tenths of the run (of a stage: its largest worker)\n")
    print(f"{'process':<20}" + "".join(f"{i * 10:>6}%" for i in range(1, 11)) + "   growth")
    for role, cells in sorted(tenths.items()):
        early, late = max(cells[1:4]), max(cells[7:])
        print(f"{role:<20}" + "".join(f"{c / 1e6:7.1f}" for c in cells) + f"{late / max(early, 1) - 1:+8.1%}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["speed", "memory"])
    parser.add_argument("build", nargs="?", type=pathlib.Path, default=TOP / "build" / "release")
    parser.add_argument("--megabytes", type=int)
    parser.add_argument("--workers", type=int, default=1, help="a stage, of the pass-through ones")
    parser.add_argument("--config", type=pathlib.Path, help="another pipeline than the pass-through one")
    parser.add_argument("--folder", help="where the temporary folder is made")
    args = parser.parse_intermixed_args()
    top = pathlib.Path(tempfile.mkdtemp(prefix="fangzhi-bench-", dir=args.folder))
    try:
        archive, sources, config = top / "archive", top / "sources", top / "pipeline.conf"
        archive.mkdir()
        if args.config:
            shutil.copytree(TOP / "examples" / "archive", sources)
            config = args.config
        else:
            sources.mkdir()
            make_text(sources)
            pass_config(config, args.workers)
        wanted = (args.megabytes or (1000 if args.what == "speed" else 2000)) * 1000000
        repeat([p for p in sorted(sources.rglob("*")) if p.is_file() and p.stat().st_size], archive, wanted)
        (speed if args.what == "speed" else memory)(*run(args.build, config, archive, top / "out"))
    finally:
        shutil.rmtree(top)


main()
