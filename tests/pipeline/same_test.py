#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The records are the same bytes at any number of workers, and whoever is killed."""
import random

from harness import *


class Same(Case):
    def setUp(self):
        super().setUp()
        self.documents(300)
        self.document("00100x.txt", "!second reject\n")
        self.document("00200x.txt", "!first reject\n")

    def with_workers(self, workers):
        out = self.top / f"out-{workers}"
        self.configure(probe_stages(workers))
        self.run_to_end(out, REJECTS)
        return self.records(out)

    def test_1_2_and_8_workers(self):
        one = self.with_workers(1)
        self.assertEqual(one["documents.jsonl"].count(b"\n"), 300)
        self.assertEqual(one["rejects.jsonl"].count(b"\n"), 2)
        self.assertEqual(self.with_workers(2), one)
        self.assertEqual(self.with_workers(8), one)

    def test_records_stand_in_the_order_of_the_input(self):
        self.configure(probe_stages(4))
        self.run_to_end(status=REJECTS)
        paths = [line["path"] for line in self.lines("documents")]
        self.assertEqual(paths, sorted(paths))

    def test_a_small_window(self):
        expected = self.with_workers(2)
        self.configure(probe_stages(3), "window = 64K\nsync = 20ms\n")
        self.run_to_end(status=REJECTS)
        self.assert_same(expected)

    def test_workers_killed_at_random(self):
        # So many attempts that no document is given up, however the dice fall.
        self.disturbed(signal.SIGKILL, "attempts = 100\n")

    def test_workers_asked_to_leave(self):
        # They finish what they have; nobody is to blame.
        self.disturbed(signal.SIGTERM, "attempts = 1\n")

    def disturbed(self, number, run):
        expected = self.with_workers(1)
        dice = random.Random(7)
        self.configure(probe_stages(3), f"{run}sync = 20ms\nwindow = 64K\n")
        process = self.start()
        killed = 0
        for wanted in range(5, 300, 12):
            if process.poll() is not None:
                break
            self.wait_until(process, lambda: self.journal_lines() > wanted)
            workers = children(process.pid)
            if workers:
                kill(dice.choice(workers), number)
                killed += 1
        self.finish(process)
        self.assertEqual(process.returncode, REJECTS, process.said)
        self.assertGreater(killed, 3, "the run was over before anybody was killed")
        self.assert_same(expected)


main()
