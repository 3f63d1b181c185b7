/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/setup.h"

#include <stdlib.h>
#include <string.h>

#include "kiosk/parts.h"
#include "kiosk/screen/screen.h"
#include "kiosk/screen/touch_marks.h"
#include "kiosk/words/words.h"
#include "record/roster.h"

/*
 * はじめの設定: what somebody without a terminal tells a new machine. With a centre or alone; how large the display is, by a
 * card laid on it; does touch answer everywhere; then screen/enrol.c; and at the end where it stands.
 */

#define CARD_W_MM 85.6 /* ISO/IEC 7810 ID-1: of a bank, a railway, a driving licence */
#define CARD_H_MM 54.0
#define MM_LEAST 150.0
#define MM_MOST 3000.0
#define PLACES_MAX 40
#define SIZE_MM 20.0
#define SIZE_GAP_MM 4.0
#define SIZE_LEAST_MM 46.0

struct setup {
	double mm; /* long side of a display on which the drawn card would be as large as one; 0: as configured */
	unsigned touched;
	bool is_not_kept;
};
KS_SCREEN_STATE(struct setup, SETUP)

/* How each tap changes the card: a little, and much. */
static const struct {
	enum ks_word word;
	double percent;
} sizes[] = {
	{KS_W_SETUP_MUCH_SMALLER, 10.0},
	{KS_W_SETUP_SMALLER, 1.0},
	{KS_W_SETUP_LARGER, -1.0},
	{KS_W_SETUP_MUCH_LARGER, -10.0},
};

static void enter(const struct ks_app *app, struct ks_view *view)
{
	(void)app;
	memset(state_of(view), 0, sizeof(struct setup));
	view->part = 0;
}

static double mm_of(const struct ks_app *app)
{
	double mm = state_in(&app->view)->mm;

	return mm > 0 ? mm : app->options->display_long_mm;
}

/* ---- where it stands ---- */

static bool add_place(const char **places, size_t *n, const char *words)
{
	for (size_t i = 0; i < *n; i++)
		if (strcmp(places[i], words) == 0)
			return true;
	if (*n == PLACES_MAX || !*words)
		return false;
	places[(*n)++] = words;
	return true;
}

/* What the content says of places, and the 所属 of the people, as soon as they are here. */
static size_t find_places(struct ks_app *app, struct ks_arena *arena, const char *places[PLACES_MAX])
{
	const struct ks_organisation *organisation = &app->content.organisation;
	const char **units = NULL;
	size_t n = 0, n_units = 0;

	for (size_t i = 0; i < organisation->n_spots; i++)
		(void)add_place(places, &n, organisation->spots[i].place.text);
	if (app->site.store &&
	    ks_roster_units(app->site.store, arena, PLACES_MAX, &units, &n_units) == KS_OK)
		for (size_t i = 0; i < n_units; i++)
			(void)add_place(places, &n, units[i]);
	return n;
}

static void flow_row(struct ks_flow *flow, const char *words, const char *aside,
		     struct ks_action action)
{
	struct ks_rich rich =
		ks_rich_plain(aside ? ks_scene_format(flow->scene, "%s\n%s", words, aside) : words);
	struct ks_span strong = {.to = (uint32_t)strlen(words), .mark = KS_MARK_STRONG};
	struct ks_choice_row row = {.text = &rich, .action = action};

	if (aside) {
		rich.spans = ks_arena_copy(ks_scene_arena(flow->scene), &strong, sizeof(strong));
		rich.n_spans = 1;
	}

	ks_flow_choice(flow, &row);
}

static void flow_not_kept(struct ks_flow *flow, struct ks_app *app)
{
	struct ks_rich rich = ks_rich_plain(ks_word(KS_W_SETUP_NOT_KEPT));
	struct ks_quote note = {.ground = KS_COLOR_WARN_SOFT,
				.text = &rich,
				.ink = KS_COLOR_WARN,
				.breaking = KS_BREAK_PHRASE,
				.mm = 6.8};

	if (state_in(&app->view)->is_not_kept)
		ks_flow_quote(flow, &note);
}

static void fill_place(struct ks_flow *flow, struct ks_app *app)
{
	const char *places[PLACES_MAX];
	size_t n = find_places(app, ks_scene_arena(flow->scene), places);

	ks_flow_words(flow, KS_ROLE_HEADING, ks_word(KS_W_SETUP_PLACE), 9.5);
	flow->gap_px = ks_mm(&app->ui.metrics, 4.0);
	ks_flow_words(flow, KS_ROLE_TEXT, ks_word(KS_W_SETUP_PLACE_NOTE), 6.8);
	flow_not_kept(flow, app);
	for (size_t i = 0; i < n; i++)
		flow_row(flow, places[i], NULL, (struct ks_action){KS_ACT_CHOOSE, (int)i});
	flow_row(flow, ks_word(KS_W_SETUP_NO_PLACE), NULL, (struct ks_action){KS_ACT_CHOOSE, -1});
}

/* ---- with a centre, or alone ---- */

static void fill_kind(struct ks_flow *flow, struct ks_app *app)
{
	ks_flow_words(flow, KS_ROLE_HEADING, ks_word(KS_W_SETUP_KIND), 9.5);
	flow->gap_px = ks_mm(&app->ui.metrics, 5.0);
	flow_not_kept(flow, app);
	flow_row(flow, ks_word(KS_W_SETUP_CENTRE), ks_word(KS_W_SETUP_CENTRE_NOTE),
		 (struct ks_action){KS_ACT_CHOOSE, 0});
	flow_row(flow, ks_word(KS_W_SETUP_ALONE), ks_word(KS_W_SETUP_ALONE_NOTE),
		 (struct ks_action){KS_ACT_CHOOSE, 1});
}

/* ---- how large ---- */

/* The card as large as it is on a display of mm_of(), and a ruler below it: ten centimetres, if they find room. */
static void build_card(struct ks_app *app, struct ks_scene *scene, struct ks_rect r)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	int longer = metrics->width_px > metrics->height_px ? metrics->width_px : metrics->height_px;
	double px_per_mm = longer / mm_of(app);
	struct ks_rect card = {r.x, r.y, (int)(CARD_W_MM * px_per_mm + 0.5),
			       (int)(CARD_H_MM * px_per_mm + 0.5)};
	struct ks_box box = {.fill = KS_COLOR_SURFACE,
			     .line = KS_COLOR_KEY,
			     .radius_px = (int)(3.2 * px_per_mm),
			     .line_px = ks_mm_fixed(metrics, 0.7)};
	struct ks_text_style style = ks_widget_style(&app->ui, 6.0);
	const char *words = ks_say(ks_scene_arena(scene), KS_W_SETUP_MM, (int)(mm_of(app) + 0.5));

	card.x += (r.w - card.w) / 2;
	card.y += r.h > card.h ? (r.h - card.h) / 2 : 0;
	ks_scene_box(scene, card, &box);
	style.align = KS_ALIGN_CENTRE;
	card.y += (card.h - ks_widget_words_height(scene, words, &style, card.w)) / 2;
	ks_scene_words(scene, KS_ROLE_TEXT, card, words, &style);
}

static struct ks_button size_button(int index)
{
	return (struct ks_button){.kind = KS_BUTTON_STRONG,
				  .label = ks_word(sizes[index].word),
				  .action = {KS_ACT_SIZE, index}};
}

/* All in one row, or two and two where the words would not fit. */
static int sizes_a_row(const struct ks_app *app, int room)
{
	int n = (int)KS_COUNT(sizes);

	return room / n < ks_mm(&app->ui.metrics, SIZE_LEAST_MM) ? n / 2 : n;
}

static int size_width(const struct ks_app *app, int room)
{
	int n = sizes_a_row(app, room);

	return (room - ks_mm_fixed(&app->ui.metrics, SIZE_GAP_MM) * (n - 1)) / n;
}

static int size_height(const struct ks_app *app, struct ks_scene *scene, int room)
{
	int h = ks_mm(&app->ui.metrics, SIZE_MM);

	for (int i = 0; i < (int)KS_COUNT(sizes); i++) {
		struct ks_button button = size_button(i);
		int needed = ks_widget_button_height(scene, &button, size_width(app, room));

		h = needed > h ? needed : h;
	}
	return h;
}

static int sizes_height(const struct ks_app *app, struct ks_scene *scene, int room)
{
	int n_rows = (int)KS_COUNT(sizes) / sizes_a_row(app, room);

	return n_rows * size_height(app, scene, room) +
	       (n_rows - 1) * ks_mm_fixed(&app->ui.metrics, SIZE_GAP_MM);
}

static void build_sizes(struct ks_app *app, struct ks_scene *scene, struct ks_rect r)
{
	int w = size_width(app, r.w), h = size_height(app, scene, r.w);
	int gap = ks_mm_fixed(&app->ui.metrics, SIZE_GAP_MM), per_row = sizes_a_row(app, r.w);

	for (int i = 0; i < (int)KS_COUNT(sizes); i++) {
		struct ks_button button = size_button(i);

		ks_widget_button(scene,
				 (struct ks_rect){r.x + i % per_row * (w + gap),
						  r.y + i / per_row * (h + gap), w, h},
				 &button);
	}
}

static void build_width(struct ks_app *app, struct ks_scene *scene, const struct ks_frame *frame)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	struct ks_flow flow = ks_flow_begin(app, scene, frame->body, 0);
	struct ks_rect r = frame->body, keys = frame->body;
	int gap = ks_mm_fixed(metrics, 4.0);

	ks_flow_words(&flow, KS_ROLE_HEADING, ks_word(KS_W_SETUP_WIDTH), 8.8);
	keys.h = sizes_height(app, scene, frame->body.w);
	keys.y += frame->body.h - keys.h;
	r.y += flow.y + gap;
	r.h = keys.y - gap - r.y;
	build_card(app, scene, r);
	build_sizes(app, scene, keys);
}

/* ---- the screen ---- */

static void build_step(struct ks_app *app, struct ks_scene *scene, struct ks_frame_head *head)
{
	bool is_width = app->options->setup_step == KS_SETUP_WIDTH;
	unsigned touched = state_in(&app->view)->touched;
	struct ks_button back = ks_frame_back();
	struct ks_button next = ks_frame_next(ks_word(
		is_width || ks_touch_marks_are_all(touched) ? KS_W_NEXT : KS_W_SETUP_SKIP_TOUCH));
	struct ks_frame frame;

	head->has_bottom = true;
	frame = ks_frame_open(app, scene, head);
	if (is_width)
		build_width(app, scene, &frame);
	else
		ks_touch_marks(app, scene, frame.body, touched);
	ks_frame_bottom_button(scene, &frame, KS_SLOT_LEFT, &back);
	ks_frame_bottom_button(scene, &frame, KS_SLOT_RIGHT, &next);
}

static void build(struct ks_app *app, struct ks_scene *scene)
{
	struct ks_frame_head head = {.title = ks_word(KS_W_SETUP_TITLE), .has_settings = true};

	switch ((enum ks_setup_step)app->options->setup_step) {
	case KS_SETUP_WIDTH:
	case KS_SETUP_TOUCH:
		build_step(app, scene, &head);
		break;
	case KS_SETUP_KIND:
		ks_parts_build(app, scene, &head, fill_kind);
		break;
	default:
		ks_parts_build(app, scene, &head, fill_place);
		break;
	}
}

static enum ks_screen_id to(struct ks_app *app, enum ks_setup_step step)
{
	enum ks_screen_id next;

	enter(app, &app->view);
	state_of(&app->view)->is_not_kept = !ks_setup_go_on(app, step);
	next = ks_app_base_screen(app);
	return next == KS_SCREEN_SETUP ? KS_SCREEN_SAME : next; /* not entered anew */
}

static enum ks_screen_id take_place(struct ks_app *app, int index)
{
	struct ks_arena arena = {0};
	const char *places[PLACES_MAX];
	size_t n = find_places(app, &arena, places);

	app->options->place = index >= 0 && (size_t)index < n
				      ? ks_arena_strdup(&app->options->arena, places[index])
				      : "";
	ks_arena_finish(&arena);
	return to(app, KS_SETUP_NONE);
}

static enum ks_screen_id choose(struct ks_app *app, int index)
{
	if (app->options->setup_step != KS_SETUP_KIND)
		return take_place(app, index);
	app->options->is_alone = index == 1;
	return to(app, app->options->is_mm_told ? KS_SETUP_TOUCH : KS_SETUP_WIDTH);
}

static void resize(struct ks_app *app, int index)
{
	double mm = mm_of(app) * (1 + sizes[index].percent / 100);

	state_of(&app->view)->mm = mm < MM_LEAST ? MM_LEAST : mm > MM_MOST ? MM_MOST : mm;
}

static enum ks_screen_id go_on(struct ks_app *app)
{
	if (app->options->setup_step == KS_SETUP_WIDTH) {
		ks_setup_use_width(app, mm_of(app));
		return to(app, KS_SETUP_TOUCH);
	}
	if (!app->options->is_alone)
		return to(app, KS_SETUP_ENROL);
	ks_setup_stand_alone(app);
	return to(app, app->options->is_place_told ? KS_SETUP_NONE : KS_SETUP_PLACE);
}

static enum ks_screen_id go_back(struct ks_app *app)
{
	bool is_first = app->options->setup_step == KS_SETUP_WIDTH || app->options->is_mm_told;

	return to(app, is_first ? KS_SETUP_KIND : KS_SETUP_WIDTH);
}

static enum ks_screen_id tap(struct ks_app *app, struct ks_action action)
{
	if (app->options->setup_step != KS_SETUP_WIDTH &&
	    app->options->setup_step != KS_SETUP_TOUCH && ks_parts_tap(app, action))
		return KS_SCREEN_SAME;
	switch ((enum ks_act)action.what) {
	case KS_ACT_CHOOSE:
		return choose(app, action.arg);
	case KS_ACT_SIZE:
		resize(app, action.arg);
		return KS_SCREEN_SAME;
	case KS_ACT_TOUCH:
		state_of(&app->view)->touched |= 1U << action.arg;
		return KS_SCREEN_SAME;
	case KS_ACT_NEXT:
		return go_on(app);
	case KS_ACT_BACK:
		return go_back(app);
	default:
		return KS_SCREEN_SAME;
	}
}

const struct ks_screen ks_screen_setup = {
	.name = "setup", .enter = enter, .build = build, .tap = tap, .never_idles = true};
