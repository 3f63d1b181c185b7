/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "support/golden.h"
#include "xapi/json_read.h"
#include "xapi/json_split.h"

/* Where a document's elements lie, where one is wrong and in which words; and which scalars are the same. */

enum { MAX = 3 };

static const char *const documents[] = {
	"",
	" ",
	"[]",
	" [ ] ",
	"[1]",
	"[1,2,3]",
	"[1,2,3,4]",
	"[1,]",
	"[,1]",
	"[1 2]",
	"[1",
	"[",
	"]",
	"[1]]",
	"[1] 2",
	"{}",
	" {\"a\":1}\n",
	"{\"a\":1,}",
	"{\"a\"}",
	"{\"a\":}",
	"{a:1}",
	"{\"a\" : [ ] , \"b\":{}}",
	"{\"a\":1",
	"{\"a\":1]",
	"\"x\"",
	"true",
	"false",
	"null",
	"tru",
	"truex",
	"nul",
	"[true,false,null]",
	"0",
	"-0",
	"01",
	"-",
	"1.",
	"1.5",
	".5",
	"1e",
	"1e+",
	"1e5",
	"1E-5",
	"-1.5e+10x",
	"+1",
	"[1.5e3,-2,0]",
	"\"a",
	"\"a\\\"",
	"\"\\u12\"",
	"\"\\u12g4\"",
	"\"\\u0041\\n\\/\\b\"",
	"\"\\x\"",
	"\"\\",
	"\"\t\"",
	"\"\x1f\"",
	"\"\x20\x7f\"",
	"[\"a\",{\"b\":[1,{\"c\":null}]},[]]",
	"// x",
	"[1]//",
	"\xef\xbb\xbf[]",
	"[\"\\ud800\"]",
	"{\"a\":1 \"b\":2}",
	"{\"a\":1,\"a\":2}",
	"[\n1\t,\r2 ]",
	"{\"a\":tru}",
	"[[[[]]],[[]]]",
};

static void put_split(const char *name, const char *text, size_t len, struct ks_buf *out)
{
	struct ks_json_range items[MAX] = {{0, 0}};
	struct ks_json_parts parts = {.items = items, .max = MAX};
	struct ks_json_document document;
	/* Of its own, to the byte: so that a sanitizer sees what is read behind its end. */
	char *own = memcpy(ks_alloc(len ? len : 1), text, len);
	enum ks_rc rc = ks_json_split(own, len, &parts);

	ks_buf_json(out, name);
	ks_buf_printf(out, " rc %d", (int)rc);
	if (rc == KS_INVALID)
		ks_buf_printf(out, " at %zu: %s", parts.bad_at, parts.reason);
	else
		ks_buf_printf(out, " %s", parts.is_array ? "array" : "value");
	for (size_t i = 0; rc == KS_OK && i < parts.n_items; i++)
		ks_buf_printf(out, " [%.*s]", (int)items[i].len, text + items[i].from);
	ks_buf_printf(out, ", read: %s\n", ks_json_read(own, len, &document) ? "yes" : "no");
	ks_json_finish(&document);
	free(own);
}

static void put_depth(int depth, struct ks_buf *out)
{
	char *text = ks_alloc_zero(2, 100), *name = ks_format("%d deep", depth);

	memset(text, '[', (size_t)depth);
	memset(text + depth, ']', (size_t)depth);
	put_split(name, text, strlen(text), out);
	free(text);
	free(name);
}

static void elements_and_mistakes_have_their_place(void **state)
{
	struct ks_buf out = {0};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(documents); i++)
		put_split(documents[i], documents[i], strlen(documents[i]), &out);
	put_split("a NUL", "[1]\0", 4, &out);
	put_depth(KS_JSON_DEPTH_MAX - 1, &out);
	put_depth(KS_JSON_DEPTH_MAX, &out);
	put_depth(KS_JSON_DEPTH_MAX + 1, &out);
	put_depth(KS_JSON_DEPTH_MAX + 2, &out);
	ks_test_golden("tests/data/golden/xapi/json.txt", ks_buf_text(&out));
	ks_buf_finish(&out);
}

static void where_there_is_room_for_none_only_nothing_fits(void **state)
{
	static const struct {
		const char *text;
		enum ks_rc rc;
	} rows[] = {
		{"[]", KS_OK}, {"[1]", KS_FULL}, {"1", KS_FULL}, {"{}", KS_FULL}, {"x", KS_INVALID}};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(rows); i++) {
		struct ks_json_parts parts = {.items = NULL, .max = 0};

		assert_int_equal(ks_json_split(rows[i].text, strlen(rows[i].text), &parts),
				 rows[i].rc);
		assert_int_equal(parts.n_items, 0);
	}
}

static void scalars_are_the_same_by_kind_and_value(void **state)
{
	static const char text[] =
		"[null,null,true,true,false,1,1,2,1.5,1.5,2.5,1.0,\"1\",\"1\",\"12\",\"\",[],{},{}]";
	/* Of each, the first that is the same as it; -1: none is, not even itself. */
	static const int same[] = {0,  0,  2,  2,  4,  5,  5,  7,  8, 8,
				   10, 11, 12, 12, 14, 15, -1, -1, -1};
	const struct ks_json *values[KS_COUNT(same)], *root;
	struct ks_json_document document;
	size_t n = 0;

	(void)state;
	root = ks_json_read(text, strlen(text), &document);
	for (const struct ks_json *one = ks_json_first(root); one; one = ks_json_next(root, one))
		values[n++] = one;
	assert_int_equal(n, KS_COUNT(same));
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < n; k++)
			assert_int_equal(ks_json_is_equal(values[i], values[k]),
					 same[i] >= 0 && same[i] == same[k]);
	assert_false(ks_json_is_equal(NULL, values[0]));
	assert_false(ks_json_is_equal(values[0], NULL));
	ks_json_finish(&document);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(elements_and_mistakes_have_their_place),
		cmocka_unit_test(where_there_is_room_for_none_only_nothing_fits),
		cmocka_unit_test(scalars_are_the_same_by_kind_and_value),
	};

	return ks_test_run(tests);
}
