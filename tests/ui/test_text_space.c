/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <string.h>

#include "base/mem.h"
#include "ui/text.h"

/*
 * Distances between signs, measured as the width of one line at an em of 32 px: a half is 16, a quarter 8,
 * an eighth 4. Ends of lines carry no space: 「あ」 is two em wide, not three.
 */

enum { EM_PX = 32 };

struct width_case {
	const char *rule;
	const char *text;
	const char *plus; /* its width is added to the expected one (Latin has no round widths) */
	int expected_px;
};

static const struct width_case cases[] = {
	{"kana_stand_on_the_square_grid", "あいう", "", 96},
	{"an_opening_bracket_is_flush_at_the_head", "「あ", "", 48},
	{"a_closing_bracket_needs_half_an_em_at_the_end", "あ」", "", 48},
	{"a_comma_at_the_end_needs_half_an_em", "あ、", "", 48},
	{"a_bracket_in_the_line_takes_a_full_em", "あ「い」う", "", 160},
	{"a_comma_in_the_line_takes_a_full_em", "あ、い", "", 96},
	{"closing_and_opening_share_half_an_em", "あ」「い", "", 112},
	{"comma_and_opening_share_half_an_em", "あ、「い", "", 112},
	{"stop_and_closing_are_solid", "あ。」い", "", 112},
	{"closing_and_comma_are_solid", "あ」、い", "", 112},
	{"round_brackets_back_to_back_share_half_an_em", "あ）（い", "", 112},
	{"opening_brackets_are_solid", "あ「『い", "", 112},
	{"closing_brackets_are_solid", "あ』」い", "", 112},
	{"three_signs_in_a_row_add_up", "あ」、「い", "", 128},
	{"a_middle_dot_takes_a_full_em", "あ・い", "", 96},
	{"a_middle_dot_and_a_bracket_keep_a_quarter", "あ」・「い", "", 128},
	{"question_marks_take_a_full_em", "あ？い", "", 96},
	{"question_mark_and_closing_are_solid", "あ？」い", "", 128},
	{"a_leader_is_not_punctuation", "あ……い", "", 128},
	{"an_eighth_before_latin", "あABC", "ABC", 36},
	{"an_eighth_behind_latin", "ABCあ", "ABC", 36},
	{"an_eighth_around_digits", "第244条", "244", 72},
	{"no_eighth_at_brackets", "「ABC」", "ABC", 32},
	{"no_eighth_at_a_comma", "ABC、あ", "ABC", 64},
	{"no_eighth_at_a_blank", "あ ABC", " ABC", 32},
	{"no_eighth_at_circled_numbers", "②ABC", "ABC", 32},
	{"no_eighth_at_a_wide_percent_sign", "10％", "10", 32},
	{"a_blank_is_part_of_a_commas_space", "あ、 い", "", 96},
	{"blanks_at_the_end_do_not_count", "あい  ", "", 64},
	{"wide_blanks_at_the_end_do_not_count", "あい　", "", 64},
	{"quotes_in_japanese_are_brackets", "あ“い”う", "", 160},
};

static struct ks_text_engine *engine;

static int width_of(const char *text)
{
	struct ks_text_style style = {.em_px = EM_PX};
	struct ks_rich rich = ks_rich_plain(text);

	return ks_text_layout(engine, &rich, &style, 0)->lines[0].w;
}

/* Latin widths have fractions: a leading blank is measured with a letter behind it. */
static int extra_width(const char *plus)
{
	if (plus[0] == ' ')
		return width_of("x ABC") - width_of("x");
	return plus[0] ? width_of(plus) : 0;
}

static void one_case(void **state)
{
	const struct width_case *c = *state;
	int expected = c->expected_px + extra_width(c->plus), w = width_of(c->text);

	if (w < expected - (c->plus[0] == ' ') || w > expected + (c->plus[0] == ' '))
		fail_msg("%s is %d px wide, not %d", c->text, w, expected);
}

static void a_note_in_small_type_stands_closer_than_its_bracket_would(void **state)
{
	const char *text = "必要〔ママ〕と";
	struct ks_text_style style = {.em_px = EM_PX};
	struct ks_span span = {6, 18, KS_MARK_SMALL, NULL};
	struct ks_rich rich = {text, strlen(text), &span, 1};
	int w = ks_text_layout(engine, &rich, &style, 0)->lines[0].w;

	(void)state; /* three em, and 〔ママ〕 at 20 px: three em of its own, 1/16 before, 3/16 behind */
	assert_in_range(w, 3 * 32 + 3 * 20 + 4, 3 * 32 + 3 * 20 + 6);
}

/* Half of a half: between signs that are printed large half an em gapes. Where two meet it stays solid. */
static void punctuation_of_a_heading_is_set_closer(void **state)
{
	static const struct width_case heads[] = {{NULL, "あ、い", NULL, 88},
						  {NULL, "あ「い」う", NULL, 144},
						  {NULL, "あ、「い", NULL, 104},
						  {NULL, "あ。」い", NULL, 104},
						  {NULL, "あ・い", NULL, 96}};
	struct ks_text_style style = {
		.em_px = EM_PX, .face = KS_FACE_BOLD, .breaking = KS_BREAK_PHRASE};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(heads); i++) {
		struct ks_rich rich = ks_rich_plain(heads[i].text);

		assert_int_equal(ks_text_layout(engine, &rich, &style, 0)->lines[0].w,
				 heads[i].expected_px);
	}
}

static int open_engine(void **state)
{
	(void)state;
	return ks_text_engine_open(&engine) != KS_OK;
}

static int close_engine(void **state)
{
	(void)state;
	ks_text_engine_close(engine);
	return 0;
}

int main(void)
{
	struct CMUnitTest tests[KS_COUNT(cases) + 2];

	for (size_t i = 0; i < KS_COUNT(cases); i++)
		tests[i] =
			(struct CMUnitTest){cases[i].rule, one_case, NULL, NULL, (void *)&cases[i]};
	tests[KS_COUNT(cases)] = (struct CMUnitTest)cmocka_unit_test(
		a_note_in_small_type_stands_closer_than_its_bracket_would);
	tests[KS_COUNT(cases) + 1] =
		(struct CMUnitTest)cmocka_unit_test(punctuation_of_a_heading_is_set_closer);
	return ks_test_run_in(tests, open_engine, close_engine);
}
