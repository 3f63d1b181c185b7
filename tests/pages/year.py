#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""year.py ENDPOINT CREDENTIALS ROSTER: a year of training of the people of ROSTER, sent as an LRS client's statements."""

import base64
import csv
import json
import sys
import urllib.request
import uuid

BASE = "https://kenshu.kuresaka.example"
VERBS = {"answered": "http://adlnet.gov/expapi/verbs/", "passed": "http://adlnet.gov/expapi/verbs/",
         "failed": "http://adlnet.gov/expapi/verbs/", "checkin": BASE + "/xapi/verbs/"}
QUESTIONS = {"m1": ["この方針を守る人", "守る期間", "方針の目的"], "m5": ["振込先の変更を知らせるメール", "あやしい電話"],
             "m6": ["暗号化された画面が出たとき", "連絡の順番"]}
ITEMS = {"i01": "席を離れるとき、画面をロックしていますか。", "i02": "パスワードを使い回していませんか。",
         "i03": "書類を机に置いたままにしていませんか。"}


def statement(staff, verb, path, minute, definition=None, result=None, course=True, attempt=1):
    grouping = [{"id": BASE + "/program/2026"}]
    made = {"id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{staff} {verb} {path} {minute}")),
            "actor": {"account": {"homePage": BASE + "/staff", "name": "s-" + staff}},
            "verb": {"id": VERBS[verb] + verb},
            "object": {"id": f"{BASE}/{path}", "definition": definition or {}},
            "context": {"contextActivities": {"grouping": grouping},
                        "extensions": {BASE + "/xapi/ext/attempt": attempt}},
            "timestamp": "2026-09-%02dT%02d:%02d:00Z" % (1 + minute // 480 % 28, minute // 60 % 8, minute % 60)}
    if course:
        made["context"]["revision"] = "annual@1+2026.2"
    if result:
        made["result"] = result
    return made


def year(people):
    minute = 0
    for i, number in enumerate(people):
        for k, (lesson, questions) in enumerate(QUESTIONS.items()):
            if i % 5 <= k:
                continue
            for q, title in enumerate(questions):
                right = (i * 7 + q * 3 + k) % (4 if q else 3) != 0
                minute += 1
                yield statement(number, "answered", f"course/annual/{lesson}/quiz/{lesson}-q{q + 1:02}", minute,
                                {"type": "http://adlnet.gov/expapi/activities/cmi.interaction", "interactionType": "choice",
                                 "name": {"ja-JP": title}, "description": {"ja-JP": title + "。どうしますか。"},
                                 "choices": [{"id": "a", "description": {"ja-JP": "係へ届ける"}},
                                             {"id": "b", "description": {"ja-JP": "そのままにする"}}],
                                 "correctResponsesPattern": ["a"],
                                 "extensions": {BASE + "/xapi/ext/clauses": [["5", "3(1)", "6(7)"][k]]}},
                                {"response": "a" if right else "b", "success": right})
            passed = (i + k) % 6 != 0
            yield statement(number, "passed" if passed else "failed", f"course/annual/{lesson}", minute + 1,
                            result={"success": passed, "score": {"raw": 4 if passed else 2, "max": 5}, "duration": "PT4M%dS" % (i % 60)})
        for item, text in ITEMS.items():
            minute += 1
            answer = "no" if (i + len(text)) % 3 == 0 else "unknown" if i % 7 == 0 else "yes"
            yield statement(number, "answered", f"checklist/self-inspection-2026/{item}", minute,
                            {"description": {"ja-JP": text}}, {"response": answer}, False)
        if i % 2 == 0:
            yield statement(number, "checkin", "session/2026-09-01-1", minute, course=False)


def send(endpoint, credentials, statements):
    request = urllib.request.Request(endpoint + "/statements", json.dumps(statements).encode(), {
        "Authorization": "Basic " + base64.b64encode(credentials.encode()).decode(),
        "Content-Type": "application/json", "X-Experience-API-Version": "1.0.3"})
    urllib.request.urlopen(request).read()


def main():
    endpoint, credentials, roster = sys.argv[1:]
    with open(roster, encoding="utf-8-sig") as file:
        people = [row["職員番号"] for row in csv.DictReader(file)]
    batch = list(year(people))
    for at in range(0, len(batch), 200):
        send(endpoint, open(credentials).read().strip(), batch[at:at + 200])


main()
