/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/lock.h"
#include "base/log.h"
#include "base/mem.h"
#include "record/aside.h"
#include "record/body_private.h"
#include "record/store.h"
#include "record/store_private.h"
#include "record/tail.h"

/*
 * Opening a state folder is where most goes wrong in practice: a wrong path, no rights, a full disk,
 * a second copy of the program, a damaged or foreign file. Each ends in one Japanese sentence for the
 * person at the keyboard. Nothing found here is ever deleted or overwritten.
 */

#define WRITER_WAIT_MS 5000
#define READER_WAIT_MS 2000
#define READER_PAUSE_MS 100

static const char *const role_names[] = {"", "kiosk", "collector"};
static const char *const role_words[] = {"", "端末（kenshu-kiosk）", "センター（kenshu-collector）"};

static const struct {
	int error;
	const char *word;
} error_words[] = {
	{EACCES, "権限がありません"},
	{EPERM, "権限がありません"},
	{EROFS, "読み取り専用の場所です"},
	{ENOSPC, "ディスクに空きがありません"},
	{EDQUOT, "ディスクの割当てを使い切っています"},
	{ENOTDIR, "フォルダーではなく、同じ名前のファイルがあります"},
	{ENAMETOOLONG, "名前が長すぎます"},
	{EIO, "ディスクが故障しているおそれがあります"},
};

static const char *error_word(int error)
{
	for (size_t i = 0; i < KS_COUNT(error_words); i++)
		if (error_words[i].error == error)
			return error_words[i].word;
	return "開けません";
}

static enum ks_rc not_writable(const struct ks_store *store, int error, char **why)
{
	*why = ks_format("状態フォルダー %s に書き込めません（%s）。"
			 "場所と権限、ディスクの空きを確かめてください。",
			 store->folder, error_word(error));
	return ks_rc_of_write(error);
}

static enum ks_rc not_readable(const struct ks_store *store, int error, char **why)
{
	*why = ks_format("状態フォルダー %s の記録を読めません（%s）。場所と権限を確かめてください。",
			 store->folder, error_word(error));
	return KS_IO;
}

static enum ks_rc damaged(const struct ks_store *store, const char *what, char **why)
{
	*why = ks_format("記録のファイル %s は%s。ファイルは消さずにそのまま残し、"
			 "管理者に連絡してください。",
			 store->path, what);
	return KS_DAMAGED;
}

/* Why this process may not read the file, 0 when it may. */
static int read_error(const struct ks_store *store)
{
	int fd = open(store->path, O_RDONLY | O_CLOEXEC);
	int error = errno;

	if (fd < 0)
		return error;
	(void)close(fd);
	return 0;
}

enum ks_rc ks_store_explain(const struct ks_store *store, enum ks_rc rc, char **why)
{
	switch (rc) {
	case KS_BUSY:
		*why = ks_format("状態フォルダー %s は、ほかのプログラム（kenshu-kiosk など）が"
				 "使っています。終わらせてから、もう一度実行してください。",
				 store->folder);
		return rc;
	case KS_FULL:
		return store->is_reader ? not_readable(store, 0, why)
					: not_writable(store, ENOSPC, why);
	case KS_DAMAGED:
		return damaged(store, "壊れています", why);
	default:
		if (store->is_reader)
			return not_readable(store, read_error(store), why);
		return not_writable(store, store->db ? sqlite3_system_errno(store->db) : 0, why);
	}
}

/* ---- the folder and its lock ---- */

static enum ks_rc take_lock(struct ks_store *store, char **why)
{
	if (!ks_folder_exists(store->folder)) {
		errno = 0;
		enum ks_rc rc = ks_folder_make(store->folder);
		int error = errno == EEXIST ? ENOTDIR : errno;

		if (rc != KS_OK || !ks_folder_exists(store->folder))
			return not_writable(store, error, why);
	}
	char *path = ks_path_join(store->folder, "lock");

	store->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	int error = errno;

	free(path);
	if (store->lock_fd < 0)
		return not_writable(store, error, why);
	if (flock(store->lock_fd, LOCK_EX | LOCK_NB) != 0)
		return errno == EWOULDBLOCK ? ks_store_explain(store, KS_BUSY, why)
					    : not_writable(store, errno, why);
	return KS_OK;
}

static void remove_half_made(const char *path)
{
	static const char *const suffixes[] = {"", "-journal", "-wal", "-shm"};

	for (size_t i = 0; i < KS_COUNT(suffixes); i++) {
		char *name = ks_format("%s%s", path, suffixes[i]);

		(void)unlink(name);
		free(name);
	}
}

static enum ks_rc make_tables(const char *path)
{
	sqlite3 *db = NULL;
	int result = sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);

	if (result == SQLITE_OK)
		result = sqlite3_exec(db,
				      "PRAGMA synchronous = FULL; PRAGMA locking_mode = EXCLUSIVE;"
				      "PRAGMA journal_mode = WAL",
				      NULL, NULL, NULL);
	enum ks_rc rc = result == SQLITE_OK ? ks_schema_migrate(db) : ks_db_code(db, result);

	/* The log does not follow the rename; closing would carry it over too, but says nothing when that fails. */
	if (rc == KS_OK) {
		result = sqlite3_wal_checkpoint_v2(db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
		if (result != SQLITE_OK)
			rc = ks_db_code(db, result);
	}
	if (sqlite3_close(db) != SQLITE_OK && rc == KS_OK)
		rc = KS_IO;
	if (rc == KS_OK && chmod(path, 0600) != 0)
		rc = KS_IO;
	return rc;
}

/*
 * Made under another name and renamed when whole: so an empty kenshu.db can only be a damaged one,
 * never one that was about to be made.
 */
enum ks_rc ks_store_create(struct ks_store *store, char **why)
{
	char *wal = ks_format("%s-wal", store->path);
	bool is_orphan = access(wal, F_OK) == 0;

	free(wal);
	/* SQLite would replay the old file's log into the new one. */
	if (is_orphan)
		return damaged(store, "なくなっています（-wal だけが残っています）", why);

	char *half = ks_format("%s.new", store->path);

	remove_half_made(half);
	enum ks_rc rc = make_tables(half);

	if (rc == KS_OK && rename(half, store->path) != 0)
		rc = KS_IO;
	if (rc != KS_OK) {
		int error = rc == KS_FULL ? ENOSPC : errno;

		remove_half_made(half);
		rc = not_writable(store, error, why);
	}
	free(half);
	if (rc == KS_OK && ks_folder_sync(store->folder) != KS_OK)
		rc = not_writable(store, EIO, why);
	return rc;
}

/* ---- the connection ---- */

static bool pragma_is(sqlite3 *db, const char *sql, const char *expected)
{
	sqlite3_stmt *stmt = NULL;
	bool is = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK &&
		  sqlite3_step(stmt) == SQLITE_ROW && sqlite3_column_text(stmt, 0) &&
		  strcmp((const char *)sqlite3_column_text(stmt, 0), expected) == 0;

	sqlite3_finalize(stmt);
	if (!is)
		ks_log_error("store", "%s is not %s: %s", sql, expected, sqlite3_errmsg(db));
	return is;
}

static int set_up(sqlite3 *db, bool is_reader, bool is_exclusive)
{
	(void)sqlite3_extended_result_codes(db, 1);
	(void)sqlite3_busy_timeout(db, is_reader ? READER_WAIT_MS : WRITER_WAIT_MS);
	(void)sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	(void)sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	(void)sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	(void)sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	/* Only the writer checkpoints (DESIGN §5.5). */
	if (is_reader)
		(void)sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	int result = sqlite3_exec(
		db, "PRAGMA temp_store = MEMORY; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0",
		NULL, NULL, NULL);

	if (result != SQLITE_OK)
		return result;
	if (is_reader)
		return sqlite3_exec(db, "PRAGMA query_only = ON", NULL, NULL, NULL);
	return sqlite3_exec(db,
			    is_exclusive ? "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL;"
					   "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON"
					 : "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
					   "PRAGMA foreign_keys = ON",
			    NULL, NULL, NULL);
}

/* What was asked for is worth nothing until it has been read back. */
static bool is_set_up(sqlite3 *db, bool is_reader, bool is_exclusive)
{
	if (!pragma_is(db, "PRAGMA trusted_schema", "0"))
		return false;
	if (is_reader)
		return pragma_is(db, "PRAGMA query_only", "1");
	return pragma_is(db, "PRAGMA journal_mode", "wal") &&
	       pragma_is(db, "PRAGMA synchronous", "2") &&
	       pragma_is(db, "PRAGMA foreign_keys", "1") &&
	       pragma_is(db, "PRAGMA locking_mode", is_exclusive ? "exclusive" : "normal");
}

static enum ks_rc check_identity(struct ks_store *store, char **why)
{
	int64_t application = ks_db_pragma(store->db, "PRAGMA application_id");
	int64_t version = ks_db_pragma(store->db, "PRAGMA user_version");

	if (application < 0 || version < 0)
		return ks_store_explain(
			store, ks_db_code(store->db, sqlite3_extended_errcode(store->db)), why);
	if (application != KS_SCHEMA_APPLICATION_ID || version == 0)
		return damaged(store, "kenshu の記録ではありません", why);
	store->is_newer = version > ks_schema_version();
	if (store->is_newer)
		return damaged(store,
			       "この版の kenshu より新しい形式です（プログラムを更新してください）",
			       why);
	if (version < ks_schema_version() && store->is_reader) {
		*why = ks_format("記録のファイル %s は前の版の形式です。kenshu-kiosk か "
				 "kenshu-collector を一度起動して、新しい形式にしてください。",
				 store->path);
		return KS_IO;
	}
	return KS_OK;
}

static enum ks_rc claim_role(struct ks_store *store, enum ks_store_role role, char **why)
{
	char *name = NULL;
	enum ks_rc rc = ks_store_get(store, "role", &name);

	for (int i = KS_ROLE_KIOSK; rc == KS_OK && i <= KS_ROLE_COLLECTOR; i++)
		if (strcmp(name, role_names[i]) == 0)
			store->role = (enum ks_store_role)i;
	free(name);
	if (rc != KS_OK && rc != KS_NOT_FOUND)
		return ks_store_explain(store, rc == KS_IO ? KS_DAMAGED : rc, why);
	if (role == KS_ROLE_ANY || store->role == role)
		return KS_OK;
	if (store->role != KS_ROLE_ANY) {
		*why = ks_format("状態フォルダー %s は%sのものです。別のフォルダーを --state "
				 "で指定してください。",
				 store->folder, role_words[store->role]);
		return KS_CONFLICT;
	}
	if (store->is_reader)
		return KS_OK;
	rc = ks_store_set(store, "role", role_names[role]);
	if (rc != KS_OK)
		return ks_store_explain(store, rc, why);
	store->role = role;
	return KS_OK;
}

enum ks_rc ks_store_connect(struct ks_store *store, enum ks_store_role role, char **why)
{
	int flags = store->is_reader ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
	bool is_exclusive = role == KS_ROLE_KIOSK;
	struct stat file;

	if (stat(store->path, &file) == 0 && file.st_size == 0)
		return damaged(store, "空になっています", why);
	/* A command has one thread; at a centre ours is held (db.c), and SQLite's were a tenth of each report. */
	flags |= is_exclusive ? SQLITE_OPEN_FULLMUTEX : SQLITE_OPEN_NOMUTEX;
	int result = sqlite3_open_v2(store->path, &store->db, flags, NULL);

	if (result == SQLITE_OK)
		result = set_up(store->db, store->is_reader, is_exclusive);
	/* The summaries of 10,000 people: a report that is asked for again reads no page of them. */
	if (result == SQLITE_OK && role == KS_ROLE_COLLECTOR)
		result = sqlite3_exec(store->db, "PRAGMA cache_size = -16000", NULL, NULL, NULL);
	if (result == SQLITE_OK && ks_body_attach(store->db, &store->bodies) != KS_OK)
		result = SQLITE_NOMEM;
	if (result != SQLITE_OK)
		return ks_store_explain(store, ks_db_code(store->db, result), why);

	enum ks_rc rc = check_identity(store, why);

	if (rc != KS_OK)
		return rc;
	if (!store->is_reader) {
		/* A damaged file is kept as it was found, so it is not brought up to date first. */
		if (role == KS_ROLE_KIOSK &&
		    ks_db_pragma(store->db, "PRAGMA user_version") < ks_schema_version())
			rc = ks_aside_look_through(store);
		if (rc == KS_OK)
			rc = ks_schema_migrate(store->db);
		if (rc != KS_OK)
			return ks_store_explain(store, rc, why);
	}
	if (!is_set_up(store->db, store->is_reader, is_exclusive))
		return ks_store_explain(store, KS_IO, why);
	return claim_role(store, role, why);
}

/* ---- reading beside a program that starts or ends ---- */

/* The files around a database come and go just then, and SQLite calls it everything but busy. */
static bool is_passing(const struct ks_store *store)
{
	static const int codes[] = {SQLITE_CANTOPEN, SQLITE_IOERR, SQLITE_READONLY, SQLITE_PROTOCOL};
	int code = store->db ? sqlite3_errcode(store->db) & 0xff : SQLITE_OK;

	for (size_t i = 0; i < KS_COUNT(codes); i++)
		if (codes[i] == code)
			return read_error(store) == 0;
	return false;
}

static bool is_locked(const struct ks_store *store)
{
	char *path = ks_path_join(store->folder, "lock");
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	bool is_held = fd >= 0 && flock(fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;

	free(path);
	if (fd >= 0)
		(void)close(fd);
	return is_held;
}

static enum ks_rc connect_reader(struct ks_store *store, enum ks_store_role role, char **why)
{
	const struct timespec pause = {.tv_nsec = READER_PAUSE_MS * 1000000L};
	enum ks_rc rc = ks_store_connect(store, role, why);

	for (int i = 0; i < READER_WAIT_MS / READER_PAUSE_MS && rc != KS_OK && is_passing(store);
	     i++) {
		ks_store_disconnect(store);
		free(*why);
		*why = NULL;
		nanosleep(&pause, NULL);
		rc = ks_store_connect(store, role, why);
	}
	if (rc == KS_OK || rc == KS_BUSY || !is_passing(store) || !is_locked(store))
		return rc;
	free(*why);
	return ks_store_explain(store, KS_BUSY, why);
}

/* ---- a writer ---- */

enum ks_rc ks_store_open_writer(struct ks_store *store, enum ks_store_role role, char **why)
{
	enum ks_rc rc = KS_OK;

	if (access(store->path, F_OK) != 0)
		rc = ks_store_create(store, why);
	return rc == KS_OK ? ks_store_connect(store, role, why) : rc;
}

static struct ks_store *new_store(const char *state, bool is_reader)
{
	struct ks_store *store = ks_alloc_zero(1, sizeof(*store));

	store->folder = ks_strdup(state);
	store->path = ks_path_join(state, "kenshu.db");
	store->is_reader = is_reader;
	store->lock_fd = -1;
	ks_mutex_init_recursive(&store->mutex);
	return store;
}

enum ks_rc ks_store_open(const char *state, enum ks_store_role role, enum ks_store_access mode,
			 struct ks_store **out, char **why)
{
	struct ks_store *store = new_store(state, mode == KS_ACCESS_READ);
	enum ks_rc rc = KS_OK;

	*out = NULL;
	*why = NULL;
	if (role == KS_ROLE_KIOSK)
		ks_forget_freed_memory(); /* persons come and go before it */
	if (!store->is_reader) {
		rc = take_lock(store, why);
		if (rc == KS_OK)
			rc = role == KS_ROLE_KIOSK ? ks_aside_open(store, why)
						   : ks_store_open_writer(store, role, why);
	} else if (read_error(store) == EACCES) {
		rc = not_readable(store, EACCES, why);
	} else if (!ks_file_exists(store->path)) {
		*why = ks_format("状態フォルダー %s に記録がありません。--state の指定を"
				 "確かめてください。",
				 state);
		rc = KS_NOT_FOUND;
	} else {
		rc = connect_reader(store, role, why);
	}
	if (rc != KS_OK) {
		/* Busy is ordinary: a command then asks the program that holds the folder. */
		ks_log(rc == KS_BUSY ? KS_LOG_INFO : KS_LOG_ERROR, "store", "open failed: %s",
		       ks_rc_name(rc));
		ks_store_close(store);
		return rc;
	}
	store->is_shared = role == KS_ROLE_COLLECTOR;
	*out = store;
	return KS_OK;
}

void ks_store_disconnect(struct ks_store *store)
{
	ks_tail_close(store->tail);
	store->tail = NULL;
	ks_db_forget_statements(store);
	if (store->db && sqlite3_close(store->db) != SQLITE_OK)
		ks_log_error("store", "close: %s", sqlite3_errmsg(store->db));
	store->db = NULL;
	store->bodies = NULL;
}

void ks_store_close(struct ks_store *store)
{
	if (!store)
		return;
	assert(store->n_held == 0); /* whoever took it let go of it */
	ks_store_disconnect(store);
	if (store->lock_fd >= 0)
		(void)close(store->lock_fd);
	pthread_mutex_destroy(&store->mutex);
	free(store->path);
	free(store->folder);
	free(store);
}
