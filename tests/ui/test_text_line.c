/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "support/golden.h"
#include "support/test.h"
#include "ui/text.h"

/*
 * Where a line ends that has no good place to: what cannot be torn is, between two signs that may stand at the edges if there are such.
 * And on which base line its signs stand. tests/data/golden/ui/baselines.txt, read with `git diff` after UPDATE_GOLDEN=1.
 */

#define EM_PX 32

/* A flagged word, which no line may break as long as it fits into one; its lines at a width of @em, "|" between them. */
static const struct torn {
	const char *word;
	int em;
	const char *lines;
} torn[] = {
	{"あいうえおかきく", 8, "あいうえおかきく"},
	{"あいうえおかきく", 4, "あいうえ|おかきく"},
	{"あいう「えおかき", 4, "あいう|「えおか|き"}, /* no line ends with what opens */
	{"あいうえーおかき", 4, "あいう|えーおか|き"}, /* none begins with what draws out */
	{"あい「「えおかき", 4, "あい|「「えおか|き"},
	{"あ「「「「おかき", 4, "あ|「「「「おか|き"}, /* nor does a row of them hang together */
	{"「ーーーーーーー", 4, "「ーーー|ーーーー"},  /* there is no such place */
	{"「「「「「「「「", 3, "「「「「「「|「「"},
	{"ああーーーーーー", 4, "あ|あーーー|ーーー"}, /* the last that there is */
};

static void what_cannot_be_torn_is_torn_where_it_hurts_least(void **state)
{
	struct ks_text_engine *engine;
	struct ks_text_style style = {.em_px = EM_PX, .pitch_percent = 170};

	(void)state;
	assert_int_equal(ks_text_engine_open(&engine), KS_OK);
	for (size_t i = 0; i < KS_COUNT(torn); i++) {
		uint32_t len = (uint32_t)strlen(torn[i].word);
		struct ks_span span = {0, len, KS_MARK_ERRATUM, NULL};
		struct ks_rich rich = {torn[i].word, len, &span, 1};
		const struct ks_text_layout *layout =
			ks_text_layout(engine, &rich, &style, torn[i].em * EM_PX);
		struct ks_buf lines = {0};

		for (size_t k = 0; k < layout->n_lines; k++)
			ks_buf_printf(&lines, "%s%.*s", k > 0 ? "|" : "",
				      (int)(layout->lines[k].to - layout->lines[k].from),
				      torn[i].word + layout->lines[k].from);
		assert_string_equal(ks_buf_text(&lines), torn[i].lines);
		ks_buf_finish(&lines);
	}
	ks_text_engine_close(engine);
}

/* At each size, without and with a reading above the first line. */
static void signs_stand_on_the_base_line_of_their_size(void **state)
{
	static const int pitches[] = {100, 140, 170};
	struct ks_span reading = {0, sizeof("漢字") - 1, KS_MARK_RUBY, "かんじ"};
	struct ks_text_engine *engine;
	struct ks_buf out = {0};

	(void)state;
	assert_int_equal(ks_text_engine_open(&engine), KS_OK);
	for (int em_px = 8; em_px <= 120; em_px += 2)
		for (size_t i = 0; i < KS_COUNT(pitches); i++) {
			struct ks_text_style style = {.em_px = em_px, .pitch_percent = pitches[i]};
			struct ks_rich plain = ks_rich_plain("漢字"), read = plain;

			read.spans = &reading;
			read.n_spans = 1;
			ks_buf_printf(&out, "%d px at %d %%: %d, with a reading %d\n", em_px,
				      pitches[i],
				      ks_text_layout(engine, &plain, &style, 0)->lines[0].baseline,
				      ks_text_layout(engine, &read, &style, 0)->lines[0].baseline);
		}
	ks_text_engine_close(engine);
	ks_test_golden("tests/data/golden/ui/baselines.txt", ks_buf_text(&out));
	ks_buf_finish(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_cannot_be_torn_is_torn_where_it_hurts_least),
		cmocka_unit_test(signs_stand_on_the_base_line_of_their_size),
	};

	return ks_test_run(tests);
}
