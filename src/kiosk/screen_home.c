/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "kiosk/acknowledge.h"
#include "kiosk/frame.h"
#include "kiosk/home_row.h"
#include "kiosk/inspect.h"
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
	app->visit.agree_plan = NULL;
	app->visit.agree_seq = 0;
}

/* The lesson one tap should lead to: under way first, then the first not begun. duties.n_items: none. */
static size_t next_row(const struct ks_app *app)
{
	const struct ks_visit *visit = &app->visit;
	size_t fresh = visit->duties.n_items;

	for (size_t i = 0; i < visit->duties.n_items; i++) {
		if (visit->progress[i].is_done || !ks_home_has_content(app, i))
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

	n_left += ks_acknowledge_owed(app) != NULL; /* the course is not over without it */

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
	size_t per_screen = rows_per_screen(app, &r, &row_h), n = ks_home_n_rows(app), last;
	struct ks_button button = {.kind = KS_BUTTON_QUIET,
				   .label = ks_word(KS_W_PREVIOUS_ROWS),
				   .action = {KS_ACT_ROWS, -(int)per_screen}};

	last = visit->first_row + per_screen < n ? visit->first_row + per_screen : n;
	for (size_t i = visit->first_row; i < last; i++)
		ks_home_row_build(app, scene,
				  (struct ks_rect){r.x,
						   r.y + (int)(i - visit->first_row) * (row_h + gap),
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
	if (n_preparing > 0 && ks_home_n_rows(app) <= 4)
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
	case KS_ACT_INSPECT:
		return ks_inspect_open(app);
	case KS_ACT_AGREE:
		return KS_SCREEN_AGREE;
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
