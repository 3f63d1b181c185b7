#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A Learning Record Store on loopback that is as good or as bad as a test wants it.

    lrs.py [--port N] [--mode MODE] [--credentials KEY:SECRET]

prints "port N" as its first line and serves until it is killed or stdin ends (--stdin). Address of
the statements: http://127.0.0.1:N/xAPI. A mode is chosen for all requests (--mode, PUT /_control/mode) or
for one address (http://127.0.0.1:N/mode/MODE/xAPI). Modes, each for every path but /_control:

    normal            a small, correct LRS: same id = same statement, else 409; GET by pages
    status:NNN[:S]    answer NNN, with Retry-After S
    have:N            answer 200, with X-Kenshu-Have N
    head:NAME:VALUE   answer 200, with this header, percent-encoded; without the version's when it is that one
    drop, lose        close without an answer; lose has stored the statements before
    rst, half         reset the connection; half: close in the middle of the body
    hang, slow        never answer; one byte a second
    endless, headers  a body, or header lines, without an end
    garbage, html     random bytes; a captive portal's page with status 200
    gateway:NNN       no LRS: NNN with {"error": ...} and without its version header
    redirect          302 to /elsewhere
    poison:TEXT       400 for a request that holds TEXT, else normal
    flaky:PERCENT     normal, but so often one of drop, lose, rst, status:500, status:503:1

GET /_control/statements: what is stored, in the order of arrival. GET /_control/requests: method, path, mode,
status (0: no answer), number of statements, bytes, and who asked, of each request. DELETE /_control/statements: an old backup.
"""

import argparse
import base64
import json
import os
import random
import socket
import struct
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

IGNORED = ("stored", "authority", "version", "attachments")
VERSIONS = ["1.0.3", "2.0.0"]


class State:
    def __init__(self, mode, credentials):
        self.lock = threading.Lock()
        self.mode = mode
        self.credentials = credentials
        self.statements = {}
        self.requests = []
        self.random = random.Random(1)
        self.n_duplicates = 0
        self.stored, self.clock = {}, 0

    def add(self, statements):
        """Returns the status; nothing is stored unless all can be."""
        with self.lock:
            for s in statements:
                known = self.statements.get(s["id"])
                if known is not None and compared(known) != compared(s):
                    return 409
            for s in statements:
                self.n_duplicates += s["id"] in self.statements
                self.statements.setdefault(s["id"], s)
                self.clock += 1
                self.stored.setdefault(s["id"], "2026-06-01T%02d:%02d:%02d.%03dZ" % (
                    self.clock // 3600000, self.clock // 60000 % 60, self.clock // 1000 % 60, self.clock % 1000))
        return 200

    def page(self, query):
        """Oldest first, three at a time, without what is voided, and with what an LRS adds."""
        since, skip = query.get("since", [""])[0], int(query.get("skip", ["0"])[0])
        with self.lock:
            gone = {s["object"]["id"] for s in self.statements.values()
                    if s["verb"]["id"].endswith("/voided")}
            found = [dict(s, stored=self.stored[s["id"]], version="1.0.0",
                          authority={"objectType": "Agent", "mbox": "mailto:lrs@example.invalid"})
                     for s in self.statements.values()
                     if s["id"] not in gone and self.stored[s["id"]] > since]
        rest = len(found) > skip + 3
        return {"statements": found[skip:skip + 3],
                "more": "/xAPI/statements?since=%s&skip=%d" % (since, skip + 3) if rest else ""}


def compared(statement):
    return {k: v for k, v in statement.items() if k not in IGNORED}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "lrs.py"
    disable_nagle_algorithm = True

    def log_message(self, *args):
        pass

    def serve(self):
        state = self.server.state
        parts = urlsplit(self.path)
        path, mode = parts.path, state.mode
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if path.startswith("/_control/"):
            return self.control(path, body)
        if path.startswith("/mode/"):
            _, _, mode, path = path.split("/", 3)
            path = "/" + path
        if mode.startswith("flaky:"):
            faults = ["drop", "lose", "rst", "status:500", "status:503:1"]
            with state.lock:
                hit = state.random.randrange(100) < int(mode.split(":")[1])
                mode = state.random.choice(faults) if hit else "normal"
        note = {"method": self.command, "path": path, "mode": mode, "status": 0,
                "n": body.count(b'"actor"'), "head": self.headers.get("X-Kenshu-Head", ""), "bytes": len(body),
                "agent": self.headers.get("User-Agent", ""), "authorization": self.headers.get("Authorization", "")}
        with state.lock:
            state.requests.append(note)
        name, _, argument = mode.partition(":")
        getattr(self, "mode_" + name)(note, argument, path, parse_qs(parts.query), body)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = serve

    def do_CONNECT(self):
        """As a proxy: the status is what the name begins with, "407.centre.test:443"; then it hangs up."""
        self.send_response_only(int(self.path.split(".")[0]))
        self.end_headers()
        self.close_connection = True

    def answer(self, note, status, body=b"", kind="application/json", headers=(), own=True):
        note["status"] = status
        self.send_response(status)
        if status not in (204, 304):
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
        for name, value in headers:
            self.send_header(name, value)
        if own:
            self.send_header("X-Experience-API-Version", "1.0.3")
        self.end_headers()
        if self.command != "HEAD" and status not in (204, 304):
            self.wfile.write(body)

    def answer_json(self, note, status, value):
        self.answer(note, status, json.dumps(value, ensure_ascii=False).encode())

    def control(self, path, body):
        state, note = self.server.state, {}
        if path == "/_control/mode" and self.command == "PUT":
            state.mode = body.decode().strip()
            return self.answer(note, 204)
        if path == "/_control/statements" and self.command == "DELETE":
            with state.lock:
                state.statements.clear()
            return self.answer(note, 204)
        with state.lock:
            known = {"/_control/statements": list(state.statements.values()),
                     "/_control/requests": list(state.requests),
                     "/_control/duplicates": state.n_duplicates}
        if path in known:
            return self.answer_json(note, 200, known[path])
        return self.answer_json(note, 404, None)

    def is_allowed(self):
        wanted = self.server.state.credentials
        given = (self.headers.get("Authorization") or "").partition(" ")[2]
        return not wanted or given == base64.b64encode(wanted.encode()).decode()

    # --- modes ---

    def mode_normal(self, note, _argument, path, query, body):
        if path == "/xAPI/about":
            return self.answer_json(note, 200, {"version": VERSIONS})
        if path != "/xAPI/statements":
            return self.answer_json(note, 404, {"error": "no such resource"})
        if not self.is_allowed():
            return self.answer_json(note, 401, {"error": "credentials"})
        if self.headers.get("X-Experience-API-Version") not in VERSIONS:
            return self.answer_json(note, 400, {"error": "version"})
        if self.command == "GET":
            if "statementId" not in query:
                return self.answer_json(note, 200, self.server.state.page(query))
            found = self.server.state.statements.get(query["statementId"][0])
            return self.answer_json(note, 404 if found is None else 200, found)
        try:
            statements = json.loads(body)
            statements = statements if isinstance(statements, list) else [statements]
            status = self.server.state.add(statements)
        except (ValueError, KeyError, TypeError):
            return self.answer_json(note, 400, {"error": "no statements"})
        return self.answer_json(note, status, [s["id"] for s in statements])

    def mode_poison(self, note, argument, path, query, body):
        if argument.encode() in body:
            return self.answer_json(note, 400, {"error": "poison"})
        return self.mode_normal(note, "", path, query, body)

    def mode_status(self, note, argument, *_):
        status, _, seconds = argument.partition(":")
        headers = [("Retry-After", seconds)] if seconds else []
        self.answer(note, int(status), b"{}", headers=headers)

    def mode_have(self, note, argument, *_):
        self.answer(note, 200, b"{}", headers=[("X-Kenshu-Have", argument)])

    def mode_head(self, note, argument, *_):
        name, _, value = unquote(argument).partition(":")
        self.answer(note, 200, b"{}", headers=[(name, value)], own=name != "X-Experience-API-Version")

    def mode_drop(self, *_):
        self.close_connection = True

    def mode_lose(self, _note, _argument, path, query, body):
        real, self.wfile = self.wfile, open(os.devnull, "wb")
        self.mode_normal({}, "", path, query, body)
        self.wfile.close()
        self.wfile = real
        self.close_connection = True

    def mode_rst(self, *_):
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.close_connection = True

    def send_head(self, *lines):
        self.close_connection = True
        self.wfile.write("\r\n".join(("HTTP/1.1 200 OK",) + lines + ("", "")).encode())

    def mode_half(self, *_):
        self.send_head("Content-Type: application/json", "Content-Length: 1000")
        self.wfile.write(b'["half')

    def mode_hang(self, *_):
        self.close_connection = True
        self.connection.settimeout(120)
        try:
            self.connection.recv(1)
        except OSError:
            pass

    def send_slowly(self, data, pause):
        self.close_connection = True
        try:
            for byte in data:
                self.wfile.write(bytes([byte]))
                time.sleep(pause)
        except OSError:
            pass

    def mode_slow(self, *_):
        self.send_slowly(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" * 100, 1)

    def send_for_ever(self, data):
        try:
            while True:
                self.wfile.write(data)
        except OSError:
            pass

    def mode_endless(self, *_):
        self.send_head("Content-Type: application/json")
        self.send_for_ever(b" " * 65536)

    def mode_headers(self, *_):
        self.close_connection = True
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        self.send_for_ever(b"X-More: and more\r\n" * 100)

    def mode_garbage(self, *_):
        self.close_connection = True
        self.wfile.write(random.Random(7).randbytes(4096))

    def mode_html(self, note, *_):
        page = "<!DOCTYPE html><title>Wi-Fi</title><p>ログインしてください</p>".encode()
        self.answer(note, 200, page, "text/html; charset=utf-8", own=False)

    def mode_redirect(self, note, *_):
        self.answer(note, 302, b"", "text/html", [("Location", "/elsewhere")], own=False)

    def mode_gateway(self, note, argument, *_):
        self.answer(note, int(argument), b'{"error":"blocked by policy"}', own=False)


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def shutdown_request(self, request):
        """A socket that is to be reset must not say goodbye first."""
        linger = request.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 8)
        if linger[:4] == struct.pack("i", 1):
            self.close_request(request)
        else:
            super().shutdown_request(request)

    def handle_error(self, request, client_address):
        pass  # the peer went away, which is what many modes are about


def main():
    parser = argparse.ArgumentParser(description="a scripted LRS on loopback, for tests")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--mode", default="normal")
    parser.add_argument("--credentials", default="")
    parser.add_argument("--stdin", action="store_true", help="end when stdin ends")
    options = parser.parse_args()
    server = Server(("127.0.0.1", options.port), Handler)
    server.state = State(options.mode, options.credentials)
    print("port", server.server_address[1], flush=True)
    if options.stdin:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        sys.stdin.buffer.read()
        return
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
