/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"
#include "lrs/announce.h"
#include "lrs/nendo.h"
#include "report/report.h"

/* What the pages say of questions, tries, and who was not there. */

#define PAPER "\"https://kenshu.example/xapi/ext/roll\":{\"how\":\"paper\"}"
#define ATTEMPT "\"https://kenshu.example/xapi/ext/attempt\":1"

/* Twelve people, of whom the better six know q01; q02 is right for all but the first. */
static void play_quizzes(struct fixture *f)
{
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");

	for (int i = 0; i < 12; i++) {
		char *staff = ks_format("%06d", i + 1);
		bool is_good = i >= 6;
		char *result = ks_format("\"success\":%s,\"score\":{\"raw\":%d,\"min\":0,\"max\":5},"
					 "\"duration\":\"PT4M10S\"",
					 is_good ? "true" : "false", is_good ? 4 : 2);

		ks_sample_ingest_told(&f->sample, &kiosk, staff, "answered",
				      "course/annual/m1/quiz/m1-q01",
				      is_good ? "\"response\":\"a\",\"success\":true"
					      : "\"response\":\"<script>b\",\"success\":false",
				      ATTEMPT);
		ks_sample_ingest_told(
			&f->sample, &kiosk, staff, "answered", "course/annual/m1/quiz/m1-q02",
			i ? "\"response\":\"a\",\"success\":true"
			  : "\"response\":\"\\\"b\",\"success\":false", /* a quote is escaped in JSON */
			ATTEMPT);
		ks_sample_ingest_told(&f->sample, &kiosk, staff, is_good ? "passed" : "failed",
				      "course/annual/m1", result, ATTEMPT);
		free(staff);
		free(result);
	}
}

static void a_question_tells_its_power_its_choices_and_its_counts(void **state)
{
	struct fixture *f = *state;
	const char *hr = f->cookie[KS_USER_HR];

	play_quizzes(f);
	assert_int_equal(ask(f, hr, "/questions?nendo=2026", NULL), 200);
	assert_true(is_said(f, "question=m1-q01"));
	assert_true(is_said(f, ">1.00</td>")); /* whoever knows q01 knows the rest */
	assert_true(is_said(f, "</svg>50.0%"));
	assert_true(is_said(f, "</svg>91.7%"));
	assert_true(is_said(f, "条項ごとの正答率"));
	assert_true(is_said(f, "aria-label=\"正答率と見分ける力の図。設問 2問、"));
	assert_true(is_said(f, "<circle class=\"dot\" cx=\"354\" cy=\"12\"")); /* half, and 1.00 */
	assert_int_equal(ask(f, hr, "/questions?nendo=2026&lesson=m1&clause=", NULL), 200);
	assert_true(is_said(f, "<option value=\"m1\" selected=\"\">"));
	assert_true(is_said(f, "<input type=\"hidden\" name=\"lesson\" value=\"m1\">"));
	assert_true(is_said(f, "question=m1-q01"));
	assert_int_equal(ask(f, hr, "/questions?nendo=2026&lesson=m2", NULL), 200);
	assert_false(is_said(f, "question=m1-q01"));
	assert_true(is_said(f, "条件を消すか"));
	assert_int_equal(ask(f, hr, "/questions?nendo=2026&lesson=m2&format=csv&reason=x", NULL),
			 200);
	assert_false(is_said(f, "m1-q01"));
	assert_int_equal(ask(f, hr, "/questions?nendo=2026&of=clauses&format=csv&reason=x", NULL),
			 200);
	assert_true(is_said(f, "条項,設問,解答,正答数,正答率"));
	assert_false(is_said(f, "m1-q01"));
	assert_int_equal(ask(f, hr, "/questions?nendo=2026&question=m1-q01&revision=", NULL), 200);
	assert_true(is_said(f, "&lt;script&gt;b"));
	assert_false(is_said(f, "<script"));
	assert_true(is_said(f, "<td class=\"num\">6</td>"));
	assert_int_equal(ask(f, hr, "/questions?nendo=2026&question=m1-q09&revision=", NULL), 404);
	assert_int_equal(ask(f, f->cookie[KS_USER_HEAD],
			     "/questions?nendo=2026&question=m1-q01&revision=", NULL),
			 403);
	assert_int_equal(ask(f, hr, "/questions?nendo=2026&format=csv&reason=x", NULL), 200);
	assert_true(is_said(f, "見分ける力"));
	assert_true(is_said(f, ",1.00,"));
}

/* The first seven in 総務課, of whom one knows q01; five in 会計課, who all do; the last, of another 任用区分, alone. */
static void list_them(struct fixture *f)
{
	struct ks_buf csv = {0};

	ks_buf_puts(&csv, "職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,"
			  "在籍状態,役割,初期暗証番号\r\n");
	for (int i = 1; i <= 12; i++)
		ks_buf_printf(&csv,
			      "%06d,見本 %d,ミホン,%s,事務局,本庁,%s,2010-04-01,,在職,端末利用,\r\n",
			      i, i, i <= 7 ? "総務課" : "会計課", i == 12 ? "06" : "01");
	ks_sample_import(f->sample.store, ks_buf_text(&csv));
	ks_buf_finish(&csv);
}

static void questions_are_told_of_some_people_and_of_no_fewer_than_five(void **state)
{
	static const char of_unit[] = "/questions?nendo=2026&unit=%E7%B7%8F%E5%8B%99%E8%AA%B2";
	struct fixture *f = *state;
	const char *hr = f->cookie[KS_USER_HR];
	char *file = ks_format("%s&format=csv&reason=x", of_unit),
	     *shown = ks_format("%s&question=m1-q01&revision=", of_unit);

	play_quizzes(f);
	list_them(f);
	assert_int_equal(ask(f, hr, of_unit, NULL), 200);
	assert_true(is_said(f, "<option value=\"総務課\" selected=\"\">"));
	assert_true(is_said(f, "</svg>14.3%")); /* q01, one of seven */
	assert_true(is_said(f, "</svg>85.7%")); /* q02 */
	assert_true(is_said(f, "unit=%E7%B7%8F%E5%8B%99%E8%AA%B2&amp;question=m1-q01"));
	assert_true(is_said(f, "<input type=\"hidden\" name=\"unit\" value=\"総務課\">"));
	assert_int_equal(ask(f, hr, shown, NULL), 200);
	assert_true(is_said(f, "解答 7件"));
	assert_true(is_said(f, "&lt;script&gt;b"));
	assert_true(is_said(f, "<td class=\"num\">6</td>"));
	assert_int_equal(ask(f, hr, file, NULL), 200);
	assert_true(is_said(f, ",m1-q01,"));
	assert_true(is_said(f, ",7,1,"));
	assert_int_equal(ask(f, hr, "/questions?nendo=2026&employment=06", NULL), 200);
	assert_true(is_said(f, "5名より少ない"));
	assert_false(is_said(f, "</svg>100.0%"));
	assert_true(is_said(f, "<td class=\"num\">—</td><td class=\"short\">")); /* how many answered */
	assert_int_equal(ask(f, hr,
			     "/questions?nendo=2026&employment=06&question=m1-q01&revision=", NULL),
			 200);
	assert_true(is_said(f, "数を出しません"));
	assert_false(is_said(f, "class=\"num\">1<"));
	assert_int_equal(ask(f, hr, "/questions?nendo=2026&employment=01&format=csv&reason=x", NULL),
			 200);
	assert_true(is_said(f, ",11,5,"));
	assert_int_equal(ask(f, hr, "/questions?nendo=2026&employment=02", NULL), 200);
	assert_true(is_said(f, "条件を消すか"));
	free(file);
	free(shown);
}

/* What was chosen stands in the list, the file and on the page of the question alike. */
static void how_often_each_choice_was_taken_stands_in_list_and_file(void **state)
{
	struct fixture *f = *state;
	const char *hr = f->cookie[KS_USER_HR];

	play_quizzes(f);
	assert_int_equal(ask(f, hr, "/questions?nendo=2026", NULL), 200);
	assert_true(is_said(f, "選ばれた数（緑が正解）"));
	assert_true(is_said(f, "a 6</span></span>"));
	assert_int_equal(ask(f, hr, "/questions?nendo=2026&format=csv&reason=x", NULL), 200);
	assert_true(is_said(f, ",選ばれた数"));
	assert_true(is_said(f, "<script>b 6"));
}

/* Six of twelve were right; with every answer right, all were. */
static void a_corrected_key_shows_the_share_before_and_after(void **state)
{
	struct fixture *f = *state;
	char *id, *form;

	play_quizzes(f);
	assert_int_equal(post(f, KS_USER_TRAINER, "/corrections",
			      "nendo=2026&do=key&question=m1-q01&revision=&answer=*&reason=x"),
			 303);
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/corrections?nendo=2026", NULL), 200);
	id = value_of(f, "name=\"id\" value=\"");
	form = ks_format("nendo=2026&do=approve&id=%s&reason=", id);
	assert_int_equal(post(f, KS_USER_HR, "/corrections", form), 303);
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/questions?nendo=2026", NULL), 200);
	assert_true(is_said(f, "<del>50.0%（6／12）</del> → <ins>100.0%（12／12）</ins>"));
	free(form);
	free(id);
}

/* m1 was keyed in from paper: the duty says so on the page of the person, in its file, in the list of duties and of all. */
static void what_was_done_on_paper_says_so_in_every_list(void **state)
{
	struct fixture *f = *state;
	const char *hr = f->cookie[KS_USER_HR];
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	struct ks_plans plans = {0};
	struct ks_duty_list duties;

	ks_sample_ingest_told(&f->sample, &kiosk, "000001", "passed", "course/annual/m1",
			      "\"success\":true", PAPER);
	ks_sample_ingest_told(&f->sample, &kiosk, "000002", "passed", "course/annual/m1",
			      "\"success\":true", ATTEMPT);
	assert_int_equal(ask(f, hr, "/people/000001?nendo=2026", NULL), 200);
	assert_true(is_said(f, "<td class=\"short\">" KS_FROM_PAPER "</td>"));
	assert_int_equal(ask(f, hr, "/people/000001?nendo=2026&format=csv&reason=x", NULL), 200);
	assert_true(is_said(f, "," KS_FROM_PAPER "\r\n"));
	assert_int_equal(ask(f, hr, "/people/000002?nendo=2026", NULL), 200);
	assert_false(is_said(f, KS_FROM_PAPER));
	assert_int_equal(ask(f, hr, "/completion?nendo=2026", NULL), 200);
	assert_true(is_said(f, KS_FROM_PAPER));
	assert_int_equal(ks_centre_plans(f->sample.store, 2026, &plans), KS_OK);
	assert_int_equal(ks_report_duties(f->sample.store, plans.items, plans.n_items, 2026,
					  (struct ks_date){2026, 6, 1}, &duties),
			 KS_OK);
	assert_true(duties.rows[0].is_from_paper);
	assert_false(duties.rows[1].is_from_paper);
	ks_duty_list_finish(&duties);
	ks_plans_finish(&plans);
}

static void each_try_stands_on_the_page_of_its_person_alone(void **state)
{
	struct fixture *f = *state;

	play_quizzes(f);
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/people/000001?nendo=2026", NULL), 200);
	assert_true(is_said(f, "<svg class=\"ring\""));
	assert_true(is_said(f, "1科目のうち 0科目 修了 ／ 期限 令和8年12月25日（あと"));
	assert_true(is_said(f, "2010-04-01～ 正規職員 総務課"));
	assert_true(is_said(f, "テストの記録（1回"));
	assert_true(is_said(f, "2／5"));
	assert_true(is_said(f, "不合格"));
	assert_true(is_said(f, "4分10秒"));
	assert_true(is_said(f, "k-01"));
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/people/000001?nendo=2025", NULL), 200);
	assert_false(is_said(f, "4分10秒"));
}

static void who_was_not_there_stands_by_unit_with_the_reason(void **state)
{
	struct fixture *f = *state;
	struct ks_announce_wish wish = {.id = "",
					.title = "集合研修",
					.place = "",
					.lessons = "",
					.date = "2026-04-20",
					.from = "10:00",
					.to = "11:00",
					.expected = "全員"};
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	char *said = NULL;

	assert_int_equal(ks_centre_announce(f->sample.centre, &wish, &said, NULL), KS_OK);
	free(said);
	ks_sample_ingest(&f->sample, &kiosk, "000001", "checkin", "session/2026-04-20-1");
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/gatherings?nendo=2026", NULL), 200);
	assert_true(is_said(f, "欠席 "));
	assert_true(is_said(f, KS_ABSENT_SILENT));
	assert_true(is_said(f, "うち連絡なし"));
	assert_int_equal(ask(f, f->cookie[KS_USER_HEAD], "/gatherings?nendo=2026", NULL), 200);
	assert_false(is_said(f, KS_ABSENT_SILENT)); /* theirs was there */
}

#define ROLL(more) "\"https://kenshu.example/xapi/ext/roll\":{" more "}"

static void roll_says(struct fixture *f, const char *kiosk, const char *staff, const char *verb,
		      const char *more)
{
	static struct ks_sample_kiosk kiosks[2];
	struct ks_sample_kiosk *at = &kiosks[strcmp(kiosk, "k-01") != 0];

	if (strcmp(at->name, kiosk) != 0)
		*at = ks_sample_kiosk(kiosk);
	ks_sample_ingest_told(&f->sample, at, staff, verb, "session/2026-05-18-1",
			      "\"completion\":true", more);
}

/* What makes 代返 visible, and what came after the year was closed, on the page, in its file and in the PDF's table alike. */
static void the_roll_tells_what_there_is_to_look_at_and_what_came_later(void **state)
{
	static const char *const notes[] = {"同じ端末で3秒以内に別の人の受付", "2台の端末で受付",
					    "暗証番号なし", "直前に暗証番号の入れまちがい"};
	static const char file[] = "/gatherings?nendo=2026&format=csv&reason=x";
	struct fixture *f = *state;
	const char *hr = f->cookie[KS_USER_HR];
	struct ks_announce_wish wish = {.id = "",
					.title = "集合研修",
					.place = "",
					.lessons = "",
					.date = "2026-05-18",
					.from = "9:00",
					.to = "23:00",
					.expected = "全員"};
	char *said = NULL;

	assert_int_equal(ks_centre_announce(f->sample.centre, &wish, &said, NULL), KS_OK);
	free(said);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(ask(f, hr, i ? file : "/gatherings?nendo=2026", NULL), 200);
		for (size_t k = 0; k < KS_COUNT(notes); k++)
			assert_false(is_said(f, notes[k]));
	}
	roll_says(f, "k-01", "000001", "checkin", ROLL("\"how\":\"pin\",\"reason\":\"failed\""));
	roll_says(f, "k-01", "000002", "checkin", ROLL("\"how\":\"number\""));
	ks_clock_advance(&f->sample.clock, 60000);
	roll_says(f, "k-02", "000001", "checkin", ROLL("\"how\":\"pin\""));
	for (int i = 0; i < 2; i++) {
		assert_int_equal(ask(f, hr, i ? file : "/gatherings?nendo=2026", NULL), 200);
		for (size_t k = 0; k < KS_COUNT(notes); k++)
			assert_true(is_said(f, notes[k]));
		assert_false(is_said(f, "追補"));
	}
	assert_int_equal(ks_nendo_seal(f->sample.centre, 2026, "{}", "https://kenshu.example"),
			 KS_OK);
	ks_clock_advance(&f->sample.clock, 60000);
	roll_says(f, "k-01", "000003", "admitted",
		  ROLL("\"by\":\"000001\",\"reason\":\"名札で確かめた\""));
	for (int i = 0; i < 2; i++) {
		assert_int_equal(ask(f, hr, i ? file : "/gatherings?nendo=2026", NULL), 200);
		assert_true(is_said(f, "追補：欠席 → 出席（名札で確かめた、"));
	}
}

static void the_list_is_read_again_when_it_has_changed(void **state)
{
	struct fixture *f = *state;
	const char *hr = f->cookie[KS_USER_HR];

	assert_int_equal(ask(f, hr, "/roster", NULL), 200);
	assert_true(is_said(f, "/people/000003"));
	ks_sample_import(
		f->sample.store,
		"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\r\n"
		"000001,見本,ミホン,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n");
	ks_centre_touch(f->sample.centre);
	assert_int_equal(ask(f, hr, "/roster", NULL), 200);
	assert_false(is_said(f, "/people/000003"));
	assert_true(is_said(f, "1～1名 ／ 1名"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_question_tells_its_power_its_choices_and_its_counts),
		TEST(questions_are_told_of_some_people_and_of_no_fewer_than_five),
		TEST(how_often_each_choice_was_taken_stands_in_list_and_file),
		TEST(a_corrected_key_shows_the_share_before_and_after),
		TEST(what_was_done_on_paper_says_so_in_every_list),
		TEST(each_try_stands_on_the_page_of_its_person_alone),
		TEST(who_was_not_there_stands_by_unit_with_the_reason),
		TEST(the_roll_tells_what_there_is_to_look_at_and_what_came_later),
		TEST(the_list_is_read_again_when_it_has_changed),
	};

	return ks_test_run(tests);
}
