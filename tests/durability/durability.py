# SPDX-License-Identifier: Apache-2.0
"""durability.py SECONDS [--seed N] [--part NAME] [--all]: what the screen said against what the disk holds.

Each part tries as many of its cases as its share of the time allows, in an order that the seed decides; --all tries every
one. What is wrong has a short name, `part/visit: what`; those in known.txt are faults of the product that somebody works
on: they are told and do not fail the run, unless one of them is gone though everything was tried (then known.txt must shrink).
"""
import argparse
import concurrent.futures
import os
import random
import sys
import time
import traceback

import blind
import copies
import damage
import faults
import images
import journal
import later
import mutants
import sent
import visit
import wire
import world

WORDS = ["lost", "duplicated", "unexpected", "recovered", "false"]
SPACE = SEEN = None
WAITING = ("sent", "wire", "copies")  # most of a case is waiting for an answer: more of them at once
AT_ONCE = 3


def known_faults():
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "known.txt"), encoding="utf-8") as file:
        return {line.split("#")[0].strip() for line in file} - {""}


def play_one(job):
    function, case = job
    try:
        return case, function(SPACE, SEEN, case)
    except Exception as error:  # the harness itself: never silent
        return case, (["harness: %r" % error], dict.fromkeys(WORDS, 0), traceback.format_exc()[-900:])


class Tally:
    """The cases of one part and what came of them."""

    def __init__(self, name):
        self.name, self.n_done, self.n_cases = name, 0, 0
        self.counts = dict.fromkeys(WORDS, 0)
        self.longest_s = 0  # until a damaged folder was open
        self.problems = {}

    def add(self, case, result):
        problems, counts, detail = result
        self.n_done += 1
        for word in WORDS:
            self.counts[word] += counts[word]
        self.longest_s = max(self.longest_s, counts.get("longest", 0))
        for problem in problems:
            self.problems.setdefault("%s/%s: %s" % (self.name, case[0], problem), []).append((case[1], detail))

    def run(self, function, cases, deadline, pool, jobs):
        """In the order of @cases, @jobs at a time, until the time is over."""
        self.n_cases = len(cases)
        waiting, rest = set(), iter(cases)
        while True:
            while len(waiting) < jobs and time.time() < deadline:
                case = next(rest, None)
                if case is None:
                    break
                waiting.add(pool.submit(play_one, (function, case)))
            if not waiting:
                return self
            done, waiting = concurrent.futures.wait(waiting, return_when=concurrent.futures.FIRST_COMPLETED)
            for future in done:
                self.add(*future.result())

    def told(self, known):
        """Print; returns the names of what nobody knows of."""
        print("%-8s %6d of %d cases: %s%s" % (self.name, self.n_done, self.n_cases,
                                              ", ".join("%s %d" % (w, self.counts[w]) for w in WORDS),
                                              "; open within %.2f s" % self.longest_s if self.longest_s else ""))
        for name, seen in sorted(self.problems.items()):
            print("  %s %s (%d times; first %s)%s" % ("known" if name in known else "NEW  ", name, len(seen), seen[0][0],
                                                      "" if name in known else ": " + seen[0][1][:600]))
        return set(self.problems) - known


def main():
    global SPACE, SEEN
    parser = argparse.ArgumentParser()
    parser.add_argument("seconds", type=float)
    parser.add_argument("--seed", type=int, default=int(os.environ.get("DURABILITY_SEED") or 1))
    parser.add_argument("--part", action="append")
    parser.add_argument("--visit", action="append", help="only the cases of this visit, file or mutant")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--image-seconds", type=int, help="for the power cuts, instead of their share")
    parser.add_argument("--case", nargs=3, metavar=("PART", "VISIT", "FAULT"), help="play one case again")
    options = parser.parse_args()
    began = time.time()
    print("seed %d, %d seconds" % (options.seed, options.seconds), flush=True)
    SPACE = world.World(None)
    SPACE.jobs = options.jobs
    try:
        return run(options, began)
    finally:
        SPACE.close()


def in_turn(cases, order):
    """Shuffled, and then one of each visit and kind of fault in turn, so that a short run meets all kinds."""
    order.shuffle(cases)
    kinds = {}
    for case in cases:
        kinds.setdefault((case[0], case[1].split(":")[0]), []).append(case)
    found = []
    while kinds:
        for key in order.sample(sorted(kinds), len(kinds)):
            found.append(kinds[key].pop())
            if not kinds[key]:
                del kinds[key]
    return found


def prepare():
    """Everything that the parts begin with; a visit that fails without a fault ends it all."""
    global SEEN
    SPACE.content = world.small_content(SPACE.path("content"))
    SEEN = visit.Visit(SPACE).play()
    for fault in SEEN.faults:
        print("NEW   visit: " + fault)
    if SEEN.faults:
        return False
    SEEN.leave_alive()
    sent.prepare(SPACE, SEEN)
    SEEN.points = blind.learn(SPACE, SPACE.copy(SEEN.before["attend"]), blind.SCRIPT)
    return True


def all_parts(options):
    """(name, function, cases, share of the time)"""
    sites = dict(zip([part[0] for part in visit.ALL_PARTS], journal.sites(SEEN.journal)))
    n_harms = 20000 if options.all else 2000
    parts = [("faults", faults.play, faults.cases(sites), 0.35),
             ("blind", blind.play, blind.cases(sites), 0.15),
             ("kills", faults.play, faults.kill_cases(sites), 0.1),
             ("clocks", damage.play_clock, damage.clock_cases(), 0.05),
             ("sent", sent.play, sent.cases(sites), 0.15),
             ("wire", wire.play, wire.cases(sites), 0.1),
             ("copies", copies.play, copies.cases(), 0.1),
             ("damage", damage.play, damage.cases(SEEN, n_harms // 4, options.seed), 0.1),
             ("images", None, [], 0.2), ("mutants", None, [], 0.15)]
    return [p for p in parts if not options.part or p[0] in options.part]


def run_images(options, seconds, tally):
    """Two thirds of the time for the whole visit, the rest for what is done to a folder that is there already."""
    found = [("visit", *images.run(SPACE, SEEN, max(seconds * 2 / 3, 3), options.seed))]
    found += later.run(SPACE, SEEN, seconds / 3, options.seed)
    for scene, numbers, said in found:
        tally.n_done += numbers["distinct"]
        tally.n_cases += numbers["images"]
        tally.counts["lost"] += numbers["lost"] + numbers["closed"] + numbers["broken"] + numbers["people"]
        print("  %6d images of %s" % (numbers["distinct"], scene))
        for name in images.problems(numbers, scene):
            tally.problems[name] = [("seed %d" % options.seed, "; ".join(said[:3]))]
    return tally


def catch(name, sites, seconds, pool, options, known):
    """Plant a mutant and try until it is caught: (is it, words)."""
    _, part, _, shows = mutants.MUTANTS[name]
    lost = mutants.plant(name)
    if lost:
        return False, "cannot be planted any more, %s" % lost
    mutants.build(name)
    if part == "images":
        found = mutants.catch_by_power(SPACE, SEEN, name, max(3, seconds), options.seed)
        n = found["lost"] + found["closed"] + found["broken"]
        return n > 0, "%d of %d power cuts" % (n, found["distinct"])
    tally = Tally("mutants")
    cases = mutants.cases(name, sites, random.Random(options.seed))
    step, until = 2 * (os.cpu_count() or 1), time.time() + max(20, seconds)
    for at in range(0, len(cases), step):
        tally.run(mutants.play, cases[at:at + step], until, pool, options.jobs)
        caught = {p.split(": ", 1)[1] for p in tally.problems} & set(shows)
        if caught:
            visits = mutants.MUTANTS[name][2]
            if all("%s/%s: %s" % (part, v, c) in known for c in caught for v in visits):
                return True, "%s, as in the product itself: known" % sorted(caught)[0]
            return True, "%s, after %d cases" % (sorted(caught)[0], tally.n_done)
        if time.time() > until:
            break
    return False, "survived %d cases" % tally.n_done


def run_mutants(options, seconds, pool, tally, known):
    sites = dict(zip([part[0] for part in visit.ALL_PARTS], journal.sites(SEEN.journal)))
    for name in [m for m in mutants.MUTANTS if not options.visit or m in options.visit]:
        is_caught, words = catch(name, sites, seconds / len(mutants.MUTANTS), pool, options, known)
        print("  mutant %-26s %s: %s" % (name, "caught" if is_caught else "SURVIVED", words), flush=True)
        tally.n_cases += 1
        tally.n_done += is_caught
        if not is_caught:
            tally.problems["mutants/%s: survived" % name] = [(name, words)]
    return tally


def run(options, began):
    if not prepare():
        return 1
    if options.case:
        part, case = options.case[0], tuple(options.case[1:])
        result = {p[0]: p[1] for p in all_parts(options)}[part](SPACE, SEEN, case)
        print(*result)
        return 1 if result[0] else 0
    order = random.Random(options.seed)
    parts = all_parts(options)
    left = sum(p[3] for p in parts)
    known, new, tallies = known_faults(), set(), []
    with concurrent.futures.ProcessPoolExecutor(AT_ONCE * options.jobs) as pool:
        for name, function, cases, share in parts:
            cases = in_turn([c for c in cases if not options.visit or c[0] in options.visit], order)
            now = time.time()
            deadline = now + (began + options.seconds - now) * share / left
            left -= share
            tally = Tally(name)
            if name == "mutants":
                run_mutants(options, deadline - now, pool, tally, known)
            elif function:
                tally.run(function, cases, now + 1e9 if options.all else deadline, pool,
                          AT_ONCE * options.jobs if name in WAITING else options.jobs)
            else:
                run_images(options, options.image_seconds or deadline - now, tally)
            tallies.append(tally)
            new |= tally.told(known)
            sys.stdout.flush()
    return settle(tallies, known, new)


def settle(tallies, known, new):
    """A known fault that no longer occurs though every case was tried must leave the list."""
    gone = {name for name in known for tally in tallies
            if name.startswith(tally.name + "/") and tally.n_done == tally.n_cases and name not in tally.problems}
    for name in sorted(gone):
        print("GONE  %s: take it out of known.txt" % name)
    print("%d false acknowledgements, %d lost, %d duplicated; %d kinds of fault known, %d new" % (
        sum(t.counts["false"] for t in tallies), sum(t.counts["lost"] for t in tallies),
        sum(t.counts["duplicated"] for t in tallies),
        len(set().union(*[t.problems for t in tallies]) & known) if tallies else 0, len(new)))
    return 1 if new or gone else 0


if __name__ == "__main__":
    sys.exit(main())
