/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/parts.h"
#include "kiosk/screen/screen.h"
#include "kiosk/words/words.h"
#include "ui/widget.h"

/*
 * 緊急連絡先 (design 50): what happened and the number to call, to be read from two metres, then where one is. All of it is
 * organisation.yaml; nothing here dials.
 */

#define WHAT_MM 12.4 /* two metres: 12 mm and more */
#define WHAT_MOST_MM \
	13.2 /* as large as body text ever gets; more would push a row off the first page */
#define NUMBER_MM 32.0
#define LINE_MM 12.0
#define NOTE_MM 7.0
#define SENTENCE_MM 6.4
#define SENTENCE_MARGIN_MM 3.0
#define BLOCK_MM 30.0
#define ICON_MM 15.0
#define ROW_MM 36.0
#define PAD_MM 5.0

static const struct {
	enum ks_icon icon;
	enum ks_color color, on;
} looks[] = {
	[KS_CONTACT_FIRE] = {KS_ICON_FLAME, KS_COLOR_BAD, KS_COLOR_SURFACE},
	[KS_CONTACT_CRIME] = {KS_ICON_SHIELD, KS_COLOR_INK, KS_COLOR_SURFACE},
	[KS_CONTACT_SECURITY] = {KS_ICON_MAIL, KS_COLOR_KEY, KS_COLOR_ON_KEY},
	[KS_CONTACT_OTHER] = {KS_ICON_PHONE, KS_COLOR_KEY, KS_COLOR_ON_KEY},
};

/* Where the parts of a row stand; the number below the words where it has no room beside them. */
struct row {
	const struct ks_contact *contact;
	const struct ks_rich *what;
	struct ks_rich note;
	struct ks_text_style what_style, note_style, line_style, number_style;
	int block_w, pad, words_w, words_h, number_w, number_h, h;
	bool is_below;
};

/* "電源は切らない。…　総務課 情報担当" */
static struct ks_rich note_of(struct ks_scene *scene, const struct ks_rich *note,
			      const struct ks_contact *contact)
{
	const char *place = contact->place.len ? contact->place.text : "";
	const char *whom = contact->whom.len ? contact->whom.text : "";

	if (!*place && !*whom)
		return *note;
	return ks_rich_plain(ks_scene_format(scene, "%s%s%s%s%s", note->len ? note->text : "",
					     note->len ? "　" : "", place,
					     *place && *whom ? " " : "", whom));
}

static struct row plan_row(struct ks_app *app, struct ks_scene *scene,
			   const struct ks_contact *contact, int width_px)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	struct row row = {.contact = contact,
			  .what = app->is_easy ? &contact->easy_what : &contact->what,
			  .what_style = ks_widget_heading_style(&app->ui, WHAT_MM),
			  .note_style = ks_widget_style(&app->ui, NOTE_MM),
			  .line_style = ks_widget_heading_style(&app->ui, LINE_MM),
			  .number_style = ks_widget_heading_style(&app->ui, NUMBER_MM),
			  .block_w = ks_mm_fixed(metrics, BLOCK_MM),
			  .pad = ks_mm_fixed(metrics, PAD_MM)};
	int room = width_px - row.block_w - 3 * row.pad, line_w = 0;
	int most = ks_mm_fixed(metrics, WHAT_MOST_MM) / 2 * 2;

	row.note = note_of(scene, app->is_easy ? &contact->easy_note : &contact->note, contact);
	row.what_style.em_px = ks_least(row.what_style.em_px, most);
	row.line_style.em_px = ks_least(row.line_style.em_px, most);
	row.number_style.em_px =
		ks_mm_fixed(metrics, NUMBER_MM) / 2 * 2; /* large enough at any step */
	row.number_style.pitch_percent = 110;
	row.line_style.color = row.number_style.color = looks[contact->kind].color;
	row.note_style.color = KS_COLOR_INK2;
	row.note_style.pitch_percent = app->ui.has_furigana ? 165 : 150;
	if (*contact->line)
		line_w = ks_widget_words_width(scene, contact->line, &row.line_style) + row.pad;
	row.number_w = line_w + (*contact->number ? ks_widget_words_width(scene, contact->number,
									  &row.number_style)
						  : 0);
	row.number_h = *contact->number ? row.number_style.em_px * 110 / 100
					: row.line_style.em_px * 14 / 10;
	row.is_below = row.number_w + row.pad > room / 2;
	row.words_w = row.is_below ? room : room - row.number_w - row.pad;
	row.words_h = ks_text_layout(app->ui.text, row.what, &row.what_style, row.words_w)->h;
	if (row.note.len)
		row.words_h +=
			ks_text_layout(app->ui.text, &row.note, &row.note_style, row.words_w)->h;
	row.h = row.words_h + (row.is_below ? row.number_h : 0);
	if (row.h < row.number_h)
		row.h = row.number_h;
	row.h += row.pad;
	if (row.h < ks_mm_fixed(metrics, ROW_MM))
		row.h = ks_mm_fixed(metrics, ROW_MM);
	return row;
}

/* The frame in the row's colour, its left part filled. */
static void build_card(struct ks_app *app, struct ks_scene *scene, struct ks_rect r,
		       const struct row *row)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	enum ks_color color = looks[row->contact->kind].color;
	int line = ks_mm_fixed(metrics, 1.0), radius = ks_mm_fixed(metrics, 4.0);
	int icon = ks_mm_fixed(metrics, ICON_MM);
	struct ks_rect inner = {r.x + row->block_w, r.y + line, r.w - row->block_w - line,
				r.h - 2 * line};

	ks_scene_box(scene, r, &(struct ks_box){.fill = color, .radius_px = radius});
	ks_scene_box(scene, inner,
		     &(struct ks_box){.fill = KS_COLOR_SURFACE, .radius_px = radius - line});
	inner.w = radius;
	ks_scene_fill(scene, inner, KS_COLOR_SURFACE);
	ks_scene_icon(scene,
		      (struct ks_rect){r.x + (row->block_w - icon) / 2, r.y + (r.h - icon) / 2,
				       icon, icon},
		      looks[row->contact->kind].icon, looks[row->contact->kind].on);
}

static void build_number(struct ks_scene *scene, struct ks_rect r, const struct row *row)
{
	const struct ks_contact *contact = row->contact;
	int number_w = *contact->number
			       ? ks_widget_words_width(scene, contact->number, &row->number_style)
			       : 0;
	struct ks_rect number = {r.x + r.w - number_w, r.y, number_w + 1, r.h};

	if (*contact->number)
		ks_scene_words_in(scene, KS_ROLE_HEADING, number, contact->number,
				  &row->number_style);
	if (*contact->line)
		ks_scene_words_in(scene, KS_ROLE_HEADING,
				  (struct ks_rect){r.x, r.y, r.w - number_w, r.h}, contact->line,
				  &row->line_style);
}

static void build_row(struct ks_app *app, struct ks_scene *scene, struct ks_rect r,
		      const struct row *row)
{
	struct ks_rect words = {r.x + row->block_w + row->pad, 0, row->words_w, 0}, number;
	int below_h = row->is_below ? row->number_h : 0;

	build_card(app, scene, r, row);
	words.y = r.y + (r.h - row->words_h - below_h) / 2;
	words.y += ks_scene_text(scene, KS_ROLE_HEADING, words, row->what, &row->what_style);
	if (row->note.len)
		words.y += ks_scene_text(scene, KS_ROLE_TEXT, words, &row->note, &row->note_style);
	number = (struct ks_rect){r.x + r.w - row->pad - row->number_w, r.y, row->number_w, r.h};
	if (row->is_below) {
		number.x = words.x;
		number.y = words.y;
		number.h = row->number_h;
	}
	build_number(scene, number, row);
}

/* A label over words in large type, with its sign; one half of the card below the rows. */
static int build_spot(struct ks_app *app, struct ks_scene *scene, struct ks_rect r,
		      enum ks_icon icon, enum ks_word label, const struct ks_rich *words, bool is_dry)
{
	struct ks_text_style small = ks_widget_style(&app->ui, 6.0);
	struct ks_text_style large = ks_widget_heading_style(&app->ui, 8.4);
	int size = ks_mm_fixed(&app->ui.metrics, 9.0), gap = size * 3 / 2, h;

	small.color = KS_COLOR_INK2;
	small.pitch_percent = 140;
	r.x += gap;
	r.w -= gap;
	h = ks_widget_words_height(scene, ks_word(label), &small, r.w) +
	    ks_mm_fixed(&app->ui.metrics, 1.0); /* clear of readings below */
	if (is_dry)
		return h + ks_text_layout(app->ui.text, words, &large, r.w)->h;
	ks_scene_icon(scene, (struct ks_rect){r.x - gap, r.y + (r.h - size) / 2, size, size}, icon,
		      KS_COLOR_KEY);
	ks_scene_words(scene, KS_ROLE_TEXT, r, ks_word(label), &small);
	r.y += h;
	return h + ks_scene_text(scene, KS_ROLE_TEXT, r, words, &large);
}

/* Where one is, to be told on the telephone, and the nearest one. */
static void flow_here(struct ks_flow *flow, struct ks_app *app)
{
	const struct ks_here *here =
		ks_organisation_here(&app->content.organisation, app->options->kiosk);
	int pad = ks_mm_fixed(&app->ui.metrics, PAD_MM), h, other, w = flow->column.w - 2 * pad;
	bool is_tall = ks_metrics_is_portrait(&app->ui.metrics) || app->ui.metrics.step_percent > 100;
	struct ks_rect place = {0, 0, w, 0}, phone = {0, 0, w, 0}, r;

	if (!here || here->place.len == 0)
		return;
	if (here->telephone.len == 0)
		is_tall = true;
	if (!is_tall) {
		place.w = w * 62 / 100;
		phone.w = w - place.w - pad;
	}
	place.h = build_spot(app, flow->scene, place, KS_ICON_PIN, KS_W_HERE, &here->place, true);
	if (here->telephone.len)
		phone.h = build_spot(app, flow->scene, phone, KS_ICON_PHONE, KS_W_NEAREST_PHONE,
				     &here->telephone, true);
	other = phone.h > place.h ? phone.h : place.h;
	h = is_tall ? place.h + phone.h + (phone.h ? pad : 0) : other;
	if (!ks_flow_room(flow, h + 2 * pad, &r))
		return;
	ks_widget_panel(flow->scene, r);
	place.x = phone.x = r.x + pad;
	place.y = phone.y = r.y + pad;
	if (is_tall) {
		phone.y += place.h + pad;
	} else {
		phone.x += place.w + pad;
		place.h = phone.h = other;
	}
	build_spot(app, flow->scene, place, KS_ICON_PIN, KS_W_HERE, &here->place, false);
	if (here->telephone.len)
		build_spot(app, flow->scene, phone, KS_ICON_PHONE, KS_W_NEAREST_PHONE,
			   &here->telephone, false);
}

/* The kiosk cannot dial; and what else there is to know, as one paragraph. */
static const char *sentences(struct ks_app *app, struct ks_scene *scene)
{
	const struct ks_organisation *organisation = &app->content.organisation;
	const char *words = ks_word(KS_W_CANNOT_DIAL);

	for (size_t i = 0; i < organisation->n_emergency; i++)
		words = ks_scene_format(
			scene, "%s%s", words,
			(app->is_easy ? organisation->easy_emergency : organisation->emergency)[i].text);
	return words;
}

static struct ks_text_style sentence_style(const struct ks_app *app)
{
	struct ks_text_style small = ks_widget_style(&app->ui, SENTENCE_MM);

	small.color = KS_COLOR_INK2;
	small.pitch_percent = 150;
	return small;
}

static void fill_rows(struct ks_flow *flow, struct ks_app *app)
{
	const struct ks_organisation *organisation = &app->content.organisation;
	struct ks_text_style heading = ks_widget_heading_style(&app->ui, 12.4);
	struct ks_rich title = ks_rich_plain(ks_word(KS_W_EMERGENCY_NOTE));
	bool is_large = app->ui.metrics.step_percent > 100; /* the numbers stand together then, too */

	flow->gap_px = ks_mm_fixed(&app->ui.metrics, 3.4);
	if (!is_large)
		ks_flow_text(flow, KS_ROLE_HEADING, &title, &heading, 0);
	for (size_t i = 0; i < organisation->n_contacts; i++) {
		struct row row =
			plan_row(app, flow->scene, &organisation->contacts[i], flow->column.w);
		struct ks_rect r;

		if (ks_flow_room(flow, row.h, &r))
			build_row(app, flow->scene, r, &row);
	}
	if (is_large)
		ks_flow_text(flow, KS_ROLE_HEADING, &title, &heading, 0);
	flow_here(flow, app);
}

static void fill_all(struct ks_flow *flow, struct ks_app *app)
{
	struct ks_text_style small = sentence_style(app);
	struct ks_rich rich = ks_rich_plain(sentences(app, flow->scene));

	fill_rows(flow, app);
	ks_flow_text(flow, KS_ROLE_TEXT, &rich, &small, 0);
}

/* Where they stand in the lower bar. */
static struct ks_rect sentence_place(const struct ks_app *app, const struct ks_frame *frame)
{
	int margin = ks_mm_fixed(&app->ui.metrics, SENTENCE_MARGIN_MM);

	return (struct ks_rect){frame->body.x, frame->bottom.y + margin, frame->body.w,
				frame->bottom.h - 2 * margin};
}

/* One page, and room in the bar: else they come behind the rows. */
static bool fits_in_bar(struct ks_app *app, struct ks_scene *scene, const struct ks_frame_head *head)
{
	struct ks_frame frame = ks_frame_measure(app, scene, head);
	struct ks_flow flow = ks_flow_begin(app, scene, frame.body, -1);
	struct ks_text_style small = sentence_style(app);
	struct ks_rect place = sentence_place(app, &frame);

	fill_rows(&flow, app);
	return ks_flow_n_parts(&flow) == 1 && !app->ui.metrics.is_low &&
	       ks_widget_words_height(scene, sentences(app, scene), &small, place.w) <= place.h;
}

static void build(struct ks_app *app, struct ks_scene *scene)
{
	struct ks_frame_head head =
		ks_frame_door_head(ks_word(KS_W_EMERGENCY_TITLE), ks_word(KS_W_CLOSE));

	struct ks_text_style small = sentence_style(app);
	struct ks_frame frame;

	head.has_bottom = true;
	if (fits_in_bar(app, scene, &head)) {
		frame = ks_parts_build(app, scene, &head, fill_rows);
		ks_scene_words_in(scene, KS_ROLE_TEXT, sentence_place(app, &frame),
				  sentences(app, scene), &small);
		return;
	}
	head.has_bottom = false;
	ks_parts_build(app, scene, &head, fill_all);
}

static enum ks_screen_id tap(struct ks_app *app, struct ks_action action)
{
	if (ks_parts_tap(app, action) || action.what != KS_ACT_CLOSE)
		return KS_SCREEN_SAME;
	return ks_app_sign_out(app, false);
}

const struct ks_screen ks_screen_emergency = {.name = "emergency", .build = build, .tap = tap};
