/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What files and disks do to content: broken encodings, files as large as may be and one byte larger, a disk that is full in
 * the middle of a piece, no place to unpack, drawings and characters that cannot be drawn.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/svg.h"
#include "content/bundle.h"
#include "content/expect.h"
#include "content/load.h"
#include "content/shelf.h"
#include "content/tell.h"
#include "support/golden.h"
#include "support/test.h"

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

/* ---- bytes ---- */

static void put_bytes(const char *folder, const char *name, const char *bytes, size_t len)
{
	char *path = ks_path_join(folder, name);
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, len, file), len);
	assert_int_equal(fclose(file), 0);
	free(path);
}

#define ORGANISATION "name: 組合\nsystem_name: 研修\niri_base: https://kenshu.example\n"

static void bytes_that_are_no_text_are_told_with_their_line(void **state)
{
	static const struct {
		const char *name, *organisation;
		size_t len; /* 0: to the end */
		const char *policy;
	} cases[] = {
		{"a mark of byte order", "\xEF\xBB\xBF" ORGANISATION, 0, NULL},
		{"two of them", "\xEF\xBB\xBF\xEF\xBB\xBF" ORGANISATION, 0, NULL},
		{"line ends of another system",
		 "name: 組合\r\nsystem_name: 研修\r\niri_base: https://kenshu.example\r\nhelp: |\r\n  一\r\n  二\r\n",
		 0, NULL},
		{"a bare carriage return", "name: 組合\rx\n", 0, NULL},
		{"no UTF-8", "name: x\nsystem_name: \x93\xFA\n", 0, NULL},
		{"a NUL", "name: x\n\nsystem_name: y\0z\n", 26, NULL},
		{"a policy with a mark of byte order", ORGANISATION, 0,
		 "\xEF\xBB\xBF見本 方針\n\n令和8年\n\n1 目的\n"},
		{"a policy with a carriage return", ORGANISATION, 0,
		 "見本 方針\n\n令和8年\r\n\n1 目的\n"},
		{"a policy that is no UTF-8", ORGANISATION, 0, "見本 方針\n\n\xFF\n"},
	};
	struct ks_buf out = {0};

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		char *folder = ks_format("%s/%zu", (char *)*state, i), *policy;
		struct ks_content content;
		struct ks_diags diags = {0};

		policy = ks_path_join(folder, "policy/p");
		assert_int_equal(ks_folder_make(policy), KS_OK);
		if (cases[i].policy) {
			free(ks_test_write(policy, "policy.txt", cases[i].policy));
			free(ks_test_write(policy, "errata.yaml", "[]\n"));
		} else {
			assert_int_equal(rmdir(policy), 0);
			free(policy);
			policy = ks_path_join(folder, "policy");
			assert_int_equal(rmdir(policy), 0);
		}
		put_bytes(folder, "organisation.yaml", cases[i].organisation,
			  cases[i].len ? cases[i].len : strlen(cases[i].organisation));
		tell_fill_up(folder);
		(void)!ks_content_load(folder, &content, &diags);
		ks_buf_printf(&out, "==== %s\n", cases[i].name);
		tell_diags(&diags, folder, &out);
		tell_organisation(&content.organisation, &out);
		if (cases[i].policy)
			tell_policy(&content.policy, &out);
		ks_content_finish(&content);
		ks_diags_finish(&diags);
		free(policy);
		free(folder);
	}
	ks_test_golden("tests/data/golden/bytes.txt", ks_buf_text(&out));
	ks_buf_finish(&out);
}

/* A file of @len bytes, a comment behind what it says. */
static void put_long(const char *folder, const char *name, const char *text, size_t len)
{
	char *bytes = ks_alloc_zero(len, 1);
	size_t n = strlen(text);

	memset(bytes, 'x', len);
	memcpy(bytes, text, n);
	bytes[n] = '#';
	bytes[len - 1] = '\n';
	put_bytes(folder, name, bytes, len);
	free(bytes);
}

static void a_file_has_a_size_up_to_which_it_is_read(void **state)
{
	for (int more = 0; more < 2; more++) {
		char *folder = ks_format("%s/%d", (char *)*state, more);
		struct ks_content content;
		struct ks_diags diags = {0};

		tell_fill_up(folder);
		put_long(folder, "organisation.yaml", ORGANISATION,
			 ((size_t)512 << 10) + (size_t)more);
		(void)!ks_content_load(folder, &content, &diags);
		assert_int_equal(diags.n_items, more);
		if (more)
			expect_error_in(&diags, "organisation.yaml", 0,
					"ファイルが大きすぎます（512 KiB まで）。");
		assert_string_equal(content.organisation.name, more ? "" : "組合");
		ks_content_finish(&content);
		ks_diags_finish(&diags);
		free(folder);
	}
}

static void a_list_of_readings_is_text(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
	} bad[] = {{"情報: \xFF\n", 9}, {"情報: じょう\0ほう\n", 25}};
	char *file = ks_path_join(*state, "readings.yaml");

	for (size_t i = 0; i < KS_COUNT(bad); i++) {
		struct ks_readings readings;
		struct ks_diags diags = {0};

		put_bytes(*state, "readings.yaml", bad[i].bytes, bad[i].len);
		assert_int_equal(ks_readings_load(file, &readings, &diags), KS_INVALID);
		assert_int_equal(diags.n_items, 1);
		expect_error(&diags, 0, "読みの一覧を読めません。UTF-8 で保存してください。");
		assert_int_equal(readings.n_items, 0);
		ks_readings_finish(&readings);
		ks_diags_finish(&diags);
	}
	free(file);
}

/* ---- drawings and characters ---- */

static bool has_no_x(void *fonts, uint32_t c, uint32_t selector)
{
	(void)fonts;
	return c != 0x9DFD && c != 0x1F600 && selector != 0xE0101;
}

static void what_no_font_has_is_told_once_a_file(void **state)
{
	static const char lesson[] =
		"---\nid: m1\ntitle: 題\nminutes: 5\ngoals: [一つ]\nclauses: []\n---\n# 頁&#x1F600;\n\n"
		"<!-- clause: 1 2(1) 2(2) 3(1) 3(2)① 3(2)② -->\n\n鷽と鷽。\n\n葛\xF3\xA0\x84\x80と葛\xF3\xA0\x84\x81。\n\n"
		"- &#x9DFD;\n- 見えない\xE2\x80\x8Bもの\n\n文\xC2\xAD。\x7F\n\n# 二&#x200B;\n\n文&#x1F600;。\n";
	const struct ks_check_options options = {.has_glyph = has_no_x};
	struct ks_diags diags = {0};
	struct ks_buf out = {0};
	char *lessons = ks_path_join(*state, "lessons/m1");

	assert_int_equal(ks_folder_make(lessons), KS_OK);
	free(ks_test_write(lessons, "lesson.md", lesson));
	free(ks_test_write(lessons, "lesson.easy.md", "# 頁\n\n鷽&#x1F600;\n\n# 二\n\n文。\n"));
	tell_fill_up(*state);
	assert_int_equal(ks_content_check(*state, &options, &diags), KS_INVALID);
	tell_diags(&diags, *state, &out);
	ks_test_golden("tests/data/golden/glyphs.txt", ks_buf_text(&out));
	ks_buf_finish(&out);
	ks_diags_finish(&diags);
	free(lessons);
}

static void a_drawing_has_a_size_up_to_which_it_is_read(void **state)
{
	static const char head[] =
		"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><title>t</title>"
		"<desc>d</desc></svg>\n";
	static const char lesson[] =
		"---\nid: m1\ntitle: 題\nminutes: 5\ngoals: [一つ]\nclauses: []\n---\n# 頁\n\n"
		"<!-- clause: 1 2(1) 2(2) 3(1) 3(2)① 3(2)② -->\n\n![絵](a.svg)\n";
	char *lessons = ks_path_join(*state, "lessons/m1");

	assert_int_equal(ks_folder_make(lessons), KS_OK);
	free(ks_test_write(lessons, "lesson.md", lesson));
	tell_fill_up(*state);
	for (size_t more = 0; more < 2; more++) {
		size_t len = KS_SVG_BYTES_MAX + more;
		char *bytes = ks_alloc_zero(len, 1);
		struct ks_diags diags = {0};

		memset(bytes, '\n', len);
		memcpy(bytes, head, sizeof(head) - 1);
		put_bytes(lessons, "a.svg", bytes, len);
		free(bytes);
		(void)!ks_content_check(*state, NULL, &diags);
		assert_int_equal(diags.n_items, more);
		if (more)
			expect_error_in(&diags, "a.svg", 0, "絵を読めません（1 MiB まで）。");
		ks_diags_finish(&diags);
	}
	free(lessons);
}

/* ---- the shelf ---- */

#define HEX64(c)                                                                                  \
	c c c c c c c c c c c c c c c c c c c c c c c c c c c c c c c c c c c c c c c c c c c c c \
		c c c c c c c c c c c c c c c c c c c

static void the_newest_and_the_one_before_are_found_in_any_order(void **state)
{
	static const char *const names[] = {
		"10-" HEX64("a") KS_SHELF_SUFFIX, "2-" HEX64("b") KS_SHELF_SUFFIX,
		"9-" HEX64("c") KS_SHELF_SUFFIX,  "8-" HEX64("d") KS_SHELF_SUFFIX,
		"0-" HEX64("d") KS_SHELF_SUFFIX,  "11-" HEX64("g") KS_SHELF_SUFFIX,
		"12-abc" KS_SHELF_SUFFIX,         "13-" HEX64("e") "x" KS_SHELF_SUFFIX,
	};
	char *folder = ks_path_join(*state, "content");
	struct ks_shelf shelf;

	assert_int_equal(ks_folder_make(folder), KS_OK);
	for (size_t i = 0; i < KS_COUNT(names); i++)
		free(ks_test_write(folder, names[i], ""));
	ks_shelf_read(*state, &shelf);
	assert_int_equal(shelf.newest.version, 10);
	assert_string_equal(shelf.newest.digest, HEX64("a"));
	assert_int_equal(shelf.before.version, 9);
	assert_string_equal(shelf.before.digest, HEX64("c"));
	free(folder);
}

/* A disk that takes five bytes more: the piece does not count, and what was there stays. */
static void a_piece_that_does_not_fit_is_taken_back(void **state)
{
	const char *sha = HEX64("a");
	struct rlimit kept, few = {10, 10};
	void (*was)(int) = signal(SIGXFSZ, SIG_IGN);
	enum ks_rc rc;

	assert_int_equal(ks_shelf_part_len(*state, sha), 0);
	assert_int_equal(ks_shelf_part_add(*state, sha, "12345", 5), KS_OK);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &kept), 0);
	few.rlim_max = kept.rlim_max;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &few), 0);
	rc = ks_shelf_part_add(*state, sha, "67890abcde", 10);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &kept), 0);
	assert_int_equal(rc, KS_FULL);
	assert_int_equal(ks_shelf_part_len(*state, sha), 5);
	assert_int_equal(ks_shelf_part_add(*state, sha, "67890", 5), KS_OK);
	assert_int_equal(ks_shelf_part_len(*state, sha), 10);
	(void)signal(SIGXFSZ, was);
}

static void a_folder_in_the_way_of_a_piece_is_an_error(void **state)
{
	const char *sha = HEX64("a");
	char *in_the_way = ks_format("%s/content/%s.part", (char *)*state, sha);

	assert_int_equal(ks_folder_make(in_the_way), KS_OK);
	assert_int_equal(ks_shelf_part_add(*state, sha, "x", 1), KS_IO);
	assert_int_equal(ks_shelf_part_len(*state, sha), 0);
	free(in_the_way);
}

/* ---- bundles ---- */

static void what_cannot_be_packed_is_named(void **state)
{
	char *longest = ks_format("lessons/%0120d", 1), *file = ks_format("%s/%0120d.md", longest, 2);
	char *folder = ks_path_join(*state, longest);
	const struct ks_bundle_wish wish = {.version = 1, .previous = ""};
	struct ks_diags diags = {0};
	struct ks_buf out = {0};

	tell_fill_up(*state);
	assert_int_equal(ks_bundle_make(*state, &wish, &out, &diags), KS_OK);
	assert_int_equal(diags.n_items, 0);
	ks_buf_finish(&out);
	out = (struct ks_buf){0};
	assert_int_equal(ks_folder_make(folder), KS_OK);
	free(ks_test_write(*state, file, "x"));
	assert_int_equal(ks_bundle_make(*state, &wish, &out, &diags), KS_INVALID);
	assert_int_equal(diags.n_items, 1);
	expect_error_in(&diags, ".md", 0,
			"名前が長すぎます。フォルダーとファイルの名前を短くしてください。");
	ks_buf_finish(&out);
	ks_diags_finish(&diags);
	free(folder);
	free(file);
	free(longest);
}

static void a_bundle_has_a_size_up_to_which_it_is_made(void **state)
{
	const struct ks_bundle_wish wish = {.version = 1, .previous = ""};
	struct ks_diags diags = {0};
	struct ks_buf out = {0};
	char *one = ks_path_join(*state, "posters/a.bin");

	tell_fill_up(*state);
	assert_int_equal(ks_folder_make((free(one), one = ks_path_join(*state, "posters"))), KS_OK);
	free(one);
	one = ks_test_write(*state, "posters/a.bin", "");
	assert_int_equal(truncate(one, (off_t)KS_BUNDLE_BYTES_MAX), 0);
	assert_int_equal(ks_bundle_make(*state, &wish, &out, &diags), KS_FULL);
	assert_int_equal(diags.n_items, 1);
	expect_error(&diags, 0, "教材が大きすぎます（合わせて 64 MiB まで）。");
	ks_diags_finish(&diags);
	ks_buf_finish(&out);
	out = (struct ks_buf){0};
	assert_int_equal(truncate(one, (off_t)KS_BUNDLE_BYTES_MAX + 1), 0);
	assert_int_equal(ks_bundle_make(*state, &wish, &out, &diags), KS_FULL);
	expect_error_in(&diags, "posters/a.bin", 0, "ファイルを読めません。");
	ks_diags_finish(&diags);
	ks_buf_finish(&out);
	free(one);
}

static void a_bundle_needs_a_place_to_be_unpacked(void **state)
{
	const struct ks_bundle_wish wish = {.version = 7, .previous = ""};
	char *kept = getenv("TMPDIR") ? ks_strdup(getenv("TMPDIR")) : NULL;
	struct ks_diags diags = {0};
	struct ks_buf out = {0};
	struct ks_content content;
	char *path;

	tell_fill_up(*state);
	assert_int_equal(ks_bundle_make(*state, &wish, &out, &diags), KS_OK);
	put_bytes(*state, "b.kenshu-content", out.data, out.len);
	path = ks_path_join(*state, "b.kenshu-content");
	setenv("TMPDIR", "/dev/null/nonexistent", 1);
	assert_int_equal(ks_content_load(path, &content, &diags), KS_IO);
	assert_int_equal(diags.n_items, 1);
	expect_error_in(&diags, "b.kenshu-content", 0,
			"一時フォルダー（TMPDIR か /tmp）に広げられません。");
	assert_int_equal(content.n_lessons, 0);
	ks_content_finish(&content);
	ks_diags_finish(&diags);
	setenv("TMPDIR", "", 1);
	assert_int_equal(ks_content_load(path, &content, &diags), KS_OK);
	assert_memory_equal(content.folder, "/tmp/kenshu-content-", 20);
	assert_int_equal(content.version, 7);
	ks_content_finish(&content);
	if (kept)
		setenv("TMPDIR", kept, 1);
	else
		unsetenv("TMPDIR");
	free(kept);
	free(path);
	ks_buf_finish(&out);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(bytes_that_are_no_text_are_told_with_their_line),
		TEST(a_file_has_a_size_up_to_which_it_is_read),
		TEST(a_list_of_readings_is_text),
		TEST(what_no_font_has_is_told_once_a_file),
		TEST(a_drawing_has_a_size_up_to_which_it_is_read),
		TEST(the_newest_and_the_one_before_are_found_in_any_order),
		TEST(a_piece_that_does_not_fit_is_taken_back),
		TEST(a_folder_in_the_way_of_a_piece_is_an_error),
		TEST(what_cannot_be_packed_is_named),
		TEST(a_bundle_has_a_size_up_to_which_it_is_made),
		TEST(a_bundle_needs_a_place_to_be_unpacked),
	};

	return ks_test_run(tests);
}
