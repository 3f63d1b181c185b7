/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "kiosk/condition.h"
#include "kiosk/glass.h"
#include "support/test.h"

/* What a kiosk says of content it cannot use, and what it tells the centre of itself. */

static int begin(void **state)
{
	struct glass *glass = *state;

	ks_diags_finish(&glass->app.content_faults);
	memset(&glass->app.content_faults, 0, sizeof(glass->app.content_faults));
	glass->app.trouble = KS_OK;
	return glass_begin(state);
}

static void show_trouble(struct glass *glass)
{
	glass->app.screen = KS_SCREEN_TROUBLE;
	ks_app_draw(&glass->app);
}

static void fault(struct glass *glass, const char *file)
{
	ks_diags_error(&glass->app.content_faults, file, 3, "x");
}

/* Each lesson once, the first four; warnings are none. */
static void lessons_at_fault_are_named_each_once(void **state)
{
	struct glass *glass = *state;

	fault(glass, "content/course.yaml");
	fault(glass, "content/lessons/m1/quiz.gift");
	fault(glass, "content/lessons/m1/lesson.md");
	ks_diags_warn(&glass->app.content_faults, "content/lessons/m9/lesson.md", 1, "y");
	fault(glass, "content/lessons/m2/lesson.md");
	show_trouble(glass);
	assert_true(glass_shows(glass, "m1、m2"));
	assert_false(glass_shows(glass, "m9"));
	assert_false(glass_shows(glass, "course.yaml"));
	for (int i = 3; i <= 6; i++) {
		char *file = ks_format("content/lessons/m%d/lesson.md", i);

		fault(glass, file);
		free(file);
	}
	show_trouble(glass);
	assert_true(glass_shows(glass, "m1、m2、m3、m4"));
	assert_false(glass_shows(glass, "m4、"));
	assert_false(glass_shows(glass, "content/"));
}

static void without_a_lesson_at_fault_the_files_are_named(void **state)
{
	struct glass *glass = *state;

	fault(glass, "content/course.yaml");
	fault(glass, "policy.md");
	show_trouble(glass);
	assert_true(glass_shows(glass, "course.yaml、policy.md"));
	assert_false(glass_shows(glass, "content/course"));
}

/* ---- the lines for the centre ---- */

static void expect(struct glass *glass, const struct ks_sync_status *status, const char *id,
		   enum ks_doctor_mark mark, const char *seen)
{
	struct ks_doctor doctor = {0};
	bool is_found = false;

	ks_condition_look(&glass->app, status, &doctor);
	for (size_t i = 0; i < doctor.n; i++) {
		if (strcmp(doctor.findings[i].id, id) != 0)
			continue;
		is_found = true;
		assert_int_equal(doctor.findings[i].mark, mark);
		assert_string_equal(doctor.findings[i].seen, seen);
		assert_int_equal(!doctor.findings[i].todo, mark == KS_DOCTOR_GOOD);
	}
	assert_int_equal(is_found, !!seen);
	ks_doctor_finish(&doctor);
}

static void a_clock_is_told_when_the_centre_is_known(void **state)
{
	static const struct {
		int64_t ms;
		enum ks_doctor_mark mark;
		const char *seen;
	} clocks[] = {{0, KS_DOCTOR_GOOD, "センターの時計と 0秒ちがいます"},
		      {10000, KS_DOCTOR_GOOD, "センターの時計と 10秒ちがいます"},
		      {10001, KS_DOCTOR_CARE, "センターの時計と 10秒ちがいます"},
		      {-10001, KS_DOCTOR_CARE, "センターの時計と 10秒ちがいます"},
		      {300000, KS_DOCTOR_CARE, "センターの時計と 300秒ちがいます"},
		      {300001, KS_DOCTOR_BAD, "センターの時計と 300秒ちがいます"},
		      {-301000, KS_DOCTOR_BAD, "センターの時計と 301秒ちがいます"}};
	struct glass *glass = *state;
	struct ks_sync_status status = {.centre_offset_ms = 999999};

	expect(glass, &status, "clock", KS_DOCTOR_GOOD, NULL);
	status.is_centre_time_known = true;
	for (size_t i = 0; i < KS_COUNT(clocks); i++) {
		status.centre_offset_ms = clocks[i].ms;
		expect(glass, &status, "clock", clocks[i].mark, clocks[i].seen);
	}
}

static void what_was_refused_is_told(void **state)
{
	struct glass *glass = *state;
	struct ks_sync_status status = {.n_quarantined = 0};

	expect(glass, &status, "sending", KS_DOCTOR_GOOD, "取り置きはありません");
	status.n_quarantined = 1;
	expect(glass, &status, "sending", KS_DOCTOR_BAD, "断られて取り置き 1件");
}

static void the_worst_of_the_record_and_of_the_content_is_told(void **state)
{
	struct glass *glass = *state;
	struct ks_app *app = &glass->app;
	struct ks_sync_status status = {0};
	struct ks_checked kept = app->checked;

	app->checked = (struct ks_checked){.wall_ms = 0};
	expect(glass, &status, "record", KS_DOCTOR_BAD, "読めません");
	app->checked =
		(struct ks_checked){.wall_ms = 1795827600000, .n_statements = 7, .n_faults = 2};
	expect(glass, &status, "record", KS_DOCTOR_BAD, "7件のうち、合わないところが 2件");
	app->checked.n_faults = 0;
	expect(glass, &status, "record", KS_DOCTOR_GOOD,
	       "7件、欠けも書き換えもありません（11月28日 10:00 に確認）");
	app->incident = KS_INCIDENT_GAPS;
	expect(glass, &status, "record", KS_DOCTOR_BAD, ks_incident_word(KS_INCIDENT_GAPS));
	app->trouble = KS_FULL;
	expect(glass, &status, "record", KS_DOCTOR_BAD, "記録できません（full）");
	app->trouble = KS_OK;
	app->incident = KS_INCIDENT_NONE;
	app->checked = kept;
	expect(glass, &status, "content", KS_DOCTOR_GOOD, "パッケージのもの");
	app->content.version = 7;
	expect(glass, &status, "content", KS_DOCTOR_GOOD, "版 7");
	app->content.version = 0;
	fault(glass, "content/course.yaml");
	expect(glass, &status, "content", KS_DOCTOR_BAD, "誤り 1件");
	expect(glass, &status, "version", KS_DOCTOR_GOOD, "kenshu " KENSHU_VERSION);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, begin)
	const struct CMUnitTest tests[] = {
		TEST(lessons_at_fault_are_named_each_once),
		TEST(without_a_lesson_at_fault_the_files_are_named),
		TEST(a_clock_is_told_when_the_centre_is_known),
		TEST(what_was_refused_is_told),
		TEST(the_worst_of_the_record_and_of_the_content_is_told),
	};

	return ks_test_run_in(tests, glass_setup, glass_teardown);
}
