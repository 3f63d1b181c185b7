#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a browser, a spreadsheet or a terminal would obey: planted in every field a person can write, and searched for in
every page, file, pack and table.

hostile.py roster SAMPLE OUT: the sample list with such values in each column that takes any words.
hostile.py refused SAMPLE KENSHU WORK: each other column, and a user's name, refuse them.
hostile.py search URL STATE KENSHU WORK: behind `exports.py check`, whose files are in WORK/files.
"""

import contextlib
import csv
import io
import json
import pathlib
import re
import subprocess
import sys
import urllib.error
import urllib.parse
import zipfile
import zlib

from site_pages import NENDO, Site, complain, faults, run

HOSTILE = ["<script>alert(1)</script>", "=1+1", "+1+1", "-1+1", "@SUM(1)", "'; DROP TABLE person; --", '"><b>', "=HYPERLINK(1)"]
COMMANDS = ["\x1b[31mred", "\t=1", "\r=1", "\u202egnp"]
# By column of the list: those that take any words, from which row on they are planted; the others refuse what is planted.
OPEN = {"氏名": 10, "氏名カナ": 10, "所属": 20, "所属区分": 20, "施設": 20}
CONTROL = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]"
PAGES = ["completion", "completion?group=employment", "outstanding", "letters", "plan", "exemptions", "corrections", "gatherings",
         "inspection", "questions", "roster", "roster/import", "people/000203", "kiosks", "audit", "audit?check=1", "login",
         "gatherings?edit=2026-10-01-1", "inspection?checklist=self-inspection&item=i02&group=総務課",
         "questions?question=m1-q01&revision=2026.2", "completion?unit=<script>", "people/<script>", "questions?clause=\"><b>"]
LISTS = [["report", "completion"], ["report", "outstanding"], ["report", "inspection"], ["report", "attendance"],
         ["report", "questions"], ["report", "followup"], ["duty", "list"], ["exempt", "list"], ["correct", "list"],
         ["gathering", "list"], ["user", "list"], ["kiosk", "list"], ["roster", "list"]]


def read_list(sample):
    with open(sample, encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def write_list(rows, out):
    with open(out, "w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)


def roster(sample, out):
    rows = read_list(sample)
    for column, at in OPEN.items():
        for value, row in zip(HOSTILE + COMMANDS[:1], rows[at:]):
            row[rows[0].index(column)] = value
    write_list(rows, out)


def refused(sample, kenshu, work):
    n = 0
    for column, heading in enumerate(read_list(sample)[0]):
        for value in HOSTILE + COMMANDS if heading not in OPEN else COMMANDS[3:] + ["a\tb"]:  # blanks around a value go
            rows = read_list(sample)[:8]
            rows[5][column] = value
            write_list(rows, work + "/bad.csv")
            done = subprocess.run([kenshu, "roster", "import", work + "/bad.csv", "--state", work + "/bad"], capture_output=True, check=False)
            if done.returncode == 0:
                complain(f"{heading} takes {value!r}")
            search_table("roster import", done.stderr.decode())
            n += 1
    for value in HOSTILE + COMMANDS:
        done = subprocess.run([kenshu, "user", "add", value, "--role", "監査", "--state", work + "/bad"], capture_output=True, check=False)
        if done.returncode == 0:
            complain(f"a user is called {value!r}")
        search_table("user add", done.stderr.decode())
        n += 1
    print(f"refused {n} values where no words belong")


# --- what a person can write ---------------------------------------------------------------------


def decide_all(site, page, reason):
    """Everything that waits on the page is approved; how many that was."""
    waiting = re.findall(r'name="id" value="([^"]*)"', site.get(page, nendo=NENDO).decode())
    return sum(site.post(page, do="approve", nendo=NENDO, id=identity, reason=reason) for identity in waiting)


def plant(site, other, state, kenshu):
    """Each value into each field of the pages; returns how many were taken."""
    taken = 0
    for i, value in enumerate(HOSTILE):
        done = [
            site.post("/gatherings", do="add", title=value, date="2026-10-%02d" % (i + 1), **{"from": "10:00", "to": "11:00"},
                      place=value, lessons="m5", expected="全員"),
            other.post("/exemptions", do="add", nendo=NENDO, number="000106", kind="育休", **{"from": "2026-10-01", "to": "2026-10-02"},
                       reason=value) and decide_all(site, "/exemptions", value) == 1,
            site.post("/corrections", do="present", number="000102", gathering="2026-10-%02d-1" % (i + 1), at="10:00", reason=value),
            site.post("/inspection", do="add", nendo=NENDO, checklist="self-inspection", item="i02", group="総務課", what=value,
                      owner=value, due="2027-01-31"),
            site.post("/outstanding", nendo=NENDO, staff="000106", how=value[:18], text=value),
        ]
        if not all(done):
            complain(f"{value!r} was not taken: {done}")
        taken += sum(done)
        site.get("/completion", nendo=NENDO, format="csv", reason=value)
        site.get("/completion", nendo=NENDO, unit=value)
        try:  # noted with the name that was typed
            site.opener.open(site.url + "/login", urllib.parse.urlencode({"user": value, "password": "x" * 12}).encode()).read()
        except urllib.error.HTTPError as error:
            error.read()
    # The other pair of eyes: what trainer proposed holds from here on.
    run(kenshu, "correct", "key", "m1-q01", "--answer", "b", "--nendo", NENDO, "--reason", "正解の誤り", "--by", "trainer", "--state", state)
    if decide_all(site, "/corrections", "確かめた") != 2:
        complain("the two corrections of the other user were not approved")
    if not other.post("/plan", do="propose", nendo=NENDO, reason=HOSTILE[0]) or decide_all(site, "/plan", HOSTILE[1]) != 1:
        complain("the plan was not approved")
    for command in COMMANDS:
        site.post("/outstanding", nendo=NENDO, staff="000107", how="文書", text=command)
        site.post("/inspection", do="add", nendo=NENDO, checklist="self-inspection", item="i03", group="総務課", what=command,
                  owner=command, due="2027-01-31")
        site.post("/gatherings", do="add", title=command, date="2026-11-01", **{"from": "10:00", "to": "11:00"}, place=command)
        site.get("/completion", nendo=NENDO, format="csv", reason=command)
    return taken


# --- searched for --------------------------------------------------------------------------------


def search_page(name, text):
    if re.search(r"<script|<b>|\x1b|[\x00-\x08\x0b\x0c\x0e-\x1f]", text):
        complain(f"{name}: a value stands unescaped on the page")


def search_csv(name, rows):
    for row in rows:
        for cell in row:
            if re.match(r"[ \u3000]*[=+\-@\t\r＝＋－＠]", cell):
                complain(f"{name}: {cell!r} is a formula")


def search_xlsx(name, data):
    book = zipfile.ZipFile(io.BytesIO(data))
    for part in book.namelist():
        text = book.read(part)
        if part.startswith("xl/worksheets/") and re.search(rb"<f[ >]|<hyperlink", text):
            complain(f"{name}: {part} has a formula")
        if re.search(rb"vba|externalLink|embeddings", part.encode()) or re.search(CONTROL, text.decode(errors="replace").replace("\r\n", "\n")):
            complain(f"{name}: {part} would be obeyed")
        if part.startswith("docProps/") and any(value.encode() in text for value in (*HOSTILE, "alert(1)")):
            complain(f"{name}: a value stands in {part}")
    sheet = book.read("xl/worksheets/sheet1.xml")
    for wanted in (b"<autoFilter", b'state="frozen"', b"<cols>"):
        if wanted not in sheet:
            complain(f"{name}: no {wanted.decode()} in the workbook")


def search_table(name, text):
    if re.search(CONTROL, text.replace("\r\n", "\n")):
        complain(f"{name}: a terminal would obey {re.search(CONTROL, text)[0]!r}")


def search_pdf(name, data, work):
    """Its text, what is told about it, and that nothing in it is done by whoever opens it."""
    path = work / "searched.pdf"
    path.write_bytes(data)
    search_table(name, run("pdftotext", "-layout", path, "-").decode().replace("\f", "\n"))
    about = run("pdfinfo", path).decode() + run("pdfinfo", "-meta", path).decode()
    if re.search(CONTROL, about) or any(value in about for value in (*HOSTILE, "alert(1)")):
        complain(f"{name}: a value stands in what is told about it: {about}")
    parts = [data]
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", data, re.S):
        with contextlib.suppress(zlib.error):
            parts.append(zlib.decompressobj().decompress(stream))
    if any(re.search(rb"/(JavaScript|JS|Launch|URI|OpenAction|AA|EmbeddedFile|AcroForm|RichMedia)\b", part) for part in parts):
        complain(f"{name}: something would be done when it is opened")


def search_pack(data, work):
    pack = zipfile.ZipFile(io.BytesIO(data))
    for name in pack.namelist():
        if name.startswith("/") or ".." in name or re.search(CONTROL + r"|[<>:\"|?*\\=]", name):
            complain(f"pack: {name!r} is no name of a file")
        body = pack.read(name)
        if name.endswith(".csv"):
            search_csv(name, list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""))))
            search_table(name, body.decode("utf-8-sig").replace("\r\n", "\n"))
        elif name.endswith((".txt", ".md", ".sha256")):
            search_table(name, body.decode("utf-8-sig"))
        elif name.endswith(".pdf"):
            search_pdf(name, body, work)
        elif name.endswith(".jsonl"):
            if re.search(r"[\x00-\x09\x0b-\x1f\x7f]", body.decode()):  # as it was recorded, escaped as JSON is
                complain(f"{name}: a terminal would obey")
            for line in body.decode().splitlines():
                json.loads(line)
    return len(pack.namelist())


def catches(files, pack, work):
    """Each of the judges finds what is planted in what they have just found clean; their complaints are taken back."""
    def add(data, name, body):
        out = io.BytesIO(data)
        with zipfile.ZipFile(out, "a") as archive:
            archive.writestr(name, body)
        return out.getvalue()

    book, pdf = (files / "completion.xlsx").read_bytes(), (files / "completion.pdf").read_bytes()
    before, said = len(faults), []
    judges = [lambda: search_page("p", "<td><script>alert(1)</script>"), lambda: search_page("p", "\x1b[31m"),
              lambda: search_csv("c", [["=1+1"]]), lambda: search_csv("c", [["　＝1"]]), lambda: search_table("t", "\x1b[31m"),
              lambda: search_table("t", "\u202egnp"), lambda: search_xlsx("x", add(book, "xl/worksheets/sheet9.xml", "<c><f>1+1</f></c>")),
              lambda: search_xlsx("x", add(book, "docProps/more.xml", HOSTILE[1])), lambda: search_xlsx("x", add(book, "xl/vbaProject.bin", "")),
              lambda: search_pdf("d", pdf + b"\n1 0 obj<</S/JavaScript>>endobj\n", work), lambda: search_pack(add(pack, "a/b.csv", "a,=1+1\r\n"), work),
              lambda: search_pack(add(pack, "a/b.txt", "\x1b[31m"), work), lambda: search_pack(add(pack, "../<b>.txt", ""), work),
              lambda: search_pack(add(pack, "a/b.jsonl", '{"a":"\x1b"}'), work)]
    for judge in judges:
        n = len(faults)
        with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(ValueError):
            judge()
        said.append(len(faults) > n)
    del faults[before:]
    if not all(said):
        complain(f"what is planted is not found by all judges: {said}")
    return len(said)


def search(url, state, kenshu, work):
    work = pathlib.Path(work)
    files, site, n = work / "files", Site(url), 0
    site.upload("/roster/upload", "list.csv", (work / "roster.csv").read_bytes())
    run(kenshu, "user", "add", "head", "--role", "所属長", "--unit", HOSTILE[0], "--state", state, "--password-file", work / "hr.pw")
    for who in (site, Site(url, "head")):
        for page in PAGES:
            search_page(page, who.get("/" + page, nendo=NENDO).decode())
            n += 1
    for file in sorted(files.iterdir()):
        if file.suffix == ".pdf":
            search_pdf(file.name, file.read_bytes(), work)
        elif file.suffix == ".xlsx":
            search_xlsx(file.name, file.read_bytes())
        else:
            text = file.read_bytes().decode("cp932" if ".c." in file.name else "utf-8-sig")
            search_csv(file.name, list(csv.reader(io.StringIO(text, newline=""))))
            search_table(file.name, text)
    pack = site.get("/audit", nendo=NENDO, format="zip", reason=HOSTILE[0])
    n_packed = search_pack(pack, work)
    for command in LISTS:
        dated = ["--nendo", NENDO] if command[0] in ("report", "duty") else []
        for form in (["--format", "csv"], []) if command[0] in ("report", "duty") else ([],):
            search_table(" ".join(command), run(kenshu, *command, *dated, *form, "--state", state).decode("utf-8-sig"))
    whole = "".join(site.get("/" + page, nendo=NENDO).decode() for page in PAGES)
    for value in HOSTILE[:1] + HOSTILE[5:7]:  # it was there to be found
        if value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;").replace("'", "&#39;") not in whole:
            complain(f"{value!r} stands on no page: nothing was looked for")
    n_caught = catches(files, pack, work)
    print(f"searched {n} pages, {len(list(files.iterdir()))} files, {n_packed} files of a pack and {len(LISTS)} lists; "
          f"{n_caught} planted faults found")


if __name__ == "__main__":
    {"roster": roster, "refused": refused, "search": search}[sys.argv[1]](*sys.argv[2:])
    sys.exit(1 if faults else 0)
