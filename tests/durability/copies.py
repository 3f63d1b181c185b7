# SPDX-License-Identifier: Apache-2.0
"""More than one of what there may be only one of: an older copy of the folder put back, a copy that runs on a second machine, a
copy taken while the kiosk writes, a second program on the folder of a running one, the same command twice at once.

Nothing that was said may be lost, whichever copy said it; and a centre that hears of two says so."""
import os
import shutil
import subprocess
import threading
import time

import claims
import faults
import sent
import visit
import wire
import world

PARTS = [name for name, _who, _script in visit.KIOSK_PARTS]
LESSON = next(script for name, _who, script in visit.KIOSK_PARTS if name == "lesson")
TRY_LATER = 75
RUNNING = ["kiosk", "roster", "another roster", "gathering", "verify", "salvage", "copy"]


def cases():
    found = [(kind, "%s:%s:%d" % (older, newer, times)) for kind in ("restored", "cloned")
             for i, older in enumerate(PARTS[1:]) for newer in [*PARTS[i + 2:], "end"] for times in (1, 2)]
    found += [("running", "%s:%d" % (what, at)) for what in RUNNING for at in range(0, 1200, 100)]
    found += [("at once", "%s:%d" % (what, n)) for what in ("roster", "start") for n in range(2, 6)]
    return found


# ---- copies that go on ----

def play_copies(space, seen, case):
    """restored: the newer one is gone when the older one comes back. cloned: they take turns."""
    older, newer, times = case[1].split(":")
    centre, states, problems = space.copy(seen.centre, "centre"), [], []
    endpoint = sent.Collector(space, centre)

    def go_on(state, script):
        """Serve, and deliver all of it."""
        run = sent.run_kiosk(space, state, endpoint.url, ["wait 200", *script, "wait 200"], seen.credentials)
        if not wire.deliver_rest(space, state, endpoint.url, seen.credentials, lambda: not (
                set(wire.sent_by(space, state)) - {row[0] for row in wire.received(space, centre)})):
            problems.append("never sent")
        return run

    try:
        states.append(space.copy(seen.before[newer]))
        go_on(states[0], [])
        for i in range(int(times)):
            states.append(space.copy(seen.before[older]))
            problems += judge_run(states[-1], seen.before[older], go_on(states[-1], visit.read_some(visit.C)))
            if case[0] == "cloned" and go_on(states[0], visit.read_some(visit.C, i > 0)).rc != 0:
                problems.append("the other does not serve")
    finally:
        endpoint.close()
    mine = wire.sent_by(space, *states)
    more, words = wire.judge_centre(space, centre, mine, True)
    problems += [p for state in states for p in faults.after(space.opens(state)[0])]
    for path in (centre, *states):
        shutil.rmtree(path, ignore_errors=True)
    counts = {**dict.fromkeys(["recovered", "false"], 0), **words}
    counts["false"] = sum(p.startswith("false") for p in problems)
    return sorted(set(problems + more)), counts, "%d rows of %d folders" % (len(mine), len(states))


def judge_run(state, before, run, who=tuple(world.PEOPLE)):
    verdict = claims.Verdict(claims.Folder(state), claims.Folder(before), claims.Reader(world.NAMES).read(run.scenes), who)
    problems = ["false " + kind for kind in verdict.kinds]
    problems += [name for name in ("lost", "duplicated", "unexpected") if getattr(verdict, name)]
    if run.rc != 0:
        problems.append("does not serve")
    return problems


# ---- another program on the folder of a running kiosk ----

def disturb(space, state, what, seen, to):
    """Done beside the running kiosk; may be refused."""
    if what == "copy":
        shutil.copytree(state, to, ignore=shutil.ignore_patterns("*.sock"))
        return
    roster = seen.roster
    if what == "another roster":
        roster = to + ".csv"
        world.write_roster(roster, ["204103"])
    words = {"roster": ["roster", "import", roster], "another roster": ["roster", "import", roster],
             "gathering": dict(seen.commands())["gathering"], "verify": ["verify"],
             "salvage": ["salvage", "--out", to]}
    if what == "kiosk":
        space.kiosk(state, ["wait 10", "quit"], fast=False)
    else:
        space.kenshu(state, *words[what])


def play_running(space, seen, case):
    what, at = case[1].rsplit(":", 1)
    state, to = space.copy(seen.before["lesson"]), space.fresh("beside")
    failed = []

    def beside():
        time.sleep(int(at) / 1000)
        try:
            disturb(space, state, what, seen, to)
        except (OSError, shutil.Error, subprocess.SubprocessError) as error:
            if what != "copy":  # a file may go while it is copied
                failed.append("the other program: %r" % error)

    other = threading.Thread(target=beside)
    other.start()
    script = [*LESSON, *visit.read_some(visit.C), "wait 300"]
    run = space.kiosk(state, script, fast=False)
    other.join()
    if run.rc == TRY_LATER and not run.scenes:  # the other came first, and it said so
        run = space.kiosk(state, script, fast=False)
    problems = failed + judge_run(state, seen.before["lesson"], run) + faults.after(space.opens(state)[0])
    folder = claims.Folder(state)
    if what == "copy" and os.path.isdir(to):
        opened = space.opens(to)[0]
        if opened[0] != "ok":
            problems.append("the copy does not open")
        elif claims.lost_rows(claims.Folder(to), claims.Folder(seen.before["lesson"])):
            problems.append("the copy lost what was there before it")
    for path in (state, to):
        shutil.rmtree(path, ignore_errors=True)
    counts = dict.fromkeys(["duplicated", "unexpected", "recovered"], 0)
    counts.update(lost=sum("lost" in p for p in problems), false=sum(p.startswith("false") for p in problems))
    return problems, counts, "%d rows; exit %d %s" % (len(folder.rows), run.rc, run.err[-300:])


# ---- the same twice at once ----

def play_at_once(space, seen, case):
    """Some import the list, or start, at the same time: one does, or each in turn; the folder is whole and knows everybody."""
    what, n = case[1].split(":")
    state = space.copy(seen.before["gathering"])
    rcs = []

    def one():
        if what == "roster":
            rcs.append(space.kenshu(state, "roster", "import", seen.roster))
        else:
            rcs.append(space.kiosk(state, ["wait 10", "quit"]).rc)

    threads = [threading.Thread(target=one) for _ in range(int(n))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    opened = space.opens(state)[0]
    problems = faults.after(opened)
    if 0 not in rcs:
        problems.append("none did it")
    if any(rc < 0 for rc in rcs):
        problems.append("died")
    if opened[0] == "ok" and opened[3] != len(world.PEOPLE):
        problems.append("lost people")
    if space.kiosk(state, visit.read_some(visit.C)).rc != 0:
        problems.append("does not serve")
    shutil.rmtree(state, ignore_errors=True)
    counts = dict.fromkeys(["lost", "duplicated", "unexpected", "recovered", "false"], 0)
    counts["lost"] = sum("lost" in p for p in problems)
    return problems, counts, "exits %s" % rcs


PLAY = {"restored": play_copies, "cloned": play_copies, "running": play_running, "at once": play_at_once}


def play(space, seen, case):
    return PLAY[case[0]](space, seen, case)
