#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes examples/archive: a small archive with the troubles of real ones.

  make-archive.py            write examples/archive
  make-archive.py --check    compare what is there with what would be written; exit 1 where it differs

The text comes from data/train (its annotation taken off) and examples/sources. The table at the end
of this file says which document gets which damage and which encoding. Places are real, people, firms
and happenings are invented. The same sources always give the same bytes.
"""
import io, pathlib, random, re, sys, zipfile

HERE = pathlib.Path(__file__).resolve().parent
TRAIN = HERE.parent / "data" / "train"
MARK = re.compile(r"\{[A-Za-z]+\|((?:[^{}]|\{[A-Za-z]+\|[^{}]*\})*)\}")
WIDE_PUNCTUATION = "。，、；：！？）】》”,;:!?)"


def plain(text):
    while MARK.search(text):
        text = MARK.sub(r"\1", text)
    return text


class Document:
    """A document in the making: blocks (paragraphs, or the lines of a table) with annotation."""

    def __init__(self, name, blocks):
        self.random = random.Random(name)
        self.blocks = blocks
        self.ends = "\n"

    @classmethod
    def train(cls, name, until):
        """The blocks of a file of data/train before the one that begins with the line `until`."""
        text = (TRAIN / f"{name}.txt").read_text(encoding="utf8")
        blocks = [b.strip("\n") for b in re.split(r"\n\s*\n", text) if b.strip()]
        return cls(name, blocks[:[plain(b).split("\n")[0] for b in blocks].index(until)])

    @classmethod
    def source(cls, name):
        text = (HERE / "sources" / name).read_text(encoding="utf8")
        return cls(name, [b.strip("\n") for b in re.split(r"\n\s*\n", text) if b.strip()])

    def text(self):
        return self.ends.join(line for block in self.blocks for line in [*plain(block).split("\n"), ""])

    def long_blocks(self, least=120):
        return [i for i, b in enumerate(self.blocks) if "\n" not in b and len(plain(b)) >= least]

    # ---- damage; each returns self ------------------------------------------------------

    def split_block(self, index, at, between):
        """Cuts a paragraph at a character of its annotated text and puts lines in between."""
        block = self.blocks[index]
        self.blocks[index:index + 1] = [block[:at], *between, block[at:]]

    def inside_sentence(self, index):
        block = plain(self.blocks[index])
        self.blocks[index] = block
        places = [i for i in range(30, len(block) - 30)
                  if block[i] not in WIDE_PUNCTUATION and block[i - 1] not in WIDE_PUNCTUATION]
        return self.random.choice(places)

    def page_breaks(self, n, head=None, page=1):
        """Page breaks inside sentences, with a page number and, if given, a running head."""
        for index in sorted(self.random.sample(self.long_blocks(), n), reverse=True):
            between = [f"· {page + index} ·"] if head is None else [f"{page + index}", head]
            self.split_block(index, self.inside_sentence(index), between)
        return self

    def bare_breaks(self, n):
        for index in sorted(self.random.sample(self.long_blocks(), n), reverse=True):
            self.split_block(index, self.inside_sentence(index), [])
        return self

    def name_breaks(self, n):
        """Page breaks inside a personal name."""
        found = [i for i in self.long_blocks() if re.search(r"\{PER\|[^{} ]{3}\}", self.blocks[i])]
        for index in sorted(self.random.sample(found, n), reverse=True):
            block = self.blocks[index]
            name = self.random.choice(list(re.finditer(r"\{PER\|([^{} ]{3})\}", block)))
            block = block[:name.start()] + name.group(1) + block[name.end():]
            at = len(plain(block[:name.start()])) + 1
            self.blocks[index] = plain(block)
            self.split_block(index, at, [])
        return self

    def move_into(self, pattern):
        """Moves captions or tables into the middle of the paragraph before them."""
        for index in range(len(self.blocks) - 1, 0, -1):
            block = self.blocks[index]
            if not re.search(pattern, plain(block)):
                continue
            before = [i for i in self.long_blocks() if i < index]
            if before:
                del self.blocks[index]
                self.split_block(before[-1], self.inside_sentence(before[-1]), [block])
        return self

    def wrap(self, columns, blank=False, indent=""):
        """Hard wraps: a character is one column, an ASCII character half of one."""
        for index, block in enumerate(self.blocks):
            if "\n" in block or "\t" in block:
                continue
            lines, line, width = [], indent, float(len(indent))
            for c in plain(block):
                wide = 0.5 if c.isascii() else 1
                if width + wide > columns and c not in WIDE_PUNCTUATION:
                    lines.append(line)
                    line, width = "", 0.0
                line += c
                width += wide
            self.blocks[index] = ("\n\n" if blank else "\n").join([*lines, line])
        return self

    def ocr(self, share):
        """What a scanner takes for something else."""
        alike = dict(zip("未末己已日曰土士人入千干0O1lI。,", "末未已己曰日士土入人干千O0lI1.,"))
        self.blocks = ["".join(self.misread(c, alike, share) for c in plain(b)) for b in self.blocks]
        return self

    def misread(self, c, alike, share):
        if c == "\n" or self.random.random() > share:
            return c
        return self.random.choice([alike.get(c, c), alike.get(c, c), c + " ", c + "\u3000", "\ufffd" + c])

    def twice(self):
        self.blocks = self.blocks + self.blocks
        return self

    def crlf(self):
        self.ends = "\r\n"
        return self

    def without_brackets(self):
        self.blocks = [re.sub(r"^【(.*?)】[ \u3000]*", r"\1\n\n", plain(b)) for b in self.blocks]
        return self

    def encode(self, encoding, mark=b""):
        return mark + self.text().encode(encoding)


def web_page():
    blocks = [plain(b) for b in Document.train("g4_b", "大事记(选载)").blocks]
    page = (HERE / "sources" / "page.html").read_text(encoding="utf8")
    lines = [line for b in blocks[1:] for line in b.split("\n")]
    return page.format(title=blocks[0].split("\n")[0].replace(" ", ""),
                       paragraphs="\n".join(f"<p>　　{line}</p>" for line in lines)).encode()


def picture():
    """The beginning of a JPEG: bytes that are no text."""
    noise = random.Random("picture")
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x48\x00\x48\x00\x00" + bytes(
        noise.randrange(256) for _ in range(3000))


def zip_of(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, data) in enumerate(members):
            info = zipfile.ZipInfo(str(number) * len(name), (2019, 1, 1, 0, 0, 0))
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            archive.writestr(info, data)
    data = out.getvalue()
    for number, (name, _) in enumerate(members):  # as Windows writes names: in a country's code page
        data = data.replace(str(number).encode() * len(name), name)
    return data


def content(data):
    """A .zip as its members, for how they are packed depends on the version of zlib; the rest as it is."""
    if data is None or data[:2] != b"PK":
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as members:
        return [(info.filename, members.read(info)) for info in members.infolist()]


def archive():
    train, source = Document.train, Document.source
    cut = train("g3_a", "侨 务").encode("utf8")
    cut = cut[:cut.rindex("。".encode()) + 2]  # a copy that ended inside a character
    caption, table = r"^[^【。]{0,60}\([^()]*(?:供稿|供图|摄)\)$", r"\t"
    return {
        "utf8/静安-区政府.txt": train("h10_a", "民生实事项目").page_breaks(3, page=61).encode("utf8"),
        "utf8/雨花-综述.txt": train("h11_a", "合肥市蜀山区").wrap(26, indent="  ").encode("utf8"),
        "utf8/李沧-城中村改造.txt": train("h12_a", "青岛市市北区").wrap(22, blank=True).encode("utf8"),
        "utf8/河西-领导调研.txt": train("h15_a", "贵阳市观山湖区").move_into(caption).name_breaks(2).encode("utf8"),
        "utf8/崇文-综述.txt": train("h17_a", "北京市宣武区").bare_breaks(4).encode("utf8"),
        "utf8/万柏林-机构编制.txt": train("h16_a", "太原市尖草坪区").move_into(table).encode("utf8"),
        "utf8/皇姑-概貌.txt": train("h14_a", "重 要 施 政").crlf().encode("utf8", b"\xef\xbb\xbf"),
        "utf8/滕州-政府工作报告.txt": train("g4_a", "关于政府工作的报告").twice().encode("utf8"),
        "utf8/鼓楼-政务服务-扫描.txt": train("g6_a", "苏州市姑苏区").ocr(0.02).encode("utf8"),
        "utf8/云台-大事记.txt": source("chronicle.txt").encode("utf8"),
        "utf8/云台-网页.html": web_page(),
        "gb18030/思明-侨务.txt": train("h13_a", "昆明市官渡区").move_into(caption).crlf().encode("gb18030"),
        "gb18030/贵州-省委.txt": train("g5_a", "贵州省人民代表大会").page_breaks(2, "贵州年鉴·2019", 112).encode("gb18030"),
        "gb18030/叙永-县委.txt": train("g1_a", "政协叙永县委员会").without_brackets().encode("gb18030"),
        "big5/石門-鄉志.txt": source("township-gazetteer.txt").wrap(24).encode("big5"),
        "big5/石門-施政報告.txt": source("township-report.txt").encode("big5"),
        "utf16/南城-重点区域.txt": train("h18_a", "珠海市香洲区").encode("utf-16-le", b"\xff\xfe"),
        "utf16/嵩县-建置.txt": train("g2_a", "第五编　水利").wrap(30).encode("utf-16-be", b"\xfe\xff"),
        "年鉴.zip": zip_of([
            ("海珠/综述.txt".encode("gbk"), train("h7_a", "区政府重要会议").encode("gb18030")),
            ("锦江/综述.txt".encode("gbk"), train("h8_a", "武汉市江汉区").page_breaks(2).encode("utf8")),
            ("秦淮/重点项目.txt".encode("gbk"), train("h9_a", "武进区").wrap(28).encode("gb18030"))]),
        "封面.jpg": picture(),
        "漳州-口岸-残.txt": cut,
    }


def main():
    made, folder = archive(), HERE / "archive"
    if "--check" in sys.argv[1:]:
        there = {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
        wrong = sorted(k for k in made.keys() | there.keys() if content(made.get(k)) != content(there.get(k)))
        print("\n".join(f"{k} is not what make-archive.py makes" for k in wrong), end="\n" if wrong else "")
        return 1 if wrong else 0
    for name, data in made.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return 0


sys.exit(main())
