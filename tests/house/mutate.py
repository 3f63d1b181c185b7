#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""mutate.py [--seed N] [--count N] [--floor NAME] [--reach FILE]: changes one place of src/ at a time, in a clone, and asks the unit tests that
run this line, of whatever floor, the quickest first, then the others of its floor (what a killed child ran leaves no trace), as
`make asan` builds them: what is read past its end or never given back counts too. Which test runs which line is measured once,
with gcov. Prints each mutant with the test that knew, and the share that was killed. Mutants that do not compile are none.
Before the first, every test must pass in the clone as it is: a test that fails anyway would kill all.
All floors are one shared library here, and a test program is linked with it once: a mutant costs one compilation and one link,
not sixty."""
import argparse
import concurrent.futures
import json
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time

TOP = os.path.abspath(os.path.join(os.path.dirname(__file__), "../.."))
FLOORS = "base content course xapi record visit sync ui lrs report web collector kiosk tools".split()
BUILD_SECONDS, TEST_SECONDS, MUTANT_SECONDS = 400, 200, 600
ASAN = "-O1 -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined"
FILE_BYTES = 1 << 30
SUBJECT = "build/asan/libsubject.so"


def blank(text):
    """The same text, its comments, strings and characters made of spaces."""
    pattern = r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\''
    return re.sub(pattern, lambda m: re.sub(r"[^\n]", " ", m.group(0)), text, flags=re.S)


def negate(rng, line, code):
    m = re.match(r"(\s*(?:\} else )?if \()(.*)(\)( \{)?)$", code)
    return m and line[:m.end(1)] + "!(" + line[m.end(1):m.start(3)] + ")" + line[m.start(3):]


def off_by_one(rng, line, code):
    found = [] if "#include" in line else list(re.finditer(r" (<=|>=|<|>) ", code))
    if not found:
        return None
    m = rng.choice(found)
    return line[:m.start(1)] + {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}[m.group(1)] + line[m.end(1):]


def drop(rng, line, code):
    m = re.match(r"(\s+)((?:[a-z_]\w*(?:->|\.))*[a-z_]\w*(?:\[[^\]]*\])? ?(?:\(|[+\-|&]?= |\+\+).*;)$", code)
    word = r"(return|const|struct|enum|int|char|size_t|bool|static|uint|goto|case|break)\b"
    return m.group(1) + "(void)0;" if m and not re.match(word, m.group(2)) else None


def constant(rng, line, code):
    found = [] if code.startswith("#") else list(re.finditer(r"(?<![\w.])(\d+)(?![\w.])", code))
    if not found:
        return None
    m = rng.choice(found)
    return line[:m.start()] + (str(int(m.group()) + rng.choice((1, -1))) if int(m.group()) else "1") + line[m.end():]


def logic(rng, line, code):
    found = list(re.finditer(r"&&|\|\|", code))
    if not found:
        return None
    m = rng.choice(found)
    return line[:m.start()] + ("||" if m.group() == "&&" else "&&") + line[m.end():]


def early(rng, line, code):
    m = re.match(r"(\s+)return (KS_OK|true|rc);$", code)
    return m and m.group(1) + ("return false;" if m.group(2) == "true" else "return KS_IO;")


WAYS = [negate, off_by_one, drop, constant, logic, early]


def is_test(name):
    return name.startswith("test_") and name.endswith(".c")


class Clone:
    def __init__(self, folder, flags=ASAN):
        self.folder, self.flags = folder, flags + " -fPIC"
        subprocess.run(["git", "clone", "-q", TOP, folder], check=True)
        self.env = {**os.environ, "LC_ALL": "C.UTF-8", "PCSCLITE_CSOCK_NAME": "/nonexistent/pcscd.comm",
                    "ASAN_OPTIONS": "detect_leaks=1",
                    "LSAN_OPTIONS": "print_suppressions=0:suppressions=" + os.path.join(folder, "tests/support/lsan.supp"),
                    "UBSAN_OPTIONS": "halt_on_error=1"}
        self.env["TMPDIR"] = folder + ".tmp"
        os.mkdir(self.env["TMPDIR"])

    def run(self, words, seconds):
        """(exit code, output); 124 when it took longer. A mutant that goes round for ever ends by itself should nobody end it."""
        def limit():
            resource.setrlimit(resource.RLIMIT_CPU, (2 * seconds, 2 * seconds))
            resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))

        process = subprocess.Popen(words, cwd=self.folder, env=self.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                   start_new_session=True, preexec_fn=limit)
        try:
            out = process.communicate(timeout=seconds)[0]
            return process.returncode, out.decode("utf-8", "replace")
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            process.communicate()
            return 124, ""

    def make(self, targets, jobs=1):
        return self.run(["make", "-s", "-j%d" % jobs, "flags_asan=" + self.flags] + targets, 20 * BUILD_SECONDS)

    def build(self):
        """Every object, the library of all floors, and each test linked with it."""
        helpers = {}
        for floor in FLOORS:
            names = sorted(n[:-2] for n in os.listdir(os.path.join(self.folder, "tests", floor)) if n.endswith(".c"))
            helpers[floor] = ["build/asan/tests/%s/%s.o" % (floor, n) for n in names if not is_test(n + ".c")]
        tests = {t: floor for floor in FLOORS for t in self.tests(floor, strict=True)}
        objects = [t + ".o" for t in tests] + [o for found in helpers.values() for o in found]
        rc, out = self.make(["build/asan/lib%s.a" % f for f in FLOORS + ["support"]] + objects, os.cpu_count() or 1)
        if rc:
            raise RuntimeError("the clone does not build: " + out[-800:])
        pairs = (row.split(" := ") for row in self.text("build/pkg.mk").split("\n") if row.startswith("libs_"))
        self.libs = sorted({word for _, words in pairs for word in words.split()} | {"-lcmocka", "-lm"})
        self.objects = sorted(os.path.join(at, n)[len(self.folder) + 1:] for at, _, found in os.walk(self.folder + "/build/asan/src")
                              for n in found if n.endswith(".o") and n != "main.o")
        self.link_or_fail(["-shared", "-o", SUBJECT] + self.objects)
        for test, floor in tests.items():
            self.link_or_fail(["-pie", "-o", test, test + ".o"] + helpers[floor] + ["build/asan/libsupport.a", SUBJECT])

    def link(self, words):
        return self.run(["gcc", "-fuse-ld=gold", "-pthread"] + self.flags.split() + words
                        + ["-Wl,-rpath,$ORIGIN/../.."] + self.libs, BUILD_SECONDS)

    def link_or_fail(self, words):
        rc, out = self.link(words)
        if rc:
            raise RuntimeError("the clone does not link: " + out[-800:])

    def plant(self, path, text):
        """Builds with @text in place of @path: "" when it did, "none" when it does not compile, "build" when it does not end."""
        self.write(path, text)
        rc, out = self.make(["build/asan/" + path[:-2] + ".o"])
        if rc:
            return "none" if "error:" in out or "warning:" in out else "build"
        self.link_or_fail(["-shared", "-o", SUBJECT] + self.objects)
        return ""

    def places(self, floor):
        """[(path, line)] of what stands in functions."""
        found = []
        for at, _, names in sorted(os.walk(os.path.join(self.folder, "src", floor))):
            for name in sorted(n for n in names if n.endswith(".c") and n != "main.c"):
                path = os.path.relpath(os.path.join(at, name), self.folder)
                is_inside = False
                for i, code in enumerate(blank(self.text(path)).split("\n")):
                    is_inside = code == "{" or (is_inside and code != "}")
                    if is_inside and code != "{" and code.strip() and "assert" not in code:
                        found.append((path, i))
        return found

    def text(self, path):
        with open(os.path.join(self.folder, path), encoding="utf-8") as file:
            return file.read()

    def write(self, path, text):
        with open(os.path.join(self.folder, path), "w", encoding="utf-8") as file:
            file.write(text)

    def reach(self):
        """{(path, line): [test, the quickest first]} of what is code, by running each test alone as `make cover` builds it."""
        tests = sorted(t.replace("build/asan", "build/cover") for floor in FLOORS for t in self.tests(floor, strict=True))
        rc, out = self.run(["make", "-s", "-k", "-j%d" % (os.cpu_count() or 1)] + tests, 3600)
        if rc:
            raise RuntimeError("the cover flavour does not build: " + out[-500:])
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            measured = list(pool.map(self.lines_of, tests))
        found = {}
        for seconds, test, lines in sorted(measured):
            for line, is_run in lines:
                found.setdefault(line, []).extend([test.replace("build/cover", "build/asan")] if is_run else [])
        return found

    def runs(self, reach, path, i):
        """The tests that run line @i (from 0) of @path. What is no code by itself belongs to the line its statement begins in."""
        code = blank(self.text(path)).split("\n")
        while (path, i + 1) not in reach and i > 0 and not re.search(r"[;{}]\s*$", code[i - 1]):
            i -= 1
        return reach.get((path, i + 1), [])

    def lines_of(self, test):
        """(seconds, test, [((path, line), is it run)]) of one test, whose counters are written beside copies of what gcov needs."""
        prefix = tempfile.mkdtemp(dir=self.env["TMPDIR"])
        began = time.time()
        subprocess.run(["./" + test], cwd=self.folder, env={**self.env, "GCOV_PREFIX": prefix}, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL, timeout=1200, check=False)
        seconds = time.time() - began
        counted = []
        for at, _, names in os.walk(os.path.join(prefix + self.folder, "build/cover/src")):
            for name in (n for n in names if n.endswith(".gcda")):
                counted.append(os.path.join(at, name))
                os.link(counted[-1][len(prefix):-4] + "gcno", counted[-1][:-4] + "gcno")
        lines = []
        if counted:
            out = subprocess.run(["gcov", "-j", "-t"] + counted, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                 check=True).stdout.decode()
            for document in (json.loads(row) for row in out.split("\n") if row.strip()):
                lines += [((file["file"], line["line_number"]), line["count"] > 0) for file in document["files"]
                          if file["file"].startswith("src/") for line in file["lines"]]
        shutil.rmtree(prefix)
        return seconds, test, sorted(set(lines))

    def tests(self, floor, path="", strict=False):
        """Those of a floor as built, the nearest to the file first, then the small ones; then others' of the same name."""
        stem = os.path.basename(path)[:-2]
        found = []
        for where in FLOORS:
            folder = os.path.join(self.folder, "tests", where)
            for name in os.listdir(folder):
                rest = name[5:-2]
                if not is_test(name):
                    continue
                near = 0 if rest == stem else 1 if rest.split("_")[0] == stem.split("_")[0] else 2
                if where == floor or (near < 2 and not strict):
                    size = os.path.getsize(os.path.join(folder, name))
                    found.append((where != floor, near, size, "build/asan/tests/%s/%s" % (where, name[:-2])))
        return [name for _, _, _, name in sorted(found)]


def change(rng, clone, places):
    """A mutant: (path, line, way, text before, text after)."""
    while True:
        path, i = rng.choice(places)
        before = clone.text(path)
        lines, code = before.split("\n"), blank(before).split("\n")[i]
        for way in rng.sample(WAYS, len(WAYS)):
            new = way(rng, lines[i], code)
            if new and new != lines[i]:
                return path, i, way.__name__, before, "\n".join(lines[:i] + [new] + lines[i + 1:])


def judge(clone, floor, path, running):
    """(verdict, the test that knew); those that run the line are asked first."""
    began = time.time()
    for test in running + [t for t in clone.tests(floor, path) if t not in running]:
        rc, _ = clone.run(["./" + test], TEST_SECONDS)
        if rc:
            return "killed", os.path.basename(test) + (" (for ever)" if rc == 124 else "")
        if time.time() - began > MUTANT_SECONDS:
            return "survived", "time ran out before the last test"
    return "survived", "%d tests run it" % len(running)


def try_one(clone, floor, mutant, running):
    """Plants, judges and takes back."""
    path, _, _, before, after = mutant
    built = os.path.join(clone.folder, "build/asan", path[:-2] + ".o")
    with open(built, "rb") as file:
        good = file.read()
    found = clone.plant(path, after)
    verdict = judge(clone, floor, path, running) if not found else ("none", "") if found == "none" else ("killed", found)
    clone.write(path, before)
    with open(built, "wb") as file:
        file.write(good)
    return verdict


def passes_as_it_is(clone, floors):
    for floor in floors:
        for test in clone.tests(floor):
            if clone.run(["./" + test], TEST_SECONDS)[0]:
                print("fails without any change: " + test)
                return False
    return True


def kept_reach(clone, path):
    """What runs what, out of @path where an earlier run on the same tree left it."""
    if path and os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            return {(row[0], row[1]): row[2:] for row in json.load(file)}
    reach = clone.reach()
    if path:
        with open(path, "w", encoding="utf-8") as file:
            json.dump([[*place, *tests] for place, tests in sorted(reach.items())], file)
    return reach


def run(options, clone):
    floors = [options.floor] if options.floor else FLOORS
    rng = random.Random(options.seed)
    pools = {floor: clone.places(floor) for floor in floors}
    clone.build()
    reach = kept_reach(clone, options.reach)
    if not options.trust and not passes_as_it_is(clone, floors):
        return 1
    killed, survived = 0, 0
    while killed + survived < options.count:
        floor = floors[(killed + survived) % len(floors)]
        mutant = path, i, way, before, after = change(rng, clone, pools[floor])
        was, now = (text.split("\n")[i].strip() for text in (before, after))
        verdict, by = try_one(clone, floor, mutant, clone.runs(reach, path, i))
        if verdict == "none":
            continue
        killed, survived = killed + (verdict == "killed"), survived + (verdict == "survived")
        print("%-8s %s:%d %s: %s -> %s  [%s]" % (verdict, path, i + 1, way, was, now, by), flush=True)
    print("seed %d: %d of %d killed, %.0f %%" % (options.seed, killed, killed + survived, 100.0 * killed / (killed + survived)))
    return 0 if killed >= 0.95 * (killed + survived) else 1


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--floor", choices=FLOORS)
    parser.add_argument("--reach", help="keep there what runs what, and use it when it is there")
    parser.add_argument("--trust", action="store_true", help="do not run every test before the first mutant")
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="mutate-", dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None)
    try:
        return run(options, Clone(os.path.join(folder, "tree")))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
