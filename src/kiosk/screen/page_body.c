/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/screen/page_body.h"

#include "kiosk/flow.h"

/*
 * Words at the left, picture or mail at the right; in portrait the picture above the words. What does not fit flows to a
 * further part of the same page; so does a picture in larger type, since its words grow only when it does.
 */

#define PANEL_PAD_MM 5.0
#define PORTRAIT_PERCENT 36 /* of the height, for a picture above the words */
#define LEAST_PERCENT 30    /* of a screen, for a picture that ends it: five sixths of that */
#define LEAST_MM 5.5        /* the smallest words */

/* The one figure or mail of a page, or NULL. */
static const struct ks_block *side_block(const struct ks_page *page)
{
	for (size_t i = 0; i < page->n_blocks; i++)
		if (page->blocks[i].kind == KS_BLOCK_FIGURE || page->blocks[i].kind == KS_BLOCK_MAIL)
			return &page->blocks[i];
	return NULL;
}

/* Paint it at the top of @r; returns its height. */
static int build_side(struct ks_app *app, struct ks_scene *scene, struct ks_rect r,
		      const struct ks_lesson *lesson, const struct ks_block *block, bool is_dry)
{
	int pad = ks_mm_fixed(&app->ui.metrics, PANEL_PAD_MM);
	const char *path;

	if (block->kind == KS_BLOCK_MAIL)
		return ks_mail_build(app, scene, r, block, is_dry);
	path = ks_scene_format(scene, "%s/%s", lesson->folder, block->file);
	r.h = ks_images_fit(app->ui.images, path, ks_rect_inset(r, pad)).h + 2 * pad;
	if (is_dry)
		return r.h;
	ks_widget_panel(scene, r);
	ks_scene_image(scene, ks_rect_inset(r, pad), path, block->text.text);
	return r.h;
}

/* A mail that is too high beside (or above) the words stands among them, a picture in larger type too. */
static bool is_beside(struct ks_app *app, struct ks_scene *scene, struct ks_rect body,
		      const struct ks_block *side)
{
	struct ks_rect beside = {0, 0, body.w * 43 / 100 - ks_mm_fixed(&app->ui.metrics, 12.0), 0};

	if (side->kind != KS_BLOCK_MAIL)
		return app->ui.metrics.step_percent <= 100;
	if (ks_metrics_is_portrait(&app->ui.metrics))
		return ks_mail_build(app, scene, body, side, true) <= body.h / 2;
	return ks_mail_build(app, scene, beside, side, true) <= body.h;
}

/* Where words and picture stand; portrait puts the picture above. */
static void split(struct ks_app *app, struct ks_scene *scene, struct ks_rect body,
		  const struct ks_block *side, struct ks_rect *words, struct ks_rect *picture)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	int gap = ks_mm_fixed(metrics, 12.0);

	*words = *picture = body;
	if (!side) {
		int most = ks_em(metrics, KS_MM_BODY) * 38;

		words->w = body.w < most ? body.w : most;
		return;
	}
	if (ks_metrics_is_portrait(metrics)) {
		picture->h = side->kind == KS_BLOCK_MAIL
				     ? ks_mail_build(app, scene, body, side, true)
				     : body.h * PORTRAIT_PERCENT / 100;
		words->y += picture->h + gap / 2;
		words->h -= picture->h + gap / 2;
		return;
	}
	words->w = body.w * 57 / 100;
	picture->x = words->x + words->w + gap;
	picture->w = body.x + body.w - picture->x;
}

static void flow_mail(struct ks_flow *flow, const struct ks_block *block)
{
	struct ks_rect r;

	if (ks_flow_room(flow, ks_mail_build(flow->app, flow->scene, flow->column, block, true), &r))
		ks_mail_build(flow->app, flow->scene, r, block, false);
}

#define NOWHERE (-1) /* as a part: measure only */

/*
 * Is the rest of a part in portrait room enough for a picture to end it? Its words, which grow only when it does, must be
 * no smaller than the smallest words of this step.
 */
static bool is_room_for(const struct ks_flow *flow, const char *path, struct ks_rect place)
{
	int em = ks_images_least_em(flow->app->ui.images, path, place, 100);

	return flow->column.h - flow->y >= flow->column.h * LEAST_PERCENT / 100 &&
	       (em == 0 || em >= ks_em(&flow->app->ui.metrics, LEAST_MM));
}

/* As large as a whole part allows; in portrait as what is left of one, where that is enough. */
static void flow_figure(struct ks_flow *flow, const struct ks_lesson *lesson,
			const struct ks_block *block)
{
	const struct ks_metrics *metrics = &flow->app->ui.metrics;
	int pad = ks_mm_fixed(metrics, PANEL_PAD_MM), left = flow->column.h - flow->y;
	const char *path = ks_scene_format(flow->scene, "%s/%s", lesson->folder, block->file);
	struct ks_rect place = {0, 0, flow->column.w - 2 * pad, flow->column.h - 2 * pad};
	struct ks_rect rest = {0, 0, place.w, left - 2 * pad}, r;

	if (ks_metrics_is_portrait(metrics) && is_room_for(flow, path, rest))
		place = rest;
	if (ks_flow_room(flow, ks_images_fit(flow->app->ui.images, path, place).h + 2 * pad, &r))
		build_side(flow->app, flow->scene, r, lesson, block, false);
}

/* The words of a page: their column, and what is free below the picture. */
struct words {
	const struct ks_lesson *lesson;
	const struct ks_page *page;
	struct ks_rect column, aside;
	bool has_side; /* picture and mail stand among them */
};

/* Paint part @part; returns how many parts there are. */
static int build_words(struct ks_app *app, struct ks_scene *scene, const struct words *words, int part)
{
	const struct ks_page *page = words->page;
	struct ks_flow flow = ks_flow_begin(app, scene, words->column, part);
	struct ks_text_style heading = ks_widget_heading_style(&app->ui, KS_MM_HEADING);

	flow.aside = words->aside;
	ks_flow_text(&flow, KS_ROLE_HEADING, &page->title, &heading, 0);
	for (size_t i = 0; i < page->n_blocks; i++)
		if (words->has_side && page->blocks[i].kind == KS_BLOCK_MAIL)
			flow_mail(&flow, &page->blocks[i]);
		else
			ks_flow_block(&flow, &page->blocks[i], (int)i);
	for (size_t i = 0; words->has_side && i < page->n_blocks; i++)
		if (page->blocks[i].kind == KS_BLOCK_FIGURE)
			flow_figure(&flow, words->lesson, &page->blocks[i]);
	return ks_flow_n_parts(&flow);
}

/* What is free in @picture below @side_px of it. */
static struct ks_rect below(struct ks_app *app, struct ks_rect picture, int side_px)
{
	int taken = side_px + ks_mm_fixed(&app->ui.metrics, 6.0);

	if (taken >= picture.h)
		return (struct ks_rect){0};
	return (struct ks_rect){picture.x, picture.y + taken, picture.w, picture.h - taken};
}

/*
 * A last note alone on a further screen costs a turn. Where that saves one it stands below the picture, which may become a
 * little smaller; returns the picture's place.
 */
static struct ks_rect place_aside(struct ks_app *app, struct ks_scene *scene, struct words *words,
				  struct ks_rect picture, const struct ks_block *side)
{
	static const int percents[] = {100, 88, 77};
	int n_parts = build_words(app, scene, words, NOWHERE), whole;

	if (n_parts == 1)
		return picture;
	whole = build_side(app, scene, picture, words->lesson, side, true);
	for (size_t i = 0; i < KS_COUNT(percents); i++) {
		struct ks_rect r = picture;

		if (percents[i] < 100)
			r.h = whole * percents[i] / 100;
		words->aside =
			below(app, picture, build_side(app, scene, r, words->lesson, side, true));
		if (words->aside.h > 0 && build_words(app, scene, words, NOWHERE) < n_parts)
			return r;
		if (side->kind == KS_BLOCK_MAIL)
			break;
	}
	words->aside = (struct ks_rect){0};
	return picture;
}

/*
 * In portrait a few lines that run on to a further screen cost a turn, and cut a sentence: where a smaller picture above, whose
 * words are no smaller than the smallest of this step, saves that screen, it gives them the room.
 */
static void place_above(struct ks_app *app, struct ks_scene *scene, struct words *words,
			struct ks_rect *picture, const struct ks_block *side)
{
	static const int percents[] = {88, 77, 66};
	int pad = ks_mm_fixed(&app->ui.metrics, PANEL_PAD_MM), em, n_parts;
	const struct ks_rect whole = *picture, column = words->column;
	const char *path;

	if (side->kind != KS_BLOCK_FIGURE)
		return;
	n_parts = build_words(app, scene, words, NOWHERE);
	if (n_parts == 1)
		return;
	path = ks_scene_format(scene, "%s/%s", words->lesson->folder, side->file);
	for (size_t i = 0; i < KS_COUNT(percents); i++) {
		int saved = whole.h - whole.h * percents[i] / 100;

		picture->h = whole.h - saved;
		words->column.y = column.y - saved;
		words->column.h = column.h + saved;
		em = ks_images_least_em(app->ui.images, path, ks_rect_inset(*picture, pad), 100);
		if (em > 0 && em < ks_em(&app->ui.metrics, LEAST_MM))
			break;
		if (build_words(app, scene, words, NOWHERE) < n_parts)
			return;
	}
	*picture = whole;
	words->column = column;
}

int ks_page_body_build(struct ks_app *app, struct ks_scene *scene, struct ks_rect body,
		       const struct ks_lesson *lesson, const struct ks_page *page)
{
	const struct ks_block *side;
	struct words words = {.lesson = lesson};
	struct ks_rect picture;

	if (app->is_easy && page->easy)
		page = page->easy;
	words.page = page;
	side = side_block(page);
	words.has_side = side && !is_beside(app, scene, body, side);
	if (words.has_side)
		side = NULL;
	split(app, scene, body, side, &words.column, &picture);
	if (words.has_side && app->ui.metrics.step_percent > 100)
		words.column.w = body.w;
	if (side && ks_metrics_is_portrait(&app->ui.metrics))
		place_above(app, scene, &words, &picture, side);
	else if (side)
		picture = place_aside(app, scene, &words, picture, side);
	if (app->view.part == KS_PART_LAST)
		app->view.part = build_words(app, scene, &words, NOWHERE) - 1;
	if (side)
		build_side(app, scene, picture, lesson, side, false);
	return build_words(app, scene, &words, app->view.part);
}
