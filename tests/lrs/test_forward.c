/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/forward.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "record/db.h"
#include "support/centre_sample.h"
#include "support/test.h"
#include "xapi/statement.h"

/* What goes on to another LRS: each once, in order, whatever the other one says, and how far it is. */

#define PATH "course/annual/m1"
#define SESSION "session/2026-05-18-1"

struct fixture {
	struct ks_sample_centre sample;
	struct ks_sample_kiosk kiosk, other;
	struct ks_statement row;
	struct ks_ledger_counts counts;
};

static int setup(void **state)
{
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));

	ks_sample_centre_init(&f->sample);
	f->kiosk = ks_sample_kiosk("k-01");
	f->other = ks_sample_kiosk("k-02");
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	ks_statement_finish(&f->row);
	ks_sample_centre_finish(&f->sample);
	free(f);
	return 0;
}

static void take_in(struct fixture *f, int n)
{
	for (int i = 0; i < n; i++)
		ks_sample_ingest(&f->sample, &f->kiosk, "000001", "completed", PATH);
}

static enum ks_rc next(struct fixture *f, int64_t after)
{
	ks_statement_finish(&f->row);
	return ks_forward_next(f->sample.store, "lms", after, &f->row);
}

static void deliver(struct fixture *f, int64_t seq, int64_t now_ms)
{
	assert_int_equal(ks_forward_mark_delivered(f->sample.store, "lms", &seq, 1, now_ms), KS_OK);
}

static const struct ks_ledger_counts *counts(struct fixture *f)
{
	assert_int_equal(ks_forward_counts(f->sample.store, "lms", &f->counts), KS_OK);
	return &f->counts;
}

static void a_name_is_of_small_letters_digits_and_hyphens(void **state)
{
	static const char most[] = "abcdefghijklmnopqrstuvwxyz012345";
	struct fixture *f = *state;
	struct ks_store *store = f->sample.store;

	_Static_assert(sizeof(most) == KS_FORWARD_NAME_MAX + 1, "as long as may be");
	assert_int_equal(ks_forward_begin(store, ""), KS_INVALID);
	assert_int_equal(ks_forward_begin(store, "Lms"), KS_INVALID);
	assert_int_equal(ks_forward_begin(store, "l/m"), KS_INVALID);
	assert_int_equal(ks_forward_begin(store, "abcdefghijklmnopqrstuvwxyz0123456"), KS_INVALID);
	assert_int_equal(ks_forward_begin(store, most), KS_OK);
	assert_int_equal(ks_forward_begin(store, "a-1"), KS_OK);
	assert_int_equal(ks_forward_counts(store, "lms", &f->counts), KS_NOT_FOUND);
}

static void each_goes_once_in_its_order_as_it_came(void **state)
{
	struct fixture *f = *state;
	int64_t len, received = 0;
	char *text;

	take_in(f, 3);
	assert_int_equal(ks_forward_begin(f->sample.store, "lms"), KS_OK);
	assert_int_equal(ks_forward_last(f->sample.store), 3);
	for (int64_t seq = 1; seq <= 3; seq++) {
		assert_int_equal(next(f, 0), KS_OK);
		assert_int_equal(f->row.seq, seq);
		assert_int_equal(ks_centre_read(f->sample.centre, f->row.id, &text, &(size_t){0},
						&received),
				 KS_OK);
		len = (int64_t)strlen(text);
		assert_int_equal(f->row.len, len);
		assert_memory_equal(f->row.bytes, text, f->row.len);
		free(text);
		if (seq < 3) {
			assert_int_equal(next(f, seq), KS_OK); /* the one behind, of a batch */
			assert_int_equal(f->row.seq, seq + 1);
		}
		deliver(f, seq, 1000 + seq);
		assert_int_equal(counts(f)->n_delivered, seq);
		assert_int_equal(f->counts.last_delivered_ms, 1000 + seq);
	}
	assert_int_equal(next(f, 0), KS_NOT_FOUND);
	deliver(f, 1, 2000); /* twice is harmless */
	assert_int_equal(counts(f)->n_delivered, 3);
	assert_int_equal(f->counts.n_statements, 3);
	assert_int_equal(f->counts.last_seq, 3);
	assert_int_equal(next(f, 0), KS_NOT_FOUND);
	assert_int_equal(ks_forward_begin(f->sample.store, "lms"), KS_OK); /* goes on where it was */
	assert_int_equal(next(f, 0), KS_NOT_FOUND);
}

static void what_is_refused_waits_aside_and_is_offered_again(void **state)
{
	struct fixture *f = *state;
	struct ks_store *store = f->sample.store;
	int64_t n = -1;

	take_in(f, 3);
	assert_int_equal(ks_forward_begin(store, "lms"), KS_OK);
	deliver(f, 1, 1000);
	assert_int_equal(ks_forward_quarantine(store, "lms", 2, "400", 5000), KS_OK);
	assert_int_equal(next(f, 0), KS_OK);
	assert_int_equal(f->row.seq, 3);
	assert_int_equal(counts(f)->n_quarantined, 1);
	assert_int_equal(f->counts.n_delivered, 1);
	assert_int_equal(f->counts.quarantined_ms, 5000);
	assert_int_equal(ks_forward_retry(store, "lms", 4999, &n), KS_OK);
	assert_int_equal(n, 0);
	assert_int_equal(next(f, 0), KS_OK);
	assert_int_equal(f->row.seq, 3);
	assert_int_equal(ks_forward_retry(store, "lms", 5000, &n), KS_OK);
	assert_int_equal(n, 1);
	assert_int_equal(next(f, 0), KS_OK);
	assert_int_equal(f->row.seq, 2);
	assert_int_equal(counts(f)->n_quarantined, 0);
	assert_int_equal(f->counts.n_delivered, 1);
	assert_int_equal(next(f, 2), KS_OK);
	assert_int_equal(f->row.seq, 3);
	assert_int_equal(ks_forward_quarantine(store, "lms", 2, "still", 6000), KS_OK); /* again */
	assert_int_equal(counts(f)->quarantined_ms, 6000);
	assert_int_equal(ks_forward_retry(store, "lms", 6000, &n), KS_OK);
	deliver(f, 2, 7000);
	deliver(f, 3, 7000);
	assert_int_equal(counts(f)->n_delivered, 3);
	assert_int_equal(f->counts.n_quarantined, 0);
	assert_int_equal(f->counts.quarantined_ms, 0);
	assert_int_equal(next(f, 0), KS_NOT_FOUND);
}

static void what_one_target_takes_or_refuses_says_nothing_of_another(void **state)
{
	struct fixture *f = *state;
	struct ks_store *store = f->sample.store;
	int64_t n;

	take_in(f, 2);
	assert_int_equal(ks_forward_begin(store, "lms"), KS_OK);
	assert_int_equal(ks_forward_begin(store, "bi"), KS_OK);
	assert_int_equal(ks_forward_quarantine(store, "bi", 1, "400", 5000), KS_OK);
	deliver(f, 1, 1000);
	assert_int_equal(counts(f)->n_delivered, 1);
	assert_int_equal(f->counts.n_quarantined, 0);
	assert_int_equal(ks_forward_counts(store, "bi", &f->counts), KS_OK);
	assert_int_equal(f->counts.n_quarantined, 1);
	assert_int_equal(f->counts.n_delivered, 0);
	assert_int_equal(f->counts.last_delivered_ms, 0);
	assert_int_equal(ks_forward_retry(store, "lms", 9000, &n), KS_OK);
	assert_int_equal(n, 0);
	assert_int_equal(ks_forward_forget(store, "lms", 0, &n), KS_OK);
	assert_int_equal(n, 1);
	assert_int_equal(ks_forward_counts(store, "bi", &f->counts), KS_OK);
	assert_int_equal(f->counts.n_quarantined, 1);
}

static void what_is_forgotten_goes_again_and_what_was_refused_not(void **state)
{
	struct fixture *f = *state;
	struct ks_store *store = f->sample.store;
	int64_t n = -1;

	take_in(f, 4);
	assert_int_equal(ks_forward_begin(store, "lms"), KS_OK);
	deliver(f, 1, 1000);
	deliver(f, 2, 1000);
	assert_int_equal(ks_forward_quarantine(store, "lms", 3, "400", 5000), KS_OK);
	assert_int_equal(ks_forward_forget(store, "lms", 5, &n), KS_OK); /* nothing is behind */
	assert_int_equal(n, 0);
	assert_int_equal(ks_forward_forget(store, "lms", 1, &n), KS_OK);
	assert_int_equal(n, 1);
	assert_int_equal(next(f, 0), KS_OK);
	assert_int_equal(f->row.seq, 2);
	assert_int_equal(next(f, 2), KS_OK);
	assert_int_equal(f->row.seq, 4);
}

static void what_another_said_already_is_settled_without_going_out(void **state)
{
	struct fixture *f = *state;
	char id[KS_UUID_TEXT];

	assert_int_equal(ks_forward_begin(f->sample.store, "lms"), KS_OK);
	ks_attended_id("https://kenshu.example", "2026-05-18-1", "000001", id);
	ks_sample_ingest_as(&f->sample, &f->kiosk, id, "000001", "attended", SESSION);
	ks_sample_ingest_as(&f->sample, &f->other, id, "000001", "attended", SESSION);
	assert_int_equal(ks_forward_last(f->sample.store), 2);
	assert_int_equal(next(f, 0), KS_OK);
	assert_int_equal(f->row.seq, 1);
	assert_int_equal(next(f, 1), KS_NOT_FOUND);
	assert_int_equal(counts(f)->n_delivered, 0); /* the first is still to go */
	assert_int_equal(ks_forward_quarantine(f->sample.store, "lms", 1, "400", 5000), KS_OK);
	assert_int_equal(next(f, 0), KS_NOT_FOUND);
	assert_int_equal(counts(f)->n_statements - f->counts.n_delivered - f->counts.n_quarantined,
			 0);
}

static void a_row_that_was_altered_does_not_go_out(void **state)
{
	struct fixture *f = *state;

	take_in(f, 1);
	assert_int_equal(ks_forward_begin(f->sample.store, "lms"), KS_OK);
	assert_int_equal(ks_db_run(f->sample.store, "DROP TRIGGER received_no_update", ""), KS_OK);
	assert_int_equal(ks_db_run(f->sample.store,
				   "UPDATE received SET bytes = CAST(replace(body(bytes), '000001',"
				   " '000002') AS BLOB)",
				   ""),
			 KS_OK);
	assert_int_equal(next(f, 0), KS_DAMAGED);
	assert_int_equal(f->row.seq, 1); /* so that it can be set aside */
	assert_null(f->row.bytes);
}

static void a_row_without_bytes_does_not_go_out_either(void **state)
{
	struct fixture *f = *state;

	take_in(f, 2);
	assert_int_equal(ks_forward_begin(f->sample.store, "lms"), KS_OK);
	assert_int_equal(ks_db_run(f->sample.store, "DROP TRIGGER received_no_update", ""), KS_OK);
	assert_int_equal(ks_db_run(f->sample.store,
				   "UPDATE received SET bytes = x'' WHERE stored = 1", ""),
			 KS_OK);
	assert_int_equal(next(f, 0), KS_DAMAGED);
	assert_int_equal(f->row.seq, 1);
	assert_int_equal(ks_forward_quarantine(f->sample.store, "lms", 1, "damaged", 5000), KS_OK);
	assert_int_equal(next(f, 0), KS_OK);
	assert_int_equal(f->row.seq, 2);
}

static void people_read_how_it_stands(void **state)
{
	struct fixture *f = *state;
	struct ks_store *store = f->sample.store;
	struct ks_forward_state *states;
	size_t n;
	bool is_bad;
	char *words, *value;

	assert_int_equal(ks_forward_states(store, &states, &n), KS_OK);
	assert_int_equal(n, 0);
	take_in(f, 3);
	assert_int_equal(ks_forward_begin(store, "lms"), KS_OK);
	assert_int_equal(ks_forward_begin(store, "bi"), KS_OK);
	assert_int_equal(ks_forward_set(store, "lms", "sync_endpoint", "https://lms.example/"),
			 KS_OK);
	assert_int_equal(ks_forward_get(store, "lms", "sync_endpoint", &value), KS_OK);
	assert_string_equal(value, "https://lms.example/");
	free(value);
	assert_int_equal(ks_forward_get(store, "bi", "sync_endpoint", &value), KS_NOT_FOUND);
	assert_int_equal(ks_forward_tell_trouble(store, "lms", "つながりません"), KS_OK);
	assert_int_equal(ks_forward_quarantine(store, "lms", 1, "400", 5000), KS_OK);
	assert_int_equal(ks_forward_states(store, &states, &n), KS_OK);
	assert_int_equal(n, 2);
	assert_string_equal(states[0].name, "bi");
	assert_int_equal(states[0].n_pending, 3);
	words = ks_forward_words(&states[0], &is_bad);
	assert_false(is_bad);
	assert_string_equal(words, "転送先 bi（）: 待っている記録 3件、まだ何も届いていません。");
	free(words);
	words = ks_forward_words(&states[1], &is_bad);
	assert_true(is_bad);
	assert_string_equal(
		words,
		"転送先 lms（https://lms.example/）: 待っている記録 2件、"
		"まだ何も届いていません。つながりません。記録は残っていて、つながれば送ります。"
		"転送先に断られ、取り置いている記録が 1件あります（1日ごとに送り直します）。");
	free(words);
	free(states);
	deliver(f, 2, KS_TEST_WALL_MS); /* which ends the trouble */
	assert_int_equal(ks_forward_states(store, &states, &n), KS_OK);
	assert_string_equal(states[1].trouble, "");
	assert_int_equal(states[1].n_pending, 1);
	words = ks_forward_words(&states[1], &is_bad);
	assert_true(is_bad); /* one is refused */
	assert_non_null(strstr(words, "最後に届いたのは令和8年5月18日 9:30 です。転送先に断られ"));
	free(words);
	free(states);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
		TEST(a_name_is_of_small_letters_digits_and_hyphens),
		TEST(each_goes_once_in_its_order_as_it_came),
		TEST(what_is_refused_waits_aside_and_is_offered_again),
		TEST(what_one_target_takes_or_refuses_says_nothing_of_another),
		TEST(what_is_forgotten_goes_again_and_what_was_refused_not),
		TEST(what_another_said_already_is_settled_without_going_out),
		TEST(a_row_that_was_altered_does_not_go_out),
		TEST(a_row_without_bytes_does_not_go_out_either),
		TEST(people_read_how_it_stands),
	};

	return ks_test_run(tests);
}
