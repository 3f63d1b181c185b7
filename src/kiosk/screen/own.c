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
 * 記録と修了証 (design 53): when all is done the certificate, its number also as a QR code that holds the number alone;
 * below it what was completed, year by year.
 */

#define PAD_MM 6.0
#define QR_MM 46.0
#define NUMBER_MM 14.0
#define HEAD_MM 18.0

/* The lines beside the code. */
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

static int certificate_lines(struct ks_app *app, struct ks_scene *scene, struct line lines[LINES_MAX])
{
	const struct ks_receipt *end = app->visit.own.end;
	struct ks_text_style name = ks_widget_heading_style(&app->ui, 8.0);
	bool has_left = false;
	int n = 0;

	name.has_furigana = false;
	lines[n++] = (struct line){ks_word(KS_W_OWN_NUMBER), quiet(app, 6.0)};
	lines[n++] = (struct line){ks_saved_number(scene, end),
				   ks_widget_heading_style(&app->ui, NUMBER_MM)};
	lines[n++] =
		(struct line){ks_say(ks_scene_arena(scene), KS_W_SAN, app->visit.person.name), name};
	lines[n++] = (struct line){done_on(app, scene), ks_widget_style(&app->ui, 7.0)};
	if (ks_receipt_is_delivered(end, app->site.ledger, &has_left) == KS_OK)
		lines[n++] = (struct line){ks_word(has_left ? KS_W_OWN_ARRIVED : KS_W_SAVED_HERE),
					   quiet(app, 6.4)};
	lines[n++] = (struct line){ks_word(KS_W_OWN_QR_NOTE), quiet(app, 6.0)};
	return n;
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

static void flow_certificate(struct ks_flow *flow, struct ks_app *app)
{
	struct ks_scene *scene = flow->scene;
	const struct ks_metrics *metrics = &app->ui.metrics;
	int pad = ks_mm_fixed(metrics, PAD_MM), qr = ks_mm_fixed(metrics, QR_MM);
	int head = ks_mm(metrics, HEAD_MM), w = flow->column.w - 3 * pad - qr, h, n;
	struct line lines[LINES_MAX];
	struct ks_rect r, words;

	n = certificate_lines(app, scene, lines);
	h = lines_height(scene, lines, n, w);
	if (!ks_flow_room(flow, head + 2 * pad + (h > qr ? h : qr), &r))
		return;
	ks_widget_panel(scene, r);
	build_card_head(app, scene, (struct ks_rect){r.x, r.y, r.w, head});
	ks_qr_build(scene, (struct ks_rect){r.x + r.w - pad - qr, r.y + head + pad, qr, qr},
		    lines[1].words);
	words = (struct ks_rect){r.x + pad, r.y + head + pad, w, 0};
	for (int i = 0; i < n; i++)
		words.y +=
			ks_scene_words(scene, KS_ROLE_TEXT, words, lines[i].words, &lines[i].style);
}

static void flow_years(struct ks_flow *flow, struct ks_app *app)
{
	const struct ks_own_visit *own = &app->visit.own;
	struct ks_text_style heading = ks_widget_heading_style(&app->ui, 8.8);
	struct ks_text_style body = ks_widget_style(&app->ui, 7.4);
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
	}
	flow->gap_px *= 2;
}

static void fill(struct ks_flow *flow, struct ks_app *app)
{
	const struct ks_own_visit *own = &app->visit.own;
	struct ks_text_style heading = ks_widget_heading_style(&app->ui, 11.0);
	struct ks_rich words = ks_rich_plain(ks_say(ks_scene_arena(flow->scene), KS_W_OWN_ALL_DONE,
						    (int)app->visit.duties.n_items));
	struct ks_rich elsewhere = ks_rich_plain(ks_word(KS_W_OWN_ELSEWHERE));
	struct ks_text_style body = ks_widget_style(&app->ui, 7.4);

	flow->gap_px = ks_mm_fixed(&app->ui.metrics, 6.0);
	if (own->is_complete)
		ks_flow_text(flow, KS_ROLE_HEADING, &words, &heading, 0);
	if (own->end)
		flow_certificate(flow, app);
	else if (own->is_complete)
		ks_flow_text(flow, KS_ROLE_TEXT, &elsewhere, &body, 0);
	flow_years(flow, app);
}

static void build(struct ks_app *app, struct ks_scene *scene)
{
	struct ks_frame_head head =
		ks_frame_person_head(ks_word(KS_W_OWN_TITLE), ks_word(KS_W_TO_LIST), KS_ACT_HOME);

	ks_parts_build(app, scene, &head, fill);
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
