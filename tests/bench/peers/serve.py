#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""serve.py DIR LOG: the SurveyJS page on a free loopback port (printed), and a POST that answers when its body is on the disk.

Our kiosk shows what it thinks of an answer only after the fact is durable; the browser's page waits for the same.
"""
import http.server
import os
import sys


class Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        os.write(log, body + b"\n")
        os.fdatasync(log)
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


os.chdir(sys.argv[1])
log = os.open(sys.argv[2], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(f"http://127.0.0.1:{server.server_port}/", flush=True)
server.serve_forever()
