#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Stages that break the protocol, and layers that the program has never heard of."""
import zmq

from harness import *

RUDE = f"/usr/bin/python3 -B {HERE}/rude.py"


def stages(mode, victim="", **more):
    settings = "".join(f"{key} = {value}\n" for key, value in more.items())
    return (f"[stage first]\ncommand = probe first\nworkers = 2\n"
            f"[stage second]\ncommand = {RUDE}\nworkers = 1\nmode = {mode}\n"
            + (f"victim = {victim}\n" if victim else "") + settings +
            f"[stage third]\ncommand = probe third\nworkers = 2\n")


class Rude(Case):
    def setUp(self):
        super().setUp()
        self.documents(12, 200)

    def test_the_same_stage_in_python(self):
        """Politely, it does what the probe does: the records are the same bytes."""
        self.run_to_end(self.top / "probe")
        self.configure(stages("none"))
        self.run_to_end()
        self.assert_same(self.records(self.top / "probe"))

    def one_victim(self, mode, detail):
        with self.subTest(mode=mode):
            self.document("00005x.txt", "the victim is here")
            self.configure(stages(mode, "victim"))
            said = self.run_to_end(self.top / mode, REJECTS)
            (reject,) = self.lines("rejects", self.top / mode)
            self.assertTrue(reject["path"].endswith("00005x.txt"))
            self.assertEqual((reject["reason"], reject["stage"]), ("protocol", "second"))
            self.assertIn(detail, reject["detail"])
            self.assertIn("stage 'second' broke the protocol", said)
            self.assertEqual(len(self.lines("documents", self.top / mode)), 12)

    def test_a_layer_that_is_malformed(self):
        self.one_victim("broken", "more elements than it has bytes")
        self.one_victim("cut", "ends inside a value")
        self.one_victim("behind", "bytes are left")
        self.one_victim("other-layer", "not the layer")
        self.one_victim("no-name", "name")
        self.one_victim("empty", "empty")
        self.one_victim("deep", "nested too deeply")

    def test_a_message_that_is_malformed(self):
        self.one_victim("no-layer", "header and one layer")
        self.one_victim("two-layers", "header and one layer")
        self.one_victim("reject-garbage", "malformed")

    def test_an_answer_that_belongs_to_no_document(self):
        self.one_victim("header-garbage", "malformed")
        self.one_victim("header-version", "version 7")
        self.one_victim("other-document", "does not have")
        self.one_victim("command", "no worker may send")

    def test_records_that_are_none(self):
        for mode, detail in (("records", "file's name"), ("open-line", "not closed")):
            self.document("00005x.txt", "the victim is here")
            text = stages(mode, writes="records/rude").replace("[stage third]", "[stage fourth]")
            self.configure(text.split("[stage fourth]")[0])
            self.run_to_end(self.top / mode, REJECTS)
            rejects = self.lines("rejects", self.top / mode)
            self.assertEqual(len(rejects), 13)
            self.assertIn(detail, rejects[0]["detail"])

    def test_a_frame_above_the_limit(self):
        """The line is cut before memory is taken; the document is given up."""
        self.document("00005x.txt", "the victim is here")
        self.configure(stages("huge", "victim"))
        self.run_to_end(status=REJECTS)
        (reject,) = self.lines("rejects")
        self.assertEqual((reject["reason"], reject["stage"]), ("disconnect", "second"))

    def test_a_stage_that_always_breaks_the_protocol(self):
        self.configure(stages("broken"))
        said = self.run_to_end(self.top / "layers", REJECTS)
        self.assertEqual(len(self.lines("rejects", self.top / "layers")), 12)
        self.configure(stages("header-garbage"))
        said = self.run_to_end(self.top / "headers", FAILED)
        self.assertIn("8 times in a row", said)
        self.assertIn("stage 'second'", said)

    def test_hello(self):
        for mode, words in (("version", "another version"), ("bad-name", "no valid name")):
            with self.subTest(mode=mode):
                self.configure(stages(mode))
                said = self.run_to_end(self.top / mode, FAILED)
                self.assertIn("stage 'second'", said)
                self.assertIn("cannot start", said)
                self.assertIn(words, said)

    def test_hello_that_cannot_be_read(self):
        for mode, words in (("hello-garbage", "malformed"), ("hello-list", "must be a map"),
                            ("no-token", "FANGZHI_WORKER")):
            with self.subTest(mode=mode):
                self.configure(stages(mode))
                said = self.run_to_end(self.top / mode, FAILED)
                self.assertIn(words, said)
                self.assertIn("three times in a row", said)

    def test_workers_that_only_come_and_go(self):
        self.configure(stages("leaves"))
        said = self.run_to_end(status=FAILED)
        self.assertIn("does no work", said)


class Layers(Case):
    def test_a_layer_that_nobody_knows(self):
        """It passes two stages untouched and undecoded and reaches the one that asks."""
        self.documents(12, 200)
        for reads in ("first,money/x", "*"):
            self.configure(
                "[stage first]\ncommand = probe first\n"
                f"[stage money]\ncommand = {RUDE}\nmode = own-layer\nwrites = money/x\n"
                "[stage second]\ncommand = probe second\n[stage third]\ncommand = probe third\n"
                f"[stage last]\ncommand = {RUDE}\nmode = see-own-layer\nwrites = records/seen\nreads = {reads}\n")
            out = self.top / reads.replace("/", "-").replace("*", "all")
            self.run_to_end(out)
            seen = self.lines("seen", out)
            self.assertEqual(len(seen), 12)
            self.assertEqual({line["layers"] for line in seen}, {2 if reads != "*" else 5})
            self.assertEqual(len(self.lines("documents", out)), 12)


class Strangers(Case):
    """Whoever can reach the socket can send what he likes."""

    def test_noise_on_the_socket(self):
        self.documents(60)
        fifo = self.top / "fifo"
        os.mkfifo(fifo)
        self.document("00030x.txt", f"!second wait {fifo}\n")
        process = self.start()
        self.wait_until(process, lambda: self.journal_lines() > 3)
        folder = (self.out / ".fangzhi" / "lock").read_text().splitlines()[1]
        context = zmq.Context()
        for frames in ([b""], [b"HELLO"], [b"HELLO", b""], [b"RESULT", b"\x80", b"\x80"], [b"ASK"] * 5,
                       [b"x" * 70] * 90, [b"GOODBYE"], [b"\xff" * 100000], [b"HELLO", b"\xdf\xff\xff\xff\xff"]):
            socket = context.socket(zmq.DEALER)
            socket.setsockopt(zmq.LINGER, 5000)
            if len(frames) == 5:
                socket.setsockopt(zmq.IDENTITY, b"i" * 200)
            socket.connect(f"ipc://{folder}/broker")
            socket.send_multipart(frames)
            socket.close()
        context.term()  # returns when all has been sent
        self.finish_opening(process, fifo)
        self.assertEqual(process.returncode, DONE, process.said)
        self.assertEqual(len(self.lines("documents")), 61)


class Entities(Case):
    def test_lines_of_another_stage(self):
        """Whatever their keys' order; what is no entity is passed over."""
        self.documents(3, 200)
        self.configure(f"[stage first]\ncommand = probe first\n"
                       f"[stage rude]\ncommand = {RUDE}\nmode = entities\nwrites = records/rude\n")
        self.run_to_end()
        self.assertEqual(self.lines("entities"), [
            {"entity": "e1", "type": "ORG", "name": "other", "aliases": ["name 1", "z"], "mentions": 9, "documents": 3}])

    def test_fold(self):
        """Summed by id over all documents; aliases united and in order."""
        self.documents(150)
        self.run_to_end()
        expected = {}
        for path in sorted(self.archive.iterdir()):
            size = path.stat().st_size
            entity = expected.setdefault(f"e{size % 10}", {"type": "ORG", "name": f"name {size % 10}",
                                                          "aliases": set(), "mentions": 0, "documents": 0})
            entity["aliases"].add(f"alias {size % 100}")
            entity["mentions"] += size % 10 + 1
            entity["documents"] += 1
        expected = [{"entity": key, **value, "aliases": sorted(value["aliases"])}
                    for key, value in sorted(expected.items())]
        self.assertEqual(self.lines("entities"), expected)
        self.assertEqual(self.summary()["records"]["entities"], len(expected))


main()
