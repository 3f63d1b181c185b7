#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""tap_first.py DUMP ROLE: a `tap-at X Y` line for the first element of ROLE in a dump."""
import json
import sys

for element in json.load(open(sys.argv[1], encoding="utf-8"))["elements"]:
    if element["role"] == sys.argv[2]:
        x, y, w, h = element["rect"]
        print(f"tap-at {x + w // 2} {y + h // 2}")
        break
else:
    sys.exit(f"{sys.argv[1]}: no {sys.argv[2]}")
