/* SPDX-License-Identifier: Apache-2.0 */
#include "visit/card.h"

#include <string.h>

#include "record/roster.h"
#include "visit/attend.h"
#include "visit/bind.h"
#include "visit/signin.h"
#include "visit/stage.h"
#include "visit/who.h"

/* A card is a number that need not be typed: no more, and no less. */

static const uint8_t first[] = {0x01, 0x12, 0x04, 0x7A, 0xB0, 0x55, 0x3F, 0x21};
static const uint8_t second[] = {0x04, 0xA1, 0xB2, 0xC3};

static enum ks_rc hold(struct stage *s, const uint8_t *id, size_t len)
{
	return ks_card_read(&s->site, &s->visit, id, len);
}

static void end(struct stage *s)
{
	assert_int_equal(ks_signin_end(&s->site, &s->visit, false), KS_OK);
}

/* @number and its PIN with the card: it is theirs. */
static void bind(struct stage *s, const uint8_t *id, size_t len, const char *number)
{
	struct ks_pin_verdict verdict;

	ks_signin_begin(&s->visit);
	assert_int_equal(hold(s, id, len), KS_OK);
	assert_true(s->visit.card.is_unknown);
	assert_int_equal(s->visit.place, KS_VISIT_NUMBER);
	assert_int_equal(ks_signin_number(&s->site, &s->visit, number), KS_OK);
	assert_int_equal(ks_signin_pin(&s->site, &s->visit, STAGE_PIN, &verdict), KS_OK);
	assert_true(s->visit.card.is_bound);
	assert_int_equal(s->visit.place, KS_VISIT_HOME);
	end(s);
}

static void a_card_of_nobodys_is_bound_by_number_and_pin(void **state)
{
	struct stage *s = *state;
	struct ks_pin_verdict verdict;

	ks_signin_begin(&s->visit);
	assert_int_equal(hold(s, first, sizeof(first)), KS_OK);
	assert_string_equal(s->visit.card.tail, "3F21");
	assert_int_equal(ks_signin_number(&s->site, &s->visit, STAGE_NUMBER), KS_OK);
	assert_int_equal(ks_signin_pin(&s->site, &s->visit, "000001", &verdict), KS_DENIED);
	assert_true(s->visit.card.is_unknown); /* a wrong PIN binds nothing */
	assert_int_equal(stage_count(s, "bound"), 0);
	assert_int_equal(ks_signin_pin(&s->site, &s->visit, STAGE_PIN, &verdict), KS_OK);
	assert_int_equal(stage_count(s, "bound"), 1);
	end(s);
	ks_signin_begin(&s->visit);
	assert_int_equal(hold(s, first, sizeof(first)), KS_OK);
	assert_false(s->visit.card.is_unknown);
	assert_int_equal(s->visit.place, KS_VISIT_PIN); /* the PIN follows */
	assert_string_equal(s->visit.person.number, STAGE_NUMBER);
	assert_string_equal(s->visit.family_name, "見本");
}

static void by_the_card_alone_only_where_the_desk_opened(void **state)
{
	struct stage *s = *state;

	bind(s, first, sizeof(first), STAGE_NUMBER);
	assert_int_equal(ks_attend_begin(&s->site, &s->visit), KS_OK);
	assert_int_equal(hold(s, first, sizeof(first)), KS_OK);
	assert_int_equal(s->visit.place, KS_VISIT_PIN);
	assert_int_equal(stage_count(s, "checkin"), 0);
	end(s);
	assert_int_equal(ks_attend_begin_at(&s->site, &s->visit, s->gathering.id, STAGE_OTHER),
			 KS_OK);
	assert_int_equal(hold(s, first, sizeof(first)), KS_OK);
	assert_int_equal(s->visit.place, KS_VISIT_ATTENDED);
	assert_string_equal(ks_receipt_view(s->visit.attend.receipt)->how, "card");
	end(s);
	assert_int_equal(ks_attend_begin_at(&s->site, &s->visit, s->gathering.id, STAGE_OTHER),
			 KS_OK);
	assert_int_equal(hold(s, first, sizeof(first)), KS_OK);
	assert_true(s->visit.attend.is_repeat);
	assert_int_equal(stage_count(s, "checkin"), 1);
}

/* There the number alone is enough, but not to give a card to somebody. */
static void a_card_of_nobodys_asks_for_the_pin_at_the_desk_too(void **state)
{
	struct stage *s = *state;
	struct ks_pin_verdict verdict;

	assert_int_equal(ks_attend_begin_at(&s->site, &s->visit, s->gathering.id, STAGE_OTHER),
			 KS_OK);
	assert_int_equal(hold(s, second, sizeof(second)), KS_OK);
	assert_string_equal(s->visit.card.tail, "B2C3");
	assert_int_equal(ks_signin_number(&s->site, &s->visit, STAGE_NUMBER), KS_OK);
	assert_int_equal(s->visit.place, KS_VISIT_PIN);
	assert_int_equal(ks_signin_pin(&s->site, &s->visit, STAGE_PIN, &verdict), KS_OK);
	assert_int_equal(s->visit.place, KS_VISIT_ATTENDED);
	assert_string_equal(ks_receipt_view(s->visit.attend.receipt)->how, "pin");
	assert_int_equal(stage_count(s, "bound"), 1);
	end(s);
	assert_int_equal(ks_attend_begin_at(&s->site, &s->visit, s->gathering.id, STAGE_OTHER),
			 KS_OK);
	assert_int_equal(hold(s, first, sizeof(first)), KS_OK);
	ks_card_drop(&s->visit); /* without binding it: the number alone, as ever */
	assert_int_equal(ks_signin_number(&s->site, &s->visit, STAGE_OTHER), KS_OK);
	assert_int_equal(s->visit.place, KS_VISIT_CONFIRM);
	assert_int_equal(stage_count(s, "bound"), 1);
}

static void a_card_takes_the_place_of_whoever_was_typed(void **state)
{
	struct stage *s = *state;

	bind(s, first, sizeof(first), STAGE_NUMBER);
	assert_int_equal(ks_attend_begin_at(&s->site, &s->visit, s->gathering.id, STAGE_OTHER),
			 KS_OK);
	assert_int_equal(ks_signin_number(&s->site, &s->visit, STAGE_OTHER), KS_OK);
	assert_int_equal(s->visit.place, KS_VISIT_CONFIRM);
	assert_true(ks_card_is_asked(&s->visit));
	assert_int_equal(hold(s, first, sizeof(first)), KS_OK);
	assert_int_equal(s->visit.place, KS_VISIT_ATTENDED);
	assert_string_equal(s->visit.person.number, STAGE_NUMBER);
	assert_false(ks_card_is_asked(&s->visit)); /* somebody is in */
}

/* Names that were found for somebody else are gone, also where the card is nobody's. */
static void a_card_ends_the_search_by_name(void **state)
{
	struct stage *s = *state;

	assert_int_equal(ks_attend_begin_at(&s->site, &s->visit, s->gathering.id, STAGE_OTHER),
			 KS_OK);
	ks_who_begin(&s->visit);
	assert_int_equal(ks_who_search(&s->site, &s->visit, "みほん"), KS_OK);
	assert_true(s->visit.who.n_people > 0);
	assert_true(ks_card_is_asked(&s->visit));
	assert_int_equal(hold(s, second, sizeof(second)), KS_OK);
	assert_true(s->visit.card.is_unknown);
	assert_int_equal(s->visit.place, KS_VISIT_NUMBER);
	assert_int_equal(s->visit.who.n_people, 0);
	assert_int_equal(s->visit.who.n_found, 0);
}

static void a_card_is_asked_for_where_a_number_is_and_nobody_is_in(void **state)
{
	(void)state;
	for (int place = 0; place < KS_VISIT_PLACE_COUNT; place++) {
		struct ks_visit visit = {.place = (enum ks_visit_place)place};
		bool is_number = place == KS_VISIT_NUMBER || place == KS_VISIT_NAME ||
				 place == KS_VISIT_CONFIRM;

		assert_int_equal(ks_card_is_asked(&visit), is_number);
		visit.is_signed_in = true;
		assert_false(ks_card_is_asked(&visit));
	}
}

static void whose_owner_left_the_list_is_nobodys(void **state)
{
	static const char csv[] =
		"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\n" STAGE_OTHER
		",見本 二郎,ミホン ジロウ,総務課,事務局,本庁,06,2026-04-01,2027-03-31,在職,端末利用," STAGE_PIN
		"\n";
	struct stage *s = *state;
	struct ks_roster people = {0};
	struct ks_roster_change change;
	struct ks_diags diags = {0};

	bind(s, first, sizeof(first), STAGE_NUMBER);
	assert_int_equal(ks_roster_parse("a.csv", csv, strlen(csv), &people, &diags), KS_OK);
	assert_int_equal(ks_roster_store(s->site.store, &people, &change), KS_OK);
	ks_roster_finish(&people);
	ks_diags_finish(&diags);
	bind(s, first, sizeof(first), STAGE_OTHER); /* it asks as for one of nobody's */
}

/* 1,000 cards that nobody has: nothing is written, and nobody is any nearer. */
static void a_thousand_unknown_cards_leave_nothing(void **state)
{
	struct stage *s = *state;
	uint8_t id[8] = {0};

	ks_signin_begin(&s->visit);
	for (int i = 0; i < 1000; i++) {
		id[6] = (uint8_t)(i >> 8);
		id[7] = (uint8_t)i;
		assert_int_equal(hold(s, id, sizeof(id)), KS_OK);
		assert_true(s->visit.card.is_unknown);
	}
	assert_int_equal(stage_count(s, ""), 0);
	assert_int_equal(hold(s, id, 0), KS_INVALID);
	assert_int_equal(hold(s, id, KS_CARD_ID_MAX + 1), KS_INVALID);
}

static void a_full_disk_binds_nothing_and_lets_nobody_in_unsaid(void **state)
{
	struct stage *s = *state;
	struct ks_pin_verdict verdict;

	assert_int_equal(ks_attend_begin_at(&s->site, &s->visit, s->gathering.id, STAGE_OTHER),
			 KS_OK);
	assert_int_equal(hold(s, first, sizeof(first)), KS_OK);
	assert_int_equal(ks_signin_number(&s->site, &s->visit, STAGE_NUMBER), KS_OK);
	stage_fill(s);
	assert_int_not_equal(ks_signin_pin(&s->site, &s->visit, STAGE_PIN, &verdict), KS_OK);
	assert_false(s->visit.card.is_bound);
	stage_empty(s);
	assert_int_equal(stage_count(s, ""), 0);
}

/* The PIN was right, and yet nothing is opened by it: what is said of the card would not be true. */
static void who_cannot_be_bound_does_not_come_in(void **state)
{
	struct stage *s = *state;
	struct ks_pin_verdict verdict;

	ks_signin_begin(&s->visit);
	assert_int_equal(hold(s, first, sizeof(first)), KS_OK);
	assert_int_equal(ks_signin_number(&s->site, &s->visit, STAGE_NUMBER), KS_OK);
	stage_break_table(s, "card");
	assert_int_equal(ks_signin_pin(&s->site, &s->visit, STAGE_PIN, &verdict), KS_IO);
	assert_int_equal(s->visit.place, KS_VISIT_PIN);
	assert_false(s->visit.card.is_bound);
	assert_int_equal(s->visit.duties.n_items, 0);
	assert_int_equal(stage_count(s, ""), 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, stage_setup, stage_teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_card_of_nobodys_is_bound_by_number_and_pin),
		TEST(by_the_card_alone_only_where_the_desk_opened),
		TEST(a_card_of_nobodys_asks_for_the_pin_at_the_desk_too),
		TEST(a_card_takes_the_place_of_whoever_was_typed),
		TEST(a_card_ends_the_search_by_name),
		TEST(a_card_is_asked_for_where_a_number_is_and_nobody_is_in),
		TEST(whose_owner_left_the_list_is_nobodys),
		TEST(a_thousand_unknown_cards_leave_nothing),
		TEST(a_full_disk_binds_nothing_and_lets_nobody_in_unsaid),
		TEST(who_cannot_be_bound_does_not_come_in),
	};

	return ks_test_run(tests);
}
