#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""kill_reply.py BIN [N]: the collector is killed N times (1,000) between the COMMIT of a batch and its answer.

Whoever sent it hears nothing and sends the same bytes again to the next collector; then the batch after it is sent, and that
one is killed. In the end every statement is there once, whole, and its batch was refused by nobody.
"""
import base64
import http.client
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import uuid

BATCH = 5
HERE = os.path.dirname(os.path.abspath(__file__))


def batch():
    return [{
        "id": str(uuid.uuid4()), "timestamp": "2026-11-24T01:00:00Z",
        "actor": {"account": {"homePage": "https://kenshu.example/staff", "name": "s-000123"}},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/experienced"},
        "object": {"id": f"https://kenshu.example/course/annual/m{i + 1}"},
    } for i in range(BATCH)]


class Collector:
    """One life of it; killed as it begins its n-th answer (0: never)."""

    def __init__(self, folder, program, shim, kill_at):
        env = dict(os.environ, LD_PRELOAD=shim, KILL_AT_REPLY=str(kill_at)) if kill_at else dict(os.environ)
        self.process = subprocess.Popen([program, "--state", folder, "--listen", "127.0.0.1:0"], env=env,
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.port = int(self.process.stdout.readline().rsplit(":", 1)[1].split("/")[0])

    def send(self, auth, statements):
        """The status, or None for no answer."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            line.request("POST", "/xAPI/statements", json.dumps(statements), {
                "Authorization": auth, "X-Experience-API-Version": "1.0.3", "Content-Type": "application/json"})
            answer = line.getresponse()
            answer.read()
            return answer.status
        except (ConnectionError, http.client.HTTPException):
            return None
        finally:
            line.close()

    def end(self):
        self.process.terminate()
        return self.process.wait()


def fail(text):
    print("not ok:", text)
    sys.exit(1)


def main():
    binaries, times = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    with tempfile.TemporaryDirectory() as work:
        shim, folder, cred = work + "/shim.so", work + "/C", work + "/cred"
        subprocess.run(["cc", "-shared", "-fPIC", "-D_GNU_SOURCE", "-O1", "-o", shim, HERE + "/reply_shim.c", "-ldl"],
                       check=True)
        subprocess.run([binaries + "/kenshu", "client", "add", "c-1", "--scope", "all", "--state", folder, "--out", cred],
                       check=True, stdout=subprocess.DEVNULL)
        with open(cred, encoding="utf-8") as file:
            auth = "Basic " + base64.b64encode(file.read().strip().encode()).decode()
        program = binaries + "/kenshu-collector"
        sent, waiting, n_there = [], None, 0
        for i in range(times):
            collector = Collector(folder, program, shim, 2 if waiting else 1)
            if waiting and collector.send(auth, waiting) != 200:
                fail(f"{i}: the batch is refused when it is sent again")
            waiting = batch()
            sent += waiting
            if collector.send(auth, waiting) is not None or collector.process.wait() != -9:
                fail(f"{i}: the collector answered, or did not die of it")
            with sqlite3.connect(f"file:{folder}/kenshu.db?mode=ro", uri=True) as db:
                n_there += db.execute("SELECT count(*) FROM received WHERE id = ?",
                                      [waiting[-1]["id"]]).fetchone()[0]
        collector = Collector(folder, program, shim, 0)
        if collector.send(auth, waiting) != 200:
            fail("the last batch is refused")
        if collector.end() != 0:
            fail("the last collector did not end well")
        with sqlite3.connect(folder + "/kenshu.db") as db:
            there = [row[0] for row in db.execute("SELECT id FROM received")]
            whole = db.execute("PRAGMA integrity_check").fetchone()[0]
        lost, twice = len({s["id"] for s in sent} - set(there)), len(there) - len(set(there))
        print(f"killed {times} times before the answer, {n_there} of them behind the COMMIT: "
              f"{len(sent)} statements sent, {lost} lost, {twice} twice, {whole}")
        if lost or twice or whole != "ok" or len(there) != len(sent) or n_there != times:
            fail("not each one once")


main()
