# SPDX-License-Identifier: Apache-2.0
"""What the glass said, as claims, and whether a folder keeps them.

A claim is (what, person, value). It is taken from the words of a scene alone: nobody who stands before the kiosk sees more.
Every sentence of src/kiosk/words that says that something is stored or done has a row here."""
import hashlib
import json
import os
import re
import shutil
import sqlite3

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def labels(scene):
    return [e["label"] for e in scene.get("elements", []) if e.get("label")]


class Reader:
    """Follows the scenes of one process and gathers what they claim."""

    def __init__(self, people):
        self.people = {name + " さん": number for number, name in people.items()}
        self.claims = {}  # (what, person) -> value; numbers: the largest
        self.shown = []
        self.person = None
        self.n_answers, self.n_pages = {}, {}
        self.last = None

    def claim(self, what, value=1):
        key = (what, self.person)
        self.claims[key] = max(self.claims.get(key, value), value) if isinstance(value, int) else value

    def read(self, scenes):
        for scene in scenes:
            self.scene(scene["screen"], labels(scene))
        return self

    def scene(self, screen, words):
        present = [self.people[w] for w in words if w in self.people]
        if present:
            self.person = present[0]
        look = getattr(self, "on_" + screen, None)
        if look:
            look(words)
        place = re.search(r"(?:問 )?\d+ ／ \d+(?: ページ)?", "\n".join(words))
        self.last = (screen, self.person, words[0] if words else "", place.group(0) if place else "")
        if not self.shown or self.shown[-1] != screen:
            self.shown.append(screen)

    def record(self, words, what):
        """Number and letters of a record: row and hash, for the very bytes."""
        for word in words:
            found = re.fullmatch(r"\d{4}-(\d+)-([%s]{4})" % LETTERS, word)
            if found:
                self.claim("record %d" % int(found.group(1)), found.group(2))
        self.claim(what)

    def on_attended(self, words):
        text = "\n".join(words)
        if "出席を記録しました" in text or "受付済み" in text or re.search(r"\d+:\d\d 受付", text):
            self.claim("attended")
        found = re.search(r"この端末での受付 (\d+)名", text)
        if found:
            self.person = None
            self.claim("n attended", int(found.group(1)))

    def on_result(self, words):
        if "合格" in words:
            self.record(words, "passed " + words[0])
        elif "もう一度" in words:
            self.record(words, "failed " + words[0])

    def on_agree(self, words):
        if "基本方針の確認を記録しました" in words:
            self.record(words, "agreed")

    def on_inspected(self, words):
        if "自己点検が終わりました" in words:
            self.record(words, "inspected")

    def on_reason(self, words):
        """A reason is only shown for an answer that is recorded."""
        at = (words[0], next((w for w in words if w.startswith("問 ")), ""))
        if self.last and self.last[0] == "question":
            self.n_answers[self.person] = self.n_answers.get(self.person, 0) + 1
        if at:
            self.claim("n answers", self.n_answers.get(self.person, 0))

    def on_page(self, words):
        """The next page is only shown when the one before is recorded."""
        place = next((w for w in words if re.fullmatch(r"\d+ ／ \d+ ページ", w)), "")
        if place and self.last and self.last[0] == "page" and self.last[3] != place and \
                int(place.split()[0]) > int(self.last[3].split()[0]):
            self.n_pages[self.person] = self.n_pages.get(self.person, 0) + 1
            self.claim("n pages", self.n_pages[self.person])

    def on_inspect(self, words):
        place = next((w for w in words if re.fullmatch(r"\d+ ／ \d+", w)), "1 ／")
        self.claim("n inspected", int(place.split()[0]) - 1)

    def on_home(self, words):
        text = "\n".join(words)
        self.claim("n done", sum(w == "修了" for w in words))
        found = re.search(r"回答中 (\d+)／", text)
        if found:
            self.claim("n inspected", int(found.group(1)))
        if "回答済み" in words:
            self.claim("inspected")
        if "今年度の研修は、すべて終わりました" in text:
            self.claim("all done")
        for word in words:
            found = re.fullmatch(r"受講中 (\d+)％", word)
            if found:
                self.claim("percent", int(found.group(1)))

    def on_trouble(self, words):
        self.claim("trouble", words[0] if words else "")

    def on_attract(self, words):
        self.person = None
        if "記録はすべて送信済み" in words:
            self.claim("all sent")


class Folder:
    """What a state folder holds, once a kiosk has opened it (world.opens)."""

    def __init__(self, state):
        self.rows, self.people, self.attendance, self.progress, self.inspection = {}, 0, set(), {}, {}
        self.gatherings, self.bad = 0, None
        if not os.path.exists(os.path.join(state, "kenshu.db")):
            return
        copy = "%s.read-%d" % (state, os.getpid())
        shutil.copytree(state, copy)
        try:
            self.read(sqlite3.connect(os.path.join(copy, "kenshu.db")))
        except (sqlite3.Error, TypeError, ValueError) as error:  # a damaged one may hold anything
            self.bad = str(error)
        shutil.rmtree(copy, ignore_errors=True)

    def read(self, db):
        for seq, uuid, data, digest, kind, staff in db.execute(
                "SELECT seq, id, bytes, hash, kind, staff FROM statement ORDER BY seq"):
            is_whole = isinstance(data, bytes) and hashlib.blake2b(data, digest_size=32).digest() == digest
            self.rows[seq] = (kind, staff, digest, uuid, json.loads(data) if is_whole else None)
        self.people = db.execute("SELECT count(*) FROM person").fetchone()[0]
        self.gatherings = db.execute("SELECT count(*) FROM gathering").fetchone()[0]
        self.attendance = set(db.execute("SELECT gathering, staff FROM attendance"))
        for staff, done, percent in db.execute("SELECT staff, done_ms, progress_percent FROM progress"):
            self.progress.setdefault(staff, []).append((done, percent))
        for (staff,) in db.execute("SELECT staff FROM inspection_answer"):
            self.inspection[staff] = self.inspection.get(staff, 0) + 1
        db.close()

    def count(self, kind, staff, since=0):
        return sum(1 for seq, row in self.rows.items() if row[0] == kind and row[1] == staff and seq > since)

    def last(self):
        return max(self.rows, default=0)


def letters_of(digest):
    return "".join(LETTERS[b % len(LETTERS)] for b in digest[:4])


def keeps(folder, before, claim, value):
    """Does @folder keep what was claimed on the way from @before to it?"""
    what, who = claim
    since = before.last()
    if what.startswith("record "):
        row = folder.rows.get(int(what.split()[1]))
        return row is not None and row[4] is not None and letters_of(row[2]) == value
    if what == "attended":
        return any(staff == who for _, staff in folder.attendance) and folder.count("checkin", who) > 0
    if what == "n attended":
        return len(folder.attendance) >= value
    if what.startswith("passed "):
        return folder.count("passed", who) + folder.count("completed", who) > 0
    if what.startswith("failed "):
        return folder.count("failed", who) > 0
    if what == "agreed":
        return folder.count("agree", who) > 0
    if what == "inspected":
        return any(r[0] == "completed" and r[1] == who and r[4] and "/checklist/" in r[4]["object"]["id"]
                   for r in folder.rows.values())
    if what == "n answers":
        return folder.count("answered", who, since) >= value
    if what == "n pages":
        return folder.count("experienced", who, since) >= value
    if what == "n inspected":
        return folder.inspection.get(who, 0) >= value
    if what == "n done":
        return sum(done != 0 for done, _ in folder.progress.get(who, [])) >= value
    if what == "percent":
        return any(percent >= value for _, percent in folder.progress.get(who, []))
    if what == "all done":
        return folder.count("agree", who) > 0
    return True  # trouble, all sent: judged elsewhere


def duplicates(folder):
    """What is there twice and may be there once."""
    found, seen = [], set()
    for seq, (kind, staff, _, uuid, fact) in sorted(folder.rows.items()):
        keys = [("id", uuid)]
        if fact and kind == "checkin":
            keys.append((kind, staff, fact["object"]["id"]))
        if fact and kind in ("passed", "failed", "answered"):
            attempt = [v for k, v in fact["context"]["extensions"].items() if k.endswith("/attempt")]
            keys.append((kind, staff, fact["object"]["id"], str(attempt)))
        if kind == "agree" and fact:
            keys.append((kind, staff, fact["object"]["id"]))
        for key in keys:
            if key in seen:
                found.append("%d: %s %s twice" % (seq, key[0], staff))
            seen.add(key)
    return found


def lost_rows(folder, before):
    """Rows that were there (and told) before and are not any more, or are others, or whose bytes no longer give their hash."""
    return [seq for seq, row in before.rows.items()
            if seq not in folder.rows or folder.rows[seq][2] != row[2] or (row[4] and not folder.rows[seq][4])]


class Verdict:
    """What is wrong with a folder after something was done to it, in the checker's words."""

    def __init__(self, folder, before, reader, who):
        self.false = sorted("%s %s %s" % (what, person, value)
                            for (what, person), value in reader.claims.items()
                            if not keeps(folder, before, (what, person), value))
        self.kinds = sorted({claim[0].split()[0] if claim[0][0] != "n" else claim[0]
                             for claim, value in reader.claims.items()
                             if not keeps(folder, before, claim, value)})
        self.lost = lost_rows(folder, before)
        self.duplicated = duplicates(folder)
        new = {seq: row for seq, row in folder.rows.items() if seq > before.last()}
        self.unexpected = ["%d: %s of %s" % (seq, row[0], row[1]) for seq, row in new.items()
                           if row[1] not in who or row[4] is None]
        self.recovered = self.unclaimed(new, reader)

    @staticmethod
    def unclaimed(new, reader):
        """Stored, and the glass did not come to say so: allowed, counted."""
        said = {int(what.split()[1]) for what, _ in reader.claims if what.startswith("record ")}
        attended = {who for what, who in reader.claims if what == "attended"}
        return sum(1 for seq, row in new.items()
                   if (row[0] in ("passed", "failed", "agree") and seq not in said) or
                   (row[0] == "checkin" and row[1] not in attended))

    def counts(self):
        return {"lost": len(self.lost), "duplicated": len(self.duplicated), "unexpected": len(self.unexpected),
                "recovered": self.recovered, "false": len(self.false)}
