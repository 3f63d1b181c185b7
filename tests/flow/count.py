#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""count.py COLLECTOR_STATE KIOSK_STATE…: are the centre's statements exactly the kiosks'?

Prints Jepsen's words — lost, duplicated, unexpected, recovered — and exits 1 unless the first three are 0.
Reads the databases as they lie; run it while no kiosk is running.
"""
import collections
import os
import sqlite3
import sys


def rows(state, sql):
    connection = sqlite3.connect(os.path.join(state, "kenshu.db"))
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    sent = {}
    for state in sys.argv[2:]:
        for identity, data in rows(state, "SELECT id, bytes FROM statement"):
            sent[identity if isinstance(identity, str) else identity.hex()] = bytes(data)
    received = collections.Counter()
    content = {}
    for identity, data in rows(sys.argv[1], "SELECT id, bytes FROM received"):
        key = identity if isinstance(identity, str) else identity.hex()
        received[key] += 1
        content[key] = bytes(data)
    lost = [key for key in sent if key not in received]
    altered = [key for key in sent if key in content and content[key] != sent[key]]
    duplicated = [key for key, n in received.items() if n > 1]
    unexpected = [key for key in received if key not in sent] + altered
    print(
        f"lost {len(lost)} duplicated {len(duplicated)} unexpected {len(unexpected)} recovered {len(sent) - len(lost)}"
    )
    return 1 if lost or duplicated or unexpected else 0


if __name__ == "__main__":
    sys.exit(main())
