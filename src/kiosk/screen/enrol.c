/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/screen/enrol.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/code.h"
#include "base/mem.h"
#include "kiosk/enrolling.h"
#include "kiosk/flow.h"
#include "kiosk/frame.h"
#include "kiosk/screen/screen.h"
#include "kiosk/setup.h"
#include "kiosk/state.h"
#include "kiosk/words/words.h"

/*
 * 端末の登録: a machine without credentials asks for the centre's address (unless it was told) and the code that HR gave. No
 * keyboard is needed: the letters of an address, or those of a code, which are fewer so that none is taken for another.
 */

#define KEY_MM 20.0
#define KEY_GAP_MM 3.0
#define KEYS_A_ROW 10
#define KEYS_A_ROW_MOST 13 /* fewer rows: in reach, and room for large words */
#define FIELD_MM 20.0
#define BOXES_MM 24.0
#define ADDRESS_MAX 128

/* Without "/": "http:" and a name is enough, and three rows of them are in reach of whoever sits. */
static const char address_letters[] = "1234567890abcdefghijklmnopqrstuvwxyz.-:";
static const char code_letters[] = KS_CODE_LETTERS;

struct enrol {
	char address[ADDRESS_MAX], code[KS_CODE_CHARS + 1];
	bool has_address, has_message; /* the former: typed, and gone on from */
	enum ks_word message;
};
KS_SCREEN_STATE(struct enrol, ENROL)

static bool asks_address(const struct ks_app *app)
{
	return app->options->endpoint[0] == '\0';
}

static void enter(const struct ks_app *app, struct ks_view *view)
{
	(void)app;
	memset(state_of(view), 0, sizeof(struct enrol));
	view->part = 0;
	view->n_parts = 1;
}

static bool is_code_step(const struct ks_app *app)
{
	return state_in(&app->view)->has_address || !asks_address(app);
}

static char *typed_of(struct ks_app *app, size_t *max)
{
	struct enrol *state = state_of(&app->view);

	*max = is_code_step(app) ? KS_CODE_CHARS : ADDRESS_MAX - 1;
	return is_code_step(app) ? state->code : state->address;
}

/* ---- drawing ---- */

static void flow_words(struct ks_flow *flow, enum ks_role role, const char *words,
		       const struct ks_text_style *style, double gap_mm)
{
	struct ks_rich rich = ks_rich_plain(words);

	flow->gap_px = ks_mm_fixed(&flow->app->ui.metrics, gap_mm);
	ks_flow_text(flow, role, &rich, style, 0);
}

static void put_address(struct ks_flow *flow, struct ks_rect r, const char *typed)
{
	struct ks_scene *scene = flow->scene;
	const struct ks_metrics *metrics = &flow->app->ui.metrics;
	struct ks_text_style style = ks_widget_heading_style(&flow->app->ui, 9.0);
	struct ks_box box = {.fill = KS_COLOR_SURFACE,
			     .line = KS_COLOR_KEY,
			     .radius_px = ks_mm_fixed(metrics, 4.0),
			     .line_px = ks_mm_fixed(metrics, 1.0)};
	int pad = ks_mm(metrics, 5.0);

	ks_scene_box(scene, r, &box);
	style.has_furigana = false;
	/* What is typed now is at the end: of a long address that is what must be seen. */
	while (*typed && ks_widget_words_width(scene, typed, &style) > r.w - 2 * pad)
		typed++;
	if (*typed)
		ks_scene_words_in(scene, KS_ROLE_TEXT, (struct ks_rect){r.x + pad, r.y, 0, r.h},
				  ks_scene_format(scene, "%s", typed), &style);
}

static const char *message_words(struct ks_app *app)
{
	const struct enrol *state = state_in(&app->view);

	if (app->enrolling)
		return ks_word(KS_W_ENROL_ASKING);
	return state->has_message ? ks_word(state->message) : NULL;
}

static void flow_message(struct ks_flow *flow, struct ks_app *app)
{
	const char *words = message_words(app);
	struct ks_rich rich = ks_rich_plain(words ? words : "");
	struct ks_quote note = {.ground = app->enrolling ? KS_COLOR_SURFACE : KS_COLOR_WARN_SOFT,
				.text = &rich,
				.ink = app->enrolling ? KS_COLOR_INK : KS_COLOR_WARN,
				.breaking = KS_BREAK_PHRASE,
				.mm = 6.8};
	struct ks_rect r;

	if (words && ks_flow_room(flow, ks_widget_quote(flow->scene, flow->column, &note, true), &r))
		ks_widget_quote(flow->scene, r, &note, false);
}

/* @n_words: of heading and label, so many; what went wrong is more important than either. */
static void flow_question(struct ks_flow *flow, struct ks_app *app, int n_words)
{
	const struct enrol *state = state_in(&app->view);
	const struct ks_metrics *metrics = &app->ui.metrics;
	struct ks_text_style heading = ks_widget_heading_style(&app->ui, KS_MM_HEADING);
	struct ks_text_style small = ks_widget_style(&app->ui, 6.6);
	const char *label =
		ks_word(is_code_step(app) ? KS_W_ENROL_CODE_LABEL : KS_W_ENROL_ADDRESS_LABEL);
	int h = ks_mm_fixed(metrics, is_code_step(app) ? BOXES_MM : FIELD_MM);
	struct ks_rect r;

	small.color = KS_COLOR_INK2;
	small.breaking = KS_BREAK_PHRASE; /* a hint of two lines is read by the phrase */
	if (n_words > 0)
		flow_words(flow, KS_ROLE_HEADING,
			   ks_word(is_code_step(app) ? KS_W_ENROL_CODE : KS_W_ENROL_ADDRESS),
			   &heading, 3.0);
	if (n_words > 1)
		flow_words(flow, KS_ROLE_TEXT, label, &small, 3.0);
	flow->gap_px = ks_mm_fixed(metrics, 4.0);
	if (ks_flow_room(flow, h, &r)) {
		if (is_code_step(app))
			ks_widget_digits(flow->scene, r, KS_CODE_CHARS, state->code, false, label);
		else
			put_address(flow, r, state->address);
	}
	flow_message(flow, app);
}

/* Returns the height. */
static int build_keys(struct ks_app *app, struct ks_scene *scene, struct ks_rect r, bool is_dry)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	const char *letters = is_code_step(app) ? code_letters : address_letters;
	int key = ks_mm(metrics, KEY_MM), gap = ks_mm_fixed(metrics, KEY_GAP_MM);
	int fit = (r.w + gap) / (key + gap),
	    most = metrics->is_low || metrics->step_percent > 100 ? KEYS_A_ROW_MOST : KEYS_A_ROW;
	int per_row = fit < most ? fit : most;
	int n = (int)strlen(letters), n_rows = (n + per_row - 1) / per_row;

	r.x += (r.w - per_row * (key + gap) + gap) / 2;
	for (int i = 0; i < n && !is_dry; i++)
		ks_widget_key(scene,
			      (struct ks_rect){r.x + i % per_row * (key + gap),
					       r.y + i / per_row * (key + gap), key, key},
			      ks_scene_format(scene, "%c", letters[i]),
			      (struct ks_action){KS_ACT_DIGIT, letters[i]}, false);
	return n_rows * (key + gap) - gap;
}

static void build_question(struct ks_app *app, struct ks_scene *scene, const struct ks_frame *frame,
			   int end_y)
{
	struct ks_rect column = frame->body;
	struct ks_flow flow;
	int n_words = 3;

	column.h *= 4; /* never a further part: the person must see it all */
	do {
		flow = ks_flow_begin(app, scene, column, -1);
		flow_question(&flow, app, --n_words);
	} while (n_words > 0 && column.y + flow.y > end_y);
	flow = ks_flow_begin(app, scene, column, 0);
	flow_question(&flow, app, n_words);
}

static void build(struct ks_app *app, struct ks_scene *scene)
{
	struct ks_frame_head head = {
		.title = ks_word(KS_W_ENROL_TITLE), .has_settings = true, .has_bottom = true};
	size_t max, len = strlen(typed_of(app, &max));
	struct ks_button erase = {.kind = KS_BUTTON_STRONG,
				  .label = ks_word(KS_W_ERASE),
				  .action = {KS_ACT_ERASE, 0},
				  .is_disabled = len == 0 || app->enrolling};
	struct ks_button go = {.kind = KS_BUTTON_PRIMARY,
			       .label = ks_word(is_code_step(app) ? KS_W_ENROL_GO : KS_W_NEXT),
			       .action = {KS_ACT_NEXT, 0},
			       .is_disabled = len == 0 || app->enrolling ||
					      (is_code_step(app) && len < max)};
	struct ks_frame frame;
	struct ks_rect keys;

	if (is_code_step(app) && asks_address(app)) {
		head.step_label = ks_word(KS_W_ENROL_BACK);
		head.step = (struct ks_action){KS_ACT_BACK, 0};
	} else if (app->options->setup_step != KS_SETUP_NONE) {
		head.step_label = ks_word(KS_W_SETUP_BACK);
		head.step = (struct ks_action){KS_ACT_SETUP, 0};
	}
	frame = ks_frame_open(app, scene, &head);
	keys = frame.body;
	keys.h = build_keys(app, scene, keys, true);
	keys.y += frame.body.h - keys.h;
	build_question(app, scene, &frame, keys.y);
	build_keys(app, scene, keys, false);
	ks_frame_bottom_button(scene, &frame, KS_SLOT_LEFT, &erase);
	ks_frame_bottom_button(scene, &frame, KS_SLOT_RIGHT, &go);
}

/* ---- taps ---- */

static void say(struct ks_app *app, enum ks_word word)
{
	state_of(&app->view)->has_message = true;
	state_of(&app->view)->message = word;
}

/* Whoever types a name alone means https and our path. Caller frees. */
static char *endpoint_of(const struct ks_app *app, const char *address)
{
	static const char *const schemes[] = {"http:", "https:"};
	const char *scheme = "https:", *host = address;

	if (!asks_address(app))
		return ks_strdup(app->options->endpoint);
	for (size_t i = 0; i < KS_COUNT(schemes); i++) {
		if (strncmp(address, schemes[i], strlen(schemes[i])) != 0)
			continue;
		scheme = schemes[i];
		host = address + strlen(scheme);
	}
	return ks_format("%s//%s/xAPI", scheme, host);
}

static enum ks_screen_id go_on(struct ks_app *app)
{
	struct enrol *state = state_of(&app->view);
	char code[KS_CODE_CHARS + 1], *endpoint;

	state->has_message = false;
	if (!is_code_step(app)) {
		state->has_address = state->address[0] != '\0';
		return KS_SCREEN_SAME;
	}
	if (!ks_code_read(state->code, KS_CODE_CHARS, code))
		return KS_SCREEN_SAME;
	if (!ks_enrol_is_writable(app->options->credentials_file)) {
		say(app, KS_W_ENROL_NOT_WRITTEN);
		return KS_SCREEN_SAME;
	}
	endpoint = endpoint_of(app, state->address);
	ks_enrolling_begin(app, endpoint, code);
	free(endpoint);
	return KS_SCREEN_SAME;
}

static void type(struct ks_app *app, char letter)
{
	struct enrol *state = state_of(&app->view);
	size_t max, len;
	char *typed = typed_of(app, &max);

	len = strlen(typed);
	if (len < max) {
		typed[len] = letter;
		typed[len + 1] = '\0';
	}
	state->has_message = false;
}

static enum ks_screen_id tap(struct ks_app *app, struct ks_action action)
{
	struct enrol *state = state_of(&app->view);
	size_t max;
	char *typed = typed_of(app, &max);

	if (app->enrolling)
		return KS_SCREEN_SAME;
	switch ((enum ks_act)action.what) {
	case KS_ACT_DIGIT:
		type(app, (char)action.arg);
		return KS_SCREEN_SAME;
	case KS_ACT_ERASE:
		if (*typed)
			typed[strlen(typed) - 1] = '\0';
		state->has_message = false;
		return KS_SCREEN_SAME;
	case KS_ACT_BACK:
		state->has_address = state->has_message = false;
		return KS_SCREEN_SAME;
	case KS_ACT_NEXT:
		return go_on(app);
	case KS_ACT_SETUP:
		(void)ks_setup_go_on(app, KS_SETUP_KIND);
		return ks_app_base_screen(app);
	default:
		return KS_SCREEN_SAME;
	}
}

enum ks_screen_id ks_enrol_screen_told(struct ks_app *app)
{
	static const enum ks_word words[] = {
		[KS_ENROL_WRONG_CODE] = KS_W_ENROL_WRONG,
		[KS_ENROL_OTHER_KEY] = KS_W_ENROL_OTHER,
		[KS_ENROL_WAIT] = KS_W_ENROL_WAIT,
		[KS_ENROL_NO_CENTRE] = KS_W_ENROL_NO_CENTRE,
		[KS_ENROL_NOT_OURS] = KS_W_ENROL_NOT_OURS,
		[KS_ENROL_CERTIFICATE] = KS_W_ENROL_CERTIFICATE,
		[KS_ENROL_PROXY] = KS_W_ENROL_PROXY,
		[KS_ENROL_NOT_WRITTEN] = KS_W_ENROL_NOT_WRITTEN,
	};
	enum ks_enrolled outcome = ks_enrolling_end(app);

	if (outcome == KS_ENROLLED) {
		explicit_bzero(state_of(&app->view), sizeof(struct enrol));
		ks_state_enrolled(app);
		return ks_app_base_screen(app);
	}
	say(app, words[outcome]);
	return KS_SCREEN_SAME;
}

const struct ks_screen ks_screen_enrol = {
	.name = "enrol", .enter = enter, .build = build, .tap = tap, .never_idles = true};
