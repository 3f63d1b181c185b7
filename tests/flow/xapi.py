#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Replays statement writes against an LRS: xapi.py ENDPOINT USER:SECRET FILE.jsonl.gz…

Each line has method, address, headers, body and the status that a conformant LRS gives. Prints where the answer differs,
and exits 1.
"""
import base64
import gzip
import http.client
import json
import sys
import urllib.parse


def replay(endpoint, credentials, path):
    place = urllib.parse.urlsplit(endpoint)
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=30)
    auth = "Basic " + base64.b64encode(credentials.encode()).decode()
    n = differ = 0
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            n += 1
            url = place.path + row["u"].removeprefix("/xapi")
            connection.request(row["m"], url, row["b"].encode(), {**row["h"], "Authorization": auth})
            answer = connection.getresponse()
            words = answer.read().decode()
            if answer.status != row["status"]:
                differ += 1
                print(f"{path}:{n}: {answer.status} and not {row['status']}: {words}{row['b'][:300]}")
            if not answer.headers["X-Experience-API-Version"]:
                differ += 1
                print(f"{path}:{n}: an answer without a version")
    print(f"{path}: {n} writes, {differ} differ")
    return differ or n == 0


if __name__ == "__main__":
    sys.exit(1 if sum(replay(sys.argv[1], sys.argv[2], path) for path in sys.argv[3:]) else 0)
