/* SPDX-License-Identifier: Apache-2.0 */
#include "record/parcel.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "support/record_sample.h"

/* Only who it is for opens it, only whole, and only as what it was made. */

static const char payload[] = "kiosk k-01\nroster 5\n12\n45\nend .\n";

/* To itself: one store is sender and recipient. */
static void seal(struct ks_record_sample *s, struct ks_buf *out, char **key)
{
	assert_int_equal(ks_parcel_key(s->store, key), KS_OK);
	assert_true(ks_parcel_is_key(*key));
	assert_int_equal(ks_parcel_seal(s->store, KS_PARCEL_PEOPLE, *key, payload, strlen(payload),
					out),
			 KS_OK);
}

static void what_was_sealed_opens_whole(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_parcel parcel;
	struct ks_buf out = {0};
	char *key;

	seal(s, &out, &key);
	assert_null(memmem(out.data, out.len, "roster", 6)); /* nothing of it can be read */
	assert_int_equal(ks_parcel_open(s->store, KS_PARCEL_PEOPLE, out.data, out.len, &parcel),
			 KS_OK);
	assert_string_equal(parcel.payload, payload);
	assert_string_equal(parcel.sender, key);
	ks_parcel_finish(&parcel);
	assert_int_equal(ks_parcel_open(s->store, KS_PARCEL_RECEIPT, out.data, out.len, &parcel),
			 KS_INVALID);
	ks_parcel_finish(&parcel);
	ks_buf_finish(&out);
	free(key);
}

static void cut_at_any_length_or_altered_anywhere_it_is_nothing(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_parcel parcel;
	struct ks_buf out = {0};
	char *key;

	seal(s, &out, &key);
	for (size_t len = 0; len < out.len; len++) {
		assert_int_equal(ks_parcel_open(s->store, KS_PARCEL_PEOPLE, out.data, len, &parcel),
				 KS_INVALID);
		assert_null(parcel.payload);
	}
	for (size_t i = 0; i < out.len; i++) {
		out.data[i] = (char)(out.data[i] ^ 0x20);
		assert_int_equal(ks_parcel_open(s->store, KS_PARCEL_PEOPLE, out.data, out.len,
						&parcel),
				 KS_INVALID);
		out.data[i] = (char)(out.data[i] ^ 0x20);
	}
	ks_buf_finish(&out);
	free(key);
}

static void who_it_is_not_for_cannot_open_it(void **state)
{
	struct ks_record_sample *s = *state;
	char *other =
		ks_base64url((const uint8_t *)"\x58\x66\x66\x66\x66\x66\x66\x66\x66\x66\x66\x66"
					      "\x66\x66\x66\x66\x66\x66\x66\x66\x66\x66\x66\x66"
					      "\x66\x66\x66\x66\x66\x66\x66\x66",
			     32); /* the curve's own base point */
	struct ks_parcel parcel;
	struct ks_buf out = {0};
	char *key;

	assert_int_equal(ks_parcel_key(s->store, &key), KS_OK);
	assert_true(ks_parcel_is_key(other));
	assert_int_equal(ks_parcel_seal(s->store, KS_PARCEL_PEOPLE, other, payload, 1, &out), KS_OK);
	assert_int_equal(ks_parcel_open(s->store, KS_PARCEL_PEOPLE, out.data, out.len, &parcel),
			 KS_INVALID);
	assert_int_equal(ks_parcel_seal(s->store, KS_PARCEL_PEOPLE, "x", payload, 1, &out),
			 KS_INVALID);
	ks_buf_finish(&out);
	free(other);
	free(key);
}

static void lines_are_read_as_they_were_written(void **state)
{
	struct ks_buf out = {0};
	struct ks_parcel_reader reader;
	size_t len = 0;

	(void)state;
	ks_buf_puts(&out, "kiosk k-01\n");
	ks_parcel_put_bytes(&out, "roster", "a\nb", 3);
	ks_buf_puts(&out, "s 99\nx\nend .\n");
	reader = (struct ks_parcel_reader){out.data, out.data + out.len};
	assert_null(ks_parcel_line(&reader, "kios"));
	assert_string_equal(ks_parcel_line(&reader, "kiosk"), "k-01");
	assert_null(ks_parcel_bytes(&reader, "s", &len));
	assert_string_equal(ks_parcel_bytes(&reader, "roster", &len), "a\nb");
	assert_int_equal(len, 3);
	assert_null(ks_parcel_bytes(&reader, "s", &len)); /* longer than what is left */
	ks_buf_finish(&out);
}

#define with_ledger(f) \
	cmocka_unit_test_setup_teardown(f, ks_record_sample_setup, ks_record_sample_teardown)

/* In a buffer of its own, as long as the text: what is read beyond it is met by ASan. */
static void read_lines_of(const char *text, const char *line, const char *bytes, size_t n_read)
{
	for (int is_bytes = 0; is_bytes < 2; is_bytes++) {
		size_t len = strlen(text), got_len = SIZE_MAX;
		char *copy = ks_alloc(len ? len : 1);
		struct ks_parcel_reader reader = {copy, copy + len};
		const char *expected = is_bytes ? bytes : line, *got;

		memcpy(copy, text, len);
		got = is_bytes ? ks_parcel_bytes(&reader, "s", &got_len)
			       : ks_parcel_line(&reader, "s");
		if (!got != !expected || (got && strcmp(got, expected) != 0))
			fail_msg("%s (%d): %s", text, is_bytes, got ? got : "nothing");
		assert_int_equal(reader.at - copy, !got       ? 0
						   : is_bytes ? n_read
							      : strcspn(text, "\n") + 1);
		if (is_bytes)
			assert_int_equal(got_len, got ? strlen(bytes) : SIZE_MAX);
		free(copy);
	}
}

static void line_is_read_only_when_it_is_whole(void **state)
{
	(void)state;
	read_lines_of("", NULL, NULL, 0);
	read_lines_of("s", NULL, NULL, 0);
	read_lines_of("s ", NULL, NULL, 0);
	read_lines_of("\n", NULL, NULL, 0);
	read_lines_of("s\n", NULL, NULL, 0);
	read_lines_of("s\nx\n", NULL, NULL, 0);
	read_lines_of("s x", NULL, NULL, 0);
	read_lines_of("sx y\n", NULL, NULL, 0);
	read_lines_of("t x\n", NULL, NULL, 0);
	read_lines_of("s \n", "", NULL, 0);
	read_lines_of("s x\n", "x", NULL, 0);
	read_lines_of("s x y\nz\n", "x y", NULL, 0);
	read_lines_of("s \n\n", "", NULL, 0);
	read_lines_of("s 0\n\n", "0", "", 5);
	read_lines_of("s 0\n", "0", NULL, 0);
	read_lines_of("s 3\nabc\n", "3", "abc", 8);
	read_lines_of("s 3\na\nc\n", "3", "a\nc", 8);
	read_lines_of("s 3\nabc\nmore", "3", "abc", 8);
	read_lines_of("s 3\nabc", "3", NULL, 0);
	read_lines_of("s 2\nabc\n", "2", NULL, 0);
	read_lines_of("s 4\nabc\n", "4", NULL, 0);
	read_lines_of("s 3x\nabc\n", "3x", NULL, 0);
	read_lines_of("s -1\nabc\n", "-1", NULL, 0);
	read_lines_of("s 18446744073709551615\nabc\n", "18446744073709551615", NULL, 0);
}

static void text_is_unpacked_whole_or_not_at_all(void **state)
{
	static const struct {
		const char *text, *bytes;
	} cases[] = {{"", ""},        {"YQ", "a"},        {"YWI", "ab"},
		     {"YWJj", "abc"}, {"YWJjZA", "abcd"}, {"Y", NULL},
		     {"YWJjY", NULL}, {"YW*j", NULL},     {"YQ==", NULL}};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		size_t len = 0;
		uint8_t *bytes = ks_parcel_unpack(cases[i].text, &len);

		if (!bytes != !cases[i].bytes || (bytes && (len != strlen(cases[i].bytes) ||
							    memcmp(bytes, cases[i].bytes, len) != 0)))
			fail_msg("%s: %zu bytes", cases[i].text, len);
		free(bytes);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_ledger(what_was_sealed_opens_whole),
		with_ledger(cut_at_any_length_or_altered_anywhere_it_is_nothing),
		with_ledger(who_it_is_not_for_cannot_open_it),
		with_ledger(lines_are_read_as_they_were_written),
		cmocka_unit_test(line_is_read_only_when_it_is_whole),
		cmocka_unit_test(text_is_unpacked_whole_or_not_at_all),
	};

	return ks_test_run(tests);
}
