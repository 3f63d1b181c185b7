/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/announce.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "record/gathering.h"
#include "support/centre_sample.h"
#include "support/test.h"

/* What is announced, what is refused and in which words, and whom a rule means. */

static const char roster_csv[] =
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\r\n"
	"000001,見本 一,ミホン イチ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n"
	"000002,見本 二,ミホン ニ,総務課,事務局,本庁,03,2010-04-01,,在職,管理職,\r\n"
	"000003,見本 三,ミホン サン,業務課,現場,清掃工場,01,2026-05-18,2026-05-18,在職,端末利用,\r\n"
	"000004,見本 四,ミホン ヨン,業務課,現場,清掃工場,01,2010-04-01,2026-05-17,在職,端末利用,\r\n"
	"000005,見本 五,ミホン ゴ,業務課,現場,清掃工場,01,2026-05-19,,在職,端末利用,\r\n"
	"000006,見本 六,ミホン ロク,業務課,現場,清掃工場,01,2010-04-01,,休職,端末利用,\r\n";

struct fixture {
	struct ks_sample_centre sample;
	struct ks_announce_wish wish;
	char *said;
	char id[64];
};

static int setup(void **state)
{
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));

	ks_sample_centre_init(&f->sample);
	ks_sample_import(f->sample.store, roster_csv);
	f->wish = (struct ks_announce_wish){.id = "",
					    .title = "集合研修",
					    .place = "大会議室",
					    .lessons = "m1,m4",
					    .date = "2026-05-18",
					    .from = "10:00",
					    .to = "11:30"};
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	free(f->said);
	ks_sample_centre_finish(&f->sample);
	free(f);
	return 0;
}

static enum ks_rc announce(struct fixture *f)
{
	free(f->said);
	f->said = NULL;
	return ks_centre_announce(f->sample.centre, &f->wish, &f->said, f->id);
}

static void check_said(const struct fixture *f, const char *words)
{
	assert_non_null(f->said);
	if (!strstr(f->said, words))
		fail_msg("「%s」 is not in 「%s」", words, f->said);
}

static bool is_expected(const struct fixture *f, const char *staff)
{
	bool is_one = false;

	assert_int_equal(ks_gathering_expects(f->sample.store, f->id, staff, &is_one), KS_OK);
	return is_one;
}

static void what_is_announced_is_kept_and_said_with_its_day(void **state)
{
	struct fixture *f = *state;
	struct ks_gathering kept = {0};

	assert_int_equal(announce(f), KS_OK);
	check_said(f, "「集合研修」（令和8年5月18日（月））を登録しました。");
	assert_null(strstr(f->said, "対象は"));
	assert_int_equal(ks_gathering_find(f->sample.store, f->id, &kept), KS_OK);
	assert_string_equal(kept.title, "集合研修");
	assert_string_equal(kept.place, "大会議室");
	assert_string_equal(kept.lessons, "m1,m4");
	assert_int_equal(kept.from_minute, 600);
	assert_int_equal(kept.to_minute, 690);
	assert_false(kept.is_cancelled);
	ks_gathering_finish(&kept);
	f->wish.place = NULL; /* no place is a place of no name */
	f->wish.title = "別の研修";
	assert_int_equal(announce(f), KS_OK);
	assert_int_equal(ks_gathering_find(f->sample.store, f->id, &kept), KS_OK);
	assert_string_equal(kept.place, "");
	ks_gathering_finish(&kept);
}

static void what_is_not_told_stays_as_it_was(void **state)
{
	struct fixture *f = *state;
	struct ks_gathering kept = {0};
	char id[64];

	assert_int_equal(announce(f), KS_OK);
	memcpy(id, f->id, sizeof(id));
	f->wish = (struct ks_announce_wish){.id = id, .to = "12:00", .from = "", .date = ""};
	assert_int_equal(announce(f), KS_OK);
	assert_string_equal(f->id, id);
	check_said(f, "を変更しました。");
	assert_int_equal(ks_gathering_find(f->sample.store, id, &kept), KS_OK);
	assert_string_equal(kept.title, "集合研修");
	assert_string_equal(kept.place, "大会議室");
	assert_int_equal(kept.from_minute, 600);
	assert_int_equal(kept.to_minute, 720);
	ks_gathering_finish(&kept);
}

static void a_mistake_is_told_and_nothing_is_kept(void **state)
{
	static char long_text[400];
	struct fixture *f = *state;
	const struct ks_announce_wish good = f->wish;
	const struct {
		const char *title, *place, *lessons, *date, *from, *to, *said;
	} cases[] = {
		{"", "室", "m1", "2026-05-18", "10:00", "11:00",
		 "集合研修の名前（--title）がありません。"},
		{NULL, "室", "m1", "2026-05-18", "10:00", "11:00", "名前（--title）がありません。"},
		{"一\n二", "室", "m1", "2026-05-18", "10:00", "11:00", "名前（--title）は、改行"},
		{long_text, "室", "m1", "2026-05-18", "10:00", "11:00", "120字まで"},
		{"名", "一\x1b[2J", "m1", "2026-05-18", "10:00", "11:00", "場所（--place）は"},
		{"名", "室", "m1\n", "2026-05-18", "10:00", "11:00", "科目（--lessons）は"},
		{"名", "室", "m1", "2026-02-30", "10:00", "11:00", "日付（--date）は"},
		{"名", "室", "m1", NULL, "10:00", "11:00", "日付（--date）は"},
		{"名", "室", "m1", "2026-05-18", "25:00", "11:00", "時刻（--from と --to）は"},
		{"名", "室", "m1", "2026-05-18", "10:00", "11", "時刻（--from と --to）は"},
		{"名", "室", "m1", "2026-05-18", "10:00", "10:00", "終わりの時刻（--to）は"},
		{"名", "室", "m1", "2026-05-18", "10:00", "09:59", "終わりの時刻（--to）は"},
	};

	memset(long_text, 'a', sizeof(long_text) - 1);
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		f->wish = (struct ks_announce_wish){"",
						    cases[i].title,
						    cases[i].place,
						    cases[i].lessons,
						    cases[i].date,
						    cases[i].from,
						    cases[i].to,
						    NULL,
						    NULL,
						    0};
		assert_int_equal(announce(f), KS_INVALID);
		check_said(f, cases[i].said);
		assert_string_equal(f->id, "");
	}
	f->wish = good;
	f->wish.to = "10:01";
	assert_int_equal(announce(f), KS_OK);
}

static void the_same_again_is_noticed_and_named(void **state)
{
	struct fixture *f = *state;
	char id[64];

	assert_int_equal(announce(f), KS_OK);
	memcpy(id, f->id, sizeof(id));
	assert_int_equal(announce(f), KS_CONFLICT);
	assert_string_equal(f->id, id);
	check_said(f, "もう登録されています");
	check_said(f, id);
	f->wish.id = "2026-05-18-77";
	assert_int_equal(announce(f), KS_NOT_FOUND);
	check_said(f, "集合研修 2026-05-18-77 は登録されていません");
}

static void a_rule_means_who_is_there_on_that_day(void **state)
{
	static const struct {
		const char *rule;
		const char *who; /* the last digits of those meant */
	} cases[] = {
		{"全員", "123"},
		{"所属=総務課", "12"},
		{"所属=業務課",
		 "3"}, /* whose last day, and first, it is; not who left, comes, or is away */
		{"所属区分=現場", "3"},
		{"施設=本庁", "12"},
		{"任用区分=03", "2"},
		{"役割=管理職", "2"},
		{"全員,役割=端末利用", "13"},
		{"所属=総務課,役割=管理職", "2"},
		{"所属=総務課,任用区分=01", "1"},
	};
	struct fixture *f = *state;

	assert_int_equal(announce(f), KS_OK);
	f->wish.id = ks_strdup(f->id);
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		char number[8], count[64];

		f->wish.expected = cases[i].rule;
		assert_int_equal(announce(f), KS_OK);
		snprintf(count, sizeof(count), "対象は%zu名です。", strlen(cases[i].who));
		check_said(f, count);
		for (char digit = '1'; digit <= '6'; digit++) {
			snprintf(number, sizeof(number), "00000%c", digit);
			if (is_expected(f, number) != !!strchr(cases[i].who, digit))
				fail_msg("%s, by the rule %s", number, cases[i].rule);
		}
	}
	free((void *)(uintptr_t)f->wish.id);
}

static void a_rule_of_nobody_or_of_no_field_is_refused(void **state)
{
	static const char *const unknown[] = {"総務課", "課=総務課", "所属=総務課,だれか", "=総務課"};
	static const char *const nobody[] = {"所属=無い課", "任用区分=99", "所属=業務課,役割=管理職"};
	struct fixture *f = *state;

	for (size_t i = 0; i < KS_COUNT(unknown); i++) {
		f->wish.expected = unknown[i];
		assert_int_equal(announce(f), KS_INVALID);
		check_said(f, "が分かりません");
		check_said(f, unknown[i]);
	}
	for (size_t i = 0; i < KS_COUNT(nobody); i++) {
		f->wish.expected = nobody[i];
		assert_int_equal(announce(f), KS_INVALID);
		check_said(f, "当てはまる人が、その日の名簿にいません");
	}
	f->wish.expected = ""; /* not told */
	assert_int_equal(announce(f), KS_OK);
	assert_null(strstr(f->said, "対象は"));
}

static void a_list_is_of_people_who_are_known(void **state)
{
	static const char *const good[] = {"000001", "000006"}, *const bad[] = {"000001", "000009"};
	struct fixture *f = *state;

	f->wish.numbers = bad;
	f->wish.n_numbers = 2;
	assert_int_equal(announce(f), KS_INVALID);
	check_said(f, "2 人目、職員番号 000009 の人は、名簿にいません");
	f->wish.numbers = good;
	assert_int_equal(announce(f), KS_OK);
	check_said(f, "対象は2名です。");
	assert_true(is_expected(f, "000001"));
	assert_true(is_expected(f, "000006"));
	assert_false(is_expected(f, "000002"));
}

static void what_is_called_off_stays_and_is_called_off_once(void **state)
{
	struct fixture *f = *state;
	struct ks_gathering kept = {0};
	char *said;

	assert_int_equal(announce(f), KS_OK);
	assert_int_equal(ks_centre_call_off(f->sample.centre, f->id, &said), KS_OK);
	assert_non_null(strstr(said, "を中止にしました。"));
	free(said);
	assert_int_equal(ks_gathering_find(f->sample.store, f->id, &kept), KS_OK);
	assert_true(kept.is_cancelled);
	ks_gathering_finish(&kept);
	assert_int_equal(ks_centre_call_off(f->sample.centre, f->id, &said), KS_CONFLICT);
	assert_non_null(strstr(said, "もう中止になっています"));
	free(said);
	assert_int_equal(ks_centre_call_off(f->sample.centre, "2026-05-18-77", &said), KS_NOT_FOUND);
	assert_non_null(strstr(said, "集合研修 2026-05-18-77 は登録されていません"));
	free(said);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
		TEST(what_is_announced_is_kept_and_said_with_its_day),
		TEST(what_is_not_told_stays_as_it_was),
		TEST(a_mistake_is_told_and_nothing_is_kept),
		TEST(the_same_again_is_noticed_and_named),
		TEST(a_rule_means_who_is_there_on_that_day),
		TEST(a_rule_of_nobody_or_of_no_field_is_refused),
		TEST(a_list_is_of_people_who_are_known),
		TEST(what_is_called_off_stays_and_is_called_off_once),
	};

	return ks_test_run(tests);
}
