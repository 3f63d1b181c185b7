# SPDX-License-Identifier: Apache-2.0
"""Power cuts over a recorded visit: what the glass had said by then must be in every image (dur_image.c)."""
import json
import os
import re
import subprocess

import claims
import journal
import visit
import world


class Acknowledged:
    """How far the ledger must reach after each scene: the newest row that something on the glass speaks of."""

    def __init__(self, seen):
        self.end = claims.Folder(seen.before["end"])
        self.seen = seen
        self.seq, self.n_people = 0, 0
        self.lines = [self.line()]

    def line(self):
        digest = self.end.rows[self.seq][2].hex() if self.seq else "-"
        return "%d %s %d" % (self.seq, digest, self.n_people)

    def row(self, kind, who, n, since):
        """The @n-th row of a kind behind @since, 0 when there is none: the claim is false then."""
        found = [s for s, r in sorted(self.end.rows.items()) if r[0] == kind and r[1] == who and s > since]
        return found[n - 1] if 0 < n <= len(found) else 0

    def seq_of(self, what, who, value, since):
        if what.startswith("record "):
            return int(what.split()[1])
        if what == "attended":
            return self.row("checkin", who, 1, 0)
        if what == "n answers":
            return self.row("answered", who, value, since)
        if what == "n pages":
            return self.row("experienced", who, value, since)
        if what == "agreed":
            return self.row("agree", who, 1, 0)
        return 0

    def run(self):
        parts, part, reader, since = iter([p[0] for p in visit.ALL_PARTS]), None, None, 0
        for kind, _, _, name, data in journal.records(self.seen.journal):
            if kind == "B":
                part = next(parts)
                reader = claims.Reader(world.NAMES)
                since = claims.Folder(self.seen.before[part]).last()
            if kind != "M":
                continue
            if data:
                reader.read([json.loads(data)])
                for (what, who), value in reader.claims.items():
                    self.seq = max(self.seq, self.seq_of(what, who, value, since))
            elif name == "roster":
                self.n_people = len(world.PEOPLE)
            self.lines.append(self.line())
        return self


NUMBERS = ["points", "images", "distinct", "lost", "closed", "broken", "people", "died", "unplayed"]


def cut(kept, root, acks, space, seconds, seed, env, *more):
    """{name: number} as dur_image prints it for the journal @kept of folder @root, and what it said was wrong."""
    lines = space.fresh("acks")
    with open(lines, "w", encoding="utf-8") as file:
        file.write("\n".join(acks) + "\n")
    done = subprocess.run([world.IMAGE, kept, root, lines, space.fresh("image"), str(max(1, int(seconds))), str(seed),
                           str(space.jobs), *more], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          timeout=seconds + 300, env={**os.environ, "KENSHU_LOG": "error", **env})
    words = done.stdout.decode().split()
    said = [line for line in done.stderr.decode("utf-8", "replace").splitlines() if re.search(r"at pass \d+", line)]
    os.unlink(lines)
    if done.returncode != 0 or not words:
        raise RuntimeError("dur_image: exit %d" % done.returncode)
    return {**dict.fromkeys(NUMBERS, 0), **dict(zip(words[::2], map(int, words[1::2])))}, said


def run(space, seen, seconds, seed, *more):
    """The whole visit."""
    return cut(seen.journal, seen.state, Acknowledged(seen).run().lines, space, seconds, seed, {}, *more)


WRONG = {"lost": "lost", "closed": "does not open", "broken": "does not verify", "people": "lost people",
         "died": "died", "unplayed": "cannot be played"}


def problems(found, scene="visit"):
    return ["images/%s: %s" % (scene, word) for name, word in WRONG.items() if found[name] > 0]
