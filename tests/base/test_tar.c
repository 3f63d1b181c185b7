/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <string.h>

#include "base/tar.h"

/* What is written is read again, and nothing else is. */

static struct ks_buf two_files(void)
{
	struct ks_buf out = {0};

	assert_true(ks_tar_put(&out, "lessons/m1/lesson.md", "# 題\n", 6));
	assert_true(ks_tar_put(&out, "empty", "", 0));
	ks_tar_end(&out);
	return out;
}

static void files_come_back_in_order(void **state)
{
	struct ks_buf bytes = two_files();
	struct ks_tar tar = ks_tar_begin(bytes.data, bytes.len);
	struct ks_tar_file file;

	(void)state;
	assert_int_equal(bytes.len, 512 * 5);
	assert_int_equal(ks_tar_next(&tar, &file), KS_OK);
	assert_string_equal(file.name, "lessons/m1/lesson.md");
	assert_int_equal(file.len, 6);
	assert_memory_equal(file.data, "# 題\n", 6);
	assert_int_equal(ks_tar_next(&tar, &file), KS_OK);
	assert_string_equal(file.name, "empty");
	assert_int_equal(file.len, 0);
	assert_int_equal(ks_tar_next(&tar, &file), KS_NOT_FOUND);
	ks_buf_finish(&bytes);
}

/* To the byte what POSIX has for a ustar header, for whoever reads it without this program. */
static void a_head_is_what_any_tar_reads(void **state)
{
	static const struct {
		size_t at, len;
		const char *bytes;
	} fields[] = {{0, 2, "a\0"},
		      {100, 24,
		       "0000644\0"
		       "0000000\0"
		       "0000000\0"},
		      {124, 24,
		       "00000000003\0"
		       "00000000000\0"},
		      {148, 8, "007341\0 "},
		      {156, 2, "0\0"},
		      {257, 8,
		       "ustar\0"
		       "00"},
		      {265, 2, "\0\0"},
		      {329, 16,
		       "0000000\0"
		       "0000000\0"},
		      {345, 2, "\0\0"}};
	struct ks_buf out = {0};

	(void)state;
	assert_true(ks_tar_put(&out, "a", "abc", 3));
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		assert_memory_equal(out.data + fields[i].at, fields[i].bytes, fields[i].len);
	ks_buf_finish(&out);
}

static void a_long_name_is_split_at_a_slash_or_refused(void **state)
{
	struct ks_buf bytes = {0};
	struct ks_tar_file file;
	struct ks_tar tar;
	char name[300];

	(void)state;
	memset(name, 'a', sizeof(name));
	name[155] = '/';
	name[256] = '\0'; /* 155 + 100: the longest there is */
	assert_true(ks_tar_put(&bytes, name, "x", 1));
	ks_tar_end(&bytes);
	tar = ks_tar_begin(bytes.data, bytes.len);
	assert_int_equal(ks_tar_next(&tar, &file), KS_OK);
	assert_string_equal(file.name, name);
	name[256] = 'a';
	name[257] = '\0';
	assert_false(ks_tar_put(&bytes, name, "x", 1));
	name[155] = 'a';
	name[101] = '\0';
	assert_false(ks_tar_put(&bytes, name, "x", 1));
	assert_false(ks_tar_put(&bytes, "", "x", 1));
	ks_buf_finish(&bytes);
}

/* Which of the slashes parts a name, and how long both parts may be: read again as it was, or refused. */
static void a_name_of_any_length_is_read_again_or_refused(void **state)
{
	static const struct {
		size_t len, slashes[2]; /* 0: none */
		bool is_good;
	} rows[] = {
		{1, {0, 0}, true},       {100, {0, 0}, true},    {101, {0, 0}, false},
		{101, {1, 0}, true},     {102, {1, 0}, true},    {103, {1, 0}, false},
		{103, {1, 2}, true},     {101, {100, 0}, false}, {200, {100, 0}, true},
		{256, {155, 0}, true},   {257, {156, 0}, false}, {202, {100, 101}, true},
		{150, {100, 149}, true},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ks_buf bytes = {0};
		struct ks_tar_file file;
		struct ks_tar tar;
		char name[300];

		memset(name, 'a', sizeof(name));
		for (size_t k = 0; k < 2; k++)
			if (rows[i].slashes[k] > 0)
				name[rows[i].slashes[k]] = '/';
		name[rows[i].len] = '\0';
		if (ks_tar_put(&bytes, name, "x", 1) != rows[i].is_good)
			fail_msg("row %zu", i);
		if (rows[i].is_good) {
			ks_tar_end(&bytes);
			tar = ks_tar_begin(bytes.data, bytes.len);
			assert_int_equal(ks_tar_next(&tar, &file), KS_OK);
			assert_string_equal(file.name, name);
		}
		ks_buf_finish(&bytes);
	}
}

static void a_file_of_whole_blocks_needs_no_padding(void **state)
{
	static const size_t lens[] = {0, 1, 511, 512, 513, 1024};
	char data[1024];

	(void)state;
	memset(data, 'd', sizeof(data));
	for (size_t i = 0; i < sizeof(lens) / sizeof(lens[0]); i++) {
		struct ks_buf bytes = {0};
		struct ks_tar_file file;
		struct ks_tar tar;

		assert_true(ks_tar_put(&bytes, "a", data, lens[i]));
		assert_int_equal(bytes.len, 512 + (lens[i] + 511) / 512 * 512);
		ks_tar_end(&bytes);
		tar = ks_tar_begin(bytes.data, bytes.len);
		assert_int_equal(ks_tar_next(&tar, &file), KS_OK);
		assert_int_equal(file.len, lens[i]);
		assert_memory_equal(file.data, data, lens[i]);
		assert_int_equal(ks_tar_next(&tar, &file), KS_NOT_FOUND);
		if (lens[i] % 512 != 0) { /* what pads is nothing */
			bytes.data[512 + lens[i]] = 'x';
			tar = ks_tar_begin(bytes.data, bytes.len);
			assert_int_equal(ks_tar_next(&tar, &file), KS_DAMAGED);
		}
		ks_buf_finish(&bytes);
	}
}

static enum ks_rc read_all(const struct ks_buf *bytes, size_t len)
{
	struct ks_tar tar = ks_tar_begin(bytes->data, len);
	struct ks_tar_file file;
	enum ks_rc rc;

	while ((rc = ks_tar_next(&tar, &file)) == KS_OK)
		;
	return rc;
}

static void a_cut_off_end_is_damage_at_every_length(void **state)
{
	struct ks_buf bytes = two_files();

	(void)state;
	for (size_t len = 0; len < bytes.len; len++)
		assert_int_equal(read_all(&bytes, len), KS_DAMAGED);
	assert_int_equal(read_all(&bytes, bytes.len), KS_NOT_FOUND);
	ks_buf_finish(&bytes);
}

static void a_changed_header_is_damage(void **state)
{
	struct ks_buf bytes = two_files();

	(void)state;
	for (size_t at = 0; at < 512; at++) {
		char kept = bytes.data[at];

		bytes.data[at] = (char)(kept + 1);
		if (read_all(&bytes, bytes.len) != KS_DAMAGED && at != 154 && at != 155)
			fail_msg("byte %zu may be anything", at);
		bytes.data[at] = kept;
	}
	ks_buf_finish(&bytes);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(files_come_back_in_order),
	cmocka_unit_test(a_head_is_what_any_tar_reads),
	cmocka_unit_test(a_long_name_is_split_at_a_slash_or_refused),
	cmocka_unit_test(a_name_of_any_length_is_read_again_or_refused),
	cmocka_unit_test(a_file_of_whole_blocks_needs_no_padding),
	cmocka_unit_test(a_cut_off_end_is_damage_at_every_length),
	cmocka_unit_test(a_changed_header_is_damage),
};

int main(void)
{
	return ks_test_run(tests);
}
