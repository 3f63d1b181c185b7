/* SPDX-License-Identifier: Apache-2.0 */
#include "visit/attend.h"
#include "visit/bind.h"
#include "visit/card.h"
#include "visit/desk.h"
#include "visit/device.h"
#include "visit/drill.h"
#include "visit/paper.h"
#include "visit/present.h"
#include "visit/signin.h"
#include "visit/steps.h"
#include "visit/who.h"

/* 受付 and everything a 係員 does, with each step of the database failing (steps.h). */

static enum ks_rc attend(struct stage *s)
{
	return ks_attend_begin(&s->site, &s->visit);
}

static enum ks_rc attend_at(struct stage *s)
{
	enum ks_rc rc = ks_signin_end(&s->site, &s->visit, false);

	assert_int_equal(rc, KS_OK);
	return ks_attend_begin_at(&s->site, &s->visit, s->gathering.id, STAGE_NUMBER);
}

static enum ks_rc other(struct stage *s)
{
	return ks_signin_number(&s->site, &s->visit, STAGE_OTHER);
}

static enum ks_rc confirm(struct stage *s)
{
	return ks_attend_confirm(&s->site, &s->visit);
}

static enum ks_rc go(struct stage *s)
{
	return ks_attend_leave(&s->site, &s->visit);
}

static enum ks_rc search(struct stage *s)
{
	return ks_who_search(&s->site, &s->visit, "みほんいち");
}

static enum ks_rc choose_name(struct stage *s)
{
	return ks_who_choose(&s->site, &s->visit, 0);
}

static enum ks_rc hold_card(struct stage *s)
{
	static const uint8_t id[] = {0x01, 0x12, 0x04, 0x7A, 0xB0, 0x55, 0x3F, 0x21};

	return ks_card_read(&s->site, &s->visit, id, sizeof(id));
}

/* Who it is stands there once it was read; then a tap says that it is them. */
static enum ks_rc card_alone(struct stage *s)
{
	return s->visit.place == KS_VISIT_CONFIRM ? confirm(s) : hold_card(s);
}

static void coming_and_going(void **state)
{
	static const char *const expected[] = {STAGE_NUMBER};
	struct stage *s = *state;

	assert_int_equal(ks_gathering_expect(s->site.store, s->gathering.id, expected, 1), KS_OK);
	fail_each(s, "受付", attend, NULL);
	ks_who_begin(&s->visit);
	fail_each(s, "a name", search, "\nduties\n");
	fail_each(s, "that one", choose_name, "\nperson\n");
	fail_each_or(s, "the PIN", act_pin, ENTERING, KS_IO);
	assert_int_equal(ks_signin_end(&s->site, &s->visit, false), KS_OK);
	fail_each(s, "受付 by the number alone", attend_at, NULL);
	fail_each(s, "a number there", other, "\nperson\n");
	fail_each(s, "it is that person", confirm, "\nperson\nattend\n");
	assert_int_equal(confirm(s), KS_OK);
	fail_each(s, "and goes", go, NULL);
	assert_int_equal(stage_count(s, "leave"), 1);
}

static enum ks_rc hold_other(struct stage *s)
{
	static const uint8_t id[] = {0x04, 0xA1, 0xB2, 0xC3};

	return ks_card_read(&s->site, &s->visit, id, sizeof(id));
}

static enum ks_rc bind_card(struct stage *s)
{
	return ks_card_bind_here(&s->site, &s->visit);
}

static void a_card(void **state)
{
	struct stage *s = *state;

	ks_signin_begin(&s->visit);
	fail_each(s, "a card of nobody's", hold_card, NULL);
	assert_int_equal(act_number(s), KS_OK);
	fail_each(s, "the card is bound", bind_card, NULL);
	assert_true(s->visit.card.is_bound);
	assert_int_equal(ks_signin_end(&s->site, &s->visit, false), KS_OK);
	ks_signin_begin(&s->visit);
	assert_int_equal(hold_other(s), KS_OK);
	assert_int_equal(act_number(s), KS_OK);
	fail_each_or(s, "it is bound", act_pin, ENTERING, KS_IO);
	assert_int_equal(ks_signin_end(&s->site, &s->visit, false), KS_OK);
	stage_to(s, 2026, 5, 18, 9, 0);
	assert_int_equal(attend_at(s), KS_OK);
	fail_each(s, "the card alone", card_alone, ENTERING "at\n");
}

/* ---- the desk ---- */

static enum ks_rc enter_desk(struct stage *s)
{
	return ks_desk_enter(&s->site, &s->visit);
}

static enum ks_rc roll(struct stage *s)
{
	return ks_desk_open(&s->site, &s->visit, 0);
}

static enum ks_rc admit(struct stage *s)
{
	ks_desk_ask_number(&s->visit, KS_DESK_ADMIT);
	assert_int_equal(ks_desk_number(&s->site, &s->visit, STAGE_OTHER), KS_OK);
	return ks_desk_say(&s->site, &s->visit, "端末が使えなかった");
}

static enum ks_rc say(struct stage *s)
{
	return ks_desk_say(&s->site, &s->visit, "途中で帰った");
}

static enum ks_rc count(struct stage *s)
{
	return ks_desk_number(&s->site, &s->visit, "0");
}

static enum ks_rc open_new(struct stage *s)
{
	return ks_desk_open_new(&s->site, &s->visit, "朝礼", "会議室", 60);
}

static enum ks_rc tell_clock(struct stage *s)
{
	return ks_device_tell_clock(&s->site, &s->visit, "202605180905");
}

static enum ks_rc restart(struct stage *s)
{
	return ks_device_restart(&s->site, &s->visit);
}

static void the_desk(void **state)
{
	struct stage *s = *state;

	stage_open_desk(s);
	fail_each(s, "the desk", enter_desk, "\nattend\n");
	fail_each(s, "the roll", roll, "\ndesk\n");
	assert_int_equal(admit(s), KS_OK);
	ks_desk_ask_why(&s->visit, 0);
	fail_each(s, "a correction", say, NULL);
	fail_each(s, "the roll again", roll, NULL);
	ks_desk_ask_number(&s->visit, KS_DESK_CLOSE);
	fail_each(s, "the closing", count, NULL);
	assert_int_equal(stage_count(s, "closed"), 1);
	ks_device_begin(&s->visit);
	ks_device_ask_clock(&s->visit);
	fail_each(s, "what time it is", tell_clock, NULL);
	fail_each(s, "started anew", restart, NULL);
	ks_desk_new(&s->visit);
	fail_each(s, "one that nobody announced", open_new, NULL);
	assert_int_equal(stage_count(s, "opened"), 1);
}

static enum ks_rc tell(struct stage *s)
{
	return ks_present_tell(&s->site, &s->visit);
}

static enum ks_rc begin_drill(struct stage *s)
{
	return ks_drill_begin(&s->site, &s->visit);
}

static enum ks_rc decide(struct stage *s)
{
	return ks_drill_decide(&s->site, &s->visit, 1);
}

static enum ks_rc drill_next(struct stage *s)
{
	return ks_drill_next(&s->site, &s->visit);
}

static void before_the_room(void **state)
{
	struct stage *s = *state;

	stage_open_desk(s);
	assert_int_equal(roll(s), KS_OK);
	ks_present_open(&s->visit, &s->sample.course.lesson);
	s->visit.present.question = s->sample.course.questions;
	ks_present_hand(&s->visit, 0, 1);
	fail_each(s, "hands", tell, NULL);
	ks_drill_open(&s->visit, stage_drill());
	fail_each(s, "a drill begins", begin_drill, NULL);
	s->visit.drill.is_begun = true;
	fail_each(s, "what was decided", decide, NULL);
	s->visit.drill.scene = 1;
	fail_each(s, "its end", drill_next, NULL);
}

static enum ks_rc begin_sheet(struct stage *s)
{
	return ks_paper_begin(&s->site, &s->visit);
}

static enum ks_rc record_sheet(struct stage *s)
{
	return ks_paper_record(&s->site, &s->visit);
}

static void answers_on_paper(void **state)
{
	struct ks_paper_sheet sheets[KS_PAPER_SHEETS_MAX];
	struct ks_session_input blank = {.kind = KS_STEP_BLANK};
	struct stage *s = *state;

	stage_open_desk(s);
	assert_int_equal(roll(s), KS_OK);
	ks_paper_list(&s->visit);
	assert_int_equal(ks_paper_sheets(&s->site, &s->visit, sheets), 1);
	ks_paper_choose(&s->visit, &sheets[0]);
	assert_int_equal(ks_desk_number(&s->site, &s->visit, STAGE_OTHER), KS_OK);
	fail_each(s, "a sheet", begin_sheet, NULL);
	while (s->visit.place == KS_VISIT_QUESTION)
		assert_int_equal(ks_paper_step(&s->visit, &blank), KS_OK);
	fail_each(s, "a sheet is recorded", record_sheet, NULL);
	assert_int_equal(stage_count(s, "failed"), 1);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, stage_setup, stage_teardown)
	const struct CMUnitTest tests[] = {
		TEST(coming_and_going), TEST(a_card),           TEST(the_desk),
		TEST(before_the_room),  TEST(answers_on_paper),
	};

	return ks_test_run(tests);
}
