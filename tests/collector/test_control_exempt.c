/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lrs/exemption.h"
#include "told.h"

/* `kenshu exempt`: what HR says of one person, and the words that it is answered with. */

#define WHO \
	"'number':'000003','by':'000001','approver':'000002','iri_base':'https://kenshu.example'"
#define LEAVE "'kind':'育休','from':'2026-06-01','reason':'届出のとおり'"
#define TAKEN "{'do':'exempt.add'," WHO ",'kind':'紙受講','course':'annual','reason':'原本',"

static int setup(void **state)
{
	(void)ks_sample_setup(state);
	ks_sample_import(((struct ks_sample_centre *)*state)->store, ks_told_roster);
	return 0;
}

static struct ks_exemption_entry *load(struct ks_sample_centre *sample, struct ks_arena *arena,
				       size_t *n)
{
	struct ks_exemption_entry *rows = NULL;

	assert_int_equal(ks_exemption_load(sample->store, arena, &rows, n), KS_OK);
	return rows;
}

static void an_absence_is_kept_and_its_number_told(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_arena arena = {0};
	struct ks_exemption_entry *rows;
	json_t *answer = ks_told_with(sample, -1, true, "000003 の「育休」を登録しました（1件、",
				      "{'do':'exempt.add'," WHO "," LEAVE ",'to':'2026-12-20'}");
	size_t n;

	rows = load(sample, &arena, &n);
	assert_int_equal(n, 1);
	assert_string_equal(rows[0].id, json_string_value(json_object_get(answer, "id")));
	assert_string_equal(rows[0].staff, "000003");
	assert_string_equal(rows[0].by, "000001");
	assert_string_equal(rows[0].approver, "000002");
	assert_string_equal(rows[0].what.reason, "届出のとおり");
	assert_int_equal(rows[0].what.from.month, 6);
	assert_int_equal(rows[0].what.to.month, 12);
	ks_arena_finish(&arena);
	json_decref(answer);
}

static void what_cannot_be_said_is_refused_by_its_reason_and_kept_nowhere(void **state)
{
	struct ks_sample_centre *sample = *state;

	ks_told_refused(sample, "2026-07-01 の形で書いてください。何も変わっていません。",
			"{'do':'exempt.add'," WHO ",'kind':'育休','reason':'r','from':'6/1'}");
	ks_told_refused(sample, "2026-07-01 の形で",
			"{'do':'exempt.add'," WHO ",'kind':'育休','reason':'r','from':'6'}");
	ks_told_refused(sample, "2026-07-01 の形で",
			"{'do':'exempt.add'," WHO "," LEAVE ",'to':'2026-13-01'}");
	ks_told_refused(sample, "名簿にいません。番号を確かめてください。何も変わっていません。",
			"{'do':'exempt.add','number':'999999'," LEAVE "}");
	ks_told_refused(sample, "その種類はありません。何も変わっていません。",
			"{'do':'exempt.add'," WHO ",'kind':'旅行','from':'2026-06-01'}");
	ks_told_unsaved(sample, "{'do':'exempt.add'," WHO "," LEAVE "}");
	assert_int_equal(ks_told_count(sample, "SELECT count(*) FROM received"), 0);
}

/* The courses come with the request only where it brings some; else they are those that kiosks told of that 年度. */
static void which_lessons_were_taken_elsewhere_is_read_in_the_courses_of_that_year(void **state)
{
	struct ks_sample_centre *sample = *state;
	char *plans = ks_told_plans("annual", 2026);
	const struct {
		const char *lesson, *plans, *words;
		bool ok;
	} cases[] = {
		{"", "null", "そのコースか科目がありません", false},
		{"", plans, "（2件、", true},
		{"m2", plans, "（1件、", true},
		{"", "[]", "そのコースか科目がありません", false},
		{"", "5", "そのコースか科目がありません", false},
	};

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		char *request = ks_format("%s'from':'2026-05-10','lesson':'%s','plans':%s}", TAKEN,
					  cases[i].lesson, cases[i].plans);

		json_decref(ks_told_with(sample, -1, cases[i].ok, cases[i].words, request));
		free(request);
	}
	assert_int_equal(ks_told_count(sample, "SELECT count(*) FROM received"), 3);

	/* told by a kiosk: no need to bring them; the year is that of the day, else the request's */
	assert_int_equal(ks_centre_take_plans(sample->centre, "k-01", plans), KS_OK);
	ks_told_good(sample, "（2件、", TAKEN "'from':'2026-05-11'}");
	ks_told_refused(sample, "そのコースか科目がありません", TAKEN "'from':'2026-03-11'}");
	ks_told_good(sample, "（2件、", TAKEN "'from':'2026-05-12','nendo':2026,'plans':[]}");
	ks_told_refused(sample, "そのコースか科目がありません",
			TAKEN "'from':'2026-05-12','nendo':2025}");
	free(plans);
}

static void it_ends_on_a_day_or_never_was(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_arena arena = {0};
	struct ks_exemption_entry *rows;
	json_t *answer =
		ks_told_with(sample, -1, true, NULL, "{'do':'exempt.add'," WHO "," LEAVE "}");
	const char *id = json_string_value(json_object_get(answer, "id"));
	char *good = ks_format(
		"{'do':'exempt.end','id':'%s','on':'2026-12-20','reason':'復帰'," WHO "}", id);
	char *bad_day =
		ks_format("{'do':'exempt.end','id':'%s','on':'12/20','reason':'復帰'," WHO "}", id);
	char *never = ks_format("{'do':'exempt.end','id':'%s','reason':'誤り'," WHO "}", id);
	char *ended = ks_format("%s は、2026-12-20 で終わりになりました。", id);
	char *gone = ks_format("%s を取り消しました。記録には残ります。", id);
	size_t n;

	ks_told_refused(sample, "（--on）は 2026-12-20 の形で", bad_day);
	ks_told_refused(sample, "その番号の届出はありません。",
			"{'do':'exempt.end','id':'0000000000000','reason':'誤り'," WHO "}");
	ks_told_unsaved(sample, good);
	ks_told_good(sample, ended, good);
	rows = load(sample, &arena, &n);
	assert_int_equal(rows[0].what.to.month, 12);
	ks_told_good(sample, gone, never);
	ks_told_refused(sample, "もう取り消されています。何も変わっていません。", never);
	ks_arena_finish(&arena);
	free(good);
	free(bad_day);
	free(never);
	free(ended);
	free(gone);
	json_decref(answer);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, ks_sample_teardown)
	const struct CMUnitTest tests[] = {
		TEST(an_absence_is_kept_and_its_number_told),
		TEST(what_cannot_be_said_is_refused_by_its_reason_and_kept_nowhere),
		TEST(which_lessons_were_taken_elsewhere_is_read_in_the_courses_of_that_year),
		TEST(it_ends_on_a_day_or_never_was),
	};

	return ks_test_run(tests);
}
