#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""slow.py URL CA [N]: N (400) slow connections, and what a good client of the same centre gets meanwhile.

A quarter each connects and says nothing (over TLS: not even its hello), stops within its first line, sends its head byte by
byte, sends its body byte by byte; who is cut off comes again. The good client opens a connection of its own for each of 120
requests. Prints `slow N there M p50 MS p99 MS failed K`; exits with 1 unless K is 0 and p99 within a second. CA: - without TLS.
"""
import asyncio
import http.client
import multiprocessing
import random
import ssl
import sys
import time
import urllib.parse

REQUESTS = 120
LIMIT_S = 1.0
HEAD = b"POST /xAPI/statements HTTP/1.1\r\nHost: x\r\nX-Experience-API-Version: 1.0.3\r\nX-Slow: "
BODY = b"POST /xAPI/statements HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n"


async def crawl(kind, host, port, context, there):
    """One of the slow: again and again, until the process ends."""
    while True:
        counted = False
        try:
            over = context if kind else None
            reader, writer = await asyncio.open_connection(host, port, ssl=over, ssl_handshake_timeout=30 if over else None)
            with there.get_lock():
                there.value += 1
            counted = True
            writer.write((b"", b"GET /xAPI/ab", HEAD, BODY)[kind])
            gone = asyncio.ensure_future(reader.read(1))
            while not gone.done():
                await asyncio.wait([gone], timeout=0.5)
                if kind >= 2:
                    writer.write(b"a")
            writer.close()
        except (OSError, ssl.SSLError, asyncio.TimeoutError):
            pass
        if counted:
            with there.get_lock():
                there.value -= 1
        await asyncio.sleep(random.uniform(0.1, 0.4))


def be_slow(n, host, port, ca, there):
    async def all_of_them():
        await asyncio.gather(*(crawl(i % 4, host, port, context, there) for i in range(n)))

    context = ssl.create_default_context(cafile=ca) if ca else None
    asyncio.run(all_of_them())


def ask(host, port, context):
    """Seconds, or None: no answer."""
    began = time.monotonic()
    try:
        line = (http.client.HTTPSConnection(host, port, timeout=10, context=context) if context
                else http.client.HTTPConnection(host, port, timeout=10))
        line.request("GET", "/xAPI/about")
        answer = line.getresponse()
        answer.read()
        line.close()
        return time.monotonic() - began if answer.status == 200 else None
    except (OSError, http.client.HTTPException):
        return None


def main():
    url = urllib.parse.urlsplit(sys.argv[1])
    ca = None if sys.argv[2] == "-" else sys.argv[2]
    n = int(sys.argv[3]) if len(sys.argv) > 3 else 400
    context = ssl.create_default_context(cafile=ca) if ca else None
    there = multiprocessing.Value("i", 0)
    slow = multiprocessing.Process(target=be_slow, args=(n, url.hostname, url.port, ca, there), daemon=True)
    slow.start()
    until = time.monotonic() + 4
    while time.monotonic() < until and there.value < n // 2:  # a centre that cuts some off never has all
        time.sleep(0.05)
    most = there.value
    took = []
    while len(took) < REQUESTS and took.count(None) < 5:
        took.append(ask(url.hostname, url.port, context))
        most = max(most, there.value)
    slow.kill()
    good = sorted(s for s in took if s is not None)
    failed = len(took) - len(good)
    p50, p99 = (good[len(good) * p // 100] for p in (50, 99)) if good else (LIMIT_S * 99, LIMIT_S * 99)
    print(f"slow {n} there {most} p50 {p50 * 1000:.0f} p99 {p99 * 1000:.0f} failed {failed}")
    return 0 if failed == 0 and p99 <= LIMIT_S and most > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
