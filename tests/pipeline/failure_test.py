#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Stages that crash, hang or do not start; a port that is taken, a disk that is full, a folder
in use: one clear line or a reject, and everybody else's records."""
import resource, socket

from harness import *


class Documents(Case):
    """A document does harm: it is a reject, the run goes on."""

    def setUp(self):
        super().setUp()
        self.documents(40)

    def reject_of(self, text, name="00020x.txt"):
        self.document(name, text)
        self.said = self.run_to_end(status=REJECTS)
        self.assertEqual(len(self.lines("documents")), 40)
        (reject,) = self.lines("rejects")
        self.assertTrue(reject["path"].endswith(name))
        return reject

    def test_crash(self):
        for role in PROBES:
            reject = self.reject_of(f"!{role} crash\n")
            self.assertEqual(reject["reason"], "crash")
            self.assertEqual(reject["stage"], role)
            self.assertEqual(reject["attempts"], 2)
            self.assertIn("signal 9", reject["detail"])
            shutil.rmtree(self.out)

    def test_exit(self):
        reject = self.reject_of("!second exit\n")
        self.assertEqual((reject["reason"], reject["stage"]), ("crash", "second"))
        self.assertIn("status 1", reject["detail"])

    def test_one_attempt(self):
        self.configure(probe_stages(), "attempts = 1\nsync = 20ms\n")
        self.assertEqual(self.reject_of("!first crash\n")["reason"], "crash")

    def test_hang(self):
        self.configure(probe_stages(timeout="300ms"))
        reject = self.reject_of("!second hang\n")
        self.assertEqual((reject["reason"], reject["stage"]), ("timeout", "second"))
        self.assertIn("300 ms", reject["detail"])

    def test_reject(self):
        reject = self.reject_of("!second reject\n")
        self.assertEqual(reject, {"path": reject["path"], "reason": "asked", "stage": "second",
                                  "detail": "the document asks for it", "attempts": 1, "offset": 3})

    def test_neighbours_of_a_killer_are_not_blamed(self):
        for i in range(0, 40, 4):
            self.document(f"{i:05}k.txt", "!first crash\n")
        self.configure(probe_stages(1))
        self.run_to_end(status=REJECTS)
        self.assertEqual(len(self.lines("documents")), 40)
        self.assertEqual([r["path"][-5:] for r in self.lines("rejects")], ["k.txt"] * 10)

    def test_a_worker_that_dies_once_leaves_no_trace(self):
        self.run_to_end(self.top / "calm")
        self.document("00020x.txt", "")  # empty: the input's own reject
        (self.archive / "00020x.txt").unlink()
        self.document("00020x.txt", f"!second crash once {self.top}/marker\n")
        self.run_to_end()
        self.assertTrue((self.top / "marker").exists())
        self.assertEqual(len(self.lines("documents")), 41)
        self.assertEqual(self.lines("rejects"), [])

    def test_every_document_a_reject(self):
        for path in self.archive.iterdir():
            path.write_text("!first reject\n")
        self.run_to_end(status=REJECTS)
        self.assertEqual(len(self.lines("rejects")), 40)


class World(Case):
    """The world is wrong: one clear line, status 1, and nothing that was written is lost."""

    def setUp(self):
        super().setUp()
        self.documents(40)

    def refused(self, *words, out=None, **options):
        said = self.run_to_end(out, FAILED, **options)
        for word in words:
            self.assertIn(word, said)
        return said

    def line_of(self, section):
        lines = self.conf.read_text().splitlines()
        return lines.index(f"[stage {section}]") + 1

    def test_no_such_program(self):
        self.configure(probe_stages() + "[stage fourth]\ncommand = no-such-program-here\n")
        process = self.finish(self.start())
        self.assertIn(process.returncode, (FAILED, USAGE))
        self.assertIn("no-such-program-here", process.said)
        self.assertIn("fourth", process.said)

    def test_a_program_that_cannot_be_executed(self):
        program = self.top / "program"
        program.write_text("neither script nor program\n")
        program.chmod(0o755)
        self.configure(probe_stages() + f"[stage fourth]\ncommand = {program}\n")
        self.refused("stage 'fourth'", f"line {self.line_of('fourth')}", "Exec format error")

    def test_init_that_fails(self):
        self.configure(probe_stages(second="fail = yes\n"))
        said = self.refused("init was told to fail", "stage 'second'", "status 1",
                            f"line {self.line_of('second')}")
        self.assertEqual(said.count("cannot start"), 1)

    def test_an_option_that_the_stage_does_not_have(self):
        self.configure(probe_stages(second="copys = 2\n"))
        self.refused("did you mean 'copies'", "stage 'second'", "status 2")

    def test_a_program_that_ends_before_hello(self):
        self.configure(probe_stages() + "[stage fourth]\ncommand = /bin/true\n")
        self.refused("stage 'fourth'", "cannot start", "status 0")

    def test_port_taken(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            endpoint = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
            self.configure(probe_stages(), f"endpoint = {endpoint}\n")
            self.refused("cannot listen", endpoint, "in use")

    def test_over_tcp(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.configure(probe_stages(), f"endpoint = tcp://127.0.0.1:{port}\n")
        self.run_to_end()
        self.assertEqual(len(self.lines("documents")), 40)

    def test_disk_full(self):
        """A limit on file sizes stands for the disk: write fails just so."""
        self.configure(probe_stages(), "sync = 1ms\nwindow = 64K\n")
        limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1500, 1500))
        said = self.refused("cannot write", "make room", preexec_fn=limit)
        self.assertEqual(said.count("cannot write"), 1)
        for line in (self.out / "documents.jsonl").read_text().splitlines():
            json.loads(line)  # no line is torn
        self.run_to_end()
        self.run_to_end(self.top / "calm")
        self.assert_same(self.records(self.top / "calm"))

    @unittest.skipIf(os.geteuid() != 0, "only root can mount")
    def test_disk_full_for_good(self):
        disk = self.top / "disk"
        disk.mkdir()
        mount = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24k", "none", disk], capture_output=True)
        if mount.returncode:
            self.skipTest("mounting is not allowed here")
        try:
            self.refused("No space left on device", "make room", out=disk / "out")
            subprocess.run(["mount", "-o", "remount,size=1m", disk], check=True)
            self.run_to_end(disk / "out")
            self.run_to_end(self.top / "calm")
            self.assert_same(self.records(self.top / "calm"), disk / "out")
        finally:
            subprocess.run(["umount", disk], check=True)

    def test_a_folder_that_cannot_be_made(self):
        (self.top / "file").write_text("")
        self.refused("cannot make", out=self.top / "file" / "out")

    def test_two_runs_in_one_folder(self):
        fifo = self.top / "fifo"
        os.mkfifo(fifo)
        self.document("00020x.txt", f"!second wait {fifo}\n")
        first = self.start()
        self.wait_until(first, lambda: self.journal_lines() > 3)
        self.refused("another run", str(first.pid))
        self.finish_opening(first, fifo)
        self.assertEqual(first.returncode, DONE, first.said)
        self.assertEqual(len(self.lines("documents")), 41)


class Remote(Case):
    """Workers that somebody started elsewhere and joined over TCP."""

    def setUp(self):
        super().setUp()
        self.documents(40)
        self.run_to_end(self.top / "calm")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.endpoint = f"tcp://127.0.0.1:{free.getsockname()[1]}"

    def join(self, role):
        worker = subprocess.Popen([str(BUILD / "probe"), role, "--connect", self.endpoint],
                                  stderr=subprocess.PIPE, text=True)
        self.running.append(worker)
        return worker

    def blocked(self, pid):
        """Whether the process waits for the other end of a FIFO (the name of its wait)."""
        try:
            return "partner" in pathlib.Path(f"/proc/{pid}/wchan").read_text()
        except OSError:
            return False

    def test_a_remote_worker_that_vanishes(self):
        fifo = self.top / "fifo"
        os.mkfifo(fifo)
        probe = subprocess.Popen(["cat", fifo], stdout=subprocess.DEVNULL)
        try:
            if not self.wait_until(probe, lambda: self.blocked(probe.pid)):
                self.skipTest("this system does not say what a process waits for")
        finally:
            probe.kill()
            probe.wait()
        # The two documents occupy the local worker and the remote one.
        for name in ("00000a.txt", "00000b.txt"):
            self.document(name, f"!second wait {fifo}\n")
        self.configure(probe_stages(1, second="ahead = 1\n"), f"endpoint = {self.endpoint}\nsync = 20ms\n")
        process = self.start()
        remote = self.join("second")
        self.wait_until(process, lambda: self.blocked(remote.pid))
        remote.kill()
        self.finish_opening(process, fifo)
        self.assertEqual(process.returncode, DONE, process.said)
        self.assertIn("closed the line", process.said)
        self.assertEqual(len(self.lines("documents")), 42)

    def test_a_remote_worker_of_no_stage(self):
        fifo = self.top / "fifo"
        os.mkfifo(fifo)
        self.document("00000a.txt", f"!second wait {fifo}\n")
        self.configure(probe_stages(1).replace("[stage first]", "[stage one]"), f"endpoint = {self.endpoint}\n")
        process = self.start()
        remote = self.finish(self.join("first"))
        self.assertEqual(remote.returncode, FAILED)
        self.assertIn("no stage of that name", remote.said)
        self.finish_opening(process, fifo)
        self.assertEqual(process.returncode, DONE, process.said)


main()
