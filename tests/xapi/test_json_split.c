/* SPDX-License-Identifier: Apache-2.0 */
#include "xapi/json_split.h"

#include <string.h>

#include "base/mem.h"
#include "support/test.h"

/* The ranges must be exactly the sender's bytes: the hash chain is over them. */

static struct ks_json_range items[8];
static struct ks_json_parts parts;

static enum ks_rc split(const char *text)
{
	parts = (struct ks_json_parts){.items = items, .max = KS_COUNT(items)};
	return ks_json_split(text, strlen(text), &parts);
}

static void assert_item(const char *text, size_t i, const char *expected)
{
	assert_true(i < parts.n_items);
	assert_int_equal(items[i].len, strlen(expected));
	assert_memory_equal(text + items[i].from, expected, items[i].len);
}

static void each_element_is_cut_out_byte_for_byte(void **state)
{
	const char *text = " [ {\"a\" : [1, {\"b\":\"]\"}]} ,\n{} , \"x\\\"y\" ] ";

	(void)state;
	assert_int_equal(split(text), KS_OK);
	assert_true(parts.is_array);
	assert_int_equal(parts.n_items, 3);
	assert_item(text, 0, "{\"a\" : [1, {\"b\":\"]\"}]}");
	assert_item(text, 1, "{}");
	assert_item(text, 2, "\"x\\\"y\"");
}

static void a_single_value_is_one_item_without_the_space_around_it(void **state)
{
	const char *text = "\n {\"a\":-1.5e+3} \t";

	(void)state;
	assert_int_equal(split(text), KS_OK);
	assert_false(parts.is_array);
	assert_int_equal(parts.n_items, 1);
	assert_item(text, 0, "{\"a\":-1.5e+3}");
}

static void an_empty_array_has_no_items(void **state)
{
	(void)state;
	assert_int_equal(split("[ ]"), KS_OK);
	assert_int_equal(parts.n_items, 0);
}

static void what_is_not_strict_json_is_refused_with_its_place(void **state)
{
	static const struct {
		const char *text;
		size_t bad_at;
	} cases[] = {
		{"", 0},     {"[1,]", 3},     {"[1 2]", 3}, {"{\"a\":1,}", 7}, {"{a:1}", 1},
		{"[01]", 2}, {"[1.]", 3},     {"[+1]", 1},  {"[\"\\x\"]", 4},  {"[\"\\u12g4\"]", 6},
		{"[\"a", 3}, {"[tru]", 1},    {"[1] x", 4}, {"{\"a\" 1}", 5},  {"[{]", 2},
		{"[[1}", 3}, {"[\"\n\"]", 3}, {"nul", 0},   {"[1", 2},         {"{\"a\":", 5},
		{"[-]", 2},  {"[1e]", 3},     {"'a'", 0},   {"[NaN]", 1},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		print_message("%s\n", cases[i].text);
		assert_int_equal(split(cases[i].text), KS_INVALID);
		assert_int_equal(parts.bad_at, cases[i].bad_at);
		assert_non_null(parts.reason);
	}
}

/* Where a blank, a sign behind a backslash or a digit may stand, and behind the document. */
static void a_nul_is_none_of_them(void **state)
{
	static const struct {
		const char *text;
		size_t len;
	} cases[] = {{"[\0]", 3}, {"[1\0]", 4},      {"[]\0", 3},
		     {"\0[]", 3}, {"[\"\\\0\"]", 6}, {"[\"\\u00\0000\"]", 10}};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		parts = (struct ks_json_parts){.items = items, .max = KS_COUNT(items)};
		if (ks_json_split(cases[i].text, cases[i].len, &parts) != KS_INVALID)
			fail_msg("case %zu", i);
	}
}

/* What the sender is told, where the place alone says little. */
static void an_end_too_soon_is_told_apart_from_a_sign_in_the_wrong_place(void **state)
{
	static const struct {
		const char *text, *reason;
	} cases[] = {
		{"[1 2]", "',' or ']' was expected"}, {"[1", "',' or ']' was expected"},
		{"[[1", "unfinished document"},       {"[[1 2]]", "',' was expected"},
		{"{\"a\":[1", "unfinished document"}, {"{\"a\":{\"b\":1 2}}", "',' was expected"},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		assert_int_equal(split(cases[i].text), KS_INVALID);
		assert_string_equal(parts.reason, cases[i].reason);
	}
}

static void more_elements_than_there_is_room_for_is_full_not_cut(void **state)
{
	(void)state;
	assert_int_equal(split("[1,2,3,4,5,6,7,8]"), KS_OK);
	assert_int_equal(split("[1,2,3,4,5,6,7,8,9]"), KS_FULL);
}

static void nesting_beyond_the_limit_is_refused_and_at_the_limit_is_fine(void **state)
{
	char text[2 * (KS_JSON_DEPTH_MAX + 3) + 2];

	(void)state;
	for (int depth = KS_JSON_DEPTH_MAX; depth <= KS_JSON_DEPTH_MAX + 2; depth++) {
		/* The outer array is ours, the innermost is empty: both are beside the limit. */
		memset(text, '[', (size_t)depth);
		memset(text + depth, ']', (size_t)depth);
		text[2 * depth] = '\0';
		assert_int_equal(split(text), KS_OK);
	}
	memset(text, '[', KS_JSON_DEPTH_MAX + 3);
	memset(text + KS_JSON_DEPTH_MAX + 3, ']', KS_JSON_DEPTH_MAX + 3);
	text[2 * (KS_JSON_DEPTH_MAX + 3)] = '\0';
	assert_int_equal(split(text), KS_INVALID);
	assert_string_equal(parts.reason, "nested too deeply");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_element_is_cut_out_byte_for_byte),
		cmocka_unit_test(a_single_value_is_one_item_without_the_space_around_it),
		cmocka_unit_test(an_empty_array_has_no_items),
		cmocka_unit_test(what_is_not_strict_json_is_refused_with_its_place),
		cmocka_unit_test(a_nul_is_none_of_them),
		cmocka_unit_test(an_end_too_soon_is_told_apart_from_a_sign_in_the_wrong_place),
		cmocka_unit_test(more_elements_than_there_is_room_for_is_full_not_cut),
		cmocka_unit_test(nesting_beyond_the_limit_is_refused_and_at_the_limit_is_fine),
	};

	return ks_test_run(tests);
}
