/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/picture.h"

#include <string.h>

#include "kiosk/question/question.h"
#include "kiosk/spread.h"
#include "kiosk/words/words.h"

/*
 * A region is drawn where the author put it and touched where a finger finds it: never smaller than
 * LEAST_MM, never over another one.
 */

#define LEAST_MM 15.0
#define GAP_MM 3.0
#define PAD_MM 4.0
#define HEAD_MM 14.0
#define ROW_PAD_MM 2.0
#define NUMBER_MM 5.6
#define DASH_MM 2.4
#define NUMBER_W_MM 22.0

struct look {
	enum ks_color fill, line;
	bool is_dashed;
	enum ks_tone tone;
	enum ks_icon icon;
};

static unsigned state_of(const struct ks_picture *picture, int choice)
{
	const struct ks_spot *spot = &picture->spots[choice];

	return spot->state | ks_scene_state(picture->scene, spot->action);
}

static struct look look_of(const struct ks_picture *picture, int choice)
{
	unsigned state = state_of(picture, choice);

	if (picture->spots[choice].is_missed)
		return (struct look){KS_COLOR_WARN_SOFT, KS_COLOR_WARN, true, KS_TONE_WARN,
				     KS_ICON_MISSED};
	if (state & KS_STATE_RIGHT)
		return (struct look){KS_COLOR_OK_SOFT, KS_COLOR_OK, false, KS_TONE_OK,
				     KS_ICON_CIRCLE};
	if (state & KS_STATE_WRONG)
		return (struct look){KS_COLOR_BAD_SOFT, KS_COLOR_BAD, false, KS_TONE_BAD,
				     KS_ICON_CROSS};
	if (state & (KS_STATE_SELECTED | KS_STATE_PRESSED))
		return (struct look){KS_COLOR_KEY_SOFT, KS_COLOR_KEY, false, KS_TONE_NEUTRAL,
				     KS_ICON_CHECK};
	return (struct look){KS_COLOR_NONE, KS_COLOR_NONE, false, KS_TONE_NEUTRAL, KS_ICON_NONE};
}

static const struct ks_block *mail_of(const struct ks_picture *picture)
{
	const struct ks_lesson *lesson = ks_question_home(picture->app, picture->question);
	const struct ks_case *artefact = ks_question_asked(picture->app)->artefact;
	const char *asset = picture->question->asset;

	for (size_t k = 0; !asset && artefact && k < artefact->page.n_blocks; k++)
		if (artefact->page.blocks[k].n_parts > 0)
			return &artefact->page.blocks[k];

	for (size_t i = 0; asset && i < lesson->n_pages; i++)
		for (size_t k = 0; k < lesson->pages[i].n_blocks; k++)
			if (strcmp(lesson->pages[i].id, asset) == 0 &&
			    lesson->pages[i].blocks[k].kind == KS_BLOCK_MAIL)
				return &lesson->pages[i].blocks[k];
	return NULL;
}

bool ks_picture_is_mail(const struct ks_picture *picture)
{
	return mail_of(picture);
}

/* The figure of its case, where the question names none. */
static const char *asset_of(const struct ks_picture *picture)
{
	const struct ks_case *artefact = ks_question_asked(picture->app)->artefact;

	if (picture->question->asset)
		return picture->question->asset;
	for (size_t k = 0; artefact && k < artefact->page.n_blocks; k++)
		if (artefact->page.blocks[k].kind == KS_BLOCK_FIGURE)
			return artefact->page.blocks[k].file;
	return "";
}

static const char *svg_path(const struct ks_picture *picture)
{
	return ks_scene_format(picture->scene, "%s/%s",
			       ks_question_home(picture->app, picture->question)->folder,
			       asset_of(picture));
}

/* Which choice a part of the mail is; -1 for none. */
static int choice_of(const struct ks_picture *picture, const char *region)
{
	for (size_t i = 0; i < picture->question->n_choices; i++)
		if (strcmp(picture->question->choices[i].region, region) == 0)
			return (int)i;
	return -1;
}

static void order_mail(const struct ks_picture *picture, const struct ks_block *mail,
		       int order[KS_CHOICES_MAX])
{
	int n = 0;

	for (size_t i = 0; i < mail->n_parts && n < KS_CHOICES_MAX; i++)
		if (choice_of(picture, mail->parts[i].id) >= 0)
			order[n++] = choice_of(picture, mail->parts[i].id);
}

/* From the top down, and from left to right where two begin at about the same height. */
static bool is_behind(const struct ks_svg_region *a, const struct ks_svg_region *b)
{
	double same = (a->height < b->height ? a->height : b->height) / 2;

	if (a->y > b->y + same || b->y > a->y + same)
		return a->y > b->y;
	return a->x > b->x;
}

void ks_picture_order(const struct ks_picture *picture, int order[KS_CHOICES_MAX])
{
	const struct ks_question *question = picture->question;
	const struct ks_block *mail = mail_of(picture);
	const struct ks_svg *svg;

	for (int i = 0; i < KS_CHOICES_MAX; i++)
		order[i] = i;
	if (mail) {
		order_mail(picture, mail, order);
		return;
	}
	svg = ks_images_svg(picture->app->ui.images, svg_path(picture));
	for (size_t i = 1; svg && i < question->n_choices; i++)
		for (size_t k = i; k > 0; k--) {
			const struct ks_svg_region *a =
				ks_svg_region(svg, question->choices[order[k - 1]].region);
			const struct ks_svg_region *b =
				ks_svg_region(svg, question->choices[order[k]].region);
			int swap = order[k];

			if (!a || !b || !is_behind(a, b))
				break;
			order[k] = order[k - 1];
			order[k - 1] = swap;
		}
}

/* A mark on the upper left corner: ✓ where it was touched, ○ or × and its number on 答えの説明. */
static struct ks_rect place_mark(const struct ks_picture *picture, struct ks_rect seen, int choice)
{
	bool has_number = picture->spots[choice].number != 0;
	struct ks_rect size = ks_widget_badge_size(
		picture->scene, NUMBER_MM, look_of(picture, choice).icon, has_number ? "8" : "");

	return (struct ks_rect){seen.x - size.w / 3, seen.y - size.h * 3 / 4,
				has_number ? size.w : size.h, size.h};
}

static void build_mark(const struct ks_picture *picture, struct ks_rect r, int choice)
{
	struct ks_scene *scene = picture->scene;
	struct look look = look_of(picture, choice);
	int number = picture->spots[choice].number;

	if (number) {
		ks_widget_badge(scene, r.x, r.y, NUMBER_MM, look.tone, look.icon,
				ks_scene_format(scene, "%d", number));
		ks_scene_box(scene, r,
			     &(struct ks_box){
				     .line = look.line == KS_COLOR_NONE ? KS_COLOR_INK2 : look.line,
				     .radius_px = r.h / 2,
				     .line_px = ks_mm_fixed(&picture->app->ui.metrics, 0.6)});
	} else if (picture->spots[choice].state & KS_STATE_SELECTED) {
		ks_scene_box(scene, r, &(struct ks_box){.fill = KS_COLOR_KEY, .radius_px = r.h / 2});
		ks_scene_icon(scene, ks_rect_inset(r, r.h / 5), KS_ICON_CHECK, KS_COLOR_ON_KEY);
	}
}

static void build_marks(const struct ks_picture *picture, const struct ks_rect *seen,
			struct ks_rect bounds)
{
	size_t n = picture->question->n_choices;
	struct ks_rect at[KS_CHOICES_MAX];

	for (size_t i = 0; i < n; i++)
		at[i] = place_mark(picture, seen[i], (int)i);
	ks_spread_move(at, n, ks_mm_fixed(&picture->app->ui.metrics, 0.8), bounds);
	for (size_t i = 0; i < n; i++)
		build_mark(picture, at[i], (int)i);
}

static void add_region(const struct ks_picture *picture, struct ks_rect hit, int choice)
{
	const struct ks_spot *spot = &picture->spots[choice];

	ks_scene_element(picture->scene,
			 &(struct ks_element){.role = KS_ROLE_REGION,
					      .state = state_of(picture, choice),
					      .rect = hit,
					      .action = spot->action,
					      .label = picture->question->choices[choice].text.text});
}

/* ---- a drawing ---- */

/* A frame around the region that stands out on any drawing: the colour between two lines of the surface's. */
static void build_frame(const struct ks_picture *picture, struct ks_rect seen, int choice)
{
	const struct ks_metrics *metrics = &picture->app->ui.metrics;
	struct look look = look_of(picture, choice);
	int line = ks_mm_fixed(metrics, 1.4), halo = ks_mm_fixed(metrics, 0.5);
	int radius = ks_mm_fixed(metrics, 2.0);

	if (look.line == KS_COLOR_NONE)
		return;
	ks_scene_box(picture->scene, ks_rect_inset(seen, -(line + halo)),
		     &(struct ks_box){.line = KS_COLOR_SURFACE,
				      .radius_px = radius + line + halo,
				      .line_px = line + 2 * halo});
	ks_scene_box(picture->scene, ks_rect_inset(seen, -line),
		     &(struct ks_box){.line = look.line,
				      .radius_px = radius + line,
				      .line_px = line,
				      .dash_px = look.is_dashed ? ks_mm_fixed(metrics, DASH_MM) : 0});
}

static void build_drawing(const struct ks_picture *picture, struct ks_rect r)
{
	const struct ks_metrics *metrics = &picture->app->ui.metrics;
	const struct ks_question *question = picture->question;
	const char *path = svg_path(picture);
	const struct ks_svg *svg = ks_images_svg(picture->app->ui.images, path);
	struct ks_rect inner = ks_rect_inset(r, ks_mm_fixed(metrics, PAD_MM));
	struct ks_rect at = ks_images_fit(picture->app->ui.images, path, inner);
	struct ks_rect seen[KS_CHOICES_MAX] = {{0}}, hit[KS_CHOICES_MAX];

	if (metrics->is_low)
		inner.y += inner.h - at.h; /* as low as there is room */
	r.y = inner.y - (inner.x - r.x);
	r.h = at.h + 2 * (inner.x - r.x);
	r.x = at.x - (inner.x - r.x);
	r.w = at.w + 2 * (at.x - r.x);
	inner.h = at.h;
	ks_widget_panel(picture->scene, r);
	/* It has all the room at any step, so only its words can grow: half as fast as others, as those of a page do. */
	ks_scene_image_worded(picture->scene, inner, path, svg ? svg->title : "",
			      100 + (metrics->step_percent - 100) / 2);
	at.y = inner.y;
	for (size_t i = 0; i < question->n_choices; i++) {
		const struct ks_svg_region *region =
			svg ? ks_svg_region(svg, question->choices[i].region) : NULL;
		double scale = svg ? at.w / svg->width : 0;

		seen[i] = (struct ks_rect){at.x, at.y, 0, 0};
		if (region)
			seen[i] = (struct ks_rect){at.x + (int)(region->x * scale),
						   at.y + (int)(region->y * scale),
						   (int)(region->width * scale),
						   (int)(region->height * scale)};
		hit[i] = seen[i];
	}
	ks_spread(hit, question->n_choices, ks_mm_fixed(metrics, LEAST_MM),
		  ks_mm_fixed(metrics, GAP_MM), r);
	for (size_t i = 0; i < question->n_choices; i++) {
		build_frame(picture, seen[i], (int)i);
		add_region(picture, hit[i], (int)i);
	}
	build_marks(picture, seen, r);
}

/* ---- a mail ---- */

/* A row of the mail: its ground when it is chosen or marked, its number, its words. */
static void build_row(const struct ks_picture *picture, struct ks_rect r,
		      const struct ks_mail_part *part, int indent)
{
	const struct ks_metrics *metrics = &picture->app->ui.metrics;
	int choice = choice_of(picture, part->id);
	int side = ks_mm_fixed(metrics, ROW_PAD_MM) * 2, dash = ks_mm_fixed(metrics, DASH_MM);
	struct ks_rect words = {r.x + side + indent, r.y, r.w - 2 * side - indent, 0};
	int h = ks_mail_part(picture->app, picture->scene, words, part, true);

	words.y = r.y + (r.h - h) / 2;
	if (indent && (choice < 0 || !picture->spots[choice].state))
		ks_widget_panel(picture->scene, r);
	if (choice >= 0) {
		struct look look = look_of(picture, choice);

		ks_scene_box(picture->scene, r,
			     &(struct ks_box){.fill = look.fill,
					      .line = look.line,
					      .radius_px = ks_mm_fixed(metrics, 3.0),
					      .line_px = ks_mm_fixed(metrics, 1.4),
					      .dash_px = look.is_dashed ? dash : 0});
		add_region(picture, r, choice);
		if (indent) {
			struct ks_rect size =
				ks_widget_badge_size(picture->scene, NUMBER_MM, look.icon, "8");

			ks_widget_badge(picture->scene, r.x + side, r.y + (r.h - size.h) / 2,
					NUMBER_MM, look.tone, look.icon,
					ks_scene_format(picture->scene, "%d",
							picture->spots[choice].number));
		}
	}
	ks_mail_part(picture->app, picture->scene, words, part, false);
}

static bool has_numbers(const struct ks_picture *picture)
{
	for (size_t i = 0; i < picture->question->n_choices; i++)
		if (picture->spots[i].number)
			return true;
	return false;
}

static void flow_rows(const struct ks_picture *picture, const struct ks_block *mail,
		      struct ks_flow *flow)
{
	const struct ks_metrics *metrics = &picture->app->ui.metrics;
	int indent = has_numbers(picture) ? ks_mm(metrics, NUMBER_W_MM) : 0;
	int pad = ks_mm_fixed(metrics, ROW_PAD_MM), hair = ks_mm_fixed(metrics, 0.45);

	flow->gap_px = ks_mm_fixed(metrics, GAP_MM);
	for (size_t i = 0; i < mail->n_parts; i++) {
		struct ks_rect words = flow->column, r;
		int h;

		words.w -= 4 * pad + indent;
		h = ks_mail_part(picture->app, picture->scene, words, &mail->parts[i], true) +
		    2 * pad;
		if (h < ks_mm_fixed(metrics, LEAST_MM))
			h = ks_mm_fixed(metrics, LEAST_MM);
		if (ks_flow_room(flow, h, &r))
			build_row(picture, r, &mail->parts[i], indent);
		if (strcmp(mail->parts[i].id, "subject") != 0)
			continue;
		flow->y += 2 * hair;
		if (flow->part == flow->wanted && !indent)
			ks_scene_fill(picture->scene,
				      (struct ks_rect){r.x, r.y + r.h + flow->gap_px / 2, r.w, hair},
				      KS_COLOR_LINE);
	}
}

/* Inside the mail's frame, below its head. */
static struct ks_rect mail_column(const struct ks_picture *picture, struct ks_rect r)
{
	const struct ks_metrics *metrics = &picture->app->ui.metrics;
	int head = ks_mm(metrics, HEAD_MM), pad = ks_mm_fixed(metrics, PAD_MM);

	return (struct ks_rect){r.x + pad, r.y + head + pad, r.w - 2 * pad, r.h - head - 2 * pad};
}

int ks_picture_n_parts(const struct ks_picture *picture, struct ks_rect r)
{
	const struct ks_block *mail = mail_of(picture);
	struct ks_flow flow;

	if (!mail)
		return 1;
	flow = ks_flow_begin(picture->app, picture->scene, mail_column(picture, r), -1);
	flow_rows(picture, mail, &flow);
	return ks_flow_n_parts(&flow);
}

static void build_mail(const struct ks_picture *picture, struct ks_rect r,
		       const struct ks_block *mail, int part)
{
	const struct ks_metrics *metrics = &picture->app->ui.metrics;
	struct ks_rect column = mail_column(picture, r), head = r;
	struct ks_flow flow = ks_flow_begin(picture->app, picture->scene, column, -1);
	struct ks_text_style style = ks_widget_style(&picture->app->ui, 6.0);
	int side = ks_mm_fixed(metrics, PAD_MM + 2 * ROW_PAD_MM), hair = ks_mm_fixed(metrics, 0.45);

	flow_rows(picture, mail, &flow);
	if (ks_flow_n_parts(&flow) == 1)
		r.h -= column.h - (flow.y - flow.gap_px);
	head.h = ks_mm(metrics, HEAD_MM);
	style.color = KS_COLOR_INK2;
	ks_widget_panel(picture->scene, r);
	ks_scene_fill(picture->scene, (struct ks_rect){r.x, r.y + head.h, r.w, hair}, KS_COLOR_LINE);
	ks_scene_words_in(picture->scene, KS_ROLE_TEXT,
			  (struct ks_rect){r.x + side, r.y, r.w - 2 * side, head.h},
			  mail->heading.len > 0 ? mail->heading.text : ks_word(KS_W_INBOX), &style);
	flow = ks_flow_begin(picture->app, picture->scene, column, part);
	flow_rows(picture, mail, &flow);
}

void ks_picture_flow(const struct ks_picture *picture, struct ks_flow *flow)
{
	const struct ks_block *mail = mail_of(picture);
	int gap = flow->gap_px;

	if (mail)
		flow_rows(picture, mail, flow);
	flow->gap_px = gap;
}

void ks_picture_build(const struct ks_picture *picture, struct ks_rect r, int part)
{
	const struct ks_block *mail = mail_of(picture);

	if (mail)
		build_mail(picture, r, mail, part);
	else
		build_drawing(picture, r);
}
