#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every record leads back to its bytes: of every fixture in every encoding that can hold it,
the source bytes [start, end) of each paragraph, entry, mention, trigger, argument, person and
statistic decode to its text, apart from white space and from what was printed in between."""
import unicodedata

from harness import *

TOP = HERE.parents[1]
ENCODINGS = {"utf8": "utf-8", "bom": "utf-8-sig", "gb18030": "gb18030", "big5": "big5hkscs", "le": "utf-16",
             "be": "utf-16-be"}
# Fixtures of what normalize turns into other characters, which the offset test of
# tests/unit/normalize.c knows; and of text decoded twice, whose records are not its bytes.
OTHER_CHARACTERS = ("compatibility", "private_use", "twice")
INVISIBLE = {"Cf", "Cc", "Zs", "Zl", "Zp"}


def squash(text):
    """Without white space and invisible marks; width and compatibility forms folded."""
    visible = "".join(c for c in text if unicodedata.category(c) not in INVISIBLE)
    folded = unicodedata.normalize("NFKC", visible)
    return "".join(c for c in folded if unicodedata.category(c) not in INVISIBLE)


def within(text, source):
    """True where text can be read in source from its first to its last character."""
    if not text:
        return True
    rest = iter(source)
    return source[:1] == text[:1] and source[-1:] == text[-1:] and all(c in rest for c in text)


class Trace(Case):
    def fixtures(self):
        """The inputs of the golden cases that are whole UTF-8 text, by name."""
        for path in sorted((TOP / "tests" / "cases").glob("*/*.d/input.txt")):
            try:
                text = path.read_bytes().decode("utf-8-sig")
            except UnicodeDecodeError:
                continue
            name = path.parent.name
            if text.strip() and "\ufffd" not in text and not name.startswith(OTHER_CHARACTERS):
                yield f"{path.parents[1].name}-{path.parent.name[:-2]}", text

    def write_all(self):
        written = 0
        for name, text in self.fixtures():
            for short, codec in ENCODINGS.items():
                try:
                    data = text.encode(codec)
                except UnicodeEncodeError:
                    continue
                if codec == "utf-16-be":
                    data = b"\xfe\xff" + data
                (self.archive / f"{name}.{short}.txt").write_bytes(data)
                written += 1
        return written

    def rows(self, name):
        file = self.out / f"{name}.jsonl"
        with open(file, encoding="utf8") as lines:
            return [json.loads(line) for line in lines]

    def check(self, document, kind, record, text):
        data = self.sources[document["doc"]][record["start"]:record["end"]]
        source = squash(data.decode(document["encoding"]))
        self.seen[kind] = self.seen.get(kind, 0) + 1
        if not within(squash(text), source):
            self.faults.append(f"{document['path']} {kind} [{record['start']}, {record['end']}): "
                               f"{text[:60]!r} is not in {source[:80]!r}")

    def check_events(self, known):
        for event in self.rows("events"):
            document = known.get(event["doc"])
            if not document:
                continue
            self.check(document, "trigger", event, event["trigger"])
            for role in ("agent", "object", "place", "participant"):
                for argument in event[role]:
                    self.check(document, "argument", argument, argument["text"])

    def test_every_record(self):
        written = self.write_all()
        self.conf.write_text((TOP / "pipeline.conf").read_text(encoding="utf8"), encoding="utf8")
        self.finish(self.start())
        self.seen, self.faults, self.sources, known = {}, [], {}, {}
        for document in self.rows("documents"):
            # A file that is read as a mixture has no one encoding to decode a slice by.
            if "+" in document["encoding"] or "twice" in document["encoding"]:
                continue
            known[document["doc"]] = document
            self.sources[document["doc"]] = pathlib.Path(document["path"]).read_bytes()
        self.assertGreater(len(known), written * 0.9)
        for name, kind, text in (("paragraphs", "paragraph", "text"), ("mentions", "mention", "text"),
                                 ("positions", "person", "person"), ("entries", "entry", "title")):
            for record in self.rows(name):
                if record["doc"] not in known:
                    continue
                if kind == "entry":  # from its first paragraph's first byte to its last one's last
                    data = self.sources[record["doc"]][record["start"]:record["end"]]
                    data.decode(known[record["doc"]]["encoding"])
                    self.seen[kind] = self.seen.get(kind, 0) + 1
                else:
                    self.check(known[record["doc"]], kind, record, record[text])
        self.check_events(known)
        print(f"{len(known)} documents: {self.seen}", file=sys.stderr)
        self.assertEqual(self.faults, [], "\n".join(self.faults[:20]))
        for kind in ("paragraph", "entry", "mention", "person", "trigger", "argument"):
            self.assertGreater(self.seen.get(kind, 0), 100, kind)


main()
