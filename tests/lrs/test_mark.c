/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/mark.h"

#include <stdlib.h>
#include <string.h>

#include "lrs/roster_in.h"
#include "record/db.h"
#include "support/centre_sample.h"
#include "support/test.h"

/* A sheet of paper names its record: the mark of then can be found again later, and only in the same record. */

static const char *mark(struct ks_sample_centre *s, struct ks_arena *arena, const char *text)
{
	const char *out = NULL;

	assert_int_equal(ks_centre_mark(s->store, text, arena, &out), KS_OK);
	return out;
}

static void a_mark_of_then_is_found_again_after_more_has_come(void **state)
{
	struct ks_sample_centre *s = *state;
	struct ks_sample_kiosk one = ks_sample_kiosk("k-01"), two = ks_sample_kiosk("k-02");
	struct ks_arena arena = {0};
	const char *then, *now;

	assert_string_equal(mark(s, &arena, ""), "");
	ks_sample_ingest(s, &one, "000101", "passed", "course/annual/m1");
	ks_sample_ingest(s, &two, "000102", "passed", "course/annual/m1");
	then = mark(s, &arena, "");
	assert_int_equal(strncmp(then, "2-", 2), 0);
	assert_int_equal(strlen(then), 2 + 16);
	assert_string_equal(mark(s, &arena, ""), then);
	ks_sample_ingest(s, &two, "000103", "passed", "course/annual/m1");
	now = mark(s, &arena, "");
	assert_int_equal(strncmp(now, "3-", 2), 0);
	assert_string_not_equal(now + 2, then + 2);
	assert_string_equal(mark(s, &arena, then), then);
	assert_string_equal(mark(s, &arena, now), now);
	assert_string_not_equal(mark(s, &arena, "2-0123456789abcdef"), "2-0123456789abcdef");
	ks_arena_finish(&arena);
}

/* Only what is the last of a record by its number counts, and a rewritten one is found. */
static void another_record_has_another_mark(void **state)
{
	struct ks_sample_centre *s = *state;
	struct ks_sample_kiosk one = ks_sample_kiosk("k-01");
	struct ks_arena arena = {0};
	const char *then;

	ks_sample_ingest(s, &one, "000101", "passed", "course/annual/m1");
	then = mark(s, &arena, "");
	assert_int_equal(ks_db_run(s->store, "DROP TRIGGER received_no_update", ""), KS_OK);
	assert_int_equal(ks_db_run(s->store, "UPDATE received SET hash = zeroblob(32)", ""), KS_OK);
	assert_string_not_equal(mark(s, &arena, then), then);
	ks_arena_finish(&arena);
}

static void what_is_no_mark_is_refused(void **state)
{
	static const char *const bad[] = {"x", "0-0123456789abcdef", "1-0123", "1",
					  "2-0123456789abcdef"};
	struct ks_sample_centre *s = *state;
	struct ks_sample_kiosk one = ks_sample_kiosk("k-01");
	struct ks_arena arena = {0};
	const char *out;

	ks_sample_ingest(s, &one, "000101", "passed", "course/annual/m1");
	for (size_t i = 0; i < KS_COUNT(bad); i++)
		assert_int_equal(ks_centre_mark(s->store, bad[i], &arena, &out), KS_INVALID);
	ks_arena_finish(&arena);
}

/* The list brings the name along with its words; a file of words alone leaves it. */
static void the_body_is_called_what_the_last_organisation_yaml_said(void **state)
{
	static const char list[] =
		"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\r\n"
		"000001,見本 一,ミホン イチ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n";
	static const char *const words[] = {"name: 見本組合\niri_base: https://kenshu.example\n",
					    "roles:\n  端末利用: [PC利用]\n"};
	struct ks_sample_centre *s = *state;
	const struct ks_roster_answers none = {.same = "", .other = ""};
	const struct ks_bytes bytes = ks_bytes_of(list, strlen(list));
	char *body = NULL;

	assert_int_equal(ks_centre_body(s->store, &body), KS_OK);
	assert_string_equal(body, "");
	free(body);
	for (size_t i = 0; i < KS_COUNT(words); i++) {
		struct ks_roster_change change;
		struct ks_roster_in in;

		ks_roster_in_begin(s->centre, &in);
		assert_int_equal(ks_roster_in_words(s->centre, &in, "words.yaml", words[i]), KS_OK);
		assert_int_equal(ks_roster_in_read(&in, "list.csv", &bytes, NULL, 0), KS_OK);
		assert_int_equal(ks_roster_in_compare(s->centre, &in, &none), KS_OK);
		assert_int_equal(ks_roster_in_take(s->centre, &in, words[i], &change), KS_OK);
		ks_roster_in_finish(&in);
		assert_int_equal(ks_centre_body(s->store, &body), KS_OK);
		assert_string_equal(body, "見本組合");
		free(body);
	}
}

/* HR tells once how its lists name things; the next list is read by that, until it tells anew. */
static void the_words_of_a_list_are_kept_for_the_next(void **state)
{
	static const char list[] =
		"庁内記号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\r\n"
		"000001,見本 一,ミホン イチ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n";
	static const struct {
		const char *words;
		enum ks_rc rc; /* of reading the list */
	} cases[] = {
		{"", KS_INVALID}, /* nobody said what that is */
		{"columns: {職員番号: [庁内記号]}\n", KS_OK},
		{"", KS_OK},
		{"", KS_OK}, /* told with nothing, it stays */
		{"columns: {職員番号: [社員コード]}\n", KS_INVALID},
		{"", KS_OK}, /* what was refused is not kept */
	};
	struct ks_sample_centre *s = *state;
	const struct ks_roster_answers none = {.same = "", .other = ""};
	const struct ks_bytes bytes = ks_bytes_of(list, strlen(list));

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct ks_roster_change change;
		struct ks_roster_in in;

		ks_roster_in_begin(s->centre, &in);
		assert_int_equal(ks_roster_in_words(s->centre, &in, "words.yaml", cases[i].words),
				 KS_OK);
		if (ks_roster_in_read(&in, "list.csv", &bytes, NULL, 0) != cases[i].rc)
			fail_msg("case %zu: %zu errors", i, in.diags.n_errors);
		if (cases[i].rc == KS_OK) {
			assert_int_equal(ks_roster_in_compare(s->centre, &in, &none), KS_OK);
			assert_int_equal(ks_roster_in_take(s->centre, &in, cases[i].words, &change),
					 KS_OK);
		}
		ks_roster_in_finish(&in);
	}
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, ks_sample_setup, ks_sample_teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_mark_of_then_is_found_again_after_more_has_come),
		TEST(another_record_has_another_mark),
		TEST(what_is_no_mark_is_refused),
		TEST(the_words_of_a_list_are_kept_for_the_next),
		TEST(the_body_is_called_what_the_last_organisation_yaml_said),
	};

	return ks_test_run(tests);
}
