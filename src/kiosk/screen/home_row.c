/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/screen/home_row.h"

#include "kiosk/screen/home_bar.h"
#include "kiosk/screen/home_say.h"
#include "kiosk/screen/screen.h"
#include "kiosk/words/words.h"
#include "ui/widget.h"
#include "visit/agree.h"
#include "visit/inspect.h"

/*
 * Which rows マイページ lists, page by page, and how one is drawn (design 52). What is still to do comes first; what is done
 * stands behind a button, until nothing else is left.
 */

#define TITLE_MM 8.0
#define BADGE_MM 5.8
#define DATE_MM 7.0
#define LEFT_MM 5.8
#define ROW_MM 27.0
#define SIGN_MM 12.0
#define ROW_GAP_MM 4.0
#define MAIN_MM 24.0
#define MAIN_LEAST_MM 25.4
#define ROWS_MAX (KS_DUTIES_MAX + 3)

struct home {
	size_t first_row; /* of the list on the glass */
	bool is_done_shown;
};
KS_SCREEN_STATE(struct home, HOME)

void ks_home_first_row(struct ks_view *view, size_t index)
{
	*state_of(view) = (struct home){.first_row = index};
}

void ks_home_show_done(struct ks_view *view, bool is_done_shown)
{
	*state_of(view) = (struct home){.is_done_shown = is_done_shown};
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

/* ---- which ---- */

static bool is_all_done(const struct ks_visit *visit)
{
	return ks_visit_n_done(visit) == visit->duties.n_items && !ks_agree_owed(visit);
}

bool ks_home_has_done_list(const struct ks_visit *visit)
{
	return !is_all_done(visit) && ks_visit_n_done(visit) > 0;
}

bool ks_home_is_done_shown(const struct ks_app *app)
{
	return ks_home_has_done_list(&app->visit) && state_in(&app->view)->is_done_shown;
}

/* The rows of the present list, by their numbers in ks_home_describe(). */
static size_t list_rows(const struct ks_app *app, size_t rows[ROWS_MAX])
{
	const struct ks_visit *visit = &app->visit;
	bool is_owed = ks_agree_owed(visit);
	bool is_done_shown = ks_home_is_done_shown(app);
	bool has_recall = visit->recall.n > 0 && !is_done_shown;
	size_t n = 0;

	for (size_t i = 0; i < visit->duties.n_items; i++) {
		if (is_all_done(visit) || visit->progress[i].is_done == is_done_shown)
			rows[n++] = i;
		if (has_recall && n == 1) { /* where it is seen, but behind what is owed */
			rows[n++] = KS_HOME_RECALL;
			has_recall = false;
		}
	}
	if (is_done_shown)
		return n;
	if (has_recall)
		rows[n++] = KS_HOME_RECALL;
	if (is_owed)
		rows[n++] = visit->duties.n_items;
	if (ks_inspect_checklist(&app->site, visit))
		rows[n++] = visit->duties.n_items + is_owed;
	return n;
}

/* ---- drawing ---- */

/*
 * Where the parts of a row stand, the same in all rows. Wide (design 52): number, title with badge, date, minutes, button
 * in columns. Tall, when the widest does not fit its column: badge, date and minutes below the title.
 */
struct plan {
	bool is_tall;
	int h, pad, gap, number_w, button_w, button_h;
	int title_w, date_x, minutes_x; /* from the row's left edge */
	struct ks_text_style title, small, date, left, number;
};

static int words_width(struct ks_scene *scene, const char *words, const struct ks_text_style *style)
{
	return words ? ks_widget_words_width(scene, words, style) : 0;
}

static struct plan start_plan(struct ks_app *app, struct ks_scene *scene, struct ks_home_row *rows,
			      size_t n)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	struct plan plan = {.pad = ks_mm_fixed(metrics, 7.0),
			    .gap = ks_mm_fixed(metrics, 3.0),
			    .number_w = ks_mm(metrics, 15.0),
			    .button_w = ks_mm(metrics, 28.0),
			    .button_h = ks_most(ks_mm(metrics, 15.0), ks_mm_fixed(metrics, 17.6)),
			    .title = ks_widget_heading_style(&app->ui, TITLE_MM),
			    .small = ks_widget_style(&app->ui, KS_HOME_ABOUT_MM),
			    .date = ks_widget_heading_style(&app->ui, DATE_MM),
			    .left = ks_widget_style(&app->ui, LEFT_MM),
			    .number = ks_widget_heading_style(&app->ui, 10.4)};

	plan.small.color = plan.left.color = KS_COLOR_INK2;
	plan.small.pitch_percent = plan.left.pitch_percent = 150;
	plan.number.color = KS_COLOR_KEY;
	for (size_t i = 0; i < n; i++) {
		plan.number_w =
			ks_most(plan.number_w, words_width(scene, rows[i].number, &plan.number) +
						       ks_mm(metrics, 5.0)); /* two digits */
		rows[i].button.label_mm = 6.6;
		if (rows[i].button.label)
			plan.button_w = ks_most(plan.button_w,
						ks_widget_button_width(scene, &rows[i].button));
	}
	return plan;
}

/* The columns from the right: button, minutes, date; the title has the rest. */
static void plan_columns(struct ks_scene *scene, struct plan *plan, const struct ks_home_row *rows,
			 size_t n, int width_px)
{
	int date_w = 0, minutes_w = 0, right = width_px - 2 * plan->pad - plan->button_w;

	for (size_t i = 0; i < n; i++) {
		date_w = ks_most(date_w, words_width(scene, rows[i].date, &plan->date));
		date_w = ks_most(date_w, words_width(scene, rows[i].left, &plan->left));
		minutes_w = ks_most(minutes_w, words_width(scene, rows[i].minutes, &plan->date));
	}
	plan->minutes_x = right - minutes_w;
	plan->date_x = plan->minutes_x - plan->pad - date_w;
	plan->title_w = plan->date_x - plan->pad - plan->pad - plan->number_w;
}

static bool does_fit_wide(struct ks_scene *scene, const struct plan *plan,
			  const struct ks_home_row *row)
{
	struct ks_rect badge = ks_widget_badge_size(scene, BADGE_MM, row->icon, row->badge);

	return words_width(scene, row->title, &plan->title) + plan->gap + badge.w <= plan->title_w &&
	       words_width(scene, row->about, &plan->small) <= plan->title_w;
}

/* By when, in one line of a tall row. */
static const char *date_line(struct ks_scene *scene, const struct ks_home_row *row)
{
	return ks_scene_format(scene, "%s%s%s", row->date ? row->date : "", row->left ? "　" : "",
			       row->left ? row->left : "");
}

/* And how long. */
static const char *when_line(struct ks_scene *scene, const struct ks_home_row *row)
{
	const char *date = date_line(scene, row);

	if (!row->minutes)
		return date;
	return *date ? ks_scene_format(scene, "%s　%s", date, row->minutes) : row->minutes;
}

static bool is_when_beside(struct ks_scene *scene, const struct plan *plan,
			   const struct ks_home_row *row)
{
	struct ks_rect badge = ks_widget_badge_size(scene, BADGE_MM, row->icon, row->badge);

	return badge.w + plan->pad + words_width(scene, when_line(scene, row), &plan->left) <=
	       plan->title_w;
}

/* What stands beside the badge of a tall row: by when and how long, else how long alone; NULL: nothing has room there. */
static const char *beside_badge(struct ks_scene *scene, const struct plan *plan,
				const struct ks_home_row *row)
{
	struct ks_rect badge = ks_widget_badge_size(scene, BADGE_MM, row->icon, row->badge);

	if (is_when_beside(scene, plan, row))
		return when_line(scene, row);
	return row->minutes && badge.w + plan->pad + words_width(scene, row->minutes, &plan->left) <=
				       plan->title_w
		       ? row->minutes
		       : NULL;
}

/* And what below it. */
static const char *below_badge(struct ks_scene *scene, const struct plan *plan,
			       const struct ks_home_row *row)
{
	if (is_when_beside(scene, plan, row))
		return "";
	return beside_badge(scene, plan, row) ? date_line(scene, row) : when_line(scene, row);
}

/* Of title, reason, and in a tall row badge and date. */
static int words_height(struct ks_scene *scene, const struct plan *plan, const struct ks_home_row *row)
{
	int badge_h = ks_widget_badge_size(scene, BADGE_MM, row->icon, row->badge).h;
	int title_h = ks_widget_words_height(scene, row->title, &plan->title, plan->title_w);
	int h = ks_widget_words_height(scene, row->about, &plan->small, plan->title_w);

	if (!plan->is_tall)
		return h + ks_most(title_h, badge_h);
	h += title_h + badge_h + plan->gap;
	if (*below_badge(scene, plan, row))
		h += ks_widget_words_height(scene, below_badge(scene, plan, row), &plan->left,
					    plan->title_w);
	return h;
}

static struct plan plan_rows(struct ks_app *app, struct ks_scene *scene, struct ks_home_row *rows,
			     size_t n, int width_px)
{
	struct plan plan = start_plan(app, scene, rows, n);
	const struct ks_metrics *metrics = &app->ui.metrics;

	plan_columns(scene, &plan, rows, n, width_px);
	plan.is_tall = ks_metrics_is_portrait(metrics);
	for (size_t i = 0; i < n && !plan.is_tall; i++)
		plan.is_tall = !does_fit_wide(scene, &plan, &rows[i]);
	if (plan.is_tall)
		plan.title_w = width_px - 3 * plan.pad - plan.button_w - plan.number_w;
	plan.h = ks_most(ks_mm_fixed(metrics, ROW_MM), plan.button_h + 2 * plan.gap);
	for (size_t i = 0; i < n; i++)
		plan.h = ks_most(plan.h, words_height(scene, &plan, &rows[i]) + 2 * plan.gap);
	return plan;
}

/* By when (amber when that is near) over how many days, and the minutes. */
static void build_when(struct ks_scene *scene, struct ks_rect r, const struct ks_home_row *row,
		       const struct plan *plan)
{
	struct ks_text_style date = plan->date, left = plan->left;
	struct ks_rect at = {r.x + plan->date_x, r.y, plan->minutes_x - plan->date_x, r.h};
	int h = (row->date ? date.em_px * date.pitch_percent / 100 : 0) +
		(row->left ? left.em_px * left.pitch_percent / 100 : 0);

	if (row->is_soon)
		date.color = left.color = KS_COLOR_WARN;
	at.y += (r.h - h) / 2;
	if (row->date)
		at.y += ks_scene_words(scene, KS_ROLE_TEXT, at, row->date, &date);
	if (row->left)
		ks_scene_words(scene, KS_ROLE_TEXT, at, row->left, &left);
	if (row->minutes)
		ks_scene_words_in(scene, KS_ROLE_TEXT,
				  (struct ks_rect){r.x + plan->minutes_x, r.y,
						   r.w - plan->minutes_x, r.h},
				  row->minutes, &plan->date);
}

static void build_tall_foot(struct ks_scene *scene, struct ks_rect words,
			    const struct ks_home_row *row, const struct plan *plan)
{
	struct ks_text_style left = plan->left;
	const char *beside = beside_badge(scene, plan, row), *below = below_badge(scene, plan, row);
	struct ks_rect badge, right;

	words.y += plan->gap;
	badge = ks_widget_badge(scene, words.x, words.y, BADGE_MM, row->tone, row->icon, row->badge);
	if (row->is_soon)
		left.color = KS_COLOR_WARN;
	right = (struct ks_rect){words.x + badge.w + plan->pad, words.y,
				 words.w - badge.w - plan->pad, badge.h};
	if (beside)
		ks_scene_words_in(scene, KS_ROLE_TEXT, right, beside,
				  beside == row->minutes ? &plan->left : &left);
	words.y += badge.h;
	if (*below)
		ks_scene_words(scene, KS_ROLE_TEXT, words, below, &left);
}

static void build_words(struct ks_scene *scene, struct ks_rect r, const struct ks_home_row *row,
			const struct plan *plan)
{
	struct ks_rect words = {r.x + plan->pad + plan->number_w,
				r.y + (r.h - words_height(scene, plan, row)) / 2, plan->title_w, 0};
	struct ks_rect badge = ks_widget_badge_size(scene, BADGE_MM, row->icon, row->badge);
	int title_h = ks_widget_words_height(scene, row->title, &plan->title, words.w);

	if (!plan->is_tall && badge.h > title_h)
		words.y += (badge.h - title_h) / 2;
	ks_scene_words(scene, KS_ROLE_TEXT, words, row->title, &plan->title);
	if (!plan->is_tall) {
		ks_widget_badge(scene,
				words.x + words_width(scene, row->title, &plan->title) + plan->gap,
				words.y + (title_h - badge.h) / 2, BADGE_MM, row->tone, row->icon,
				row->badge);
		build_when(scene, r, row, plan);
	}
	words.y += plan->is_tall ? title_h : ks_most(title_h, (title_h + badge.h) / 2);
	words.y += ks_scene_words(scene, KS_ROLE_TEXT, words, row->about, &plan->small);
	if (plan->is_tall)
		build_tall_foot(scene, words, row, plan);
}

/* White; what is only offered stands out, with its sign on a disc where others have their number. */
static void build_card(struct ks_app *app, struct ks_scene *scene, struct ks_rect r,
		       const struct ks_home_row *row, const struct plan *plan)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	int size = ks_mm(metrics, SIGN_MM);
	struct ks_rect disc = {r.x + plan->pad, r.y + (r.h - size) / 2, size, size};

	if (!row->sign) {
		ks_widget_panel(scene, r);
		return;
	}
	ks_scene_box(scene, r,
		     &(struct ks_box){.fill = KS_COLOR_WARN_SOFT,
				      .line = KS_COLOR_ACCENT,
				      .radius_px = ks_mm_fixed(metrics, 4.0),
				      .line_px = ks_mm_fixed(metrics, 0.4)});
	ks_scene_box(scene, disc, &(struct ks_box){.fill = KS_COLOR_ACCENT, .radius_px = size / 2});
	ks_scene_icon(scene, ks_rect_inset(disc, size / 5), row->sign, KS_COLOR_ON_ACCENT);
}

static void build_row(struct ks_app *app, struct ks_scene *scene, struct ks_rect r, size_t index,
		      const struct plan *plan)
{
	struct ks_home_row row = {.tone = KS_TONE_NEUTRAL};

	ks_home_describe(app, scene, index, plan->title_w, &row);
	row.button.label_mm = 6.6;
	build_card(app, scene, r, &row, plan);
	if (row.number)
		ks_scene_words_in(scene, KS_ROLE_TEXT,
				  (struct ks_rect){r.x + plan->pad, r.y, plan->number_w, r.h},
				  row.number, &plan->number);
	build_words(scene, r, &row, plan);
	if (row.button.label)
		ks_widget_button(scene,
				 (struct ks_rect){r.x + r.w - plan->pad - plan->button_w,
						  r.y + (r.h - plan->button_h) / 2, plan->button_w,
						  plan->button_h},
				 &row.button);
}

/* ---- pages ---- */

/* What the bar below has to know of them. */
static struct ks_home_bar describe_bar(const struct ks_app *app, size_t n_rows, int height_px,
				       int row_px, int gap_px)
{
	int per = (height_px + gap_px) / (row_px + gap_px);

	return (struct ks_home_bar){.first = (int)state_in(&app->view)->first_row,
				    .per_page = per < 1 ? 1 : per,
				    .n_rows = (int)n_rows,
				    .n_done = (int)ks_visit_n_done(&app->visit),
				    .is_done_shown = state_in(&app->view)->is_done_shown};
}

static struct plan plan_all(struct ks_app *app, struct ks_scene *scene, int width_px)
{
	size_t numbers[ROWS_MAX], n = list_rows(app, numbers);
	struct ks_home_row *rows = ks_arena_alloc(ks_scene_arena(scene), (n + 1) * sizeof(*rows));

	for (size_t i = 0; i < n; i++)
		ks_home_describe(app, scene, numbers[i], width_px / 3, &rows[i]);
	return plan_rows(app, scene, rows, n, width_px);
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

/* The way on over the whole width, above the bars, where the lower one is too narrow for it; returns what is left of @r. */
static struct ks_rect foot_of(const struct ks_app *app, struct ks_rect r, struct ks_rect *button)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	int h = ks_most(ks_mm(metrics, MAIN_MM), ks_mm_fixed(metrics, MAIN_LEAST_MM));

	*button = (struct ks_rect){r.x, r.y + r.h - h, r.w, h};
	r.h -= h + ks_mm_fixed(metrics, ROW_GAP_MM);
	return r;
}

/* Or in the lower bar, when nothing else stands there. */
static struct ks_rect whole_bar(const struct ks_frame *frame, struct ks_rect foot)
{
	foot.y = frame->bottom.y + (frame->bottom.h - foot.h) / 2;
	return foot;
}

bool ks_home_rows_build(struct ks_app *app, struct ks_scene *scene, const struct ks_frame *frame,
			struct ks_rect r, const struct ks_button *go_on, bool has_other)
{
	size_t rows[ROWS_MAX], n_rows = list_rows(app, rows);
	struct ks_home_bar bar;
	struct ks_rect foot;
	bool is_at_foot =
		go_on && ks_metrics_is_portrait(&app->ui.metrics) &&
		!ks_home_bar_has_room(scene, frame, (int)ks_visit_n_done(&app->visit), go_on);
	int gap = ks_mm_fixed(&app->ui.metrics, ROW_GAP_MM);
	struct plan plan = plan_all(app, scene, r.w);

	bar = describe_bar(app, n_rows, lower_rows(app, r, &plan).h, plan.h, gap);
	if (is_at_foot) {
		bool is_alone = !has_other && bar.n_rows <= bar.per_page;
		struct ks_rect above = foot_of(app, r, &foot);

		r = is_alone ? r : above;
		foot = is_alone ? whole_bar(frame, foot) : foot;
	}
	r = lower_rows(app, r, &plan);
	bar = describe_bar(app, n_rows, r.h, plan.h, gap);
	bar.has_other = has_other;
	for (int i = bar.first; i < bar.n_rows && i < bar.first + bar.per_page; i++) {
		build_row(app, scene, (struct ks_rect){r.x, r.y, r.w, plan.h}, rows[i], &plan);
		r.y += plan.h + gap;
	}
	if (is_at_foot)
		ks_widget_button(scene, foot, go_on);
	ks_home_bar_build(scene, frame, &bar, is_at_foot ? NULL : go_on);
	ks_frame_tray(scene, frame);
	return bar.n_rows > bar.per_page;
}
