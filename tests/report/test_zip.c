/* SPDX-License-Identifier: Apache-2.0 */
#include "report/zip.h"

#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "base/mem.h"
#include "support/real.h"
#include "support/test.h"

/* An archive that cannot be written or read, at whichever call: it says so, gives everything back, and is no half of one. */

/* Of these calls the n-th fails; 0: none. */
static int at;

static bool fails(void)
{
	return at > 0 && --at == 0;
}

zip_source_t *zip_source_buffer_create(const void *bytes, zip_uint64_t len, int is_given,
				       zip_error_t *error)
{
	return fails() ? NULL
		       : KS_REAL(zip_source_t *, zip_source_buffer_create, const void *,
				 zip_uint64_t, int, zip_error_t *)(bytes, len, is_given, error);
}

zip_t *zip_open_from_source(zip_source_t *source, int flags, zip_error_t *error)
{
	return fails() ? NULL
		       : KS_REAL(zip_t *, zip_open_from_source, zip_source_t *, int,
				 zip_error_t *)(source, flags, error);
}

zip_source_t *zip_source_buffer(zip_t *archive, const void *bytes, zip_uint64_t len, int is_given)
{
	return fails() ? NULL
		       : KS_REAL(zip_source_t *, zip_source_buffer, zip_t *, const void *,
				 zip_uint64_t, int)(archive, bytes, len, is_given);
}

zip_int64_t zip_file_add(zip_t *archive, const char *name, zip_source_t *source, zip_flags_t flags)
{
	return fails() ? -1
		       : KS_REAL(zip_int64_t, zip_file_add, zip_t *, const char *, zip_source_t *,
				 zip_flags_t)(archive, name, source, flags);
}

int zip_file_set_mtime(zip_t *archive, zip_uint64_t i, time_t at_s, zip_flags_t flags)
{
	return fails() ? -1
		       : KS_REAL(int, zip_file_set_mtime, zip_t *, zip_uint64_t, time_t,
				 zip_flags_t)(archive, i, at_s, flags);
}

int zip_close(zip_t *archive)
{
	return fails() ? -1 : KS_REAL(int, zip_close, zip_t *)(archive);
}

int zip_source_open(zip_source_t *source)
{
	return fails() ? -1 : KS_REAL(int, zip_source_open, zip_source_t *)(source);
}

zip_int64_t zip_source_read(zip_source_t *source, void *to, zip_uint64_t len)
{
	return fails() ? -1
		       : KS_REAL(zip_int64_t, zip_source_read, zip_source_t *, void *,
				 zip_uint64_t)(source, to, len);
}

zip_file_t *zip_fopen_index(zip_t *archive, zip_uint64_t i, zip_flags_t flags)
{
	return fails() ? NULL
		       : KS_REAL(zip_file_t *, zip_fopen_index, zip_t *, zip_uint64_t,
				 zip_flags_t)(archive, i, flags);
}

zip_int64_t zip_fread(zip_file_t *file, void *to, zip_uint64_t len)
{
	return fails() ? -1
		       : KS_REAL(zip_int64_t, zip_fread, zip_file_t *, void *,
				 zip_uint64_t)(file, to, len);
}

int zip_fclose(zip_file_t *file)
{
	int rc = KS_REAL(int, zip_fclose, zip_file_t *)(file);

	return fails() ? 1 : rc;
}

static enum ks_rc write_two(struct ks_buf *out)
{
	struct ks_zip *zip = ks_zip_begin();
	enum ks_rc rc;

	if (!zip)
		return KS_IO;
	rc = ks_zip_add(zip, "一.txt", ks_strdup("hello"), 5);
	if (rc == KS_OK)
		rc = ks_zip_add(zip, "empty.txt", ks_strdup(""), 0);
	if (rc == KS_OK)
		return ks_zip_end(zip, out);
	assert_int_equal(ks_zip_end(zip, NULL), KS_OK); /* given up: that goes well */
	return rc;
}

static enum ks_rc read_one(const struct ks_buf *book, const char *name, struct ks_buf *out)
{
	struct ks_unzip *zip = ks_unzip_open(book->data, book->len);
	enum ks_rc rc;

	if (!zip)
		return KS_INVALID;
	rc = ks_unzip_read(zip, name, out);
	ks_unzip_close(zip);
	return rc;
}

/* Where it was tried last: 0, when that call did not come. */
static bool was_met(void)
{
	bool is_met = at == 0;

	at = 0;
	return is_met;
}

static void what_cannot_be_written_is_no_archive(void **state)
{
	struct ks_buf whole = {0};
	int n = 1;

	(void)state;
	assert_int_equal(write_two(&whole), KS_OK);
	for (;; n++) {
		struct ks_buf out = {0};
		enum ks_rc rc;

		at = n;
		rc = write_two(&out);
		if (!was_met()) {
			assert_int_equal(rc, KS_OK);
			assert_int_equal(out.len, whole.len);
			assert_memory_equal(out.data, whole.data, whole.len);
			ks_buf_finish(&out);
			break;
		}
		if (rc != KS_IO)
			fail_msg("call %d fails, and it says %s", n, ks_rc_name(rc));
		assert_true(out.len == 0 || out.len == whole.len); /* the last read found its end */
		ks_buf_finish(&out);
	}
	assert_true(n > 10);
	ks_buf_finish(&whole);
}

static void what_cannot_be_read_is_told_as_damage(void **state)
{
	struct ks_buf book = {0}, out = {0};
	int n = 1, n_damaged = 0;

	(void)state;
	assert_int_equal(write_two(&book), KS_OK);
	assert_int_equal(read_one(&book, "一.txt", &out), KS_OK);
	assert_string_equal(ks_buf_text(&out), "hello");
	ks_buf_clear(&out);
	assert_int_equal(read_one(&book, "empty.txt", &out), KS_OK);
	assert_int_equal(out.len, 0);
	assert_int_equal(read_one(&book, "none.txt", &out), KS_NOT_FOUND);
	for (;; n++) {
		enum ks_rc rc;

		ks_buf_clear(&out);
		at = n;
		rc = read_one(&book, "一.txt", &out);
		if (!was_met()) {
			assert_int_equal(rc, KS_OK);
			break;
		}
		if (rc != KS_DAMAGED && (rc != KS_INVALID || n_damaged > 0))
			fail_msg("call %d fails, and it says %s", n, ks_rc_name(rc));
		n_damaged += rc == KS_DAMAGED; /* once it is open */
	}
	assert_true(n > n_damaged + 2 && n_damaged >= 3);
	/* A part larger than what there is room for. */
	ks_buf_finish(&out);
	out.ceiling = 4;
	assert_int_equal(read_one(&book, "一.txt", &out), KS_FULL);
	ks_buf_finish(&out);
	ks_buf_finish(&book);
	out = (struct ks_buf){.ceiling = 4};
	assert_int_equal(write_two(&out), KS_FULL);
	ks_buf_finish(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_cannot_be_written_is_no_archive),
		cmocka_unit_test(what_cannot_be_read_is_told_as_damage),
	};

	return ks_test_run(tests);
}
