# SPDX-License-Identifier: Apache-2.0
# What a kiosk recorded of self-inspections and acknowledgements, held against what a statement of each kind must say.
#   inspect.py STATE answers STAFF       the responses in the order they were given: "c01=yes c02=no …"
#   inspect.py STATE count VERB PART     how many statements have that verb and PART in their object's IRI
#   inspect.py STATE check               every such statement has the members it must have and none it must not have
import json
import sqlite3
import sys

BASE = "https://kenshu.kuresaka.example"
SHEET = BASE + "/checklist/self-inspection-"
KIOSK = BASE + "/xapi/ext/kiosk"


def statements(state):
    db = sqlite3.connect("file:%s/kenshu.db?mode=ro" % state, uri=True)
    return [json.loads(row[0]) for row in db.execute("SELECT bytes FROM statement ORDER BY seq")]


def verb(s):
    return s["verb"]["id"].rsplit("/", 1)[1]


def check_common(s):
    assert set(s) == {"id", "actor", "verb", "object", "result", "context", "timestamp"}, s
    assert s["actor"]["account"]["name"].startswith("s-") and "name" not in s["actor"]
    context = s["context"]
    assert {"registration", "platform", "revision", "language", "contextActivities", "extensions"} == set(context)
    groups = [a["id"] for a in context["contextActivities"]["grouping"]]
    assert any(g.startswith(BASE + "/program/") for g in groups), groups
    assert {"id", "seq", "prev", "clock", "mono_ms", "boot"} == set(context["extensions"][KIOSK])


def check_answer(s):
    definition = s["object"]["definition"]
    assert set(definition) == {"type", "name", "interactionType", "description", "choices"}, definition
    assert definition["type"].endswith("/cmi.interaction") and definition["interactionType"] == "choice"
    assert [c["id"] for c in definition["choices"]] == ["yes", "no", "na", "unknown"]
    assert set(s["result"]) == {"response", "duration"} and s["result"]["response"] in ("yes", "no", "na", "unknown")
    parent = s["context"]["contextActivities"]["parent"]
    assert len(parent) == 1 and s["object"]["id"].startswith(parent[0]["id"] + "/"), parent


def check_sheet(s):
    assert s["object"]["definition"]["type"] == "http://id.tincanapi.com/activitytype/checklist"
    assert s["result"]["completion"] is True and set(s["result"]) == {"completion", "duration"}


def check_agreement(s):
    sha = s["object"]["definition"]["extensions"][BASE + "/xapi/ext/sha256"]
    assert len(sha) == 64 and s["object"]["definition"]["type"].endswith("/file")
    assert set(s["result"]) == {"success", "response"} and s["result"]["success"] is True


def check(state):
    n = 0
    for s in statements(state):
        is_sheet = s["object"]["id"].startswith(SHEET)
        if not is_sheet and verb(s) != "agree":
            continue
        check_common(s)
        {"answered": check_answer, "completed": check_sheet, "agree": check_agreement}[verb(s)](s)
        n += 1
    assert n > 0, "nothing to check"


state, what = sys.argv[1:3]
if what == "check":
    check(state)
elif what == "count":
    print(sum(verb(s) == sys.argv[3] and sys.argv[4] in s["object"]["id"] for s in statements(state)))
else:
    print(" ".join("%s=%s" % (s["object"]["id"].rsplit("/", 1)[1], s["result"]["response"])
                   for s in statements(state)
                   if s["object"]["id"].startswith(SHEET) and verb(s) == "answered"
                   and s["actor"]["account"]["name"] == "s-" + sys.argv[3]))
