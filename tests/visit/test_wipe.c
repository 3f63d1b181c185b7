/* SPDX-License-Identifier: Apache-2.0 */
#include <dlfcn.h>
#include <string.h>

#include "visit/attend.h"
#include "visit/bind.h"
#include "visit/card.h"
#include "visit/desk.h"
#include "visit/signin.h"
#include "visit/stage.h"
#include "visit/who.h"

/* What somebody leaves behind is overwritten before its memory goes to whoever is next: names, an own PIN, a card. */

static int n_names, n_pins, n_cards;
static const char own_pin[] = "480276";
static char card[KS_CARD_NAME];

static void look(const void *bytes, size_t len)
{
	n_names += !!memmem(bytes, len, "見本", strlen("見本"));
	n_pins += !!memmem(bytes, len, own_pin, strlen(own_pin));
	n_cards += card[0] && memmem(bytes, len, card, strlen(card));
}

/* In place of the C library's two: with and without a look at the size. */
void explicit_bzero(void *bytes, size_t len)
{
	static void (*own)(void *bytes, size_t len);

	if (!own)
		*(void **)&own = dlsym(RTLD_NEXT, "explicit_bzero");
	look(bytes, len);
	own(bytes, len);
}

void __explicit_bzero_chk(void *bytes, size_t len, size_t room);
void __explicit_bzero_chk(void *bytes, size_t len, size_t room)
{
	assert_true(len <= room);
	explicit_bzero(bytes, len);
}

static void who_says_that_it_is_not_them_leaves_no_name(void **state)
{
	struct stage *s = *state;

	assert_int_equal(ks_attend_begin_at(&s->site, &s->visit, s->gathering.id, STAGE_NUMBER),
			 KS_OK);
	assert_int_equal(ks_signin_number(&s->site, &s->visit, STAGE_OTHER), KS_OK);
	n_names = 0;
	ks_attend_deny(&s->visit);
	assert_int_equal(n_names, 1);
	ks_attend_deny(&s->visit); /* there is nobody any more */
	assert_int_equal(n_names, 1);
	assert_int_equal(s->visit.place, KS_VISIT_NUMBER);
}

static void who_leaves_leaves_no_name(void **state)
{
	struct stage *s = *state;

	stage_sign_in(s, STAGE_NUMBER);
	n_names = 0;
	assert_int_equal(ks_signin_end(&s->site, &s->visit, false), KS_OK);
	assert_true(n_names >= 2); /* the family name, and the person of the roster */
}

static void names_that_were_found_are_gone_with_the_next_search(void **state)
{
	struct stage *s = *state;

	assert_int_equal(ks_attend_begin(&s->site, &s->visit), KS_OK);
	ks_who_begin(&s->visit);
	assert_int_equal(ks_who_search(&s->site, &s->visit, "みほん"), KS_OK);
	assert_int_equal(s->visit.who.n_people, 3);
	n_names = 0;
	ks_who_back(&s->visit);
	assert_true(n_names > 0);
	ks_who_begin(&s->visit);
	assert_int_equal(ks_who_search(&s->site, &s->visit, "みほん"), KS_OK);
	n_names = 0;
	assert_int_equal(ks_signin_end(&s->site, &s->visit, false), KS_OK);
	assert_true(n_names > 0);
}

static void the_roster_of_a_desk_is_gone_with_it(void **state)
{
	struct stage *s = *state;

	stage_open_desk(s);
	assert_int_equal(ks_desk_open(&s->site, &s->visit, 0), KS_OK);
	n_names = 0;
	ks_desk_leave(&s->visit);
	assert_true(n_names > 0);
	assert_int_equal(ks_desk_open(&s->site, &s->visit, 0), KS_OK);
	n_names = 0;
	assert_int_equal(ks_signin_end(&s->site, &s->visit, false), KS_OK);
	assert_true(n_names > 2); /* beside the two of the person at the desk */
}

/* Also where the second was another one. */
static void a_pin_of_ones_own_is_not_kept_as_it_was_typed(void **state)
{
	struct stage *s = *state;
	struct ks_pin_verdict verdict;
	char code[KS_PIN_DIGITS + 1];

	assert_int_equal(ks_pin_reset(s->site.store, STAGE_NUMBER, STAGE_NUMBER, code), KS_OK);
	ks_signin_begin(&s->visit);
	assert_int_equal(ks_signin_number(&s->site, &s->visit, STAGE_NUMBER), KS_OK);
	assert_int_equal(ks_signin_pin(&s->site, &s->visit, code, &verdict), KS_OK);
	assert_int_equal(ks_signin_choose(&s->site, &s->visit, own_pin), KS_OK);
	n_pins = 0;
	assert_int_equal(ks_signin_choose(&s->site, &s->visit, "480277"), KS_CONFLICT);
	assert_int_equal(n_pins, 1);
	assert_null(memmem(&s->visit, sizeof(s->visit), own_pin, strlen(own_pin)));
}

static void a_card_of_nobodys_is_forgotten(void **state)
{
	static const uint8_t id[] = {0x01, 0x12, 0x04, 0x7A, 0xB0, 0x55, 0x3F, 0x21};
	struct stage *s = *state;

	ks_signin_begin(&s->visit);
	assert_int_equal(ks_card_read(&s->site, &s->visit, id, sizeof(id)), KS_OK);
	memcpy(card, s->visit.card.name, sizeof(card));
	n_cards = 0;
	ks_card_drop(&s->visit);
	assert_int_equal(n_cards, 1);
	assert_false(s->visit.card.is_unknown);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, stage_setup, stage_teardown)
	const struct CMUnitTest tests[] = {
		TEST(who_says_that_it_is_not_them_leaves_no_name),
		TEST(who_leaves_leaves_no_name),
		TEST(names_that_were_found_are_gone_with_the_next_search),
		TEST(the_roster_of_a_desk_is_gone_with_it),
		TEST(a_pin_of_ones_own_is_not_kept_as_it_was_typed),
		TEST(a_card_of_nobodys_is_forgotten),
	};

	return ks_test_run(tests);
}
