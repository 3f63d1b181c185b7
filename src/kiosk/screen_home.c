/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "kiosk/frame.h"
#include "kiosk/lesson.h"
#include "kiosk/screen.h"
#include "kiosk/visit.h"
#include "kiosk/words.h"

/*
 * マイページ (design 03): what is due this 年度, by when, and one tap to go on where one stopped.
 */

#define ROW_MM 30.0
#define ROW_GAP_MM 5.0

static void enter(struct ks_app *app)
{
	ks_visit_duties(app);
	app->visit.first_row = 0;
}

/* A lesson whose files have a fault is still owed, but cannot be opened. */
static bool has_content(const struct ks_app *app, size_t index)
{
	return ks_content_lesson(&app->content, app->visit.duties.items[index].lesson->id) != NULL;
}

/* The lesson one tap should lead to: under way first, then the first not begun. duties.n_items: none. */
static size_t next_row(const struct ks_app *app)
{
	const struct ks_visit *visit = &app->visit;
	size_t fresh = visit->duties.n_items;

	for (size_t i = 0; i < visit->duties.n_items; i++) {
		if (visit->progress[i].is_done || !has_content(app, i))
			continue;
		if (visit->progress[i].session_json)
			return i;
		if (fresh == visit->duties.n_items)
			fresh = i;
	}
	return fresh;
}

static const char *heading_words(struct ks_app *app, struct ks_scene *scene)
{
	const struct ks_visit *visit = &app->visit;
	size_t n_left = visit->duties.n_items - ks_visit_n_done(visit);

	if (visit->duties.target != KS_TARGET_YES)
		return ks_word(KS_W_HOME_EXEMPT);
	if (n_left == 0)
		return ks_word(KS_W_HOME_DONE);
	return ks_say(ks_scene_arena(scene), KS_W_HOME_LEFT, (int)n_left);
}

/* The course; of several the name they have in common. */
static const char *course_title(const struct ks_app *app)
{
	const struct ks_duties *duties = &app->visit.duties;
	const struct ks_plan *plan = duties->n_items > 0 ? duties->items[0].plan : app->plan;

	for (size_t i = 1; i < duties->n_items; i++)
		if (duties->items[i].plan != plan)
			return app->content.organisation.system_name;
	return plan ? plan->title : "";
}

static void build_head(struct ks_app *app, struct ks_scene *scene, struct ks_rect r)
{
	struct ks_visit *visit = &app->visit;
	const struct ks_metrics *metrics = &app->ui.metrics;
	const struct ks_appointment *appointment = ks_visit_appointment(app);
	const struct ks_employment *employment =
		appointment ? ks_employment_find(appointment->employment) : NULL;
	size_t n_done = ks_visit_n_done(visit), next = next_row(app), n = visit->duties.n_items;
	char *nendo = app->plan ? ks_wareki_nendo(app->plan->nendo) : ks_strdup("");
	struct ks_text_style small = ks_widget_style(&app->ui, 6.2);
	struct ks_text_style heading = ks_widget_heading_style(&app->ui, 11.6);
	struct ks_rect ring = {r.x, r.y, r.h, r.h}, words = r;

	if (n > 0) {
		ks_widget_ring(scene, ring, (double)n_done / (double)n,
			       ks_scene_format(scene, "%zu/%zu", n_done, n));
		words.x += ring.w + ks_mm_fixed(metrics, 10.0);
		words.w -= ring.w + ks_mm_fixed(metrics, 10.0);
	}
	if (next < n) {
		struct ks_button button = {.kind = KS_BUTTON_PRIMARY,
					   .label = ks_word(visit->progress[next].session_json
								    ? KS_W_RESUME
								    : KS_W_START),
					   .action = {KS_ACT_OPEN, (int)next}};
		int w = ks_widget_button_width(scene, &button), h = ks_mm(metrics, 25.4);

		if (h > r.h)
			h = r.h;
		ks_widget_button(scene, (struct ks_rect){r.x + r.w - w, r.y + (r.h - h) / 2, w, h},
				 &button);
		words.w -= w + ks_mm_fixed(metrics, 6.0);
	}
	small.color = KS_COLOR_INK2;
	words.y += ks_scene_words(scene, KS_ROLE_TEXT, words,
				  ks_say(ks_scene_arena(scene), KS_W_HOME_COURSE, nendo,
					 course_title(app), appointment ? appointment->unit : "",
					 employment ? employment->name : ""),
				  &small);
	ks_scene_words(scene, KS_ROLE_HEADING, words, heading_words(app, scene), &heading);
	free(nendo);
}

/* Badge and date of one row: told by words, icon and colour. */
struct standing {
	enum ks_tone tone;
	enum ks_icon icon;
	const char *badge, *date;
};

static struct standing row_standing(struct ks_app *app, struct ks_scene *scene, size_t index)
{
	const struct ks_duty *duty = &app->visit.duties.items[index];
	const struct ks_progress *progress = &app->visit.progress[index];
	struct standing standing = {.tone = KS_TONE_NEUTRAL, .badge = ks_word(KS_W_ROW_NOT_BEGUN)};

	standing.date = ks_say(ks_scene_arena(scene), KS_W_ROW_DUE, duty->due.month, duty->due.day);
	if (progress->is_done) {
		struct ks_date on = ks_civil_from_ms(progress->done_ms).date;

		standing = (struct standing){KS_TONE_OK, KS_ICON_CHECK, ks_word(KS_W_ROW_DONE),
					     ks_say(ks_scene_arena(scene), KS_W_ROW_DONE_ON,
						    on.month, on.day)};
	} else if (!has_content(app, index)) {
		standing.badge = ks_word(KS_W_ROW_FAULTY);
	} else if (ks_date_compare(ks_app_today(app), duty->due) > 0) {
		standing.tone = KS_TONE_BAD;
		standing.icon = KS_ICON_BANG;
		standing.badge = ks_word(KS_W_ROW_OVERDUE);
	} else if (progress->session_json) {
		standing.tone = KS_TONE_WARN;
		standing.badge = ks_say(ks_scene_arena(scene), KS_W_ROW_UNDER_WAY,
					progress->progress_percent);
	}
	return standing;
}

/* "約5分・基本方針 1、4(1)、5" with as many clauses as stand in one line; the rest is ほか. */
static const char *row_about(struct ks_app *app, struct ks_scene *scene,
			     const struct ks_plan_lesson *plan_lesson,
			     const struct ks_text_style *style, int width_px)
{
	const struct ks_lesson *lesson = ks_content_lesson(&app->content, plan_lesson->id);
	size_t n = lesson ? lesson->n_clauses : 0;

	for (;; n--) {
		const char *list = "", *words;
		struct ks_rich rich;

		for (size_t i = 0; i < n; i++)
			list = ks_scene_format(scene, "%s%s%s", list, i > 0 ? "、" : "",
					       lesson->clauses[i]);
		words = ks_say(ks_scene_arena(scene), KS_W_ROW_ABOUT, plan_lesson->minutes, list,
			       lesson && n < lesson->n_clauses ? ks_word(KS_W_ROW_AND_MORE) : "");
		rich = ks_rich_plain(words);
		if (n == 0 || ks_text_layout(app->ui.text, &rich, style, 0)->w <= width_px)
			return words;
	}
}

static void build_row_words(struct ks_app *app, struct ks_scene *scene, struct ks_rect r, size_t index)
{
	const struct ks_plan_lesson *lesson = app->visit.duties.items[index].lesson;
	struct ks_text_style title = ks_widget_heading_style(&app->ui, 8.0);
	struct ks_text_style small = ks_widget_style(&app->ui, 5.8);
	struct ks_rich rich = ks_rich_plain(lesson->title);
	int title_h = ks_text_layout(app->ui.text, &rich, &title, r.w)->h;
	int small_h = small.em_px * 17 / 10;

	small.color = KS_COLOR_INK2;
	r.y += (r.h - title_h - small_h) / 2;
	ks_scene_text(scene, KS_ROLE_TEXT, r, &rich, &title);
	r.y += title_h;
	ks_scene_words(scene, KS_ROLE_TEXT, r, row_about(app, scene, lesson, &small, r.w), &small);
}

static void build_row_button(struct ks_app *app, struct ks_scene *scene, struct ks_rect r,
			     size_t index)
{
	const struct ks_progress *progress = &app->visit.progress[index];
	struct ks_button button = {.label_mm = 6.6, .action = {KS_ACT_OPEN, (int)index}};

	if (!has_content(app, index))
		return;

	if (progress->is_done) {
		button.kind = KS_BUTTON_QUIET;
		button.label = ks_word(KS_W_REVIEW);
	} else if (progress->session_json) {
		button.kind = KS_BUTTON_PRIMARY;
		button.label = ks_word(KS_W_GO_ON);
	} else {
		button.kind = KS_BUTTON_STRONG;
		button.label = ks_word(KS_W_START);
	}
	ks_widget_button(scene, r, &button);
}

/* Columns of a row; in portrait badge and date stand below the title. */
static void build_row(struct ks_app *app, struct ks_scene *scene, struct ks_rect r, size_t index)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	struct standing standing = row_standing(app, scene, index);
	struct ks_text_style number = ks_widget_heading_style(&app->ui, 10.4);
	struct ks_text_style date = ks_widget_style(&app->ui, 6.4);
	int pad = ks_mm_fixed(metrics, 7.0), button_w = ks_mm(metrics, 30.0);
	int button_h = r.h - 2 * ks_mm_fixed(metrics, 4.0);
	int number_w = ks_mm(metrics, 15.0), right = r.x + r.w - pad - button_w;
	bool is_tall = ks_metrics_is_portrait(metrics);
	struct ks_rect badge;

	ks_widget_panel(scene, r);
	number.color = KS_COLOR_KEY;
	ks_scene_words_in(scene, KS_ROLE_TEXT, (struct ks_rect){r.x + pad, r.y, number_w, r.h},
			  ks_scene_format(scene, "%zu", index + 1), &number);
	if (button_h > ks_mm(metrics, 17.6))
		button_h = ks_mm(metrics, 17.6);
	build_row_button(app, scene,
			 (struct ks_rect){right, r.y + (r.h - button_h) / 2, button_w, button_h},
			 index);
	badge = ks_widget_badge_size(scene, 6.2, standing.icon, standing.badge);
	date.color = KS_COLOR_INK2;
	if (is_tall) {
		struct ks_rect words = {r.x + pad + number_w, r.y, right - r.x - pad - number_w,
					r.h * 6 / 10};

		build_row_words(app, scene, words, index);
		ks_widget_badge(scene, words.x, r.y + r.h * 6 / 10, 6.2, standing.tone,
				standing.icon, standing.badge);
		ks_scene_words_in(scene, KS_ROLE_TEXT,
				  (struct ks_rect){words.x + badge.w + pad, r.y + r.h * 6 / 10,
						   words.w, badge.h},
				  standing.date, &date);
		return;
	}
	build_row_words(app, scene,
			(struct ks_rect){r.x + pad + number_w, r.y, r.w * 46 / 100 - pad - number_w,
					 r.h},
			index);
	ks_widget_badge(scene, r.x + r.w * 48 / 100, r.y + (r.h - badge.h) / 2, 6.2, standing.tone,
			standing.icon, standing.badge);
	ks_scene_words_in(scene, KS_ROLE_TEXT,
			  (struct ks_rect){r.x + r.w * 65 / 100, r.y, right - r.x - r.w * 65 / 100,
					   r.h},
			  standing.date, &date);
}

static size_t rows_per_screen(struct ks_app *app, const struct ks_rect *r, int *row_h)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	int gap = ks_mm_fixed(metrics, ROW_GAP_MM), n;

	*row_h = ks_mm(metrics, ks_metrics_is_portrait(metrics) ? ROW_MM * 1.6 : ROW_MM);
	n = (r->h + gap) / (*row_h + gap);
	return n < 1 ? 1 : (size_t)n;
}

static void build_rows(struct ks_app *app, struct ks_scene *scene, const struct ks_frame *frame,
		       struct ks_rect r)
{
	struct ks_visit *visit = &app->visit;
	int row_h, gap = ks_mm_fixed(&app->ui.metrics, ROW_GAP_MM);
	size_t per_screen = rows_per_screen(app, &r, &row_h), n = visit->duties.n_items, last;
	struct ks_button button = {.kind = KS_BUTTON_QUIET,
				   .label = ks_word(KS_W_PREVIOUS_ROWS),
				   .action = {KS_ACT_ROWS, -(int)per_screen}};

	last = visit->first_row + per_screen < n ? visit->first_row + per_screen : n;
	for (size_t i = visit->first_row; i < last; i++)
		build_row(app, scene,
			  (struct ks_rect){r.x, r.y + (int)(i - visit->first_row) * (row_h + gap),
					   r.w, row_h},
			  i);
	if (visit->first_row > 0)
		ks_frame_bottom_button(scene, frame, KS_SLOT_LEFT, &button);
	button.label = ks_word(KS_W_NEXT_ROWS);
	button.action.arg = (int)per_screen;
	if (last < n)
		ks_frame_bottom_button(scene, frame, KS_SLOT_RIGHT, &button);
	if (n > per_screen)
		ks_frame_bottom_words(scene, frame,
				      ks_say(ks_scene_arena(scene), KS_W_ROWS_OF,
					     (int)visit->first_row + 1, (int)last, (int)n));
}

static struct ks_frame open_frame(struct ks_app *app, struct ks_scene *scene,
				  struct ks_frame_head *bars)
{
	bars->extra_label = ks_word(KS_W_SETTINGS);
	bars->extra = (struct ks_action){KS_ACT_SETTINGS, 0};
	return ks_frame_open(app, scene, bars);
}

static void build(struct ks_app *app, struct ks_scene *scene)
{
	struct ks_visit *visit = &app->visit;
	const struct ks_metrics *metrics = &app->ui.metrics;
	struct ks_frame_head bars = ks_frame_person_head(ks_word(KS_W_HOME_TITLE),
							 ks_word(KS_W_SIGN_OUT), KS_ACT_SIGN_OUT);
	struct ks_frame frame = open_frame(app, scene, &bars);
	struct ks_rect head = frame.body, rows = frame.body;
	struct ks_text_style body = ks_widget_style(&app->ui, KS_MM_BODY);
	int n_preparing = 0;

	head.h = ks_mm(metrics, 30.0);
	build_head(app, scene, head);
	rows.y += head.h + ks_mm_fixed(metrics, 8.0);
	rows.h -= head.h + ks_mm_fixed(metrics, 8.0);
	if (visit->duties.target != KS_TARGET_YES) {
		ks_scene_words(scene, KS_ROLE_TEXT, rows,
			       ks_say(ks_scene_arena(scene), KS_W_HOME_EXEMPT_WHY,
				      ks_target_word(visit->duties.target)),
			       &body);
		return;
	}
	build_rows(app, scene, &frame, rows);
	for (size_t i = 0; app->plan && i < app->plan->n_lessons; i++)
		n_preparing += !app->plan->lessons[i].is_ready;
	if (n_preparing > 0 && visit->duties.n_items <= 4)
		ks_frame_bottom_words(scene, &frame,
				      ks_say(ks_scene_arena(scene), KS_W_HOME_PREPARING, n_preparing));
}

static enum ks_screen_id open_row(struct ks_app *app, size_t index)
{
	if (index >= app->visit.duties.n_items)
		return KS_SCREEN_SAME;
	switch (ks_lesson_open(app, index)) {
	case KS_OK:
		return ks_lesson_screen(app);
	case KS_NOT_FOUND:
		return KS_SCREEN_SAME;
	default:
		app->trouble = KS_IO;
		return KS_SCREEN_TROUBLE;
	}
}

static enum ks_screen_id tap(struct ks_app *app, struct ks_action action)
{
	switch ((enum ks_act)action.what) {
	case KS_ACT_OPEN:
		return open_row(app, (size_t)action.arg);
	case KS_ACT_ROWS:
		app->visit.first_row = (size_t)((int)app->visit.first_row + action.arg);
		return KS_SCREEN_SAME;
	case KS_ACT_SETTINGS:
		return KS_SCREEN_SETTINGS;
	case KS_ACT_SIGN_OUT:
		ks_visit_end(app, false);
		return ks_app_base_screen(app);
	default:
		return KS_SCREEN_SAME;
	}
}

const struct ks_screen ks_screen_home = {.name = "home", .enter = enter, .build = build, .tap = tap};
