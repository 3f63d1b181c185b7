/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/words/words.h"

#include <string.h>

#include "base/utf8.h"
#include "support/test.h"

/* The easy words may stand wherever the usual ones do, and are easy. */

/* The next conversion at or after @at, without %%; its length in @len, NULL for none. */
static const char *next_gap(const char *at, size_t *len)
{
	while ((at = strchr(at, '%'))) {
		*len = 1 + strcspn(at + 1, "dsxXuc%") + 1;
		if (at[1] != '%')
			return at;
		at += 2;
	}
	return NULL;
}

static void easy_words_have_the_gaps_of_the_usual_ones(void **state)
{
	(void)state;
	ks_words_use_easy(false);
	for (int i = 0; i < KS_W_COUNT; i++) {
		const char *usual = ks_word((enum ks_word)i), *easy = ks_word_easy((enum ks_word)i);

		while (easy) {
			size_t usual_len = 0, easy_len = 0;

			usual = next_gap(usual, &usual_len);
			easy = next_gap(easy, &easy_len);
			if (!usual && !easy)
				break;
			if (!usual || !easy || usual_len != easy_len ||
			    memcmp(usual, easy, easy_len) != 0)
				fail_msg("「%s」 has other gaps than the usual words",
					 ks_word_easy((enum ks_word)i));
			usual += usual_len;
			easy += easy_len;
		}
	}
}

static bool is_kanji(uint32_t c)
{
	return c >= 0x4E00 && c <= 0x9FFF;
}

static size_t kanji_in(const char *text)
{
	size_t n = 0;

	for (const char *at = text, *end = text + strlen(text); at < end;)
		n += is_kanji(ks_utf8_next(&at, end));
	return n;
}

/* Grown-ups read them: kanji as in the lessons, whose reading stands above them, and of the usual words' length at most. */
static void easy_words_are_no_baby_talk(void **state)
{
	size_t n = 0, n_usual = 0, n_easy = 0;

	(void)state;
	ks_words_use_easy(false);
	for (int i = 0; i < KS_W_COUNT; i++) {
		const char *easy = ks_word_easy((enum ks_word)i);

		if (!easy || kanji_in(ks_word((enum ks_word)i)) == 0)
			continue;
		n++;
		n_usual += kanji_in(ks_word((enum ks_word)i));
		n_easy += kanji_in(easy);
		assert_true(!strstr(easy, "%dふん") && !strstr(easy, "%dぷん") &&
			    !strstr(easy, "%dにち") && !strstr(easy, "%dにん") &&
			    !strstr(easy, "%dがつ"));
	}
	assert_true(n > 80);
	print_message("kanji in %zu easy words: %zu, in the usual ones %zu\n", n, n_easy, n_usual);
	assert_true(n_easy * 2 > n_usual);
	assert_true(n_easy < n_usual);
}

static void easy_words_are_used_only_when_chosen(void **state)
{
	(void)state;
	ks_words_use_easy(true);
	assert_string_equal(ks_word(KS_W_RETRY), "もう一度 する");
	ks_words_use_easy(false);
	assert_string_equal(ks_word(KS_W_RETRY), "もう一度受ける");
}

/* What is recorded word for word must not change with a comfort of the display. */
static void the_acknowledgement_has_one_wording(void **state)
{
	(void)state;
	assert_null(ks_word_easy(KS_W_AGREE_SENTENCE));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(easy_words_have_the_gaps_of_the_usual_ones),
		cmocka_unit_test(easy_words_are_no_baby_talk),
		cmocka_unit_test(easy_words_are_used_only_when_chosen),
		cmocka_unit_test(the_acknowledgement_has_one_wording),
	};

	return ks_test_run(tests);
}
