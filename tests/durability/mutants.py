# SPDX-License-Identifier: Apache-2.0
"""Faults planted in a copy of the kiosk. A harness that does not catch them would prove nothing by its silence."""
import os
import shutil
import subprocess

import blind
import faults
import images
import sent
import visit
import wire
import world

LATE_COMMIT = """
static sqlite3 *late;
static int commit_late(sqlite3 *db)
{
	late = db;
	return SQLITE_OK;
}
static int begin_late(sqlite3 *db, const char *sql)
{
	if (late)
		(void)sqlite3_exec(late, "COMMIT", NULL, NULL, NULL);
	late = NULL;
	return sqlite3_exec(db, sql, NULL, NULL, NULL);
}
"""

# The second witness rescues what the database alone would lose, so a fault of the database is planted with a tail that keeps
# silent, or that does not wait for the disk.
SILENT = ("src/record/tail.c", [("\tassert(!tail->is_reader && !tail->is_written);\n",
                                "\tassert(!tail->is_reader && !tail->is_written);\n\tks_tail_drop(tail);\n")])
HASTY = ("src/record/tail_sync.c", [("\treturn fdatasync(fd) == 0 ? 0 : errno;", "\treturn fd < 0 ? errno : 0;")])

# name: ([(file, [(words, planted words)])], part, visits that are tried, problems that show it)
MUTANTS = {
    "no fsync": ([], "images", [], ["lost", "does not open", "does not verify"]),
    "synchronous=NORMAL": ([HASTY, ("src/record/store_open.c", [("synchronous = FULL", "synchronous = NORMAL"),
                                                         ('"PRAGMA synchronous", "2"', '"PRAGMA synchronous", "1"')])],
                           "images", [], ["lost"]),
    "acknowledge before commit": ([SILENT, ("src/record/store.c", [
        ("\nenum ks_rc ks_store_begin(", LATE_COMMIT + "\nenum ks_rc ks_store_begin("),
        ('sqlite3_exec(store->db, store->is_reader ? "BEGIN" : "BEGIN IMMEDIATE", NULL,\n\t\t\t\t  NULL, NULL)',
         'begin_late(store->db, "BEGIN IMMEDIATE")'),
        ('sqlite3_exec(store->db, "COMMIT", NULL, NULL, NULL);\n\n', "commit_late(store->db);\n\n")])],
        "kills", ["attend", "lesson", "course", "suspend"], ["false attended", "false record", "false n answers", "false n pages"]),
    "a result not looked at": ([SILENT, ("src/record/store.c", [
        ("\t\tks_store_rollback(store);\n\t\tks_db_unlock(store);\n\t\treturn rc;",
         "\t\tks_store_rollback(store);\n\t\tks_db_unlock(store);\n\t\treturn KS_OK;")])],
        "faults", ["lesson", "course", "suspend"], ["false n answers", "false n pages", "false record"]),
    "a probe that says yes": ([("src/kiosk/driver.c", [
        ("ks_state_retry(app) == KS_OK", "app != NULL")])],
        "blind", ["attend"], ["hides the trouble"]),
    "drop on timeout": ([("src/sync/sync_send.c", [
        ("post(core, &batch, &response) != KS_OK) {\n\t\tks_sync_fail(core, KS_SYNC_JOB_SEND, NULL);",
         "post(core, &batch, &response) != KS_OK) {\n\t\tmark_delivered(core, batch.seqs, batch.n);")])],
        "wire", ["wire"], ["lost at the centre", "noted as delivered, never arrived", "false all sent", "false sent"]),
    "drop what is refused": ([("src/sync/sync_send.c", [
        ("quarantine(core, batch->seqs[0], \"HTTP 400\");", "mark_delivered(core, batch->seqs, 1);")])],
        "sent", ["mode"], ["noted as delivered, never arrived", "false all sent", "false sent"]),
}
PLAY = {"faults": faults.play, "kills": faults.play, "blind": blind.play, "sent": sent.play, "wire": wire.play}


def folder_of(name):
    return os.path.join(world.TOP, "build/mutants", name.replace(" ", "-").replace("=", "-"))


def plant(name):
    """Patched copies of the sources. Returns the words that are not there any more: then the mutant needs a new place."""
    folder = folder_of(name)
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    for path, patches in MUTANTS[name][0]:
        with open(os.path.join(world.TOP, path), encoding="utf-8") as file:
            text = file.read()
        for words, planted in patches:
            if words not in text:
                return "%s: %r" % (path, words)
            text = text.replace(words, planted)
        with open(os.path.join(folder, os.path.basename(path)), "w", encoding="utf-8") as file:
            file.write(text)
    open(os.path.join(folder, "planted"), "w", encoding="utf-8").close()
    return None


def build(name):
    if not MUTANTS[name][0]:
        return
    folder = folder_of(name)
    subprocess.run(["make", "-s", "-C", world.TOP, os.path.relpath(folder, world.TOP) + "/kenshu-kiosk"], check=True,
                   env={k: v for k, v in os.environ.items() if k not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")})
    for program in ("kenshu", "kenshu-collector"):
        os.symlink(os.path.join(world.BIN, program), os.path.join(folder, program))


def play(space, seen, case):
    """One case of a part under a mutant: case is ((mutant, visit), fault)."""
    (name, part_of_visit), fault = case
    honest, space.bin = space.bin, folder_of(name)
    try:
        return PLAY[MUTANTS[name][1]](space, seen, (part_of_visit, fault))
    finally:
        space.bin = honest


def catch_by_power(space, seen, name, seconds, seed):
    """The visit is recorded anew by the mutant, and the power cut."""
    if not MUTANTS[name][0]:
        return images.run(space, seen, seconds, seed, "nosync")[0]
    other = world.World(space.content, folder_of(name))
    try:
        return images.run(other, visit.Visit(other).play(), seconds, seed)[0]
    finally:
        other.close()


def cases(name, sites, order):
    """What is tried, in turn over the visits, until one catches it."""
    _, part, visits, _ = MUTANTS[name]
    if part == "sent":
        return [((name, "mode"), mode) for mode in ("status:400", "poison:answered")]
    if part == "wire":
        return [((name, "wire"), "%s:%d:1" % (act, at)) for at in (1, 2) for act in wire.UNSEEN]
    chosen = {v: sites[v] for v in visits}
    found = {"faults": faults.cases, "kills": faults.kill_cases, "blind": blind.cases}[part](chosen)
    if part == "faults":
        found = [c for c in found if c[1].startswith(("EIO", "ENOSPC", "PAGES=0")) and c[1].endswith(str(faults.EVER))]
    order.shuffle(found)
    return [((name, v), fault) for v, fault in found]
