/* SPDX-License-Identifier: Apache-2.0 */
#include "content/folder.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/id.h"
#include "base/mem.h"
#include "content/load.h"
#include "content/tell.h"
#include "support/test.h"

/* Which files are content: those a learner can meet, and no other. */

static int setup(void **state)
{
	*state = ks_test_folder();
	return 0;
}

static int teardown(void **state)
{
	ks_test_folder_finish(*state);
	return 0;
}

static void put(const char *folder, const char *name, const char *text)
{
	char *path = ks_path_join(folder, name), *slash = strrchr(path, '/');

	*slash = '\0';
	assert_int_equal(ks_folder_make(path), KS_OK);
	free(path);
	free(ks_test_write(folder, name, text));
}

static void only_what_a_learner_can_meet_is_walked_in_order_of_bytes(void **state)
{
	static const char *const names[] = {
		"README.md",
		"samples/lessons/m1/lesson.md",
		"organisation.yaml",
		"readings.yaml",
		"lessons/m1/lesson.md",
		"lessons/m1/a.svg",
		"lessons/m10/lesson.md",
		"lessons/m1-2/x",
		"lessons/.hidden",
		"policy/p/policy.txt",
		"posters/a.yaml",
		"courses/a-test/quiz.gift",
		"courses/a.yaml",
		"checklists/s.yaml",
		"drills/d.yaml",
		"training-plan/2026.yaml",
		"lessons/1/2/3/4/5",
		"lessons/1/2/3/4/6/7",
		"readings.yaml.bak",
		"coverage.yaml",
	};
	struct ks_folder_files files;
	struct ks_buf out = {0};

	for (size_t i = 0; i < KS_COUNT(names); i++)
		put(*state, names[i], "x");
	ks_folder_walk(*state, &files);
	for (size_t i = 0; i < files.n; i++)
		ks_buf_printf(&out, "%s\n", files.paths[i]);
	assert_string_equal(ks_buf_text(&out), "checklists/s.yaml\n"
					       "courses/a-test/quiz.gift\n"
					       "courses/a.yaml\n"
					       "drills/d.yaml\n"
					       "lessons/1/2/3/4/5\n"
					       "lessons/1/2/3/4/6/7\n"
					       "lessons/m1-2/x\n"
					       "lessons/m1/a.svg\n"
					       "lessons/m1/lesson.md\n"
					       "lessons/m10/lesson.md\n"
					       "organisation.yaml\n"
					       "policy/p/policy.txt\n"
					       "posters/a.yaml\n"
					       "readings.yaml\n");
	ks_buf_finish(&out);
	ks_folder_files_finish(&files);
	assert_int_equal(files.n, 0);
}

/* A link in a circle, or somebody's whole disk below a lesson, ends somewhere. */
static void so_deep_and_no_deeper(void **state)
{
	struct ks_folder_files files;

	put(*state, "lessons/2/3/4/5/6/file", "x");
	put(*state, "lessons/2/3/4/5/6/7/file", "x");
	ks_folder_walk(*state, &files);
	assert_int_equal(files.n, 1);
	assert_string_equal(files.paths[0], "lessons/2/3/4/5/6/file");
	ks_folder_files_finish(&files);
	ks_folder_walk("/no/such/place", &files);
	assert_int_equal(files.n, 0);
	ks_folder_files_finish(&files);
}

static void a_path_is_a_part_by_its_first_name(void **state)
{
	static const struct {
		const char *path;
		bool is_part;
	} rows[] = {
		{"lessons/m1/lesson.md", true},
		{"lessons/", true},
		{"lessons", false},
		{"lessonsx/m1", false},
		{"lesson/m1", false},
		{"organisation.yaml", true},
		{"organisation.yaml/x", false},
		{"organisation.yamlx", false},
		{"readings.yaml", true},
		{"drills/d", true},
		{"training-plan/x", false},
		{"", false},
		{"/lessons/m1", false},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(rows); i++)
		if (ks_folder_is_part(rows[i].path) != rows[i].is_part)
			fail_msg("%s", rows[i].path);
}

/* `sha256sum` of each, a line each, and that of the lines: anybody can work it out. */
static void the_digest_is_that_of_the_sums_of_the_files(void **state)
{
	static const char lines[] =
		"2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881  lessons/m1/lesson.md\n"
		"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  organisation.yaml\n";
	char digest[KS_HASH_HEX], expected[KS_HASH_HEX];
	uint8_t hash[KS_HASH_BYTES];

	put(*state, "organisation.yaml", "");
	put(*state, "lessons/m1/lesson.md", "x");
	put(*state, "README.md", "y");
	ks_folder_digest(*state, digest);
	ks_sha256(lines, strlen(lines), hash);
	ks_hex(hash, sizeof(hash), expected);
	assert_string_equal(digest, expected);
}

/* What every folder of content has: its name, a policy, a course. Empty folders of these names are none. */
static void a_folder_of_nothing_is_told_what_it_lacks(void **state)
{
	for (int has_folders = 0; has_folders < 2; has_folders++) {
		char *policy = ks_path_join(*state, "policy"),
		     *courses = ks_path_join(*state, "courses");
		struct ks_diags diags = {0};
		struct ks_buf out = {0};

		if (has_folders) {
			assert_int_equal(ks_folder_make(policy), KS_OK);
			assert_int_equal(ks_folder_make(courses), KS_OK);
		}
		assert_int_equal(ks_content_check(*state, NULL, &diags), KS_INVALID);
		tell_diags(&diags, *state, &out);
		assert_string_equal(
			ks_buf_text(&out),
			"! /organisation.yaml:0 ファイルがありません。\n"
			"! /policy:0 方針のフォルダーがありません。policy/名前/policy.txt を置いてください。\n"
			"! /courses:0 コースがありません。courses/annual.yaml を置いてください。\n");
		ks_buf_finish(&out);
		ks_diags_finish(&diags);
		free(policy);
		free(courses);
	}
}

#define in_temp(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		in_temp(only_what_a_learner_can_meet_is_walked_in_order_of_bytes),
		in_temp(so_deep_and_no_deeper),
		in_temp(a_path_is_a_part_by_its_first_name),
		in_temp(the_digest_is_that_of_the_sums_of_the_files),
		in_temp(a_folder_of_nothing_is_told_what_it_lacks),
	};

	return ks_test_run(tests);
}
