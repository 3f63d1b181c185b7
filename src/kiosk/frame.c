/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/frame.h"

#include "kiosk/screen/screen.h"
#include "kiosk/words/words.h"

/*
 * The same bars on every screen, so that the way out is always at the upper right and the way on always
 * at the lower right. They hold their buttons' millimetres at each text size and no more: the body keeps the rest.
 */

#define TOP_MM 25.4
#define BOTTOM_MM 37.5
#define MARGIN_MM 24.0
#define BAR_MARGIN_MM 12.0
#define TOP_BUTTON_MM 17.6
#define MAIN_BUTTON_MM 24.0
#define TARGET_MM 15.0
#define GAP_MM 6.0
#define SMALL_GAP_MM 3.2
#define TITLE_MM 6.8
#define BUTTON_LABEL_MM 6.2
#define TITLE_EM_LEAST 10    /* a title may take two lines, not more of them than needed */
#define SMALL_MAX 5          /* two extra, settings, step, exit */
#define BESIDE_TRAY_MM 54.0  /* a main button and more, left of a tray in the bar, */
#define BEHIND_TRAY_MM 100.0 /* and right of it the way on */

struct small {
	struct ks_button button;
	int w;
};

struct ks_frame_row {
	struct small smalls[SMALL_MAX]; /* in reading order; the exit last */
	int n_smalls, n_tray;           /* the first n_tray stand in the tray */
	struct ks_rect tray;
	bool is_in_bar; /* the tray, between the main buttons */
	bool has_drawn_tray;
	int left_px, right_px; /* free room in the bottom bar */
};

static int side_margin(const struct ks_metrics *metrics)
{
	return ks_mm_fixed(metrics, ks_metrics_is_portrait(metrics) ? 14.0 : MARGIN_MM);
}

static int bar_margin(const struct ks_metrics *metrics)
{
	return ks_mm_fixed(metrics, ks_metrics_is_portrait(metrics) ? 10.0 : BAR_MARGIN_MM);
}

static int small_height(const struct ks_metrics *metrics)
{
	return ks_most(ks_mm(metrics, TARGET_MM), ks_mm_fixed(metrics, TOP_BUTTON_MM));
}

static int gap_of(const struct ks_metrics *metrics)
{
	return ks_most(ks_mm(metrics, SMALL_GAP_MM), ks_mm_fixed(metrics, 4.0));
}

static void add_small(struct ks_scene *scene, struct ks_frame_row *row, struct ks_button button)
{
	struct small *small = &row->smalls[row->n_smalls++];

	button.kind = KS_BUTTON_QUIET;
	button.label_mm = BUTTON_LABEL_MM;
	small->button = button;
	small->w = ks_widget_button_width(scene, &button);
}

static void collect(struct ks_scene *scene, const struct ks_frame_head *head, struct ks_frame_row *row)
{
	if (head->extra_label)
		add_small(scene, row,
			  (struct ks_button){.label = head->extra_label, .action = head->extra});
	if (head->other_label)
		add_small(scene, row,
			  (struct ks_button){.label = head->other_label, .action = head->other});
	if (head->has_settings)
		add_small(scene, row,
			  (struct ks_button){.label = ks_word(KS_W_SETTINGS),
					     .action = {KS_ACT_SETTINGS, 0}});
	if (head->step_label)
		add_small(scene, row,
			  (struct ks_button){
				  .label = head->step_label, .action = head->step, .is_exit = true});
	if (head->exit_label)
		add_small(scene, row,
			  (struct ks_button){.label = head->exit_label,
					     .action = head->exit,
					     .is_exit = !head->step_label});
}

static int smalls_width(const struct ks_frame_row *row, int from, int gap)
{
	int w = 0;

	for (int i = from; i < row->n_smalls; i++)
		w += row->smalls[i].w + gap;
	return w;
}

static struct ks_text_style title_style(const struct ks_ui *ui)
{
	struct ks_text_style style = ks_widget_heading_style(ui, TITLE_MM);

	style.pitch_percent = 130;
	return style;
}

/* Which of the small buttons go to the tray: none, the settings, or (低い位置) all. */
static void share_out(struct ks_app *app, struct ks_frame_row *row, const char *title, int room)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	struct ks_text_style style = title_style(&app->ui);
	struct ks_rich rich = ks_rich_plain(title);
	int title_w = ks_text_layout(app->ui.text, &rich, &style, 0)->w;
	int least = ks_least(title_w, ks_most(style.em_px * TITLE_EM_LEAST, title_w * 6 / 10));

	if (metrics->is_low)
		row->n_tray = row->n_smalls;
	else if (row->n_smalls > 1 && (ks_metrics_is_portrait(metrics) ||
				       smalls_width(row, 0, gap_of(metrics)) + least > room))
		row->n_tray = row->n_smalls - 1;
}

/* The buttons that stay above, from the right; returns where the free room ends. */
static int build_top_buttons(struct ks_scene *scene, struct ks_frame_row *row, struct ks_rect top)
{
	const struct ks_metrics *metrics = &ks_scene_ui(scene)->metrics;
	int h = small_height(metrics), x;

	x = top.w - bar_margin(metrics) - smalls_width(row, row->n_tray, gap_of(metrics)) +
	    (row->n_tray < row->n_smalls ? gap_of(metrics) : 0);
	for (int i = row->n_tray, at = x; i < row->n_smalls; i++) {
		struct ks_rect r = {at, top.y + (top.h - h) / 2, row->smalls[i].w, h};

		ks_widget_button(scene, r, &row->smalls[i].button);
		at += r.w + gap_of(metrics);
	}
	return x - gap_of(metrics);
}

/* The name stands left of the buttons when the title keeps its one line beside it. */
static int build_name(struct ks_app *app, struct ks_scene *scene, struct ks_rect top, int right,
		      int title_w)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	const char *words = ks_say(ks_scene_arena(scene), KS_W_SAN, app->visit.person.name);
	struct ks_text_style style = ks_widget_style(&app->ui, 6.4);
	struct ks_rich rich = ks_rich_plain(words);
	int w;

	style.has_furigana = false; /* nobody but the person knows how it is read */
	w = ks_text_layout(app->ui.text, &rich, &style, 0)->w;
	if (right - w - gap_of(metrics) - bar_margin(metrics) < title_w)
		return right;
	style.color = KS_COLOR_INK2;
	ks_scene_words_in(scene, KS_ROLE_TEXT, (struct ks_rect){right - w, top.y, w + 2, top.h},
			  words, &style);
	return right - w - gap_of(metrics);
}

/* Height of the bar: its buttons, or the lines of a long title. */
static struct ks_rect top_rect(struct ks_app *app, struct ks_scene *scene, struct ks_frame_row *row,
			       const char *title)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	struct ks_text_style style = title_style(&app->ui);
	struct ks_rich rich = ks_rich_plain(title);
	struct ks_rect top = {0, 0, ks_scene_rect(scene).w, 0};
	int room = top.w - 2 * bar_margin(metrics), title_h;

	share_out(app, row, title, room);
	room -= smalls_width(row, row->n_tray, gap_of(metrics));
	title_h = ks_text_layout(app->ui.text, &rich, &style, room)->h;
	if (app->ui.has_furigana)
		title_h += style.em_px / 2; /* above its first line */
	top.h = ks_most(ks_mm_fixed(metrics, TOP_MM),
			small_height(metrics) + ks_mm_fixed(metrics, 7.0));
	top.h = ks_most(top.h, title_h + ks_mm_fixed(metrics, 5.0));
	return top;
}

static void build_top(struct ks_app *app, struct ks_scene *scene, const struct ks_frame *frame,
		      const struct ks_frame_head *head)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	struct ks_text_style style = title_style(&app->ui);
	struct ks_rich rich = ks_rich_plain(head->title);
	struct ks_rect top = frame->top;
	int margin = bar_margin(metrics), hair = ks_mm_fixed(metrics, 0.4), right;
	int title_w = ks_text_layout(app->ui.text, &rich, &style, 0)->w;

	ks_scene_fill(scene, top, KS_COLOR_SURFACE);
	ks_scene_fill(scene, (struct ks_rect){0, top.h - hair, top.w, hair}, KS_COLOR_LINE);
	top.h -= hair;
	right = top.w - margin - smalls_width(frame->row, frame->row->n_tray, gap_of(metrics));
	ks_scene_words_in(scene, KS_ROLE_HEADING,
			  (struct ks_rect){margin, 0, right - margin, top.h}, head->title, &style);
	if (head->has_person && app->visit.person.name)
		build_name(app, scene, top, right, title_w);
	build_top_buttons(scene, frame->row, top);
}

/* One row, or more where one is too narrow; the exit keeps the right end. */
static void place_tray(struct ks_scene *scene, const struct ks_frame_row *row, struct ks_rect r,
		       bool is_dry, int *height_px)
{
	const struct ks_metrics *metrics = &ks_scene_ui(scene)->metrics;
	int h = small_height(metrics), gap = gap_of(metrics), x = r.x, y = r.y;

	for (int i = 0; i < row->n_tray; i++) {
		int w = row->smalls[i].w;
		bool is_exit = i + 1 == row->n_smalls;

		if (x > r.x && x + w > r.x + r.w) {
			x = r.x;
			y += h + gap;
		}
		if (is_exit)
			x = r.x + r.w - w;
		if (!is_dry)
			ks_widget_button(scene, (struct ks_rect){x, y, w, h}, &row->smalls[i].button);
		x += w + gap;
	}
	*height_px = row->n_tray ? y + h - r.y : 0;
}

void ks_frame_tray(struct ks_scene *scene, const struct ks_frame *frame)
{
	int height;

	if (frame->row->has_drawn_tray)
		return;
	frame->row->has_drawn_tray = true;
	place_tray(scene, frame->row, frame->row->tray, false, &height);
}

static void build_bottom_ground(struct ks_scene *scene, const struct ks_frame *frame)
{
	int hair = ks_mm_fixed(&ks_scene_ui(scene)->metrics, 0.4);

	if (frame->bottom.h == 0)
		return;
	ks_scene_fill(scene, frame->bottom, KS_COLOR_SURFACE);
	ks_scene_fill(scene,
		      (struct ks_rect){frame->bottom.x, frame->bottom.y, frame->bottom.w, hair},
		      KS_COLOR_LINE);
}

/* In 低い位置 the height is dear: a wide bar takes the tray between its buttons. Its right end, where a visit is ended,
 * is the same on every screen. */
static bool place_tray_in_bar(struct ks_frame *frame, const struct ks_metrics *metrics, int left_px)
{
	struct ks_frame_row *row = frame->row;
	struct ks_rect bar = frame->bottom;
	int w = smalls_width(row, 0, gap_of(metrics)) - gap_of(metrics), h = small_height(metrics);
	int around = 2 * (bar_margin(metrics) + gap_of(metrics)),
	    behind = ks_mm(metrics, BEHIND_TRAY_MM);

	if (!metrics->is_low || bar.h == 0 || row->n_smalls == 0 || row->n_tray < row->n_smalls ||
	    bar.w - w - around - behind < ks_most(ks_mm(metrics, BESIDE_TRAY_MM), left_px))
		return false;
	row->tray = (struct ks_rect){bar.x + bar.w - around / 2 - behind - w,
				     bar.y + (bar.h - h) / 2, w, h};
	return true;
}

/* What the bars leave, without the tray. */
static void place_body(struct ks_frame *frame, struct ks_scene *scene,
		       const struct ks_frame_head *head)
{
	const struct ks_metrics *metrics = &ks_scene_ui(scene)->metrics;
	bool is_standard = metrics->step_percent <= 100;
	struct ks_rect *body = &frame->body, *tray = &frame->row->tray;
	int below = frame->bottom.h > 0 ? 6 : 8;

	body->x = frame->margin_px;
	body->w = frame->top.w - 2 * frame->margin_px;
	body->y = frame->top.h + ks_mm_fixed(metrics, is_standard ? 9.0 : 7.0);
	body->h = frame->bottom.y - ks_mm_fixed(metrics, below) - body->y;
	frame->foot_px = body->y + body->h;
	frame->row->is_in_bar = place_tray_in_bar(frame, metrics, head->left_px);
	if (frame->row->is_in_bar)
		return;
	*tray = (struct ks_rect){body->x, 0, body->w, 0};
	if (frame->bottom.x > 0) /* beside a column that reaches down to the edge */
		tray->x = frame->bottom.x + bar_margin(metrics);
	tray->w = body->x + body->w - tray->x;
	if (head->tray_w_px > 0)
		tray->w = ks_least(head->tray_w_px, tray->w);
	place_tray(scene, frame->row, *tray, true, &tray->h);
	tray->y = frame->bottom.y - tray->h - ks_mm_fixed(metrics, 5.0);
	if (tray->h > 0)
		body->h = tray->y - ks_mm_fixed(metrics, 5.0) - body->y;
}

struct ks_frame ks_frame_measure(struct ks_app *app, struct ks_scene *scene,
				 const struct ks_frame_head *head)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	struct ks_rect all = ks_scene_rect(scene);
	struct ks_frame_row *row = ks_arena_alloc(ks_scene_arena(scene), sizeof(*row));
	struct ks_frame frame = {.margin_px = side_margin(metrics),
				 .gap_px = ks_mm_fixed(metrics, GAP_MM),
				 .row = row};
	int bottom_h = ks_most(ks_mm_fixed(metrics, BOTTOM_MM),
			       ks_mm(metrics, MAIN_BUTTON_MM) + ks_mm_fixed(metrics, 7.0));

	collect(scene, head, row);
	frame.top = top_rect(app, scene, row, head->title);
	if (!head->has_bottom)
		bottom_h = 0;
	frame.bottom =
		(struct ks_rect){head->side_px, all.h - bottom_h, all.w - head->side_px, bottom_h};
	row->left_px = head->side_px + bar_margin(metrics);
	row->right_px = all.w - bar_margin(metrics);
	place_body(&frame, scene, head);
	return frame;
}

struct ks_frame ks_frame_open(struct ks_app *app, struct ks_scene *scene,
			      const struct ks_frame_head *head)
{
	struct ks_frame frame = ks_frame_measure(app, scene, head);

	ks_scene_fill(scene, ks_scene_rect(scene), KS_COLOR_BG);
	build_bottom_ground(scene, &frame);
	build_top(app, scene, &frame, head);
	return frame;
}

struct ks_frame_head ks_frame_door_head(const char *title, const char *exit_label)
{
	return (struct ks_frame_head){.title = title,
				      .exit_label = exit_label,
				      .exit = {KS_ACT_CLOSE, 0},
				      .has_settings = true};
}

struct ks_frame_head ks_frame_person_head(const char *title, const char *exit_label, enum ks_act exit)
{
	struct ks_frame_head head = {.title = title,
				     .exit_label = ks_word(KS_W_SIGN_OUT),
				     .exit = {KS_ACT_SIGN_OUT, 0},
				     .has_settings = true,
				     .has_person = true,
				     .has_bottom = true};

	if (exit == KS_ACT_SIGN_OUT)
		return head;
	head.step_label = exit_label;
	head.step = (struct ks_action){exit, 0};
	return head;
}

void ks_frame_progress(struct ks_scene *scene, const struct ks_frame *frame, double part,
		       const char *label)
{
	int h = ks_mm_fixed(&ks_scene_ui(scene)->metrics, 2.6);

	ks_widget_bar(scene, (struct ks_rect){0, frame->top.y + frame->top.h, frame->top.w, h},
		      part, label);
}

int ks_frame_bottom_most(struct ks_scene *scene, const struct ks_frame *frame, enum ks_slot slot)
{
	const struct ks_metrics *metrics = &ks_scene_ui(scene)->metrics;
	const struct ks_frame_row *row = frame->row;
	int most = frame->bottom.w / 2;

	if (row->is_in_bar && slot == KS_SLOT_LEFT)
		most = row->tray.x - frame->bottom.x;
	else if (row->is_in_bar)
		most = frame->bottom.x + frame->bottom.w - row->tray.x - row->tray.w;
	return most - bar_margin(metrics) - gap_of(metrics);
}

int ks_frame_bottom_free(struct ks_scene *scene, const struct ks_frame *frame, int right_w)
{
	const struct ks_frame_row *row = frame->row;
	int end = row->is_in_bar ? row->tray.x : row->right_px - right_w;

	return end - gap_of(&ks_scene_ui(scene)->metrics) - row->left_px;
}

void ks_frame_bottom_button(struct ks_scene *scene, const struct ks_frame *frame, enum ks_slot slot,
			    const struct ks_button *button)
{
	const struct ks_metrics *metrics = &ks_scene_ui(scene)->metrics;
	int margin = bar_margin(metrics), w = ks_widget_button_width(scene, button);
	int h = ks_most(ks_mm(metrics, MAIN_BUTTON_MM), ks_mm_fixed(metrics, 25.4));
	struct ks_rect r;

	if (slot == KS_SLOT_RIGHT || !frame->row->is_in_bar)
		ks_frame_tray(scene, frame); /* one in the bar comes between the two */
	w = ks_least(w, ks_frame_bottom_most(scene, frame, slot));
	r = (struct ks_rect){frame->row->left_px, frame->bottom.y + (frame->bottom.h - h) / 2, w, h};
	if (slot == KS_SLOT_RIGHT) {
		r.x = frame->bottom.x + frame->bottom.w - margin - w;
		frame->row->right_px = r.x - gap_of(metrics);
	} else {
		frame->row->left_px = r.x + r.w + gap_of(metrics);
	}
	ks_widget_button(scene, r, button);
}

struct ks_button ks_frame_back(void)
{
	return (struct ks_button){.kind = KS_BUTTON_STRONG,
				  .label = ks_word(KS_W_BACK),
				  .before = KS_ICON_ARROW_LEFT,
				  .action = {KS_ACT_BACK, 0}};
}

struct ks_button ks_frame_next(const char *label)
{
	return (struct ks_button){.kind = KS_BUTTON_PRIMARY,
				  .label = label,
				  .after = KS_ICON_ARROW_RIGHT,
				  .action = {KS_ACT_NEXT, 0}};
}

/* What the buttons leave: of the bar; beside a tray in it, its wider side. */
static struct ks_rect free_in_bar(const struct ks_frame *frame, int gap)
{
	const struct ks_frame_row *row = frame->row;
	int left = row->left_px, right = row->right_px, behind = row->tray.x + row->tray.w + gap;

	if (row->is_in_bar && row->tray.x - gap - left >= right - behind)
		right = row->tray.x - gap;
	else if (row->is_in_bar)
		left = behind;
	return (struct ks_rect){left, frame->bottom.y, right - left, frame->bottom.h};
}

#define WORDS_MM 7.2

int ks_frame_words_width(struct ks_scene *scene, const char *words)
{
	struct ks_text_style style = ks_widget_style(ks_scene_ui(scene), WORDS_MM);

	return ks_widget_words_width(scene, words, &style) + 2 * gap_of(&ks_scene_ui(scene)->metrics);
}

void ks_frame_bottom_words(struct ks_scene *scene, const struct ks_frame *frame, const char *words)
{
	struct ks_text_style style = ks_widget_style(ks_scene_ui(scene), WORDS_MM);
	struct ks_rich rich = ks_rich_plain(words);
	struct ks_rect room = free_in_bar(frame, gap_of(&ks_scene_ui(scene)->metrics));
	struct ks_rect r = room;
	const struct ks_text_layout *layout;
	int half, middle = frame->bottom.x + frame->bottom.w / 2;

	ks_frame_tray(scene, frame);
	style.align = KS_ALIGN_CENTRE;
	style.color = KS_COLOR_INK2;
	style.pitch_percent = 140;
	style.breaking = KS_BREAK_PHRASE;
	/* In the middle of the bar when that is free, else of what is free. */
	half = ks_least(middle - room.x, room.x + room.w - middle);
	if (half >= style.em_px &&
	    ks_text_layout(ks_scene_ui(scene)->text, &rich, &style, 0)->w <= 2 * half) {
		r.x = middle - half;
		r.w = 2 * half;
	}
	if (r.w < style.em_px * 3)
		return;
	layout = ks_text_layout(ks_scene_ui(scene)->text, &rich, &style, r.w);
	if (layout->h <= r.h && layout->n_lines <= 2)
		ks_scene_words_in(scene, KS_ROLE_TEXT, r, words, &style);
}
