/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/mem.h"

/* Diagnoses are read by people from top to bottom of their files. */

static char *printed(struct ks_diags *diags)
{
	char *text = NULL;
	size_t len = 0;
	FILE *to = open_memstream(&text, &len);

	ks_diags_print(diags, to);
	fclose(to);
	return text;
}

static void printed_in_file_and_line_order_and_as_found_within_a_line(void **state)
{
	struct ks_diags diags = {0};

	(void)state;
	ks_diags_error(&diags, "b.md", 2, "二");
	ks_diags_error(&diags, "a.md", 10, "十の一");
	ks_diags_warn(&diags, "a.md", 10, "十の%s", "二");
	ks_diags_error(&diags, "a.md", 9, "九");
	ks_diags_warn(&diags, "a.md", 0, "全体");
	ks_diags_error(&diags, NULL, 0, "どこでもない");
	ks_diags_error(&diags, "", 7, "名のない所");
	ks_diags_warn(&diags, "c", 1, "一");
	ks_diags_warn(&diags, "c", 2, "%s", "");
	assert_int_equal(diags.n_errors, 5);
	char *text = printed(&diags);

	assert_string_equal(text, "誤り: どこでもない\n"
				  "7: 誤り: 名のない所\n"
				  "a.md: 注意: 全体\n"
				  "a.md:9: 誤り: 九\n"
				  "a.md:10: 誤り: 十の一\n"
				  "a.md:10: 注意: 十の二\n"
				  "b.md:2: 誤り: 二\n"
				  "c:1: 注意: 一\n"
				  "c:2: 注意: \n");
	free(text);
	ks_diags_finish(&diags);
	ks_diags_finish(&diags);
}

static void more_than_the_ceiling_are_counted_and_said(void **state)
{
	struct ks_diags diags = {0};

	(void)state;
	for (int i = 0; i < KS_DIAGS_MAX + 5; i++)
		ks_diags_error(&diags, "a", i + 1, "x");
	assert_int_equal(diags.n_items, KS_DIAGS_MAX);
	assert_int_equal(diags.n_errors, KS_DIAGS_MAX + 5);
	char *text = printed(&diags);

	assert_non_null(strstr(text, "ほかに 5 件あります"));
	free(text);
	ks_diags_finish(&diags);
	for (int i = 0; i < KS_DIAGS_MAX; i++)
		ks_diags_warn(&diags, "a", i + 1, "x");
	assert_int_equal(diags.n_warnings, KS_DIAGS_MAX);
	text = printed(&diags);
	assert_null(strstr(text, "ほかに")); /* just as many are all told */
	free(text);
	ks_diags_finish(&diags);
}

static void notes_never_push_an_error_out(void **state)
{
	struct ks_diags diags = {0};

	(void)state;
	for (int i = 0; i < KS_DIAGS_MAX + 5; i++)
		ks_diags_warn(&diags, "a", i + 1, "x");
	ks_diags_error(&diags, "a", 5000, "the one that matters");
	assert_int_equal(diags.n_errors, 1);
	assert_int_equal(diags.n_warnings, KS_DIAGS_MAX + 5);
	char *text = printed(&diags);

	assert_non_null(strstr(text, "the one that matters"));
	assert_non_null(strstr(text, "ほかに 5 件あります"));
	free(text);
	ks_diags_finish(&diags);
}

static void warnings_alone_are_no_errors(void **state)
{
	struct ks_diags diags = {0};

	(void)state;
	ks_diags_warn(&diags, "a", 1, "x");
	assert_int_equal(diags.n_errors, 0);
	ks_diags_finish(&diags);
	ks_diags_error(NULL, "a", 1, "nobody asked");
	ks_diags_finish(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(printed_in_file_and_line_order_and_as_found_within_a_line),
		cmocka_unit_test(more_than_the_ceiling_are_counted_and_said),
		cmocka_unit_test(notes_never_push_an_error_out),
		cmocka_unit_test(warnings_alone_are_no_errors),
	};

	return ks_test_run(tests);
}
