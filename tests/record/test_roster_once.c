/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/decode.h"
#include "base/mem.h"
#include "record/pin.h"
#include "record/pin_mark.h"
#include "record/roster.h"
#include "record/roster_diff.h"
#include "record/roster_history.h"
#include "support/record_sample.h"

/* A list whose 初期暗証番号 are codes: each leads to the choice of an own PIN, once. */

#define HEADER \
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\n"
#define TARO(pin) \
	"000101,試験 太郎,シケン タロウ,総務課,事務局,本庁,01,2020-04-01,,在職,端末利用," pin "\n"
#define HANAKO(pin) \
	"000102,見本 花子,ミホン ハナコ,総務課,事務局,本庁,01,2020-04-01,,在職,端末利用," pin "\n"
#define CODE "482913"
#define OWN "739046"

static void take(struct ks_record_sample *s, const char *csv, bool is_once)
{
	static const struct ks_date today = {2026, 5, 18};
	const struct ks_roster_answers answers = {"", ""};
	struct ks_bytes bytes = ks_bytes_of(csv, strlen(csv));
	struct ks_roster_change change;
	struct ks_roster_diff diff;
	struct ks_roster_list *list;
	struct ks_diags diags = {0};

	assert_int_equal(ks_roster_list_read("名簿.csv", &bytes, &(struct ks_roster_reading){0},
					     &list, &diags),
			 KS_OK);
	if (is_once)
		ks_roster_list_once(list);
	assert_int_equal(ks_roster_compare(s->store, list, &answers, &diff), KS_OK);
	assert_int_equal(ks_roster_take(s->store, list, KS_TEST_WALL_MS, today, today, &change),
			 KS_OK);
	ks_roster_list_close(list);
	ks_diags_finish(&diags);
}

/* KS_OK and @is_once, or KS_DENIED. */
static enum ks_rc try(struct ks_record_sample *s, const char *pin, bool *is_once)
{
	struct ks_pin_verdict verdict;
	enum ks_rc rc = ks_pin_check(s->store, &s->clock, "000101", pin, &verdict);

	*is_once = verdict.is_once;
	return rc;
}

static void assert_is_code(struct ks_record_sample *s, const char *pin)
{
	bool is_once;

	assert_int_equal(try(s, pin, &is_once), KS_OK);
	assert_true(is_once);
}

static void assert_opens(struct ks_record_sample *s, const char *pin)
{
	bool is_once;

	assert_int_equal(try(s, pin, &is_once), KS_OK);
	assert_false(is_once);
}

static void assert_is_wrong(struct ks_record_sample *s, const char *pin)
{
	bool is_once;

	assert_int_equal(try(s, pin, &is_once), KS_DENIED);
}

static void a_code_of_the_list_is_good_for_one_choice(void **state)
{
	struct ks_record_sample *s = *state;

	take(s, HEADER TARO(CODE) HANAKO("026286"), true);
	assert_is_code(s, CODE);
	assert_int_equal(ks_pin_choose(s->store, "000101", "000101", CODE), KS_INVALID);
	assert_int_equal(ks_pin_choose(s->store, "000101", "000101", OWN), KS_OK);
	assert_opens(s, OWN);
	assert_is_wrong(s, CODE);
	/* the same list, or one with other codes, takes nobody's own PIN */
	take(s, HEADER TARO(CODE) HANAKO("026286"), true);
	assert_opens(s, OWN);
	assert_is_wrong(s, CODE);
	take(s, HEADER TARO("551907") HANAKO("026286"), true);
	assert_opens(s, OWN);
	assert_is_wrong(s, "551907");
}

static void what_hr_made_since_is_not_undone_by_the_list(void **state)
{
	struct ks_record_sample *s = *state;
	char code[KS_PIN_DIGITS + 1];

	take(s, HEADER TARO(CODE) HANAKO("026286"), true);
	assert_int_equal(ks_pin_reset(s->store, "000101", "000101", code), KS_OK);
	take(s, HEADER TARO(CODE) HANAKO("026286"), true);
	assert_is_wrong(s, CODE);
	assert_is_code(s, code);
	take(s, HEADER TARO("551907") HANAKO("026286"), true); /* a newer code of HR's */
	assert_is_code(s, "551907");
}

/* Else a choice at a kiosk without a network would answer a code that is no more. */
static void the_same_code_again_is_the_same_hash(void **state)
{
	struct ks_record_sample *s = *state;
	char *first = NULL, *again = NULL, *other = NULL;

	take(s, HEADER TARO(CODE) HANAKO(CODE), true);
	assert_int_equal(ks_pin_load(s->store, "000101", &first), KS_OK);
	assert_int_equal(ks_pin_load(s->store, "000102", &other), KS_OK);
	assert_true(ks_pin_is_code(first) && ks_pin_is_made_so(first));
	assert_string_not_equal(first, other); /* who has the same code is not told */
	take(s, HEADER TARO(CODE) HANAKO(CODE), true);
	assert_int_equal(ks_pin_load(s->store, "000101", &again), KS_OK);
	assert_string_equal(first, again);
	free(first);
	free(again);
	free(other);
}

static void a_list_of_pins_is_as_it_was(void **state)
{
	struct ks_record_sample *s = *state;

	take(s, HEADER TARO(CODE) HANAKO(""), false);
	assert_opens(s, CODE);
	take(s, HEADER TARO(CODE) HANAKO(""), true); /* from now on it must be changed */
	assert_is_code(s, CODE);
}

int main(void)
{
#define TEST(f) \
	cmocka_unit_test_setup_teardown(f, ks_record_sample_setup, ks_record_sample_teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_code_of_the_list_is_good_for_one_choice),
		TEST(what_hr_made_since_is_not_undone_by_the_list),
		TEST(the_same_code_again_is_the_same_hash),
		TEST(a_list_of_pins_is_as_it_was),
	};

	return ks_test_run(tests);
}
