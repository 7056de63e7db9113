#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes table_common.c and table_fold.c into this folder; run only to change them.

Sources: character counts over the training text (${FANGZHI_SHARED:-../shared}/train), the
traditional forms by OpenCC (pip install opencc-python-reimplemented), the radicals by the
Unicode property Equivalent_Unified_Ideograph (perl, Unicode::UCD), and the private-use
code points of GBK by GB 18030-2005, Annex: the same two bytes in Python's gb18030 codec
and in iconv's.
"""
import collections, glob, os, pathlib, subprocess
from opencc import OpenCC

HERE = pathlib.Path(__file__).resolve().parent
SHARED = pathlib.Path(os.environ.get("FANGZHI_SHARED", HERE.parents[1] / "../shared"))
HEAD = "// SPDX-License-Identifier: Apache-2.0\n//\n// Made by tables.py. {}\n"
BOUNDS = (200, 700, 1800)


def common():
    text = "".join(pathlib.Path(p).read_text("utf8") for p in sorted(glob.glob(str(SHARED / "train/*.txt"))))
    counts = collections.Counter(c for c in text if "\u4e00" <= c <= "\u9fff")
    rank = [c for c, n in counts.most_common() if n > 1]
    to_traditional = OpenCC("s2t").convert
    seen, levels, start = set(), [], 0
    for bound in BOUNDS:
        level = []
        for c in rank[start:bound]:
            for form in (c, to_traditional(c)):
                if form not in seen:
                    seen.add(form)
                    level.append(form)
        levels.append(level)
        start = bound
    out = HEAD.format("The commonest characters of yearbooks, simplified and traditional, in\n// three levels of frequency.")
    out += '#include "stages/normalize/charset.h"\n\n'
    out += "const char *const common_han[COMMON_LEVELS] = {\n"
    for level in levels:
        for i in range(0, len(level), 26):
            out += '    "' + "".join(level[i:i + 26]) + '"\n'
        out = out[:-1] + ",\n"
    (HERE / "table_common.c").write_text(out + "};\n", "utf8")


def radicals():
    script = ('use Unicode::UCD qw(charprop); for my $c (0x2E80..0x2FD5) {'
              'my $e = charprop($c, "Equivalent_Unified_Ideograph");'
              'printf("%X %s\\n", $c, $e) if defined $e && length $e;}')
    lines = subprocess.run(["perl", "-CS", "-e", script], capture_output=True, check=True).stdout.decode().split("\n")
    return {int(a, 16): ord(b) for a, b in (line.split(" ") for line in lines if line)}


def private_use():
    pairs = {}
    for row, code, lead in ((0xFE, 0xE815, range(0x50, 0xA1)),):
        for trail in (t for t in lead if t != 0x7F):
            pairs[code] = ord(bytes([row, trail]).decode("gb18030"))
            code += 1
    for i, trail in enumerate(range(0x89, 0x96)):
        pairs[0xE7E7 + i] = ord(bytes([0xA9, trail]).decode("gb18030"))
    pairs[0xE7C8] = 0x1F9
    old = {c: chr(c).encode("gb18030") for c in range(0xE78D, 0xE865)}
    for c, two in old.items():
        new = subprocess.run(["iconv", "-f", "GB18030", "-t", "UTF-8"], input=two, capture_output=True).stdout.decode()
        if len(two) == 2 and len(new) == 1:
            pairs.setdefault(c, ord(new))
            if 0xE000 <= pairs[c] <= 0xF8FF:
                pairs[c] = ord(new)
    return {c: to for c, to in pairs.items() if not 0xE000 <= to <= 0xF8FF}


def fold():
    pairs = radicals()
    for c, to in private_use().items():
        pairs[c] = pairs.get(to, to)
    pairs.update({0xFF61: 0x3002, 0xFF62: 0x300C, 0xFF63: 0x300D, 0xFF64: 0x3001, 0xFF65: 0x30FB})
    out = HEAD.format("Radicals, private-use characters of GBK and half-width marks with the\n// characters that they stand for.")
    out += '#include "stages/normalize/fold.h"\n\n'
    out += "const struct fold_pair fold_pairs[] = {\n"
    items = [f"{{0x{c:X}, 0x{to:X}}}" for c, to in sorted(pairs.items())]
    for i in range(0, len(items), 5):
        out += "    " + ", ".join(items[i:i + 5]) + ",\n"
    out += "};\nconst size_t n_fold_pairs = sizeof fold_pairs / sizeof *fold_pairs;\n"
    (HERE / "table_fold.c").write_text(out, "utf8")


common()
fold()
