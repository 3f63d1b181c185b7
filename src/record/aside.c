/* SPDX-License-Identifier: Apache-2.0 */
#include "record/aside.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "record/anchor.h"
#include "record/damage.h"
#include "record/db.h"
#include "record/incident.h"
#include "record/salvage.h"
#include "record/store_private.h"

/*
 * Damage never keeps a kiosk from serving. Nothing is deleted: the files get other names, and a mark in the folder says
 * that a new store is being made, so that no half-made one is ever taken for a folder that begins at number 1.
 */

#define CHECK_BYTES ((off_t)64 << 20)
#define LOOK_BYTES ((size_t)256 << 20)

/* The folder is marked, or its database is gone while one that was set aside is there; beside a log alone none is made (store_open.c). */
static bool is_needed(const struct ks_store *store)
{
	char **names = NULL;
	size_t n_names = 0;
	bool is = ks_damage_is_marked(store);

	if (!is && access(store->path, F_OK) != 0 &&
	    ks_folder_list(store->folder, NULL, &names, &n_names) == KS_OK)
		for (size_t i = 0; i < n_names; i++)
			is |= strncmp(names[i], "kenshu.db.bad-", 14) == 0;
	ks_folder_list_finish(names, n_names);
	return is;
}

/* Before the database is opened: the last process did not end in order. */
static bool was_cut_off(const struct ks_store *store)
{
	char *wal = ks_format("%s-wal", store->path);
	struct stat file;
	bool was = stat(wal, &file) == 0 && file.st_size > 0;

	free(wal);
	return was;
}

enum ks_rc ks_aside_look_through(struct ks_store *store)
{
	sqlite3_stmt *stmt = NULL;
	struct stat file;
	enum ks_rc rc = KS_DAMAGED;

	if (stat(store->path, &file) != 0 || file.st_size > CHECK_BYTES)
		return KS_OK;
	int result = sqlite3_prepare_v2(store->db, "PRAGMA quick_check(1)", -1, &stmt, NULL);

	if (result == SQLITE_OK && (result = sqlite3_step(stmt)) == SQLITE_ROW &&
	    strcmp(ks_db_text(stmt, 0), "ok") == 0)
		rc = KS_OK;
	sqlite3_finalize(stmt);
	if (result != SQLITE_OK && result != SQLITE_ROW)
		rc = ks_db_code(store->db, result);
	return rc;
}

/* After that, or with a lesson still open. */
static enum ks_rc check_structure(struct ks_store *store, bool *is_in_doubt)
{
	int64_t n_open = 0;
	enum ks_rc rc = ks_db_number(store, &n_open, "SELECT count(*) FROM sitting", "");

	*is_in_doubt |= n_open > 0;
	return rc == KS_OK && *is_in_doubt ? ks_aside_look_through(store) : rc;
}

/* The role is a row of its own, name and value side by side. */
static bool is_of_the_centre(const struct ks_store *store)
{
	char *data = NULL;
	size_t len = 0;
	bool is = ks_file_read(store->path, LOOK_BYTES, &data, &len) == KS_OK &&
		  memmem(data, len, "rolecollector", 13);

	free(data);
	return is;
}

static enum ks_rc move(const char *from, const char *to)
{
	if (access(from, F_OK) != 0)
		return KS_OK;
	return rename(from, to) == 0 ? KS_OK : KS_IO;
}

/* Log and database keep their names to each other, or SQLite would not read them together. */
static enum ks_rc move_all(struct ks_store *store, char *utc, size_t room)
{
	static const char *const suffixes[] = {"-wal", "-shm", "-journal", ""};
	char *tail = ks_path_join(store->folder, KS_TAIL_NAME), stem[32];
	char *to = NULL;
	enum ks_rc rc = KS_OK;

	ks_anchor_utc(stem);
	for (int n = 1; n < 1000; n++) { /* several within a second */
		snprintf(utc, room, n == 1 ? "%s" : "%s-%d", stem, n);
		free(to);
		to = ks_format("%s.bad-%s", store->path, utc);
		if (access(to, F_OK) != 0)
			break;
	}
	for (size_t i = 0; i < KS_COUNT(suffixes) && rc == KS_OK; i++) {
		char *from = ks_format("%s%s", store->path, suffixes[i]);
		char *there = ks_format("%s%s", to, suffixes[i]);

		rc = move(from, there);
		free(from);
		free(there);
	}
	free(to);
	to = ks_format("%s.bad-%s", tail, utc);
	if (rc == KS_OK)
		rc = move(tail, to);
	if (rc == KS_OK)
		rc = ks_folder_sync(store->folder);
	free(to);
	free(tail);
	return rc;
}

static enum ks_rc note(struct ks_store *store, const struct ks_salvage *salvage, const char *utc)
{
	struct ks_incident incident = {
		.kind = !salvage->is_end_certain ? KS_INCIDENT_EPOCH
			: salvage->n_lost > 0    ? KS_INCIDENT_GAPS
						 : KS_INCIDENT_REBUILT,
		.wall_ms = ks_anchor_wall_ms(),
		.n_saved = salvage->n_saved,
		.n_lost = salvage->n_lost,
	};

	snprintf(incident.aside, sizeof(incident.aside), "%s", utc);
	return ks_incident_note(store, &incident);
}

static enum ks_rc save(struct ks_store *store, const char *utc)
{
	struct ks_salvage salvage = {0};
	enum ks_rc rc = ks_salvage_folder(store->folder, store, &salvage);

	if (rc == KS_OK)
		rc = note(store, &salvage, utc);
	if (rc == KS_OK)
		rc = ks_damage_unmark(store);
	ks_salvage_finish(&salvage);
	return rc;
}

static enum ks_rc rebuild(struct ks_store *store, char **why)
{
	char utc[40];
	enum ks_rc rc;

	free(*why);
	*why = NULL;
	ks_store_disconnect(store);
	if (is_of_the_centre(store)) {
		*why = ks_format("状態フォルダー %s は、センターの記録が壊れたもののようです。"
				 "別のフォルダーを --state で指定してください。",
				 store->folder);
		return KS_CONFLICT;
	}
	rc = ks_damage_mark(store);
	if (rc == KS_OK)
		rc = move_all(store, utc, sizeof(utc));
	if (rc != KS_OK)
		return ks_store_explain(store, rc, why);
	ks_log_error("store", "the record is damaged; it is set aside as .bad-%s", utc);
	rc = ks_store_create(store, why);
	if (rc == KS_OK)
		rc = ks_store_connect(store, KS_ROLE_KIOSK, why);
	if (rc != KS_OK)
		return rc;
	rc = save(store, utc);
	return rc == KS_OK ? rc : ks_store_explain(store, rc, why);
}

static enum ks_rc attach(struct ks_store *store, bool is_in_doubt, char **why)
{
	enum ks_rc rc = ks_anchor_attach(store);

	if (rc == KS_OK && is_in_doubt)
		rc = ks_anchor_compare(store);
	if (rc == KS_DAMAGED)
		ks_damage_met(store); /* before the log, which is what casts doubt, goes with the connection */
	return rc == KS_OK ? rc : ks_store_explain(store, rc, why);
}

/* Our own words are wrong for SQLite where a flipped bit renamed what the schema has: that is damage, not a failing disk. */
static bool lacks_a_table(const struct ks_store *store, enum ks_rc rc)
{
	return rc == KS_IO && store->db && (sqlite3_errcode(store->db) & 0xff) == SQLITE_ERROR;
}

enum ks_rc ks_aside_open(struct ks_store *store, char **why)
{
	bool is_in_doubt = was_cut_off(store);
	enum ks_rc rc = KS_DAMAGED;

	if (!is_needed(store)) {
		rc = ks_store_open_writer(store, KS_ROLE_KIOSK, why);
		if (rc == KS_OK)
			rc = check_structure(store, &is_in_doubt);
		if (rc == KS_OK)
			rc = attach(store, is_in_doubt, why);
	}
	if ((rc != KS_DAMAGED && !lacks_a_table(store, rc)) || store->is_newer)
		return rc;
	rc = rebuild(store, why);
	return rc == KS_OK ? attach(store, false, why) : rc;
}
