#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Builds data/lexicon/kinds.txt: words sorted into kinds that stand in like surroundings.

  kinds.py [--keep FOLDER] [--kinds N] [--output FILE]

The words and their vectors (word2vec over Chinese Wikipedia) come from the package `synonyms`,
the simplified forms of characters from `opencc-python-reimplemented`; both are fetched with
pip. k-means puts words whose vectors point the same way into one kind, and its number then
speaks for each of them: the tagger has seen 沃尔特 as a name, so it takes 沃伦 for one too.
Needs scikit-learn; the same version on the same kind of processor gives the same file.
"""
import argparse, pathlib, re, subprocess, tarfile, tempfile, zipfile
import numpy
from sklearn.cluster import MiniBatchKMeans

VECTORS, CHARACTERS = "synonyms==3.10.2", "opencc-python-reimplemented==0.1.7"
LONGEST = 16  # characters of an entry (stages/tag/lexicon.h)


def fetch(spec, folder):
    """The package's archive in folder, downloaded where it is not there yet."""
    stem = spec.split("==")[0].replace("-", "_")
    found = [p for p in folder.iterdir() if p.name.replace("-", "_").startswith(stem)]
    if not found:
        subprocess.run(["pip", "download", "-q", "--no-deps", "-d", folder, spec], check=True)
        return fetch(spec, folder)
    return found[0]


def simplified_forms(archive):
    table = zipfile.ZipFile(archive).read("opencc/dictionary/TSCharacters.txt").decode("utf8")
    pairs = (line.split("\t") for line in table.splitlines())
    return {ord(old): new.split(" ")[0] for old, new in pairs}


def read_vectors(archive):
    """Words, the commonest first, and their vectors' directions. The file is word2vec's."""
    with tarfile.open(archive) as tar:
        name = next(n for n in tar.getnames() if n.endswith("words.vector"))
        data = tar.extractfile(name).read()
    at = data.index(b"\n") + 1
    count, size = map(int, data[:at].split())
    words, rows = [], numpy.zeros((count, size), numpy.float32)
    for i in range(count):
        space = data.index(b" ", at)
        words.append(data[at:space].replace(b"\n", b"").decode("utf8", "replace"))
        rows[i] = numpy.frombuffer(data, "<f4", size, space + 1)
        at = space + 1 + 4 * size
    return words, rows / (numpy.linalg.norm(rows, axis=1, keepdims=True) + 1e-9)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    root = pathlib.Path(__file__).resolve().parents[2]
    parser.add_argument("--keep", type=pathlib.Path, help="folder of the packages, used again")
    parser.add_argument("--kinds", type=int, default=1000, help="below LEXICON_KINDS")
    parser.add_argument("--output", type=pathlib.Path, default=root / "data/lexicon/kinds.txt")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temp:
        folder = args.keep or pathlib.Path(temp)
        folder.mkdir(parents=True, exist_ok=True)
        simplify = simplified_forms(fetch(CHARACTERS, folder))
        words, rows = read_vectors(fetch(VECTORS, folder))
    model = MiniBatchKMeans(args.kinds, batch_size=4096, n_init=1, max_iter=30, random_state=1)
    kinds = {}
    for word, kind in zip(words, model.fit(rows).labels_):
        simple = word.translate(simplify)
        if simple not in kinds or simple == word:  # its own vector, not a variant's
            kinds[simple] = kind + 1
    with open(args.output, "w", encoding="utf8") as out:
        out.write("# word, number of its kind; built by tools/lexicon/kinds.py\n")
        for word in sorted(kinds, key=str.encode):
            if re.fullmatch(f"[\u4e00-\u9fff·]{{1,{LONGEST}}}", word):
                out.write(f"{word}\t{kinds[word]}\n")


main()
