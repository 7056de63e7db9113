#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Whatever an archive may hold: each file ends as documents or as a reject that says why."""
import io, json, os, pathlib, subprocess, sys, tarfile, unittest, zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "pipeline"))
import harness
from harness import BUILD, DONE, REJECTS, USAGE

TEXT = "下城区人民政府\n\n【概况】 2018年,下城区坚持新发展理念。\n"
STAGES = "[stage normalize]\ncommand = fangzhi-normalize\nworkers = 1\n\n[stage render]\ncommand = fangzhi-render\nworkers = 1\n"


class BadInput(harness.Case):
    def setUp(self):
        super().setUp()
        self.configure(STAGES)

    def rejects(self):
        return {r["path"].removeprefix(str(self.archive) + "/"): r for r in self.lines("rejects")}

    def paths(self):
        return [d["path"].removeprefix(str(self.archive) + "/") for d in self.lines("documents")]

    def good(self, name="good.txt"):
        self.document(name, TEXT)

    def one_reject(self, name, reason, says):
        """Beside a good document there is one reject."""
        self.good("zzz-good.txt")
        self.run_to_end(status=REJECTS)
        self.assertEqual(self.paths(), ["zzz-good.txt"])
        self.assertEqual(list(self.rejects()), [name])
        self.assertEqual(self.rejects()[name]["reason"], reason)
        self.assertIn(says, self.rejects()[name]["detail"])

    # ---- paths -------------------------------------------------------------------------

    def test_missing_path(self):
        self.good()
        missing = str(self.archive / "none")
        done = self.finish(subprocess.Popen([*self.command(), missing], stderr=subprocess.PIPE, text=True))
        self.assertEqual(done.returncode, USAGE)
        self.assertIn(f"cannot find {missing}", done.said)
        self.assertFalse(self.out.exists(), "nothing is begun")

    def test_unreadable(self):
        # Permissions do not stop root; reading the first byte of one's own memory fails for all.
        os.symlink("/proc/self/mem", self.archive / "memory.txt")
        self.one_reject("memory.txt", "unreadable", "Input/output error")

    @unittest.skipIf(os.geteuid() == 0, "root may read everything")
    def test_forbidden(self):
        self.document("secret.txt", TEXT).chmod(0)
        (self.archive / "folder").mkdir(mode=0)
        self.run_to_end(status=REJECTS)
        self.assertEqual({r["reason"] for r in self.rejects().values()}, {"unreadable"})
        self.assertEqual(len(self.rejects()), 2)

    def test_link_to_nothing(self):
        os.symlink("nowhere", self.archive / "link.txt")
        self.one_reject("link.txt", "unreadable", "link to nothing")

    def test_links_in_a_circle(self):
        os.symlink("b", self.archive / "a")
        os.symlink("a", self.archive / "b")
        self.good("good.txt")
        self.run_to_end(status=REJECTS)
        self.assertEqual(sorted(self.rejects()), ["a", "b"])

    def test_directory_loop(self):
        (self.archive / "2018" / "05").mkdir(parents=True)
        os.symlink("../..", self.archive / "2018" / "05" / "back")
        self.one_reject("2018/05/back", "loop", "leads back")

    def test_pipe_in_a_folder(self):
        os.mkfifo(self.archive / "pipe")
        self.one_reject("pipe", "special", "a pipe")

    def test_name_in_no_encoding(self):
        for name in ("杭州.txt".encode("gbk"), b"\xff\xff\xff.txt"):
            with open(os.path.join(os.fsencode(self.archive), name), "w", encoding="utf8") as file:
                file.write(TEXT)
        self.run_to_end()
        self.assertEqual(sorted(self.paths()), ["杭州.txt", "\ufffd\ufffd\ufffd.txt"])

    def test_order_is_byte_order(self):
        for name in ("b.txt", "a/2.txt", "a/10.txt", "a.txt", "B.txt", "中.txt"):
            (self.archive / name).parent.mkdir(exist_ok=True)
            self.document(name, TEXT + name)
        self.run_to_end()
        self.assertEqual(self.paths(), ["B.txt", "a/10.txt", "a/2.txt", "a.txt", "b.txt", "中.txt"])

    def test_output_inside_the_archive(self):
        self.out = self.archive / "out"
        self.good()
        self.run_to_end()
        self.assertEqual(self.paths(), ["good.txt"])
        self.run_to_end()

    # ---- contents ----------------------------------------------------------------------

    def test_empty_file(self):
        self.document("empty.txt", "")
        self.one_reject("empty.txt", "empty", "no bytes")

    def test_binary_file(self):
        (self.archive / "picture.jpg").write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(range(256)) * 64)
        self.one_reject("picture.jpg", "binary", "")

    def test_gigabyte_of_one_line(self):
        self.configure(STAGES, run="")
        with open(self.archive / "zeros.txt", "wb") as file:
            file.truncate(1 << 30)
        with open(self.archive / "text.txt", "wb") as file:
            file.write("下城区".encode() * 1000)
            file.truncate(1 << 30)
        self.good()
        most = self.memory_of_run(REJECTS)
        self.assertEqual({n: r["reason"] for n, r in self.rejects().items()}, {"text.txt": "line", "zeros.txt": "line"})
        self.assertIn("longer than a part", self.rejects()["text.txt"]["detail"])
        self.assertEqual(self.paths(), ["good.txt"])
        if b"__asan" not in (BUILD / "fangzhi").read_bytes():
            self.assertLess(most, 100 << 20, "a part or two")

    def memory_of_run(self, status):
        """Runs, and returns the most memory in bytes that fangzhi or a worker took."""
        process = os.posix_spawn(self.command()[0], [*self.command(), "--quiet"], os.environ)
        _, ended, usage = os.wait4(process, 0)
        self.assertEqual(os.waitstatus_to_exitcode(ended), status)
        return usage.ru_maxrss * 1024

    def test_long_line_far_behind(self):
        lines = "这是一行正常的文字。\n" * 20000
        self.document("long.txt", lines + "长" * 50000 + "\n" + lines)
        self.one_reject("long.txt", "line", "longer than a part")

    # ---- archives ----------------------------------------------------------------------

    def zip(self, name, members, method=zipfile.ZIP_DEFLATED):
        with zipfile.ZipFile(self.archive / name, "w", method) as archive:
            for member, text in members:
                archive.writestr(member, text)
        return self.archive / name

    def tar(self, name, members, mode):
        with tarfile.open(self.archive / name, mode) as archive:
            for member, text in members:
                info = tarfile.TarInfo(member)
                data = text.encode()
                info.size = len(data)
                archive.addfile(info, io.BytesIO(data))
        return self.archive / name

    def test_archives(self):
        members = [("年鉴/1.txt", TEXT + "一"), ("年鉴/2.txt", TEXT + "二")]
        self.zip("a.zip", members)
        self.tar("b.tar", members, "w")
        self.tar("c.tar.gz", members, "w:gz")
        self.tar("d.TAR.XZ", members, "w:xz")
        self.run_to_end()
        self.assertEqual(self.paths(), [f"{a}!年鉴/{i}.txt" for a in ("a.zip", "b.tar", "c.tar.gz", "d.TAR.XZ") for i in (1, 2)])

    def test_truncated_archives(self):
        members = [(f"{i}.txt", TEXT + os.urandom(8000).hex()) for i in range(60)]
        for path in (self.zip("a.zip", members), self.tar("b.tar", members, "w"), self.tar("c.tar.gz", members, "w:gz")):
            data = path.read_bytes()
            path.write_bytes(data[:len(data) * 2 // 3])
        self.good()
        self.run_to_end(status=REJECTS)
        for name in ("a.zip", "b.tar", "c.tar.gz"):
            kept = [p for p in self.paths() if p.startswith(name)]
            self.assertEqual(kept, [f"{name}!{i}.txt" for i in range(len(kept))], "members before the damage are kept")
            self.assertGreaterEqual(len(kept), 34, name)  # 40 lie before the damage
            damaged = [r for n, r in self.rejects().items() if n.startswith(name)]
            self.assertTrue(damaged and all(r["reason"] == "archive" for r in damaged), damaged)
        self.assertIn("good.txt", self.paths())

    def test_no_archive(self):
        self.document("a.zip", TEXT)
        self.one_reject("a.zip", "archive", "format")

    def test_empty_archive(self):
        self.zip("a.zip", [])
        self.one_reject("a.zip", "empty", "holds no file")

    def test_damaged_member(self):
        path = self.zip("a.zip", [("1.txt", TEXT * 50), ("2.txt", TEXT)], zipfile.ZIP_STORED)
        data = bytearray(path.read_bytes())
        data[200] ^= 0x01  # inside the first member: its checksum is wrong now
        path.write_bytes(data)
        self.run_to_end(status=REJECTS)
        self.assertEqual(self.paths(), ["a.zip!2.txt"])
        self.assertEqual(self.rejects()["a.zip!1.txt"]["reason"], "archive")

    def test_names_in_gbk(self):
        path = self.zip("a.zip", [("aaaaaaaa.txt", TEXT)])
        path.write_bytes(path.read_bytes().replace(b"aaaaaaaa", "杭州年鉴".encode("gbk")))
        self.run_to_end()
        self.assertEqual(self.paths(), ["a.zip!杭州年鉴.txt"])

    def test_links_and_members_without_text(self):
        with tarfile.open(self.archive / "a.tar", "w") as archive:
            for name, kind in (("folder", tarfile.DIRTYPE), ("link", tarfile.SYMTYPE), ("empty.txt", tarfile.REGTYPE)):
                info = tarfile.TarInfo(name)
                info.type, info.linkname = kind, "/etc/passwd"
                archive.addfile(info)
        self.run_to_end(status=REJECTS)
        self.assertEqual({n: r["reason"] for n, r in self.rejects().items()},
                         {"a.tar!link": "special", "a.tar!empty.txt": "empty"})

    def test_bomb(self):
        self.configure(STAGES, run="")
        with zipfile.ZipFile(self.archive / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            with archive.open("1.txt", "w") as member:
                for _ in range(300):
                    member.write(b"\n" * (1 << 20))
            archive.writestr("2.txt", TEXT)
        self.run_to_end(status=REJECTS)
        self.assertEqual(self.paths(), ["bomb.zip!2.txt"])
        self.assertEqual(self.rejects()["bomb.zip!1.txt"]["reason"], "huge")

    # ---- JSON lines, standard input ----------------------------------------------------

    def test_json_lines(self):
        rows = [json.dumps({"path": "一.txt", "text": TEXT}, ensure_ascii=False), "", '{"path": "x", "text": ',
                '["path", "text"]', '{"path": "y"}', json.dumps({"path": "二.txt", "text": TEXT + "二"}),
                json.dumps({"path": "三.txt", "text": ""}), "\udcff{}"]
        (self.archive / "a.jsonl").write_bytes("\ufeff".encode() + "\n".join(rows).encode(errors="surrogateescape"))
        self.run_to_end(status=REJECTS)
        self.assertEqual(self.paths(), ["一.txt", "二.txt"])
        found = [(r["path"].rsplit("/")[-1], r["reason"], r["detail"].split(":")[0]) for r in self.lines("rejects")]
        self.assertEqual(found, [("a.jsonl", "jsonl", "line 3"), ("a.jsonl", "jsonl", "line 4"),
                                 ("a.jsonl", "jsonl", "line 5"), ("三.txt", "empty", "it has no bytes"),
                                 ("a.jsonl", "jsonl", "line 8")])
        document = self.lines("documents")[0]
        self.assertEqual(document["bytes"], len(TEXT.encode()))

    def from_stdin(self, data, status):
        done = subprocess.run([BUILD / "fangzhi", "run", "--config", self.conf, "-", "-o", self.out],
                              input=data, capture_output=True, timeout=harness.LIMIT)
        self.assertEqual(done.returncode, status, done.stderr.decode())
        self.assertEqual(done.stdout, b"", "messages are on standard error")

    def test_standard_input(self):
        self.from_stdin(TEXT.encode("gb18030"), DONE)
        self.assertEqual(self.lines("documents")[0]["path"], "-")
        self.assertEqual(self.lines("documents")[0]["encoding"], "GB18030")

    def test_empty_standard_input(self):
        self.from_stdin(b"", REJECTS)
        self.assertEqual(self.lines("rejects")[0]["reason"], "empty")

    # ---- parts -------------------------------------------------------------------------

    def check_parts(self, data, encoding):
        parts = self.lines("documents")
        self.assertGreater(len(parts), 3)
        self.assertEqual([p["part"] for p in parts], list(range(len(parts))))
        self.assertEqual([p["start"] for p in parts], [0] + [p["end"] for p in parts[:-1]], "no byte is lost")
        self.assertEqual(parts[-1]["end"], len(data))
        self.assertEqual(len({p["sha256"] for p in parts}), 1)
        self.assertEqual({p["encoding"] for p in parts}, {encoding})
        self.assertEqual({p["bytes"] for p in parts}, {len(data)})
        self.assertEqual(len({p["doc"] for p in parts}), len(parts))
        self.assertFalse(any("damage" in p for p in parts))

    TALES = "".join(f"第{i}条 二〇一八年,下城区人民政府召开第{i}次会议。\n{'' if i % 7 else chr(10)}" for i in range(8000))

    def test_parts_of_a_file(self):
        for encoding, name, mark in (("gb18030", "GB18030", b""), ("utf-16-le", "UTF-16LE", b"\xff\xfe"),
                                     ("utf-16-be", "UTF-16BE", b""), ("utf8", "UTF-8", b"\xef\xbb\xbf")):
            with self.subTest(encoding):
                self.out = self.top / f"out-{encoding}"
                data = mark + self.TALES.encode(encoding)
                (self.archive / "a.txt").write_bytes(data)
                self.run_to_end()
                self.check_parts(data, name)

    def test_parts_of_a_stream(self):
        data = self.TALES.encode()
        self.from_stdin(data, DONE)
        self.check_parts(data, "UTF-8")

    def test_parts_of_a_member(self):
        self.zip("a.zip", [("a.txt", self.TALES)])
        self.run_to_end()
        self.check_parts(self.TALES.encode(), "UTF-8")

    def test_parts_of_a_json_line(self):
        self.document("a.jsonl", json.dumps({"path": "a", "text": self.TALES}))
        self.run_to_end()
        self.check_parts(self.TALES.encode(), "UTF-8")


harness.main()
