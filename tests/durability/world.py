# SPDX-License-Identifier: Apache-2.0
"""The real programs in a folder of their own, with the shim between them and their state (shim.h)."""
import json
import os
import resource
import shutil
import signal
import subprocess
import tempfile
import time

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BIN = os.path.join(TOP, os.environ.get("KENSHU_BIN") or "build")
SHIM = os.path.join(TOP, "build/durability/shim.so")
OPEN = os.path.join(TOP, "build/default/tests/durability/dur_open")
IMAGE = os.path.join(TOP, "build/default/tests/durability/dur_image")
# A hang is waited for; a machine that has much else to do is only slow.
RUN_SECONDS = int(os.environ.get("DURABILITY_HANG_SECONDS") or 120)
PEOPLE = ["204101", "204102", "000101"]
HEADER = "職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号"
NAMES = {"204101": "見本 一", "204102": "見本 二", "000101": "見本 三"}
PIN = "407183"
LESSONS = ["m1", "m5"]


class Run:
    """What one process did and showed."""

    def __init__(self, rc, err, scenes, is_late):
        self.rc, self.err, self.scenes, self.is_late = rc, err, scenes, is_late

    def died(self):
        """By a signal of its own making, or it never came to an end."""
        return self.is_late or (self.rc < 0 and self.rc != -signal.SIGKILL)


def read_scenes(path):
    """Every scene the kiosk presented; the last may be cut off."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            text = file.read()
    except OSError:
        return []
    scenes, decoder, at = [], json.JSONDecoder(), 0
    while True:
        at = text.find("{", at)
        if at < 0:
            return scenes
        try:
            scene, at = decoder.raw_decode(text, at)
        except ValueError:
            return scenes
        scenes.append(scene)


def wait_for(path, words):
    """Until a scene with @words was presented."""
    for _ in range(RUN_SECONDS * 100):
        if any(words in e["label"] for scene in read_scenes(path) for e in scene["elements"]):
            return
        time.sleep(0.01)


class World:
    def __init__(self, content, bin_folder=None):
        memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        self.folder = tempfile.mkdtemp(prefix="durability-", dir=memory)
        self.content = content
        self.bin = bin_folder or BIN
        self.jobs = os.cpu_count() or 1
        self.n = 0

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def fresh(self, name):
        """A new name in the work folder."""
        self.n += 1
        return self.path("%s-%d-%d" % (name, os.getpid(), self.n))

    def copy(self, state, name="K"):
        """A copy of a state folder (which may not be there yet)."""
        to = self.fresh(name)
        if state and os.path.isdir(state):
            shutil.copytree(state, to, ignore=shutil.ignore_patterns("*.sock"))
        return to

    def env(self, state, fault=None, journal=None, fast=True, **more):
        env = {k: v for k, v in os.environ.items() if not k.startswith(("DUR_", "LD_PRELOAD"))}
        env.update(LD_PRELOAD=SHIM, DUR_ROOTS=state, KENSHU_LOG="error", TZ="UTC",
                   PCSCLITE_CSOCK_NAME="/nonexistent/pcscd.comm")
        env.update({k: str(v) for k, v in more.items()})
        if fault:
            env["DUR_FAULT"] = fault
        if journal:
            env["DUR_JOURNAL"] = journal
        if fast:
            env["DUR_FAST"] = "1"
        return env

    def kenshu(self, state, *words, **env):
        """The command; returns its exit code."""
        done = subprocess.run([self.bin + "/kenshu", *words, "--state", state], env=self.env(state, **env),
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=RUN_SECONDS)
        return done.returncode

    def says(self, state, *words):
        """The command without a fault: exit code, and what it printed."""
        done = subprocess.run([self.bin + "/kenshu", *words, "--state", state], env=self.env(state),
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=RUN_SECONDS)
        return done.returncode, done.stdout.decode("utf-8", "replace")

    def kiosk_words(self, state, script, size, more):
        return [self.bin + "/kenshu-kiosk", "--state", state, "--content", self.content, "--endpoint", "",
                "--offscreen", "--size", size, "--script", script, *more]

    def kiosk(self, state, lines, size="1280x720", more=(), kill_at=None, **env):
        """Play a touch script; the scenes it presented come back."""
        script, scenes = self.fresh("script"), self.fresh("scenes")
        with open(script, "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
        process = subprocess.Popen(self.kiosk_words(state, script, size, more),
                                   env=self.env(state, KENSHU_SCENES=scenes, **env),
                                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        is_late = False
        try:
            if kill_at:
                wait_for(scenes, kill_at)
                process.kill()
            err = process.communicate(timeout=RUN_SECONDS)[1]
        except subprocess.TimeoutExpired:
            process.kill()
            err = process.communicate()[1]
            is_late = True
        run = Run(process.returncode, err.decode("utf-8", "replace"), read_scenes(scenes), is_late)
        for path in (script, scenes):
            if os.path.exists(path):
                os.unlink(path)
        return run

    def opens_in(self, state):
        """What a restarted kiosk makes of it, and the processor time that took."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        opened = self.opens(state)[0]
        now = resource.getrusage(resource.RUSAGE_CHILDREN)
        return opened, now.ru_utime - before.ru_utime + now.ru_stime - before.ru_stime

    def opens(self, *states):
        """[(opened, verified, n_statements, n_people, why)]: what a restarted kiosk makes of each folder."""
        done = subprocess.run([OPEN, *states], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              env={**os.environ, "KENSHU_LOG": "error"}, timeout=RUN_SECONDS * len(states))
        lines = done.stdout.decode("utf-8", "replace").splitlines()
        lines += ["died died 0 0 exit %d" % done.returncode] * (len(states) - len(lines))
        found = []
        for line in lines:
            words = line.split(" ", 4)
            found.append((words[0], words[1], int(words[2]), int(words[3]), words[4] if len(words) > 4 else ""))
        return found


def write_roster(path, more=()):
    with open(path, "w", encoding="utf-8") as file:
        file.write(HEADER + "\n")
        for number in [*PEOPLE, *more]:
            file.write("%s,%s,ミホン,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,%s\n"
                       % (number, NAMES.get(number, "見本 次"), PIN))


def small_content(to):
    """The shipped content with one course of two lessons, and a sheet of four items: a whole visit in half a second."""
    shutil.copytree(os.path.join(TOP, "content"), to)
    courses = os.path.join(to, "courses")
    shutil.rmtree(courses)
    os.mkdir(courses)
    with open(os.path.join(courses, "annual.yaml"), "w", encoding="utf-8") as file:
        file.write('id: annual\ntitle: 年次研修\nrevision: "1"\nnendo: 2026\nopens: 2026-04-01\ndue: 2026-12-25\n'
                   "max_repeats: 3\nacknowledge: true\nlessons:\n")
        for lesson in LESSONS:
            file.write("  - id: %s\n    title: 科目%s\n    minutes: 5\n    ready: true\n    questions: 5\n"
                       "    pass: 4\n" % (lesson, lesson))
    for name in os.listdir(os.path.join(to, "lessons")):
        if name not in LESSONS + ["m4"]:  # the sheet of the self-inspection points there
            shutil.rmtree(os.path.join(to, "lessons", name))
    shorten_sheet(os.path.join(to, "checklists"))
    return to


def shorten_sheet(folder, n_items=4):
    for name in os.listdir(folder):
        path = os.path.join(folder, name)
        with open(path, encoding="utf-8") as file:
            text = file.read()
        parts = text.split("\n  - id:")
        with open(path, "w", encoding="utf-8") as file:
            file.write("\n  - id:".join(parts[:n_items + 1]).rstrip() + "\n")
