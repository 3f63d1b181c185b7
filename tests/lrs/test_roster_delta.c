/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/roster_delta.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lrs/roster_document.h"
#include "record/card.h"
#include "record/db.h"
#include "record/progress.h"
#include "record/roster.h"
#include "support/centre_sample.h"
#include "support/test.h"

/* A kiosk that takes only what changed has in the end what one has that took all of it. */

#define HEAD "職員番号,氏名,氏名カナ,所属,任用区分,任用開始,任用終了,在籍状態\n"

struct kiosk {
	struct ks_sample_machine machine;
	struct ks_store *store; /* the machine's */
	char tag[KS_HASH_HEX + 2];
	size_t n_bytes; /* of the last answer */
	bool was_delta;
};

static struct kiosk begin(void)
{
	struct kiosk k = {.machine = ks_sample_machine()};

	k.store = k.machine.store;
	return k;
}

static void finish(struct kiosk *k)
{
	ks_sample_machine_finish(&k->machine);
}

static void fetch(struct ks_sample_centre *sample, struct kiosk *k, bool takes_delta)
{
	struct ks_buf out = {.ceiling = (size_t)1 << 30};
	char base[KS_HASH_HEX + 2], *known = k->tag[0] ? k->tag : NULL;
	enum ks_rc rc;

	memcpy(base, k->tag, sizeof(base));
	rc = ks_centre_roster(sample->centre,
			      &(struct ks_roster_wish){.kiosk = "k-01",
						       .known = known ? base : NULL,
						       .takes_delta = takes_delta},
			      k->tag, &out);
	k->n_bytes = out.len;
	k->was_delta = ks_roster_is_delta(ks_buf_text(&out));
	if (rc == KS_OK && k->was_delta) {
		assert_int_equal(ks_roster_store_delta(k->store, ks_buf_text(&out), out.len, "\"x\""),
				 KS_CONFLICT);
		for (int i = 0; i < 2; i++) /* twice is once */
			assert_int_equal(ks_roster_store_delta(k->store, ks_buf_text(&out), out.len,
							       base),
					 KS_OK);
	} else if (rc == KS_OK) {
		assert_int_equal(ks_roster_store_json(k->store, ks_buf_text(&out), out.len), KS_OK);
	} else {
		assert_int_equal(rc, KS_NOT_FOUND);
	}
	ks_buf_finish(&out);
}

static char *all_of(struct kiosk *k)
{
	static const char select[] =
		"SELECT (SELECT group_concat(number || name || kana || is_listed, '/') FROM"
		"  (SELECT * FROM person WHERE is_listed ORDER BY number)) || '|' ||"
		" coalesce((SELECT group_concat(a.number || a.unit || a.status, '/') FROM"
		"  (SELECT * FROM appointment ORDER BY number, position) a JOIN person p"
		"  ON p.number = a.number AND p.is_listed), '') || '|' ||"
		" coalesce((SELECT group_concat(staff || nendo || plan || lesson || done_ms, '/') FROM"
		"  (SELECT * FROM elsewhere ORDER BY staff, nendo, plan, lesson)), '') || '|' ||"
		" coalesce((SELECT group_concat(id || title || place, '/') FROM"
		"  (SELECT * FROM gathering ORDER BY id)), '')";
	struct sqlite3_stmt *stmt;
	char *text;

	ks_db_lock(k->store);
	stmt = ks_db_query(k->store, select, "");
	assert_int_equal(ks_db_step(k->store, stmt), KS_OK);
	text = ks_strdup(ks_db_text(stmt, 0));
	ks_db_end(stmt);
	ks_db_unlock(k->store);
	return text;
}

static void expect_same(struct ks_sample_centre *sample, struct kiosk *k)
{
	struct kiosk fresh = begin();
	char *one, *other;

	fetch(sample, &fresh, false);
	assert_false(fresh.was_delta);
	one = all_of(k);
	other = all_of(&fresh);
	assert_string_equal(one, other);
	free(one);
	free(other);
	finish(&fresh);
}

/* @n people; who is @moved works elsewhere, who is @left is not in the list. */
static void import(struct ks_sample_centre *sample, int n, int moved, int left)
{
	struct ks_buf csv = {0};

	ks_buf_puts(&csv, HEAD);
	for (int i = 0; i < n; i++)
		if (i != left)
			ks_buf_printf(&csv, "%06d,見本 太郎,ミホン タロウ,%s,01,2020-04-01,,在職\n",
				      i + 1, i == moved ? "会計課" : "総務課");
	ks_sample_import(sample->store, ks_buf_text(&csv));
	ks_centre_touch(sample->centre);
	ks_buf_finish(&csv);
}

static void what_changed_is_all_that_is_sent_and_comes_to_the_same(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk pen = ks_sample_kiosk("k-01");
	struct kiosk k = begin(), late;
	size_t whole;

	import(sample, 200, -1, -1);
	fetch(sample, &k, true);
	assert_false(k.was_delta); /* it has none to begin with */
	whole = k.n_bytes;
	late = begin();
	fetch(sample, &late, true);
	for (int i = 0; i < 4;
	     i++) { /* a lesson, somebody moves, another leaves, the first comes back */
		if (i == 0)
			ks_sample_ingest(sample, &pen, "000007", "passed", "course/annual/m1");
		else
			import(sample, 200, i == 1 ? 5 : -1, i == 2 ? 9 : -1);
		fetch(sample, &k, true);
		assert_true(k.was_delta);
		assert_true(k.n_bytes < whole / 20);
		expect_same(sample, &k);
		fetch(sample, &k, true);
		assert_int_equal(k.n_bytes, 0);
	}
	fetch(sample, &late, true); /* several versions at once */
	assert_true(late.was_delta);
	expect_same(sample, &late);
	assert_int_equal(ks_centre_void(sample->centre, pen.last_id, "誤り", "見本"), KS_OK);
	fetch(sample, &k, true);
	assert_true(k.was_delta);
	expect_same(sample, &k);
	finish(&k);
	finish(&late);
}

/* A card bound at one door reaches the others by difference too. */
static void a_card_is_in_the_difference(void **state)
{
	static const char name[] = "3f21000000000000000000000000000000000000000000000000000000000000";
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk pen = ks_sample_kiosk("k-01");
	struct kiosk k = begin();
	char staff[KS_CARD_STAFF] = "", *object = ks_format("card/%s", name);

	import(sample, 200, -1, -1);
	fetch(sample, &k, true);
	ks_sample_ingest(sample, &pen, "000007", "bound", object);
	fetch(sample, &k, true);
	assert_true(k.was_delta);
	assert_int_equal(ks_card_find(k.store, name, staff), KS_OK);
	assert_string_equal(staff, "000007");
	assert_int_equal(ks_centre_void(sample->centre, pen.last_id, "誤り", "見本"), KS_OK);
	fetch(sample, &k, true);
	assert_true(k.was_delta);
	assert_int_equal(ks_card_find(k.store, name, staff), KS_NOT_FOUND);
	free(object);
	finish(&k);
}

static bool is_from_paper(struct kiosk *k, const char *lesson)
{
	struct ks_progress progress;
	bool is_so;

	assert_int_equal(ks_progress_load(k->store, "000007", 2026, "annual", lesson, &progress),
			 KS_OK);
	is_so = progress.is_from_paper;
	ks_progress_finish(&progress);
	return is_so;
}

/* Whoever answered on paper reads so at any kiosk, whether it took the whole list or what changed. */
static void what_was_keyed_in_from_paper_is_told_as_such_everywhere(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk pen = ks_sample_kiosk("k-01");
	struct kiosk k = begin(), late = begin();

	import(sample, 200, -1, -1);
	fetch(sample, &k, true);
	ks_sample_ingest(sample, &pen, "000007", "passed", "course/annual/m1");
	ks_sample_ingest(sample, &pen, "000007", "passed", "course/annual/m2");
	assert_int_equal(ks_db_run(sample->store,
				   "UPDATE standing SET how = 'paper' WHERE lesson = 'm1'", ""),
			 KS_OK);
	fetch(sample, &k, true);
	assert_true(k.was_delta);
	fetch(sample, &late, false);
	assert_false(late.was_delta);
	assert_true(is_from_paper(&k, "m1") && is_from_paper(&late, "m1"));
	assert_false(is_from_paper(&k, "m2") || is_from_paper(&late, "m2"));
	ks_sample_ingest(sample, &pen, "000007", "passed", "course/annual/m3");
	fetch(sample, &k, true); /* nothing new of paper */
	assert_true(is_from_paper(&k, "m1"));
	assert_false(is_from_paper(&k, "m3"));
	assert_int_equal(ks_db_run(sample->store, "UPDATE standing SET how = ''", ""), KS_OK);
	ks_centre_touch(sample->centre);
	fetch(sample, &k, true);
	assert_true(k.was_delta);
	assert_false(is_from_paper(&k, "m1"));
	finish(&k);
	finish(&late);
}

static void another_list_or_a_version_nobody_knows_is_sent_whole(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct kiosk k = begin();
	struct ks_centre *again;

	import(sample, 200, -1, -1);
	fetch(sample, &k, true);
	import(sample, 3, -1, -1); /* most of it goes */
	fetch(sample, &k, true);
	assert_false(k.was_delta);
	expect_same(sample, &k);
	assert_int_equal(ks_centre_open(sample->store, &sample->clock, &again), KS_OK); /* a restart */
	import(sample, 200, 3, -1);
	ks_centre_close(sample->centre);
	sample->centre = again;
	fetch(sample, &k, true);
	assert_false(k.was_delta);
	expect_same(sample, &k);
	finish(&k);
}

static void a_broken_difference_changes_nothing(void **state)
{
	static const char *const broken[] = {
		"{\"format\":\"kenshu-roster-delta-1\",\"base\":\"\\\"b\\\"\",\"people\":[{}],\"completed\":[]}",
		"{\"format\":\"kenshu-roster-delta-1\",\"people\":[],\"completed\":[]}",
		"{\"format\":\"kenshu-roster-delta-1\",\"base\":\"\\\"b\\\"\",\"people\":[]",
	};
	struct ks_sample_centre *sample = *state;
	struct kiosk k = begin();
	char *before, *after;

	import(sample, 20, -1, -1);
	fetch(sample, &k, true);
	before = all_of(&k);
	for (size_t i = 0; i < KS_COUNT(broken); i++)
		assert_int_equal(ks_roster_store_delta(k.store, broken[i], strlen(broken[i]), "\"b\""),
				 KS_INVALID);
	after = all_of(&k);
	assert_string_equal(before, after);
	free(before);
	free(after);
	finish(&k);
}

/* The figure of the README: printed, and far below a hundredth. */
static void of_ten_thousand_one_change_is_some_hundred_bytes(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk pen = ks_sample_kiosk("k-01");
	struct kiosk k = begin();
	size_t whole;

	import(sample, 10000, -1, -1);
	fetch(sample, &k, true);
	whole = k.n_bytes;
	ks_sample_ingest(sample, &pen, "000007", "passed", "course/annual/m1");
	fetch(sample, &k, true);
	print_message("roster of 10,000: %zu bytes, after one completion %zu\n", whole, k.n_bytes);
	assert_true(k.was_delta);
	assert_true(k.n_bytes < 400);
	import(sample, 10000, 17, -1);
	fetch(sample, &k, true);
	print_message("after one transfer %zu\n", k.n_bytes);
	assert_true(k.n_bytes < 1000);
	finish(&k);
}

static bool is_told(struct ks_sample_centre *sample, struct kiosk *k, const char *what)
{
	char *all;
	bool is_there;

	fetch(sample, k, true);
	all = all_of(k);
	is_there = strstr(all, what);
	free(all);
	return is_there;
}

/* As if there were 100,000 people: what completes waits, at most ten seconds; what HR does does not. */
static void a_long_document_is_made_every_few_seconds_and_at_once_for_hr(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_roster_document *document = &sample->centre->document;
	struct ks_sample_kiosk pen = ks_sample_kiosk("k-01");
	struct kiosk k = begin();

	import(sample, 50, -1, -1);
	fetch(sample, &k, true);
	assert_false(k.was_delta); /* the first is made at once */
	document->cost_ms = 4000;
	ks_sample_ingest(sample, &pen, "000007", "passed", "course/annual/m1");
	assert_false(is_told(sample, &k, "m1"));
	ks_clock_advance(&sample->clock, KS_DOCUMENT_MAX_MS - 1);
	ks_roster_document_tend(sample->centre);
	assert_false(is_told(sample, &k, "m1"));
	ks_clock_advance(&sample->clock, 1);
	assert_false(is_told(sample, &k,
			     "m1")); /* who asks does not make it, where somebody tends to it */
	ks_roster_document_tend(sample->centre);
	assert_true(is_told(sample, &k, "m1"));
	assert_true(k.was_delta);

	document->cost_ms = 1000; /* four seconds, and nobody tends */
	ks_sample_ingest(sample, &pen, "000008", "passed", "course/annual/m2");
	assert_false(is_told(sample, &k, "m2"));
	ks_clock_advance(&sample->clock, 6999);
	assert_false(is_told(sample, &k, "m2"));
	ks_clock_advance(&sample->clock, 1);
	assert_true(is_told(sample, &k, "m2"));

	document->cost_ms = 4000;
	ks_sample_ingest(sample, &pen, "000009", "passed", "course/annual/m3");
	import(sample, 50, 5, -1); /* HR's list, and with it what waited */
	assert_true(is_told(sample, &k, "会計課"));
	assert_true(is_told(sample, &k, "m3"));
	expect_same(sample, &k);
	finish(&k);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, ks_sample_setup, ks_sample_teardown)
	const struct CMUnitTest tests[] = {
		TEST(what_changed_is_all_that_is_sent_and_comes_to_the_same),
		TEST(a_card_is_in_the_difference),
		TEST(what_was_keyed_in_from_paper_is_told_as_such_everywhere),
		TEST(another_list_or_a_version_nobody_knows_is_sent_whole),
		TEST(a_broken_difference_changes_nothing),
		TEST(a_long_document_is_made_every_few_seconds_and_at_once_for_hr),
		TEST(of_ten_thousand_one_change_is_some_hundred_bytes),
	};

	return ks_test_run(tests);
}
