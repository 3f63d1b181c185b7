/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "kiosk/glass.h"
#include "support/test.h"

/* 緊急連絡先: all numbers at one glance, large enough for two metres, and nothing that dials. */

#define FAR_MM 12.0

/* How high the type of these words is on the glass; 0: they are not there. */
static double type_mm(struct glass *glass, const char *words)
{
	size_t n;
	const struct ks_element *shown = ks_scene_elements(glass->app.shown, &n);

	for (size_t i = 0; i < n; i++)
		if (shown[i].layout && shown[i].label && strcmp(shown[i].label, words) == 0)
			return shown[i].layout->style.em_px * 1000.0 /
			       ks_mm_fixed(&glass->app.ui.metrics, 1000.0);
	return 0;
}

static void all_that_can_be_tapped_is_no_number(struct glass *glass)
{
	size_t n;
	const struct ks_element *shown = ks_scene_elements(glass->app.shown, &n);

	for (size_t i = 0; i < n; i++)
		if (shown[i].action.what != 0)
			assert_true(shown[i].action.what == KS_ACT_CLOSE ||
				    shown[i].action.what == KS_ACT_SETTINGS ||
				    shown[i].action.what == KS_ACT_NEXT ||
				    shown[i].action.what == KS_ACT_BACK);
}

static void numbers_are_read_from_two_metres_at_one_glance(void **state)
{
	static const struct ks_input sizes[] = {{.kind = KS_INPUT_RESIZE, .x = 1920, .y = 1080},
						{.kind = KS_INPUT_RESIZE, .x = 1080, .y = 1920},
						{.kind = KS_INPUT_RESIZE, .x = 1280, .y = 720}};
	struct glass *glass = *state;
	const struct ks_organisation *organisation = &glass->app.content.organisation;

	assert_int_equal(organisation->n_contacts, 3);
	for (size_t s = 0; s < KS_COUNT(sizes); s++)
		for (int step = 100; step <= 150; step += 25) {
			ks_app_input(&glass->app, &sizes[s]);
			glass->app.ui.metrics.step_percent = step;
			ks_app_draw(&glass->app);
			glass_tap(glass, KS_ACT_EMERGENCY, 0);
			for (size_t i = 0; i < organisation->n_contacts; i++) {
				assert_true(type_mm(glass, organisation->contacts[i].number) >=
					    2 * FAR_MM);
				assert_true(type_mm(glass, organisation->contacts[i].what.text) >=
					    FAR_MM);
			}
			all_that_can_be_tapped_is_no_number(glass);
			glass_tap(glass, KS_ACT_CLOSE, 0);
			glass_rest(glass);
		}
	glass->app.ui.metrics.step_percent = 100;
}

static void where_one_is_is_told_too(void **state)
{
	struct glass *glass = *state;
	const struct ks_here *here = ks_organisation_here(&glass->app.content.organisation, "k-test");

	glass_tap(glass, KS_ACT_EMERGENCY, 0);
	while (glass_find(glass, KS_ACT_NEXT, -1) && !glass_shows(glass, "電話できません"))
		glass_tap(glass, KS_ACT_NEXT, 0);
	assert_true(glass_shows(glass, here->place.text));
	assert_true(glass_shows(glass, here->telephone.text));
	assert_true(glass_shows(glass, "この画面からは電話できません。"));
	glass_rest(glass);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(numbers_are_read_from_two_metres_at_one_glance, glass_begin),
		cmocka_unit_test_setup(where_one_is_is_told_too, glass_begin),
	};

	return ks_test_run_in(tests, glass_setup, glass_teardown);
}
