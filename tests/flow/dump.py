#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Places on a screen, from its dump:

dump.py centre DUMP LABEL     X Y of the element that can be tapped and has this label
dump.py tabs DUMP LABEL       how often Tab is pressed until it has the focus
dump.py around DUMP LABEL…    WxH+X+Y, what the elements with these labels take together
@role instead of a label: the first of that role.
"""
import json
import sys


TOUCHED = ("button", "choice", "key", "region")


def tappable(dump):
    elements = json.load(open(dump, encoding="utf-8"))["elements"]
    return [e for e in elements if e["role"] in TOUCHED and "disabled" not in e["state"]]


def find(elements, label):
    if label.startswith("@"):
        return [e["role"] for e in elements].index(label[1:])
    for how in (lambda words: words == label, lambda words: label in words):
        for index, element in enumerate(elements):
            if how(element["label"]):
                return index
    sys.exit(f"no 「{label}」 among {[e['label'] for e in elements]}")


def main():
    what, dump, *labels = sys.argv[1:]
    elements = tappable(dump)
    found = [find(elements, label) for label in labels]
    rects = [elements[i]["rect"] for i in found]
    x, y, w, h = rects[0]
    if what == "centre":
        print(x + w // 2, y + h // 2)
    elif what == "tabs":
        print(found[0] + 1)
    else:
        right = max(r[0] + r[2] for r in rects)
        bottom = max(r[1] + r[3] for r in rects)
        left, top = min(r[0] for r in rects), min(r[1] for r in rects)
        print(f"{right - left}x{bottom - top}+{left}+{top}")


main()
