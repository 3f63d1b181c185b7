/* SPDX-License-Identifier: Apache-2.0 */
#include "record/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "record/backup_step.h"
#include "record/db.h"
#include "record/store_private.h"

/*
 * SQLite's own backup, at one go: it reads one moment of the database, however much is written meanwhile. Only a copy
 * that was looked through gets its name.
 */

#define PIECE_BYTES ((size_t)1 << 16)

/* Ours alone from the first byte on. */
static enum ks_rc create(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0)
		return errno == EEXIST   ? KS_CONFLICT
		       : errno == ENOSPC ? KS_FULL
		       : errno == EACCES ? KS_READ_ONLY
					 : KS_IO;
	close(fd);
	return KS_OK;
}

static enum ks_rc copy_pages(struct ks_store *store, const char *path)
{
	sqlite3 *to = NULL;
	sqlite3_backup *backup = NULL;
	int result = sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE, NULL);
	enum ks_rc rc;

	ks_db_lock(store);
	if (result == SQLITE_OK)
		backup = sqlite3_backup_init(to, "main", ks_db_handle(store), "main");
	if (backup) {
		result = sqlite3_backup_step(backup, -1);
		(void)sqlite3_backup_finish(backup);
		result = result == SQLITE_DONE ? SQLITE_OK
			 : result == SQLITE_OK ? SQLITE_BUSY
					       : result;
	} else if (result == SQLITE_OK) {
		result = sqlite3_errcode(to);
	}
	ks_db_unlock(store);
	rc = ks_db_code(to, result);
	if (sqlite3_close(to) != SQLITE_OK && rc == KS_OK)
		rc = KS_IO;
	return rc;
}

/* Every page and every row of the copy, as it lies on the disk. */
static enum ks_rc look_through(const char *path)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *stmt = NULL;
	bool is_good =
		sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
		sqlite3_prepare_v2(db, "PRAGMA integrity_check(1)", -1, &stmt, NULL) == SQLITE_OK &&
		sqlite3_step(stmt) == SQLITE_ROW && strcmp(ks_db_text(stmt, 0), "ok") == 0 &&
		ks_db_pragma(db, "PRAGMA application_id") == KS_SCHEMA_APPLICATION_ID;

	sqlite3_finalize(stmt);
	sqlite3_close(db);
	return is_good ? KS_OK : KS_DAMAGED;
}

static enum ks_rc sync_file(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	enum ks_rc rc = fd >= 0 && fsync(fd) == 0 ? KS_OK : KS_IO;

	if (fd >= 0)
		close(fd);
	return rc;
}

static enum ks_rc sync_above(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *folder = slash ? ks_strndup(path, slash > path ? (size_t)(slash - path) : 1)
			     : ks_strdup(".");
	enum ks_rc rc = ks_folder_sync(folder);

	free(folder);
	return rc;
}

/* @part: whole, looked through and on the disk, or absent. */
static enum ks_rc write_part(struct ks_store *store, const char *part)
{
	enum ks_rc rc;

	(void)unlink(part); /* of one that was cut off */
	rc = create(part);
	if (rc != KS_OK)
		return rc;
	rc = copy_pages(store, part);
	if (rc == KS_OK)
		rc = look_through(part);
	if (rc == KS_OK)
		rc = sync_file(part);
	if (rc != KS_OK)
		(void)unlink(part);
	return rc;
}

static enum ks_rc give_name(const char *part, const char *path)
{
	if (rename(part, path) == 0)
		return sync_above(path);
	(void)unlink(part);
	return KS_IO;
}

enum ks_rc ks_backup_write(struct ks_store *store, const char *path)
{
	char *part = ks_format("%s.part", path);
	enum ks_rc rc = ks_file_exists(path) ? KS_CONFLICT : write_part(store, part);

	if (rc == KS_OK)
		rc = give_name(part, path);
	free(part);
	return rc;
}

enum ks_rc ks_backup_write_step(struct ks_store *store, const char *base, const char *step,
				const char *whole, bool *is_whole)
{
	char *part = ks_format("%s.part", whole), *step_part = ks_format("%s.part", step);
	enum ks_rc rc = ks_file_exists(step) || ks_file_exists(whole) ? KS_CONFLICT
								      : write_part(store, part);

	*is_whole = false;
	if (rc == KS_OK) {
		rc = ks_backup_step_make(base, part, step_part);
		*is_whole = rc == KS_NOT_FOUND;
		if (*is_whole)
			rc = give_name(part, whole);
		else if (rc == KS_OK)
			rc = give_name(step_part, step);
		if (!*is_whole)
			(void)unlink(part);
	}
	free(part);
	free(step_part);
	return rc;
}

static enum ks_rc copy_bytes(int from, int to)
{
	char *piece = ks_alloc(PIECE_BYTES);
	enum ks_rc rc = KS_OK;
	ssize_t n;

	while (rc == KS_OK && (n = read(from, piece, PIECE_BYTES)) != 0) {
		for (ssize_t at = 0, done; n > 0 && at < n && rc == KS_OK; at += done) {
			done = write(to, piece + at, (size_t)(n - at));
			if (done <= 0)
				rc = errno == ENOSPC ? KS_FULL : KS_IO;
		}
		if (n < 0)
			rc = KS_IO;
	}
	free(piece);
	return rc == KS_OK && fsync(to) != 0 ? KS_IO : rc;
}

enum ks_rc ks_backup_restore(const char *path, const char *state)
{
	char *target = ks_path_join(state, "kenshu.db"), *base = NULL;
	bool is_step = ks_backup_step_base(path, &base) != KS_NOT_FOUND;
	int from = is_step && !base ? -1 : open(base ? base : path, O_RDONLY | O_CLOEXEC), to = -1;
	enum ks_rc rc = from >= 0          ? ks_folder_make(state)
			: is_step && !base ? KS_DAMAGED
					   : KS_NOT_FOUND;

	if (rc == KS_OK)
		rc = create(target);
	if (rc == KS_OK) {
		to = open(target, O_RDWR | O_CLOEXEC);
		rc = to >= 0 ? copy_bytes(from, to) : KS_IO;
		if (rc == KS_OK && is_step)
			rc = ks_backup_step_lay(path, to);
		if (rc == KS_OK)
			rc = look_through(target);
		if (rc == KS_OK)
			rc = ks_folder_sync(state);
		if (rc != KS_OK) /* or the next try would find it there */
			(void)unlink(target);
	}
	if (from >= 0)
		close(from);
	if (to >= 0)
		close(to);
	free(target);
	free(base);
	return rc;
}
