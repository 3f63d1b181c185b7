/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "content/buttons.h"
#include "content/expect.h"

/* A button's name in a lesson or a question is a reference: with やさしい日本語 on, the button is called otherwise. */

/* Without readings: {漢字|かんじ} is 漢字, in GIFT behind backslashes. */
static char *without_readings(const char *text)
{
	struct ks_buf out = {0};

	for (const char *at = text; *at; at++) {
		const char *bar = *at == '{' ? strchr(at, '|') : NULL;
		const char *end = bar ? strchr(bar, '}') : NULL;

		if (*at == '\\')
			continue;
		if (!end || memchr(at, '\n', (size_t)(end - at))) {
			ks_buf_putc(&out, *at);
			continue;
		}
		ks_buf_append(&out, at + 1, (size_t)(bar - at - 1));
		at = end;
	}
	return ks_buf_take(&out);
}

/* The words for a picture are read aloud as they stand: there the name is part of what is drawn. */
static bool is_of_picture(const char *text, const char *at)
{
	while (at > text && at[-1] != '\n')
		at--;
	return strncmp(at, "![", 2) == 0;
}

/* The first name of a button that is typed, and not referred to; NULL for none. */
static const char *typed_in(const char *raw)
{
	char *text = without_readings(raw);
	const char *found = NULL, *name;

	for (size_t i = 0; (name = ks_button_name(i)); i++) {
		char *quoted = ks_format("「%s」", ks_button_label(name));

		for (const char *at = text; !found && (at = strstr(at, quoted)); at++)
			found = is_of_picture(text, at) ? NULL : name;
		free(quoted);
	}
	free(text);
	return found;
}

static void names_of_buttons_are_references(void **state)
{
	static const char *const files[] = {"lesson.md", "lesson.easy.md", "quiz.gift",
					    "quiz.easy.gift"};
	char *lessons = ks_path_join(content_folder(), "lessons"), **folders;
	size_t n, n_read = 0;

	(void)state;
	assert_int_equal(ks_folder_list(lessons, NULL, &folders, &n), KS_OK);
	for (size_t i = 0; i < n * KS_COUNT(files); i++) {
		char *path = ks_format("%s/%s/%s", lessons, folders[i / KS_COUNT(files)],
				       files[i % KS_COUNT(files)]);
		char *text = NULL;
		size_t len;

		if (ks_file_read(path, 1 << 20, &text, &len) == KS_OK && typed_in(text))
			fail_msg("%s: write {button:%s}", path, typed_in(text));
		n_read += !!text;
		free(text);
		free(path);
	}
	assert_true(n_read >= 4 * 14);
	ks_folder_list_finish(folders, n);
	free(lessons);
}

static void a_typed_name_is_seen_with_its_readings_and_without(void **state)
{
	(void)state;
	assert_string_equal(typed_in("「次へ」をさわります"), "next");
	assert_string_equal(typed_in("\n「{中断|ちゅうだん}する」をさわる"), "pause");
	assert_string_equal(typed_in("~「\\{終了|しゅうりょう\\}する」で"), "finish");
	assert_null(typed_in("「{button:next}」、次へ"));
	assert_null(typed_in("一\n![「次へ」をさわる絵](a.svg)\n"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_of_buttons_are_references),
		cmocka_unit_test(a_typed_name_is_seen_with_its_readings_and_without),
	};

	return ks_test_run(tests);
}
