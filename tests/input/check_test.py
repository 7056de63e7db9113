#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""fangzhi check: explains pipelines, and finds what is wrong with a stage."""
import pathlib, subprocess, sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "pipeline"))
import harness
from harness import BUILD, DONE, FAILED, USAGE

TOP = HERE.parent.parent


class Check(harness.Case):
    def check(self, *words, status=DONE):
        done = subprocess.run([BUILD / "fangzhi", "check", *words], capture_output=True, text=True, timeout=harness.LIMIT)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done.stdout

    # ---- pipelines ----------------------------------------------------------------------

    def test_shipped_pipeline(self):
        said = self.check("--config", str(TOP / "pipeline.conf"))
        for words in ("1. normalize: fangzhi-normalize", "reads source; writes text", "reads layout, mentions; writes events",
                      "writes records", "all is well"):
            self.assertIn(words, said)

    def wrong_pipeline(self, stages, says):
        self.configure(stages)
        self.assertIn(says, self.check("--config", str(self.conf), status=FAILED))

    def test_layer_that_nobody_writes(self):
        self.wrong_pipeline("[stage segment]\ncommand = fangzhi-segment\n", "it reads 'text', which no stage before it writes")

    def test_program_that_is_not_there(self):
        self.wrong_pipeline("[stage a]\ncommand = no-such-program-at-all\n", "its program is not found")

    def test_program_that_is_no_stage(self):
        self.wrong_pipeline("[stage a]\ncommand = true\n", "it does not start: it ended with status 0")

    def test_no_records(self):
        self.wrong_pipeline("[stage normalize]\ncommand = fangzhi-normalize\n", "no stage writes records")

    def test_render_alone_writes_what_there_is(self):
        self.configure("[stage render]\ncommand = fangzhi-render\n")
        self.assertIn("note: it reads 'events'", self.check("--config", str(self.conf)))

    # ---- stages -------------------------------------------------------------------------

    def test_own_stages(self):
        for name in ("normalize", "segment", "tag", "event", "render"):
            with self.subTest(name):
                said = self.check("--stage", f"fangzhi-{name}")
                self.assertEqual(said.count("ok  "), 8, said)

    def fault(self, name, status=FAILED):
        return self.check("--stage", f"/usr/bin/python3 {HERE}/bad_stage.py {name}", status=status)

    def test_good_foreign_stage(self):
        self.assertIn("all is well", self.fault("none", DONE))

    def test_faults(self):
        for name, says in [
                ("crash", "it does not start: it ended with status 9"),
                ("hello", "its first message is 'HI', not HELLO"),
                ("version", "another version of the protocol"),
                ("worker", "lacks 'worker'"),
                ("chance", "two answers that differ"),
                ("json", "line 1 is no JSON"),
                ("open-line", "the last line is not closed"),
                ("name", "its name is 'records/other', but HELLO says that the stage writes 'records/test'"),
                ("id", "it has the id 'ffffffffffffffff', not '0000000000000001'"),
                ("header", "its answer has 2 frames; it must have three"),
                ("msgpack", "a normal document: its layer is wrong"),
                ("reject", "a normal document: rejected as 'mood': not today"),
                ("crash-on-unknown", "a layer that it does not know: it ended with status 7"),
                ("goodbye", "it must end with status 0, but it ended with status 5")]:
            with self.subTest(name):
                said = self.fault(name)
                self.assertIn(says, said)
                self.assertIn("WRONG", said)

    def test_usage(self):
        self.check("--stage", "no-such-program-at-all", status=USAGE)
        self.check("--stage", "true", "x", status=USAGE)
        self.check("x", status=USAGE)


harness.main()
