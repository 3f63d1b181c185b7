/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/id.h"
#include "base/log.h"
#include "kiosk/card.h"
#include "kiosk/driver.h"
#include "kiosk/open.h"
#include "kiosk/question/question.h"
#include "kiosk/screen/home_row.h"
#include "kiosk/screen/policy.h"
#include "kiosk/screen/screen.h"
#include "kiosk/trace.h"
#include "support/first.h"
#include "support/hands.h"
#include "support/look.h"
#include "support/room.h"

/*
 * The walk: one kiosk is led with real taps through every screen, page, part and question, and at each of them
 * is shown at every size and text step. What reaches the glass is dumped ($KENSHU_SCENES) and judged by walk.py.
 * The canvas is small, so that painting costs nothing: layout is what is looked at.
 *
 * flow_walk NUMBER PIN [--modes] then the options of kenshu-kiosk; $WALK_PICTURES "FOLDER STEP MODE" leaves pictures instead
 */

#define TAPS_MAX 2000
#define FINISH_LESSONS 9

static struct ks_app app;

static void sign_in(const char *number, const char *pin, bool is_looked_at)
{
	hands_keys(number);
	if (is_looked_at)
		look();
	hands_tap(KS_ACT_NEXT, 0);
	hands_keys("12");
	if (is_looked_at)
		look();
	hands_keys("3456");
	hands_tap(KS_ACT_NEXT, 0);
	if (is_looked_at)
		look(); /* wrong PIN */
	hands_keys(pin);
	hands_tap(KS_ACT_NEXT, 0);
}

static void idle_and_doors(void)
{
	for (size_t i = 0; i < app.content.n_posters; i++) {
		app.poster_index = i;
		look();
	}
	look_behind(KS_ACT_EMERGENCY, 0);
	hands_tap(KS_ACT_CLOSE, 0);
	app.trouble = KS_FULL;
	app.screen = KS_SCREEN_TROUBLE;
	look();
	app.trouble = KS_OK;
	app.screen = KS_SCREEN_ATTRACT;
	ks_app_draw(&app);
}

/* 目次, where it does not stand beside, then clause after clause. */
static void read_policy(size_t size, int step, enum look_mode mode)
{
	ks_policy_reader_begin(&app.view);
	look_at(size, step, mode);
	if (hands_try_tap(KS_ACT_CONTENTS, 0)) {
		look_turn();
		hands_tap(KS_ACT_CONTENTS, 0);
	}
	for (int i = 0; i < TAPS_MAX && hands_try_tap(KS_ACT_NEXT, 0); i++)
		;
}

static void policy(void)
{
	hands_tap(KS_ACT_POLICY, 0);
	for (int mode = LOOK_STANDARD; mode <= LOOK_LOW; mode++)
		for (size_t size = 0; size < LOOK_SIZES; size++)
			for (int step = 0; step < 3; step++)
				read_policy(size, step, (enum look_mode)mode);
	look_at(0, 0, LOOK_STANDARD);
	look_behind(KS_ACT_SEARCH, 0);
	hands_tap(KS_ACT_KANA_ROW, 5); /* the longest row */
	look();
	look_behind(KS_ACT_KANA, -1);
	hands_tap(KS_ACT_ERASE, 0);
	look_behind(KS_ACT_WORD, -1);
	look_behind(KS_ACT_HIT, -1);
	hands_tap(KS_ACT_CLOSE, 0);
}

static void attendance(const char *number, const char *pin)
{
	hands_tap(KS_ACT_ATTEND, 0);
	if (app.screen == KS_SCREEN_GATHERINGS) {
		look();
		hands_tap(KS_ACT_CHOOSE, 0);
	}
	sign_in(number, pin, false);
	look();
	hands_tap(KS_ACT_CLOSE, 0);
}

/* From the idle screen, or 受付, to the roll of the first gathering. */
static void to_roll(const char *number, const char *pin)
{
	if (app.screen == KS_SCREEN_ATTRACT)
		hands_tap(KS_ACT_ATTEND, 0);
	hands_tap(KS_ACT_DESK, 0);
	hands_keys(number);
	hands_tap(KS_ACT_NEXT, 0);
	hands_keys(pin);
	hands_tap(KS_ACT_NEXT, 0);
	if (app.screen != KS_SCREEN_DESK)
		hands_die("no desk", 0);
	hands_tap(KS_ACT_CHOOSE, 0);
}

/* 氏名から探す: as many as may be told, the list by itself where it has no room beside the keys, too many. */
static void by_name(void)
{
	static const int kana[] = {0x304B, 0x3093}; /* かん */

	look_behind(KS_ACT_NAME, 0);
	hands_tap(KS_ACT_KANA, kana[0]);
	look_behind(KS_ACT_KANA, kana[1]);
	look_at(3, 2, LOOK_STANDARD); /* portrait, largest */
	look_behind(KS_ACT_FIND, 0);
	hands_tap(KS_ACT_UNDO, 0);
	hands_tap(KS_ACT_CLOSE, 0);
}

/* A card that nobody has, at 受付: its owner's number is asked, then the PIN. */
static void by_card(const char *visitor)
{
	static const uint8_t id[] = {0x01, 0x12, 0x04, 0x7A, 0xB0, 0x55, 0x3F, 0x21};
	struct ks_input wake = {.kind = KS_INPUT_WAKE};

	ks_cards_post(app.cards, id, sizeof(id));
	ks_app_input(&app, &wake);
	if (app.screen != KS_SCREEN_SIGNIN)
		hands_die("the card was not looked at", app.screen);
	look();
	hands_keys(visitor); /* the last digit is enough: the PIN is asked */
	look();
	hands_tap(KS_ACT_CLOSE, 0);
}

/* 端末の状態, the marks to touch, and the time told. */
static void device(void)
{
	look_behind(KS_ACT_DEVICE, 0);
	look_behind(KS_ACT_TOUCH, -1);
	hands_tap(KS_ACT_TOUCH, 4);
	hands_tap(KS_ACT_DEVICE, 0);
	look_behind(KS_ACT_CLOCK, 0);
	hands_tap(KS_ACT_HOME, 0);
	hands_tap(KS_ACT_DESK, 0);
}

/* The 係員's screens, and 受付 that they open: $WALK_DESK is "NUMBER PIN". */
static void desk(const char *visitor)
{
	char number[16] = "", pin[16] = "";
	const char *told = getenv("WALK_DESK");

	if (!told || sscanf(told, "%15s %15s", number, pin) != 2)
		return;
	to_roll(number, pin);
	look();
	look_behind(KS_ACT_DESK, 0);
	device();
	room_newly();
	hands_tap(KS_ACT_CHOOSE, 0);
	room_walk(&app);
	for (int deed = KS_ACT_PERSON; deed <= KS_ACT_COUNT; deed++) {
		if (deed == KS_ACT_WHY)
			continue;
		look_behind(deed, -1);
		if (deed != KS_ACT_PERSON) {
			hands_keys(deed == KS_ACT_ADMIT ? visitor : "97");
			look();
			look_behind(KS_ACT_NEXT, 0);
		}
		hands_tap(KS_ACT_WHY, -1);
	}
	look(); /* closed, with a reason */
	look_behind(KS_ACT_RECEPTION, 1);
	by_name();
	by_card(visitor);
	look_behind(KS_ACT_ATTEND, 0);
	hands_keys(visitor);
	look(); /* is it you? */
	look_behind(KS_ACT_CONFIRM, 0);
	if (hands_try_tap(KS_ACT_LEAVE, 0))
		look();
	hands_tap(KS_ACT_CLOSE, 0);
	to_roll(number, pin);
	hands_tap(KS_ACT_RECEPTION, 0);
	hands_tap(KS_ACT_SIGN_OUT, 0);
}

static void page(void)
{
	look();
	if (hands_try_tap(KS_ACT_OPENING, 0)) {
		look();
		hands_tap(KS_ACT_CLOSE, 0);
	}
	while (hands_try_tap(KS_ACT_REVEAL, -1))
		;
	if (app.view.revealed)
		look();
	for (int i = 0, at = app.visit.lesson.session.page_index; i < TAPS_MAX; i++) {
		hands_tap(KS_ACT_NEXT, 0);
		if (app.screen != KS_SCREEN_PAGE || app.visit.lesson.session.page_index != at)
			return;
	}
}

static void question(bool is_right, bool is_looked_at)
{
	const struct ks_question *present = ks_question_present(&app);
	const struct ks_question_ops *ops = ks_question_ops(present);
	struct ks_answer wanted;
	struct ks_action action;

	if (is_looked_at)
		look();
	if (is_looked_at && present->step == 0 && hands_try_tap(KS_ACT_MAGNIFY, 0)) {
		look();
		hands_tap(KS_ACT_MAGNIFIED, 0);
	}
	ops->solve(present, is_right, &wanted);
	while ((action = ops->next_tap(&app, &wanted)).what != 0)
		room_tap(&app, action);
	if (is_looked_at)
		look();
	room_tap(&app, (struct ks_action){KS_ACT_ANSWER, 0});
}

static void reason(bool is_looked_at)
{
	if (is_looked_at) {
		look();
		if (hands_try_tap(KS_ACT_REVEAL, -1))
			look();
		if (app.visit.lesson.session.item_index == 0 && hands_try_tap(KS_ACT_REVIEW, -1)) {
			look(); /* the pages themselves are looked at from 結果 */
			hands_tap(KS_ACT_CLOSE, 0);
		}
	}
	for (int i = 0; i < TAPS_MAX && app.screen == KS_SCREEN_REASON; i++)
		hands_tap(KS_ACT_NEXT, 0);
}

/* From a missed question to the pages that teach it, and back. */
static void review(void)
{
	look_at(0, 0, LOOK_STANDARD);
	if (!hands_try_tap(KS_ACT_REVIEW, -1))
		return;
	look();
	for (int i = 0; i < TAPS_MAX && app.screen == KS_SCREEN_REVIEW; i++)
		if (!hands_try_tap(KS_ACT_NEXT, 0))
			hands_tap(KS_ACT_CLOSE, 0);
}

/* One lesson: looked at with every second answer wrong, then passed. */
static void lesson(int row)
{
	/* the questions of a test were looked at in their lessons */
	bool is_test = app.visit.duties.items[row].lesson->is_test;

	for (int round = 0; round < 2; round++) {
		if (round == 0)
			hands_tap(KS_ACT_OPEN, row);
		else if (app.screen == KS_SCREEN_RESULT && !app.visit.lesson.session.has_passed)
			hands_tap(KS_ACT_RETRY, 0);
		else
			break;
		for (int i = 0; i < TAPS_MAX && app.screen != KS_SCREEN_RESULT; i++) {
			int item = app.visit.lesson.session.item_index;

			if (app.screen == KS_SCREEN_PAGE)
				page();
			else if (app.screen == KS_SCREEN_QUESTION)
				question(round == 1 || item % 2 == 1, round == 0 && !is_test);
			else if (app.screen == KS_SCREEN_REASON)
				reason(round == 0 && !is_test);
			else
				break; /* a lesson without questions */
		}
		if (app.screen == KS_SCREEN_RESULT)
			look();
		if (app.screen == KS_SCREEN_RESULT)
			review();
	}
	if (app.screen == KS_SCREEN_RESULT)
		hands_tap(KS_ACT_HOME, 0);
}

/* Leads on by 次へ, with the first answer or the second where one is needed, until マイページ is back. */
static void behind_the_rows(int act)
{
	hands_tap(act, -1);
	for (int i = 0; i < TAPS_MAX && app.screen != KS_SCREEN_HOME; i++) {
		look();
		if (hands_try_tap(KS_ACT_RESPOND, i % 2 ? KS_RESPONSE_YES : KS_RESPONSE_NO))
			look();
		look_turn();
		if (!hands_try_tap(KS_ACT_NEXT, 0) && !hands_try_tap(KS_ACT_AGREE, 0) &&
		    !hands_try_tap(KS_ACT_HOME, 0))
			hands_die("no way on", act);
	}
}

/* The row of マイページ with @act on the glass. */
static bool find_row(int act, int arg)
{
	look_at(0, 0, LOOK_STANDARD); /* begins with the first row */
	for (int k = 0; k < TAPS_MAX; k++) {
		size_t n, first = ks_home_first_shown(&app.view);
		const struct ks_element *shown = ks_scene_elements(app.shown, &n);

		for (size_t at = 0; at < n; at++)
			if (shown[at].action.what == act && (arg < 0 || shown[at].action.arg == arg))
				return true;
		if (!hands_turn_row() || ks_home_first_shown(&app.view) == first)
			return false;
	}
	return false;
}

/* Everything was answered rightly in the end: what a week later would be offered is put there. */
static void recall(void)
{
	const struct ks_lesson *lesson =
		ks_content_lesson(&app.content, app.visit.duties.items[0].lesson->id);
	struct ks_recall_visit *offered = &app.visit.recall;

	for (offered->n = 0; offered->n < KS_RECALL_MAX; offered->n++)
		snprintf(offered->items[offered->n].question, KS_ID_MAX, "%s",
			 lesson->quiz.questions[offered->n].id);
	ks_app_draw(&app);
	look(); /* マイページ with its row */
	if (!find_row(KS_ACT_RECALL, 0))
		hands_die("nothing to look back at", 0);
	hands_tap(KS_ACT_RECALL, 0);
	for (int i = 0; i < TAPS_MAX && app.screen != KS_SCREEN_HOME; i++)
		if (app.screen == KS_SCREEN_QUESTION)
			question(i == 0, true);
		else
			reason(true);
}

/* What is done, while something else is still to do, and back. */
static void done_list(void)
{
	look_at(0, 0, LOOK_STANDARD);
	while (!hands_try_tap(KS_ACT_DONE_ROWS, 1))
		if (!hands_turn_row())
			hands_die("no way to what is done", 0);
	look();
	while (!hands_try_tap(KS_ACT_DONE_ROWS, 0))
		if (!hands_turn_row())
			hands_die("no way back to what is not done", 0);
}

/* The certificate, and as many years before as somebody may have. */
static void own_record(void)
{
	struct ks_own_visit *own = &app.visit.own;
	struct ks_year last;
	size_t n_items = app.visit.duties.n_items;

	hands_tap(KS_ACT_OWN, 0);
	if (!own->end)
		hands_die("no certificate", 0);
	look();
	app.visit.duties.n_items = FINISH_LESSONS; /* as most people have: on one screen */
	ks_app_draw(&app);
	look();
	app.visit.duties.n_items = n_items;
	last = own->years[0];
	for (own->n_years = 1; own->n_years < KS_YEARS_MAX; own->n_years++) {
		own->years[own->n_years] = last;
		own->years[own->n_years].nendo = last.nendo - (int)own->n_years;
	}
	ks_app_draw(&app);
	look();
	hands_tap(KS_ACT_HOME, 0);
}

static void walk(const char *number, const char *pin)
{
	idle_and_doors();
	policy();
	attendance(number, pin);
	attendance(number, pin); /* again: 受付済み */
	desk(number);
	if (getenv("WALK_ONLY_DESK")) /* while screens of 受付 are being made */
		return;
	hands_tap(KS_ACT_TRAIN, 0);
	hands_keys("999999");
	look_behind(KS_ACT_NEXT, 0); /* a number nobody has: asked for its PIN like any */
	hands_tap(KS_ACT_CLOSE, 0);
	hands_tap(KS_ACT_TRAIN, 0);
	sign_in(number, pin, true);
	look(); /* マイページ */
	look_behind(KS_ACT_SETTINGS, 0);
	hands_tap(KS_ACT_SETTLED, 0);
	for (size_t i = 0; i < app.visit.duties.n_items; i++) {
		if (!find_row(KS_ACT_OPEN, (int)i))
			hands_die("a lesson without a row", (int)i);
		lesson((int)i);
		if (i == 2)
			done_list();
	}
	if (find_row(KS_ACT_AGREE, -1))
		behind_the_rows(KS_ACT_AGREE);
	if (find_row(KS_ACT_INSPECT, -1))
		behind_the_rows(KS_ACT_INSPECT);
	recall();
	look();
	own_record();
	app.is_counting_down = true;
	look();
	app.is_counting_down = false;
	ks_app_draw(&app);
	hands_tap(KS_ACT_SIGN_OUT, 0);
}

/* STEP 0 … 2, MODE as enum look_mode. */
static void look_for_pictures(void)
{
	static char folder[256];
	const char *told = getenv("WALK_PICTURES");
	int step, mode;

	if (told && sscanf(told, "%255s %d %d", folder, &step, &mode) == 3)
		look_alone(folder, step, (enum look_mode)mode);
}

int main(int argc, char **argv)
{
	struct ks_options options = {0};
	const char *number = argc > 2 ? argv[1] : "", *pin = argc > 2 ? argv[2] : "";
	bool has_modes = argc > 3 && strcmp(argv[3], "--modes") == 0;
	int skip = has_modes ? 3 : 2, code;

	if (argc <= skip + 1)
		return 2;
	ks_log_from_env();
	ks_trace_open();
	ks_id_init();
	look_begin(&app, has_modes);
	look_for_pictures();
	code = ks_options_read(&options, argc - skip, argv + skip);
	if (code < 0)
		code = ks_app_open(&app, &options);
	if (code < 0)
		code = ks_app_show(&app);
	if (code < 0) {
		look_at(0, 0, LOOK_STANDARD);
		walk(number, pin);
		first_start(&app);
		code = 0;
	}
	printf("%ld taps\n", hands_count());
	ks_app_close(&app);
	ks_options_finish(&options);
	ks_trace_close();
	return code;
}
