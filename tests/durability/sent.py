# SPDX-License-Identifier: Apache-2.0
"""送信済み and 記録はすべて送信済み, held against what an endpoint holds: one that misbehaves, one whose disk fails, one that is
killed; and a kiosk whose disk fails, or that is killed, while it delivers."""
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import time

import claims
import faults
import visit
import world

sys.path.insert(0, os.path.join(world.TOP, "tests/support"))
import lrs  # noqa: E402

# What something in between says in JSON. An LRS that names its version, or lists ids, is believed (XAPI.md "Sending").
BODIES = {"object": b"{}", "list": b"[]", "word": b'"ok"', "portal": b'{"login": "https://wifi.example/"}', "null": b"null"}
MODES = ["normal", "status:400", "status:401", "status:403", "status:404", "status:409", "status:413", "status:429:1",
         "status:500", "status:503:1", "have:9999", "drop", "lose", "rst", "half", "hang", "slow", "endless",
         "headers", "garbage", "html", "redirect", "poison:answered", "flaky:40", *("json:" + name for name in BODIES)]
REFUSED = ("poison:answered", "status:400", "status:409")  # by the LRS itself: set aside until somebody lets them out
PENDING = "wait 2500"
SCRIPT = [PENDING, *visit.sign_in(visit.A), "inspect yes", "expect 自己点検が終わりました", PENDING, "tap 終了する",
          "wait 600"]
COLLECTOR_CALLS = 260  # of a collector that starts and takes a visit: more do no harm
KIOSK_CALLS = 220


class Handler(lrs.Handler):
    def mode_json(self, note, argument, *_):
        self.answer(note, 200, BODIES[argument], own=False)

    def mode_have(self, note, argument, path, query, body):
        """To a delivery its 200 would say that it was taken."""
        if self.command == "POST":
            self.mode_normal(note, "", path, query, body)
        else:
            super().mode_have(note, argument)


class Endpoint:
    """lrs.py in this process."""

    def __init__(self, mode):
        self.server = lrs.Server(("127.0.0.1", 0), Handler)
        self.server.state = lrs.State(mode, "")
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = "http://127.0.0.1:%d/xAPI" % self.server.server_address[1]

    def close(self):
        threading.Thread(target=self.server.shutdown, daemon=True).start()

    def ids(self):
        with self.server.state.lock:
            return set(self.server.state.statements)


class Collector:
    """The real one, on a folder of its own and maybe with a fault."""

    def __init__(self, space, state, fault=None):
        self.space, self.state = space, state
        self.process = subprocess.Popen(
            [space.bin + "/kenshu-collector", "--state", state, "--listen", "127.0.0.1:0"],
            env=space.env(state, fault=fault, fast=False), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        line = self.process.stdout.readline().decode()
        self.url = next((word for word in line.split() if word.startswith("http:")), "http://127.0.0.1:9/xAPI")

    def close(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def ids(self):
        """What is there when it is killed now."""
        self.close()
        copy = self.space.copy(self.state, "C")
        try:
            with sqlite3.connect(os.path.join(copy, "kenshu.db")) as db:
                return {row[0] for row in db.execute("SELECT id FROM received")}
        except sqlite3.Error:
            return set()
        finally:
            shutil.rmtree(copy, ignore_errors=True)


def cases(_sites):
    found = [("mode", mode) for mode in MODES]
    for call in range(1, COLLECTOR_CALLS):
        found += [("centre", "%s:%d:%d" % (what, call, count)) for what in ("EIO", "ENOSPC") for count in (1, faults.EVER)]
        found.append(("centre killed", "KILL:%d:1" % call))
    for call in range(30, KIOSK_CALLS):
        found += [("kiosk", "%s:%d:%d" % (what, call, count)) for what in ("EIO", "ENOSPC") for count in (1, faults.EVER)]
        found.append(("kiosk killed", "KILL:%d:1" % call))
    return found


def run_kiosk(space, state, url, lines, credentials=None, fault=None):
    more = ["--endpoint", url, *(["--credentials", credentials] if credentials else [])]
    return space.kiosk(state, lines, more=more, fast=False, fault=fault)


def delivered(state):
    """Ids that the kiosk has noted as delivered."""
    copy = "%s.sent-%d" % (state, os.getpid())
    shutil.copytree(state, copy)
    try:
        with sqlite3.connect(os.path.join(copy, "kenshu.db")) as db:
            return {r[0] for r in db.execute("SELECT id FROM statement JOIN delivery USING(seq)")}
    except sqlite3.Error:
        return set()
    finally:
        shutil.rmtree(copy, ignore_errors=True)


def judge(before, folder, run, noted, there):
    """Claims of the glass and notes of the ledger against @there, the ids the endpoint holds."""
    problems = []
    for scene in run.scenes:
        words = claims.labels(scene)
        if "記録はすべて送信済み" in words and any(r[3] not in there for r in before.rows.values()):
            problems.append("false all sent")
        if "送信済み" in words:
            for word in words:
                seq = int(word.split("-")[1]) if word.startswith("2026-") and word.count("-") == 2 else 0
                if seq in folder.rows and folder.rows[seq][3] not in there:
                    problems.append("false sent")
    if noted - there:
        problems.append("noted as delivered, never arrived")
    if run.died():
        problems.append("hang" if run.is_late else "died")
    return sorted(set(problems))


def settle(space, state, endpoint, credentials):
    """All is well again: everything arrives."""
    for _ in range(3):
        run = run_kiosk(space, state, endpoint.url, [PENDING, "quit"], credentials)
        folder = claims.Folder(state)
        there = endpoint.ids() if isinstance(endpoint, Endpoint) else delivered(state)
        if run.rc == 0 and not {r[3] for r in folder.rows.values()} - there:
            return [], folder
    return ["never sent"], folder


def play(space, seen, case):
    kind, what = case
    state, before = space.copy(seen.enrolled), claims.Folder(seen.enrolled)
    credentials, centre = seen.credentials, None
    if kind.startswith("centre"):
        centre = space.copy(seen.centre, "centre")
        endpoint = Collector(space, centre, what)
    else:
        endpoint = Endpoint(what if kind == "mode" else "normal")
    run = run_kiosk(space, state, endpoint.url, SCRIPT, credentials, what if kind.startswith("kiosk") else None)
    there, noted = endpoint.ids(), delivered(state)
    opened = space.opens(state)[0]
    problems = judge(before, claims.Folder(state), run, noted, there) + faults.after(opened)
    if kind == "mode":
        endpoint.server.state.mode = "normal"
        if what in REFUSED and space.kenshu(state, "kiosk", "resend") != 0:
            problems.append("cannot be let out")
    elif centre:
        endpoint = Collector(space, centre)
    late, folder = settle(space, state, endpoint, credentials)
    endpoint.close()
    for path in (state, centre):
        shutil.rmtree(path or "", ignore_errors=True)
    counts = dict.fromkeys(["lost", "duplicated", "unexpected", "recovered", "false"], 0)
    counts["false"] = sum(p.startswith("false") for p in problems)
    counts["lost"] = sum("never" in p for p in problems + late)
    return problems + late, counts, "%d rows, %d there, %d noted; %s" % (len(folder.rows), len(there), len(noted),
                                                                         run.err[-300:])


def prepare(space, seen):
    """A centre that knows the people, and a kiosk that it knows."""
    seen.centre, seen.enrolled = space.path("centre"), space.path("enrolled")
    seen.credentials = space.path("credentials")
    space.kenshu(seen.centre, "roster", "import", seen.roster)
    space.kenshu(seen.centre, "kiosk", "add", "k-01", "--out", seen.credentials)
    space.kenshu(seen.enrolled, "roster", "import", seen.roster)
    run = run_kiosk(space, seen.enrolled, "", [*visit.sign_in(visit.A), "tap 始める", "quiz right", "expect 合格", "tap 終了する"],
                    seen.credentials)
    if run.rc != 0:
        seen.faults.append("enrolled: %s" % run.err[-600:])
