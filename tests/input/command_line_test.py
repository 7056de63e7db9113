#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The command line and pipeline.conf: what a mistake is answered with, and what help says."""
import os, pathlib, pty, subprocess, sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "pipeline"))
import harness
from harness import BUILD, DONE, FAILED, REJECTS, USAGE

STAGES = "[stage normalize]\ncommand = fangzhi-normalize\n\n[stage render]\ncommand = fangzhi-render\n"


class CommandLine(harness.Case):
    def fangzhi(self, *words, status=DONE, **options):
        done = subprocess.run([BUILD / "fangzhi", *words], capture_output=True, text=True, stdin=subprocess.DEVNULL,
                              timeout=harness.LIMIT, **options)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done

    def refuses(self, *words, says):
        done = self.fangzhi(*words, status=USAGE)
        self.assertEqual(done.stdout, "", "messages are on standard error")
        self.assertEqual(done.stderr.count("\n"), 1, "one clear line: " + done.stderr)
        self.assertIn(says, done.stderr)

    # ---- help and mistakes --------------------------------------------------------------

    def test_help_begins_with_examples(self):
        overview = self.fangzhi("help").stdout
        for name in ("run", "cat", "check"):
            self.assertIn(f"\n  {name} ", overview)
            text = self.fangzhi(name, "--help").stdout
            self.assertTrue(text.startswith("Examples:\n  "), text)
            self.assertEqual(self.fangzhi("help", name).stdout, text)

    def test_no_command(self):
        done = self.fangzhi(status=USAGE)
        self.assertIn("fangzhi run", done.stderr)

    def test_mistyped_command(self):
        self.refuses("rnu", says="there is no command 'rnu'; did you mean 'run'?")
        self.refuses("xyzzy", says="there is no command 'xyzzy' (see")

    def test_mistyped_option(self):
        self.refuses("run", "--confg", "x", says="run has no option '--confg'; did you mean '--config'?")
        self.refuses("cat", "-z", says="cat has no option '-z'")
        self.refuses("run", "a", "-o", says="'--out' needs a value")
        self.refuses("run", "a", "--force=yes", says="'--force' takes no value")
        self.refuses("run", "a", "-o", "b", "--workers", "many", says="whole number from 1 to 4096, not 'many'")

    def test_what_is_missing(self):
        self.refuses("run", says="run what?")
        self.refuses("run", str(self.archive), says="name a folder with -o OUT")
        self.refuses("run", str(self.archive), "-o", "x", "--config", "none.conf", says="cannot read none.conf")
        self.refuses("cat", "none.part", says="cannot read none.part")

    # ---- pipeline.conf --------------------------------------------------------------------

    def wrong_conf(self, text, line, says):
        self.conf.write_text(text, encoding="utf8")
        where = f"{self.conf}:{line}: " if line else str(self.conf)
        self.refuses(*self.command()[1:], says=where)
        self.refuses(*self.command()[1:], says=says)
        self.assertFalse(self.out.exists())

    def test_wrong_configurations(self):
        for text, line, says in [
                ("[run]\nwindwo = 1M\n" + STAGES, 2, "there is no option 'windwo'; did you mean 'window'?"),
                ("[run]\nwindow = 1X\n" + STAGES, 2, "'window' is a size such as 4096, 64K, 8M or 2G, not '1X'"),
                ("[run]\nwindow = 1\n" + STAGES, 2, "out of its range"),
                ("[run]\nwindow = 1M\npart = 2M\n" + STAGES, 0, "'window' is smaller than 'part'"),
                ("[rnu]\n", 1, "a section is [run] or [stage NAME], not [rnu]"),
                ("[run\n", 1, "the ']' is missing"),
                ("# x\n\nworkers = 2\n", 3, "'workers' stands before any section"),
                ("[stage a]\ncommand\n", 2, "neither [section] nor key = value"),
                ("[stage a]\ncommand = x\nwokers = 2\n", 3, "there is no key 'wokers'; did you mean 'workers'?"),
                ("[stage a]\nworkers = 2\n", 1, "the stage 'a' has no command"),
                ("[stage A!]\n", 1, "not 'A!'"),
                (STAGES + "[stage render]\n", 6, "there is a stage 'render' already (line 4)"),
                ("[run]\n[run]\n", 2, "there is a [run] section already"),
                ("", 0, "there is no [stage NAME] section"),
                ("[stage a]\ncommand = no-such-program-at-all\n", 1, "is not found"),
                ("\0", 0, "not plain UTF-8 text")]:
            with self.subTest(text):
                self.wrong_conf(text, line, says)

    def test_wrong_option_of_a_stage(self):
        # The stage itself vets its options; the run ends with what it says.
        self.document("a.txt", "下城区人民政府\n")
        self.configure("[stage normalize]\ncommand = fangzhi-normalize\nfrobnicate = 1\n\n" + STAGES.split("\n\n")[1])
        said = self.run_to_end(status=FAILED)
        self.assertIn("there is no option 'frobnicate'", said)

    def test_keys(self):
        keys = self.fangzhi("check", "--keys").stdout
        for key in ("window", "part", "attempts", "sync", "endpoint", "command", "workers", "timeout", "ahead"):
            self.assertIn(f"\n  {key} ", keys)

    # ---- runs -----------------------------------------------------------------------------

    def test_statuses_and_force(self):
        self.configure(STAGES)
        self.document("a.txt", "下城区人民政府\n")
        self.run_to_end()
        self.document("b.txt", "")
        said = self.run_to_end(status=REJECTS, out=self.top / "other")
        self.assertIn("empty", said)
        self.configure(STAGES.replace("[stage render]", "[stage money]"))
        self.run_to_end(status=FAILED)
        done = self.fangzhi(*self.command()[1:], "--force", status=REJECTS)
        self.assertEqual(len(self.lines("documents")), 1)
        self.assertEqual(len(self.lines("rejects")), 1)

    def test_force_spares_what_no_run_has_written(self):
        self.configure(STAGES)
        self.document("a.txt", "下城区人民政府\n")
        self.out.mkdir()
        mine = self.out / "mine.jsonl"
        mine.write_text("{}\n")
        self.fangzhi(*self.command()[1:], "--force", status=FAILED)
        self.assertEqual(mine.read_text(), "{}\n")

    def on_terminal(self, **environment):
        """What a run writes to a terminal."""
        try:
            main, other = pty.openpty()
        except OSError as none:  # a bare chroot has no /dev/pts
            self.skipTest(f"no terminal can be had here: {none}")
        process = subprocess.Popen(self.command(), stderr=other, stdout=other, stdin=subprocess.DEVNULL,
                                   env={**os.environ, "TERM": "xterm", **environment})
        os.close(other)
        said = b""
        try:
            while more := os.read(main, 65536):
                said += more
        except OSError:  # the other end is closed
            pass
        os.close(main)
        self.assertEqual(process.wait(), REJECTS)
        return said

    def test_display(self):
        self.configure(STAGES.replace("fangzhi-render", "fangzhi-render\nworkers = 1"))
        self.document("0-empty.txt", "")
        for i in range(3000):
            self.document(f"{i}.txt", "下城区人民政府\n")
        said = self.on_terminal(NO_COLOR="")
        self.assertIn(b"documents, ", said)
        self.assertIn(b"\r", said)
        self.out = self.top / "plain"
        self.assertNotIn(b"\033[3", self.on_terminal(NO_COLOR="1"))
        self.assertNotIn("\033", self.run_to_end(out=self.top / "third", status=REJECTS))

    # ---- cat --------------------------------------------------------------------------------

    def capture(self, name="a.part", text="【概况】 2018年,下城区人民政府召开会议。\n"):
        source = self.document("a.txt", text)
        data = subprocess.run([BUILD / "fangzhi-normalize", "--source", source], capture_output=True, check=True).stdout
        path = self.top / name
        path.write_bytes(data)
        return path

    def test_cat(self):
        path = self.capture(text="下城区\n\f召开\n")
        self.assertEqual(self.fangzhi("cat", "--layer", "text", path).stdout, "encoding UTF-8\n\n下城区\n␌召开\n")
        self.assertIn("=== document", self.fangzhi("cat", path).stdout)
        docs = self.fangzhi("cat", "--docs", path).stdout
        self.assertIn("a.txt: source ", docs)
        self.assertEqual(docs.count("\n"), 1)

    def test_cat_of_what_is_not_there(self):
        path = self.capture()
        self.assertIn("has no layer 'events'", self.fangzhi("cat", "--layer", "events", path, status=FAILED).stderr)

    def test_cat_of_damaged_captures(self):
        path = self.capture()
        whole = path.read_bytes()
        path.write_bytes(whole + whole[:len(whole) // 2])
        done = self.fangzhi("cat", "--layer", "text", path, status=FAILED)
        self.assertIn("概况", done.stdout, "what stood before the damage is printed")
        self.assertIn("cut off", done.stderr)
        path.write_bytes(b"no capture at all")
        self.assertIn("not a capture", self.fangzhi("cat", path, status=FAILED).stderr)
        for cut in range(0, len(whole), 7):
            path.write_bytes(whole[:cut])
            self.fangzhi("cat", path, status=FAILED if cut else DONE)


harness.main()
