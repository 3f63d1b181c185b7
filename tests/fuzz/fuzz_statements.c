/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <jansson.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "xapi/json_split.h"
#include "xapi/statement_check.h"
#include "xapi/statement_same.h"

/*
 * The body of a POST, as anybody on the network may send it. Whatever a JSON library reads must be split, into as many
 * elements, each of which reads alone as the same value; and a statement is always the same as itself.
 */

#define PARTS_MAX 500

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void assert_element(const char *text, const struct ks_json_range *range, const json_t *expected)
{
	json_t *alone = json_loadb(text + range->from, range->len, JSON_DECODE_ANY, NULL);

	assert(alone && json_equal(alone, expected));
	json_decref(alone);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct ks_json_range items[PARTS_MAX];
	struct ks_json_parts parts = {.items = items, .max = PARTS_MAX};
	const char *text = (const char *)data;
	enum ks_rc rc = ks_json_split(text, size, &parts);
	json_t *root = json_loadb(text, size, JSON_DECODE_ANY, NULL);

	assert(rc == KS_OK || rc == KS_FULL || parts.reason);
	assert(parts.bad_at <= size);
	/* To jansson a NUL byte is the end of the text; to us it is a mistake. */
	if (root && rc == KS_INVALID && !memchr(text, 0, size))
		assert(strcmp(parts.reason, "nested too deeply") == 0);
	if (root && rc == KS_OK && parts.is_array) {
		assert(json_array_size(root) == parts.n_items);
		for (size_t i = 0; i < parts.n_items; i++)
			assert_element(text, &items[i], json_array_get(root, i));
	}
	for (size_t i = 0; rc == KS_OK && i < parts.n_items; i++) {
		struct ks_statement_shape shape;
		const char *at = text + items[i].from;

		if (ks_statement_check(at, items[i].len, KS_XAPI_2_0_0, &shape, NULL) != KS_OK) {
			assert(shape.finding.reason);
			continue;
		}
		char *copy = ks_format("%.*s ", (int)items[i].len, at);

		assert(ks_statement_is_same(at, items[i].len, copy, items[i].len + 1) ==
		       (shape.id[0] != '\0'));
		free(copy);
	}
	json_decref(root);
	return 0;
}
