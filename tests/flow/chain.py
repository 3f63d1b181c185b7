# SPDX-License-Identifier: Apache-2.0
"""chain.py KIOSK COUNT STAFF…: a JSON array of chained statements, each with a mark of its own (mark-1 …).
Each person passes m1, m5 and m6 in turn."""
import hashlib
import json
import sys
import uuid

BASE = "https://kenshu.example"
kiosk, count, people = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
prev = "0" * 64
out = []
for seq in range(1, count + 1):
    text = json.dumps({
        "id": str(uuid.uuid4()),
        "actor": {"account": {"homePage": BASE + "/staff", "name": "s-" + people[(seq - 1) // 3 % len(people)]}},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/passed", "display": {"ja-JP": "合格した"}},
        "object": {"id": f"{BASE}/course/annual/{['m1', 'm5', 'm6'][(seq - 1) % 3]}"},
        "context": {
            "platform": f"mark-{seq};",
            "contextActivities": {"grouping": [{"id": BASE + "/program/2026"}]},
            "extensions": {BASE + "/xapi/ext/kiosk": {"id": kiosk, "seq": seq, "prev": prev, "clock": "synced"}},
        },
        "timestamp": f"2026-05-18T00:30:{seq:02d}.000Z",
    }, ensure_ascii=False, separators=(",", ":"))
    prev = hashlib.blake2b(text.encode(), digest_size=32).hexdigest()
    out.append(text)
print("[" + ",".join(out) + "]")
