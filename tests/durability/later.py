# SPDX-License-Identifier: Apache-2.0
"""Power cuts over what is done to a folder that is there already: a new schema, another list, the same list twice, a folder
that a killed kiosk left, one that is damaged and made anew while the power goes, one that is a clone, one that delivers, an older
copy of one that has delivered more; the centre's; and content that is published."""
import os
import shutil
import sqlite3
import struct
import subprocess

import claims
import images
import sent
import visit
import world

HEAD = struct.Struct("<BBxxIQQII")
# How a schema of one version less is made of this one's.
BACK = {9: "DROP TABLE web_user; DROP TABLE access_log; DROP TABLE reminder",
        11: "DROP TABLE exemption; DROP TABLE nendo_seal",
        12: "DROP VIEW done; DROP VIEW beside; DROP VIEW present; DROP TABLE credited; DROP TABLE regraded; "
            "DROP TABLE correction",
        13: "DROP TABLE gathering_fact; DROP TABLE gathering_expected; ALTER TABLE gathering DROP COLUMN lessons;"
            "ALTER TABLE gathering DROP COLUMN is_cancelled",
        14: "DROP TABLE card",
        15: "DROP TABLE measure_done; DROP TABLE measure; ALTER TABLE kiosk DROP COLUMN skew_ms;"
            "ALTER TABLE kiosk DROP COLUMN program; ALTER TABLE kiosk DROP COLUMN revision;"
            "ALTER TABLE web_user DROP COLUMN totp; ALTER TABLE web_user DROP COLUMN totp_step",
        16: "DROP TABLE invite; ALTER TABLE kiosk DROP COLUMN key_by; ALTER TABLE kiosk DROP COLUMN next_sha256;"
            "ALTER TABLE kiosk DROP COLUMN taken_over_by",
        17: "DROP TABLE dictionary; DROP TRIGGER received_no_update;"
            "CREATE TRIGGER received_no_update BEFORE UPDATE ON received"
            " BEGIN SELECT RAISE(ABORT, 'what was received is append-only'); END",
        18: "DELETE FROM setting WHERE name = 'rebuild'",
        19: "DROP TABLE tried; DROP TABLE question_choice; DROP TABLE question_word; DROP TABLE question_power",
        20: "DROP TABLE forward; DROP TABLE forward_aside",
        21: "ALTER TABLE standing DROP COLUMN how; ALTER TABLE tried DROP COLUMN how",
        22: "DROP TABLE pin_news; DROP TABLE pin_state; DROP TABLE pin_code",
        23: "ALTER TABLE web_user DROP COLUMN staff",
        24: "DROP TABLE on_paper",
        25: "DELETE FROM setting WHERE name = 'rebuild'"}


def record(kind, ino, name, data=b""):
    name = name.encode()
    return HEAD.pack(ord(kind), 0, 0, ino, 0, len(name), len(data)) + name + data


def as_found(state, journal):
    """The journal begins with the folder as it is, safely on the disk."""
    with open(journal, "wb") as out:
        for name in sorted(os.listdir(state)) if os.path.isdir(state) else []:
            path = os.path.join(state, name)
            ino = os.stat(path).st_ino
            with open(path, "rb") as file:
                out.write(record("C", ino, path) + record("W", ino, path, file.read()) + record("S", ino, path))
        out.write(record("D", 0, state))


def older(state):
    """The folder as the program before this one left it; why it cannot be."""
    with sqlite3.connect(os.path.join(state, "kenshu.db")) as db:
        version = db.execute("PRAGMA user_version").fetchone()[0]
        if version not in BACK:
            return "BACK in later.py does not know the way back from schema %d" % version
        db.executescript("%s; PRAGMA user_version = %d" % (BACK[version], version - 1))
    db.close()
    return None


def spoil_row(state):
    """One bit of a row in the middle, which only its hash covers."""
    path = os.path.join(state, "kenshu.db")
    with open(path, "r+b") as file:
        data = file.read()
        file.seek(data.index(b'{"id":"') + 100)
        file.write(bytes([data[file.tell()] ^ 4]))


class Scene:
    """What is done, to a copy of which folder, and what must stand at each moment of it."""

    def __init__(self, space, seen, name):
        self.space, self.seen, self.name = space, seen, name
        self.journal, self.state = space.fresh("journal"), None
        self.is_centre = name.startswith("centre")
        self.last, self.n_people = 0, 0
        self.why = getattr(self, name.replace(" ", "_"))()

    def begin(self, folder):
        self.state = self.space.copy(folder)
        rows = claims.Folder(folder).rows if not self.is_centre else {}
        self.last = max(rows, default=0)
        self.digest = rows[self.last][2].hex() if rows else "-"

    def start(self, script=("wait 10", "quit"), **more):
        as_found(self.state, self.journal)
        run = self.space.kiosk(self.state, list(script), journal=self.journal, **more)
        return None if run.rc == 0 else "exit %d: %s" % (run.rc, run.err[-300:])

    def start_at(self, endpoint, script, again):
        """The same, delivering; on a machine that has much else to do it may not have begun to: @again, with time enough."""
        more = ["--endpoint", endpoint.url, "--credentials", self.seen.credentials]
        why = self.start(script, fast=False, more=more)
        if not why and not sent.delivered(self.state):
            why = self.start(again, fast=False, more=more)
        endpoint.close()
        return why or (None if sent.delivered(self.state) else "delivers nothing")

    def command(self, *words):
        as_found(self.state, self.journal)
        return self.again(*words)

    def again(self, *words):
        rc = self.space.kenshu(self.state, *words, journal=self.journal)
        visit.mark(self.journal, self.name)
        return None if rc == 0 else "exit %d" % rc

    def migration(self):
        self.begin(self.seen.before["end"])
        self.n_people = len(world.PEOPLE)
        return older(self.state) or self.start()

    def roster_again(self):
        self.begin(self.seen.before["end"])
        self.n_people = len(world.PEOPLE)
        roster = self.space.path("another.csv")
        world.write_roster(roster, ["204103"])
        return self.command("roster", "import", roster)

    def roster_twice(self):
        return self.roster_again() or self.again("roster", "import", self.space.path("another.csv"))

    def sending(self):
        self.begin(self.seen.enrolled)
        self.n_people = len(world.PEOPLE)
        return self.start_at(sent.Endpoint("normal"), ["wait 600", "quit"], ["wait 20000", "quit"])

    def restored(self):
        """The centre has more of it than it has itself."""
        centre, newer = self.space.copy(self.seen.centre, "centre"), self.space.copy(self.seen.before["end"])
        endpoint = sent.Collector(self.space, centre)
        sent.run_kiosk(self.space, newer, endpoint.url, ["wait 900", "quit"], self.seen.credentials)
        self.begin(self.seen.before["lesson"])
        self.n_people = len(world.PEOPLE)
        why = self.start_at(endpoint, ["wait 200", *visit.read_some(visit.C), "wait 200"],
                            ["wait 20000", *visit.read_some(visit.C, True), "wait 200"])
        for path in (centre, newer):
            shutil.rmtree(path, ignore_errors=True)
        return why

    def published(self):
        """Content as one file: it is whole, or it is not there."""
        self.state = self.space.fresh("shelf")
        os.mkdir(self.state)
        self.last, self.digest = 0, "-"
        as_found(self.state, self.journal)
        done = subprocess.run([self.space.bin + "/kenshu", "content", "publish", os.path.join(world.TOP, "content"), "--out",
                               os.path.join(self.state, "published")], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                              env=self.space.env(self.state, journal=self.journal), timeout=world.RUN_SECONDS)
        visit.mark(self.journal, self.name)
        return None if done.returncode == 0 else "exit %d: %s" % (done.returncode, done.stderr.decode()[-300:])

    def killed(self):
        self.begin(self.seen.live)
        self.n_people = len(world.PEOPLE)
        return self.start()

    def clone(self):
        """Copied while the kiosk ran, file by file, and started: with a tail that ends later than the log."""
        self.begin(self.seen.live)
        self.n_people = len(world.PEOPLE)
        os.unlink(os.path.join(self.state, "kenshu.db-wal"))
        return self.start()

    def made_anew(self):
        self.begin(self.seen.live)
        self.n_people = len(world.PEOPLE)
        spoil_row(self.state)
        return self.start()

    def centre_first(self):
        self.begin("")
        return self.command("kiosk", "add", "k-01", "--out", self.space.fresh("credentials"))

    def centre_again(self):
        self.begin(self.seen.centre)
        self.n_people = 1
        return self.command("kiosk", "add", "k-02", "--out", self.space.fresh("credentials"))

    def acks(self):
        """One line for each scene; a command that has ended well adds one of what n_people counts."""
        line = "%d %s %d" % (self.last, self.digest, self.n_people)
        return [line, "%d %s %d" % (self.last, self.digest, self.n_people + 1)] \
            if self.name in ("roster again", "roster twice", "centre first", "centre again", "published") else [line]


SCENES = ["migration", "roster again", "roster twice", "killed", "clone", "made anew", "sending", "restored", "centre first",
          "centre again", "published"]
ROLES = {"centre first": "centre", "centre again": "centre", "published": "bundle"}


def run(space, seen, seconds, seed):
    """[(scene, {name: number}, what was said)]"""
    found = []
    for name in SCENES:
        scene = Scene(space, seen, name)
        if scene.why:
            found.append((name, {**dict.fromkeys(images.NUMBERS, 0), "unplayed": 1}, [scene.why]))
        else:
            numbers, said = images.cut(scene.journal, scene.state, scene.acks(), space, max(1, seconds / len(SCENES)), seed,
                                       {"DUR_ROLE": ROLES[name]} if name in ROLES else {})
            found.append((name, numbers, said))
        shutil.rmtree(scene.state, ignore_errors=True)
        if os.path.exists(scene.journal):
            os.unlink(scene.journal)
    return found
