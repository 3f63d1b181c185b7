#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A contactless card in vsmartcard's virtual reader: vcard.py PORT HEX [SECONDS] lies there that long, then is taken away.

It answers "what is your number" as a real reader does, and nothing else. HEX "none" refuses even that.
"""
import socket
import struct
import sys
import time

ATR = bytes.fromhex("3B8F8001804F0CA0000003060300030000000068")
ASK = bytes.fromhex("FFCA000000")


def receive(link, n):
    data = b""
    while len(data) < n:
        piece = link.recv(n - len(data))
        if not piece:
            raise EOFError
        data += piece
    return data


def answer(message, number):
    if len(message) == 1:  # off, on, reset: nothing; 4: the ATR
        return ATR if message[0] == 4 else None
    return number + b"\x90\x00" if message == ASK and number else b"\x6d\x00"


def main():
    port, text, seconds = int(sys.argv[1]), sys.argv[2], float(sys.argv[3]) if len(sys.argv) > 3 else 1.0
    number = b"" if text == "none" else bytes.fromhex(text)
    until = time.monotonic() + seconds
    with socket.create_connection(("127.0.0.1", port), timeout=5) as link:
        while time.monotonic() < until:
            link.settimeout(max(0.01, until - time.monotonic()))
            try:
                reply = answer(receive(link, *struct.unpack(">H", receive(link, 2))), number)
            except (TimeoutError, EOFError):
                return
            if reply is not None:
                link.sendall(struct.pack(">H", len(reply)) + reply)


main()
