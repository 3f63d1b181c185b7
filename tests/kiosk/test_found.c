/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/app.h"

#include <string.h>

#include "kiosk/glass.h"
#include "support/test.h"

/* From a hit of the search: the clause opens where the words stand, and they are marked, until the next search. */

/* How often @words are marked as found on the glass; everything marked must be one of @words. */
static int count_marked(struct glass *glass, const char *words)
{
	size_t n_elements;
	const struct ks_element *shown = ks_scene_elements(glass->app.shown, &n_elements);
	int n = 0;

	for (size_t i = 0; i < n_elements; i++) {
		const struct ks_rich *rich = shown[i].layout ? &shown[i].layout->rich : NULL;

		for (size_t k = 0; rich && k < rich->n_spans; k++) {
			const struct ks_span *span = &rich->spans[k];

			if (span->mark != KS_MARK_FOUND)
				continue;
			assert_int_equal(span->to - span->from, strlen(words));
			assert_memory_equal(rich->text + span->from, words, strlen(words));
			n++;
		}
	}
	return n;
}

static void take_word(struct glass *glass, const char *word)
{
	const struct ks_policy *policy = &glass->app.content.policy;
	size_t i = 0;

	while (i < policy->n_words && strcmp(policy->words[i].word, word) != 0)
		i++;
	glass_tap(glass, KS_ACT_WORD, (int)i);
}

static bool has_ground(struct glass *glass)
{
	const struct ks_canvas *canvas = ks_window_canvas(glass->app.window);
	uint32_t soft = ks_theme_argb(glass->app.ui.theme, KS_COLOR_ACCENT_SOFT) & 0xffffff;

	for (int y = 0; y < canvas->h; y++)
		for (int x = 0; x < canvas->w; x++)
			if ((canvas->px[y * canvas->stride_px + x] & 0xffffff) == soft)
				return true;
	return false;
}

/* Every hit of @word, at each text size: opened where it is marked. */
static void every_hit_opens_where_its_words_are_marked(void **state)
{
	static const char word[] = "情報資産";
	struct glass *glass = *state;
	struct ks_policy_hit hits[64];
	size_t n = ks_policy_search(&glass->app.content.policy, word, hits, 64);

	assert_true(n > 3);
	for (int step = 100; step <= 150; step += 25)
		for (size_t i = 0; i < n; i++) {
			glass_tap(glass, KS_ACT_POLICY, 0);
			glass->app.ui.metrics.step_percent = step;
			ks_app_draw(&glass->app);
			glass_tap(glass, KS_ACT_SEARCH, 0);
			take_word(glass, word);
			while (!glass_find(glass, KS_ACT_HIT, (int)hits[i].clause))
				glass_tap(glass, KS_ACT_NEXT, 0);
			glass_tap(glass, KS_ACT_HIT, (int)hits[i].clause);
			assert_int_equal(glass->app.screen, KS_SCREEN_POLICY);
			assert_true(count_marked(glass, word) > 0);
			assert_true(has_ground(glass));
			glass_tap(glass, KS_ACT_CLOSE, 0);
			glass_rest(glass);
		}
}

static void a_reading_marks_the_word_it_stands_for(void **state)
{
	static const int kana[][2] = {{0, 0x3044}, {3, 0x305f}, {1, 0x304f}}; /* いたく */
	struct glass *glass = *state;

	glass_tap(glass, KS_ACT_POLICY, 0);
	glass_tap(glass, KS_ACT_SEARCH, 0);
	for (size_t i = 0; i < KS_COUNT(kana); i++) {
		glass_tap(glass, KS_ACT_KANA_ROW, kana[i][0]);
		glass_tap(glass, KS_ACT_KANA, kana[i][1]);
	}
	glass_tap(glass, KS_ACT_FIND, 0);
	glass_tap(glass, KS_ACT_HIT, -1);
	assert_true(count_marked(glass, "委託") > 0);
	glass_rest(glass);
}

static void marks_go_with_a_new_search_and_with_the_person(void **state)
{
	struct glass *glass = *state;

	glass_tap(glass, KS_ACT_POLICY, 0);
	assert_false(has_ground(glass));
	glass_tap(glass, KS_ACT_SEARCH, 0);
	take_word(glass, "職員等");
	glass_tap(glass, KS_ACT_HIT, -1);
	assert_true(has_ground(glass));
	glass_tap(glass, KS_ACT_SEARCH, 0);
	glass_tap(glass, KS_ACT_POLICY, 0); /* 本文に戻る */
	assert_int_equal(count_marked(glass, "職員等"), 0);
	glass->now_ms += 1000; /* the same place a second time */
	glass_tap(glass, KS_ACT_SEARCH, 0);
	take_word(glass, "職員等");
	glass_tap(glass, KS_ACT_HIT, -1);
	glass_tap(glass, KS_ACT_CLOSE, 0);
	glass_tap(glass, KS_ACT_POLICY, 0);
	assert_false(has_ground(glass));
	glass_rest(glass);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(every_hit_opens_where_its_words_are_marked, glass_begin),
		cmocka_unit_test_setup(a_reading_marks_the_word_it_stands_for, glass_begin),
		cmocka_unit_test_setup(marks_go_with_a_new_search_and_with_the_person, glass_begin),
	};

	return ks_test_run_in(tests, glass_setup, glass_teardown);
}
