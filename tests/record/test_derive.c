/* SPDX-License-Identifier: Apache-2.0 */
#include "record/derive.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "record/db.h"
#include "record/pseudonym.h"
#include "support/cut.h"
#include "support/golden.h"
#include "support/record_sample.h"

/*
 * What is made anew of the statements when a database was lost: every kind of fact, beside answers under a pseudonym and what comes
 * twice. The rows of all indexes are kept in tests/data/golden/derived.txt.
 */

#define STRANGER "~0123456789abcdef0123456789abcdef"

struct fixture {
	struct ks_record_sample *from;
	char *folder;
	struct ks_store *into;
	int64_t last;
};

static void run_sql(struct ks_store *store, const char *sql)
{
	assert_int_equal(sqlite3_exec(ks_db_handle(store), sql, NULL, NULL, NULL), SQLITE_OK);
}

static void append(struct fixture *f, struct ks_fact *fact)
{
	assert_int_equal(ks_ledger_begin(f->from->ledger), KS_OK);
	assert_int_equal(ks_ledger_append(f->from->ledger, fact, &f->last), KS_OK);
	assert_int_equal(ks_ledger_commit(f->from->ledger), KS_OK);
	ks_clock_advance(&f->from->clock, 1000);
}

static void append_all(struct fixture *f)
{
	static const enum ks_fact_kind again[] = {KS_FACT_PASSED, KS_FACT_CHECKED_IN,
						  KS_FACT_COMPLETED_CHECKLIST};
	struct ks_sample *words = &f->from->course;
	struct ks_answer *answer = &f->from->answer;
	char name[KS_ACTOR_MAX];
	struct ks_fact fact;

	for (int kind = 0; kind < KS_FACT_KIND_COUNT; kind++) {
		fact = ks_record_sample_fact(words, (enum ks_fact_kind)kind, 0, answer);
		if (kind == KS_FACT_OPENED) {
			fact.gathering_id = "2026-11-24-k-01-1";
			fact.how = "10:00-11:00";
			fact.reason = "会議室";
		}
		append(f, &fact);
	}
	for (size_t i = 0; i < KS_COUNT(again); i++) {
		fact = ks_record_sample_fact(words, again[i], 0, answer);
		append(f, &fact);
	}
	assert_int_equal(ks_pseudonym_of(f->from->store, "000124", name), KS_OK);
	for (int i = 0; i < 2; i++) {
		fact = ks_record_sample_fact(words, KS_FACT_INSPECTED, 0, answer);
		fact.staff = i == 0 ? name : STRANGER;
		fact.item_index = 0;
		fact.response = KS_RESPONSE_NO;
		append(f, &fact);
	}
	fact.response = KS_RESPONSE_NONE; /* of a later version: nothing that this one knows */
	append(f, &fact);
}

static int setup(void **state)
{
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));
	char *key = NULL, *why = NULL;

	assert_int_equal(ks_record_sample_setup((void **)&f->from), 0);
	f->folder = ks_test_folder();
	assert_int_equal(ks_store_open(f->folder, KS_ROLE_ANY, KS_ACCESS_WRITE, &f->into, &why),
			 KS_OK);
	assert_int_equal(ks_pseudonym_make_key(f->from->store), KS_OK);
	assert_int_equal(ks_pseudonym_key_text(f->from->store, &key), KS_OK);
	assert_int_equal(ks_pseudonym_take_key(f->into, key), KS_OK);
	run_sql(f->into,
		"INSERT INTO person(number, typed, name, kana, is_listed)"
		" VALUES('000123', '000123', 'a', 'b', 1), ('000124', '000124', 'c', 'd', 1)");
	free(key);
	append_all(f);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	ks_store_close(f->into);
	ks_test_folder_finish(f->folder);
	assert_int_equal(ks_record_sample_teardown((void **)&f->from), 0);
	free(f);
	return 0;
}

static enum ks_rc insert(struct fixture *f, int64_t seq, int64_t called)
{
	struct ks_statement_view view;
	struct ks_statement row;
	enum ks_rc rc;

	assert_int_equal(ks_ledger_read(f->from->ledger, seq, &row), KS_OK);
	rc = ks_derive_insert(f->into, called, row.bytes, row.len, &view);
	ks_statement_finish(&row);
	return rc;
}

static void dump(struct ks_store *store, const char *table, struct ks_buf *out)
{
	char *sql = ks_format("SELECT * FROM %s", table);
	sqlite3_stmt *stmt;

	ks_buf_printf(out, "%s\n", table);
	assert_int_equal(sqlite3_prepare_v2(ks_db_handle(store), sql, -1, &stmt, NULL), SQLITE_OK);
	while (sqlite3_step(stmt) == SQLITE_ROW)
		for (int i = 0; i < sqlite3_column_count(stmt); i++)
			ks_buf_printf(out, "%s%s%c", i == 0 ? "  " : "", ks_db_text(stmt, i),
				      i + 1 < sqlite3_column_count(stmt) ? '|' : '\n');
	sqlite3_finalize(stmt);
	free(sql);
}

static void every_index_is_made_of_the_statements(void **state)
{
	static const char *const tables[] = {"attendance", "gathering",  "gathering_fact",   "card",
					     "progress",   "inspection", "inspection_answer"};
	struct fixture *f = *state;
	struct ks_buf out = {0};
	int64_t n = 0;

	for (int64_t seq = 1; seq <= f->last; seq++)
		assert_int_equal(insert(f, seq, seq), KS_OK);
	assert_int_equal(ks_db_number(f->into, &n, "SELECT count(*) FROM statement", ""), KS_OK);
	assert_int_equal(n, f->last);
	for (size_t i = 0; i < KS_COUNT(tables); i++)
		dump(f->into, tables[i], &out);
	ks_test_golden("tests/data/golden/derived.txt", ks_buf_text(&out));
	ks_buf_finish(&out);
}

static void what_is_not_the_statement_it_is_called_is_refused(void **state)
{
	struct fixture *f = *state;
	struct ks_statement_view view;

	assert_int_equal(insert(f, 1, 2), KS_INVALID);
	assert_int_equal(ks_derive_insert(f->into, 1, "{}", 2, &view), KS_INVALID);
	assert_int_equal(insert(f, 1, 1), KS_OK);
	assert_int_equal(insert(f, 1, 1), KS_CONFLICT);
}

/* The one whose index is asked for; each time in a transaction that nothing comes of. */
static int64_t tried;

static enum ks_rc insert_one(void *context)
{
	struct fixture *f = context;
	enum ks_rc rc = ks_store_begin(f->into);

	if (rc != KS_OK)
		return rc;
	rc = insert(f, tried, tried);
	ks_store_rollback(f->into);
	return rc;
}

static void failure_of_any_of_them_is_told(void **state)
{
	struct fixture *f = *state;

	for (tried = 1; tried <= f->last; tried++) {
		struct ks_cut cut = {.store = f->into,
				     .act = insert_one,
				     .context = f,
				     .name = "derive",
				     .tells_each = true};

		ks_cut_everywhere(&cut);
		assert_int_equal(cut.n_refused, cut.n_cut);
	}
}

#define with_facts(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_facts(every_index_is_made_of_the_statements),
		with_facts(what_is_not_the_statement_it_is_called_is_refused),
		with_facts(failure_of_any_of_them_is_told),
	};

	return ks_test_run(tests);
}
