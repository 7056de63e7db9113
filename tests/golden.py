#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Golden folders: tests/cases/<stage>/<name>.d holds an input and what the stage makes of it.

  golden.py BUILD CASE.d ...            compare; exit 1 where one differs
  golden.py --accept BUILD CASE.d ...   write expected.txt from what comes out (then read it!)
  golden.py --mutate BUILD CASE.d ...   run the input chopped and damaged: no crash, no hang

A case holds `input.*` (any file, which starts at normalize; or input.part, a capture, which
starts at the case's own stage; or, for the event stage, input.marked, text in which names
are marked inline as in data/train), `expected.txt` (what `fangzhi cat --layer` prints of the
stage's layer) and, where needed, `args` (settings of the stage, one key=value a line).
A folder `<name>.b` is a known bug: it must differ, and the test says so when it is mended.
"""
import argparse, difflib, pathlib, random, subprocess, sys, tempfile

STAGES = ["normalize", "segment", "tag", "event", "render"]
LAYER = {"normalize": "text", "segment": "layout", "tag": "mentions", "event": "events", "render": "records"}
CHOP, NOISE, LIMIT = 97, 8, 300


def settings(case):
    file = case / "args"
    return file.read_text(encoding="utf8").split() if file.exists() else []


def run_stage(command, data):
    done = subprocess.run(command, input=data, capture_output=True, timeout=LIMIT)
    if done.returncode not in (0, 3):
        raise AssertionError(f"{' '.join(map(str, command[:2]))} ended with {done.returncode}: "
                             f"{done.stderr.decode(errors='replace')[-2000:]}")
    return done.stdout, done.stderr


def run_case(build, case, inputs):
    """Runs input files through the stages; returns the capture and the rejects' messages."""
    stage = case.parent.name
    stages = [stage] if inputs[0].suffix in (".part", ".marked") else STAGES[:STAGES.index(stage) + 1]
    data, said = b"", b""
    for number, name in enumerate(stages):
        mode = ["--pipe"]
        own = settings(case) if name == stage else []
        if number == 0 and inputs[0].suffix == ".marked":
            data, _ = run_stage([build / "fangzhi", "event", "--capture", *inputs], b"")
            command = [build / f"fangzhi-{name}", *mode, *own]
        elif number == 0 and inputs[0].suffix != ".part":
            command = [build / f"fangzhi-{name}", "--source", *own, *inputs]
        else:
            if number == 0:
                data = b"".join(i.read_bytes() for i in inputs)
            command = [build / f"fangzhi-{name}", *mode, *own]
        data, more = run_stage(command, data)
        said += more
    return data, said


def show(build, case, data, said):
    if not data:
        return "".join(line.split("rejected: ", 1)[-1] + "\n" for line in said.decode().splitlines())
    text, _ = run_stage([build / "fangzhi", "cat", "--layer", LAYER[case.parent.name], "-"], data)
    return text.decode("utf8")


def the_input(case):
    found = sorted(case.glob("input.*"))
    if len(found) != 1:
        raise AssertionError(f"{case} must hold exactly one input.*")
    return found[0]


def compare(build, case, accept):
    got = show(build, case, *run_case(build, case, [the_input(case)]))
    expected = case / "expected.txt"
    if accept:
        expected.write_text(got, encoding="utf8")
        return True
    want = expected.read_text(encoding="utf8")
    if got != want:
        sys.stdout.writelines(difflib.unified_diff(want.splitlines(True), got.splitlines(True),
                                                   "expected.txt", "came out"))
    if case.suffix == ".b":
        if got == want:
            print(f"{case.name}: the known bug is mended; rename the folder to .d")
        return got != want
    return got == want


def variants(data):
    """The input cut off at every CHOP-th byte (at most 400 cuts), and with noise."""
    step = max(CHOP, len(data) // 400)
    for end in range(0, len(data), step):
        yield data[:end]
    chance = random.Random(len(data))
    for _ in range(NOISE if data else 0):
        noisy = bytearray(data)
        for _ in range(max(1, len(data) // 50)):
            noisy[chance.randrange(len(noisy))] = chance.randrange(256)
        yield bytes(noisy)


def mutate(build, case):
    original = the_input(case)
    if original.suffix in (".part", ".marked"):  # captures are fuzzed, not chopped: a broken one ends the filter
        return True
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for number, data in enumerate(variants(original.read_bytes())):
            files.append(pathlib.Path(folder) / f"{number:05}{original.suffix}")
            files[-1].write_bytes(data)
        if files:
            run_case(build, case, files)
    return True


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--accept", action="store_true")
    parser.add_argument("--mutate", action="store_true")
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("cases", type=pathlib.Path, nargs="+")
    args = parser.parse_args()
    failed = 0
    for case in args.cases:
        try:
            fine = mutate(args.build, case) if args.mutate else compare(args.build, case, args.accept)
        except (AssertionError, subprocess.TimeoutExpired) as fault:
            print(f"{case}: {fault}")
            fine = False
        failed += not fine
        if not fine:
            print(f"{case}: FAILED")
    sys.exit(failed > 0)


main()
