/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "kiosk/flow.h"
#include "kiosk/frame.h"
#include "kiosk/screen/screen.h"
#include "kiosk/screen/signin_place.h"
#include "kiosk/screen/signin_say.h"
#include "kiosk/words/words.h"
#include "record/roster.h"
#include "visit/attend.h"
#include "visit/bind.h"
#include "visit/desk.h"
#include "visit/device.h"
#include "visit/paper.h"
#include "visit/signin.h"
#include "visit/who.h"

/*
 * サインイン (design 02): number, then PIN, and by a code from HR the choice of one. The PIN step shows the number that was typed,
 * for whether anybody has it is nobody's to learn; family name and 所属 stand there for who came by a card or their name.
 */

#define KEYPAD_H_MM 148.0
#define BOXES_MM 27.0
#define CARD_HEADING_MM 10.0 /* what is bound to what needs the room */

#define TYPED_MAX 16
#define LONGEST_NUMBER 888 /* as wide as what is said may get: a lock has 900 s */

struct signin {
	char typed[TYPED_MAX]; /* on the keypad, number or PIN */
	bool has_message;      /* below the field, in the words chosen when it is drawn */
	enum ks_word message;
	int message_n; /* its gap */
	bool is_refused; /* a whole number that nobody has: it stays to be looked at, a digit begins anew */
	int64_t locked_until_ms; /* monotonic: no PIN is taken before; 0: one is */
	bool is_wait_asked;      /* of the store, once for the person whose PIN is asked */
};
KS_SCREEN_STATE(struct signin, SIGNIN)

static void enter(const struct ks_app *app, struct ks_view *view)
{
	(void)app;
	memset(state_of(view), 0, sizeof(struct signin));
	view->part = 0;
	view->n_parts = 1; /* whatever the roll had */
}

static int seconds_locked(struct ks_app *app)
{
	int64_t left_ms = state_in(&app->view)->locked_until_ms - ks_clock_mono_ms(&app->clock);

	return left_ms > 0 ? (int)((left_ms + 999) / 1000) : 0;
}

static void flow_words(struct ks_flow *flow, enum ks_role role, const char *words,
		       const struct ks_text_style *style, double gap_mm)
{
	struct ks_rich rich = ks_rich_plain(words);

	flow->gap_px = ks_mm_fixed(&flow->app->ui.metrics, gap_mm);
	ks_flow_text(flow, role, &rich, style, 0);
}

static int message_height(struct ks_flow *flow, const char *words, bool is_good,
			  struct ks_rect *paint_at)
{
	struct ks_rich rich = ks_rich_plain(words);
	struct ks_quote note = {.ground = is_good ? KS_COLOR_OK_SOFT : KS_COLOR_WARN_SOFT,
				.text = &rich,
				.ink = is_good ? KS_COLOR_OK : KS_COLOR_WARN,
				.mm = 6.8};

	return ks_widget_quote(flow->scene, paint_at ? *paint_at : flow->column, &note, !paint_at);
}

/* What may be wrong at a step. Their place is kept free, so that nothing moves when one of them is said. */
static int message_place(struct ks_flow *flow, struct ks_app *app)
{
	static const enum ks_word said[3][4] = {
		{KS_W_NUMBER_UNKNOWN, KS_W_DIGITS_SHORT, KS_W_NO_ROSTER, KS_W_KEY_REFUSED},
		{KS_W_PIN_WRONG, KS_W_DIGITS_SHORT, KS_W_PIN_LOCKED, KS_W_PIN_LOCKED},
		{KS_W_CHOOSE_WEAK, KS_W_DIGITS_SHORT, KS_W_CHOOSE_DIFFERS, KS_W_CHOOSE_DIFFERS},
	};
	const char *count = ks_signin_count(app, ks_scene_arena(flow->scene), NULL, NULL);
	int most = 0, step = ks_signin_is_choice(app) ? 2 : ks_signin_is_pin(app);

	if (count)
		return message_height(flow, count, false, NULL);
	for (int i = 0; i < 4; i++) {
		int h = message_height(
			flow, ks_say(ks_scene_arena(flow->scene), said[step][i], LONGEST_NUMBER),
			false, NULL);

		most = h > most ? h : most;
	}
	return most;
}

static void flow_message(struct ks_flow *flow, struct ks_app *app)
{
	const struct signin *state = state_in(&app->view);
	bool is_good = false;
	const char *words = ks_signin_count(app, ks_scene_arena(flow->scene), state->typed, &is_good);
	int seconds = seconds_locked(app);
	struct ks_rect r;

	if (state->has_message)
		words = ks_say(ks_scene_arena(flow->scene), state->message, state->message_n);
	if (seconds > 0)
		words = ks_say(ks_scene_arena(flow->scene), KS_W_PIN_LOCKED, seconds);
	if (ks_flow_room(flow, message_place(flow, app), &r) && words)
		message_height(flow, words, is_good, &r);
}

/* What is asked, who is meant, the boxes, and a message if something was wrong. */
static void flow_question(struct ks_flow *flow, struct ks_app *app)
{
	const struct signin *state = state_in(&app->view);
	bool is_secret = ks_signin_is_secret(app);
	const struct ks_metrics *metrics = &app->ui.metrics;
	struct ks_text_style heading = ks_widget_heading_style(
		&app->ui, ks_signin_is_card(app) ? CARD_HEADING_MM : KS_MM_HEADING);
	struct ks_text_style who = ks_widget_style(&app->ui, 8.4);
	struct ks_text_style small = ks_widget_style(&app->ui, 6.6);
	struct ks_arena *arena = ks_scene_arena(flow->scene);
	const char *label = ks_signin_label(app, arena);
	int boxes_h = ks_mm_fixed(metrics, BOXES_MM);
	struct ks_rect r;

	flow_words(flow, KS_ROLE_HEADING, ks_signin_heading(app, arena), &heading, 5.0);
	if (is_secret) {
		who.face = KS_FACE_BOLD;
		who.has_furigana = false;
		flow_words(flow, KS_ROLE_TEXT, ks_signin_who(app, arena), &who, 4.0);
	}
	small.color = KS_COLOR_INK2;
	small.breaking = KS_BREAK_PHRASE;
	flow_words(flow, KS_ROLE_TEXT, ks_signin_is_card(app) ? ks_word(KS_W_CARD_BIND) : label,
		   &small, 2.0);
	flow->gap_px = ks_mm_fixed(metrics, 5.0);
	if (ks_flow_room(flow, boxes_h, &r))
		ks_widget_digits(flow->scene, r, ks_signin_boxes(app), state->typed, is_secret,
				 label);
	flow_message(flow, app);
}

static void build_keypad(struct ks_app *app, struct ks_scene *scene, struct ks_rect r)
{
	struct ks_keypad keypad = {.digit_what = KS_ACT_DIGIT,
				   .erase = {KS_ACT_ERASE, 0},
				   .next = {KS_ACT_NEXT, 0},
				   .can_go_on = state_in(&app->view)->typed[0] != '\0',
				   .is_dead = seconds_locked(app) > 0,
				   .erase_label = ks_word(KS_W_ERASE),
				   .next_label = ks_word(KS_W_NEXT)};

	ks_widget_keypad(scene, r, &keypad);
}

/*
 * Keys and question share the body: side by side, or in portrait the keys below. The keys give up what the question
 * needs, but never their 20 mm; the line of help is the first to go.
 */
static void split(struct ks_app *app, struct ks_scene *scene, const struct ks_frame *frame,
		  int help_h, struct ks_rect *question, struct ks_rect *keys)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	struct ks_rect body = frame->body;
	int least = ks_widget_keypad_height(scene), gap = ks_mm_fixed(metrics, 6.0), room;
	bool is_tall = ks_metrics_is_portrait(metrics);
	struct ks_flow measure;

	*question = *keys = body;
	keys->w = ks_signin_keypad_width(metrics, body.w);
	keys->h = ks_mm(metrics, KEYPAD_H_MM);
	question->w = ks_signin_question_width(metrics, body.w);
	question->h = body.h * 4; /* never a further part: the person must see it all */
	measure = ks_flow_begin(app, scene, *question, -1);
	flow_question(&measure, app);
	if (is_tall && help_h > 0)
		help_h += gap / 2;
	room = body.h - help_h - (is_tall ? measure.y + gap : 0);
	if (keys->h > room)
		keys->h = room > least ? room : least;
	keys->x += is_tall ? (body.w - keys->w) / 2 : body.w - keys->w;
	if (is_tall)
		keys->y += body.h - help_h - keys->h;
	else if (keys->h + gap <= room)
		keys->y += gap;
	if (!is_tall && measure.y + gap <= room)
		question->y += gap;
	if (!is_tall && metrics->is_low)
		*keys = ks_signin_low_keys(scene, frame, *keys);
}

/* Whoever is locked need not type a PIN, however it is known who they are. What cannot be read, the check will say. */
static void ask_wait(struct ks_app *app)
{
	struct signin *state = state_of(&app->view);
	int64_t wait_ms = 0;

	if (!ks_signin_is_pin(app) || state->is_wait_asked)
		return;
	state->is_wait_asked = true;
	if (ks_signin_wait_ms(&app->site, &app->visit, &wait_ms) == KS_OK && wait_ms > 0)
		state->locked_until_ms = ks_clock_mono_ms(&app->clock) + wait_ms;
}

static void build(struct ks_app *app, struct ks_scene *scene)
{
	struct ks_frame_head head = ks_signin_head(app, scene);
	bool is_low = app->ui.metrics.is_low && !ks_metrics_is_portrait(&app->ui.metrics);
	struct ks_frame frame = ks_frame_measure(app, scene, &head);
	struct ks_rect question, keys, help;
	struct ks_text_style style = ks_widget_style(&app->ui, 6.2);
	const char *help_words = app->visit.card.is_unknown ? ks_word(KS_W_CARD_NOT_YOURS)
				 : app->is_easy             ? app->content.organisation.easy_help
							    : app->content.organisation.help;
	struct ks_rich words = ks_rich_plain(help_words);
	struct ks_flow flow;
	int foot, taken;

	ask_wait(app);
	if (is_low)
		head.tray_w_px = ks_signin_question_width(&app->ui.metrics, frame.body.w);
	frame = ks_frame_open(app, scene, &head);
	foot = ks_signin_foot(scene);
	if (ks_metrics_is_portrait(&app->ui.metrics) && frame.body.y + frame.body.h > foot)
		frame.body.h = foot - frame.body.y;
	help = frame.body;
	if (is_low)
		help.w = head.tray_w_px;
	style.color = KS_COLOR_INK2;
	style.pitch_percent = 150;
	help.h = ks_text_layout(app->ui.text, &words, &style, help.w)->h;
	split(app, scene, &frame, help.h, &question, &keys);
	flow = ks_flow_begin(app, scene, question, 0);
	flow_question(&flow, app);
	build_keypad(app, scene, keys);
	taken = ks_most(question.y + flow.y, keys.y + keys.h);
	help.y += frame.body.h - help.h;
	if (!is_low && help.y + help.h > foot && taken + help.h <= foot)
		help.y = foot - help.h;
	if (ks_metrics_is_portrait(&app->ui.metrics) && keys.y + keys.h > help.y)
		help.h = 0;
	if (help.h > 0 && !ks_signin_is_keys(app) && question.y + flow.y <= help.y &&
	    (is_low || keys.y + keys.h <= help.y))
		ks_scene_words_in(scene, KS_ROLE_TEXT, help, help_words, &style);
	ks_frame_tray(scene, &frame);
}

static void clear(struct ks_app *app)
{
	memset(state_of(&app->view), 0, sizeof(struct signin));
}

/* What was typed stays. */
static void add_message(struct ks_app *app, enum ks_word word, int number)
{
	struct signin *state = state_of(&app->view);

	state->has_message = true;
	state->message = word;
	state->message_n = number;
}

static void say(struct ks_app *app, enum ks_word word, int number)
{
	clear(app);
	add_message(app, word, number);
}

/* Fewer digits than there are boxes: what is there stays. Says whether it is so. */
static bool say_short(struct ks_app *app)
{
	int n_left = ks_signin_boxes(app) - (int)strlen(state_in(&app->view)->typed);

	if (n_left > 0)
		add_message(app, KS_W_DIGITS_SHORT, n_left);
	return n_left > 0;
}

/* Seconds count down from here; the keys are dead meanwhile. */
static void lock(struct ks_app *app, int64_t wait_ms)
{
	clear(app);
	if (wait_ms > 0)
		state_of(&app->view)->locked_until_ms = ks_clock_mono_ms(&app->clock) + wait_ms;
}

static enum ks_screen_id take_number(struct ks_app *app)
{
	if (ks_app_is_key_refused(app)) {
		say(app, KS_W_KEY_REFUSED, 0);
		return KS_SCREEN_SAME;
	}

	enum ks_rc rc = ks_signin_typed(&app->site, &app->visit, state_in(&app->view)->typed);
	size_t n_people = 0;

	if (rc == KS_OK)
		clear(app);
	if (rc == KS_OK && app->visit.place == KS_VISIT_CONFIRM)
		return KS_SCREEN_CONFIRM;
	if (rc != KS_NOT_FOUND)
		return rc == KS_OK ? KS_SCREEN_SAME : ks_app_trouble(app, rc);
	rc = ks_roster_count(app->site.store, &n_people);
	if (rc != KS_OK)
		return ks_app_trouble(app, rc);
	if (n_people > 0 && say_short(app)) /* a list may hold numbers shorter than the longest */
		return KS_SCREEN_SAME;
	add_message(app, n_people == 0 ? KS_W_NO_ROSTER : KS_W_NUMBER_UNKNOWN, 0);
	state_of(&app->view)->is_refused = true;
	return KS_SCREEN_SAME;
}

static enum ks_screen_id take_pin(struct ks_app *app)
{
	struct ks_pin_verdict verdict = {0};
	enum ks_rc rc;

	if (say_short(app))
		return KS_SCREEN_SAME;
	rc = ks_signin_pin(&app->site, &app->visit, state_in(&app->view)->typed, &verdict);
	if (app->visit.is_signed_in) {
		ks_settings_restore(app);
		return ks_app_where(app, rc);
	}
	if (rc == KS_OK)
		clear(app); /* an own one is to be chosen */
	else if (rc != KS_DENIED)
		return ks_app_trouble(app, rc);
	else if (verdict.wait_ms > 0)
		lock(app, verdict.wait_ms);
	else
		say(app, KS_W_PIN_WRONG, verdict.tries_left);
	return KS_SCREEN_SAME;
}

static enum ks_screen_id take_choice(struct ks_app *app)
{
	enum ks_rc rc;

	if (say_short(app))
		return KS_SCREEN_SAME;
	rc = ks_signin_choose(&app->site, &app->visit, state_in(&app->view)->typed);
	if (app->visit.is_signed_in) {
		ks_settings_restore(app);
		return ks_app_where(app, rc);
	}
	if (rc == KS_OK)
		clear(app);
	else if (rc == KS_INVALID || rc == KS_CONFLICT)
		say(app, rc == KS_INVALID ? KS_W_CHOOSE_WEAK : KS_W_CHOOSE_DIFFERS, 0);
	else
		return ks_app_trouble(app, rc);
	return KS_SCREEN_SAME;
}

/* Why what was typed for @deed is not taken; KS_W_COUNT: it was, or something is broken. */
static enum ks_word refusal(enum ks_desk_deed deed, enum ks_rc rc)
{
	if (rc == KS_NOT_FOUND)
		return deed == KS_DESK_CLOCK ? KS_W_KEYS_NO_TIME : KS_W_KEYS_NOBODY;
	if (deed != KS_DESK_PAPER)
		return KS_W_COUNT;
	switch (rc) {
	case KS_CONFLICT:
		return KS_W_KEYS_PAPER_DONE;
	case KS_INVALID:
		return KS_W_KEYS_PAPER_OTHER;
	case KS_DENIED:
		return KS_W_KEYS_PAPER_LATER;
	default:
		return KS_W_COUNT;
	}
}

static enum ks_screen_id take_keys(struct ks_app *app)
{
	enum ks_desk_deed deed = app->visit.desk.deed;
	bool is_clock = deed == KS_DESK_CLOCK;
	const char *typed = state_in(&app->view)->typed;
	enum ks_word why;
	enum ks_rc rc;

	if (is_clock && say_short(app))
		return KS_SCREEN_SAME;
	rc = is_clock ? ks_device_tell_clock(&app->site, &app->visit, typed)
		      : ks_desk_number(&app->site, &app->visit, typed);
	if (rc == KS_OK && deed == KS_DESK_PAPER)
		rc = ks_paper_begin(&app->site, &app->visit);
	why = refusal(deed, rc);
	if (why == KS_W_COUNT)
		return ks_app_where(app, rc);
	add_message(app, why, 0);
	state_of(&app->view)->is_refused = true;
	return KS_SCREEN_SAME;
}

/* 受付 by the number alone: the last digit is enough. */
static bool is_whole(struct ks_app *app)
{
	return app->visit.place == KS_VISIT_NUMBER && app->visit.attend.is_open_desk &&
	       (int)strlen(state_in(&app->view)->typed) == ks_signin_boxes(app);
}

static enum ks_screen_id back_to_roll(struct ks_app *app)
{
	ks_desk_back(&app->visit);
	return ks_app_where(app, KS_OK);
}

static enum ks_screen_id to_desk(struct ks_app *app)
{
	enum ks_screen_id rest = ks_app_sign_out(app, false);

	if (rest == KS_SCREEN_TROUBLE)
		return rest;
	ks_desk_begin(&app->visit);
	return KS_SCREEN_SIGNIN;
}

static void type_digit(struct ks_app *app, char digit)
{
	struct signin *state = state_of(&app->view);
	size_t len;

	if (state->is_refused)
		clear(app);
	len = strlen(state->typed);
	if (len < (size_t)ks_signin_boxes(app) && len + 1 < sizeof(state->typed))
		state->typed[len] = digit;
	state->has_message = false;
}

static enum ks_screen_id tap(struct ks_app *app, struct ks_action action)
{
	struct signin *state = state_of(&app->view);
	size_t len = strlen(state->typed);

	if (seconds_locked(app) > 0 && action.what != KS_ACT_CLOSE)
		return KS_SCREEN_SAME;
	switch ((enum ks_act)action.what) {
	case KS_ACT_DIGIT:
		type_digit(app, (char)action.arg);
		return is_whole(app) ? take_number(app) : KS_SCREEN_SAME;
	case KS_ACT_ERASE:
		if (len > 0)
			state->typed[len - 1] = '\0';
		state->is_refused = false;
		return KS_SCREEN_SAME;
	case KS_ACT_NEXT:
		if (ks_signin_is_keys(app))
			return state->typed[0] ? take_keys(app) : KS_SCREEN_SAME;
		if (ks_signin_is_choice(app))
			return take_choice(app);
		return ks_signin_is_pin(app) ? take_pin(app) : take_number(app);
	case KS_ACT_HOME:
		return ks_signin_is_keys(app) ? back_to_roll(app) : KS_SCREEN_SAME;
	case KS_ACT_DESK:
		return to_desk(app);
	case KS_ACT_CARD:
		ks_card_drop(&app->visit);
		return KS_SCREEN_SAME;
	case KS_ACT_NAME:
		ks_who_begin(&app->visit);
		return ks_app_where(app, KS_OK);
	case KS_ACT_CLOSE:
		return ks_app_sign_out(app, false);
	default:
		return KS_SCREEN_SAME;
	}
}

/* The seconds of a lock. */
static int due_ms(struct ks_app *app)
{
	struct signin *state = state_of(&app->view);
	int64_t left_ms = state->locked_until_ms - ks_clock_mono_ms(&app->clock);

	if (state->locked_until_ms == 0)
		return -1;
	if (left_ms > 0)
		return (int)((left_ms - 1) % 1000) + 1;
	state->locked_until_ms = 0;
	return 0;
}

const struct ks_screen ks_screen_signin = {
	.name = "signin", .enter = enter, .build = build, .tap = tap, .due_ms = due_ms};
