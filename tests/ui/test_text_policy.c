/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "ui/text.h"

/*
 * The policy itself, all of it, in sixteen widths from 10 to 40 em: what a reader would stumble over never
 * happens. The sets of signs are written out here a second time on purpose, and ICU's own strict breaking
 * is the oracle: we may forbid what it allows, never the reverse.
 */

#define POLICY "content/policy/kuresaka-2026-03/policy.txt"
enum { EM_PX = 34, N_WIDTHS = 16, WIDTH_STEP_EM = 2, WIDTH_MIN_EM = 10 };

static const char never_first[] =
	"、。，．・：；？！ー々」』）】〕〉》ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ％℃%)]…";
static const char never_last[] = "「『（【〔〈《([￥";

static char *policy;
static uint8_t *icu_allows; /* by byte */
static struct ks_text_engine *engine;

static bool is_in(uint32_t c, const char *set)
{
	char utf8[5] = {0};

	ks_utf8_put(utf8, c);
	return strstr(set, utf8);
}

static uint32_t sign_at(uint32_t at)
{
	const char *p = policy + at;

	return ks_utf8_next(&p, policy + strlen(policy));
}

static uint32_t sign_before(uint32_t at)
{
	do
		at--;
	while (((uint8_t)policy[at] & 0xc0) == 0x80);
	return sign_at(at);
}

/* Signs of a line that are not closing punctuation. */
static int count_signs(const struct ks_text_line *line)
{
	const char *p = policy + line->from, *end = policy + line->to;
	int n = 0;

	while (p < end)
		n += !is_in(ks_utf8_next(&p, end), never_first);
	return n;
}

/* What makes @line, which continues the paragraph of the line before, unacceptable; NULL for nothing. */
static const char *complaint(const struct ks_text_line *line, const struct ks_text_line *next,
			     int width_px)
{
	bool is_head = line->from == 0 || policy[line->from - 1] == '\n';
	bool is_end = !next || policy[next->from - 1] == '\n';

	if (line->w > width_px)
		return "wider than allowed";
	if (line->from == line->to)
		return NULL;
	if (!is_head && is_in(sign_at(line->from), never_first))
		return "begins with a sign that must not begin a line";
	if (!is_end && is_in(sign_before(line->to), never_last))
		return "ends with a sign that must not end a line";
	if (!is_head && is_end && count_signs(line) < 2)
		return "is a single sign";
	if (!is_head && !icu_allows[line->from])
		return "begins where Unicode forbids it";
	return NULL;
}

static void check_width(enum ks_breaking breaking, int width_px)
{
	struct ks_text_style style = {.em_px = EM_PX, .breaking = breaking};
	struct ks_rich rich = ks_rich_plain(policy);
	const struct ks_text_layout *layout = ks_text_layout(engine, &rich, &style, width_px);
	uint32_t covered = 0;

	for (size_t i = 0; i < layout->n_lines; i++) {
		const struct ks_text_line *line = &layout->lines[i];
		const char *why =
			complaint(line, i + 1 < layout->n_lines ? line + 1 : NULL, width_px);

		if (why)
			fail_msg("at %d px: %.*s: %s", width_px, (int)(line->to - line->from),
				 policy + line->from, why);
		for (; covered < line->from; covered++) /* nothing but blanks is left out */
			assert_true(policy[covered] == '\n' || policy[covered] == ' ');
		covered = line->to;
	}
	assert_int_equal(strspn(policy + covered, "\n "), strlen(policy + covered));
}

static void no_line_of_the_policy_breaks_a_rule_at_any_width(void **state)
{
	(void)state;
	for (int i = 0; i < N_WIDTHS; i++)
		check_width(KS_BREAK_STRICT, (WIDTH_MIN_EM + WIDTH_STEP_EM * i) * EM_PX);
}

static void nor_when_it_breaks_by_phrase(void **state)
{
	(void)state;
	for (int i = 0; i < N_WIDTHS; i++)
		check_width(KS_BREAK_PHRASE, (WIDTH_MIN_EM + WIDTH_STEP_EM * i) * EM_PX + 7);
}

static void every_break_of_ours_is_one_of_unicodes(void **state)
{
	struct ks_rich rich = ks_rich_plain(policy);

	(void)state;
	for (int breaking = KS_BREAK_STRICT; breaking <= KS_BREAK_PHRASE; breaking++) {
		struct ks_text_breaks breaks;

		ks_text_find_breaks(&rich, (enum ks_breaking)breaking, &breaks);
		for (uint32_t i = 1; i < breaks.len; i++)
			if (breaks.allowed[i] && !icu_allows[i])
				fail_msg("before %.12s", policy + i);
		ks_text_breaks_finish(&breaks);
	}
}

static void ask_icu(void)
{
	UErrorCode code = U_ZERO_ERROR;
	UBreakIterator *iterator = ubrk_open(UBRK_LINE, "ja@lb=strict", NULL, 0, &code);
	UText text = UTEXT_INITIALIZER;

	utext_openUTF8(&text, policy, -1, &code);
	ubrk_setUText(iterator, &text, &code);
	assert_true(U_SUCCESS(code));
	icu_allows = ks_alloc_zero(strlen(policy) + 1, 1);
	for (int32_t i = ubrk_first(iterator); i != UBRK_DONE; i = ubrk_next(iterator))
		icu_allows[i] = 1;
	ubrk_close(iterator);
	utext_close(&text);
}

static int open_all(void **state)
{
	(void)state;
	policy = ks_test_read(POLICY);
	assert_true(strlen(policy) > 5000);
	ask_icu();
	return ks_text_engine_open(&engine) != KS_OK;
}

static int close_all(void **state)
{
	(void)state;
	ks_text_engine_close(engine);
	free(policy);
	free(icu_allows);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_line_of_the_policy_breaks_a_rule_at_any_width),
		cmocka_unit_test(nor_when_it_breaks_by_phrase),
		cmocka_unit_test(every_break_of_ours_is_one_of_unicodes),
	};

	return ks_test_run_in(tests, open_all, close_all);
}
