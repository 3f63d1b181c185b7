/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/screen/roll_say.h"

#include <string.h>

#include "kiosk/glass.h"
#include "support/test.h"

/* What the 係員 is told of a check-in: all of it, of the one it is about, and blaming nobody. */

static const char *blames[] = {"代返", "不正", "なりすまし", "疑"};

static void expect_blames_nobody(const char *words)
{
	for (size_t i = 0; i < KS_COUNT(blames); i++)
		assert_null(strstr(words, blames[i]));
}

static void every_note_is_said(void **state)
{
	static const struct {
		unsigned note;
		const char *words;
	} said[] = {
		{KS_ROLL_TWO_AT_ONCE, "3秒以内に別の人"},
		{KS_ROLL_TWO_DOORS, "2台の端末で受付"},
		{KS_ROLL_FAILED_FIRST, "暗証番号の入れまちがいのあと"},
		{KS_ROLL_NO_PIN, "暗証番号なし"},
	};
	struct glass *glass = *state;
	struct ks_roll_person person = {.staff = GLASS_NUMBER, .is_present = true, .in_ms = 1};
	struct ks_scene *scene = glass->app.shown;

	assert_null(ks_roll_say_notes(scene, &person));
	for (size_t i = 0; i < KS_COUNT(said); i++) {
		person.notes = said[i].note;
		for (size_t j = 0; j < KS_COUNT(said); j++)
			assert_int_equal(strstr(ks_roll_say_notes(scene, &person), said[j].words) != 0,
					 i == j);
		expect_blames_nobody(ks_roll_say_notes(scene, &person));
	}
}

static void the_sum_counts_people_of_each(void **state)
{
	struct glass *glass = *state;
	struct ks_roll_person people[4] = {
		{.staff = "1", .notes = KS_ROLL_TWO_AT_ONCE | KS_ROLL_NO_PIN},
		{.staff = "2", .notes = KS_ROLL_TWO_AT_ONCE},
		{.staff = "3", .notes = KS_ROLL_TWO_DOORS},
		{.staff = "4"},
	};
	struct ks_roll roll = {.people = people, .n_people = 4};
	struct ks_scene *scene = glass->app.shown;

	assert_string_equal(
		ks_roll_say_sum(scene, &roll),
		"受付のようす：3秒以内に別の人 2名・2台の端末で受付 1名・暗証番号なし 1名");
	roll.people += 3;
	roll.n_people = 1;
	assert_null(ks_roll_say_sum(scene, &roll));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(every_note_is_said, glass_begin),
		cmocka_unit_test_setup(the_sum_counts_people_of_each, glass_begin),
	};

	return ks_test_run_in(tests, glass_setup, glass_teardown);
}
