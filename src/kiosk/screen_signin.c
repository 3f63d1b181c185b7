/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "kiosk/frame.h"
#include "kiosk/screen.h"
#include "kiosk/visit.h"
#include "kiosk/words.h"
#include "record/pin.h"
#include "record/roster.h"

/*
 * サインイン (design 02): number, then PIN. The PIN step shows only family name and 所属, so that somebody else's
 * number typed by mistake is noticed without telling more than that.
 */

#define KEYPAD_W_MM 156.0
#define KEYPAD_H_MM 148.0

static void enter(struct ks_app *app)
{
	struct ks_visit *visit = &app->visit;

	visit->is_pin_step = false;
	visit->message = NULL;
	memset(visit->typed, 0, sizeof(visit->typed));
}

static int n_boxes(struct ks_app *app)
{
	return app->visit.is_pin_step ? KS_PIN_DIGITS : ks_visit_number_digits(app);
}

/* What is asked, who is meant, the boxes, and a message if something was wrong. */
static void build_question(struct ks_app *app, struct ks_scene *scene, struct ks_rect r)
{
	struct ks_visit *visit = &app->visit;
	const struct ks_metrics *metrics = &app->ui.metrics;
	struct ks_text_style heading = ks_widget_heading_style(&app->ui, KS_MM_HEADING);
	struct ks_text_style small = ks_widget_style(&app->ui, 6.6);
	const char *label = visit->is_pin_step
				    ? ks_word(KS_W_PIN_LABEL)
				    : ks_say(ks_scene_arena(scene), KS_W_NUMBER_LABEL, n_boxes(app));
	int gap = ks_mm_fixed(metrics, 5.0);
	struct ks_rect boxes;

	r.y += ks_scene_words(scene, KS_ROLE_HEADING, r,
			      ks_word(visit->is_pin_step ? KS_W_PIN_HEADING : KS_W_NUMBER_HEADING),
			      &heading);
	r.y += gap;
	if (visit->is_pin_step) {
		const struct ks_appointment *appointment = ks_visit_appointment(app);
		struct ks_text_style who = ks_widget_style(&app->ui, 8.4);

		who.face = KS_FACE_BOLD;
		r.y += ks_scene_words(scene, KS_ROLE_TEXT, r,
				      ks_say(ks_scene_arena(scene), KS_W_PIN_WHO, visit->family_name,
					     appointment ? appointment->unit : ""),
				      &who);
		r.y += gap;
	}
	small.color = KS_COLOR_INK2;
	r.y += ks_scene_words(scene, KS_ROLE_TEXT, r, label, &small) + gap / 2;
	boxes = (struct ks_rect){r.x, r.y, r.w, ks_mm(metrics, 27.0)};
	ks_widget_digits(scene, boxes, n_boxes(app), visit->typed, visit->is_pin_step, label);
	r.y += boxes.h + gap;
	if (visit->message) {
		struct ks_rich rich = ks_rich_plain(visit->message);
		struct ks_quote note = {
			.ground = KS_COLOR_WARN_SOFT, .text = &rich, .ink = KS_COLOR_WARN, .mm = 6.8};

		ks_widget_quote(scene, r, &note, false);
	}
}

static void build_keypad(struct ks_app *app, struct ks_scene *scene, struct ks_rect r)
{
	struct ks_keypad keypad = {.digit_what = KS_ACT_DIGIT,
				   .erase = {KS_ACT_ERASE, 0},
				   .next = {KS_ACT_NEXT, 0},
				   .can_go_on = app->visit.typed[0] != '\0',
				   .erase_label = ks_word(KS_W_ERASE),
				   .next_label = ks_word(KS_W_NEXT)};

	ks_widget_keypad(scene, r, &keypad);
}

static void build(struct ks_app *app, struct ks_scene *scene)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	bool is_attending = app->visit.purpose == KS_PURPOSE_ATTEND;
	struct ks_frame frame = ks_frame_begin(
		app, scene, ks_word(is_attending ? KS_W_ATTEND_TITLE : KS_W_SIGNIN_TITLE), false);
	struct ks_rect left = frame.body, pad = frame.body;
	struct ks_text_style help = ks_widget_style(&app->ui, 6.2);
	int right = 0, help_h;

	ks_frame_top_button(scene, &frame, &right, ks_word(KS_W_QUIT_SIGNIN),
			    (struct ks_action){KS_ACT_CLOSE, 0});
	help.color = KS_COLOR_INK2;
	help_h = help.em_px * 2;
	pad.w = ks_mm(metrics, KEYPAD_W_MM);
	pad.h = ks_mm(metrics, KEYPAD_H_MM);
	if (ks_metrics_is_portrait(metrics)) {
		if (pad.w > frame.body.w)
			pad.w = frame.body.w;
		pad.x += (frame.body.w - pad.w) / 2;
		pad.y = frame.body.y + frame.body.h - help_h - pad.h;
	} else {
		if (pad.w > frame.body.w * 45 / 100)
			pad.w = frame.body.w * 45 / 100;
		if (pad.h > frame.body.h - help_h)
			pad.h = frame.body.h - help_h;
		pad.x += frame.body.w - pad.w;
		pad.y += ks_mm_fixed(metrics, 6.0);
		left.w = frame.body.w - pad.w - ks_mm_fixed(metrics, 18.0);
	}
	left.y += ks_mm_fixed(metrics, 6.0);
	build_question(app, scene, left);
	build_keypad(app, scene, pad);
	ks_scene_words_in(scene, KS_ROLE_TEXT,
			  (struct ks_rect){frame.body.x, frame.body.y + frame.body.h - help_h,
					   frame.body.w, help_h},
			  app->content.organisation.help, &help);
}

static void say(struct ks_app *app, enum ks_word word, int number)
{
	app->visit.message = ks_say(&app->visit.arena, word, number);
	memset(app->visit.typed, 0, sizeof(app->visit.typed));
}

static enum ks_screen_id take_number(struct ks_app *app)
{
	struct ks_visit *visit = &app->visit;
	size_t n_people = 0;

	if (ks_visit_find(app) != KS_OK) {
		bool is_empty = ks_roster_count(app->store, &n_people) == KS_OK && n_people == 0;

		say(app, is_empty ? KS_W_NO_ROSTER : KS_W_NUMBER_UNKNOWN, 0);
		return KS_SCREEN_SAME;
	}
	visit->is_pin_step = true;
	visit->message = NULL;
	memset(visit->typed, 0, sizeof(visit->typed));
	return KS_SCREEN_SAME;
}

static enum ks_screen_id let_in(struct ks_app *app)
{
	struct ks_visit *visit = &app->visit;

	memset(visit->typed, 0, sizeof(visit->typed));
	visit->is_signed_in = true;
	visit->message = NULL;
	return visit->purpose == KS_PURPOSE_ATTEND ? KS_SCREEN_ATTENDED : KS_SCREEN_HOME;
}

static enum ks_screen_id take_pin(struct ks_app *app)
{
	struct ks_pin_verdict verdict = {0};

	if (strlen(app->visit.typed) != KS_PIN_DIGITS) {
		say(app, KS_W_PIN_SHORT, 0);
		return KS_SCREEN_SAME;
	}
	switch (ks_pin_check(app->store, &app->clock, app->visit.person.number, app->visit.typed,
			     &verdict)) {
	case KS_OK:
		return let_in(app);
	case KS_NOT_FOUND:
		say(app, KS_W_PIN_UNSET, 0);
		return KS_SCREEN_SAME;
	case KS_DENIED:
		if (verdict.wait_ms > 0)
			say(app, KS_W_PIN_LOCKED, (int)((verdict.wait_ms + 999) / 1000));
		else
			say(app, KS_W_PIN_WRONG, verdict.tries_left);
		return KS_SCREEN_SAME;
	default:
		app->trouble = KS_IO;
		return KS_SCREEN_SAME;
	}
}

static void type_digit(struct ks_app *app, char digit)
{
	struct ks_visit *visit = &app->visit;
	size_t len = strlen(visit->typed);

	if (len < (size_t)n_boxes(app) && len + 1 < sizeof(visit->typed))
		visit->typed[len] = digit;
	visit->message = NULL;
}

static enum ks_screen_id tap(struct ks_app *app, struct ks_action action)
{
	struct ks_visit *visit = &app->visit;
	size_t len = strlen(visit->typed);

	switch ((enum ks_act)action.what) {
	case KS_ACT_DIGIT:
		type_digit(app, (char)action.arg);
		return KS_SCREEN_SAME;
	case KS_ACT_ERASE:
		if (len > 0)
			visit->typed[len - 1] = '\0';
		return KS_SCREEN_SAME;
	case KS_ACT_NEXT:
		return visit->is_pin_step ? take_pin(app) : take_number(app);
	case KS_ACT_CLOSE:
		ks_visit_end(app, false);
		return ks_app_base_screen(app);
	default:
		return KS_SCREEN_SAME;
	}
}

const struct ks_screen ks_screen_signin = {
	.name = "signin", .enter = enter, .build = build, .tap = tap};
