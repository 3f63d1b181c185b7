#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Judges scenes as they stood on the glass (UI.md "Size" and "Touch").

walk.py plan CONTENT      make every question of every lesson come up: rewrite courses/annual.yaml there
walk.py judge SCENES      print what is cut off, covered, too small or too near; exit 1 if anything is
walk.py prove SCENES      plant each kind of fault into good scenes; exit 1 if one is not found
"""
import copy
import glob
import json
import os
import re
import sys

from walk_across import Counts, Spots, bottom, finds_miscounts, finds_swapped_spots, right

TARGET_MM, KEY_MM, CHOICE_MM, GAP_MM = 15, 20, 18, 3
BAR_MM, MAIN_MM, BAR_PAD_MM = 37.5, 24, 7
NOTE_MM = 5.5  # the smallest words
FAR_MM = {"emergency": 24, "own": 17}  # read from two metres; copied down from a card that has half the width (design 53)
EDGE = 3.0  # contrast of the box of a target with what lies around it
ASKS = ("question", "opening", "drill")  # where what there is to choose from is asked on the same screen
REACH = 0.40  # KS_REACH_PERCENT: in 低い位置 nothing to touch begins higher
FAULTS_SHOWN = 60


def meet(a, b):
    """Width and height of what two rectangles share. Asked some thirty million times: no calls."""
    ax, ay, aw, ah = a
    bx, by, bw, bh = b
    aw += ax
    bw += bx
    ah += ay
    bh += by
    return (
        (aw if aw < bw else bw) - (ax if ax > bx else bx),
        (ah if ah < bh else bh) - (ay if ay > by else by),
    )


def is_within(inner, outer, slack=1):
    x, y, w, h = inner
    left, top, width, height = outer
    return (
        x >= left - slack
        and y >= top - slack
        and x + w <= left + width + slack
        and y + h <= top + height + slack
    )


def has_words(element):
    return element.get("ink") and element["ink"][2] > 0


def live(scene):
    """What is not behind a dialogue."""
    elements = scene["elements"]
    for index, element in enumerate(elements):
        if element["role"] == "dialog":
            return elements[index:]
    return elements


def words_faults(scene, elements):
    screen = [0, 0, *scene["size"]]
    for element in elements:
        label = element["label"].replace("\n", " ")[:24]
        if not is_within(element["rect"], screen, 0):
            # A line box may reach over the edge where its characters do not.
            if element["role"] not in ("text", "heading") or not has_words(element):
                yield "outside", f"「{label}」 {element['rect']} is not on the screen"
        if has_words(element) and not is_within(element["ink"], screen, 0):
            yield "outside", f"words 「{label}」 {element['ink']} are not on the screen"
        if has_words(element) and not is_within(element["ink"], element["rect"], 2):
            if element["role"] not in ("text", "heading"):
                yield "spill", f"words 「{label}」 {element['ink']} leave {element['rect']}"
        if element["role"] in ("text", "heading") and not has_words(element) and label:
            yield "outside", f"words 「{label}」 {element['rect']} are nowhere"


def cover_faults(elements):
    worded = [e for e in elements if has_words(e)]
    for element in worded:
        if element.get("covered"):
            yield "cover", f"「{element['label'][:16]}」 is painted over"
    for i, one in enumerate(worded):
        for other in worded[i + 1 :]:
            w, h = meet(one["ink"], other["ink"])
            if w > 1 and h > 1:
                yield "cover", f"「{one['label'][:16]}」 and 「{other['label'][:16]}」 share {w}x{h} px"
    # A number may stand on a picture's edge, words wholly inside a target that is not their own: a card in a box.
    for image in (e for e in elements if e["role"] in ("image", "progress", "field")):
        for other in worded:
            w, h = meet(image["rect"], other["ink"])
            if image["role"] == "image" and len(other["label"]) <= 2:
                continue
            if other is not image and w > 1 and h > 1 and not has_words(image):
                yield "cover", f"{image['role']} and 「{other['label'][:16]}」 share {w}x{h} px"
    for target in (e for e in elements if e["tap"] and e["role"] != "region"):
        for other in worded:
            w, h = meet(target["rect"], other["ink"])
            if is_within(other["ink"], target["rect"]):
                continue
            if other is not target and w > 1 and h > 1 and not other["tap"]:
                yield "cover", f"target 「{target['label'][:16]}」 covers 「{other['label'][:16]}」"


def least_px(scene, element):
    mm = {"key": KEY_MM, "choice": CHOICE_MM}.get(element["role"], TARGET_MM)
    step = 1 if element["role"] == "region" else scene["step"] / 100
    return mm * step * scene["px_per_mm"] - 1


def target_faults(scene, elements):
    targets = [e for e in elements if e["role"] in ("button", "choice", "key", "region")]
    targets = [e for e in targets if e["tap"] or "disabled" in e["state"]]
    gap = GAP_MM * scene["px_per_mm"] - 1
    for i, one in enumerate(targets):
        label = one["label"].replace("\n", " ")[:16]
        side = min(one["rect"][2:])
        least = least_px(scene, one)
        if one["role"] == "choice":  # the row's height; a tile is wide enough by itself
            side = one["rect"][3]
        if side < least:
            yield "small", f"「{label}」 has {side} px, must have {least:.0f}"
        for other in targets[i + 1 :]:
            w, h = meet(one["rect"], other["rect"])
            if max(w, h) > -gap and min(w, h) > -gap and not (w < -gap or h < -gap):
                if max(-w, -h) < gap:
                    yield "near", f"「{label}」 and 「{other['label'][:16]}」 are {max(-w, -h)} px apart"


def bar_faults(scene, elements):
    """Where a bottom bar has a main button, everything is either in the bar or above it."""
    mm, step = scene["px_per_mm"], scene["step"] / 100
    height = max(round(BAR_MM * mm), round(MAIN_MM * step * mm) + round(BAR_PAD_MM * mm))
    top = scene["size"][1] - height
    middle = top + height / 2
    bars = [e for e in elements if e["role"] == "button" and e["rect"][1] > top]
    if not any(abs(e["rect"][1] + e["rect"][3] / 2 - middle) <= 2 for e in bars):
        return
    # The policy's contents stand beside the bar, down to the edge of the screen.
    left = scene["size"][0] * 0.3 if scene["screen"] == "policy" else 0
    for element in elements:
        r = element["ink"] if has_words(element) else element["rect"]
        if right(r) < left:
            continue
        if element["role"] != "dialog" and bottom(r) > top + 1 and r[1] < top - 1:
            yield "bar", f"「{element['label'][:24]}」 reaches below the bottom bar's edge"
        elif element["role"] in ("image", "choice", "field", "region") and bottom(r) > top + 1:
            yield "bar", f"{element['role']} 「{element['label'][:24]}」 stands in the bottom bar"


def reach_faults(scene, elements):
    """低い位置: everything to touch begins below the line; of a drawing, whose parts cannot move, the middle does."""
    line = scene["size"][1] * REACH
    if not scene.get("is_low"):
        return
    drawings = [e["rect"] for e in elements if e["role"] == "image"]
    for element in elements:
        r = element["rect"]
        if not element["tap"] and "disabled" not in element["state"] or r[1] >= line:
            continue
        if scene["screen"] == "reason" and not element["tap"]:
            continue  # an answer that was given: nothing to touch any more
        label = element["label"].replace("\n", " ")[:16]
        if element["role"] == "region" and any(is_within(r, d, least_px(scene, element)) for d in drawings):
            if all(d[1] + d[3] / 2 < line for d in drawings):
                yield "reach", f"the drawing with 「{label}」 is not low enough"
            continue
        yield "reach", f"{element['role']} 「{label}」 begins at {r[1] * 100 // scene['size'][1]} %"


def tiny_faults(scene, elements):
    standard = NOTE_MM * scene["px_per_mm"]
    for element in elements:
        least = standard * (scene["step"] / 100 if scene["step"] else 1)
        if element["role"] == "image" and scene["screen"] != "page":
            least = standard  # a drawing to find something in, or of a poster, fills its place at any step
        if element.get("em", 99) < least - 1:
            yield "tiny", f"「{element['label'][:16]}」 has {element['em']} px, must have {least:.0f}"


def far_faults(scene, elements):
    """What is copied down or dialled: the numbers of 緊急連絡先, the number of a certificate."""
    least = FAR_MM.get(scene["screen"], 0) * scene["px_per_mm"] - 2  # type comes in even sizes
    number = {"emergency": r"[0-9-]{3,}", "own": r"\d{4}-\d{4,}-[0-9A-Z]{4}"}.get(scene["screen"])
    for element in elements if number else ():
        if has_words(element) and re.fullmatch(number, element["label"]) and element["em"] < least:
            yield "far", f"「{element['label']}」 has {element['em']} px, must have {least:.0f}"


def edge_faults(scene, elements):
    for element in elements:
        if element["tap"] and element.get("edge", 99) < EDGE:
            if scene["screen"] == "policy" and "selected" in element["state"]:
                continue  # the clause at hand: bold in its colour; the list has no boxes
            yield "edge", f"the box of 「{element['label'][:16]}」 has a contrast of {element['edge']}"


def alone_faults(scene, elements):
    """Choices without what is asked, a heading without what it heads: on a further part of a screen."""
    body = [e for e in elements[1:] if e["rect"][1] >= bottom(elements[0]["rect"]) and has_words(e)]
    words = [e for e in body if e["role"] in ("heading", "text") and not e["tap"]]
    choices = [e for e in body if e["role"] == "choice"]
    if scene["screen"] in ASKS and choices:
        if not any(bottom(e["ink"]) <= choices[0]["rect"][1] + 1 for e in words):
            yield "alone", f"「{choices[0]['label'][:16]}」 and others, and nothing is asked"
    heads = [e for e in words if e["role"] == "heading"] if scene["screen"] == "result" else []
    if heads and not any(e is not heads[-1] and e["rect"][1] >= bottom(heads[-1]["ink"]) for e in words):
        yield "alone", f"「{heads[-1]['label'][:16]}」 heads nothing"


def faults(scene):
    elements = live(scene)
    if not any(e["tap"] for e in elements):
        yield "dead", "nothing can be tapped"
    yield from words_faults(scene, elements)
    yield from cover_faults(elements)
    yield from target_faults(scene, elements)
    yield from bar_faults(scene, elements)
    yield from reach_faults(scene, elements)
    yield from tiny_faults(scene, elements)
    yield from far_faults(scene, elements)
    yield from edge_faults(scene, elements)
    yield from alone_faults(scene, elements)


def bare(scene):
    """Without what a finger or a focus changes: to look at equal scenes once."""
    for element in scene["elements"]:
        element["state"] = [s for s in element["state"] if s not in ("pressed", "focused")]
    return scene


def scenes(path):
    seen = set()
    decoder = json.JSONDecoder()
    with open(path, encoding="utf-8") as file:
        lines = []
        for line in file:
            lines.append(line)
            if line != "]}\n":
                continue
            scene = bare(decoder.decode("".join(lines)))
            lines = []
            key = hash(json.dumps(scene, ensure_ascii=False))
            if key not in seen:
                seen.add(key)
                yield scene


def heading(scene):
    for element in scene["elements"]:
        if element["role"] == "heading" and element is not scene["elements"][0]:
            return element["label"].replace("\n", " ")[:20]
    return scene["elements"][0]["label"][:20] if scene["elements"] else ""


def judge(path):
    n_scenes, found, kinds, spots, counts = 0, 0, {}, Spots(), Counts()
    for scene in scenes(path):
        n_scenes += 1
        spots.add(scene, live(scene))
        for kind, text in [*faults(scene), *counts.add(scene, live(scene))]:
            found += 1
            size = f"{scene['size'][0]}x{scene['size'][1]}@{scene['step']}"
            size += " low" if scene.get("is_low") else ""
            kinds.setdefault((scene["screen"], kind), []).append(f"{size} 【{heading(scene)}】 {text}")
    for screen, kind, text in [*spots.faults(), *counts.faults()]:
        found += 1
        kinds.setdefault((screen, kind), []).append(text)
    shown = 0
    for (screen, kind), texts in sorted(kinds.items()):
        print(f"{screen} {kind}: {len(texts)}")
        for text in texts[: int(os.environ.get("WALK_SHOW", 3))]:
            if shown < FAULTS_SHOWN:
                print(f"    {text}")
            shown += 1
    print(f"{n_scenes} scenes, {found} faults")
    return found > 0 or n_scenes == 0


def plant(scene):
    """(kind that must be found, scene with that fault) for each kind."""
    w, h = scene["size"]
    mm = scene["px_per_mm"]

    def doctored(change):
        changed = copy.deepcopy(scene)
        elements = changed["elements"]
        texts = [e for e in elements if e["role"] in ("text", "heading") and has_words(e)]
        buttons = [e for e in elements if e["role"] == "button" and e["tap"]]
        change(texts, buttons)
        return changed

    def move(element, x, y):
        element["ink"] = [x, y, *element["ink"][2:]]
        element["rect"] = [x, y, *element["rect"][2:]]

    def spill(texts, buttons):
        buttons[0]["ink"][2] = buttons[0]["rect"][2] + 9

    def shrink(texts, buttons):
        buttons[-1]["rect"][3] = int(14 * mm * scene["step"] / 100)

    def near(texts, buttons):
        buttons[0]["rect"] = list(buttons[-1]["rect"])
        buttons[0]["rect"][0] += buttons[-1]["rect"][2] + int(2 * mm)

    yield "outside", doctored(lambda texts, buttons: move(texts[0], w - 5, texts[0]["ink"][1]))
    yield "outside", doctored(lambda texts, buttons: move(texts[-1], 10, h - 5))
    yield "cover", doctored(lambda texts, buttons: move(texts[0], *texts[1]["ink"][:2]))
    yield "spill", doctored(spill)
    yield "small", doctored(shrink)
    yield "near", doctored(near)
    yield "tiny", doctored(lambda texts, buttons: texts[-1].update(em=int(5 * mm * scene["step"] / 100)))
    yield "bar", doctored(lambda texts, buttons: move(texts[0], 10, int(h - BAR_MM * mm) - 9))
    yield "cover", doctored(lambda texts, buttons: texts[0].update(covered=True))
    yield "edge", doctored(lambda texts, buttons: buttons[0].update(edge=2.9))


def plant_high(scene):
    """A row, then a button of the bar, a little too high for 低い位置."""
    for role in ("choice", "button"):
        changed = copy.deepcopy(scene)
        element = [e for e in changed["elements"] if e["role"] == role and e["tap"]][0]
        element["rect"][1] = element["ink"][1] = int(scene["size"][1] * REACH) - 2
        yield "reach", changed


def finds_small_numbers():
    """A number to dial and one to copy, a little too small; of 24 mm: nothing."""

    def found(screen, label, mm):
        number = {"role": "heading", "label": label, "ink": [0, 0, 90, 90], "em": mm * 4}
        return len(list(far_faults({"screen": screen, "px_per_mm": 4}, [number])))

    shown = (("emergency", "119"), ("own", "2026-0057-7K3D"))
    return all(found(s, n, FAR_MM[s] - 1) == 1 and found(s, n, 24) == 0 for s, n in shown)


def finds_what_is_alone():
    """Choices below their question and a list below its heading are none; each without the other is."""
    title = {"role": "heading", "label": "1", "rect": [0, 0, 90, 9], "ink": [0, 0, 90, 9], "tap": False}

    def below(role, y, tap=False):
        return {**title, "role": role, "label": "3", "rect": [0, y, 90, 9], "ink": [0, y, 90, 9], "tap": tap}

    def found(screen, *elements):
        return len(list(alone_faults({"screen": screen}, [title, *elements])))

    return (
        all(found(s, below("heading", 20), below("choice", 40, True)) == 0 for s in ASKS)
        and all(found(s, below("choice", 20, True), below("text", 40)) == 1 for s in ASKS)
        and found("result", below("heading", 20), below("text", 40)) == 0
        and found("result", below("text", 20), below("heading", 40), below("button", 60, True)) == 1
    )


def first_list(path):
    """The pages of the first whole list of マイページ that has several, in the largest type."""
    pages = {}
    for scene in scenes(path):
        if scene["screen"] != "home" or scene["step"] != 150 or scene.get("is_low"):
            continue
        words = [Counts.PAGE.match(e["label"]) for e in scene["elements"] if e["role"] in ("text", "button")]
        at, n = next((tuple(map(int, w.groups())) for w in words if w), (1, 1))
        pages.setdefault((*scene["size"], n), {}).setdefault(at, scene)
        if n > 1 and len(pages[(*scene["size"], n)]) == n:
            return list(pages[(*scene["size"], n)].values())
    return []


def prove(path):
    missed, planted = 0, 0
    wanted = {False: ("page", plant), True: ("question", plant_high)}  # by is_low
    for scene in scenes(path):
        screen, planting = wanted.get(bool(scene.get("is_low")), (None, None))
        if scene["screen"] != screen or scene["step"] != 100 or any(faults(scene)):
            continue
        if screen == "question" and not any(e["role"] == "choice" for e in scene["elements"]):
            continue
        del wanted[bool(scene.get("is_low"))]
        for kind, doctored in planting(scene):
            planted += 1
            if kind not in {k for k, _ in faults(doctored)}:
                print(f"a planted fault was not found: {kind}")
                missed += 1
        if not wanted:
            break
    proofs = (finds_swapped_spots(), finds_miscounts(first_list(path)), finds_small_numbers(), finds_what_is_alone())
    for is_found in proofs:
        planted += 1
        missed += not is_found
    print(f"planted faults: {planted}, missed: {missed}")
    return missed > 0 or len(wanted) > 0


def plan(content):
    """Every lesson that has a folder is ready and asks every question it has; then the test of the course."""
    path = os.path.join(content, "courses", "annual.yaml")
    head = open(path, encoding="utf-8").read().split("lessons:")[0]
    lines = [head, "lessons:\n"]
    for folder in sorted(glob.glob(os.path.join(content, "lessons", "*"))):
        if not os.path.exists(os.path.join(folder, "lesson.md")):
            continue
        text = open(os.path.join(folder, "lesson.md"), encoding="utf-8").read()
        title = re.search(r"^title: *(.*)$", text, re.M).group(1)
        quiz = os.path.join(folder, "quiz.gift")
        n = len(re.findall(r"\[id:", open(quiz, encoding="utf-8").read())) if os.path.exists(quiz) else 0
        n = min(n, 20)
        lines.append(f"  - id: {os.path.basename(folder)}\n    title: {title}\n    minutes: 5\n    ready: true\n")
        if n:
            lines.append(f"    questions: {n}\n    pass: {n}\n")
    lines.append("test:\n  title: まとめの確認テスト\n  minutes: 8\n  questions: 10\n  pass: 8\n  must: [\"6(7)\"]\n")
    open(path, "w", encoding="utf-8").writelines(lines)


def main():
    verbs = {"judge": judge, "prove": prove, "plan": plan}
    sys.exit(1 if verbs[sys.argv[1]](sys.argv[2]) else 0)


main()
