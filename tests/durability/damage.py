# SPDX-License-Identifier: Apache-2.0
"""A folder that came to harm: flipped bits, cut ends, files that are missing or another's; and clocks that lie.

What the glass said before must be there afterwards, with the same bytes; where it cannot be, a start must say so."""
import os
import random
import shutil

import claims
import faults
import visit
import world

HARMS = ["flip", "flip", "flip", "flip", "flip", "flip", "cut", "zero", "missing", "foreign"]
# A rule of the wall clock: seconds since 1970, and what may be done then.
CLOCKS = {"1970": 1000, "2099": 4070908800}
SERVES_S = 10  # a damaged folder keeps a kiosk no longer from serving; of processor time, because the machine may be busy
MIDNIGHT = 1806505190  # 31 March 2027, 23:59:50 in Japan


def cases(seen, n, seed):
    """[(file of the folder, "harm:seed")]; a folder as a killed kiosk leaves it has a -wal."""
    order = random.Random(seed)
    files = sorted(name for name in os.listdir(seen.live) if os.path.getsize(os.path.join(seen.live, name)) > 0)
    return [(name, "%s:%d" % (harm, order.randrange(1 << 30)))
            for _ in range(n) for name in files for harm in [order.choice(HARMS)]]


def do_harm(path, harm, order):
    with open(path, "rb") as file:
        data = bytearray(file.read())
    if harm == "missing":
        os.unlink(path)
        return
    if harm == "flip":
        data[order.randrange(len(data))] ^= 1 << order.randrange(8)
    elif harm == "cut":
        del data[order.randrange(len(data)):]
    elif harm == "zero":
        at = order.randrange(len(data)) // 4096 * 4096
        data[at:at + 4096] = bytes(len(data[at:at + 4096]))
    elif harm == "foreign":
        data = bytearray(order.randbytes(len(data)))
    with open(path, "wb") as file:
        file.write(data)


def play(space, seen, case):
    name, harm = case[0], case[1].split(":")[0]
    state = space.copy(seen.live)
    do_harm(os.path.join(state, name), harm, random.Random(case[1]))
    opened, cpu_s = space.opens_in(state)
    before, counts = seen.live_rows, dict.fromkeys(["lost", "duplicated", "unexpected", "recovered", "false"], 0)
    folder = claims.Folder(state)
    lost = claims.lost_rows(folder, before)
    problems = []
    if opened[0] != "ok":
        problems.append(harm + ": does not open")
    elif lost:
        problems.append(harm + (": lost" if opened[1] != "ok" else ": lost, and verify is content"))
    if cpu_s > SERVES_S:
        problems.append(harm + ": opens too slowly")
    if opened[0] == "ok" and lost:
        counts["lost"] = 1
    counts["longest"] = cpu_s
    shutil.rmtree(state, ignore_errors=True)
    return problems, counts, "%d rows lost, %s %s" % (len(lost), opened[1], opened[4])


def clock_cases():
    return [(clock, str(at)) for clock, at in CLOCKS.items()] + [("midnight", str(MIDNIGHT))]


def play_clock(space, seen, case):
    """A visit under a clock that lies, and a whole one under the true one behind it."""
    if case[0] == "midnight":
        return play_midnight(space, seen, case)
    state = space.copy(seen.before["lesson"])
    run = space.kiosk(state, [*visit.sign_in(visit.A), "tap 終了する", "tap 出席を登録する"], DUR_WALL=CLOCKS[case[0]])
    problems = [] if run.rc == 0 else ["does not serve"]
    who, script = next((who, script) for name, who, script in visit.KIOSK_PARTS if name == "lesson")
    again = space.kiosk(state, script)
    problems += [] if again.rc == 0 else ["does not serve behind it"]
    opened = space.opens(state)[0]
    verdict = claims.Verdict(claims.Folder(state), claims.Folder(seen.before["lesson"]),
                             claims.Reader(world.NAMES).read(run.scenes + again.scenes), who)
    problems += ["false " + kind for kind in verdict.kinds]
    shutil.rmtree(state, ignore_errors=True)
    problems += ["hang"] if run.is_late or again.is_late else []
    return problems + faults.after(opened), verdict.counts(), "exits %d, %d; %s" % (run.rc, again.rc, run.err[-300:] +
                                                                                  again.err[-300:])


def play_midnight(space, seen, case):
    """31 March, ten seconds before midnight; the kiosk runs on, and somebody comes on 1 April."""
    state = space.copy(seen.before["lesson"])
    run = space.kiosk(state, ["wait 5000", "wait 20000", *visit.sign_in(visit.A), "expect 令和9年度", "refuse 令和8年度",
                              "tap 終了する"], DUR_WALL=case[1])
    folder, since = claims.Folder(state), claims.Folder(seen.before["lesson"]).last()
    problems = []
    for seq, row in folder.rows.items():
        if seq > since and row[4] and "/program/2026/" in str(row[4]):
            problems.append("recorded in last year's 年度")
            break
    if run.rc != 0 and not problems:
        problems.append("does not serve")
    opened = space.opens(state)[0]
    shutil.rmtree(state, ignore_errors=True)
    return problems + faults.after(opened), dict.fromkeys(["lost", "duplicated", "unexpected", "recovered", "false"],
                                                          0), run.err[-400:]
