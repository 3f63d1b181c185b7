#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What an upgrade may not change, read past the programs: rows.py version|rows|spoil KENSHU.DB, rows.py within BEFORE AFTER."""
import hashlib
import sqlite3
import sys


def rows(db):
    for seq, name, data, chain in db.execute("SELECT seq, id, bytes, hash FROM statement ORDER BY seq"):
        print("statement", seq, name, hashlib.sha256(data).hexdigest(), chain.hex())
    for row in db.execute("SELECT number, hash FROM pin ORDER BY number"):
        print("pin", *row)


def spoil(db):
    """One letter of the first statement, as somebody would who wants it to say something else."""
    db.execute("DROP TRIGGER statement_no_update")
    seq, data = db.execute("SELECT seq, bytes FROM statement ORDER BY seq LIMIT 1").fetchone()
    db.execute("UPDATE statement SET bytes = ? WHERE seq = ?", (data.replace(b"000101", b"000102", 1), seq))
    db.commit()


def within(before, after):
    lost = set(open(before, encoding="utf-8")) - set(open(after, encoding="utf-8"))
    for line in sorted(lost):
        print("gone or changed:", line, end="", file=sys.stderr)
    return 1 if lost else 0


def main():
    what, path = sys.argv[1:3]
    if what == "within":
        return within(path, sys.argv[3])
    db = sqlite3.connect(path)
    if what == "version":
        print(db.execute("PRAGMA user_version").fetchone()[0])
    elif what == "rows":
        rows(db)
    else:
        spoil(db)
    db.close()
    return 0


sys.exit(main())
