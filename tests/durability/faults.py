# SPDX-License-Identifier: Apache-2.0
"""Every call that can fail, failing: once, from then on, and for a while. Judged from the screen."""
import random
import shutil

import claims
import visit
import world

# Which faults a call of a kind can meet.
MEETS = {"r": ["EIO"], "O": ["EIO", "EROFS"], "C": ["EIO", "ENOSPC", "EROFS"], "W": ["EIO", "ENOSPC", "EROFS", "SHORT"],
         "T": ["EIO", "EROFS"], "A": ["EIO", "ENOSPC", "EROFS"], "S": ["EIO"], "D": ["EIO"], "U": ["EIO", "EROFS"],
         "R": ["EIO", "ENOSPC", "EROFS"], "L": ["EIO", "ENOSPC", "EROFS"], "K": ["EIO", "ENOSPC", "EROFS"]}
EVER = 1000000000
PAGES = [0, 1, 2, 3, 4, 8]


def cases(sites):
    """[(part, DUR_FAULT)] for the sites of each part."""
    found = []
    for part, calls in sites.items():
        for call, kind in calls:
            for what in MEETS.get(kind, []):
                counts = (1, 2, EVER) if kind == "S" else (1, EVER)  # twice: the tail asks the disk once more
                found += [(part, "%s:%d:%d" % (what, call, count)) for count in counts]
            if kind == "W":
                found += [(part, "PAGES=%d:%d:%d" % (n, call, EVER)) for n in PAGES]
    return found


def kill_cases(sites):
    """SIGKILL before each call, and in the middle of each write."""
    return [(part, "%s:%d:1" % (what, call)) for part, calls in sites.items() for call, kind in calls
            for what in (["KILL", "TORN"] if kind == "W" else ["KILL"])]


def judge_command(space, seen, case, state, rc):
    part = case[0]
    folder, before = claims.Folder(state), claims.Folder(seen.before[part])
    problems = []
    if rc == 0 and part == "roster" and folder.people != len(world.PEOPLE):
        problems.append("false roster")
    if rc == 0 and part == "gathering" and folder.gatherings != before.gatherings + 1:
        problems.append("false gathering")
    if folder.people not in (before.people, len(world.PEOPLE)):
        problems.append("half a roster")
    if rc < 0 and rc != -9:
        problems.append("died")
    return problems, {"lost": 0, "duplicated": 0, "unexpected": 0, "recovered": int(rc != 0 and (
        folder.people, folder.gatherings) != (before.people, before.gatherings)), "false": len(problems)}, ""


def judge_visit(seen, case, state, run, who):
    verdict = claims.Verdict(claims.Folder(state), claims.Folder(seen.before[case[0]]),
                             claims.Reader(world.NAMES).read(run.scenes), who)
    problems = ["false " + kind for kind in verdict.kinds]
    problems += [name for name in ("lost", "duplicated", "unexpected") if getattr(verdict, name)]
    if run.died():
        problems.append("hang" if run.is_late else "died")
    if not run.scenes and run.rc != -9:
        problems.append("no screen")
    detail = "; ".join(verdict.false + verdict.duplicated + verdict.unexpected + ["lost %s" % verdict.lost])
    return problems, verdict.counts(), detail + (" exit %d %s" % (run.rc, run.err[-300:]) if run.died() else "")


def serve_again(space, state):
    """Nothing is wrong any more: a person can attend who never did."""
    number = visit.C
    run = space.kiosk(state, ["tap 出席を登録する", *visit.attend(number), "expect 受付"])
    return [] if run.rc == 0 else ["does not serve again: " + run.err.strip().split("\n")[0][-80:]]


def play(space, seen, case):
    """One case: (problems, counts, detail)."""
    part, fault = case
    state = space.copy(seen.before[part])
    words = dict(seen.commands())
    if part in words:
        result = judge_command_run(space, seen, case, state, words[part])
    else:
        who, script = {name: (who, script) for name, who, script in visit.KIOSK_PARTS}[part]
        run = space.kiosk(state, script, fault=fault)
        opened = space.opens(state)[0]
        result = judge_visit(seen, case, state, run, who)
        result = (result[0] + after(opened), result[1], result[2] + " " + opened[4])
        if hash_of(case) % 8 == 0 and part != "start":
            result = (result[0] + serve_again(space, state), result[1], result[2])
    shutil.rmtree(state, ignore_errors=True)
    return result


def hash_of(case):
    return random.Random(repr(case)).randrange(1 << 30)


def judge_command_run(space, seen, case, state, words):
    rc = space.kenshu(state, *words, fault=case[1])
    opened = space.opens(state)[0]
    problems, counts, detail = judge_command(space, seen, case, state, rc)
    return problems + after(opened), counts, detail + " " + opened[4]


def after(opened):
    """What a start behind the fault makes of the folder."""
    if opened[0] != "ok":
        return ["does not open"]
    return [] if opened[1] == "ok" else ["does not verify"]
