/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "kiosk/flow.h"
#include "kiosk/frame.h"
#include "kiosk/screen/screen.h"
#include "kiosk/screen/signin_place.h"
#include "kiosk/words/words.h"
#include "record/roster.h"
#include "visit/attend.h"
#include "visit/desk.h"
#include "visit/signin.h"
#include "visit/who.h"

/*
 * サインイン (design 02): number, then PIN. The PIN step shows only family name and 所属, so that somebody else's
 * number typed by mistake is noticed without telling more than that.
 */

#define KEYPAD_H_MM 148.0
#define BOXES_MM 27.0

#define TYPED_MAX 16
#define COUNT_DIGITS 3
#define LONGEST_NUMBER 888 /* as wide as what is said may get: a lock has 900 s */

struct signin {
	char typed[TYPED_MAX]; /* on the keypad, number or PIN */
	bool has_message;      /* below the field, in the words chosen when it is drawn */
	enum ks_word message;
	int message_n; /* its gap */
	bool is_refused; /* a whole number that nobody has: it stays to be looked at, a digit begins anew */
	int64_t locked_until_ms; /* monotonic: no PIN is taken before; 0: one is */
};
KS_SCREEN_STATE(struct signin, SIGNIN)

static void enter(const struct ks_app *app, struct ks_view *view)
{
	(void)app;
	memset(state_of(view), 0, sizeof(struct signin));
	view->part = 0;
	view->n_parts = 1; /* whatever the roll had */
}

static bool is_pin_step(const struct ks_app *app)
{
	return app->visit.place == KS_VISIT_PIN;
}

/* The 係員 types somebody's number, or how many are there. */
static bool is_keys_step(const struct ks_app *app)
{
	return app->visit.place == KS_VISIT_KEYS;
}

static bool is_count_step(const struct ks_app *app)
{
	return is_keys_step(app) && app->visit.desk.deed == KS_DESK_CLOSE;
}

static int n_boxes(struct ks_app *app)
{
	if (is_count_step(app))
		return COUNT_DIGITS;
	return is_pin_step(app) ? KS_PIN_DIGITS : ks_signin_number_digits(&app->site);
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

static int message_height(struct ks_flow *flow, const char *words, struct ks_rect *paint_at)
{
	struct ks_rich rich = ks_rich_plain(words);
	struct ks_quote note = {
		.ground = KS_COLOR_WARN_SOFT, .text = &rich, .ink = KS_COLOR_WARN, .mm = 6.8};

	return ks_widget_quote(flow->scene, paint_at ? *paint_at : flow->column, &note, !paint_at);
}

/* What may be wrong at a step. Their place is kept free, so that nothing moves when one of them is said. */
static int message_place(struct ks_flow *flow, struct ks_app *app)
{
	static const enum ks_word said[2][4] = {
		{KS_W_NUMBER_UNKNOWN, KS_W_DIGITS_SHORT, KS_W_NO_ROSTER, KS_W_KEY_REFUSED},
		{KS_W_PIN_WRONG, KS_W_DIGITS_SHORT, KS_W_PIN_UNSET, KS_W_PIN_LOCKED},
	};
	int most = 0;

	for (int i = 0; i < 4; i++) {
		int h = message_height(flow,
				       ks_say(ks_scene_arena(flow->scene),
					      said[is_pin_step(app)][i], LONGEST_NUMBER),
				       NULL);

		most = h > most ? h : most;
	}
	return most;
}

static void flow_message(struct ks_flow *flow, struct ks_app *app)
{
	const struct signin *state = state_in(&app->view);
	const char *words = NULL;
	int seconds = seconds_locked(app);
	struct ks_rect r;

	if (state->has_message)
		words = ks_say(ks_scene_arena(flow->scene), state->message, state->message_n);
	if (seconds > 0)
		words = ks_say(ks_scene_arena(flow->scene), KS_W_PIN_LOCKED, seconds);
	if (ks_flow_room(flow, message_place(flow, app), &r) && words)
		message_height(flow, words, &r);
}

static const char *heading_words(const struct ks_app *app)
{
	if (is_keys_step(app))
		return ks_word(is_count_step(app) ? KS_W_KEYS_CLOSE : KS_W_KEYS_ADMIT);
	return ks_word(is_pin_step(app) ? KS_W_PIN_HEADING : KS_W_NUMBER_HEADING);
}

static const char *label_words(struct ks_app *app, struct ks_arena *arena)
{
	const struct ks_roll *roll = &app->visit.desk.roll;

	if (is_count_step(app))
		return ks_say(arena, KS_W_KEYS_CLOSE_LABEL, (int)(roll->n_here + roll->n_walk_ins));
	if (is_keys_step(app))
		return ks_word(KS_W_KEYS_ADMIT_LABEL);
	return is_pin_step(app) ? ks_word(KS_W_PIN_LABEL)
				: ks_say(arena, KS_W_NUMBER_LABEL, n_boxes(app));
}

/* What is asked, who is meant, the boxes, and a message if something was wrong. */
static void flow_question(struct ks_flow *flow, struct ks_app *app)
{
	const struct signin *state = state_in(&app->view);
	bool is_pin = is_pin_step(app);
	const struct ks_metrics *metrics = &app->ui.metrics;
	struct ks_text_style heading = ks_widget_heading_style(&app->ui, KS_MM_HEADING);
	struct ks_text_style who = ks_widget_style(&app->ui, 8.4);
	struct ks_text_style small = ks_widget_style(&app->ui, 6.6);
	struct ks_arena *arena = ks_scene_arena(flow->scene);
	const char *label = label_words(app, arena);
	int boxes_h = ks_mm_fixed(metrics, BOXES_MM);
	struct ks_rect r;

	flow_words(flow, KS_ROLE_HEADING, heading_words(app), &heading, 5.0);
	if (is_pin) {
		const struct ks_appointment *appointment = ks_visit_appointment(&app->visit);

		who.face = KS_FACE_BOLD;
		who.has_furigana = false;
		flow_words(flow, KS_ROLE_TEXT,
			   ks_say(arena, KS_W_PIN_WHO, app->visit.family_name,
				  appointment ? appointment->unit : ""),
			   &who, 4.0);
	}
	small.color = KS_COLOR_INK2;
	flow_words(flow, KS_ROLE_TEXT, label, &small, 2.0);
	flow->gap_px = ks_mm_fixed(metrics, 5.0);
	if (ks_flow_room(flow, boxes_h, &r))
		ks_widget_digits(flow->scene, r, n_boxes(app), state->typed, is_pin, label);
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

static int larger(int a, int b)
{
	return a > b ? a : b;
}

/* Whoever checks in sees to what, as long as they type. */
static struct ks_frame_head head_of(struct ks_app *app, struct ks_scene *scene)
{
	const struct ks_visit *visit = &app->visit;
	struct ks_frame_head head =
		ks_frame_door_head(ks_word(KS_W_SIGNIN_TITLE), ks_word(KS_W_QUIT_SIGNIN));

	if (is_keys_step(app)) {
		head = ks_frame_person_head(ks_word(KS_W_ROLL_TITLE), ks_word(KS_W_ROLL_BACK),
					    KS_ACT_HOME);
		head.has_bottom = false;
	} else if (visit->purpose == KS_PURPOSE_DESK) {
		head.title = ks_word(KS_W_DESK);
	} else if (visit->purpose == KS_PURPOSE_ATTEND) {
		head.title = ks_say(ks_scene_arena(scene), KS_W_ATTEND_FOR,
				    ks_attend_gathering(visit)->title);
	}
	if (visit->purpose == KS_PURPOSE_ATTEND && visit->place == KS_VISIT_NUMBER) {
		head.extra_label = ks_word(KS_W_DESK);
		head.extra = (struct ks_action){KS_ACT_DESK, 0};
		head.other_label = ks_word(KS_W_NAME_TITLE);
		head.other = (struct ks_action){KS_ACT_NAME, 0};
	}
	return head;
}

static void build(struct ks_app *app, struct ks_scene *scene)
{
	struct ks_frame_head head = head_of(app, scene);
	bool is_low = app->ui.metrics.is_low && !ks_metrics_is_portrait(&app->ui.metrics);
	struct ks_frame frame = ks_frame_measure(app, scene, &head);
	struct ks_rect question, keys, help;
	struct ks_text_style style = ks_widget_style(&app->ui, 6.2);
	struct ks_rich words = ks_rich_plain(app->content.organisation.help);
	struct ks_flow flow;
	int foot, taken;

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
	taken = larger(question.y + flow.y, keys.y + keys.h);
	help.y += frame.body.h - help.h;
	if (!is_low && help.y + help.h > foot && taken + help.h <= foot)
		help.y = foot - help.h;
	if (ks_metrics_is_portrait(&app->ui.metrics) && keys.y + keys.h > help.y)
		help.h = 0;
	if (help.h > 0 && !is_keys_step(app) && question.y + flow.y <= help.y &&
	    (is_low || keys.y + keys.h <= help.y))
		ks_scene_words_in(scene, KS_ROLE_TEXT, help, app->content.organisation.help, &style);
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
	int n_left = n_boxes(app) - (int)strlen(state_in(&app->view)->typed);

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

/* What would be recorded here could never be delivered under this name. */
static bool is_key_refused(struct ks_app *app)
{
	struct ks_sync_status status = {.state = KS_SYNC_OFF};

	if (app->sync)
		ks_sync_status(app->sync, &status);
	return status.is_key_refused;
}

static enum ks_screen_id take_number(struct ks_app *app)
{
	if (is_key_refused(app)) {
		say(app, KS_W_KEY_REFUSED, 0);
		return KS_SCREEN_SAME;
	}

	enum ks_rc rc = ks_signin_number(&app->site, &app->visit, state_in(&app->view)->typed);
	size_t n_people = 0;
	int64_t wait_ms = 0;

	if (rc == KS_OK)
		rc = ks_signin_wait_ms(&app->site, &app->visit, &wait_ms);
	if (rc == KS_OK)
		lock(app, wait_ms);
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
	if (rc == KS_NOT_FOUND)
		say(app, KS_W_PIN_UNSET, 0);
	else if (rc != KS_DENIED)
		return ks_app_trouble(app, rc);
	else if (verdict.wait_ms > 0)
		lock(app, verdict.wait_ms);
	else
		say(app, KS_W_PIN_WRONG, verdict.tries_left);
	return KS_SCREEN_SAME;
}

static enum ks_screen_id take_keys(struct ks_app *app)
{
	enum ks_rc rc = ks_desk_number(&app->site, &app->visit, state_in(&app->view)->typed);

	if (rc != KS_NOT_FOUND)
		return ks_app_where(app, rc);
	add_message(app, KS_W_KEYS_NOBODY, 0);
	state_of(&app->view)->is_refused = true;
	return KS_SCREEN_SAME;
}

/* 受付 by the number alone: the last digit is enough. */
static bool is_whole(struct ks_app *app)
{
	return app->visit.place == KS_VISIT_NUMBER && app->visit.attend.is_open_desk &&
	       (int)strlen(state_in(&app->view)->typed) == n_boxes(app);
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
	if (len < (size_t)n_boxes(app) && len + 1 < sizeof(state->typed))
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
		if (is_keys_step(app))
			return state->typed[0] ? take_keys(app) : KS_SCREEN_SAME;
		return is_pin_step(app) ? take_pin(app) : take_number(app);
	case KS_ACT_HOME:
		return is_keys_step(app) ? back_to_roll(app) : KS_SCREEN_SAME;
	case KS_ACT_DESK:
		return to_desk(app);
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
