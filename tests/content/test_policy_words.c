/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "content/expect.h"
#include "content/policy.h"

/* Kana finds kanji, and what is found really stands there. */

static int load(void **state)
{
	struct ks_policy *policy = ks_alloc_zero(1, sizeof(*policy));
	char *folder = ks_format("%s/policy/kuresaka-2026-03", content_folder());
	struct ks_diags diags = {0};

	assert_int_equal(ks_policy_load(folder, policy, &diags), KS_OK);
	expect_none(&diags);
	ks_diags_finish(&diags);
	free(folder);
	*state = policy;
	return 0;
}

static int unload(void **state)
{
	ks_policy_finish(*state);
	free(*state);
	return 0;
}

static const char *first_id(const struct ks_policy *policy, const char *query)
{
	struct ks_policy_hit hits[64];

	return ks_policy_search(policy, query, hits, 64) ? policy->clauses[hits[0].clause].id : NULL;
}

static void a_reading_finds_its_word(void **state)
{
	assert_string_equal(first_id(*state, "じこてんけん"), "6(9)");
	assert_string_equal(first_id(*state, "じこ"), "6(9)"); /* two characters are enough */
	assert_string_equal(first_id(*state, "むせんらん"), "6(3)③");
}

static void hiragana_finds_katakana_and_words_find_themselves(void **state)
{
	assert_string_equal(first_id(*state, "ねっとわーく"), "2(1)");
	assert_string_equal(first_id(*state, "火災"), "3(3)");
}

static void what_is_not_there_is_not_found(void **state)
{
	assert_null(first_id(*state, "ぱそこんきょうしつ"));
	assert_null(first_id(*state, ""));
}

static void every_hit_stands_where_it_says(void **state)
{
	const struct ks_policy *policy = *state;
	struct ks_policy_hit hits[64];
	size_t n = ks_policy_search(policy, "情報資産", hits, 64);

	assert_true(n > 5);
	for (size_t i = 0; i < n; i++) {
		const struct ks_clause *clause = &policy->clauses[hits[i].clause];
		const char *in = hits[i].is_in_title ? clause->title : clause->text;

		assert_int_equal(hits[i].len, strlen("情報資産"));
		assert_memory_equal(in + hits[i].at, "情報資産", hits[i].len);
	}
	assert_int_equal(ks_policy_search(policy, "情報資産", hits, 2), 2);
}

static void some_words_are_offered_without_typing(void **state)
{
	const struct ks_policy *policy = *state;
	size_t n = 0;

	for (size_t i = 0; i < policy->n_words; i++)
		n += policy->words[i].is_suggested;
	assert_in_range(n, 4, 12);
}

/* Every place of every word, also of one that a 〔ママ〕 interrupts; the notes themselves are never marked. */
static void assert_marked(const struct ks_policy *policy, const char *query, const char *text,
			  const struct ks_span *notes, size_t n_notes, const char *const *expected,
			  size_t n)
{
	struct ks_arena arena = {0};
	struct ks_rich rich = {text, strlen(text), notes, n_notes};
	struct ks_rich marked = ks_policy_mark_found(policy, query, &rich, &arena);
	size_t n_found = 0;

	assert_string_equal(marked.text, text);
	assert_int_equal(marked.n_spans, n_notes + n);
	for (size_t i = 0; i < marked.n_spans; i++) {
		const struct ks_span *span = &marked.spans[i];

		assert_true(i == 0 || marked.spans[i - 1].from <= span->from);
		if (span->mark != KS_MARK_FOUND)
			continue;
		assert_int_equal(span->to - span->from, strlen(expected[n_found]));
		assert_memory_equal(text + span->from, expected[n_found], span->to - span->from);
		n_found++;
	}
	assert_int_equal(n_found, n);
	ks_arena_finish(&arena);
}

static void every_place_of_what_is_found_is_marked(void **state)
{
	static const char *const twice[] = {"委託", "委託"}, *const katakana[] = {"ネットワーク"};
	static const char interrupted[] = "情報〔ママ〕資産と情報資産";
	static const char *const around[] = {"情報〔ママ〕資産", "情報資産"};
	struct ks_span note = {strlen("情報"), strlen("情報〔ママ〕"), KS_MARK_SMALL, NULL};

	assert_marked(*state, "いたく", "委託し、又は委託する。", NULL, 0, twice, 2);
	assert_marked(*state, "委託", "委託し、又は委託する。", NULL, 0, twice, 2);
	assert_marked(*state, "ねっとわーく", "ネットワークの管理", NULL, 0, katakana, 1);
	assert_marked(*state, "情報資産", interrupted, &note, 1, around, 2);
	assert_marked(*state, "情報資産", "何もない", NULL, 0, NULL, 0);
	assert_marked(*state, "", "情報資産", NULL, 0, NULL, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_reading_finds_its_word),
		cmocka_unit_test(hiragana_finds_katakana_and_words_find_themselves),
		cmocka_unit_test(what_is_not_there_is_not_found),
		cmocka_unit_test(every_hit_stands_where_it_says),
		cmocka_unit_test(some_words_are_offered_without_typing),
		cmocka_unit_test(every_place_of_what_is_found_is_marked),
	};

	return ks_test_run_in(tests, load, unload);
}
