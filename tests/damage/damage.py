#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Damages documents as scanners and word processors do, and counts what survives.

  damage.py [--floors FILE] [--kind NAME] [--show N] [--normalize PROGRAM] SEGMENT DOCUMENT…

Each document is segmented as it is; then it is damaged, every character remembering where it
stood, and segmented again. A paragraph survives when it has the same role and exactly the same
characters (white space aside), an entry when its title is the same and all its paragraphs
survive. With --normalize the damaged text takes the way of a real document: as bytes in an
encoding, through the normalize stage, and back along its offset map. The shares are printed
for each kind of damage; a share below its floor in FILE fails the test.
"""
import argparse, json, os, random, struct, subprocess, sys, tempfile
import layouts

NUMBER = "· {} ·"
HEADS = ["地方年鉴（2019）", "区人民政府"]
CAPTIONS = ["{n}月17日，区审批局在{n}号楼组织岗位竞聘笔试（区审批局 供稿）",
            "改建后的{n}号便民服务大厅{s}\n\n（区住建局 供稿）",
            "9月{n}日，志愿者在{s}人民广场清扫积雪 （周 宁 摄）"]
SIDES = ["东侧", "西门", "南区", "北楼", "一层", "二期", "旧址", "新馆", "码头", "操场"]


class Page:
    """Text with, for every character, where it stood in the original (None: it did not)."""

    def __init__(self):
        self.chars, self.origins = [], []

    def old(self, text, origins):
        self.chars.extend(text)
        self.origins.extend(origins)

    def new(self, text):
        self.chars.extend(text)
        self.origins.extend([None] * len(text))

    def text(self):
        return "".join(self.chars)


# ---- the original ---------------------------------------------------------------------------

def char_index(text):
    """Byte offset of each character in UTF-8, and one for the end."""
    offsets, at = [], 0
    for c in text:
        offsets.append(at)
        at += len(c.encode())
    return offsets + [at]


def paragraph_places(layout, text):
    """For each paragraph the character offsets of its text in the document (None: none)."""
    index = {offset: i for i, offset in enumerate(char_index(text))}
    places = []
    for paragraph in layout["paragraphs"]:
        own, at = [], 0
        pieces = iter(paragraph["pieces"])
        piece = next(pieces, None)
        for c in paragraph["text"]:
            while piece and at >= piece["at"] + piece["length"]:
                piece = next(pieces, None)
            inside = piece and at >= piece["at"]
            own.append(index[piece["text"] + at - piece["at"]] if inside else None)
            at += len(c.encode())
        places.append(own)
    return places


def facts(layout, text, origins=None):
    """What must survive: {(role, places)} of paragraphs and {(title, places…)} of entries."""
    places = paragraph_places(layout, text)
    keys = []
    for paragraph, own in zip(layout["paragraphs"], places):
        kept = [i for c, i in zip(paragraph["text"], own) if i is not None and not c.isspace()]
        if origins is not None:
            kept = [-1 if origins[i] is None else origins[i] for i in kept]
        keys.append((paragraph["role"], tuple(kept)))
    squash = lambda s: "".join(s.split())
    entries = [(squash(e["title"]),) + tuple(keys[p] for p in e["paras"])
               for e in layout["entries"]]
    return {k for k in keys if k[0] != "furniture"}, set(entries)


class Units(list):
    roles = ()


def units(layout, text):
    """The stretches of paragraphs that stand unbroken in the document, in its order: lists of
    character offsets. What was printed between two halves parts them."""
    owner = {}
    places = paragraph_places(layout, text)
    for number, own in enumerate(places):
        for i in own:
            if i is not None:
                owner[i] = number
    found, roles, last = Units(), [], None
    for i in sorted(owner):
        if owner[i] == last:
            found[-1].append(i)
        else:
            found.append([i])
            last = owner[i]
            roles.append(layout["paragraphs"][last]["role"])
    found.roles = roles
    return found


# ---- damage ---------------------------------------------------------------------------------

def width(c):
    return 1 if ord(c) < 0x100 else 2


def wrapped(text, columns, measure):
    """Cuts a list of characters' offsets into lines of at most `columns`."""
    lines, used = [[]], 0
    for i in text[0]:
        size = measure(text[1][i])
        if used + size > columns and lines[-1]:
            lines.append([])
            used = 0
        lines[-1].append(i)
        used += size
    return lines


def rewrap(columns, between, after, measure=lambda c: 1):
    """Wraps every unit; `between` stands between lines, `after` after a unit."""
    def damage(text, parts, rng):
        page = Page()
        for unit in parts:
            for number, line in enumerate(wrapped((unit, text), columns, measure)):
                if number:
                    page.new(between)
                page.old([text[i] for i in line], line)
            page.new(after)
        return page
    return damage


HANGING = "，。、；：！？”’）】》〕,.;:!?)"
OPENING = "（《“‘【〔("


def ems(before, c):
    """The width of a character in print, with the quarter of an em between Chinese and Latin."""
    meets = before and before.isalnum() and c.isalnum() and (before < "\x7f") != (c < "\x7f")
    return (0.5 if ord(c) < 0x100 else 1) + (0.25 if meets else 0)


def typeset(measure, between, after):
    """Sets every unit in a column `measure` ems wide as a typesetter does: no line begins with
    a comma or ends with an opening bracket, numbers and words are not broken, lines are
    stretched or shrunk a little, and body paragraphs have an indent that the text lost."""
    def words(text, unit):
        found = []
        for i in unit:
            c, last = text[i], text[found[-1][-1]] if found else ""
            glued = c in HANGING or (last and last in OPENING) or (
                last and last < "\x7f" and c < "\x7f" and last.isalnum() and c.isalnum())
            if glued and found:
                found[-1].append(i)
            else:
                found.append([i])
        return found

    def damage(text, parts, rng):
        page = Page()
        for unit, role in zip(parts, parts.roles):
            used, before = 2 if role == "body" else 0, ""
            room = measure + rng.choice((0, 0, 0, 0.25, -0.25))
            for word in words(text, unit):
                size = sum(ems(text[a - 1] if a > word[0] else before, text[a]) for a in word)
                if used + size > room and before:
                    page.new(between)
                    used, room = 0, measure + rng.choice((0, 0, 0, 0.25, -0.25))
                page.old([text[i] for i in word], word)
                used += size
                before = text[word[-1]]
            page.new(after)
        return page
    return damage


def cut_places(text, parts, rng, share):
    """Offsets in the middle of long units of prose (a table is cut between its lines only)."""
    places = set()
    for unit, role in zip(parts, parts.roles):
        if len(unit) > 60 and rng.random() < share and role != "table":
            places.add(unit[rng.randrange(15, len(unit) - 15)])
    return places


def insert(text, places, make):
    page = Page()
    for i, c in enumerate(text):
        if i in places:
            page.new(make())
        page.old([c], [i])
    return page


def pages(form):
    def damage(text, parts, rng):
        number = [rng.randrange(20, 400)]

        def make():
            number[0] += 1
            return form.format(number=number[0], head=HEADS[number[0] % 2])
        return insert(text, cut_places(text, parts, rng, 0.4), make)
    return damage


def captions(text, parts, rng):
    def make():
        caption = rng.choice(CAPTIONS).format(n=rng.randrange(1, 12),
                                              s=rng.choice(SIDES) + rng.choice(SIDES))
        return "\n\n\n\n" + caption + "\n\n"
    return insert(text, cut_places(text, parts, rng, 0.3), make)


def nothing(text, parts, rng):
    page = Page()
    page.old(text, range(len(text)))
    return page


def line_ends(text, parts, rng):
    page = Page()
    for i, c in enumerate(text):
        if c == "\n":
            page.new("\r")
        page.old([c], [i])
    return page


KINDS = {
    "pages, number and head": (pages("\n\n{number}\n\n{head}\n\n"), "utf-8"),
    "pages, head and number": (pages("\n{head}\n· {number} ·\n"), "utf-8"),
    "pages, form feed and head": (pages("\n\f{head}  {number}\n\n"), "utf-8"),
    "captions": (captions, "utf-8"),
}
for _columns in (20, 30, 46):
    KINDS[f"wrapped at {_columns}, solid"] = (rewrap(_columns, "\n", "\n"), "utf-8")
    KINDS[f"wrapped at {_columns}, blank lines"] = (rewrap(_columns, "\n\n", "\n\n"), "utf-8")
    KINDS[f"wrapped at {_columns}, parted"] = (rewrap(_columns, "\n", "\n\n"), "utf-8")
    KINDS[f"wrapped at {_columns} columns"] = (rewrap(_columns, "\n", "\n", width), "utf-8")
for _measure in (16, 25, 38):
    KINDS[f"set in {_measure} ems, solid"] = (typeset(_measure, "\n", "\n"), "utf-8")
    KINDS[f"set in {_measure} ems, blank lines"] = (typeset(_measure, "\n\n", "\n\n"), "utf-8")
CODED = {
    "CRLF": (line_ends, "utf-8"),
    "GB18030": (nothing, "gb18030"),
    "UTF-8 with BOM": (nothing, "utf-8-sig"),
    "UTF-16 LE": (nothing, "utf-16"),
    "wrapped at 30, CRLF, GB18030": (rewrap(30, "\r\n", "\r\n"), "gb18030"),
}


# ---- the way through the stages -------------------------------------------------------------

def normalized(program, page, encoding):
    """The damaged page as the normalize stage reads it from bytes: a Page again."""
    text = page.text()
    source = text.encode(encoding)
    with tempfile.NamedTemporaryFile(suffix=".txt") as file:
        file.write(source)
        file.flush()
        done = subprocess.run([program, "--source", file.name], capture_output=True)
    if done.returncode != 0:
        raise SystemExit(f"{program}: status {done.returncode}\n{done.stderr.decode()}")
    layer = layouts.layers_of(done.stdout)["text"]
    bom = {"utf-8-sig": 3, "utf-16": 2}.get(encoding, 0)
    plain = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le"}.get(encoding, encoding)
    origin_of, at = {}, bom
    for c, origin in zip(page.chars, page.origins):
        origin_of[at] = origin
        at += len(c.encode(plain))
    out = Page()
    places = source_places(layer)
    for c, offset in zip(layer["text"], char_index(layer["text"])):
        out.old([c], [origin_of.get(places.get(offset))])
    return out


def source_places(layer):
    """Source offset of each character of the normalised text, by its offset there."""
    places, runs = {}, layer["map"]
    raw = layer["text"].encode()
    for text, source, length, text_width, source_width in struct.iter_unpack("<IIIHH", runs):
        at, end = text, text + length
        while at < end:
            own = 1 if raw[at] < 0x80 else 2 if raw[at] < 0xE0 else 3 if raw[at] < 0xF0 else 4
            places[at] = source
            source += own if text_width == source_width == 1 else source_width
            at += own
    return places


def survive(program, normalize, text, parts, want, kind, show):
    damage, encoding = kind
    page = damage(text, parts, random.Random(1978))
    if normalize:
        page = normalized(normalize, page, encoding)
    damaged = page.text()
    layout = layouts.segment(program, damaged.encode())
    paragraphs, entries = facts(layout, damaged, page.origins)
    for role, places in sorted(want[0] - paragraphs, key=lambda k: k[1])[:show]:
        words = "".join(text[i] for i in places)
        print(f"    lost: {role} {words[:40]}…{words[-30:]}")
    return [len(want[0] & paragraphs), len(want[0]), len(want[1] & entries), len(want[1])]


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--floors")
    parser.add_argument("--kind")
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--normalize")
    parser.add_argument("segment")
    parser.add_argument("documents", nargs="+")
    args = parser.parse_args()
    kinds = dict(KINDS, **CODED) if args.normalize else KINDS
    totals = {name: [0, 0, 0, 0] for name in kinds if not args.kind or args.kind in name}
    for path in args.documents:
        text = open(path, encoding="utf-8").read()
        layout = layouts.segment(args.segment, text.encode())
        want, parts = facts(layout, text), units(layout, text)
        for name in totals:
            counts = survive(args.segment, args.normalize, text, parts, want, kinds[name],
                             args.show)
            if args.show:
                print(f"  {os.path.basename(path)}: {name}: {counts}")
            totals[name] = [a + b for a, b in zip(totals[name], counts)]
    floors = json.load(open(args.floors)) if args.floors else {}
    failed = 0
    for name, (kept, all_, entries, all_entries) in totals.items():
        shares = kept / max(1, all_), entries / max(1, all_entries)
        low = any(share < floor for share, floor in zip(shares, floors.get(name, (0, 0))))
        failed += low
        print(f"{name:32} paragraphs {shares[0]:.4f}  entries {shares[1]:.4f}"
              f"{'  BELOW ITS FLOOR' if low else ''}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
