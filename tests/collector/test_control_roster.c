/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "lrs/http.h"
#include "record/roster.h"
#include "record/roster_diff.h"
#include "told.h"

/* `kenshu roster import`: what would change is told first, what looks like a mistake is asked, and then it is taken. */

#define HEADING \
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\r\n"

static void import_with(struct ks_sample_centre *sample, const char *csv, bool ok,
			const char *words, const char *more)
{
	char *request = ks_format("{'do':'roster.import','file':'r.csv'%s}", more);
	int file = ks_told_file(sample, csv);

	json_decref(ks_told_with(sample, file, ok, words, request));
	close(file);
	free(request);
}

/* The numbers from @first on, @n of them, in the unit @unit; malloc'd. */
static char *list(int first, int n, const char *unit)
{
	struct ks_buf out = {0};

	ks_buf_puts(&out, HEADING);
	for (int i = first; i < first + n; i++)
		ks_buf_printf(
			&out,
			"%06d,見本 %d,ミホン %c%c,%s,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n",
			i, i, 'A' + i / 26 % 26, 'A' + i % 26, unit);
	return ks_buf_take(&out);
}

static int64_t n_people(struct ks_sample_centre *sample)
{
	return ks_told_count(sample, "SELECT count(*) FROM person WHERE is_listed = 1");
}

static void a_trial_tells_what_would_be_and_changes_nothing(void **state)
{
	struct ks_sample_centre *sample = *state;
	char *first = list(1, 30, "総務課"), *second = list(2, 30, "会計課");
	char *more = list(3, 51, "会計課");

	import_with(sample, first, true,
		    "試しに読みました。名簿は変わっていません。取り込むと、30名になります。",
		    ",'dry_run':true");
	assert_int_equal(n_people(sample), 0);
	import_with(sample, first, true,
		    "名簿を取り込みました。30名（新規 30名、変更 0名、名簿から外れた人 0名）です。",
		    "");
	assert_int_equal(n_people(sample), 30);
	import_with(sample, second, true,
		    "名簿を取り込みました。30名（新規 1名、変更 29名、名簿から外れた人 1名）です。\n"
		    "  追加 1名: 000031\n  変更 29名: 000002、",
		    "");
	import_with(sample, more, true,
		    "取り込むと、51名になります。\n"
		    "  追加 22名: 000032、000033、000034、000035、000036、000037、000038、000039、"
		    "000040、000041、000042、000043、000044、000045、000046、000047、000048、000049、"
		    "000050、000051 ほか 2名\n  名簿から外れる人 1名: 000002",
		    ",'dry_run':true");
	assert_int_equal(n_people(sample), 30);
	free(more);
	free(first);
	free(second);
}

static void so_many_gone_or_a_doubt_is_asked_and_the_answer_taken(void **state)
{
	struct ks_sample_centre *sample = *state;
	char *whole = list(1, 30, "総務課"), *few = list(1, 26, "総務課"),
	     *one = list(1, 29, "総務課");
	char *reused = ks_format(
		HEADING
		"000001,別人 太,ベツジン フト,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n%s",
		strstr(whole, "000002"));

	import_with(sample, whole, true, NULL, "");
	import_with(sample, few, false,
		    "確かめることがあります。名簿は取り込んでいません。\n"
		    "  名簿から外れる人が 4名と多すぎます（30名のうち。3名まで）。",
		    "");
	import_with(sample, few, false, "よければ --allow-removals 4 を", ",'allow_removals':3");
	import_with(sample, few, false, "（30名のうち。3名まで）", ",'allow_removals':-1");
	import_with(sample, few, false, "試しに読みました。", ",'allow_removals':3,'dry_run':true");
	import_with(sample, one, false, "（30名のうち。0名まで）", ",'allow_removals':0");
	import_with(sample, few, true, "名簿から外れた人 4名", ",'allow_removals':4");

	import_with(sample, reused, false,
		    "確かめることがあります。名簿は取り込んでいません。\n"
		    "  職員番号 000001 は、氏名も氏名カナも前の名簿と違います。同じ人なら --same 000001、",
		    "");
	import_with(sample, reused, true, "氏名が変わった人 1名: 000001", ",'same':'000001'");
	free(whole);
	free(few);
	free(one);
	free(reused);
}

static void more_doubts_than_are_named_are_counted(void **state)
{
	struct ks_sample_centre *sample = *state;
	char *whole = list(1, KS_ROSTER_NAMED_MAX + 2, "総務課");
	struct ks_buf other = {0};

	import_with(sample, whole, true, NULL, "");
	ks_buf_puts(&other, HEADING);
	for (int i = 1; i <= KS_ROSTER_NAMED_MAX + 2; i++)
		ks_buf_printf(
			&other,
			"%06d,別人 %d,ベツジン %c,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n",
			i, i, 'A' + i);
	import_with(sample, ks_buf_text(&other), false, "ほかに、確かめる職員番号が 2件あります。",
		    "");
	ks_buf_finish(&other);
	free(whole);
}

static void a_list_that_is_none_is_refused_with_its_lines(void **state)
{
	struct ks_sample_centre *sample = *state;
	int file = ks_told_file(sample, HEADING "1,,,,,,,,,,,\r\n");
	json_t *answer = ks_told_with(sample, file, false, "名簿は取り込んでいません。直してから、",
				      "{'do':'roster.import','file':'r.csv'}");
	const json_t *diag = json_array_get(json_object_get(answer, "diags"), 0);

	assert_true(json_is_true(json_object_get(diag, "error")));
	assert_string_equal(json_string_value(json_object_get(diag, "file")), "r.csv");
	assert_int_equal(json_integer_value(json_object_get(diag, "line")), 2);
	assert_int_equal(json_integer_value(json_object_get(answer, "n_more")), 0);
	json_decref(answer);
	close(file);
	ks_told_refused(sample, "名簿を受け取れませんでした。",
			"{'do':'roster.import','file':'r.csv'}");
	import_with(sample, ks_told_roster, false, "（--from）は 2027-04-01 の形で書いてください。",
		    ",'from':'2027/04/01'");
	import_with(sample, ks_told_roster, false, "誤りが 1件あります。",
		    ",'map_file':'m.yaml','map':'removals_max_percent: x'");
	assert_int_equal(n_people(sample), 0);
}

static void a_list_from_a_day_ahead_waits_and_who_corrects_todays_is_told(void **state)
{
	struct ks_sample_centre *sample = *state;
	char *today = list(1, 4, "総務課"), *ahead = list(1, 5, "会計課");

	import_with(sample, today, true, "名簿を取り込みました。4名", "");
	import_with(sample, ahead, true,
		    "名簿を預かりました。令和8年7月1日（水） から、5名の名簿になります。",
		    ",'from':'2026-07-01'");
	assert_int_equal(n_people(sample), 4);
	import_with(sample, today, true,
		    "令和8年7月1日からの名簿を預かっています。同じ直しが要るかを確かめてください。",
		    "");
	import_with(sample, today, true, "名簿を取り込みました", ",'from':'2026-05-18'");
	free(today);
	free(ahead);
}

static void who_changes_courses_is_counted_where_courses_are_known(void **state)
{
	struct ks_sample_centre *sample = *state;
	char *plans = ks_told_plans("annual", 2026), *with = ks_format(",'plans':%s", plans);
	char *three = list(1, 3, "総務課"), *four = list(1, 4, "総務課");

	import_with(sample, three, true, NULL, with);
	import_with(sample, four, true, "受けるコース: （なし） → 年度研修  1名", with);
	import_with(sample, four, true, "変更 0名", ",'plans':5");
	free(three);
	free(four);
	free(with);
	free(plans);
}

static void what_cannot_be_kept_is_told_and_the_last_list_goes_out_again(void **state)
{
	struct ks_sample_centre *sample = *state;
	char *one = list(1, 1, "総務課"), *two = list(1, 2, "総務課");
	json_t *answer;

	ks_told_refused(sample, "元に戻せる取込みがありません。", "{'do':'roster.undo'}");
	import_with(sample, one, true, NULL, "");
	import_with(sample, two, true, NULL, "");
	ks_told_unsaved(sample, "{'do':'roster.undo'}");
	assert_int_equal(n_people(sample), 2);
	ks_told_good(sample, "最後の取込みを元に戻しました（1名）。", "{'do':'roster.undo'}");
	assert_int_equal(n_people(sample), 1);
	answer = ks_told_with(sample, -1, true, NULL, "{'do':'roster.document'}");
	assert_non_null(strstr(json_string_value(json_object_get(answer, "secret")), "000001"));
	json_decref(answer);
	free(one);
	free(two);
}

static const char *known_tag(const struct ks_request *request, const char *name)
{
	return strcmp(name, "If-None-Match") == 0 ? request->context : NULL;
}

/* Asks for the list as a kiosk does that has @etag, which becomes that of what it gets. Return: whether it was anything new. */
static bool has_news(struct ks_sample_centre *sample, char etag[KS_HASH_HEX + 2])
{
	struct ks_request request = {
		.centre = sample->centre, .kiosk = "k-01", .header = known_tag, .context = etag};
	struct ks_reply reply = {0};
	int status;

	ks_kiosk_get_roster(&request, &reply);
	status = reply.status;
	memcpy(etag, reply.etag, KS_HASH_HEX + 2);
	ks_reply_finish(&reply);
	assert_true(status == 200 || status == 304);
	return status == 200;
}

/* What is made for all kiosks once is made anew, and none is left with a list, a PIN or a card that holds no more. */
static void each_change_to_the_list_is_news_to_a_kiosk_at_once(void **state)
{
	static const char *const requests[] = {
		"{'do':'pin.reset','number':'000001'}",
		"{'do':'pin.slips'}",
		"{'do':'card.bind','number':'000001','id':'0112047AB0553F21'}",
		"{'do':'card.lose','number':'000001'}",
		"{'do':'gathering.add','title':'研修','date':'2026-05-18','from':'09:00','to':'10:30'}",
		"{'do':'roster.undo'}",
	};
	struct ks_sample_centre *sample = *state;
	char *three = list(1, 3, "総務課"), *four = list(1, 4, "総務課"), etag[KS_HASH_HEX + 2] = "";

	import_with(sample, three, true, NULL, "");
	assert_true(has_news(sample, etag));
	import_with(sample, four, true, NULL, "");
	assert_true(has_news(sample, etag));
	for (size_t i = 0; i < KS_COUNT(requests); i++) {
		assert_false(has_news(sample, etag));
		ks_told_good(sample, NULL, requests[i]);
		if (!has_news(sample, etag))
			fail_msg("%s", requests[i]);
	}
	free(four);
	free(three);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, ks_sample_setup, ks_sample_teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_trial_tells_what_would_be_and_changes_nothing),
		TEST(so_many_gone_or_a_doubt_is_asked_and_the_answer_taken),
		TEST(more_doubts_than_are_named_are_counted),
		TEST(a_list_that_is_none_is_refused_with_its_lines),
		TEST(a_list_from_a_day_ahead_waits_and_who_corrects_todays_is_told),
		TEST(who_changes_courses_is_counted_where_courses_are_known),
		TEST(what_cannot_be_kept_is_told_and_the_last_list_goes_out_again),
		TEST(each_change_to_the_list_is_news_to_a_kiosk_at_once),
	};

	return ks_test_run(tests);
}
