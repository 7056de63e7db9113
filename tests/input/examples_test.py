#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The examples do what their READMEs say."""
import json, pathlib, re, subprocess, sys

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(TOP / "tests" / "pipeline"))
import harness
from harness import BUILD, REJECTS

EXAMPLES = TOP / "examples"


class Examples(harness.Case):
    def run_examples(self, conf):
        done = subprocess.run([BUILD / "fangzhi", "run", "archive", "--config", conf, "-o", self.out], cwd=EXAMPLES,
                              capture_output=True, text=True, timeout=harness.LIMIT)
        self.assertEqual(done.returncode, REJECTS, done.stderr)
        return done.stderr

    def test_archive_is_what_its_script_makes(self):
        subprocess.run([sys.executable, "-B", EXAMPLES / "make-archive.py", "--check"], check=True)

    def test_archive(self):
        said = self.run_examples(TOP / "pipeline.conf")
        self.assertIn("binary", said)
        self.assertEqual([r["path"] for r in self.lines("rejects")], ["archive/封面.jpg"])
        encodings = {d["path"].split("/")[1]: d["encoding"] for d in self.lines("documents")}
        for folder, encoding in (("utf8", "UTF-8"), ("gb18030", "GB18030"), ("big5", "Big5")):
            self.assertEqual(encodings[folder], encoding)
        names = {d["path"]: d for d in self.lines("documents")}
        self.assertIn("archive/年鉴.zip!海珠/综述.txt", names)
        self.assertEqual(len(names["archive/漳州-口岸-残.txt"]["damage"]), 1)
        repeated = [p for p in self.lines("paragraphs") if p["dup_of"] is not None]
        self.assertTrue(repeated, "the report that was pasted twice")
        for name in ("entries", "mentions", "entities", "events"):
            self.assertGreater(len(self.lines(name)), 100, name)

    def test_places(self):
        """Every mention stands where its record says: in the paragraph's text, and in the source."""
        self.run_examples(TOP / "pipeline.conf")
        documents = {d["doc"]: d for d in self.lines("documents")}
        paragraphs = {(p["doc"], p["para"]): p["text"] for p in self.lines("paragraphs")}
        squash = lambda s: re.sub(r"\s", "", s)
        checked = 0
        for mention in self.lines("mentions"):
            text = paragraphs[mention["doc"], mention["para"]]
            self.assertEqual(text[mention["from"]:mention["to"]], mention["text"])
            document = documents[mention["doc"]]
            if "!" in document["path"] or document["path"].endswith(".html"):
                continue
            source = (EXAMPLES / document["path"]).read_bytes()[mention["start"]:mention["end"]].decode(document["encoding"])
            # A page break may lie inside; what the mention begins and ends with may not.
            self.assertEqual(squash(source)[0], squash(mention["text"])[0], mention)
            self.assertEqual(squash(source)[-1], squash(mention["text"])[-1], mention)
            checked += 1
        self.assertGreater(checked, 1000)

    def test_stage_in_python(self):
        subprocess.run([BUILD / "fangzhi", "check", "--stage", "/usr/bin/python3 ./money.py"],
                       cwd=EXAMPLES / "stage-python", check=True, stdout=subprocess.DEVNULL)
        self.run_examples(EXAMPLES / "stage-python" / "pipeline.conf")
        paragraphs = {(p["doc"], p["para"]): p for p in self.lines("paragraphs")}
        money = self.lines("money")
        expected = sum(len(re.findall(r"\d ?[万亿]?(?:人民币|美|港|欧|日)?元", p["text"]))
                       for p in paragraphs.values() if p["dup_of"] is None)
        self.assertEqual(len(money), expected)
        for record in money:
            text = paragraphs[record["doc"], record["para"]]["text"]
            self.assertEqual(text[record["from"]:record["to"]], record["text"])


harness.main()
