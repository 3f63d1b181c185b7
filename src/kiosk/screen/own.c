/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "kiosk/parts.h"
#include "kiosk/qr.h"
#include "kiosk/screen/saved.h"
#include "kiosk/screen/screen.h"
#include "kiosk/words/words.h"
#include "ui/widget.h"
#include "visit/own.h"

/*
 * 記録と修了証 (design 53): when all is done the certificate, its number also as a QR code that holds the number alone,
 * and what was learnt; behind it what was completed, year by year. On a wide display the certificate stands beside what was
 * learnt, elsewhere one flows below the other.
 */

#define PAD_MM 6.0
#define QR_MM 46.0
#define NUMBER_MM 24.0 /* read from two metres; smaller only where it would not stay in one line */
#define NUMBER_LEAST_MM 14.0
#define HEAD_MM 18.0
#define HEADING_MM 11.0
#define SECTION_MM 8.8
#define LEARNT_MM 7.4
#define SHORT_MM 6.8

struct line {
	const char *words;
	struct ks_text_style style;
};
#define LINES_MAX 6

static struct ks_text_style quiet(const struct ks_app *app, double mm)
{
	struct ks_text_style style = ks_widget_style(&app->ui, mm);

	style.color = KS_COLOR_INK2;
	style.pitch_percent = 145;
	return style;
}

static const char *done_on(struct ks_app *app, struct ks_scene *scene)
{
	struct ks_civil at = ks_civil_from_ms(ks_receipt_wall_ms(app->visit.own.end));
	char *date = ks_wareki_date(at.date);
	const char *words = ks_say(ks_scene_arena(scene), KS_W_OWN_DONE_ON, date);

	free(date);
	return words;
}

/* What stands beside the code. */
static int certificate_lines(struct ks_app *app, struct ks_scene *scene, struct line lines[LINES_MAX])
{
	const struct ks_receipt *end = app->visit.own.end;
	struct ks_text_style name = ks_widget_heading_style(&app->ui, 8.0);
	bool has_left = false;
	int n = 0;

	name.has_furigana = false;
	lines[n++] =
		(struct line){ks_say(ks_scene_arena(scene), KS_W_SAN, app->visit.person.name), name};
	lines[n++] = (struct line){done_on(app, scene), ks_widget_style(&app->ui, 7.0)};
	if (ks_receipt_is_delivered(end, app->site.ledger, &has_left) == KS_OK)
		lines[n++] = (struct line){ks_word(has_left ? KS_W_OWN_ARRIVED : KS_W_SAVED_HERE),
					   quiet(app, 6.4)};
	lines[n++] = (struct line){ks_word(KS_W_OWN_QR_NOTE), quiet(app, 6.0)};
	return n;
}

/* As large at any step. */
static struct ks_text_style number_style(struct ks_app *app, struct ks_scene *scene,
					 const char *number, int width_px)
{
	struct ks_text_style style = ks_widget_heading_style(&app->ui, NUMBER_MM);

	style.pitch_percent = 125;
	for (double mm = NUMBER_MM; mm >= NUMBER_LEAST_MM; mm -= 1.0) {
		style.em_px = ks_mm_fixed(&app->ui.metrics, mm) / 2 * 2;
		if (ks_widget_words_width(scene, number, &style) <= width_px)
			break;
	}
	return style;
}

static int lines_height(struct ks_scene *scene, const struct line *lines, int n, int width_px)
{
	int h = 0;

	for (int i = 0; i < n; i++)
		h += ks_widget_words_height(scene, lines[i].words, &lines[i].style, width_px);
	return h;
}

/* 修了証 and 年度 on the accent's ground. */
static void build_card_head(struct ks_app *app, struct ks_scene *scene, struct ks_rect r)
{
	struct ks_text_style title = ks_widget_heading_style(&app->ui, 10.0);
	struct ks_text_style year = ks_widget_style(&app->ui, 7.0);
	char *nendo = ks_wareki_nendo(app->visit.nendo);
	int pad = ks_mm_fixed(&app->ui.metrics, PAD_MM);

	title.color = year.color = KS_COLOR_ON_ACCENT;
	year.align = KS_ALIGN_RIGHT;
	ks_scene_box(scene, r,
		     &(struct ks_box){.fill = KS_COLOR_ACCENT,
				      .radius_px = ks_mm_fixed(&app->ui.metrics, 4.0)});
	r.x += pad;
	r.w -= 2 * pad;
	ks_scene_words_in(scene, KS_ROLE_HEADING, r, ks_word(KS_W_OWN_CERTIFICATE), &title);
	ks_scene_words_in(scene, KS_ROLE_TEXT, r, ks_scene_format(scene, "%s", nendo), &year);
	free(nendo);
}

/* The number over the whole width, below it the code and what stands beside it. */
struct certificate {
	const char *number;
	struct ks_text_style label, style;
	struct line lines[LINES_MAX];
	int n_lines, pad, head, qr, label_h, number_h, lines_w, h;
};

static struct certificate plan_certificate(struct ks_app *app, struct ks_scene *scene, int width_px)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	struct certificate plan = {.number = ks_saved_number(scene, app->visit.own.end),
				   .label = quiet(app, 6.0),
				   .pad = ks_mm_fixed(metrics, PAD_MM),
				   .head = ks_mm(metrics, HEAD_MM),
				   .qr = ks_mm_fixed(metrics, QR_MM)};
	int w = width_px - 2 * plan.pad, beside;

	plan.n_lines = certificate_lines(app, scene, plan.lines);
	plan.style = number_style(app, scene, plan.number, w);
	plan.label_h = ks_widget_words_height(scene, ks_word(KS_W_OWN_NUMBER), &plan.label, w);
	plan.number_h = ks_widget_words_height(scene, plan.number, &plan.style, w);
	plan.lines_w = w - plan.pad - plan.qr;
	beside = lines_height(scene, plan.lines, plan.n_lines, plan.lines_w);
	plan.h = plan.head + plan.label_h + plan.number_h + 3 * plan.pad +
		 (beside > plan.qr ? beside : plan.qr);
	return plan;
}

static void flow_certificate(struct ks_flow *flow, struct ks_app *app)
{
	struct ks_scene *scene = flow->scene;
	struct certificate plan = plan_certificate(app, scene, flow->column.w);
	struct ks_rect r, words;

	if (!ks_flow_room(flow, plan.h, &r))
		return;
	ks_widget_panel(scene, r);
	build_card_head(app, scene, (struct ks_rect){r.x, r.y, r.w, plan.head});
	words = (struct ks_rect){r.x + plan.pad, r.y + plan.head + plan.pad, r.w - 2 * plan.pad, 0};
	words.y += ks_scene_words(scene, KS_ROLE_TEXT, words, ks_word(KS_W_OWN_NUMBER), &plan.label);
	words.y += ks_scene_words(scene, KS_ROLE_HEADING, words, plan.number, &plan.style) + plan.pad;
	ks_qr_build(scene,
		    (struct ks_rect){r.x + r.w - plan.pad - plan.qr, words.y, plan.qr, plan.qr},
		    plan.number);
	words.w = plan.lines_w;
	for (int i = 0; i < plan.n_lines; i++)
		words.y += ks_scene_words(scene, KS_ROLE_TEXT, words, plan.lines[i].words,
					  &plan.lines[i].style);
}

/* One line: what it is about, and (unless @is_short) in which lesson that was; the lesson below where both are too much. */
static void flow_goal(struct ks_flow *flow, const char *goal, const char *title, bool is_short)
{
	struct ks_app *app = flow->app;
	struct ks_text_style large = ks_widget_style(&app->ui, is_short ? SHORT_MM : LEARNT_MM),
			     small = quiet(app, 6.0);
	int icon = large.em_px, gap = icon / 2, w = flow->column.w - icon - gap, h, title_w, below_h;
	struct ks_rect r;
	bool is_beside;

	large.face = KS_FACE_BOLD;
	if (is_short)
		large.pitch_percent = 145;
	title_w = ks_widget_words_width(flow->scene, title, &small);
	is_beside = !is_short &&
		    ks_widget_words_width(flow->scene, goal, &large) + 2 * gap + title_w <= w;
	h = ks_widget_words_height(flow->scene, goal, &large, w);
	below_h = is_beside || is_short ? 0 : ks_widget_words_height(flow->scene, title, &small, w);
	if (!ks_flow_room(flow, h + below_h, &r))
		return;
	ks_scene_icon(flow->scene, (struct ks_rect){r.x, r.y + icon / 3, icon, icon}, KS_ICON_CHECK,
		      KS_COLOR_KEY);
	r.x += icon + gap;
	r.w = w;
	ks_scene_words(flow->scene, KS_ROLE_TEXT, r, goal, &large);
	if (is_beside)
		ks_scene_words_in(flow->scene, KS_ROLE_TEXT,
				  (struct ks_rect){r.x + w - title_w, r.y, title_w + 1, h}, title,
				  &small);
	else if (!is_short)
		ks_scene_words(flow->scene, KS_ROLE_TEXT, (struct ks_rect){r.x, r.y + h, w, 0},
			       title, &small);
}

/* この1年で学んだこと: the first goal of each lesson. */
static void flow_learnt(struct ks_flow *flow, struct ks_app *app, bool is_short)
{
	const struct ks_duties *duties = &app->visit.duties;
	struct ks_text_style heading = ks_widget_heading_style(&app->ui, SECTION_MM);
	struct ks_rich title = ks_rich_plain(ks_word(KS_W_OWN_LEARNT));
	int gap = flow->gap_px;

	ks_flow_text(flow, KS_ROLE_HEADING, &title, &heading, 0);
	flow->gap_px = gap / 2;
	for (size_t i = 0; i < duties->n_items; i++) {
		const struct ks_lesson *lesson =
			ks_content_lesson(&app->content, duties->items[i].lesson->id);

		if (lesson && lesson->n_goals > 0 && !duties->items[i].lesson->is_test)
			flow_goal(flow, lesson->goals[0], duties->items[i].lesson->title, is_short);
	}
	flow->gap_px = gap;
}

static void flow_papers(struct ks_flow *flow, struct ks_app *app, const struct ks_year *year)
{
	struct ks_text_style style = quiet(app, SHORT_MM);
	struct ks_rich words = ks_rich_plain(
		ks_say(ks_scene_arena(flow->scene), KS_W_OWN_PAPER, year->n_from_paper));

	if (year->n_from_paper > 0)
		ks_flow_text(flow, KS_ROLE_TEXT, &words, &style, 0);
}

static void flow_years(struct ks_flow *flow, struct ks_app *app)
{
	const struct ks_own_visit *own = &app->visit.own;
	struct ks_text_style heading = ks_widget_heading_style(&app->ui, SECTION_MM);
	struct ks_text_style body = ks_widget_style(&app->ui, LEARNT_MM);
	struct ks_rich title = ks_rich_plain(ks_word(own->n_years ? KS_W_OWN_YEARS : KS_W_OWN_NONE));

	ks_flow_text(flow, KS_ROLE_HEADING, &title, &heading, 0);
	flow->gap_px /= 2;
	for (size_t i = 0; i < own->n_years; i++) {
		struct ks_date on = ks_civil_from_ms(own->years[i].last_ms).date;
		char *nendo = ks_wareki_nendo(own->years[i].nendo);
		struct ks_rich row =
			ks_rich_plain(ks_say(ks_scene_arena(flow->scene), KS_W_OWN_YEAR, nendo,
					     own->years[i].n_lessons, on.month, on.day));

		free(nendo);
		ks_flow_text(flow, KS_ROLE_TEXT, &row, &body, 0);
		flow_papers(flow, app, &own->years[i]);
	}
	flow->gap_px *= 2;
}

/* 「9科目すべて、終わりました」, unless the certificate has no room below it. */
static void flow_all_done(struct ks_flow *flow, struct ks_app *app)
{
	struct ks_text_style heading = ks_widget_heading_style(&app->ui, HEADING_MM);
	struct ks_rich words = ks_rich_plain(ks_say(ks_scene_arena(flow->scene), KS_W_OWN_ALL_DONE,
						    (int)app->visit.duties.n_items));
	int h = ks_text_layout(app->ui.text, &words, &heading, flow->column.w)->h + flow->gap_px;

	if (!app->visit.own.end ||
	    h + plan_certificate(app, flow->scene, flow->column.w).h <= flow->column.h)
		ks_flow_text(flow, KS_ROLE_HEADING, &words, &heading, 0);
}

/* Only a row that was read back says so. */
static const char *saved_words(const struct ks_receipt *end)
{
	return end ? ks_word(KS_W_OWN_SAVED) : "";
}

static void fill(struct ks_flow *flow, struct ks_app *app)
{
	const struct ks_own_visit *own = &app->visit.own;
	struct ks_rich elsewhere = ks_rich_plain(ks_word(KS_W_OWN_ELSEWHERE));
	struct ks_text_style body = ks_widget_style(&app->ui, LEARNT_MM);

	flow->gap_px = ks_mm_fixed(&app->ui.metrics, 6.0);
	if (own->is_complete)
		flow_all_done(flow, app);
	if (own->end) {
		struct ks_rich saved = ks_rich_plain(saved_words(own->end));

		flow_certificate(flow, app);
		ks_flow_text(flow, KS_ROLE_TEXT, &saved, &body, 0);
	} else if (own->is_complete)
		ks_flow_text(flow, KS_ROLE_TEXT, &elsewhere, &body, 0);
	flow_years(flow, app);
	if (own->is_complete)
		flow_learnt(flow, app, false);
}

/* ---- on a wide display ---- */

#define LEFT_PERCENT 52
#define FINISH_MM 14.0
#define THANKS_MM 8.0
#define SAVED_MM 9.4
#define BAR_MARGIN_MM 12.0

/* The card of what was learnt; returns its height, more than that of @r when it has no room. */
static int build_learnt(struct ks_app *app, struct ks_scene *scene, struct ks_rect r, bool is_dry)
{
	int pad = ks_mm_fixed(&app->ui.metrics, PAD_MM);
	struct ks_rect column = ks_rect_inset(r, pad);
	struct ks_flow flow;

	if (!is_dry)
		ks_widget_panel(scene, r);
	flow = ks_flow_begin(app, scene, column, is_dry ? -1 : 0);
	flow.gap_px = ks_mm_fixed(&app->ui.metrics, 3.0);
	flow_learnt(&flow, app, true);
	return ks_flow_n_parts(&flow) > 1 ? r.h + 1 : flow.y + 2 * pad;
}

/* Where everything stands; all of it on one screen, or not at all. */
struct finish {
	struct ks_text_style heading, thanks, saved, next_year;
	const char *done, *name, *next;
	struct ks_button years;
	struct ks_rect words, learnt, card, bar;
	bool fits;
};

static void plan_bar(struct ks_app *app, struct ks_scene *scene, const struct ks_frame *frame,
		     struct finish *finish)
{
	int margin = ks_mm_fixed(&app->ui.metrics, BAR_MARGIN_MM), saved_h;
	char *next = ks_wareki_nendo(app->visit.nendo + 1);

	finish->saved = ks_widget_heading_style(&app->ui, SAVED_MM);
	finish->next_year = quiet(app, 6.4);
	finish->next = ks_say(ks_scene_arena(scene), KS_W_OWN_NEXT_YEAR, next);
	free(next);
	finish->years = (struct ks_button){.kind = KS_BUTTON_STRONG,
					   .label = ks_word(KS_W_OWN_YEARS),
					   .after = KS_ICON_ARROW_RIGHT,
					   .action = {KS_ACT_NEXT, 0}};
	finish->bar = frame->bottom;
	finish->bar.x += margin;
	finish->bar.w =
		ks_frame_bottom_free(scene, frame, ks_widget_button_width(scene, &finish->years));
	saved_h = ks_widget_words_height(scene, ks_word(KS_W_OWN_SAVED), &finish->saved,
					 finish->bar.w);
	finish->bar.h = saved_h + ks_widget_words_height(scene, finish->next, &finish->next_year,
							 finish->bar.w);
	finish->bar.y += (frame->bottom.h - finish->bar.h) / 2;
}

static struct finish plan_finish(struct ks_app *app, struct ks_scene *scene,
				 const struct ks_frame *frame)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	int gap = ks_mm_fixed(metrics, 8.0), learnt_h;
	struct finish finish = {.heading = ks_widget_heading_style(&app->ui, FINISH_MM),
				.thanks = ks_widget_style(&app->ui, THANKS_MM),
				.done = ks_say(ks_scene_arena(scene), KS_W_OWN_ALL_DONE,
					       (int)app->visit.duties.n_items),
				.name = ks_say(ks_scene_arena(scene), KS_W_OWN_THANKS,
					       app->visit.person.name),
				.words = frame->body,
				.card = frame->body};

	finish.heading.color = finish.thanks.color = KS_COLOR_ON_STAGE;
	finish.words.w = frame->body.w * LEFT_PERCENT / 100;
	finish.card.x += finish.words.w + gap;
	finish.card.w -= finish.words.w + gap;
	finish.words.h =
		ks_widget_words_height(scene, finish.done, &finish.heading, finish.words.w) +
		ks_widget_words_height(scene, finish.name, &finish.thanks, finish.words.w) + gap / 2;
	finish.learnt = finish.words;
	finish.learnt.y += finish.words.h;
	finish.learnt.h = frame->body.h - finish.words.h;
	learnt_h = build_learnt(app, scene, finish.learnt, true);
	plan_bar(app, scene, frame, &finish);
	finish.fits = learnt_h <= finish.learnt.h && finish.bar.h <= frame->bottom.h &&
		      plan_certificate(app, scene, finish.card.w).h <= finish.card.h;
	finish.learnt.h = learnt_h;
	return finish;
}

static void build_finish(struct ks_app *app, struct ks_scene *scene, const struct ks_frame *frame,
			 const struct finish *finish)
{
	struct ks_rect words = finish->words, bar = finish->bar;
	struct ks_rect ground = {0, frame->top.h, frame->top.w, frame->bottom.y - frame->top.h};
	struct ks_flow flow;

	ks_scene_fill(scene, ground, KS_COLOR_STAGE);
	words.y += ks_scene_words(scene, KS_ROLE_HEADING, words, finish->done, &finish->heading);
	ks_scene_words(scene, KS_ROLE_TEXT, words, finish->name, &finish->thanks);
	build_learnt(app, scene, finish->learnt, false);
	flow = ks_flow_begin(app, scene, finish->card, 0);
	flow_certificate(&flow, app);
	bar.y += ks_scene_words(scene, KS_ROLE_TEXT, bar, saved_words(app->visit.own.end),
				&finish->saved);
	ks_scene_words(scene, KS_ROLE_TEXT, bar, finish->next, &finish->next_year);
	ks_frame_bottom_button(scene, frame, KS_SLOT_RIGHT, &finish->years);
}

/* Behind the certificate: year by year. */
static void build_years(struct ks_app *app, struct ks_scene *scene, const struct ks_frame *frame)
{
	struct ks_flow flow = ks_flow_begin(app, scene, frame->body, app->view.part - 1);
	struct ks_button back = ks_frame_back(), next = ks_frame_next(ks_word(KS_W_NEXT));

	flow.gap_px = ks_mm_fixed(&app->ui.metrics, 6.0);
	flow_years(&flow, app);
	app->view.n_parts = 1 + ks_flow_n_parts(&flow);
	if (app->view.part == 0)
		return;
	ks_frame_bottom_button(scene, frame, KS_SLOT_LEFT, &back);
	if (app->view.part + 1 < app->view.n_parts)
		ks_frame_bottom_button(scene, frame, KS_SLOT_RIGHT, &next);
	ks_parts_words(app, scene, frame);
}

static void build(struct ks_app *app, struct ks_scene *scene)
{
	struct ks_frame_head head =
		ks_frame_person_head(ks_word(KS_W_OWN_TITLE), ks_word(KS_W_TO_LIST), KS_ACT_HOME);
	struct ks_frame frame = ks_frame_measure(app, scene, &head);
	bool is_wide = !ks_metrics_is_portrait(&app->ui.metrics) && !app->ui.metrics.is_low;
	struct finish finish = {.fits = false};

	if (app->visit.own.end && is_wide)
		finish = plan_finish(app, scene, &frame);
	if (!finish.fits) {
		frame = ks_parts_build(app, scene, &head, fill);
		ks_parts_words(app, scene, &frame);
		return;
	}
	frame = ks_frame_open(app, scene, &head);
	build_years(app, scene, &frame);
	if (app->view.part == 0)
		build_finish(app, scene, &frame, &finish);
}

static enum ks_screen_id tap(struct ks_app *app, struct ks_action action)
{
	if (ks_parts_tap(app, action))
		return KS_SCREEN_SAME;
	return action.what == KS_ACT_HOME ? ks_app_home(app) : KS_SCREEN_SAME;
}

static void enter(const struct ks_app *app, struct ks_view *view)
{
	(void)app;
	view->part = 0;
}

const struct ks_screen ks_screen_own = {.name = "own", .enter = enter, .build = build, .tap = tap};
