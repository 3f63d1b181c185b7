/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/home_row.h"

#include "kiosk/acknowledge.h"
#include "kiosk/inspect.h"
#include "kiosk/screen.h"
#include "kiosk/words.h"
#include "ui/widget.h"

/*
 * Every row is described by one struct, whatever stands behind it, and drawn by one function.
 */

#define TITLE_MM 8.0
#define ABOUT_MM 5.8
#define BADGE_MM 6.2
#define ITEMS_A_MINUTE 8

/* State is told by words, icon and colour. */
struct row {
	const char *number; /* NULL: none */
	const char *title, *about;
	enum ks_tone tone;
	enum ks_icon icon;
	const char *badge, *date; /* date NULL: none */
	struct ks_button button;  /* without a label: none */
};

bool ks_home_has_content(const struct ks_app *app, size_t index)
{
	return ks_content_lesson(&app->content, app->visit.duties.items[index].lesson->id) != NULL;
}

size_t ks_home_n_rows(const struct ks_app *app)
{
	return app->visit.duties.n_items + (ks_acknowledge_owed(app) != NULL) +
	       (ks_inspect_checklist(app) != NULL);
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
	} else if (!ks_home_has_content(app, index)) {
		row->badge = ks_word(KS_W_ROW_FAULTY);
	} else if (ks_date_compare(ks_app_today(app), duty->due) > 0) {
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
	row->about = row_about(app, scene, lesson, &small, width_px);
	stand(app, scene, index, row);
	if (ks_home_has_content(app, index))
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
	const struct ks_inspection *inspection = &app->visit.inspection;
	int n = inspection->n_items, n_answered = ks_inspection_n_answered(inspection);
	struct ks_date on = ks_civil_from_ms(app->visit.inspected.done_ms).date;

	row->title = ks_say(ks_scene_arena(scene), KS_W_INSPECT_ROW, n,
			    (n + ITEMS_A_MINUTE - 1) / ITEMS_A_MINUTE);
	row->about = ks_inspect_checklist(app)->title;
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
	const struct ks_plan *owed = ks_acknowledge_owed(app);

	if (index < app->visit.duties.n_items)
		describe_lesson(app, scene, index, width_px, row);
	else if (owed && index == app->visit.duties.n_items)
		describe_agreement(scene, owed, row);
	else
		describe_inspection(app, scene, row);
}

/* ---- drawing ---- */

static void build_words(struct ks_app *app, struct ks_scene *scene, struct ks_rect r,
			const struct row *row)
{
	struct ks_text_style title = ks_widget_heading_style(&app->ui, TITLE_MM);
	struct ks_text_style small = ks_widget_style(&app->ui, ABOUT_MM);
	struct ks_rich rich = ks_rich_plain(row->title);
	int title_h = ks_text_layout(app->ui.text, &rich, &title, r.w)->h;
	int small_h = small.em_px * 17 / 10;

	small.color = KS_COLOR_INK2;
	r.y += (r.h - title_h - small_h) / 2;
	ks_scene_text(scene, KS_ROLE_TEXT, r, &rich, &title);
	r.y += title_h;
	ks_scene_words(scene, KS_ROLE_TEXT, r, row->about, &small);
}

static void build_standing(struct ks_app *app, struct ks_scene *scene, struct ks_rect r, int date_x,
			   const struct row *row)
{
	struct ks_text_style date = ks_widget_style(&app->ui, 6.4);
	struct ks_rect badge = ks_widget_badge_size(scene, BADGE_MM, row->icon, row->badge);
	int y = r.y + (r.h - badge.h) / 2;

	ks_widget_badge(scene, r.x, y, BADGE_MM, row->tone, row->icon, row->badge);
	date.color = KS_COLOR_INK2;
	if (date_x == 0)
		date_x = r.x + badge.w + ks_mm_fixed(&app->ui.metrics, 7.0);
	if (row->date)
		ks_scene_words_in(scene, KS_ROLE_TEXT,
				  (struct ks_rect){date_x, y, r.x + r.w - date_x, badge.h},
				  row->date, &date);
}

/* Columns of a row; in portrait badge and date stand below the title. */
void ks_home_row_build(struct ks_app *app, struct ks_scene *scene, struct ks_rect r, size_t index)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	struct ks_text_style number = ks_widget_heading_style(&app->ui, 10.4);
	int pad = ks_mm_fixed(metrics, 7.0), number_w = ks_mm(metrics, 15.0);
	int button_w = ks_mm(metrics, 30.0), button_h = r.h - 2 * ks_mm_fixed(metrics, 4.0);
	int right = r.x + r.w - pad - button_w;
	bool is_tall = ks_metrics_is_portrait(metrics);
	struct ks_rect words = {r.x + pad + number_w, r.y, r.w * 46 / 100 - pad - number_w, r.h};
	struct ks_rect standing = {r.x + r.w * 48 / 100, r.y, right - r.x - r.w * 48 / 100, r.h};
	struct row row = {.tone = KS_TONE_NEUTRAL};

	if (is_tall) {
		words.w = right - words.x;
		words.h = r.h * 6 / 10;
		standing = (struct ks_rect){words.x, r.y + words.h, words.w,
					    r.h - words.h - ks_mm_fixed(metrics, 5.0)};
	}
	describe(app, scene, index, words.w, &row);
	ks_widget_panel(scene, r);
	number.color = KS_COLOR_KEY;
	if (row.number)
		ks_scene_words_in(scene, KS_ROLE_TEXT,
				  (struct ks_rect){r.x + pad, r.y, number_w, r.h}, row.number,
				  &number);
	if (button_h > ks_mm(metrics, 17.6))
		button_h = ks_mm(metrics, 17.6);
	row.button.label_mm = 6.6;
	if (row.button.label)
		ks_widget_button(scene,
				 (struct ks_rect){right, r.y + (r.h - button_h) / 2, button_w,
						  button_h},
				 &row.button);
	build_words(app, scene, words, &row);
	build_standing(app, scene, standing, is_tall ? 0 : r.x + r.w * 65 / 100, &row);
}
