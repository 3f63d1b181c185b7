/* SPDX-License-Identifier: Apache-2.0 */
#include "content/source.h"

#include <stdlib.h>
#include <string.h>

#include "support/test.h"

/* What every parser of an author's files begins with, at its edges. */

static void a_text_is_the_same_from_whatever_editor(void **state)
{
	static const struct {
		const char *written, *read;
	} cases[] = {
		{"", ""},
		{"一\n二\n", "一\n二\n"},
		{"一\r\n二\r\n", "一\n二\n"},
		{"\xEF\xBB\xBF一\r\n\r\n", "一\n\n"},
		{"\xEF\xBB\xBF", ""},
		{"\xEF\xBB", NULL},   /* cut off */
		{"a\rb\r", "a\rb\r"}, /* an old end of a line is left to the parser */
		{"\r\r\n", "\r\n"},
		{"一\r\n\xFF", NULL},
	};
	char *folder = ks_test_folder();
	struct ks_arena arena = {0};
	struct ks_diags diags = {0};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		char *file = ks_test_write(folder, "a.txt", cases[i].written), *text = NULL;
		struct ks_source source = {.file = file, .diags = &diags, .arena = &arena};
		enum ks_rc rc;
		size_t len = 99;

		rc = ks_source_read(&source, false, &text, &len);
		assert_int_equal(rc, cases[i].read ? KS_OK : KS_INVALID);
		assert_int_equal(diags.n_items, !cases[i].read);
		if (cases[i].read) {
			assert_string_equal(text, cases[i].read); /* it ends there, too */
			assert_int_equal(len, strlen(cases[i].read));
		} else {
			assert_null(text);
			assert_int_equal(diags.items[0].line, 1 + (cases[i].written[0] != '\xEF'));
		}
		ks_diags_finish(&diags);
		free(file);
	}
	ks_arena_finish(&arena);
	ks_test_folder_finish(folder);
}

/* Of the policy each byte counts: nothing is taken out, and what cannot be kept is refused with its line. */
static void the_policy_is_read_byte_for_byte(void **state)
{
	static const struct {
		const char *written;
		int line; /* of what is refused; 0: nothing */
	} cases[] = {{"\xEF\xBB\xBF一\n", 0}, {"a\n", 0}, {"a\nb\r\n", 2}, {"\r", 1}};
	char *folder = ks_test_folder();
	struct ks_arena arena = {0};
	struct ks_diags diags = {0};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		char *file = ks_test_write(folder, "a.txt", cases[i].written), *text = NULL;
		struct ks_source source = {.file = file, .diags = &diags, .arena = &arena};
		size_t len = 99;

		assert_int_equal(ks_source_read(&source, true, &text, &len),
				 cases[i].line ? KS_INVALID : KS_OK);
		if (cases[i].line)
			assert_int_equal(diags.items[0].line, cases[i].line);
		else
			assert_string_equal(text, cases[i].written);
		ks_diags_finish(&diags);
		free(file);
	}
	ks_arena_finish(&arena);
	ks_test_folder_finish(folder);
}

static void words_ids_and_numbers(void **state)
{
	static const struct {
		const char *text;
		bool is_id; /* of at most seven */
		int number; /* from 2 to 40; -1: none */
	} cases[] = {
		{"", false, -1},
		{"a", true, -1},
		{"m-1_a.B", true, -1},
		{"m-1_a.Bx", false, -1},
		{"a b", false, -1},
		{"字", false, -1},
		{"a/", false, -1},
		{"1", true, -1},
		{"2", true, 2},
		{"40", true, 40},
		{"41", true, -1},
		{"007", true, 7},
		{"+7", false, -1},
		{"-7", true, -1},
		{" 7", false, -1},
		{"7 ", false, -1},
		{"7a", true, -1},
		{"4294967299", false, -1},
		{"18446744073709551619", false, -1},
	};
	static const char hay[] = "abcab";

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		int number = -1;

		if (ks_source_is_id(cases[i].text, 8) != cases[i].is_id)
			fail_msg("%s", cases[i].text);
		if (ks_source_number(cases[i].text, 2, 40, &number) != (cases[i].number >= 0) ||
		    number != cases[i].number)
			fail_msg("%s is %d", cases[i].text, number);
	}
	assert_ptr_equal(ks_source_find(hay, 5, "ab", 2), hay);
	assert_ptr_equal(ks_source_find(hay + 1, 4, "ab", 2), hay + 3);
	assert_null(ks_source_find(hay + 1, 3, "ab", 2)); /* half of it is outside */
	assert_ptr_equal(ks_source_find(hay, 5, hay, 5), hay);
	assert_null(ks_source_find(hay, 4, hay, 5));
	assert_string_equal(ks_source_name("a/b/c.md"), "c.md");
	assert_string_equal(ks_source_name("c.md"), "c.md");
}

static void blanks_are_taken_off_both_ends(void **state)
{
	static const struct {
		const char *text, *trimmed;
	} cases[] = {{"", ""},
		     {" ", ""},
		     {"\t\n\r ", ""},
		     {"a", "a"},
		     {"\t a b \r\n", "a b"},
		     {"　a　", "　a　"},
		     {"\x0B a", "\x0B a"}};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		const char *from = cases[i].text, *to = from + strlen(from);

		ks_source_trim(&from, &to);
		assert_int_equal(to - from, strlen(cases[i].trimmed));
		assert_memory_equal(from, cases[i].trimmed, (size_t)(to - from));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_text_is_the_same_from_whatever_editor),
		cmocka_unit_test(the_policy_is_read_byte_for_byte),
		cmocka_unit_test(words_ids_and_numbers),
		cmocka_unit_test(blanks_are_taken_off_both_ends),
	};

	return ks_test_run(tests);
}
