/* SPDX-License-Identifier: Apache-2.0 */
#include "record/body.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/id.h"
#include "base/mem.h"
#include "record/db.h"
#include "support/test.h"

/* A centre's statements lie packed in its database, and each comes back as the very bytes that came. */

#define N_FIRST 1200

struct fixture {
	char *folder, *path;
	struct ks_store *store;
	char **came;
	size_t n, capacity;
};

static void reopen(struct fixture *f)
{
	char *why = NULL;

	ks_store_close(f->store);
	assert_int_equal(
		ks_store_open(f->folder, KS_ROLE_COLLECTOR, KS_ACCESS_WRITE, &f->store, &why), KS_OK);
}

static int setup(void **state)
{
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));

	ks_id_init();
	f->folder = ks_test_folder();
	f->path = ks_path_join(f->folder, "kenshu.db");
	reopen(f);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	ks_store_close(f->store);
	for (size_t i = 0; i < f->n; i++)
		free(f->came[i]);
	free(f->came);
	free(f->path);
	ks_test_folder_finish(f->folder);
	free(f);
	return 0;
}

/* As it is on a kiosk: much that is always the same, and a few things that never are. */
static char *write_one(size_t i, const char *word)
{
	char id[KS_UUID_TEXT];

	ks_uuid_v7((int64_t)i * 1000, id);
	return ks_format(
		"{\"id\":\"%s\",\"actor\":{\"account\":{\"homePage\":\"https://%s.example/staff\","
		"\"name\":\"s-%zu\"}},\"verb\":{\"id\":\"http://adlnet.gov/expapi/verbs/answered\"},"
		"\"object\":{\"id\":\"https://%s.example/course/annual/m%zu/quiz/q%zu\","
		"\"definition\":{\"name\":{\"ja-JP\":\"知らない人からのメールが届いたとき\"}}},"
		"\"result\":{\"success\":true,\"duration\":\"PT%zuS\"}}",
		id, word, i % 97, word, i % 12, i % 41, i % 60);
}

static void take_in(struct fixture *f, const char *bytes, size_t len, bool is_packed)
{
	static const char *const inserts[] = {
#define INSERT(what)                                                                              \
	"INSERT INTO received(id, kiosk, seq, prev, hash, staff, verb, object, plan, lesson,"     \
	" gathering, nendo, registration, wall_ms, clock, stored_ms, bytes)"                      \
	" VALUES(?, 'k', 0, '', ?, 's', 'answered', '', '', '', '', 0, '', 0, 'synced', 0, " what \
	")"
		INSERT("?"), INSERT("packed(?)")};
	char id[24];
	uint8_t hash[KS_HASH_BYTES];

	(void)snprintf(id, sizeof(id), "%zu", f->n);
	ks_blake2b(bytes, len, hash);
	assert_int_equal(ks_db_run(f->store, inserts[is_packed], "tbb", id, hash, sizeof(hash),
				   bytes, len),
			 KS_OK);
	ks_grow(&f->came, f->n, &f->capacity);
	f->came[f->n++] = ks_strndup(bytes, len);
}

static void take_many(struct fixture *f, size_t n, const char *word, bool is_packed)
{
	assert_int_equal(ks_store_begin(f->store), KS_OK);
	for (size_t i = 0; i < n; i++) {
		char *bytes = write_one(f->n, word);

		take_in(f, bytes, strlen(bytes), is_packed);
		free(bytes);
	}
	assert_int_equal(ks_store_commit(f->store), KS_OK);
}

static int64_t number(struct fixture *f, const char *sql)
{
	int64_t n = -1;

	assert_int_equal(ks_db_number(f->store, &n, sql, ""), KS_OK);
	return n;
}

#define COUNT_PACKED "SELECT count(*) FROM received WHERE substr(bytes, 1, 4) = x'28b52ffd'"

/* Every row of @store, by its bytes and by the hash that was stored when they came. */
static size_t count_whole(struct fixture *f, struct ks_store *store)
{
	struct sqlite3_stmt *stmt;
	size_t n = 0, n_whole = 0;

	ks_db_lock(store);
	stmt = ks_db_query(store, "SELECT body(bytes), hash FROM received ORDER BY stored", "");
	for (; ks_db_step(store, stmt) == KS_OK; n++) {
		const void *bytes = sqlite3_column_blob(stmt, 0);
		size_t len = (size_t)sqlite3_column_bytes(stmt, 0);
		uint8_t hash[KS_HASH_BYTES];

		ks_blake2b(bytes, len, hash);
		n_whole += len == strlen(f->came[n]) && memcmp(bytes, f->came[n], len) == 0 &&
			   memcmp(hash, sqlite3_column_blob(stmt, 1), KS_HASH_BYTES) == 0;
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
	assert_int_equal(n, f->n);
	return n_whole;
}

static void tend(struct fixture *f)
{
	bool is_done = false;

	for (int i = 0; !is_done; i++) {
		assert_true(i < 100);
		assert_int_equal(ks_body_tend(f->store, &is_done), KS_OK);
	}
}

static void test_what_lay_there_plain_is_packed_and_comes_back(void **state)
{
	struct fixture *f = *state;
	struct ks_store *reader = NULL;
	char *why = NULL;
	int64_t before;

	take_many(f, N_FIRST, "ichi", true);
	assert_int_equal(number(f, COUNT_PACKED), 0); /* nothing to pack with yet */
	before = number(f, "SELECT sum(length(bytes)) FROM received");
	tend(f);
	assert_int_equal(number(f, COUNT_PACKED), N_FIRST);
	assert_true(number(f, "SELECT sum(length(bytes)) FROM received") < before / 4);
	assert_int_equal(count_whole(f, f->store), N_FIRST);
	take_many(f, 300, "ichi", true);
	assert_int_equal(number(f, COUNT_PACKED), N_FIRST + 300);
	take_in(f, "{}", 2, true); /* gains nothing */
	assert_int_equal(number(f, COUNT_PACKED), N_FIRST + 300);
	tend(f);
	reopen(f);
	assert_int_equal(count_whole(f, f->store), f->n);
	assert_int_equal(ks_store_open(f->folder, KS_ROLE_COLLECTOR, KS_ACCESS_READ, &reader, &why),
			 KS_OK);
	assert_int_equal(count_whole(f, reader), f->n);
	ks_store_close(reader);
}

/* From fewer nothing is learnt; then again when there are ten times as many. */
static void test_five_hundred_are_enough_to_learn_from(void **state)
{
	struct fixture *f = *state;

	take_many(f, 499, "ichi", true);
	tend(f);
	assert_int_equal(number(f, "SELECT count(*) FROM dictionary"), 0);
	assert_int_equal(number(f, "SELECT count(*) FROM setting WHERE name LIKE 'body%'"), 0);
	take_many(f, 1, "ichi", true);
	tend(f);
	assert_int_equal(number(f, "SELECT count(*) FROM dictionary"), 1);
	assert_int_equal(number(f, COUNT_PACKED), 500);
	assert_int_equal(number(f, "SELECT value FROM setting WHERE name = 'body_learn'"), 500);
	assert_int_equal(number(f, "SELECT value FROM setting WHERE name = 'body_plain'"), 500);
	take_many(f, 4499, "ichi", true);
	tend(f);
	assert_int_equal(number(f, "SELECT value FROM setting WHERE name = 'body_learn'"), 500);
	take_many(f, 1, "ichi", true);
	tend(f);
	assert_int_equal(number(f, "SELECT value FROM setting WHERE name = 'body_learn'"), 5000);
	assert_int_equal(count_whole(f, f->store), 5000);
}

/* Many at once, and as often as is needed. */
static void test_what_came_before_is_packed_piece_by_piece(void **state)
{
	struct fixture *f = *state;
	bool is_done = true;

	take_many(f, 1001, "ichi", false);
	for (int i = 1; i <= 3; i++) {
		assert_int_equal(ks_body_tend(f->store, &is_done), KS_OK);
		assert_int_equal(number(f, COUNT_PACKED), i < 3 ? i * 500 : 1001);
		assert_int_equal(is_done, i == 3);
	}
	assert_int_equal(count_whole(f, f->store), 1001);
	assert_int_equal(ks_body_tend(f->store, &is_done), KS_OK);
	assert_true(is_done);
}

static void test_a_second_dictionary_leaves_the_first(void **state)
{
	struct fixture *f = *state;

	take_many(f, N_FIRST, "ichi", true);
	tend(f);
	assert_int_equal(number(f, "SELECT count(*) FROM dictionary"), 1);
	assert_int_equal(ks_body_learn(f->store), KS_OK); /* of the same: no better */
	assert_int_equal(number(f, "SELECT count(*) FROM dictionary"), 1);
	take_many(f, 20000, "a-wholly-different-body-with-a-long-name-of-its-own", true);
	assert_int_equal(ks_body_learn(f->store), KS_OK);
	assert_int_equal(number(f, "SELECT count(*) FROM dictionary"), 2);
	take_many(f, 10, "a-wholly-different-body-with-a-long-name-of-its-own", true);
	assert_int_equal(count_whole(f, f->store), f->n);
}

static void test_only_the_packing_may_change(void **state)
{
	static const char *const changes[] = {
		"UPDATE received SET bytes = CAST('{}' AS BLOB) WHERE stored = 1",
		("UPDATE received SET bytes = packed(CAST(replace(CAST(body(bytes) AS TEXT),"
		 " 'true', 'false') AS BLOB)) WHERE stored = 1"),
		"UPDATE received SET staff = 'x' WHERE stored = 1",
		"UPDATE received SET stored = 0 WHERE stored = 1",
		"UPDATE received SET rowid = 0 WHERE stored = 1",
		"DELETE FROM received WHERE stored = 1",
		"UPDATE dictionary SET bytes = again",
		"DELETE FROM dictionary",
	};
	struct fixture *f = *state;

	take_many(f, N_FIRST, "ichi", false);
	tend(f);
	for (size_t i = 0; i < KS_COUNT(changes); i++)
		if (ks_db_run(f->store, changes[i], "") != KS_CONFLICT)
			fail_msg("%s", changes[i]);
	assert_int_equal(ks_db_run(f->store, "UPDATE received SET bytes = body(bytes)", ""), KS_OK);
	assert_int_equal(number(f, COUNT_PACKED), 0);
	assert_int_equal(count_whole(f, f->store), N_FIRST);
}

/* As a bad disk would. */
static void damage(struct fixture *f, const char *sql)
{
	sqlite3 *db = NULL;

	ks_store_close(f->store);
	f->store = NULL;
	assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		fail_msg("%s", sqlite3_errmsg(db));
	sqlite3_close(db);
	reopen(f);
}

#define SPOILED(column) \
	column " = CAST(substr(" column ", 1, 9000) || x'00' || substr(" column ", 9002) AS BLOB)"

static void test_one_bad_place_costs_one_statement_at_most(void **state)
{
	struct fixture *f = *state;

	take_many(f, N_FIRST, "ichi", false);
	tend(f);
	damage(f, "DROP TRIGGER received_no_update; UPDATE received SET bytes ="
		  " CAST(substr(bytes, 1, 30) || x'ffffffff' || substr(bytes, 35) AS BLOB)"
		  " WHERE stored = 7");
	assert_int_equal(count_whole(f, f->store), N_FIRST - 1);
	damage(f, "DROP TRIGGER dictionary_no_update; UPDATE dictionary SET " SPOILED("bytes"));
	assert_int_equal(count_whole(f, f->store), N_FIRST - 1);
	damage(f, "UPDATE dictionary SET " SPOILED("again"));
	assert_int_equal(count_whole(f, f->store), 0);
}

/* A centre of the version before: the same rows, found by the same hashes. */
static void test_an_older_centre_becomes_one_of_these(void **state)
{
	struct fixture *f = *state;

	take_many(f, N_FIRST, "ichi", false);
	damage(f, "DROP TABLE tried; DROP TABLE question_choice; DROP TABLE question_word;"
		  "DROP TABLE question_power; DROP TABLE forward; DROP TABLE forward_aside;"
		  "DROP TABLE pin_news; DROP TABLE pin_state; DROP TABLE pin_code;"
		  "ALTER TABLE web_user DROP COLUMN staff; DROP TABLE on_paper;"
		  "ALTER TABLE standing DROP COLUMN how; DROP TABLE dictionary; DROP TRIGGER received_no_update;"
		  "CREATE TRIGGER received_no_update BEFORE UPDATE ON received"
		  " BEGIN SELECT RAISE(ABORT, 'what was received is append-only'); END;"
		  "PRAGMA user_version = 16");
	assert_int_equal(count_whole(f, f->store), N_FIRST);
	assert_int_equal(number(f, COUNT_PACKED), 0);
	tend(f);
	assert_int_equal(number(f, COUNT_PACKED), N_FIRST);
	assert_int_equal(count_whole(f, f->store), N_FIRST);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		T(test_what_lay_there_plain_is_packed_and_comes_back),
		T(test_five_hundred_are_enough_to_learn_from),
		T(test_what_came_before_is_packed_piece_by_piece),
		T(test_a_second_dictionary_leaves_the_first),
		T(test_only_the_packing_may_change),
		T(test_one_bad_place_costs_one_statement_at_most),
		T(test_an_older_centre_becomes_one_of_these),
#undef T
	};

	return ks_test_run(tests);
}
