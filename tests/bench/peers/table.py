#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""table.py RAW_DIR: samples of the stopwatch (one file a program) to `name value unit` lines and a table with ratios."""
import os
import sys

PROGRAMS = ("floor", "kiosk", "chromium")

# figure, sample names, which value of them, unit
FIGURES = (
    ("start_first_pixel", ("start_first",), 50, "ms"),
    ("start_complete", ("start_ink",), 50, "ms"),
    ("tap_first_pixel_p50", ("page_first", "back_first", "again_first"), 50, "ms"),
    ("tap_first_pixel_p99", ("page_first", "back_first", "again_first"), 99, "ms"),
    ("tap_final_p50", ("page_final", "back_final", "again_final"), 50, "ms"),
    ("tap_final_p99", ("page_final", "back_final", "again_final"), 99, "ms"),
    ("new_page_final_p50", ("page_final",), 50, "ms"),
    ("seen_page_final_p50", ("back_final", "again_final"), 50, "ms"),
    ("question_final_p50", ("quiz_final", "next_final"), 50, "ms"),
    ("answer_final_p50", ("answer_final",), 50, "ms"),
    ("answer_final_p95", ("answer_final",), 95, "ms"),
    ("cpu_per_turn", ("page_cpu",), 50, "ms"),
    ("pss_after_lesson", ("lesson_pss",), 50, "MiB"),
    ("idle_first_wakeups", ("first_wakeups",), 50, "1/s"),
    ("idle_lesson_wakeups", ("lesson_wakeups",), 50, "1/s"),
    ("idle_first_cpu", ("first_cpu_percent",), 50, "percent"),
)


def read(path):
    samples = {}
    for line in open(path, encoding="ascii"):
        name, value = line.split()
        samples.setdefault(name, []).append(float(value))
    return samples


def quantile(values, percent):
    values = sorted(values)
    return values[max(0, -(-len(values) * percent // 100) - 1)] if values else None


def show(value):
    return "–" if value is None else f"{value:.2f}" if value < 10 else f"{value:.1f}"


def main():
    samples = {p: read(os.path.join(sys.argv[1], p)) for p in PROGRAMS}
    rows = []
    for figure, names, percent, unit in FIGURES:
        found = {p: [v for name in names for v in samples[p].get(name, [])] for p in PROGRAMS}
        values = {p: quantile(found[p], percent) for p in PROGRAMS}
        for program in PROGRAMS:
            if values[program] is not None:
                print(f"{program}_{figure} {values[program]:.3f} {unit}")
        peer, ours, floor = values["chromium"], values["kiosk"], values["floor"]
        rows.append((f"{figure}, {unit}", *(show(values[p]) for p in PROGRAMS),
                     f"{peer / ours:.1f}×" if peer and ours else "–",
                     f"{ours / floor:.1f}×" if floor and ours else "–", str(len(found["kiosk"]))))
    print("\n| figure | floor | kiosk | Chromium + SurveyJS | Chromium / kiosk | kiosk / floor | samples |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    for row in rows:
        print("| " + " | ".join(row) + " |")


main()
