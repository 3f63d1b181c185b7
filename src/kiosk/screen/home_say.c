/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/screen/home_say.h"

#include "kiosk/screen/home_row.h"
#include "kiosk/screen/screen.h"
#include "kiosk/words/words.h"
#include "visit/agree.h"
#include "visit/inspect.h"

/*
 * Every row is described by one struct: what it is, why and by when it is owed, how long it takes, where it stands.
 */

#define ITEMS_A_MINUTE 8
#define SOON_DAYS 14

static bool has_content(const struct ks_app *app, size_t index)
{
	const struct ks_duty *duty = &app->visit.duties.items[index];

	return ks_content_lesson_of(&app->content, duty->plan->nendo, duty->lesson->id);
}

bool ks_home_can_open(const struct ks_app *app, size_t index)
{
	return has_content(app, index) && ks_visit_is_open(&app->visit, index);
}

/* ---- lessons ---- */

int ks_home_minutes(const struct ks_visit *visit, size_t index)
{
	const struct ks_progress *progress = &visit->progress[index];
	int whole = visit->duties.items[index].lesson->minutes, left;

	if (progress->is_done)
		return 0;
	left = whole * (100 - (progress->session_json ? progress->progress_percent : 0));
	return left > 100 ? (left + 99) / 100 : 1;
}

/* By when, how many days that is, and how long it takes. */
static void say_due(struct ks_app *app, struct ks_scene *scene, const struct ks_duty *duty,
		    struct ks_home_row *row)
{
	struct ks_arena *arena = ks_scene_arena(scene);
	int64_t days = ks_date_to_day(duty->due) - ks_date_to_day(app->visit.today);
	size_t index = (size_t)(duty - app->visit.duties.items);

	row->date = ks_say(arena, KS_W_ROW_DUE, duty->due.month, duty->due.day);
	row->left = days < 0    ? ks_word(KS_W_ROW_PAST)
		    : days == 0 ? ks_word(KS_W_ROW_TODAY)
				: ks_say(arena, KS_W_ROW_DAYS, (int)days);
	row->is_soon = days <= SOON_DAYS;
	row->minutes = ks_say(arena, KS_W_ROW_MINUTES, ks_home_minutes(&app->visit, index));
}

static void stand(struct ks_app *app, struct ks_scene *scene, size_t index, struct ks_home_row *row)
{
	const struct ks_duty *duty = &app->visit.duties.items[index];
	const struct ks_progress *progress = &app->visit.progress[index];

	row->badge = ks_word(KS_W_ROW_NOT_BEGUN);
	say_due(app, scene, duty, row);
	if (progress->is_done) {
		struct ks_date on = ks_civil_from_ms(progress->done_ms).date;

		row->tone = KS_TONE_OK;
		row->icon = KS_ICON_CHECK;
		row->badge = ks_word(KS_W_ROW_DONE);
		row->date = ks_say(ks_scene_arena(scene), KS_W_ROW_DONE_ON, on.month, on.day);
		row->left = progress->is_from_paper ? ks_word(KS_W_PAPER_MARKED) : NULL;
		row->minutes = NULL;
		row->is_soon = false;
	} else if (!has_content(app, index)) {
		row->badge = ks_word(KS_W_ROW_FAULTY);
	} else if (ks_date_compare(app->visit.today, duty->due) > 0) {
		row->tone = KS_TONE_BAD;
		row->icon = KS_ICON_BANG;
		row->badge = ks_word(KS_W_ROW_OVERDUE);
	} else if (progress->session_json) {
		row->tone = KS_TONE_WARN;
		row->badge = ks_say(ks_scene_arena(scene), KS_W_ROW_UNDER_WAY,
				    progress->progress_percent);
	}
}

static const char *why_words(struct ks_scene *scene, const struct ks_duty *duty)
{
	static const enum ks_word words[] = {
		[KS_REASON_ALL] = KS_W_WHY_ALL,     [KS_REASON_JOINED] = KS_W_WHY_JOINED,
		[KS_REASON_MOVED] = KS_W_WHY_MOVED, [KS_REASON_ROLE] = KS_W_WHY_ROLE,
		[KS_REASON_PLACE] = KS_W_WHY_PLACE, [KS_REASON_POST] = KS_W_WHY_POST};
	const char *name;
	enum ks_duty_reason reason = ks_duty_reason(duty, &name);

	return *name ? ks_say(ks_scene_arena(scene), words[reason], name) : ks_word(words[reason]);
}

/* "年に1回、全員が受けます（基本方針 1、4(1)、5）" with as many clauses as stand in one line; the rest is ほか. */
static const char *row_about(struct ks_app *app, struct ks_scene *scene, const struct ks_duty *duty,
			     const struct ks_text_style *style, int width_px)
{
	const struct ks_lesson *lesson =
		ks_content_lesson_of(&app->content, duty->plan->nendo, duty->lesson->id);
	const char *why = why_words(scene, duty);

	for (size_t n = lesson ? lesson->n_clauses : 0; n > 0; n--) {
		const char *list = "", *words;

		for (size_t i = 0; i < n; i++)
			list = ks_scene_format(scene, "%s%s%s", list, i > 0 ? "、" : "",
					       lesson->clauses[i]);
		words = ks_say(ks_scene_arena(scene), KS_W_ROW_ABOUT, why, list,
			       n < lesson->n_clauses ? ks_word(KS_W_ROW_AND_MORE) : "");
		if (ks_widget_words_width(scene, words, style) <= width_px)
			return words;
	}
	return why;
}

/* What it takes; while its turn has not come, when that is. */
static const char *test_about(struct ks_app *app, struct ks_scene *scene, size_t index)
{
	const struct ks_plan_lesson *test = app->visit.duties.items[index].lesson;

	if (!ks_visit_is_open(&app->visit, index))
		return ks_word(KS_W_ROW_TEST_LATER);
	return ks_say(ks_scene_arena(scene), KS_W_ROW_TEST, test->n_questions, test->pass_right);
}

static struct ks_button button_of(struct ks_action action, bool is_done, bool is_begun)
{
	struct ks_button button = {.kind = KS_BUTTON_STRONG, .action = action};

	button.label = ks_word(KS_W_START);
	if (is_done) {
		button.kind = KS_BUTTON_QUIET;
		button.label = ks_word(KS_W_REVIEW);
	} else if (is_begun) {
		button.label = ks_word(KS_W_GO_ON);
	}
	return button;
}

static void describe_lesson(struct ks_app *app, struct ks_scene *scene, size_t index, int width_px,
			    struct ks_home_row *row)
{
	const struct ks_plan_lesson *lesson = app->visit.duties.items[index].lesson;
	const struct ks_progress *progress = &app->visit.progress[index];
	struct ks_text_style small = ks_widget_style(&app->ui, KS_HOME_ABOUT_MM);

	row->number = ks_scene_format(scene, "%zu", index + 1);
	row->title = lesson->title;
	row->about = lesson->is_test ? test_about(app, scene, index)
				     : row_about(app, scene, &app->visit.duties.items[index],
						 &small, width_px);
	stand(app, scene, index, row);
	if (ks_home_can_open(app, index))
		row->button = button_of((struct ks_action){KS_ACT_OPEN, (int)index},
					progress->is_done, progress->session_json);
}

/* ---- what comes behind them ---- */

static void describe_agreement(struct ks_scene *scene, const struct ks_plan *plan,
			       struct ks_home_row *row)
{
	row->title = ks_word(KS_W_AGREE_ROW);
	row->about = ks_say(ks_scene_arena(scene), KS_W_AGREE_ROW_ABOUT, plan->title);
	row->tone = KS_TONE_WARN;
	row->badge = ks_word(KS_W_AGREE_OWED);
	row->button = (struct ks_button){.kind = KS_BUTTON_PRIMARY,
					 .label = ks_word(KS_W_AGREE_ROW_OPEN),
					 .action = {KS_ACT_AGREE, 0}};
}

static void describe_inspection(struct ks_app *app, struct ks_scene *scene, struct ks_home_row *row)
{
	const struct ks_inspection *inspection = &app->visit.inspect.walk;
	int n = inspection->n_items, n_answered = ks_inspection_n_answered(inspection);
	struct ks_date on = ks_civil_from_ms(app->visit.inspect.standing.done_ms).date;

	row->title = ks_say(ks_scene_arena(scene), KS_W_INSPECT_ROW, n);
	row->minutes = ks_say(ks_scene_arena(scene), KS_W_ROW_MINUTES,
			      (n - n_answered + ITEMS_A_MINUTE - 1) / ITEMS_A_MINUTE);
	row->about = ks_inspect_checklist(&app->site, &app->visit)->title;
	row->badge = ks_word(KS_W_INSPECT_NOT_BEGUN);
	if (inspection->is_done) {
		row->tone = KS_TONE_OK;
		row->icon = KS_ICON_CHECK;
		row->badge = ks_word(KS_W_INSPECT_DONE);
		row->date = ks_say(ks_scene_arena(scene), KS_W_INSPECT_DONE_ON, on.month, on.day);
		row->minutes = NULL;
	} else if (n_answered > 0) {
		row->tone = KS_TONE_WARN;
		row->badge = ks_say(ks_scene_arena(scene), KS_W_INSPECT_UNDER_WAY, n_answered, n);
	}
	row->button = button_of((struct ks_action){KS_ACT_INSPECT, 0}, inspection->is_done,
				n_answered > 0);
}

/* Never scored, so without a date and without blame. */
static void describe_recall(struct ks_app *app, struct ks_scene *scene, struct ks_home_row *row)
{
	row->title = ks_say(ks_scene_arena(scene), KS_W_RECALL_ROW, (int)app->visit.recall.n);
	row->about = ks_word(KS_W_RECALL_ABOUT);
	row->badge = ks_word(KS_W_RECALL_BADGE);
	row->sign = KS_ICON_BULB;
	row->minutes = ks_say(ks_scene_arena(scene), KS_W_ROW_MINUTES, 1);
	row->button = (struct ks_button){.kind = KS_BUTTON_STRONG,
					 .label = ks_word(KS_W_RECALL_OPEN),
					 .action = {KS_ACT_RECALL, 0}};
}

void ks_home_describe(struct ks_app *app, struct ks_scene *scene, size_t index, int width_px,
		      struct ks_home_row *row)
{
	const struct ks_plan *owed = ks_agree_owed(&app->visit);

	if (index < app->visit.duties.n_items)
		describe_lesson(app, scene, index, width_px, row);
	else if (index == KS_HOME_RECALL)
		describe_recall(app, scene, row);
	else if (owed && index == app->visit.duties.n_items)
		describe_agreement(scene, owed, row);
	else
		describe_inspection(app, scene, row);
}
