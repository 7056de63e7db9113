#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Whatever ends a run, the same command goes on, and the output is that of a run that
nobody disturbed. What is no longer the same run is noticed."""
import random

from harness import *


class Killed(Case):
    def setUp(self):
        super().setUp()
        self.documents(400)
        self.document("00100x.txt", "!second reject\n")
        whole = self.top / "whole"
        self.run_to_end(whole, REJECTS)
        self.expected = self.records(whole)

    def test_kill_9_of_the_broker_ten_times(self):
        dice = random.Random(11)
        self.configure(probe_stages(), "sync = 1ms\nwindow = 64K\nattempts = 100\n")
        kills = 0
        for turn in range(10):
            process = self.start()
            before = self.journal_lines()
            wanted = before + dice.randrange(2, 38)
            if self.wait_until(process, lambda: self.journal_lines() >= wanted):
                process.kill()
                kills += process.wait() == -signal.SIGKILL
        self.assertGreaterEqual(kills, 8, "too few kills came in time")
        said = self.run_to_end(status=REJECTS)
        self.assertIn("going on behind", said)
        self.assert_same(self.expected)

    def test_kill_9_at_the_very_start_and_end(self):
        process = self.start()
        self.wait_until(process, lambda: (self.out / ".fangzhi").exists())
        process.kill()
        process.wait()
        self.run_to_end(status=REJECTS)
        self.assert_same(self.expected)
        # As if the power had gone before the last line was written.
        journal = self.out / ".fangzhi" / "journal"
        lines = journal.read_bytes().splitlines(keepends=True)
        journal.write_bytes(b"".join(lines[:-3]) + lines[-3][:20])
        (self.out / ".fangzhi" / "entities.jsonl").write_bytes(b"")
        said = self.finish(self.start()).said
        self.assertIn("shorter than its journal says", said)

    def test_kill_9_before_the_first_line(self):
        (self.out / ".fangzhi").mkdir(parents=True)
        (self.out / ".fangzhi" / "journal").write_bytes(b"")
        self.run_to_end(status=REJECTS)
        self.assert_same(self.expected)

    def test_a_torn_journal(self):
        self.interrupt()
        journal = self.out / ".fangzhi" / "journal"
        content = journal.read_bytes()
        torn = [content[:-1], content[:-40], content + b"\0" * 512,
                content + b"0123456789abcdef done 7 - 1 - 1 1 documents=9/9 x\n"]
        for i, bytes_left in enumerate(torn):
            copy = self.top / f"torn-{i}"
            shutil.copytree(self.out, copy)
            (copy / ".fangzhi" / "journal").write_bytes(bytes_left)
            with open(copy / "documents.jsonl", "ab") as file:
                file.write(b'{"a line that": "no journal vouches for')
            self.run_to_end(copy, REJECTS)
            self.assert_same(self.expected, copy)

    def interrupt(self, number=signal.SIGINT):
        """Starts a run, and asks it to stop when some documents are done."""
        process = self.start()
        self.wait_until(process, lambda: self.journal_lines() > 30)
        process.send_signal(number)
        self.finish(process)
        self.assertEqual(process.returncode, FAILED, process.said)
        self.assertIn("run the same command again", process.said)
        return process.said

    def test_stop_and_go_on(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            self.interrupt(number)
            self.assertFalse(self.summary()["complete"])
            # Every record that is there belongs to a document of the journal.
            done = self.summary()["documents"] - self.summary()["rejects"]
            self.assertEqual(len(self.lines("documents")), done)
            self.run_to_end(status=REJECTS)
            self.assertTrue(self.summary()["complete"])
            self.assert_same(self.expected)
            shutil.rmtree(self.out)

    def test_a_second_signal_stops_at_once(self):
        fifo = self.top / "fifo"
        os.mkfifo(fifo)
        self.document("00050y.txt", f"!second wait {fifo}\n")
        process = self.start()
        self.wait_until(process, lambda: self.journal_lines() > 30)
        process.send_signal(signal.SIGINT)
        line = process.stderr.readline()
        while "finishing" not in line and line:
            line = process.stderr.readline()
        process.send_signal(signal.SIGINT)
        self.finish(process)
        self.assertEqual(process.returncode, FAILED)
        self.assertIn("stopped at once", process.said)

    def test_no_worker_outlives_a_killed_broker(self):
        process = self.start()
        self.wait_until(process, lambda: self.journal_lines() > 30)
        workers = [os.pidfd_open(pid) for pid in children(process.pid)]
        self.assertTrue(workers)
        process.kill()
        process.wait()
        for worker in workers:
            ended, _, _ = select.select([worker], [], [], LIMIT)
            os.close(worker)
            self.assertTrue(ended, "a worker is still there")


class Noticed(Case):
    def setUp(self):
        super().setUp()
        self.documents(200)
        self.configure(probe_stages(), "sync = 1ms\nwindow = 64K\n")
        process = self.start()
        self.wait_until(process, lambda: self.journal_lines() > 30)
        process.send_signal(signal.SIGINT)
        self.finish(process)
        self.assertEqual(process.returncode, FAILED, process.said)
        self.kept = self.records()

    def assert_refused(self, *words):
        said = self.run_to_end(status=FAILED)
        for word in words:
            self.assertIn(word, said)
        self.assertEqual(self.records(), self.kept, "what was written is still there")

    def test_a_changed_file(self):
        self.document("00007.txt", "something else")
        self.assert_refused("00007.txt", "has changed", "new folder")

    def test_a_new_file(self):
        self.document("00007a.txt", "something else")
        self.assert_refused("00007a.txt", "is new")

    def test_a_removed_file(self):
        (self.archive / "00007.txt").unlink()
        self.assert_refused("00007.txt", "is gone")

    def test_fewer_files_than_were_done(self):
        for path in sorted(self.archive.iterdir())[10:]:
            path.unlink()
        self.assert_refused("00010.txt", "is gone")

    def test_another_configuration(self):
        self.configure(probe_stages(first="copies = 2\n"))
        self.assert_refused("another configuration")

    def test_another_number_of_workers_is_the_same_configuration(self):
        self.configure(probe_stages(5), "sync = 30ms\nwindow = 1M\n")
        self.run_to_end()

    def test_a_finished_run(self):
        self.run_to_end()
        before = {p: p.stat().st_mtime_ns for p in self.out.rglob("*") if p.is_file()}
        said = self.run_to_end()
        self.assertIn("already complete", said)
        after = {p: p.stat().st_mtime_ns for p in self.out.rglob("*") if p.is_file()}
        before.pop(self.out / ".fangzhi" / "lock"), after.pop(self.out / ".fangzhi" / "lock")
        self.assertEqual(after, before)
        self.document("00250.txt", "one more")
        self.kept = self.records()
        self.assert_refused("00250.txt", "is new")

    def test_a_record_file_that_somebody_shortened(self):
        with open(self.out / "documents.jsonl", "r+b") as file:
            file.truncate(10)
        self.kept = self.records()
        self.assert_refused("documents.jsonl", "shorter")

    def test_a_finished_run_that_somebody_changed(self):
        self.run_to_end()
        content = (self.out / "documents.jsonl").read_bytes()
        (self.out / "documents.jsonl").write_bytes(content[:-1])
        self.assertIn("documents.jsonl is not as long", self.run_to_end(status=FAILED))
        (self.out / "documents.jsonl").unlink()
        self.assertIn("documents.jsonl is gone", self.run_to_end(status=FAILED))

    def test_a_journal_of_something_else(self):
        (self.out / ".fangzhi" / "journal").write_text("a diary\n")
        self.assert_refused("damaged, or of another version")

    def test_a_folder_of_something_else(self):
        other = self.top / "other"
        other.mkdir()
        (other / "documents.jsonl").write_text("precious\n")
        said = self.run_to_end(other, FAILED)
        self.assertIn("holds other files", said)
        self.assertEqual((other / "documents.jsonl").read_text(), "precious\n")


main()
