# SPDX-License-Identifier: Apache-2.0
"""What the tests of the pipeline share: an archive, a pipeline.conf, runs of fangzhi.

A test file is run as `<name>_test.py BUILD [unittest arguments]`. Nothing here waits for a
time: waits are for a file to have content, a process to have ended, a FIFO to be opened; the
limits only turn a hang into a failure.
"""
import hashlib, json, os, pathlib, select, shutil, signal, subprocess, sys, tempfile, unittest

BUILD = pathlib.Path(sys.argv.pop(1)).resolve() if len(sys.argv) > 1 else pathlib.Path("build/dev").resolve()
HERE = pathlib.Path(__file__).resolve().parent
LIMIT = 300  # seconds; reached only where something hangs
DONE, FAILED, USAGE, REJECTS = 0, 1, 2, 3
PROBES = ("first", "second", "third")


def probe_stages(workers=2, timeout="300s", **more):
    """Three sections of the probe; more: first="key = value\\n" appended to a section."""
    return "".join(f"[stage {role}]\ncommand = probe {role}\nworkers = {workers}\n"
                   f"timeout = {timeout}\n{more.get(role, '')}\n" for role in PROBES)


class Case(unittest.TestCase):
    def setUp(self):
        self.top = pathlib.Path(tempfile.mkdtemp(prefix="fangzhi-test-"))
        self.archive = self.top / "archive"
        self.archive.mkdir()
        self.out = self.top / "out"
        self.conf = self.top / "pipeline.conf"
        self.running = []
        self.configure(probe_stages())

    def tearDown(self):
        for process in self.running:
            if process.poll() is None:
                process.kill()
                process.wait()
            process.stderr.close()
        shutil.rmtree(self.top)

    # ---- what a run works on -----------------------------------------------------------

    def configure(self, stages, run="attempts = 2\nsync = 20ms\nwindow = 256K\n"):
        self.conf.write_text(f"[run]\npart = 64K\n{run}\n{stages}", encoding="utf8")

    def document(self, name, text):
        path = self.archive / name
        path.write_text(text, encoding="utf8")
        return path

    def documents(self, n, size=2000):
        for i in range(n):
            text = f"document {i}\n" + "下城区年鉴 " * ((i * 37 + size) % (size // 4))
            self.document(f"{i:05}.txt", text)

    # ---- runs --------------------------------------------------------------------------

    def command(self, out=None, *more):
        return [str(BUILD / "fangzhi"), "run", "--config", str(self.conf), str(self.archive),
                "-o", str(out or self.out), *more]

    def start(self, out=None, **options):
        options.setdefault("env", {**os.environ, "TMPDIR": str(self.top)})  # for the socket
        process = subprocess.Popen(self.command(out), stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                   text=True, **options)
        self.running.append(process)
        return process

    def finish(self, process):
        _, process.said = process.communicate(timeout=LIMIT)
        return process

    def run_to_end(self, out=None, status=DONE, **options):
        process = self.finish(self.start(out, **options))
        self.assertEqual(process.returncode, status, process.said)
        self.assertNotIn("Sanitizer", process.said)
        return process.said

    # ---- what it leaves ----------------------------------------------------------------

    def records(self, out=None):
        """Name -> bytes of every file of records; all that must be the same in every run."""
        return {p.name: p.read_bytes() for p in sorted((out or self.out).glob("*.jsonl"))}

    def lines(self, name, out=None):
        text = ((out or self.out) / f"{name}.jsonl").read_text(encoding="utf8")
        return [json.loads(line) for line in text.splitlines()]

    def summary(self, out=None):
        return json.loads(((out or self.out) / "run.json").read_text(encoding="utf8"))

    def assert_same(self, expected, out=None):
        got = self.records(out)
        self.assertEqual(sorted(got), sorted(expected))
        for name, content in expected.items():
            self.assertEqual(hashlib.sha256(got[name]).hexdigest(), hashlib.sha256(content).hexdigest(), name)

    # ---- facts to wait for ---------------------------------------------------------------

    def journal_lines(self, out=None):
        path = (out or self.out) / ".fangzhi" / "journal"
        return path.read_bytes().count(b"\n") if path.exists() else 0

    def wait_until(self, process, fact):
        """Until fact() holds; a process that ends first, or hangs, is no success."""
        end = select.poll()
        pidfd = os.pidfd_open(process.pid)
        end.register(pidfd, select.POLLIN)
        try:
            for _ in range(LIMIT * 1000):
                if fact():
                    return True
                if end.poll(1):
                    return bool(fact())
        finally:
            os.close(pidfd)
        self.fail("it never happened")

    def finish_opening(self, process, fifo):
        """Opens the FIFO that a worker waits for, and keeps it open until the run has ended."""
        ends = []

        def opened():
            try:
                ends.append(os.open(fifo, os.O_WRONLY | os.O_NONBLOCK))
            except OSError:  # nobody waits yet
                return False
            return True

        self.wait_until(process, opened)
        self.finish(process)
        for end in ends:
            os.close(end)


def children(pid):
    """Process ids of the children, workers that is."""
    try:
        text = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    return [int(word) for word in text.split()]


def kill(pid, number=signal.SIGKILL):
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass


def main():
    unittest.main(module="__main__", verbosity=2)
