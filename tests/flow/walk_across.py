# SPDX-License-Identifier: Apache-2.0
"""Rules of the walk (walk.py) that no scene shows alone: where the ways out stand, and what マイページ counts."""
import copy
import re

CORNER = ("終了する", "やめる", "閉じる", "終わる")  # these lead to the idle screen
DESK = ("desk", "roll", "why", "device", "touch", "show", "present", "drill", "opened", "paper")
ENDS = ("終了する", "終わる")  # 氏名から探す of somebody who is signed in is the desk's
KEYS = ("signin",)  # no way back leads to a keypad
STEPS = ("中断する", "あとで 続ける", "に戻る", "に 戻る", "マイページへ", "私の ページへ")  # these do not


def right(r):
    return r[0] + r[2]


def bottom(r):
    return r[1] + r[3]


class Spots:
    """Where the ways out stand, over all screens of one size that can follow each other: who taps twice must not end more
    than was meant. Nobody goes from a screen with 閉じる to one with 終了する without a sign-in between."""

    def __init__(self):
        self.corners, self.steps = {}, {}

    def add(self, scene, elements):
        key = (*scene["size"], scene["step"], "low" if scene.get("is_low") else "")
        key = (*key, next((e["label"] for e in elements if e["label"] in CORNER and e["tap"]), ""))
        is_desk = scene["screen"] in DESK or (scene["screen"] == "name" and key[-1] in ENDS)
        key = (*key, is_desk, scene["screen"] in KEYS)  # the desk is a visit of its own
        for element in elements:
            label, r = element["label"], tuple(element["rect"])
            if element["role"] != "button" or not element["tap"]:
                continue
            if label in CORNER:
                self.corners.setdefault(key, set()).add(r)
            elif label.endswith(STEPS):
                self.steps.setdefault(key, {})[r] = (scene["screen"], label)

    def faults(self):
        for key, steps in self.steps.items():
            for r, (screen, label) in steps.items():
                x, y = r[0] + r[2] / 2, r[1] + r[3] / 2
                if any(c[0] <= x < right(c) and c[1] <= y < bottom(c) for c in self.corners.get(key, ())):
                    yield screen, "spot", f"{key}: 「{label}」 stands where a visit is ended"


class Counts:
    """マイページ: ring, heading, the rows of all pages and the bar that counts the pages tell the same number."""

    LEFT = re.compile(r"あと *(\d+)(?:科目|かもく)")
    PAGE = re.compile(r"(?:.*（)?(\d+) ?／ ?(\d+)(?: |）|$)")
    TO_DO = ("これから受ける科目", "これから する もの", "これからする もの")  # leads from what is done to what is not

    def __init__(self):
        self.lists = {}

    @staticmethod
    def labels(elements, *roles):
        return [e["label"].replace("\n", "") for e in elements if e["role"] in roles]

    def add(self, scene, elements):
        """Yields what one scene alone shows to be wrong."""
        rings = [r for r in self.labels(elements, "progress") if re.fullmatch(r"\d+/\d+", r)]
        if scene["screen"] != "home" or not rings:
            return
        n_done, n = map(int, rings[0].split("/"))
        for label in self.labels(elements, "heading"):
            left = self.LEFT.match(label)
            if left and int(left[1]) != n - n_done:
                yield "count", f"ring {rings[0]}, heading 「{label[:20]}」"
        is_of_done = any(label in self.TO_DO for label in self.labels(elements, "button"))
        pages = [p for p in map(self.PAGE.match, self.labels(elements, "text", "button")) if p]
        at, n_pages = map(int, pages[0].groups()) if pages else (1, 1)
        turns = [b for b in self.labels(elements, "button") if re.search("の ?ページ", b)]
        if turns and not pages:
            yield "count", f"「{turns[0]}」 turns pages, and nothing says how many there are"
        if at > n_pages:
            yield "count", f"page {at} of {n_pages}"
        rows = {label for label in self.labels(elements, "text") if re.fullmatch(r"\d+", label)}
        key = (*scene["size"], scene["step"], bool(scene.get("is_low")), rings[0], is_of_done, n_pages)
        self.lists.setdefault(key, {}).setdefault(at, set()).update(rows)

    def faults(self):
        for (*_, ring, is_of_done, n_pages), pages in self.lists.items():
            n_done, n = map(int, ring.split("/"))
            rows = set().union(*pages.values())
            wanted = n_done if is_of_done else n - n_done
            if n_done == n and rows:
                wanted = n  # nothing else is left: all are shown
            if len(pages) == n_pages and len(rows) != wanted:
                yield "home", "count", f"ring {ring}: {len(rows)} rows on {n_pages} pages, must be {wanted}"


def finds_swapped_spots():
    """A page whose 中断する stands where マイページ has 終了する, in 低い位置 too; and as they really stand: nothing."""

    def scene(screen, is_low, *buttons):
        elements = [{"role": "button", "label": label, "tap": True, "rect": [x, 10, 100, 47]} for label, x in buttons]
        return {"size": [1280, 720], "step": 100, "screen": screen, "is_low": is_low, "elements": elements}

    found = []
    for x, is_low in ((1148, False), (1148, True), (1033, False), (1033, True)):
        spots = Spots()
        end = 1148 + 1033 - x
        for shown in (
            scene("home", is_low, ("終了する", 1148)),
            scene("page", is_low, ("中断する", x), ("終了する", end)),
        ):
            spots.add(shown, shown["elements"])
        found.append(len(list(spots.faults())))
    return found == [1, 1, 0, 0]


def finds_miscounts(pages):
    """All pages of one list: as they are nothing; with another heading, a row less, no count of pages: a fault each."""

    def n_found(shown):
        counts, found = Counts(), []
        for scene in shown:
            found += counts.add(scene, scene["elements"])
        return len(found) + len(list(counts.faults()))

    def doctored(change):
        shown = copy.deepcopy(pages)
        for element in list(shown[0]["elements"]):
            change(shown[0]["elements"], element)
        return shown

    def another_heading(elements, element):
        if Counts.LEFT.match(element["label"]):
            element["label"] = Counts.LEFT.sub("あと99科目", element["label"])

    def a_row_less(elements, element):
        if element["role"] == "text" and re.fullmatch(r"\d+", element["label"]):
            element["label"] = "1"  # all of them the same

    def no_count(elements, element):
        if element["role"] == "text" and Counts.PAGE.match(element["label"]):
            elements.remove(element)

    changes = (another_heading, a_row_less, no_count)
    return len(pages) > 1 and n_found(pages) == 0 and all(n_found(doctored(c)) > 0 for c in changes)
