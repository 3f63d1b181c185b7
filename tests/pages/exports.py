#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What leaves by HR's pages, for pages.sh.

exports.py check URL STATE KENSHU WORK: every field a person can write is filled with what hostile.py has; then every file is
opened in LibreOffice and compared cell by cell with its page, and the numbers of page, files, pack and command are compared
to the person.
exports.py closed URL STATE KENSHU WORK: the same numbers once more, of the year that was closed since.
"""

import contextlib
import csv
import html
import html.parser
import io
import pathlib
import re
import subprocess
import sys
import zipfile

from hostile import plant, search_csv, search_page
from site_pages import NENDO, Site, complain, faults, run

PAGES = ["completion", "outstanding", "letters", "plan", "exemptions", "corrections", "gatherings", "inspection", "questions",
         "roster", "people/000101", "people/000203", "questions?of=clauses", "questions?unit=総務課", "people/000101?of=tries"]
# What each file says stands on its page, but for what a page leaves to the file.
NOT_ON_PAGE = {"completion": {"最終修了日時", "理由"}, "exemptions": {"番号"}, "corrections": {"番号"},
               "gatherings": {"集合研修の番号", "日付", "開始"}, "letters": {"職員番号", "期限"},
               "questions?of=clauses": {"正答数"}, "questions": {"題", "正答数", "判定"}}  # the share is told, and why to look at it
STATES = ("修了", "受講中", "未受講")


class Tables(html.parser.HTMLParser):
    """[(headings, rows)] of a page, each cell its text."""

    def __init__(self, text):
        super().__init__()
        self.tables, self.cell = [], None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        if tag == "table":
            self.tables.append(([], []))
        elif tag == "tr" and self.tables:
            self.tables[-1][1].append([])
        elif tag in ("td", "th"):
            self.cell = []
        elif self.cell is not None:
            self.cell.append(" ")

    def handle_endtag(self, tag):
        if tag not in ("td", "th") or self.cell is None:
            return
        text = " ".join("".join(self.cell).split())
        if tag == "th" and len(self.tables[-1][1]) == 1:
            self.tables[-1][0].append(text)
        else:
            self.tables[-1][1][-1].append(text)
        self.cell = None

    def handle_data(self, data):
        if self.cell is not None:
            self.cell.append(data)


def name_of(page):
    """Of its files."""
    return re.sub(r"\W", "-", page)


def plain(text):
    return " ".join(text.split())


def shows(shown, told):
    """A page may put a remark behind a value, leave the time off a moment, and say of nothing that it is so."""
    if not told:
        return shown in ("", "まだ", "—")
    if re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", told):
        told = told[:10]
        return shown.startswith(told)
    return shown == told or shown.startswith(told + " ")


def unguarded(rows):
    """A ' before what would be a formula is the file's, not the value's."""
    return [[cell[1:] if re.match(r"'[ \u3000]*[=+\-@\t\r＝＋－＠]", cell) else cell for cell in row] for row in rows]


# --- LibreOffice ---------------------------------------------------------------------------------


def open_all(work, files, out, infilter=None):
    """Converts them in one start; sheets of a workbook become FILE-SHEET.csv."""
    profile = (work / "office").as_uri()
    arguments = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--norestore"]
    if infilter:
        arguments += ["--infilter=" + infilter]
    arguments += ["--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1", "--outdir", out]
    subprocess.run(arguments + files, check=True, timeout=120, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def read_csv(text):
    return list(csv.reader(io.StringIO(text, newline="")))


def opened(folder, name):
    found = sorted(folder.glob(name + "-*.csv")) or [folder / (name + ".csv")]
    return {f.stem[len(name) + 1:]: read_csv(f.read_bytes().decode("utf-8-sig")) for f in found}


def same(name, ours, theirs):
    width = max(len(row) for row in ours)
    theirs = [row[:width] for row in theirs]
    if len(ours) != len(theirs):
        complain(f"{name}: {len(ours)} rows, LibreOffice shows {len(theirs)}")
    for r, (row, other) in enumerate(zip(ours, theirs)):
        for c, (a, b) in enumerate(zip(row, other)):
            if a.replace("\r\n", "\n") != b.replace("\r\n", "\n"):
                complain(f"{name}: row {r} {ours[0][c]}: {a!r}, LibreOffice shows {b!r}")


# --- the page ------------------------------------------------------------------------------------


def pages_of(site, page):
    """The texts of all parts of a page."""
    texts, part = [], 1
    while True:
        text = site.get("/" + page, nendo=NENDO, page=part).decode()
        texts.append(text)
        if f"page={part + 1}" not in text:
            return texts
        part += 1


def same_as_page(page, texts, rows):
    """Columns of the same name are compared cell by cell, by 職員番号; every other cell stands somewhere on the page."""
    tables = [t for text in texts for t in Tables(text).tables]
    shown = plain(html.unescape(re.sub("<[^>]*>", " ", " ".join(texts))))
    headings, n = rows[0], 0
    for heads, body in tables:
        both = [h for h in heads if h in headings]
        if "職員番号" not in both or len(both) < 4 or page == "exemptions":  # its columns hold other things of the same name
            continue
        for row in body:
            if len(row) != len(heads):
                continue
            number = row[heads.index("職員番号")]
            told = [r for r in rows[1:] if r[headings.index("職員番号")] == number]
            if not any(all(shows(row[heads.index(h)], plain(r[headings.index(h)])) for h in both) for r in told):
                complain(f"{page}: the page shows {dict((h, row[heads.index(h)]) for h in both)}, the file {told}")
            n += len(both)
    for row in rows[1:]:
        for heading, cell in zip(headings, row):
            if re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", cell):
                cell = cell[:10]
            if cell and heading not in NOT_ON_PAGE.get(page.partition("?unit")[0], ()) and plain(cell) not in shown:
                complain(f"{page}: {heading} {cell!r} of the file is not on the page")
    return n


# --- to the person -------------------------------------------------------------------------------


def states_of(rows):
    """{職員番号: 状態} of a list."""
    return {row[rows[0].index("職員番号")]: row[rows[0].index("状態")] for row in rows[1:]}


def same_people(what, ours, theirs):
    if ours != theirs:
        differ = {n: (ours.get(n), theirs.get(n)) for n in {*ours, *theirs} if ours.get(n) != theirs.get(n)}
        complain(f"{what}: not the people of the file: {differ}")


def same_numbers(site, state, kenshu, work, texts, rows):
    """受講状況 by page, files, command and pack: who is what, and how many."""
    told = states_of(rows)
    n = {word: sum(s == word for s in told.values()) for word in STATES}
    sums = "対象 {}名 ＝ 修了 {}名 ＋ 受講中 {}名 ＋ 未受講 {}名".format(sum(n.values()), *n.values())
    shown = {row[heads.index("職員番号")]: row[heads.index("状態")] for text in texts for heads, body in Tables(text).tables
             if "職員番号" in heads and "状態" in heads for row in body if len(row) == len(heads) and row != heads}
    same_people("the page", told, shown)
    same_people("the workbook", told, states_of(opened(work / "opened", "completion")["一覧"]))
    if sums not in texts[0]:
        complain(f"the page does not say {sums}")
    total = opened(work / "opened", "completion")["集計"][-1]
    if total[0] != "合計" or [int(cell) for cell in total[4:7]] != list(n.values()) or int(total[2]) != sum(n.values()):
        complain(f"the sums of the workbook are {total}, not {n}")
    report = run(kenshu, "report", "completion", "--nendo", NENDO, "--state", state, "--format", "csv")
    if report != (work / "files" / "completion.u.csv").read_bytes():
        complain("kenshu report writes another file than the page")
    pdf = run("pdftotext", "-layout", work / "files" / "completion.pdf", "-").decode()
    words = re.search(r"対象\s*(\d+)名のうち、修了\s*(\d+)名[^、]*、\s*受講中\s*(\d+)名、\s*未受講\s*(\d+)名", plain(pdf))
    if not words or [int(w) for w in words.groups()] != [sum(n.values()), *n.values()]:
        complain(f"the annual report says {words and words.groups()}, not {n}")
    pack = zipfile.ZipFile(io.BytesIO(site.get("/audit", nendo=NENDO, format="zip", reason="監査")))
    lists = [read_csv(pack.read(name).decode("utf-8-sig")) for name in pack.namelist() if name.endswith("/受講状況.csv")]
    if not lists:
        complain(f"the pack has no list of who is what: {pack.namelist()}")
    for packed in lists:
        same_people("the pack", told, states_of(packed))
    owing = {number for number, word in told.items() if word in STATES[1:]}
    for page in ("outstanding", "letters"):
        listed = read_csv((work / "files" / f"{page}.u.csv").read_bytes().decode("utf-8-sig"))
        if {row[listed[0].index("職員番号")] for row in listed[1:]} != owing:
            complain(f"{page} lists others than who owes something")
    pages = run("pdfinfo", work / "files" / "letters.pdf").decode()
    if f"Pages:           {len(owing)}\n" not in pages:
        complain(f"not a letter each for {len(owing)} people: {pages}")
    print(f"the same on page, in files, pack and report: {sums}")


def same_lists(site, state, kenshu, work):
    """Page's file, command's and the pack's are the same bytes; on the paper stands everybody who stands there."""
    pack = zipfile.ZipFile(io.BytesIO(site.get("/audit", nendo=NENDO, format="zip", reason="監査")))
    for page, command, packed in (("gatherings", "attendance", "出席簿"), ("inspection", "inspection", "自己点検の集計"),
                                  ("questions", "questions", "設問分析"), ("corrections", None, "訂正の記録")):
        told = (work / "files" / f"{page}.u.csv").read_bytes()
        if len(read_csv(told.decode("utf-8-sig"))) < 2:
            complain(f"{page}: nothing is compared")
        by = ["--by", "所属"] if command == "inspection" else []
        if command and run(kenshu, "report", command, *by, "--nendo", NENDO, "--state", state, "--format", "csv") != told:
            complain(f"kenshu report {command} writes another file than the page")
        copies = [pack.read(name) for name in pack.namelist() if name.endswith(f"/{packed}.csv")]
        if not copies or any(copy != told for copy in copies):
            complain(f"the pack's {packed}.csv is another file than the page's")
    rows = read_csv((work / "files" / "gatherings.u.csv").read_bytes().decode("utf-8-sig"))
    paper = run("pdftotext", "-layout", work / "files" / "gatherings.pdf", "-").decode()
    missing = {row[rows[0].index("職員番号")] for row in rows[1:]} - set(re.findall(r"[0-9]{6}", paper)) - {""}
    if missing:
        complain(f"not on the 出席簿 as it is printed: {missing}")


def closed(url, state, kenshu, work):
    before = pathlib.Path(work)
    work, site = before / "closed", Site(url)
    (work / "files").mkdir(parents=True)
    for page in ("completion", "outstanding", "letters", "gatherings", "inspection", "questions", "corrections"):
        for ending, form in (("xlsx", "xlsx"), ("u.csv", "csv"), ("pdf", "pdf")):
            (work / "files" / f"{page}.{ending}").write_bytes(site.get("/" + page, nendo=NENDO, format=form, reason="確認"))
    open_all(work, [str(work / "files" / "completion.xlsx")], str(work / "opened"))
    rows = unguarded(read_csv((work / "files" / "completion.u.csv").read_bytes().decode("utf-8-sig")))
    texts = pages_of(site, "completion")
    same_as_page("completion", texts, rows)
    same_numbers(site, state, kenshu, work, texts, rows)
    same_lists(site, state, kenshu, work)
    then = unguarded(read_csv((before / "files" / "completion.u.csv").read_bytes().decode("utf-8-sig")))
    same_people("before the year was closed", states_of(then), states_of(rows))
    told = (work / "files" / "gatherings.u.csv").read_bytes()
    (work / "files" / "gatherings.u.csv").write_bytes(told + re.sub(rb"\b[0-9]{6}\b", b"999999", told.splitlines(True)[-1], count=1))
    n = len(faults)
    with contextlib.redirect_stdout(io.StringIO()):
        same_lists(site, state, kenshu, work)
    if len(faults) < n + 3:  # the command, the pack, the paper
        complain("one person more in the 出席簿 is not found")
    else:
        del faults[n:]


def corrected(work, site):
    """What was corrected stands as it was and as it is in every list, on every page and in the pack."""
    wanted = {"completion": ["取消し"], "corrections": ["採点訂正", "正解の誤り", "番号のまちがい"]}
    for page, words in wanted.items():
        raw = (work / "files" / f"{page}.u.csv").read_bytes().decode("utf-8-sig")
        shown = " ".join(pages_of(site, page))
        for word in words:
            for where, text in (("file", raw), ("page", shown)):
                if word not in text:
                    complain(f"{page}: 「{word}」 is not in the {where}")
    rows = read_csv((work / "files" / "completion.u.csv").read_bytes().decode("utf-8-sig"))
    n = sum(bool(row[rows[0].index("訂正")]) for row in rows[1:])
    annual = plain(run("pdftotext", work / "files" / "completion.pdf", "-").decode())
    if n < 1 or f"訂正のあった人は {n}名" not in annual:
        complain(f"{n} people were corrected, and the annual report does not say so")
    pack = zipfile.ZipFile(io.BytesIO(site.get("/audit", nendo=NENDO, format="zip", reason="監査")))
    packed = {name: pack.read(name).decode("utf-8-sig") for name in pack.namelist() if name.endswith(".csv")}
    for file, word in (("受講状況.csv", "取消し"), ("訂正の記録.csv", "正解の誤り"), ("設問分析.csv", "訂正後の正答数")):
        if not any(name.endswith("/" + file) and word in text for name, text in packed.items()):
            complain(f"the pack's {file} does not say 「{word}」")


def same_record(state, kenshu, work):
    """The QR code of each sheet names this record, and the body stands on it."""
    for name in ("completion", "letters", "people-000101", "outstanding"):
        text = run("pdftotext", work / "files" / f"{name}.pdf", "-").decode()
        if "くれさか環境事務組合" not in text:
            complain(f"{name}.pdf does not say whose it is")
        run("pdftoppm", "-r", "200", "-png", work / "files" / f"{name}.pdf", work / name)
        read = b"".join(run("zbarimg", "-q", "--raw", picture) for picture in sorted(work.glob(name + "-*.png"))[-1:])
        mark = read.decode().strip().removeprefix("kenshu record ")
        told = run(kenshu, "verify", "--state", state, "--mark", mark).decode()
        if "紙を作ったときのままです" not in told:
            complain(f"{name}.pdf: {mark!r}: {told}")
    typed = mark[:-1] + ("0" if mark[-1] != "0" else "1")
    for wrong, word in ((typed, "1字の書きまちがい"), (mark[:-1], "形ではない")):
        done = subprocess.run([kenshu, "verify", "--state", state, "--mark", wrong], capture_output=True, check=False)
        if not done.returncode or word not in done.stdout.decode() or "欠けも書き換えもありません" not in done.stdout.decode():
            complain(f"verify --mark {wrong}: {done.stdout.decode()}")
    annual = run("pdftotext", work / "files" / "completion.pdf", "-").decode()
    if not re.search(r"督促は\s*[1-9]\d*名", annual) or "承認しました（申し出 trainer" not in re.sub(r"\s", "", annual).replace("申し出", "申し出 "):
        complain("the annual report tells neither 督促 nor who approved the plan")


def catches(texts, rows):
    """Each of the judges above finds what is planted for it; their complaints are taken back."""
    wrong = [row[:] for row in rows]
    wrong[1][1] = "別 人"
    before, said = len(faults), []
    judges = [lambda: same("s", rows, wrong), lambda: same("s", rows, rows[:-1]),
              lambda: same_as_page("completion", texts, wrong),
              lambda: same_people("n", states_of(rows), dict(states_of(rows), **{rows[1][0]: "別"}))]
    for judge in judges:
        n = len(faults)
        with contextlib.redirect_stdout(io.StringIO()):
            judge()
        said.append(len(faults) > n)
    del faults[before:]
    if not all(said):
        complain(f"what is planted is not found by all judges: {said}")


def check(url, state, kenshu, work):
    work = pathlib.Path(work)
    site = Site(url)
    print(f"planted {plant(site, Site(url, 'trainer'), state, kenshu)} values")
    files, opened_dir, cells = work / "files", work / "opened", 0
    for folder in (files, opened_dir, opened_dir / "u", opened_dir / "c"):
        folder.mkdir()
    texts = {}
    for page in PAGES:
        name = name_of(page)
        for ending, form in (("xlsx", "xlsx"), ("u.csv", "csv"), ("c.csv", "csv-cp932"), ("pdf", "pdf")):
            (files / f"{name}.{ending}").write_bytes(site.get("/" + page, nendo=NENDO, format=form, reason="確認"))
        texts[page] = pages_of(site, page)
        for text in texts[page]:
            search_page(page, text)
    open_all(work, sorted(str(f) for f in files.glob("*.xlsx")), str(opened_dir))
    text_columns = "/".join(f"{c}/2" for c in range(1, 41))
    open_all(work, sorted(str(f) for f in files.glob("*.u.csv")), str(opened_dir / "u"), f"CSV:44,34,76,1,{text_columns}")
    open_all(work, sorted(str(f) for f in files.glob("*.c.csv")), str(opened_dir / "c"), f"CSV:44,34,60,1,{text_columns}")
    for page in PAGES:
        name = name_of(page)
        raw = read_csv((files / f"{name}.u.csv").read_bytes().decode("utf-8-sig"))
        search_csv(page, raw)
        rows = unguarded(raw)
        same(page + " xlsx", rows, opened(opened_dir, name)["一覧"])
        same(page + " csv", raw, opened(opened_dir / "u", name + ".u").popitem()[1])
        lost = [[cell.encode("cp932", "replace").decode("cp932").replace("?", "〓") for cell in row] for row in raw]
        cp932 = [[cell.replace("?", "〓") for cell in row] for row in opened(opened_dir / "c", name + ".c").popitem()[1]]
        same(page + " csv-cp932", lost, cp932)
        cells += same_as_page(page, texts[page], rows)
        if page == "completion":
            same_numbers(site, state, kenshu, work, texts[page], rows)
            catches(texts[page], rows)
    same_lists(site, state, kenshu, work)
    corrected(work, site)
    same_record(state, kenshu, work)
    if cells < 1000:
        complain(f"only {cells} cells of pages were compared")
    print(f"compared {cells} cells with pages")


if __name__ == "__main__":
    {"check": check, "closed": closed}[sys.argv[1]](*sys.argv[2:])
    sys.exit(1 if faults else 0)
