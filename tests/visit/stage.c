/* SPDX-License-Identifier: Apache-2.0 */
#include "visit/stage.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "record/db.h"
#include "record/roster.h"
#include "support/full_disk.h"
#include "visit/desk.h"
#include "visit/lesson.h"
#include "visit/signin.h"

/* What all tests of the visit stand on. */

static const char roster[] =
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\n" STAGE_NUMBER
	",見本 一郎,ミホン イチロウ,総務課,事務局,本庁,01,2020-04-01,,在職,端末利用," STAGE_PIN
	"\n" STAGE_OTHER
	",見本 二郎,ミホン ジロウ,総務課,事務局,本庁,06,2026-04-01,2027-03-31,在職,端末利用," STAGE_PIN
	"\n" STAGE_NO_PIN
	",見本 三郎,ミホン サブロウ,総務課,事務局,本庁,01,2020-04-01,,在職,端末利用,\n";

static void recorded(void *context)
{
	struct stage *stage = context;

	stage->n_recorded++;
}

void stage_import(struct stage *stage, const char *csv)
{
	struct ks_roster people = {0};
	struct ks_roster_change change;
	struct ks_diags diags = {0};

	assert_int_equal(ks_roster_parse("roster.csv", csv, strlen(csv), &people, &diags), KS_OK);
	assert_int_equal(ks_roster_store(stage->sample.store, &people, &change), KS_OK);
	ks_roster_finish(&people);
	ks_diags_finish(&diags);
}

static void make_content(struct stage *stage)
{
	struct ks_sample *course = &stage->sample.course;
	struct ks_content *content = &course->content;

	stage->sheet = *ks_record_sample_checklist();
	memcpy(stage->items, stage->sheet.items, sizeof(stage->items));
	stage->sheet.items = stage->items;
	course->plan.lessons = &course->plan_lesson;
	course->plan.n_lessons = 1;
	course->plan.acknowledges = true;
	course->plan.acknowledge_text = "";
	course->plan.opens = (struct ks_date){2026, 4, 1};
	course->plan.due = (struct ks_date){2026, 12, 25};
	course->plan_lesson.title = "この方針は、だれの・何のため";
	course->plan_lesson.is_ready = true;
	content->plans = &course->plan;
	content->n_plans = 1;
	content->lessons = &course->lesson;
	content->n_lessons = 1;
	content->checklists = &stage->sheet;
	content->n_checklists = 1;
}

int stage_setup(void **state)
{
	struct stage *stage = calloc(1, sizeof(*stage));
	struct ks_record_sample *s = &stage->sample;

	assert_non_null(stage);
	ks_id_init();
	ks_full_disk_use();
	ks_record_sample_words(&s->course);
	s->clock = ks_clock_fake(KS_TEST_WALL_MS);
	s->folder = ks_test_folder();
	ks_record_sample_open(s);
	make_content(stage);
	stage_import(stage, roster);
	stage->gathering = (struct ks_gathering){.date = {2026, 5, 18},
						 .from_minute = 540,
						 .to_minute = 600,
						 .title = stage->title,
						 .place = stage->title};
	memcpy(stage->title, "集合研修", sizeof("集合研修"));
	assert_int_equal(ks_gathering_add(s->store, &stage->gathering), KS_OK);
	stage->site = (struct ks_site){.store = s->store,
				       .ledger = s->ledger,
				       .clock = &s->clock,
				       .content = &s->course.content,
				       .record = ks_site_record,
				       .recorded = recorded,
				       .context = stage};
	*state = stage;
	return 0;
}

int stage_teardown(void **state)
{
	struct stage *stage = *state;

	stage_empty(stage);
	(void)!ks_signin_end(&stage->site, &stage->visit, true);
	ks_record_sample_close(&stage->sample);
	ks_test_folder_finish(stage->sample.folder);
	free(stage);
	return 0;
}

void stage_sign_in(struct stage *stage, const char *number)
{
	struct ks_pin_verdict verdict;

	ks_signin_begin(&stage->visit);
	assert_int_equal(ks_signin_number(&stage->site, &stage->visit, number), KS_OK);
	assert_int_equal(stage->visit.place, KS_VISIT_PIN);
	assert_int_equal(ks_signin_pin(&stage->site, &stage->visit, STAGE_PIN, &verdict), KS_OK);
	assert_int_equal(stage->visit.place, KS_VISIT_HOME);
}

void stage_open_desk(struct stage *stage)
{
	struct ks_pin_verdict verdict;

	assert_int_equal(ks_db_run(stage->site.store,
				   "UPDATE appointment SET roles = '研修担当' WHERE number = ?",
				   "t", STAGE_NUMBER),
			 KS_OK);
	ks_desk_begin(&stage->visit);
	assert_int_equal(ks_signin_number(&stage->site, &stage->visit, STAGE_NUMBER), KS_OK);
	assert_int_equal(ks_signin_pin(&stage->site, &stage->visit, STAGE_PIN, &verdict), KS_OK);
	assert_false(stage->visit.desk.is_refused);
}

const struct ks_drill *stage_drill(void)
{
	static struct ks_drill_scene scenes[2];
	static const struct ks_drill drill = {
		.id = "d1", .title = "訓練", .scenes = scenes, .n_scenes = 2};

	for (size_t i = 0; i < 2; i++) {
		scenes[i].clock = i == 0 ? "9:12" : "9:16";
		scenes[i].n_decisions = 2;
		scenes[i].words.ask = ks_rich_plain("どうしますか");
		scenes[i].words.decisions[0] = ks_rich_plain("待つ");
		scenes[i].words.decisions[1] = ks_rich_plain("電話する");
	}
	return &drill;
}

void stage_to(struct stage *stage, int year, int month, int day, int hour, int minute)
{
	struct ks_civil at = {.date = {year, month, day}, .hour = hour, .minute = minute};

	ks_clock_advance(&stage->sample.clock,
			 ks_civil_to_ms(&at) - ks_clock_wall_ms(&stage->sample.clock));
}

static void pragma(struct stage *stage, const char *sql)
{
	assert_int_equal(sqlite3_exec(ks_db_handle(stage->site.store), sql, NULL, NULL, NULL),
			 SQLITE_OK);
}

void stage_fill(struct stage *stage)
{
	(void)stage;
	ks_full_disk_set(true);
}

void stage_empty(struct stage *stage)
{
	(void)stage;
	ks_full_disk_set(false);
}

int stage_count(struct stage *stage, const char *verb)
{
	struct ks_ledger_counts counts;
	int n = 0;

	assert_int_equal(ks_ledger_counts(stage->site.ledger, &counts), KS_OK);
	for (int64_t seq = 1; seq <= counts.n_statements; seq++) {
		struct ks_statement row;
		struct ks_statement_view view;

		assert_int_equal(ks_ledger_read(stage->site.ledger, seq, &row), KS_OK);
		assert_int_equal(ks_statement_read(row.bytes, row.len, &view), KS_OK);
		n += *verb == '\0' || strcmp(view.verb, verb) == 0;
		ks_statement_finish(&row);
	}
	return n;
}

enum ks_rc stage_step(struct stage *stage, enum ks_session_input_kind kind)
{
	struct ks_session_input input = {.kind = kind, .seed = 7, .page_index = -1};

	return ks_lesson_step(&stage->site, &stage->visit, &input);
}

enum ks_rc stage_answer(struct stage *stage, bool is_right)
{
	const struct ks_session *session = &stage->visit.lesson.session;
	const struct ks_question *question =
		ks_session_question(session, &stage->visit.lesson.rules, session->item_index);
	struct ks_session_input input = {.kind = KS_STEP_ANSWER,
					 .answer = ks_sample_answer(question, is_right)};
	enum ks_rc rc = ks_lesson_step(&stage->site, &stage->visit, &input);

	return rc == KS_OK ? stage_step(stage, KS_STEP_NEXT) : rc;
}

enum ks_rc stage_take_lesson(struct stage *stage, bool is_right)
{
	enum ks_rc rc = ks_lesson_open(&stage->site, &stage->visit, 0);

	while (rc == KS_OK && stage->visit.place == KS_VISIT_PAGE)
		rc = stage_step(stage, KS_STEP_NEXT);
	while (rc == KS_OK && stage->visit.place == KS_VISIT_QUESTION)
		rc = stage_answer(stage, is_right);
	return rc;
}

void stage_break_table(struct stage *stage, const char *table)
{
	char *sql = ks_format("ALTER TABLE %s RENAME TO gone", table);

	pragma(stage, sql);
	free(sql);
}
