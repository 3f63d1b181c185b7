/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/decode.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/utf8.h"

/* Every encoding that a menu of Excel offers gives the same text; anything else is refused with its line. */

static void check(const char *bytes, size_t len, const char *text)
{
	struct ks_diags diags = {0};
	size_t n = 0;
	char *is = ks_decode_text("x", bytes, len, &n, &diags);

	if (!text) {
		assert_null(is);
		assert_int_equal(diags.n_errors, 1);
	} else {
		assert_non_null(is);
		assert_string_equal(is, text);
		assert_int_equal(n, strlen(text));
	}
	free(is);
	ks_diags_finish(&diags);
}

#define CHECK(bytes, text) check(bytes, sizeof(bytes) - 1, text)

static void utf_8_is_read_without_its_marks(void **state)
{
	(void)state;
	CHECK("氏名\n", "氏名\n");
	CHECK("\xEF\xBB\xBF"
	      "氏名\n",
	      "氏名\n");
	CHECK("\xEF\xBB\xBF\xEF\xBB\xBF"
	      "氏名\n",
	      "氏名\n");
	CHECK("", "");
}

static void utf_16_of_both_orders_is_read_with_and_without_a_mark(void **state)
{
	(void)state;
	CHECK("\xFF\xFE\x0F\x6C\x0D\x54\t\0\x7B\xD8\xB7\xDF\r\0\n\0", "氏名\t\xF0\xAE\xBE\xB7\r\n");
	CHECK("\xFE\xFF\x6C\x0F\x54\x0D\0\t\0\r\0\n", "氏名\t\r\n");
	CHECK("\x0F\x6C\x0D\x54\t\0\r\0\n\0", "氏名\t\r\n");
	CHECK("\x6C\x0F\x54\x0D\0,\0\n", "氏名,\n");
}

static void cp932_is_read_when_it_is_not_utf_8(void **state)
{
	(void)state;
	CHECK("\x8E\x81\x96\xBC,\xFB\xFC\r\n", "氏名,髙\r\n");
}

/* Long texts are read in pieces of 64 KiB, which end behind lines: no character and no line end is cut. */
static void long_texts_are_the_same_in_pieces(void **state)
{
	static const char *const ends[] = {"\n", "\r\n", "\r"};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(ends); i++) {
		struct ks_buf utf8 = {0}, cp932 = {0}, utf16 = {0};

		ks_buf_append(&utf16, "\xFF\xFE", 2);
		for (int line = 0; line < 20000; line++) {
			ks_buf_printf(&utf8, "%d,氏名%s", line, ends[i]);
			ks_buf_printf(&cp932, "%d,\x8E\x81\x96\xBC%s", line, ends[i]);
		}
		for (const char *at = utf8.data, *end = at + utf8.len; at < end;) {
			uint32_t c = ks_utf8_next(&at, end);
			const char unit[2] = {(char)c, (char)(c >> 8)};

			ks_buf_append(&utf16, unit, 2);
		}
		check(utf8.data, utf8.len, utf8.data);
		check(cp932.data, cp932.len, utf8.data);
		check(utf16.data, utf16.len, utf8.data);
		cp932.data[cp932.len - 4] =
			(char)0xFF; /* the last piece is looked at before the first is given */
		check(cp932.data, cp932.len, NULL);
		ks_buf_finish(&utf8);
		ks_buf_finish(&cp932);
		ks_buf_finish(&utf16);
	}
}

static void a_line_longer_than_a_piece_is_one_piece(void **state)
{
	struct ks_buf text = {0};

	(void)state;
	for (int i = 0; i < 30000; i++)
		ks_buf_puts(&text, "氏名");
	ks_buf_puts(&text, "\nend");
	check(text.data, text.len, text.data);
	ks_buf_finish(&text);
}

static void utf_16_is_read_to_the_borders_of_its_pairs(void **state)
{
	(void)state;
	CHECK("\xFF\xFE\x00\xD8\x00\xDC\n\0\xFF\xDB\xFF\xDF", "\U00010000\n\U0010FFFF");
	CHECK("\xFF\xFE\xFF\xD7\x00\xE0", "\xED\x9F\xBF\xEE\x80\x80"); /* beside them */
	CHECK("\xFF\xFE\x00\xD8\xFF\xDB\n\0", NULL);                   /* two first halves */
	CHECK("\xFF\xFE\x00\xD8\x00\xE0\n\0", NULL);
	CHECK("\xFF\xFE\x00\xDC\n\0", NULL); /* second halves alone */
	CHECK("\xFF\xFE\xFF\xDF\n\0", NULL);
	CHECK("\xFF\xFE"
	      "a\0\n\0\xFF\xDB",
	      NULL); /* the first at the very end */
}

/* Those who put a mark before a mark mean none; within the text it is a character like others. */
static void marks_at_the_head_are_no_text(void **state)
{
	(void)state;
	CHECK("\xFF\xFE\xFF\xFE"
	      "a\0\xFF\xFE\n\0",
	      "a\uFEFF\n");
	CHECK("\xEF\xBB\xBF", "");
	CHECK("\xEF\xBB\xBF\xEF\xBB\xBF", "");
	CHECK("\xEF\xBB\xBF"
	      "a\xEF\xBB\xBF\n",
	      "a\uFEFF\n");
}

/* Without a mark only a table with lines tells the order of bytes: anything could be read as kanji. */
static void utf_16_without_a_mark_is_a_table_with_lines(void **state)
{
	(void)state;
	CHECK("a\0,\0"
	      "b\0\r\0",
	      "a,b\r");
	CHECK("\0a\0\t\0b\0\n", "a\tb\n");
	CHECK("a\0b\0\n\0", NULL);
	CHECK("a\0,\0b\0", NULL);
}

static void a_second_piece_keeps_what_a_head_loses(void **state)
{
	struct ks_buf text = {0};

	(void)state;
	for (int i = 0; i < (64 << 10) - 1; i++)
		ks_buf_putc(&text, 'x');
	ks_buf_puts(&text, "\n\uFEFFy\n");
	check(text.data, text.len, text.data);
	ks_buf_finish(&text);
}

static void assert_line(const char *bytes, size_t len, int line)
{
	struct ks_diags diags = {0};
	size_t n;

	assert_null(ks_decode_text("x", bytes, len, &n, &diags));
	assert_int_equal(n, 0);
	assert_int_equal(diags.n_items, 1);
	assert_int_equal(diags.items[0].line, line);
	ks_diags_finish(&diags);
}

/* The line where the encoding that came furthest ends. */
static void what_is_no_encoding_is_told_where_it_begins(void **state)
{
	struct ks_buf text = {0};

	(void)state;
	assert_line("あ\n\xFF\n", 6, 2);           /* UTF-8 up to there */
	assert_line("\x82\xA0\n\n\xFF\n", 6, 3);   /* CP932 up to there */
	assert_line("\xFF\xFE\n\0\x00\xDC", 6, 1); /* said to be UTF-16, and is not */
	for (int i = 0; i < 3000; i++)
		ks_buf_puts(&text, "a\n");
	ks_buf_append(&text, "b\0\n", 3);
	assert_line(text.data, text.len, 3001);
	ks_buf_finish(&text);
}

/* ---- out of a file ---- */

struct taking {
	const char *path; /* cut off while the first piece is taken; NULL: not */
	size_t n_pieces, n_bytes;
};

static void take(void *context, char *text, size_t len)
{
	struct taking *t = context;

	assert_int_equal(strlen(text), len);
	t->n_bytes += len;
	if (t->n_pieces++ == 0 && t->path)
		assert_int_equal(truncate(t->path, 70000), 0);
}

static void a_file_is_read_as_memory_is_and_not_where_somebody_cuts_it(void **state)
{
	char *folder = ks_test_folder(), *path = ks_path_join(folder, "list");
	struct ks_diags diags = {0};
	struct ks_buf text = {0};
	struct ks_bytes bytes;
	struct taking whole = {0}, cut = {.path = path};

	(void)state;
	for (int i = 0; i < 20000; i++)
		ks_buf_puts(&text, "0123456\n");
	assert_int_equal(ks_file_write(path, text.data, text.len, 0600), KS_OK);
	assert_int_equal(ks_bytes_open(path, text.len, &bytes), KS_OK);
	assert_int_equal(bytes.len, text.len);
	assert_int_equal(ks_decode_each("x", &bytes, take, &whole, &diags), KS_OK);
	assert_int_equal(whole.n_pieces, 3);
	assert_int_equal(whole.n_bytes, text.len);
	assert_int_equal(ks_decode_each("x", &bytes, take, &cut, &diags), KS_IO);
	assert_int_equal(cut.n_bytes, 70000);
	assert_int_equal(diags.n_items, 0);
	close(bytes.fd);
	ks_buf_finish(&text);
	free(path);
	ks_test_folder_finish(folder);
}

/* Lines end in whatever they end in: a long list is never held as a whole. */
static void a_long_text_comes_in_pieces_whatever_ends_its_lines(void **state)
{
	static const char *const ends[] = {"\n", "\r\n", "\r"};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(ends); i++) {
		struct ks_diags diags = {0};
		struct ks_buf text = {0};
		struct ks_bytes bytes;
		struct taking taken = {0};

		for (int line = 0; line < 20000; line++)
			ks_buf_printf(&text, "12345%s", ends[i]);
		bytes = ks_bytes_of(text.data, text.len);
		assert_int_equal(ks_decode_each("x", &bytes, take, &taken, &diags), KS_OK);
		assert_int_equal(taken.n_pieces, (text.len + (64 << 10) - 1) / (64 << 10));
		assert_int_equal(taken.n_bytes, text.len);
		ks_buf_finish(&text);
	}
}

static void only_a_file_of_some_size_is_opened(void **state)
{
	char *folder = ks_test_folder(), *path = ks_test_write(folder, "list", "12345");
	char *absent = ks_path_join(folder, "absent"), *below = ks_path_join(path, "below");
	struct ks_bytes bytes;

	(void)state;
	assert_int_equal(ks_bytes_open(path, 4, &bytes), KS_FULL);
	assert_int_equal(bytes.fd, -1);
	assert_int_equal(ks_bytes_open(folder, 9, &bytes), KS_IO);
	assert_int_equal(bytes.fd, -1);
	assert_int_equal(ks_bytes_open(absent, 9, &bytes), KS_NOT_FOUND);
	assert_int_equal(ks_bytes_open(below, 9, &bytes), KS_IO);
	assert_int_equal(ks_bytes_open(path, 5, &bytes), KS_OK);
	close(bytes.fd);
	free(below);
	free(absent);
	free(path);
	ks_test_folder_finish(folder);
}

static void anything_else_is_refused(void **state)
{
	(void)state;
	CHECK("a\nb\0c\n", NULL);                /* not text */
	CHECK("\xFF\xFE\x0F\x6C\x0D", NULL);     /* half a character */
	CHECK("\xFF\xFE\x00\xD8\n\0", NULL);     /* half a pair */
	CHECK("\xFF\xFE\x0F\x6C\0\0\n\0", NULL); /* NUL */
	CHECK("\xE3\x81,\xFF\n", NULL);
	CHECK("\xEF\xBB\xBF\x8E\x81", NULL); /* the mark said UTF-8 */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(utf_8_is_read_without_its_marks),
		cmocka_unit_test(utf_16_of_both_orders_is_read_with_and_without_a_mark),
		cmocka_unit_test(cp932_is_read_when_it_is_not_utf_8),
		cmocka_unit_test(long_texts_are_the_same_in_pieces),
		cmocka_unit_test(a_line_longer_than_a_piece_is_one_piece),
		cmocka_unit_test(utf_16_is_read_to_the_borders_of_its_pairs),
		cmocka_unit_test(marks_at_the_head_are_no_text),
		cmocka_unit_test(utf_16_without_a_mark_is_a_table_with_lines),
		cmocka_unit_test(a_second_piece_keeps_what_a_head_loses),
		cmocka_unit_test(what_is_no_encoding_is_told_where_it_begins),
		cmocka_unit_test(a_file_is_read_as_memory_is_and_not_where_somebody_cuts_it),
		cmocka_unit_test(a_long_text_comes_in_pieces_whatever_ends_its_lines),
		cmocka_unit_test(only_a_file_of_some_size_is_opened),
		cmocka_unit_test(anything_else_is_refused),
	};

	return ks_test_run(tests);
}
