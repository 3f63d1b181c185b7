/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of the store share: store.c (folder and transactions), db.c (SQL), schema.c (tables). */
#ifndef KS_RECORD_STORE_PRIVATE_H
#define KS_RECORD_STORE_PRIVATE_H

#include <pthread.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/rc.h"
#include "record/role.h"

/* One per SQL literal in the program. */
#define KS_DB_CACHE_MAX 208

struct ks_db_cached {
	const char *sql;
	sqlite3_stmt *stmt;
};

struct ks_tail;
struct ks_bodies;

struct ks_store {
	char *folder, *path;
	sqlite3 *db;
	pthread_mutex_t mutex; /* recursive */
	pthread_t holder; /* of the mutex, so often; only who holds it may ask SQLite (ks_db_query()) */
	unsigned n_held;
	struct ks_bodies *bodies; /* body.c; the connection's */
	struct ks_tail *tail;     /* a kiosk's second witness; NULL for all others */
	int lock_fd;              /* STATE/lock, -1 for readers */
	enum ks_store_role role;
	bool is_reader;
	bool is_shared; /* by threads of a centre, without SQLite's own mutexes: ours must be held */
	bool is_newer;  /* of a newer program: not damaged, though it cannot be used */
	bool is_in_transaction;
	enum ks_rc spoiled; /* what broke the transaction under way, KS_OK when nothing did */
	enum ks_rc failure;
	struct ks_db_cached cache[KS_DB_CACHE_MAX];
	size_t n_cached;
	char error[256];
};

/* The epoch the next statement is of, when it is not the last statement's (verify.h). */
#define KS_SETTING_EPOCH "epoch"

/* "ksh1": a database without it is not ours. */
#define KS_SCHEMA_APPLICATION_ID 0x6b736831

/** ks_store_create() - an empty database, whole or absent. @why as ks_store_open(). */
KS_MUST_USE enum ks_rc ks_store_create(struct ks_store *store, char **why);
/** ks_store_connect() - open the database that is there and claim @role. */
KS_MUST_USE enum ks_rc ks_store_connect(struct ks_store *store, enum ks_store_role role, char **why);
/** ks_store_open_writer() - create it when it is not there, and connect. */
KS_MUST_USE enum ks_rc ks_store_open_writer(struct ks_store *store, enum ks_store_role role,
					    char **why);
void ks_store_disconnect(struct ks_store *store);
/** ks_store_explain() - @rc in Japanese; returns it. */
enum ks_rc ks_store_explain(const struct ks_store *store, enum ks_rc rc, char **why);

/** ks_schema_version() - the user_version this program makes. */
int ks_schema_version(void);
/** ks_schema_migrate() - bring an open database up to ks_schema_version(), one transaction a step. */
KS_MUST_USE enum ks_rc ks_schema_migrate(sqlite3 *db);

/** ks_db_code() - an SQLite result as ours. */
enum ks_rc ks_db_code(sqlite3 *db, int result);
/** ks_db_pragma() - the number a pragma (or query) answers; -1 on failure. */
int64_t ks_db_pragma(sqlite3 *db, const char *sql);
/** ks_db_note() - remember a failure; within a transaction it spoils it. Returns the code. */
enum ks_rc ks_db_note(struct ks_store *store, int result);
void ks_db_forget_statements(struct ks_store *store);
/** ks_forget_freed_memory() - from now on SQLite overwrites what it frees; before it is first used (forget.c). */
void ks_forget_freed_memory(void);

#endif
