# SPDX-License-Identifier: Apache-2.0
"""A whole visit, cut into parts that each begin with a start of the program: every part can be played alone, from the
folder as the part before left it, so that a fault in the last tap costs no more than one in the first."""
import os
import shutil
import struct
import time

import claims
import world

A, B, C = world.PEOPLE


def sign_in(number):
    return ["tap 研修を受ける", "keys " + number, "tap 次へ", "keys " + world.PIN, "tap 次へ", "expect マイページ"]


def attend(number):
    return ["keys " + number, "tap 次へ", "keys " + world.PIN, "tap 次へ"]


def read_on(n_pages):
    return ["tap 次へ"] * n_pages


def read_some(number, is_again=False):
    """Some pages of a lesson, and away."""
    return [*sign_in(number), "tap 続ける" if is_again else "tap 始める", *read_on(2), "tap 中断する", "expect 受講中",
            "tap 終了する"]


# name, who may be recorded, script
KIOSK_PARTS = [
    ("start", [], ["wait 10", "quit"]),
    ("attend", [A, B], ["tap 出席を登録する", *attend(A), "expect 出席を記録しました", "tap 次の方の受付", *attend(B),
                        "expect 出席を記録しました", "tap 次の方の受付", *attend(A), "expect 受付済み",
                        "tap 終了する"]),
    ("lesson", [A], [*sign_in(A), "tap 始める", "lesson", "quiz wrong", "expect もう一度", "quiz right", "expect 合格",
                     "tap マイページへ", "expect あと1科目", "tap 終了する"]),
    ("course", [A], [*sign_in(A), "tap 始める", "quiz right", "expect 合格", "tap 確認へ進む", "tap 読みました。守ります",
                     "expect 基本方針の確認を記録しました", "tap マイページへ", "tap 終了する"]),
    ("inspect", [A], [*sign_in(A), "inspect yes", "expect 自己点検が終わりました", "tap マイページへ", "expect 回答済み",
                      "tap 終了する"]),
    ("suspend", [B], [*sign_in(B), "tap 始める", *read_on(3), "tap 中断する", "expect 受講中", "tap 終了する"]),
    ("resume", [B], [*sign_in(B), "tap 続ける", "lesson", "answer right", "answer next", "tap 終了する"]),
    ("idle", [B], [*sign_in(B), "tap 続ける", "answer right", "wait 200000", "expect 研修を受ける"]),
]


ALL_PARTS = [KIOSK_PARTS[0], ("roster",), ("gathering",), *KIOSK_PARTS[1:]]


class Visit:
    """Plays it once without a fault; keeps the folder before each part, and the journal of all of it."""

    def __init__(self, space):
        self.space = space
        self.state = space.fresh("visit")
        self.journal = space.path("journal")
        self.base = space.path("base")
        self.roster = space.path("roster.csv")
        self.before, self.scenes, self.calls = {}, {}, {}
        self.faults, self.points = [], []
        self.live = self.live_rows = None
        world.write_roster(self.roster)
        os.mkdir(self.base)

    def commands(self):
        """What is done at a prompt: name, words."""
        today = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 9 * 3600))  # there, not here
        return [
            ("roster", ["roster", "import", self.roster]),
            ("gathering", ["gathering", "add", "--title", "秋の集合研修", "--date", today, "--from", "00:00", "--to",
                           "23:59", "--place", "会議室"]),
        ]

    def note(self, name):
        kept = self.space.path("before-" + name)
        if os.path.isdir(self.state):
            shutil.copytree(self.state, kept)
        self.before[name] = kept

    def play(self):
        self.play_part(*KIOSK_PARTS[0])
        for name, words in self.commands():
            self.note(name)
            if self.space.kenshu(self.state, *words, journal=self.journal) != 0:
                self.faults.append("%s: the command fails without any fault" % name)
            mark(self.journal, name)
        for part in KIOSK_PARTS[1:]:
            self.play_part(*part)
        self.note("end")
        return self

    def leave_alive(self):
        """The folder as a kiosk leaves it that is killed after a course: with a -wal that nobody put back."""
        script = next(script for name, _who, script in KIOSK_PARTS if name == "course")
        done = script.index("expect 基本方針の確認を記録しました")
        self.live = self.space.copy(self.before["course"], "live")
        self.space.kiosk(self.live, [*script[:done + 1], "wait 60000"], kill_at="基本方針の確認を記録しました", fast=False)
        opened = self.space.copy(self.live)
        self.space.opens(opened)
        self.live_rows = claims.Folder(opened)
        return self

    def play_part(self, name, _who, script):
        self.note(name)
        run = self.space.kiosk(self.state, script, journal=self.journal)
        self.scenes[name] = run.scenes
        if run.rc != 0:
            self.faults.append("%s: exit %d without any fault: %s" % (name, run.rc, run.err[-600:]))


def mark(journal, name):
    """A command that ended well has said so."""
    with open(journal, "ab") as file:
        file.write(struct.pack("<BBxxIQQII", ord("M"), 0, 0, 0, 0, len(name), 0) + name.encode())
