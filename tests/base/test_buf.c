/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

/* The ceiling and the terminating NUL are what callers lean on. */

static void empty_buffer_reads_as_empty_text(void **state)
{
	struct ks_buf buf = {0};
	char *taken = ks_buf_take(&buf);

	(void)state;
	assert_string_equal(ks_buf_text(&buf), "");
	assert_string_equal(taken, "");
	free(taken);
	ks_buf_finish(&buf);
	ks_buf_finish(NULL);
}

static void content_is_always_terminated_behind_len(void **state)
{
	struct ks_buf buf = {0};

	(void)state;
	for (int i = 0; i < 1000; i++) {
		ks_buf_putc(&buf, 'a');
		assert_int_equal(buf.data[buf.len], '\0');
		assert_true(buf.len < buf.capacity);
	}
	ks_buf_append(&buf, "\0b", 2);
	assert_int_equal(buf.len, 1002);
	ks_buf_printf(&buf, "%d-%s", 7, "x");
	assert_string_equal(buf.data + 1002, "7-x");
	ks_buf_clear(&buf);
	assert_string_equal(ks_buf_text(&buf), "");
	ks_buf_finish(&buf);
}

static void ceiling_is_reached_exactly_and_never_passed(void **state)
{
	struct ks_buf buf = {.ceiling = 5};

	(void)state;
	ks_buf_puts(&buf, "12345");
	assert_false(buf.is_over);
	ks_buf_puts(&buf, "");
	assert_false(buf.is_over);
	ks_buf_putc(&buf, '6');
	assert_true(buf.is_over);
	assert_string_equal(ks_buf_text(&buf), "12345");
	ks_buf_finish(&buf);
}

static void what_is_over_takes_nothing_more_until_cleared(void **state)
{
	struct ks_buf buf = {.ceiling = 5};

	(void)state;
	ks_buf_printf(&buf, "%s", "123456");
	assert_true(buf.is_over);
	ks_buf_puts(&buf, "1"); /* would fit, but the middle is missing */
	assert_int_equal(buf.len, 0);
	ks_buf_append(&buf, "x", SIZE_MAX);
	ks_buf_clear(&buf);
	ks_buf_puts(&buf, "1");
	assert_string_equal(ks_buf_text(&buf), "1");
	ks_buf_finish(&buf);
}

static void json_escapes_what_json_must_and_nothing_else(void **state)
{
	struct ks_buf buf = {0};

	(void)state;
	ks_buf_json(&buf, "髙﨑 \"a\\b\" /\b\t\n\f\r\x01\x1F\x7F");
	assert_string_equal(ks_buf_text(&buf),
			    "\"髙﨑 \\\"a\\\\b\\\" /\\b\\t\\n\\f\\r\\u0001\\u001f\x7F\"");
	ks_buf_clear(&buf);
	ks_buf_json(&buf, "");
	assert_string_equal(ks_buf_text(&buf), "\"\"");
	ks_buf_finish(&buf);
}

static void taken_bytes_belong_to_the_taker_and_the_ceiling_stays(void **state)
{
	struct ks_buf buf = {.ceiling = 3};

	(void)state;
	ks_buf_puts(&buf, "abc");
	char *taken = ks_buf_take(&buf);

	ks_buf_puts(&buf, "defg");
	assert_true(buf.is_over);
	assert_string_equal(taken, "abc");
	free(taken);
	ks_buf_finish(&buf);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(empty_buffer_reads_as_empty_text),
		cmocka_unit_test(content_is_always_terminated_behind_len),
		cmocka_unit_test(ceiling_is_reached_exactly_and_never_passed),
		cmocka_unit_test(what_is_over_takes_nothing_more_until_cleared),
		cmocka_unit_test(json_escapes_what_json_must_and_nothing_else),
		cmocka_unit_test(taken_bytes_belong_to_the_taker_and_the_ceiling_stays),
	};

	return ks_test_run(tests);
}
