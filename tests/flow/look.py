#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Pictures of every artefact (each case's first two questions and their reasons), for eyes; not in `make test`.

usage: look.py OUT [--sizes 1280x720 1080x1920 1920x1080] [--steps 100 125 150] [--words plain easy] [--readings off on]
               [--cases m5-c1 ...]
A PNG each in OUT/CASE/SIZE-STEP-WORDS-READINGS-{1question,2reason,...}.png. Everything is drawn through the kiosk's preview
of a copy of the content that asks nothing else.
"""
import argparse
import itertools
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

TOP = pathlib.Path(__file__).resolve().parents[2]
KIOSK = TOP / os.environ.get("KENSHU_BIN", "build") / "kenshu-kiosk"
HOMES = ["lessons/*/cases.md", "courses/*-test/cases.md"]


def cases():
    """(id, the folder its case stands in)"""
    for pattern in HOMES:
        for path in sorted((TOP / "content").glob(pattern)):
            for case in re.findall(r"<!-- case: (\S+) -->", path.read_text("utf-8")):
                yield case, path.parent


def only(text, wanted):
    """The questions of @text whose id is in @wanted."""
    return "\n\n".join(part for part in re.split(r"\n\s*\n", text) if any(f"[id:{i}]" in part for i in wanted)) + "\n"


def lesson_of(case, home, content):
    """A lesson folder in @content that asks only @case; pages come from m1 where the case has none of its own."""
    lesson = content / "lessons" / (home.name if (home / "lesson.md").exists() else "m1")
    quiz = (home / "quiz.gift").read_text("utf-8")
    wanted = re.findall(r"\[id:(\S+)\] \[case:" + case + r"\]", quiz)
    for name in ("cases.md", "cases.easy.md"):
        parts = re.split(r"(?m)^(?=# )", (home / name).read_text("utf-8"))
        (lesson / name).write_text("".join(part for part in parts if f"<!-- case: {case} -->" in part), "utf-8")
    for name in ("quiz.gift", "quiz.easy.gift"):
        asked = re.sub(r" \[(page:[^\]]*|must)\]", "", only((home / name).read_text("utf-8"), wanted))
        (lesson / name).write_text(asked, "utf-8")
    return lesson


def script_of(name, words, readings, pages, has_large):
    """Touch lines; the settings have @pages pages before their last; @has_large: the artefact opens large."""
    easy = words == "easy"
    lines = ["tap 見やすさ"] + ["tap やさしい日本語：あり"] * easy  # which brings the readings along
    lines += [f"tap ふりがな：{'あり' if readings == 'on' else 'なし'}"]
    lines += ["tap 次へ"] * pages + ["tap これで 使う" if easy else "tap これで使う", "lesson"]
    for part, tapped in ((1, "wrong"), (3, "right")):
        if part == 1 and has_large:
            lines += ["tap 大きく 見る" if easy else "tap 大きく見る", f"shot {name}0large.png"]
            lines += ["tap 問題に 戻る" if easy else "tap 問題に戻る"]
        lines += [f"shot {name}{part}question.png", f"answer {tapped}", f"shot {name}{part + 1}reason.png", "answer next"]
    return "\n".join(lines) + "\n"


SETTINGS_PAGES = {}  # (size, step, words): how many there were last time


def play(lesson, out, size, step, words, readings, work):
    name = out / f"{size}-{step}-{words}-{readings}-"
    script, config = work / "script.txt", work / "kiosk.conf"
    config.write_text(f"text_step: {step}\n", "utf-8")
    has_large = "%@" not in (lesson / "quiz.gift").read_text("utf-8").split("[id:")[1]  # else it is searched as it stands
    known = SETTINGS_PAGES.get((size, step, words), 0)
    for pages in sorted(range(3), key=lambda n: abs(n - known)):
        script.write_text(script_of(name, words, readings, pages, has_large), "utf-8")
        done = subprocess.run([KIOSK, "--preview", lesson, "--offscreen", "--size", size, "--config", config,
                               "--script", script], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        if done.returncode == 0:
            SETTINGS_PAGES[size, step, words] = pages
            return
    sys.exit(f"{out.name} {size} {step} {words} {readings}: {done.stderr}")


def main():
    options = argparse.ArgumentParser()
    options.add_argument("out", type=pathlib.Path)
    options.add_argument("--sizes", nargs="+", default=["1280x720", "1080x1920", "1920x1080"])
    options.add_argument("--steps", nargs="+", default=["100", "125", "150"])
    options.add_argument("--words", nargs="+", default=["plain", "easy"])
    options.add_argument("--readings", nargs="+", default=["off", "on"])
    options.add_argument("--cases", nargs="+")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        for case, home in cases():
            if asked.cases and case not in asked.cases:
                continue
            shutil.rmtree(work / "content", ignore_errors=True)
            shutil.copytree(TOP / "content", work / "content")
            lesson = lesson_of(case, home, work / "content")
            out = asked.out.resolve() / case
            os.makedirs(out, exist_ok=True)
            for how in itertools.product(asked.sizes, asked.steps, asked.words, asked.readings):
                play(lesson, out, *how, work)
            print(case, len(list(out.glob("*.png"))))


if __name__ == "__main__":
    main()
