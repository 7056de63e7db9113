#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The real pipeline over the example archive: the same records at any number of workers, with
workers killed, and in one go or in pieces."""
import random

from harness import *

TOP = HERE.parents[1]
ARCHIVE = TOP / "examples" / "archive"


@unittest.skipUnless(ARCHIVE.is_dir(), "there is no example archive")
class Real(Case):
    def configure_workers(self, workers, **settings):
        """The pipeline.conf of the repository, with so many workers and other settings."""
        lines = (TOP / "pipeline.conf").read_text(encoding="utf8").splitlines()
        lines = [line for line in lines if line.split(" =")[0] not in settings]
        text = "\n".join(lines).replace("command =", f"workers = {workers}\ncommand =")
        run = "".join(f"{key} = {value}\n" for key, value in settings.items())
        self.conf.write_text(text.replace("[run]", f"[run]\n{run}"), encoding="utf8")

    def command(self, out=None, *more):
        return [str(BUILD / "fangzhi"), "run", "--config", str(self.conf), str(ARCHIVE), "-o", str(out or self.out)]

    def whole(self, workers):
        out = self.top / f"out-{workers}"
        self.configure_workers(workers)
        self.run_to_end(out, REJECTS)
        return self.records(out)

    def test_workers(self):
        one = self.whole(1)
        for name in ("documents", "paragraphs", "entries", "mentions", "entities", "events"):
            self.assertTrue(one[f"{name}.jsonl"], name)
            for line in one[f"{name}.jsonl"].splitlines():
                json.loads(line)
        self.assertEqual(self.whole(2), one)
        self.assertEqual(self.whole(8), one)

    def test_empty_files(self):
        """Every file that is promised is there, also where it holds no line."""
        expected = sorted(self.whole(2))
        self.document("plain.txt", "水利志\n第一章　河流\n本境河流众多。\n")
        quiet = self.top / "quiet"
        command = [str(BUILD / "fangzhi"), "run", "--config", str(self.conf), str(self.archive), "-o", str(quiet)]
        for _ in range(2):  # the second finds a finished run
            subprocess.run(command, check=True, stdin=subprocess.DEVNULL, capture_output=True,
                           env={**os.environ, "TMPDIR": str(self.top)})
            left = self.records(quiet)
            self.assertEqual(sorted(left), expected)
            self.assertEqual(left["positions.jsonl"], b"")

    def test_killed_and_stopped(self):
        expected = self.whole(2)
        dice = random.Random(5)
        self.configure_workers(2, attempts=100, sync="1ms")
        for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGKILL):
            process = self.start()
            before = self.journal_lines()
            if self.wait_until(process, lambda: self.journal_lines() > before + 1):
                workers = children(process.pid)
                if workers:
                    kill(dice.choice(workers))
            if self.wait_until(process, lambda: self.journal_lines() > before + 4):
                process.send_signal(number)
            self.finish(process)
        self.run_to_end(status=REJECTS)
        self.assert_same(expected)


main()
