# SPDX-License-Identifier: Apache-2.0
# Whether everything that tells of one gathering agrees to the person (doors_sync.test.sh):
#   doors.py FOLDER FILE    FILE: a line each, "NUMBER here|away|walk-in"; FOLDER: book.csv book.json book.xlsx page.html
#                           page.csv page.xlsx, and pdf.txt where it could be read
# A person left out of any of them, or standing there twice, must be found: both are planted in each.
#   doors.py FOLDER FILE says   FILE: a line each, "NUMBER WORDS"; FOLDER: a CSV, where they must stand beside this person, and
#                           others, which must say these words of whom the CSV says them and of nobody else (.raw: a PDF's)
# Words that are gone must be found: planted in each.
import csv
import io
import json
import pathlib
import re
import sys
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "pages"))
from exports import Tables  # noqa: E402


def state(said):
    """From what stands behind a name: 備考 and 訂正."""
    said = "".join(said.split())
    if "欠席" in said and "欠席→出席" not in said:
        return "away"
    return "walk-in" if "予定外" in said else "here"


def of_rows(heads, rows):
    at = {name: heads.index(name) for name in ("職員番号", "備考", "訂正")}
    return [(row[at["職員番号"]], state(row[at["備考"]] + row[at["訂正"]])) for row in rows if row != heads and any(row)]


def of_csv(text):
    rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff"))))
    return of_rows(rows[0], rows[1:])


def of_json(text):
    people = json.loads(text)["gatherings"][0]["people"]
    told = [(p["number"], "walk-in" if p["walk_in"] else "here" if p["present"] else "away") for p in people]
    assert told == [(p["number"], state(p["remark"] + p["correction"])) for p in people], "JSON and its own words"
    return told


def of_html(text):
    heads, rows = next(t for t in Tables(text).tables if "職員番号" in t[0])
    return of_rows(heads, rows)


def of_pdf(text):
    text = text.split("対象 ")[0]
    blocks = re.split(r"(?m)^ *\d+ (\d{6}) ", text)[1:]
    return [(number, state(said)) for number, said in zip(blocks[::2], blocks[1::2])]


def of_sheet(text):
    rows = [[cell for _, cell in re.findall(r'r="([A-Z]+)\d+">([^<]*)<', row)] for row in re.findall(r"<row>.*?</row>", text, re.S)]
    return of_rows(rows[0], rows[1:])


def sheet(data):
    """The first sheet as <row><c r="A1">words</c>…</row>, every cell of it."""
    book = zipfile.ZipFile(io.BytesIO(data))
    shared = ["".join(re.findall(r"<t[^>]*>([^<]*)</t>", si)) for si in
              re.findall(r"<si>.*?</si>", book.read("xl/sharedStrings.xml").decode(), re.S)]
    out = []
    for row in re.findall(r"<row .*?</row>", book.read("xl/worksheets/sheet1.xml").decode(), re.S):
        cells = {}
        for name, attributes, value in re.findall(r'<c r="([A-Z]+)\d+"([^>]*?)(?:/>|>(.*?)</c>)', row):
            words = "".join(re.findall(r"<v>(.*?)</v>", value))
            cells[name] = shared[int(words)] if 't="s"' in attributes else words
        wide = max(cells)
        out.append("<row>%s</row>" % "".join(f'<c r="{c}1">{cells.get(c, "")}</c>' for c in map(chr, range(65, ord(wide) + 1))))
    return "\n".join(out)


# How each is read, and where one person's part of it begins and ends.
READERS = {
    "csv": (of_csv, lambda n: rf"(?m)^[^\n]*,{n},[^\n]*\n"),
    "json": (of_json, lambda n: rf'\n\{{[^\n]*"number":"{n}"[^\n]*"\}},?'),
    "html": (of_html, lambda n: rf"<tr>(?:(?!<tr>).)*?{n}.*?</tr>"),
    "xlsx": (of_sheet, lambda n: rf"<row>(?:(?!<row>).)*?>{n}<.*?</row>"),
    "raw": (None, lambda n: rf"\b{n}\b.*?(?=\b\d{{6}}\b|対象 |\Z)"),
    "table": (None, lambda n: rf"(?m)^[^\n]*  {n}  [^\n]*\n"),
    "txt": (of_pdf, lambda n: rf"(?m)^ *\d+ {n} (?:[^\n]*\n)+?(?= *\d+ \d{{6}} |対象 )"),
}


def squeezed(text):
    return "".join(re.sub(r"<[^>]*>", " ", text).split())


def beside(text, part_of, numbers):
    """What stands beside each person; a table's cells and a page's lines are read without the gaps between them."""
    return {n: squeezed("".join(part[0] for part in re.finditer(part_of(n), text, re.S))) for n in numbers}


def unsaid(text, part_of, words):
    """@words: of each person those that stand beside them, of all there are."""
    told = beside(text, part_of, words)
    every = set().union(*words.values())
    return [f"{n} {'without' if w in said else 'with'} {w}" for n, said in words.items() for w in sorted(every)
            if (w in said) != (w in told[n])]


def says(folder, file):
    """The CSV says whom else the words stand beside; every other one must say the same."""
    asked, n_faults = {}, 0
    for line in open(file, encoding="utf-8"):
        number, words = line.split(None, 1)
        asked.setdefault(number, set()).add(squeezed(words))
    csv_text = next(pathlib.Path(folder).glob("*.csv")).read_text(encoding="utf-8") + "\n"
    numbers = [n for n, _ in of_csv(csv_text)]
    every = set().union(*asked.values())
    wanted = {n: {w for w in every if w in said} for n, said in beside(csv_text, READERS["csv"][1], numbers).items()}
    lacking = [f"{n} without {w}" for n, words in asked.items() for w in sorted(words - wanted.get(n, set()))]
    for path in sorted(pathlib.Path(folder).iterdir()):
        part_of = READERS[path.suffix[1:]][1]
        text = sheet(path.read_bytes()) if path.suffix == ".xlsx" else path.read_text(encoding="utf-8") + "\n"
        for fault in lacking + unsaid(text, part_of, wanted):
            print(f"{path.name}: {fault}")
            n_faults += 1
        for n, words in asked.items():
            gone = re.sub(part_of(n), lambda part: re.sub(r"[^\x00-\x7f]", "", part[0]), text, flags=re.S)
            if not unsaid(gone, part_of, wanted):
                print(f"{path.name}: the words of {n} are gone, and that is not found")
                n_faults += 1
        print(f"{path.name}: {sum(map(bool, wanted.values()))} of {len(numbers)} people")
    sys.exit(n_faults > 0)


def faults(read, text, wanted):
    try:
        told = read(text)
    except (AssertionError, ValueError) as fault:
        return [str(fault)]
    found = [f"{n} stands there {[m for m, _ in told].count(n)} times" for n in wanted if [m for m, _ in told].count(n) != 1]
    return found + [f"{n} is {said}, was {wanted.get(n)}" for n, said in told if wanted.get(n) != said]


def main(folder, truth):
    wanted = dict(line.split() for line in open(truth, encoding="utf-8"))
    some = next(n for n, said in wanted.items() if said == "here")
    n_faults = 0
    for path in sorted(pathlib.Path(folder).iterdir()):
        read, part_of = READERS[path.suffix[1:]]
        text = sheet(path.read_bytes()) if path.suffix == ".xlsx" else path.read_text(encoding="utf-8")
        for fault in faults(read, text, wanted):
            print(f"{path.name}: {fault}")
            n_faults += 1
        part = re.search(part_of(some), text, re.S)
        for what, planted in (("left out", text.replace(part[0], "", 1)), ("twice", text.replace(part[0], part[0] * 2, 1))):
            if len(faults(read, planted, wanted)) != 1:
                print(f"{path.name}: somebody {what}: {faults(read, planted, wanted)}")
                n_faults += 1
        print(f"{path.name}: {len(read(text))} people")
    sys.exit(n_faults > 0)


says(*sys.argv[1:3]) if sys.argv[3:] == ["says"] else main(*sys.argv[1:])
