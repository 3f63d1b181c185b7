# SPDX-License-Identifier: Apache-2.0
"""Power cuts over what is done to a folder that is there already: a new schema, another list, a folder that a killed kiosk
left, one that is damaged and made anew while the power goes, one that is a clone; and the centre's."""
import os
import shutil
import sqlite3
import struct

import claims
import images
import visit
import world

HEAD = struct.Struct("<BBxxIQQII")
# How a schema of one version less is made of this one's.
BACK = {9: "DROP TABLE web_user; DROP TABLE access_log; DROP TABLE reminder",
        11: "DROP TABLE exemption; DROP TABLE nendo_seal"}


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

    def start(self):
        as_found(self.state, self.journal)
        run = self.space.kiosk(self.state, ["wait 10", "quit"], journal=self.journal)
        return None if run.rc == 0 else "exit %d: %s" % (run.rc, run.err[-300:])

    def command(self, *words):
        as_found(self.state, self.journal)
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
            if self.name in ("roster again", "centre first", "centre again") else [line]


SCENES = ["migration", "roster again", "killed", "clone", "made anew", "centre first", "centre again"]


def run(space, seen, seconds, seed):
    """[(scene, {name: number}, what was said)]"""
    found = []
    for name in SCENES:
        scene = Scene(space, seen, name)
        if scene.why:
            found.append((name, {**dict.fromkeys(images.NUMBERS, 0), "unplayed": 1}, [scene.why]))
        else:
            numbers, said = images.cut(scene.journal, scene.state, scene.acks(), space, max(2, seconds / len(SCENES)), seed,
                                       {"DUR_ROLE": "centre"} if scene.is_centre else {})
            found.append((name, numbers, said))
        shutil.rmtree(scene.state, ignore_errors=True)
        if os.path.exists(scene.journal):
            os.unlink(scene.journal)
    return found
