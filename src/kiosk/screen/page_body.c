/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/screen/page_body.h"

#include "kiosk/flow.h"

/*
 * Words at the left, picture or mail at the right; in portrait the picture above the words. What does not fit flows to a
 * further part of the same page.
 */

/* The one figure or mail of a page, or NULL. */
static const struct ks_block *side_block(const struct ks_page *page)
{
	for (size_t i = 0; i < page->n_blocks; i++)
		if (page->blocks[i].kind == KS_BLOCK_FIGURE || page->blocks[i].kind == KS_BLOCK_MAIL)
			return &page->blocks[i];
	return NULL;
}

static void build_side(struct ks_app *app, struct ks_scene *scene, struct ks_rect r,
		       const struct ks_lesson *lesson, const struct ks_block *block)
{
	int pad = ks_mm_fixed(&app->ui.metrics, 5.0);
	const char *path;

	if (block->kind == KS_BLOCK_MAIL) {
		ks_mail_build(app, scene, r, block, false);
		return;
	}
	path = ks_scene_format(scene, "%s/%s", lesson->folder, block->file);
	r.h = ks_images_fit(app->ui.images, path, ks_rect_inset(r, pad)).h + 2 * pad;
	ks_widget_panel(scene, r);
	ks_scene_image(scene, ks_rect_inset(r, pad), path, block->text.text);
}

/* A mail that is too high beside (or above) the words stands among them. */
static bool is_beside(struct ks_app *app, struct ks_scene *scene, struct ks_rect body,
		      const struct ks_block *side)
{
	struct ks_rect beside = {0, 0, body.w * 43 / 100 - ks_mm_fixed(&app->ui.metrics, 12.0), 0};

	if (side->kind != KS_BLOCK_MAIL)
		return true;
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
				     : body.h * 36 / 100;
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

/* Paint part visit.part_index of the page; returns how many parts it has. */
static int build_words(struct ks_app *app, struct ks_scene *scene, struct ks_rect column,
		       const struct ks_page *page, bool has_mail)
{
	struct ks_flow flow = ks_flow_begin(app, scene, column, app->view.part);
	struct ks_text_style heading = ks_widget_heading_style(&app->ui, KS_MM_HEADING);

	ks_flow_text(&flow, KS_ROLE_HEADING, &page->title, &heading, 0);
	for (size_t i = 0; i < page->n_blocks; i++)
		if (has_mail && page->blocks[i].kind == KS_BLOCK_MAIL)
			flow_mail(&flow, &page->blocks[i]);
		else
			ks_flow_block(&flow, &page->blocks[i], (int)i);
	return ks_flow_n_parts(&flow);
}

int ks_page_body_build(struct ks_app *app, struct ks_scene *scene, struct ks_rect body,
		       const struct ks_lesson *lesson, const struct ks_page *page)
{
	const struct ks_block *side;
	struct ks_rect words, picture;
	bool has_mail;
	int n_parts;

	if (app->is_easy && page->easy)
		page = page->easy;
	side = side_block(page);
	has_mail = side && !is_beside(app, scene, body, side);
	if (has_mail)
		side = NULL;
	split(app, scene, body, side, &words, &picture);
	n_parts = build_words(app, scene, words, page, has_mail);
	if (side)
		build_side(app, scene, picture, lesson, side);
	return n_parts;
}
