#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a run of tests/data/kinds left behind:

kinds.py targets SCENES      judges every question and reason screen: targets of 15 mm that do not overlap, on the screen,
                             words on the screen and not over each other
kinds.py statements DB HOW   judges the answered statements: valid interactions, all right or all wrong (HOW)
kinds.py kinds SCENES        which kinds of target were seen on question screens
"""
import collections
import json
import re
import sqlite3
import sys

LEAST_MM = 15
HAS_PARTS = {"choice": ["choices"], "sequencing": ["choices"], "matching": ["source", "target"], "true-false": []}


def scenes(path):
    text, decoder, at = open(path, encoding="utf-8").read(), json.JSONDecoder(), 0
    while at < len(text):
        scene, at = decoder.raw_decode(text, at)
        while at < len(text) and text[at].isspace():
            at += 1
        if scene["screen"] in ("question", "reason"):
            yield scene


def meets(a, b):
    return a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]


def holds(a, b):
    return a[0] <= b[0] and a[1] <= b[1] and a[0] + a[2] >= b[0] + b[2] and a[1] + a[3] >= b[1] + b[3]


def faults_of(scene):
    screen = [0, 0, *scene["size"]]
    least = int(LEAST_MM * scene["px_per_mm"])
    targets = [e for e in scene["elements"] if e["tap"]]
    words = [e for e in scene["elements"] if e.get("ink")]
    bar = max(e["rect"][1] for e in scene["elements"] if e["role"] == "button")  # the top of the lowest
    for i, e in enumerate(targets):
        if min(e["rect"][2:]) < least:
            yield f"{e['label']}: {e['rect'][2]}x{e['rect'][3]} is under {least} px"
        if not holds(screen, e["rect"]):
            yield f"{e['label']}: off the screen at {e['rect']}"
        for other in targets[i + 1:]:
            if meets(e["rect"], other["rect"]):
                yield f"targets overlap: {e['label']} and {other['label']}"
    for i, e in enumerate(words):
        if not holds(screen, e["ink"]):
            yield f"words off the screen: {e['label']} at {e['ink']}"
        if e["ink"][1] < bar < e["ink"][1] + e["ink"][3] and not any(holds(t["rect"], e["ink"]) for t in targets):
            yield f"words into the bar: {e['label']} at {e['ink']}"
        for other in words[i + 1:]:
            if meets(e["ink"], other["ink"]):
                yield f"words over words: {e['label']} and {other['label']}"
        for target in targets:
            if meets(e["ink"], target["rect"]) and not holds(target["rect"], e["ink"]):
                yield f"words over an edge: {e['label']} and {target['label']}"


def targets(path):
    n, told = 0, set()
    for scene in scenes(path):
        n += 1
        told.update(f"{scene['screen']} {scene['size']} {scene['step']} %: {fault}" for fault in faults_of(scene))
    for fault in sorted(told)[:20]:
        print(fault)
    if told or n == 0:
        sys.exit(f"{len(told)} faults in {n} scenes")
    print(f"{n} scenes")


def check_interaction(definition, result):
    kind = definition["interactionType"]
    pattern, = definition["correctResponsesPattern"]
    ids = [{part["id"] for part in definition[name]} for name in HAS_PARTS[kind]]
    for name in HAS_PARTS[kind]:
        assert len(definition[name]) >= 2, name
        for part in definition[name]:
            assert re.fullmatch(r"[a-z0-9]+", part["id"]) and part["description"]["ja-JP"], part
    for response in (pattern, result["response"]):
        if kind == "true-false":
            assert response in ("true", "false"), response
        elif kind == "matching":
            pairs = [pair.split("[.]") for pair in response.split("[,]")]
            assert {a for a, _ in pairs} == ids[0] and {b for _, b in pairs} <= ids[1], response
        else:
            named = response.split("[,]")
            assert len(set(named)) == len(named) and set(named) <= ids[0], response
            assert kind != "sequencing" or set(named) == ids[0], response
    assert (pattern == result["response"]) == result["success"], (pattern, result)


def statements(path, how):
    seen = collections.Counter()
    for (text,) in sqlite3.connect(path).execute("SELECT bytes FROM statement WHERE kind = 'answered' ORDER BY seq"):
        statement = json.loads(text)
        definition = statement["object"]["definition"]
        check_interaction(definition, statement["result"])
        assert statement["result"]["success"] == (how == "right"), statement
        seen[definition["interactionType"]] += 1
    print(" ".join(f"{kind}:{n}" for kind, n in sorted(seen.items())))


def kinds(path):
    roles = {e["role"] for scene in scenes(path) if scene["screen"] == "question" for e in scene["elements"] if e["tap"]}
    print(" ".join(sorted(roles)))


{"targets": targets, "statements": statements, "kinds": kinds}[sys.argv[1]](*sys.argv[2:])
