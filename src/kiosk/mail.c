/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/flow.h"

#include <string.h>

#include "kiosk/words/words.h"

/*
 * A mail as a mail program shows it: sender, subject, a line, the body, an attachment in a box. Its parts are the
 * ones a find question will let people tap.
 */

struct mail {
	struct ks_app *app;
	struct ks_scene *scene;
	struct ks_rect inner;
	int y;
	bool is_dry;
};

static void add_words(struct mail *mail, const struct ks_rich *rich,
		      const struct ks_text_style *style, int indent_px)
{
	struct ks_rect r = {mail->inner.x + indent_px, mail->y, mail->inner.w - indent_px, 0};

	mail->y += mail->is_dry ? ks_text_layout(mail->app->ui.text, rich, style, r.w)->h
				: ks_scene_text(mail->scene, KS_ROLE_TEXT, r, rich, style);
}

/* "差出人  給与課 <…>": the label in bold before the words. */
static void add_labelled(struct mail *mail, const struct ks_mail_part *part,
			 const struct ks_text_style *style)
{
	struct ks_text_style bold = *style;
	struct ks_rich label = ks_rich_plain(part->label);
	int w;

	bold.face = KS_FACE_BOLD;
	w = ks_text_layout(mail->app->ui.text, &label, &bold, 0)->w + style->em_px / 2;
	if (!mail->is_dry)
		ks_scene_text(mail->scene, KS_ROLE_TEXT,
			      (struct ks_rect){mail->inner.x, mail->y, w, 0}, &label, &bold);
	add_words(mail, &part->text, style, w);
}

static void add_attachment(struct mail *mail, const struct ks_mail_part *part,
			   const struct ks_text_style *style)
{
	int pad = style->em_px / 2, icon = style->em_px * 5 / 4;
	int text_w = mail->inner.w - 3 * pad - icon;
	const struct ks_text_layout *layout =
		ks_text_layout(mail->app->ui.text, &part->text, style, text_w);
	struct ks_rect box = {mail->inner.x, mail->y + pad, layout->w + 3 * pad + icon,
			      layout->h + pad};
	struct ks_box frame = {.line = KS_COLOR_LINE, .radius_px = pad, .line_px = 2};

	if (!mail->is_dry) {
		ks_scene_box(mail->scene, box, &frame);
		ks_scene_icon(mail->scene,
			      (struct ks_rect){box.x + pad, box.y + (box.h - icon) / 2, icon, icon},
			      KS_ICON_FILE, KS_COLOR_INK2);
		ks_scene_text(mail->scene, KS_ROLE_TEXT,
			      (struct ks_rect){box.x + 2 * pad + icon, box.y + pad / 2, text_w, 0},
			      &part->text, style);
	}
	mail->y = box.y + box.h;
}

static void add_part(struct mail *mail, const struct ks_mail_part *part,
		     const struct ks_text_style *style)
{
	if (strncmp(part->id, "file", 4) == 0) {
		add_attachment(mail, part, style);
		return;
	}
	if (*part->label)
		add_labelled(mail, part, style);
	else
		add_words(mail, &part->text, style, 0);
}

/* Between the head and the body of a mail. */
static void add_rule(struct mail *mail, const struct ks_text_style *style)
{
	int hair = ks_mm_fixed(&mail->app->ui.metrics, 0.4);

	mail->y += style->em_px / 3;
	if (!mail->is_dry)
		ks_scene_fill(mail->scene,
			      (struct ks_rect){mail->inner.x, mail->y, mail->inner.w, hair},
			      KS_COLOR_LINE);
	mail->y += hair + style->em_px / 3;
}

static struct ks_text_style mail_style(const struct ks_app *app)
{
	struct ks_text_style style = ks_widget_style(&app->ui, 6.6);

	style.pitch_percent = 160;
	return style;
}

static void add_all(struct mail *mail, const struct ks_block *block, const struct ks_text_style *style)
{
	for (size_t i = 0; i < block->n_parts; i++) {
		add_part(mail, &block->parts[i], style);
		if (strcmp(block->parts[i].id, "subject") == 0)
			add_rule(mail, style);
	}
}

int ks_mail_part(struct ks_app *app, struct ks_scene *scene, struct ks_rect r,
		 const struct ks_mail_part *part, bool is_dry)
{
	struct ks_text_style style = mail_style(app);
	struct mail mail = {.app = app, .scene = scene, .inner = r, .y = r.y, .is_dry = is_dry};

	if (strncmp(part->id, "file", 4) == 0)
		mail.y -= style.em_px / 2; /* alone it needs no distance from what is above */
	add_part(&mail, part, &style);
	return mail.y - r.y;
}

int ks_mail_build(struct ks_app *app, struct ks_scene *scene, struct ks_rect r,
		  const struct ks_block *block, bool is_dry)
{
	int pad = ks_mm_fixed(&app->ui.metrics, 8.0);
	struct ks_text_style style = mail_style(app);
	struct mail mail = {.app = app,
			    .scene = scene,
			    .inner = {r.x + pad, r.y + pad, r.w - 2 * pad, 0},
			    .y = r.y + pad,
			    .is_dry = true};
	int h;

	add_all(&mail, block, &style);
	h = mail.y + pad - r.y;
	if (is_dry)
		return h;
	r.h = h;
	ks_widget_panel(scene, r);
	mail.y = r.y + pad;
	mail.is_dry = false;
	add_all(&mail, block, &style);
	return h;
}
