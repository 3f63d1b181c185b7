# SPDX-License-Identifier: Apache-2.0
"""A person who taps on, whatever the screen says.

A touch script ends at the first label that is missing; people do not. So a visit is learnt once by its labels, and then
played by points: a trouble screen takes the taps meant for another, and the next person finds the kiosk as it then is. The
fault meets the first two persons and is over; the last must be served, without a restart."""
import json
import os
import shutil

import claims
import faults
import journal
import visit
import world

HEALED_S = 150
PAUSE = "wait 100000"  # whatever the taps led to: nobody is there any more
A, B, C = world.PEOPLE


def one_attends(number):
    return ["tap 出席を登録する", *visit.attend(number), "tap 終了する"]


SCRIPT = [*one_attends(A), *one_attends(B), *one_attends(C)]


def middle(element):
    x, y, w, h = element["rect"]
    return "tap-at %d %d" % (x + w // 2, y + h // 2)


def find(scene, words, role=None):
    """As the kiosk's own script finds it: the exact label first, then in reading order."""
    found = [e for e in scene["elements"] if e["tap"] and words in e["label"] and (not role or e["role"] == role)]
    return min(found, key=lambda e: (e["label"] != words, e["rect"][1], e["rect"][0]))


def learn(space, state, lines):
    """The same visit by points, one list a person."""
    dumps = [space.path("dump-%d" % i) for i in range(len(lines))]
    script = [word for dump, line in zip(dumps, lines) for word in ("dump " + dump, line)]
    run = space.kiosk(state, script)
    if run.rc != 0:
        raise RuntimeError("the visit cannot be learnt: " + run.err)
    points = []
    for dump, line in zip(dumps, lines):
        with open(dump, encoding="utf-8") as file:
            scene = json.load(file)
        os.unlink(dump)
        command, _, argument = line.partition(" ")
        if command == "tap":
            points.append(middle(find(scene, argument)))
        elif command == "keys":
            points += [middle(find(scene, digit, "key")) for digit in argument]
    return points


def script_of(points):
    third = len(points) // 3
    return [word for i in range(3) for word in points[i * third:(i + 1) * third] + [PAUSE]]


def cases(sites):
    """A fault at each of the calls of the attending."""
    found = []
    for call, kind in sites["attend"]:
        if kind in "WST":
            found += [("attend", "%s:%d:%d:%d" % (what, call, count, HEALED_S)) for what in ("EIO", "ENOSPC", "EROFS")
                      for count in (1, 2, 4, faults.EVER)]
            found += [("attend", "PAGES=%d:%d:%d:%d" % (n, call, faults.EVER, HEALED_S)) for n in faults.PAGES]
    return found


def hides(kept):
    """The trouble went from the glass, and nothing had been written to the disk by then: hoped, not tried."""
    is_trouble = has_written = is_synced = False
    for kind, failed, _, _, data in journal.records(kept):
        if kind == "M":
            screen = json.loads(data)["screen"]
            if is_trouble and screen == "attract" and not is_synced:
                return True
            is_trouble = screen == "trouble" or (is_trouble and screen != "attract")
            if screen == "trouble":
                has_written = is_synced = False
        elif kind == "W" and not failed:
            has_written = True
        elif kind == "S" and has_written:
            is_synced = True
    return False


def play(space, seen, case):
    state = space.copy(seen.before["attend"])
    kept = space.fresh("journal")
    run = space.kiosk(state, script_of(seen.points), fault=case[1], journal=kept)
    reader = claims.Reader(world.NAMES).read(run.scenes)
    verdict = claims.Verdict(claims.Folder(state), claims.Folder(seen.before["attend"]), reader, world.PEOPLE)
    problems = ["false " + kind for kind in verdict.kinds]
    problems += [name for name in ("lost", "duplicated", "unexpected") if getattr(verdict, name)]
    if run.died():
        problems.append("hang" if run.is_late else "died")
    if run.scenes and ("attended", C) not in reader.claims:
        problems.append("does not recover")
    if hides(kept):
        problems.append("hides the trouble")
    os.unlink(kept)
    opened = space.opens(state)[0]
    shutil.rmtree(state, ignore_errors=True)
    return problems + faults.after(opened), verdict.counts(), "; ".join(verdict.false) + " shown: " + \
        " ".join(reader.shown[-6:]) + run.err[-200:]
