# SPDX-License-Identifier: Apache-2.0
"""The line between a kiosk and its centre fails at a delivery: the request never arrives, or it does and the answer never
comes, late, cut off, or with the centre's death. At the end everything must be at the centre, exactly once.

Only deliveries meet the fault. An endpoint that answers nothing at all proves nothing of them: a kiosk that cannot ask for the
versions does not begin to send."""
import http.client
import http.server
import os
import shutil
import socket
import sqlite3
import struct
import threading
import time

import claims
import faults
import sent
import visit
import world

RATE = 60  # so many times as fast goes the kiosk's clock: its limit of a minute for a request is over in a second
LIMIT_S = 60 / RATE
# What becomes of a delivery: does the centre get it, and what does the kiosk get?
ACTS = ["drop", "swallow", "half asked", "cut", "reset", "mute", "late", "slow", "half answered", "twice", "centre dies"]
UNSEEN = ["drop", "swallow", "half asked"]  # the centre never has it
SCRIPT = ["wait 100000", *visit.sign_in(visit.A), "inspect yes", "expect 自己点検が終わりました", "tap 終了する", "wait 130000"]


def cases(_sites):
    """[("wire", "ACT:FROM:COUNT")]: COUNT deliveries from the FROM-th on."""
    return [("wire", "%s:%d:%d" % (act, at, count)) for act in ACTS for at in range(1, 7)
            for count in (1, 2, faults.EVER)]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_args):
        pass

    def handle_one_request(self):
        try:
            super().handle_one_request()
        except (OSError, http.client.HTTPException):  # either side went away, which is what this is about
            self.close_connection = True

    def serve(self):
        wire = self.server.wire
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        is_delivery = self.command == "POST" and self.path.endswith("/statements")
        act = wire.next_act() if is_delivery else "pass"
        getattr(self, "act_" + act.replace(" ", "_"))(wire, body)

    do_GET = do_PUT = do_POST = do_DELETE = serve

    def ask(self, wire, body):
        """What the centre answers: status, headers, body."""
        line = http.client.HTTPConnection(*wire.there(), timeout=world.RUN_SECONDS)
        try:
            line.request(self.command, self.path, body or None,
                         {k: v for k, v in self.headers.items() if k.lower() not in ("connection", "expect")})
            answer = line.getresponse()
            return answer.status, answer.getheaders(), answer.read()
        finally:
            line.close()

    def answer(self, status, headers, body, n=None):
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in ("connection", "transfer-encoding", "content-length"):
                self.send_header(name, value)
        if status not in (204, 304):
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[:n])

    def act_pass(self, wire, body):
        self.answer(*self.ask(wire, body))

    def act_drop(self, _wire, _body):
        self.close_connection = True

    def act_swallow(self, wire, _body):
        self.close_connection = True
        wire.is_over.wait(world.RUN_SECONDS)

    def act_half_asked(self, wire, body):
        """The centre sees a request that ends in the middle."""
        self.close_connection = True
        head = "".join("%s: %s\r\n" % item for item in self.headers.items())
        with socket.create_connection(wire.there(), timeout=LIMIT_S) as line:
            line.sendall(("%s %s HTTP/1.1\r\n%s\r\n" % (self.command, self.path, head)).encode() + body[:len(body) // 2])

    def act_cut(self, wire, body):
        self.close_connection = True
        self.ask(wire, body)

    def act_reset(self, wire, body):
        self.act_cut(wire, body)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def act_mute(self, wire, body):
        self.act_cut(wire, body)
        wire.is_over.wait(world.RUN_SECONDS)

    def act_late(self, wire, body):
        answer = self.ask(wire, body)
        wire.is_over.wait(LIMIT_S * 1.5)
        self.answer(*answer)

    def act_slow(self, wire, body):
        answer = self.ask(wire, body)
        wire.is_over.wait(LIMIT_S / 3)
        self.answer(*answer)

    def act_half_answered(self, wire, body):
        self.close_connection = True
        status, headers, text = self.ask(wire, body)
        self.answer(status, headers, text, len(text) // 2)

    def act_twice(self, wire, body):
        self.ask(wire, body)
        self.answer(*self.ask(wire, body))

    def act_centre_dies(self, wire, body):
        """It has committed and answered, and dies; the answer is on the way no more."""
        self.act_cut(wire, body)
        wire.revive()


class Wire:
    """Between a kiosk and the real collector on a folder of its own."""

    def __init__(self, space, state, fault):
        act, at, count = fault.split(":")
        self.space, self.state, self.act = space, state, act
        self.first, self.behind, self.n = int(at), int(at) + int(count), 0
        self.lock, self.is_over = threading.Lock(), threading.Event()
        self.centre = sent.Collector(space, state)
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads, self.server.wire = True, self
        self.server.handle_error = lambda *_: None
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = "http://127.0.0.1:%d/xAPI" % self.server.server_address[1]

    def there(self):
        with self.lock:
            host, _, port = self.centre.url.split("/")[2].partition(":")
        return host, int(port)

    def next_act(self):
        with self.lock:
            self.n += 1
            return self.act if self.first <= self.n < self.behind else "pass"

    def heal(self):
        with self.lock:
            self.behind = 0

    def revive(self):
        with self.lock:
            self.centre.close()
            self.centre = sent.Collector(self.space, self.state)

    def close(self):
        self.is_over.set()
        self.server.shutdown()
        self.server.server_close()
        self.centre.close()


def read_rows(space, state, query):
    """Of a copy, since a program may be using it."""
    for _ in range(10):
        copy = space.copy(state, "read")
        try:
            with sqlite3.connect(os.path.join(copy, "kenshu.db")) as db:
                return db.execute(query).fetchall()
        except sqlite3.Error:  # copied while it was written to
            time.sleep(0.05)
        finally:
            shutil.rmtree(copy, ignore_errors=True)
    raise RuntimeError("%s cannot be read" % state)


def received(space, state):
    """[(id, bytes)] as the centre holds them."""
    return read_rows(space, state, "SELECT id, bytes FROM received")


def sent_by(space, *states):
    """{id: bytes}"""
    return dict(row for state in states for row in read_rows(space, state, "SELECT id, bytes FROM statement"))


def compare(mine, rows):
    """What a centre with @rows has done to @mine, in the checker's words: {word: number}."""
    ids = [row[0] for row in rows]
    return {"lost": len(set(mine) - set(ids)), "duplicated": len(ids) - len(set(ids)),
            "unexpected": sum(mine.get(row[0]) != row[1] for row in rows)}


def deliver_rest(space, state, url, credentials, done):
    """All is well again; the kiosk runs until @done says that everything is there. Does it?"""
    until, wait_ms = time.time() + world.RUN_SECONDS, 300
    while not done():
        if time.time() > until:
            return False
        sent.run_kiosk(space, state, url, ["wait %d" % wait_ms, "quit"], credentials)
        wait_ms = min(2 * wait_ms, 5000)  # a busy machine may not come to send in less
    return True


def judge_centre(space, centre, mine, is_told):
    """Of a centre that nobody uses any more. @is_told: a copy is about, and verify has to say so: as a fault where numbers were
    given out twice, in words where the centre saw it in time."""
    problems, words = [], compare(mine, received(space, centre))
    problems += ["%s at the centre" % word for word, n in words.items() if n > 0]
    if space.kenshu(centre, "rebuild", "--check") != 0:
        problems.append("the centre's sums are not its rows'")
    rc, text = space.says(centre, "verify")
    if is_told and rc == 0 and "写し" not in text:
        problems.append("verify is content with a copy")
    elif not is_told and rc != 0:
        problems.append("the centre does not verify")
    return problems, words


def play(space, seen, case):
    state, centre = space.copy(seen.enrolled), space.copy(seen.centre, "centre")
    before, wire = claims.Folder(seen.enrolled), Wire(space, centre, case[1])
    try:
        run = space.kiosk(state, SCRIPT, more=["--endpoint", wire.url, "--credentials", seen.credentials], fast=False,
                          DUR_RATE=RATE)
        noted, there = sent.delivered(state), {row[0] for row in received(space, centre)}
        problems = sent.judge(before, claims.Folder(state), run, noted, there) + faults.after(space.opens(state)[0])
        n_met, _ = wire.n - wire.first + 1, wire.heal()
        if not deliver_rest(space, state, wire.url, seen.credentials,
                            lambda: not set(sent_by(space, state)) - {row[0] for row in received(space, centre)}):
            problems.append("never sent")
    finally:
        wire.close()
    more, words = judge_centre(space, centre, sent_by(space, state), False)
    for path in (state, centre):
        shutil.rmtree(path, ignore_errors=True)
    counts = {**dict.fromkeys(["recovered", "false"], 0), **words}
    counts["false"] = sum(p.startswith(("false", "noted")) for p in problems)
    return problems + more, counts, "%d deliveries met it, %d noted, %d there; exit %d %s" % (
        n_met, len(noted), len(there), run.rc, run.err[-300:])
