/* SPDX-License-Identifier: Apache-2.0 */
/*
 * All that `kenshu roster import` and `undo` answer, to the letter (tests/data/golden/lists-told.txt): doubts of each kind, who
 * comes, changes and goes, which courses that means, and PINs that go back.
 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "content/plan.h"
#include "record/db.h"
#include "record/pin.h"
#include "record/roster.h"
#include "support/golden.h"
#include "told.h"

#define HEAD \
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\r\n"
#define PERSON(number, name, pin) \
	number "," name ",総務課,事務局,本庁,01,2010-04-01,,在職,端末利用," pin "\r\n"

static const struct {
	const char *name, *csv, *more, *sql;
} steps[] = {
	{"the first list, PINs in it",
	 HEAD PERSON("000001", "見本 一,ミホン イチ", "407183")
		 PERSON("000002", "見本 二,ミホン ニ", "407184")
			 PERSON("000003", "見本 三,ミホン サン", "")
				 PERSON("000004", "見本 四,ミホン ヨン", ""),
	 "", ""},
	{"another number, zeros lost, a number of somebody else",
	 HEAD PERSON("000009", "別人 九,ベツジン ク", "") PERSON("000001", "他人 太,タニン フト", "")
		 PERSON("2", "見本 二,ミホン ニ", "") PERSON("000005", "見本 三,ミホン サン", ""),
	 ",'allow_removals':9", ""},
	{"the same, answered",
	 HEAD PERSON("000009", "別人 九,ベツジン ク", "") PERSON("000001", "他人 太,タニン フト", "")
		 PERSON("2", "見本 二,ミホン ニ", "") PERSON("000005", "見本 三,ミホン サン", ""),
	 ",'allow_removals':9,'dry_run':true,'same':'000002=2,000003=000005','other':'000001'", ""},
	{"a new name, new PINs",
	 HEAD PERSON("000001", "見本 一,ミホン イチ", "551903")
		 PERSON("000002", "見本 二,ミホン ニ", "551904")
			 PERSON("000003", "見本 三,ミホン サン", "551905")
				 PERSON("000004", "手本 四,ミホン ヨン", "551906"),
	 "", "UPDATE pin SET source = 'own' WHERE number = '000004'"},
	{"undone", NULL, "", ""},
	{"what is no plan is none", HEAD PERSON("000001", "見本 一,ミホン イチ", ""),
	 ",'allow_removals':3,'plans':[5]", ""},
	{"undone again", NULL, "", ""},
};

static void put_message(struct ks_buf *out, struct ks_sample_centre *sample, const char *csv,
			const char *more)
{
	char *request = csv ? ks_format("{\"do\":\"roster.import\",\"file\":\"r.csv\"%s}", more)
			    : ks_strdup("{\"do\":\"roster.undo\"}");
	int file = csv ? ks_told_file(sample, csv) : -1;
	char *text;
	json_t *answer;

	for (char *c = request; *c; c++)
		if (*c == '\'')
			*c = '"';
	text = ks_control_do(sample->centre, request, strlen(request), file);
	answer = json_loads(text, 0, NULL);
	ks_buf_printf(out, "%s: %s\n", json_is_true(json_object_get(answer, "ok")) ? "yes" : "no",
		      json_string_value(json_object_get(answer, "message")));
	json_decref(answer);
	if (file >= 0)
		close(file);
	free(text);
	free(request);
}

static void put_at(struct ks_buf *csv, int i, const char *facility)
{
	ks_buf_printf(csv, "%06d,見本 %02d,ミホン,総務課,事務局,%s,01,2010-04-01,,在職,端末利用,\r\n",
		      100 + i, i, facility);
}

/* Each in a building of their own, which has its own course, but for the first, who leaves it. */
static void put_moves(struct ks_buf *out, struct ks_sample_centre *sample, int n)
{
	struct ks_buf before = {0}, after = {0}, plans = {0};

	ks_buf_puts(&before, HEAD);
	ks_buf_puts(&after, HEAD);
	ks_buf_puts(&plans, ",\"plans\":[");
	for (int i = 1; i <= n; i++) {
		const char *facility = ks_format("第%d", i), *title = ks_format("研修%02d", i);
		struct ks_plan_lesson lesson = {
			.id = "m1", .title = "一", .minutes = 5, .is_ready = true};
		struct ks_plan plan = {.id = title,
				       .title = title,
				       .revision = "1",
				       .nendo = 2026,
				       .opens = {2026, 4, 1},
				       .due = {2026, 12, 25},
				       .audience = {.facilities = &facility, .n_facilities = 1},
				       .lessons = &lesson,
				       .n_lessons = 1};
		char *json = ks_plan_to_json(&plan);

		put_at(&before, i, i == 1 ? facility : "本庁");
		put_at(&after, i, i == 1 ? "本庁" : facility);
		ks_buf_printf(&plans, "%s%s", i > 1 ? "," : "", json);
		free(json);
		free((char *)title);
		free((char *)facility);
	}
	ks_buf_puts(&plans, "]");
	ks_buf_printf(out, "==== %d ways in which courses change\n", n);
	ks_buf_puts(&plans, ",'dry_run':true");
	put_message(out, sample, ks_buf_text(&before), ",'allow_removals':99");
	put_message(out, sample, ks_buf_text(&after), ks_buf_text(&plans));
	ks_buf_finish(&before);
	ks_buf_finish(&after);
	ks_buf_finish(&plans);
}

static void all_that_is_answered_to_a_list(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_buf out = {0};

	for (size_t i = 0; i < KS_COUNT(steps); i++) {
		ks_buf_printf(&out, "==== %s\n", steps[i].name);
		put_message(&out, sample, steps[i].csv, steps[i].more);
		if (*steps[i].sql)
			assert_int_equal(ks_db_run(sample->store, steps[i].sql, ""), KS_OK);
	}
	put_moves(&out, sample, 20);
	put_moves(&out, sample, 22);
	ks_test_golden("tests/data/golden/lists-told.txt", ks_buf_text(&out));
	ks_buf_finish(&out);
}

/* The list goes into a program that hands out no PINs: what stands in it is a code for choosing one. */
static void a_code_of_the_list_may_be_good_for_choosing_a_pin_alone(void **state)
{
	static const char csv[] = HEAD PERSON("000001", "見本 一,ミホン イチ", "407183");
	struct ks_sample_centre *sample = *state;
	struct ks_pin_verdict verdict;
	struct ks_buf out = {0};

	put_message(&out, sample, csv, "");
	assert_int_equal(ks_pin_check(sample->store, &sample->clock, "000001", "407183", &verdict),
			 KS_OK);
	assert_false(verdict.is_once);
	put_message(&out, sample, csv, ",'once':true");
	assert_int_equal(ks_pin_check(sample->store, &sample->clock, "000001", "407183", &verdict),
			 KS_OK);
	assert_true(verdict.is_once);
	ks_buf_finish(&out);
}

static void a_list_that_is_too_large_or_cannot_be_kept_changes_nothing(void **state)
{
	struct ks_sample_centre *sample = *state;
	int file = ks_told_file(sample, ks_told_roster);
	char *path = ks_format("/proc/self/fd/%d", file);

	assert_int_equal(ks_db_run(sample->store, "PRAGMA query_only = 1", ""), KS_OK);
	json_decref(ks_told_with(sample, file, false, "保存できませんでした",
				 "{'do':'roster.import','file':'r.csv'}"));
	assert_int_equal(ks_db_run(sample->store, "PRAGMA query_only = 0", ""), KS_OK);
	assert_int_equal(truncate(path, (off_t)KS_ROSTER_MAX_BYTES + 1), 0);
	json_decref(ks_told_with(sample, file, false, "名簿が大きすぎます。",
				 "{'do':'roster.import','file':'r.csv'}"));
	assert_int_equal(ks_told_count(sample, "SELECT count(*) FROM person"), 0);
	free(path);
	close(file);
}

static void a_disk_that_is_full_is_told_as_one(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_buf csv = {0};
	int file;

	ks_buf_puts(&csv, HEAD);
	for (int i = 1; i <= 3000; i++)
		put_at(&csv, i, "本庁");
	file = ks_told_file(sample, ks_buf_text(&csv));
	assert_int_equal(ks_db_run(sample->store, "PRAGMA max_page_count = 1", ""), KS_OK);
	json_decref(ks_told_with(sample, file, false,
				 "空き容量が足りないため、保存できませんでした。空きを作ってから、",
				 "{'do':'roster.import','file':'r.csv'}"));
	assert_int_equal(ks_told_count(sample, "SELECT count(*) FROM person"), 0);
	close(file);
	ks_buf_finish(&csv);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, ks_sample_setup, ks_sample_teardown)
	const struct CMUnitTest tests[] = {
		TEST(all_that_is_answered_to_a_list),
		TEST(a_code_of_the_list_may_be_good_for_choosing_a_pin_alone),
		TEST(a_disk_that_is_full_is_told_as_one),
		TEST(a_list_that_is_too_large_or_cannot_be_kept_changes_nothing),
	};

	return ks_test_run(tests);
}
