/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "said.h"
#include "support/calls.h"
#include "support/content_copy.h"
#include "support/real.h"
#include "support/test.h"
#include "tools/tools.h"

/* Where the program lies and what lies beside it, and the room that a centre has. */

static const char *program; /* NULL: as it is */

char *realpath(const char *path, char *resolved);

char *realpath(const char *path, char *resolved)
{
	if (program && strcmp(path, "/proc/self/exe") == 0)
		return ks_strdup(program);
	return KS_REAL(char *, realpath, const char *, char *)(path, resolved);
}

static int in_folder(void **state)
{
	*state = ks_test_folder();
	return 0;
}

static int out_of_folder(void **state)
{
	ks_test_folder_finish(*state);
	return 0;
}

/* Beside the programs of a tree that was built, else where a package puts it, else in the folder one is in. */
static void content_is_found_from_where_the_program_lies(void **state)
{
	static const struct {
		const char *made, *named, *found; /* below the test's folder; @: it */
	} steps[] = {
		{NULL, NULL, "content"},
		{"share/kenshu/content", NULL, "@/bin/../share/kenshu/content"},
		{"content", NULL, "@/bin/../content"},
		{NULL, "", "@/bin/../content"},
		{NULL, "c", "c"},
	};
	char *exe = ks_path_join(*state, "bin/kenshu"), *kept = getenv("KENSHU_CONTENT");

	kept = kept ? ks_strdup(kept) : NULL;
	for (size_t i = 0; i < KS_COUNT(steps); i++) {
		char *made = ks_path_join(*state, steps[i].made ? steps[i].made : "bin"), *found;
		char *wanted = steps[i].found[0] == '@'
				       ? ks_format("%s%s", (char *)*state, steps[i].found + 1)
				       : ks_strdup(steps[i].found);

		assert_int_equal(ks_folder_make(made), KS_OK);
		if (steps[i].named)
			setenv("KENSHU_CONTENT", steps[i].named, 1);
		else
			unsetenv("KENSHU_CONTENT");
		program = exe;
		found = ks_tools_content_folder();
		program = NULL;
		assert_string_equal(found, wanted);
		free(found);
		free(wanted);
		free(made);
	}
	if (kept)
		setenv("KENSHU_CONTENT", kept, 1);
	else
		unsetenv("KENSHU_CONTENT");
	free(kept);
	free(exe);
}

#define LIST                                                                                          \
	"端末  この端末（件）  センター（件）  最後の通信  気づいたこと\n" \
	"----  --------------  --------------  ----------  ------------\n"                            \
	"登録した端末はありません。\n"
#define NO_BACKUP "注意: バックアップは、まだありません。kenshu backup で取ってください。\n"

static const struct said_step with_little_room[] = {
	{ks_tools_kiosk,
	 {"list"},
	 0,
	 LIST
	 "注意: センターの空き容量が、あと 3 MiB です。なくなると、端末の記録を受け取れません。*\n" NO_BACKUP,
	 NULL},
};

static void whoever_looks_after_the_kiosks_is_told_of_the_centres_room(void **state)
{
	static const struct said_step make = {
		ks_tools_user, {"add", "hr1", "--role", "人事"}, 0, "*", NULL};

	said_take(&make, *state);
	ks_calls.free_bytes = 3 << 20;
	SAID_RUN(with_little_room, *state);
	ks_calls.free_bytes = 0;
}

static const struct said_step beside_a_broken_course[] = {
	{ks_tools_user, {"add", "hr1", "--role", "人事"}, 0, "*", NULL},
	{ks_tools_duty,
	 {"list", "--content", "@/content", "--on", "2026-05-01"},
	 0,
	 "*",
	 "@/content/courses/broken.yaml*: 誤り: *\n"},
};

/* The others are taken, and nobody wonders why one is missing. */
static void a_course_that_cannot_be_read_is_told(void **state)
{
	char *content = ks_path_join(*state, "content");

	copy_content(content);
	free(ks_test_write(content, "courses/broken.yaml", "id: [\n"));
	SAID_RUN(beside_a_broken_course, *state);
	free(content);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, in_folder, out_of_folder)
	const struct CMUnitTest tests[] = {
		TEST(content_is_found_from_where_the_program_lies),
		TEST(a_course_that_cannot_be_read_is_told),
		TEST(whoever_looks_after_the_kiosks_is_told_of_the_centres_room),
	};

	return ks_test_run(tests);
}
