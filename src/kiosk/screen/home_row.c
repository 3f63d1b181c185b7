/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/screen/home_row.h"

#include "kiosk/screen/screen.h"
#include "kiosk/words/words.h"
#include "ui/widget.h"
#include "visit/agree.h"
#include "visit/inspect.h"

/*
 * Every row is described by one struct, whatever stands behind it, and drawn by one function.
 */

#define TITLE_MM 8.0
#define ABOUT_MM 5.8
#define BADGE_MM 6.2
#define ITEMS_A_MINUTE 8
#define DATE_MM 6.4
#define ROW_MM 30.0
#define ROW_GAP_MM 5.0

/* State is told by words, icon and colour. */
struct row {
	const char *number; /* NULL: none */
	const char *title, *about;
	enum ks_tone tone;
	enum ks_icon icon;
	const char *badge, *date; /* date NULL: none */
	struct ks_button button;  /* without a label: none */
};

struct home {
	size_t first_row; /* of the list on the glass */
};
KS_SCREEN_STATE(struct home, HOME)

void ks_home_first_row(struct ks_view *view, size_t index)
{
	state_of(view)->first_row = index;
}

size_t ks_home_first_shown(const struct ks_view *view)
{
	return state_in(view)->first_row;
}

void ks_home_turn(struct ks_view *view, int by)
{
	struct home *state = state_of(view);

	state->first_row = -by > (int)state->first_row ? 0 : (size_t)((int)state->first_row + by);
}

static bool has_content(const struct ks_app *app, size_t index)
{
	return ks_content_lesson(&app->content, app->visit.duties.items[index].lesson->id) != NULL;
}

bool ks_home_can_open(const struct ks_app *app, size_t index)
{
	return has_content(app, index) && ks_visit_is_open(&app->visit, index);
}

size_t ks_home_n_rows(const struct ks_app *app)
{
	return app->visit.duties.n_items + (ks_agree_owed(&app->visit) != NULL) +
	       (ks_inspect_checklist(&app->site, &app->visit) != NULL);
}

size_t ks_home_row_to_begin(const struct ks_app *app)
{
	const struct ks_visit *visit = &app->visit;
	size_t n_done = 0;

	while (n_done < visit->duties.n_items && visit->progress[n_done].is_done)
		n_done++;
	if (n_done == visit->duties.n_items && !ks_agree_owed(&app->visit) &&
	    (!ks_inspect_checklist(&app->site, &app->visit) || visit->inspect.walk.is_done))
		return 0; /* nothing is left to point at */
	return n_done;
}

/* ---- lessons ---- */

static void stand(struct ks_app *app, struct ks_scene *scene, size_t index, struct row *row)
{
	const struct ks_duty *duty = &app->visit.duties.items[index];
	const struct ks_progress *progress = &app->visit.progress[index];

	row->badge = ks_word(KS_W_ROW_NOT_BEGUN);
	row->date = ks_say(ks_scene_arena(scene), KS_W_ROW_DUE, duty->due.month, duty->due.day);
	if (progress->is_done) {
		struct ks_date on = ks_civil_from_ms(progress->done_ms).date;

		row->tone = KS_TONE_OK;
		row->icon = KS_ICON_CHECK;
		row->badge = ks_word(KS_W_ROW_DONE);
		row->date = ks_say(ks_scene_arena(scene), KS_W_ROW_DONE_ON, on.month, on.day);
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

/* What it takes; while its turn has not come, when that is. */
static const char *test_about(struct ks_app *app, struct ks_scene *scene, size_t index)
{
	const struct ks_plan_lesson *test = app->visit.duties.items[index].lesson;

	if (!ks_visit_is_open(&app->visit, index))
		return ks_word(KS_W_ROW_TEST_LATER);
	return ks_say(ks_scene_arena(scene), KS_W_ROW_TEST, test->minutes, test->n_questions,
		      test->pass_right);
}

static struct ks_button button_of(struct ks_action action, bool is_done, bool is_begun)
{
	struct ks_button button = {.kind = KS_BUTTON_STRONG, .action = action};

	button.label = ks_word(KS_W_START);
	if (is_done) {
		button.kind = KS_BUTTON_QUIET;
		button.label = ks_word(KS_W_REVIEW);
	} else if (is_begun) {
		button.kind = KS_BUTTON_PRIMARY;
		button.label = ks_word(KS_W_GO_ON);
	}
	return button;
}

static void describe_lesson(struct ks_app *app, struct ks_scene *scene, size_t index, int width_px,
			    struct row *row)
{
	const struct ks_plan_lesson *lesson = app->visit.duties.items[index].lesson;
	const struct ks_progress *progress = &app->visit.progress[index];
	struct ks_text_style small = ks_widget_style(&app->ui, ABOUT_MM);

	row->number = ks_scene_format(scene, "%zu", index + 1);
	row->title = lesson->title;
	row->about = lesson->is_test ? test_about(app, scene, index)
				     : row_about(app, scene, lesson, &small, width_px);
	stand(app, scene, index, row);
	if (ks_home_can_open(app, index))
		row->button = button_of((struct ks_action){KS_ACT_OPEN, (int)index},
					progress->is_done, progress->session_json != NULL);
}

/* ---- what comes behind them ---- */

static void describe_agreement(struct ks_scene *scene, const struct ks_plan *plan, struct row *row)
{
	row->title = ks_word(KS_W_AGREE_ROW);
	row->about = ks_say(ks_scene_arena(scene), KS_W_AGREE_ROW_ABOUT, plan->title);
	row->tone = KS_TONE_WARN;
	row->badge = ks_word(KS_W_AGREE_OWED);
	row->button = (struct ks_button){.kind = KS_BUTTON_PRIMARY,
					 .label = ks_word(KS_W_AGREE_ROW_OPEN),
					 .action = {KS_ACT_AGREE, 0}};
}

static void describe_inspection(struct ks_app *app, struct ks_scene *scene, struct row *row)
{
	const struct ks_inspection *inspection = &app->visit.inspect.walk;
	int n = inspection->n_items, n_answered = ks_inspection_n_answered(inspection);
	struct ks_date on = ks_civil_from_ms(app->visit.inspect.standing.done_ms).date;

	row->title = ks_say(ks_scene_arena(scene), KS_W_INSPECT_ROW, n,
			    (n + ITEMS_A_MINUTE - 1) / ITEMS_A_MINUTE);
	row->about = ks_inspect_checklist(&app->site, &app->visit)->title;
	row->badge = ks_word(KS_W_INSPECT_NOT_BEGUN);
	if (inspection->is_done) {
		row->tone = KS_TONE_OK;
		row->icon = KS_ICON_CHECK;
		row->badge = ks_word(KS_W_INSPECT_DONE);
		row->date = ks_say(ks_scene_arena(scene), KS_W_INSPECT_DONE_ON, on.month, on.day);
	} else if (n_answered > 0) {
		row->tone = KS_TONE_WARN;
		row->badge = ks_say(ks_scene_arena(scene), KS_W_INSPECT_UNDER_WAY, n_answered, n);
	}
	row->button = button_of((struct ks_action){KS_ACT_INSPECT, 0}, inspection->is_done,
				n_answered > 0);
}

static void describe(struct ks_app *app, struct ks_scene *scene, size_t index, int width_px,
		     struct row *row)
{
	const struct ks_plan *owed = ks_agree_owed(&app->visit);

	if (index < app->visit.duties.n_items)
		describe_lesson(app, scene, index, width_px, row);
	else if (owed && index == app->visit.duties.n_items)
		describe_agreement(scene, owed, row);
	else
		describe_inspection(app, scene, row);
}

/* ---- drawing ---- */

/*
 * Where the parts of a row stand, the same in all rows. Wide: number, title, badge, date, button in columns
 * (design 03). Tall, when the widest does not fit its column: badge and date below the title.
 */
struct plan {
	bool is_tall;
	int h, pad, number_w, button_w, button_h;
	int title_w, badge_x, date_x; /* from the row's left edge */
	struct ks_text_style title, small, date, number;
};

static struct plan start_plan(struct ks_app *app, struct ks_scene *scene, struct row *rows, size_t n)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	struct plan plan = {.pad = ks_mm_fixed(metrics, 7.0),
			    .number_w = ks_mm(metrics, 15.0),
			    .button_w = ks_mm(metrics, 30.0),
			    .button_h = ks_mm(metrics, 15.0),
			    .title = ks_widget_heading_style(&app->ui, TITLE_MM),
			    .small = ks_widget_style(&app->ui, ABOUT_MM),
			    .date = ks_widget_style(&app->ui, DATE_MM),
			    .number = ks_widget_heading_style(&app->ui, 10.4)};

	if (plan.button_h < ks_mm_fixed(metrics, 17.6))
		plan.button_h = ks_mm_fixed(metrics, 17.6);
	plan.small.color = plan.date.color = KS_COLOR_INK2;
	plan.number.color = KS_COLOR_KEY;
	for (size_t i = 0; i < n; i++) {
		int w = rows[i].number ? ks_widget_words_width(scene, rows[i].number, &plan.number) +
						 ks_mm(metrics, 5.0)
				       : 0;

		if (w > plan.number_w)
			plan.number_w = w; /* two digits */
		rows[i].button.label_mm = 6.6;
		w = rows[i].button.label ? ks_widget_button_width(scene, &rows[i].button) : 0;
		if (w > plan.button_w)
			plan.button_w = w;
	}
	return plan;
}

static bool does_fit_wide(struct ks_scene *scene, const struct plan *plan, const struct row *row,
			  int right)
{
	struct ks_rect badge = ks_widget_badge_size(scene, BADGE_MM, row->icon, row->badge);
	int date_w = row->date ? ks_widget_words_width(scene, row->date, &plan->date) : 0;

	return ks_widget_words_width(scene, row->title, &plan->title) <= plan->title_w &&
	       plan->badge_x + badge.w + plan->pad <= plan->date_x && plan->date_x + date_w <= right;
}

static struct plan plan_rows(struct ks_app *app, struct ks_scene *scene, struct row *rows, size_t n,
			     int width_px)
{
	struct plan plan = start_plan(app, scene, rows, n);
	const struct ks_metrics *metrics = &app->ui.metrics;
	int right = width_px - 2 * plan.pad - plan.button_w, title_h = 0;

	plan.title_w = width_px * 46 / 100 - plan.pad - plan.number_w;
	plan.badge_x = width_px * 48 / 100;
	plan.date_x = width_px * 65 / 100;
	plan.is_tall = ks_metrics_is_portrait(metrics);
	for (size_t i = 0; i < n && !plan.is_tall; i++)
		plan.is_tall = !does_fit_wide(scene, &plan, &rows[i], right);
	if (plan.is_tall)
		plan.title_w = right - plan.pad - plan.number_w;
	for (size_t i = 0; i < n; i++) {
		int h = ks_widget_words_height(scene, rows[i].title, &plan.title, plan.title_w);

		title_h = h > title_h ? h : title_h;
	}
	plan.h = title_h + plan.small.em_px * 17 / 10 + ks_mm_fixed(metrics, 5.0);
	if (plan.is_tall)
		plan.h += ks_widget_badge_size(scene, BADGE_MM, KS_ICON_NONE, "").h +
			  ks_mm_fixed(metrics, 3.0);
	if (plan.h < ks_mm(metrics, ROW_MM))
		plan.h = ks_mm(metrics, ROW_MM);
	return plan;
}

/* Title and what it is about; in a tall row badge and date below. */
static void build_words(struct ks_app *app, struct ks_scene *scene, struct ks_rect r,
			const struct row *row, const struct plan *plan)
{
	struct ks_rect words = {r.x + plan->pad + plan->number_w, 0, plan->title_w, 0};
	struct ks_rect badge = ks_widget_badge_size(scene, BADGE_MM, row->icon, row->badge);
	int h = ks_widget_words_height(scene, row->title, &plan->title, words.w) +
		plan->small.em_px * 17 / 10;
	int gap = ks_mm_fixed(&app->ui.metrics, 1.0), date_x = r.x + plan->date_x;

	if (plan->is_tall)
		h += badge.h + 2 * gap;
	words.y = r.y + (r.h - h) / 2;
	words.y += ks_scene_words(scene, KS_ROLE_TEXT, words, row->title, &plan->title);
	words.y += ks_scene_words(scene, KS_ROLE_TEXT, words, row->about, &plan->small);
	badge.x = plan->is_tall ? words.x : r.x + plan->badge_x;
	badge.y = plan->is_tall ? words.y + gap : r.y + (r.h - badge.h) / 2;
	ks_widget_badge(scene, badge.x, badge.y, BADGE_MM, row->tone, row->icon, row->badge);
	if (plan->is_tall)
		date_x = badge.x + badge.w + plan->pad;
	if (!row->date ||
	    (plan->is_tall &&
	     date_x + ks_widget_words_width(scene, row->date, &plan->date) > words.x + words.w))
		return; /* the badge says what matters; the date is on a wider screen */
	ks_scene_words_in(scene, KS_ROLE_TEXT, (struct ks_rect){date_x, badge.y, 0, badge.h},
			  row->date, &plan->date);
}

static void build_row(struct ks_app *app, struct ks_scene *scene, struct ks_rect r, size_t index,
		      const struct plan *plan)
{
	struct row row = {.tone = KS_TONE_NEUTRAL};

	describe(app, scene, index, plan->title_w, &row);
	row.button.label_mm = 6.6;
	ks_widget_panel(scene, r);
	if (row.number)
		ks_scene_words_in(scene, KS_ROLE_TEXT,
				  (struct ks_rect){r.x + plan->pad, r.y, plan->number_w, r.h},
				  row.number, &plan->number);
	build_words(app, scene, r, &row, plan);
	if (row.button.label)
		ks_widget_button(scene,
				 (struct ks_rect){r.x + r.w - plan->pad - plan->button_w,
						  r.y + (r.h - plan->button_h) / 2, plan->button_w,
						  plan->button_h},
				 &row.button);
}

/* To the rows before and behind; where the bar holds @go_on, one button that goes round. */
static void build_turning(struct ks_app *app, struct ks_scene *scene, const struct ks_frame *frame,
			  int per_screen, const struct ks_button *go_on)
{
	int first = (int)state_in(&app->view)->first_row, n = (int)ks_home_n_rows(app);
	bool is_last = first + per_screen >= n;
	struct ks_button back = {.kind = KS_BUTTON_QUIET,
				 .label = ks_word(KS_W_PREVIOUS_ROWS),
				 .action = {KS_ACT_ROWS, -per_screen}};
	struct ks_button next = {.kind = KS_BUTTON_QUIET,
				 .label = ks_word(KS_W_NEXT_ROWS),
				 .action = {KS_ACT_ROWS, per_screen}};

	if (go_on && is_last)
		next = (struct ks_button){.kind = KS_BUTTON_QUIET,
					  .label = ks_word(KS_W_FIRST_ROWS),
					  .action = {KS_ACT_ROWS, -first}};
	if (!go_on && first > 0)
		ks_frame_bottom_button(scene, frame, KS_SLOT_LEFT, &back);
	if (go_on || !is_last)
		ks_frame_bottom_button(scene, frame, go_on ? KS_SLOT_LEFT : KS_SLOT_RIGHT, &next);
	if (go_on)
		ks_frame_bottom_button(scene, frame, KS_SLOT_RIGHT, go_on);
	ks_frame_bottom_words(scene, frame,
			      ks_say(ks_scene_arena(scene), KS_W_ROWS_OF, first + 1,
				     is_last ? n : first + per_screen, n));
}

static struct plan plan_all(struct ks_app *app, struct ks_scene *scene, int width_px)
{
	size_t n = ks_home_n_rows(app);
	struct row *rows = ks_arena_alloc(ks_scene_arena(scene), (n + 1) * sizeof(*rows));

	for (size_t i = 0; i < n; i++)
		describe(app, scene, i, width_px, &rows[i]);
	return plan_rows(app, scene, rows, n, width_px);
}

int ks_home_row_height(struct ks_app *app, struct ks_scene *scene, int width_px)
{
	return plan_all(app, scene, width_px).h;
}

/* The rows begin in reach, but keep room for one. */
static struct ks_rect lower_rows(const struct ks_app *app, struct ks_rect r, const struct plan *plan)
{
	int by = ks_metrics_reach_px(&app->ui.metrics) - r.y;

	if (by > r.h - plan->h)
		by = r.h - plan->h;
	if (by > 0) {
		r.y += by;
		r.h -= by;
	}
	return r;
}

bool ks_home_rows_build(struct ks_app *app, struct ks_scene *scene, const struct ks_frame *frame,
			struct ks_rect r, const struct ks_button *go_on)
{
	size_t n = ks_home_n_rows(app), per_screen;
	int gap = ks_mm_fixed(&app->ui.metrics, ROW_GAP_MM);
	struct plan plan = plan_all(app, scene, r.w);

	r = lower_rows(app, r, &plan);
	per_screen = (size_t)((r.h + gap) / (plan.h + gap));
	if (per_screen < 1)
		per_screen = 1;
	for (size_t i = state_in(&app->view)->first_row;
	     i < n && i < state_in(&app->view)->first_row + per_screen; i++) {
		build_row(app, scene, (struct ks_rect){r.x, r.y, r.w, plan.h}, i, &plan);
		r.y += plan.h + gap;
	}
	if (n > per_screen)
		build_turning(app, scene, frame, (int)per_screen, go_on);
	else if (go_on)
		ks_frame_bottom_button(scene, frame, KS_SLOT_RIGHT, go_on);
	ks_frame_tray(scene, frame);
	return n > per_screen;
}
