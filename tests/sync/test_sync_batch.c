/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "sync/sync_private.h"

/* Where one request ends and the next begins. */

#define VOIDED "{\"verb\":{\"id\":\"http://adlnet.gov/expapi/verbs/voided\"}}"

/* A queue of statements with the numbers 1, 2, … without end; what one is, its letter says. */
static struct {
	const char *kinds; /* 's' small, 'v' voids another, '-' is not there, 'd' damaged, 'x' cannot be read; then all small */
	size_t len;        /* of a small one */
	int64_t aside[4];
	size_t n_aside;
} of;

static char kind_of(int64_t seq)
{
	return (size_t)seq <= strlen(of.kinds) ? of.kinds[seq - 1] : 's';
}

static bool is_aside(int64_t seq)
{
	for (size_t i = 0; i < of.n_aside; i++)
		if (of.aside[i] == seq)
			return true;
	return false;
}

static enum ks_rc next(void *context, int64_t after, struct ks_statement *out)
{
	int64_t seq = after + 1;

	(void)context;
	memset(out, 0, sizeof(*out));
	while (kind_of(seq) == '-' || is_aside(seq))
		seq++;
	out->seq = seq;
	if (kind_of(seq) == 'd')
		return KS_DAMAGED;
	if (kind_of(seq) == 'x')
		return KS_IO;
	if (kind_of(seq) == '.')
		return KS_NOT_FOUND;
	memset(out->hash, (int)seq, sizeof(out->hash));
	out->len = kind_of(seq) == 'v' ? strlen(VOIDED) : of.len;
	out->bytes = ks_alloc_zero(out->len + 1, 1);
	memset(out->bytes, 'a' + (int)(seq % 26), out->len);
	if (kind_of(seq) == 'v')
		memcpy(out->bytes, VOIDED, out->len);
	return KS_OK;
}

static enum ks_rc quarantine(void *context, int64_t seq, const char *reason)
{
	(void)context;
	assert_string_equal(reason, "damaged on this machine");
	of.aside[of.n_aside++] = seq;
	return KS_OK;
}

static const struct ks_sync_queue queue = {.next = next, .quarantine = quarantine};

static void a_request_ends_where_it_must(void **state)
{
	static const struct {
		const char *kinds;
		size_t limit;
		int64_t to_seq;
		enum ks_rc rc;
		size_t n;
		int64_t first;
	} cases[] = {
		{"", 100, 0, KS_OK, KS_SYNC_BATCH_MAX, 1},
		{"", 49, 0, KS_OK, 49, 1},
		{"", 0, 0, KS_NOT_FOUND, 0, 0},
		{"", 100, 7, KS_OK, 7, 1},
		{"", 100, 1, KS_OK, 1, 1},
		{"-", 100, 1, KS_NOT_FOUND, 0, 0},
		{"--sss-", 100, 0, KS_OK, 3, 3},
		{"ssvs", 100, 0, KS_OK, 2, 1},
		{"-vss-", 100, 0, KS_OK, 3, 2},
		{"vv", 100, 0, KS_OK, 1, 1},
		{"ss.", 100, 0, KS_OK, 2, 1},
		{".", 100, 0, KS_NOT_FOUND, 0, 0},
		{"ssx", 100, 0, KS_IO, 2, 1},
		{"x", 100, 0, KS_IO, 0, 0},
		{"sds", 100, 0, KS_OK, 1, 1},
		{"dss-", 100, 0, KS_OK, 2, 2},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct ks_sync_batch batch;
		enum ks_rc rc;

		of.kinds = cases[i].kinds;
		of.n_aside = 0;
		of.len = 3;
		rc = ks_sync_batch_collect(&queue, cases[i].limit, cases[i].to_seq, &batch);
		if (rc != cases[i].rc || batch.n != cases[i].n ||
		    (batch.n > 0 && batch.seqs[0] != cases[i].first))
			fail_msg("%zu: %s, %zu", i, ks_rc_name(rc), batch.n);
		assert_int_equal(of.n_aside, !!strchr(cases[i].kinds, 'd'));
		assert_int_equal(batch.statement.seq, batch.n == 1 ? cases[i].first : 0);
		if (rc == KS_OK) {
			assert_int_equal(batch.last_hash[0], batch.seqs[batch.n - 1]);
			assert_int_equal(ks_buf_text(&batch.body)[0], '[');
			assert_int_equal(batch.body.data[batch.body.len - 1], ']');
		}
		ks_sync_batch_finish(&batch);
	}
}

/* Not one byte more than an endpoint has to take, and one statement alone whatever it has. */
static void a_request_has_room_to_the_last_byte(void **state)
{
	static const struct {
		size_t len, n;
	} cases[] = {
		{(KS_SYNC_BATCH_MAX_BYTES - 5) / 4, 4}, /* [a,a,a,a] */
		{(KS_SYNC_BATCH_MAX_BYTES - 5) / 4 + 1, 3},
		{(KS_SYNC_BATCH_MAX_BYTES - 4) / 3, 3},
		{(KS_SYNC_BATCH_MAX_BYTES - 4) / 3 + 1, 2},
		{KS_SYNC_BATCH_MAX_BYTES - 2, 1},
		{KS_SYNC_BATCH_MAX_BYTES, 1},
	};

	(void)state;
	of.kinds = "";
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct ks_sync_batch batch;

		of.len = cases[i].len;
		assert_int_equal(ks_sync_batch_collect(&queue, 50, 0, &batch), KS_OK);
		if (batch.n != cases[i].n)
			fail_msg("%zu bytes: %zu", of.len, batch.n);
		assert_int_equal(batch.body.len, batch.n * of.len + batch.n + 1);
		assert_true(batch.n == 1 || batch.body.len <= KS_SYNC_BATCH_MAX_BYTES);
		ks_sync_batch_finish(&batch);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_request_ends_where_it_must),
		cmocka_unit_test(a_request_has_room_to_the_last_byte),
	};

	return ks_test_run(tests);
}
