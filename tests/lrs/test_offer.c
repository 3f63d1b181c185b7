/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/offer.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "content/bundle.h"
#include "lrs/ask.h"
#include "support/calls.h"
#include "support/test.h"

/* What the centre offers is signed, rises, and can be fetched piece by piece to the last byte. */

static struct ks_sign_key key;

static char *bundle(struct ks_ask *ask, const char *name, int version,
		    const struct ks_sign_key *signer)
{
	struct ks_bundle_wish wish = {.version = version, .previous = "", .key = signer};
	char *path = ks_path_join(ks_store_folder(ask->sample.store), name);
	struct ks_diags diags = {0};
	struct ks_buf bytes = {0};

	assert_int_equal(ks_bundle_make("content", &wish, &bytes, &diags), KS_OK);
	assert_int_equal(ks_file_write(path, bytes.data, bytes.len, 0600), KS_OK);
	ks_buf_finish(&bytes);
	ks_diags_finish(&diags);
	return path;
}

static enum ks_rc offer(struct ks_ask *ask, int version, const struct ks_sign_key *signer,
			struct ks_offer *out)
{
	char *path = bundle(ask, "b", version, signer);
	struct ks_diags diags = {0};
	enum ks_rc rc = ks_offer_put(ks_store_folder(ask->sample.store), path, out, &diags);

	assert_true((rc == KS_OK) == (diags.n_errors == 0));
	ks_diags_finish(&diags);
	free(path);
	return rc;
}

static int set_up(void **state)
{
	int rc = ks_ask_setup(state);
	struct ks_ask *ask = *state;

	ks_sign_key_make(&key);
	ask->kiosk = "k-01";
	return rc;
}

static const char *told(struct ks_ask *ask, const char *name)
{
	for (size_t i = 0; i < ask->reply.headers.n; i++)
		if (strcmp(ask->reply.headers.items[i].name, name) == 0)
			return ask->reply.headers.items[i].value;
	return NULL;
}

static void only_what_is_signed_and_newer_is_offered(void **state)
{
	struct ks_ask *ask = *state;
	struct ks_offer now;

	ks_offer_read(ks_store_folder(ask->sample.store), &now);
	assert_int_equal(now.version, 0);
	assert_int_equal(offer(ask, 2, NULL, &now), KS_DENIED);
	assert_int_equal(now.version, 0);
	assert_int_equal(offer(ask, 2, &key, &now), KS_OK);
	assert_int_equal(now.version, 2);
	assert_int_equal(offer(ask, 2, &key, &now), KS_OK); /* the very same again */
	assert_int_equal(offer(ask, 1, &key, &now), KS_CONFLICT);
	assert_int_equal(now.version, 2);
	assert_int_equal(offer(ask, 10, &key, &now), KS_OK);
	ks_offer_read(ks_store_folder(ask->sample.store), &now);
	assert_int_equal(now.version, 10);
}

static void a_kiosk_is_told_and_gets_it_piece_by_piece(void **state)
{
	struct ks_ask *ask = *state;
	struct ks_offer now;
	struct ks_buf got = {0};
	char *path, *bytes, range[40], match[80], wanted[128];
	const char *headers[] = {"Range", range, "If-Match", match, NULL};
	size_t len;

	assert_int_equal(ks_ask(ask, "GET /kiosk/v1/content", NULL, NULL), 404);
	assert_int_equal(ks_ask(ask, "GET /kiosk/v1/roster", NULL, NULL), 200);
	assert_null(told(ask, "X-Kenshu-Content"));
	assert_int_equal(offer(ask, 5, &key, &now), KS_OK);
	assert_int_equal(ks_ask(ask, "GET /kiosk/v1/roster", NULL, NULL), 200);
	snprintf(wanted, sizeof(wanted), "5 %zu %s", now.bytes, now.sha256);
	assert_string_equal(told(ask, "X-Kenshu-Content"), wanted);
	ask->headers = headers;
	snprintf(match, sizeof(match), "\"%s\"", now.sha256);
	while (got.len < now.bytes) {
		snprintf(range, sizeof(range), "bytes=%zu-", got.len);
		assert_int_equal(ks_ask(ask, "GET /kiosk/v1/content", NULL, NULL), 206);
		snprintf(wanted, sizeof(wanted), "bytes %zu-%zu/%zu", got.len,
			 got.len + ask->reply.body.len - 1, now.bytes);
		assert_string_equal(told(ask, "Content-Range"), wanted);
		assert_true(ask->reply.body.len <= KS_OFFER_PIECE_BYTES);
		ks_buf_append(&got, ask->reply.body.data, ask->reply.body.len);
	}
	path = ks_path_join(ks_store_folder(ask->sample.store), "b");
	assert_int_equal(ks_file_read(path, KS_BUNDLE_BYTES_MAX, &bytes, &len), KS_OK);
	assert_int_equal(len, got.len);
	assert_memory_equal(bytes, got.data, len);
	snprintf(range, sizeof(range), "bytes=%zu-", got.len);
	assert_int_equal(ks_ask(ask, "GET /kiosk/v1/content", NULL, NULL), 416);
	snprintf(range, sizeof(range), "lines=0-");
	assert_int_equal(ks_ask(ask, "GET /kiosk/v1/content", NULL, NULL), 400);
	snprintf(range, sizeof(range), "bytes=0-");
	snprintf(match, sizeof(match), "\"another\"");
	assert_int_equal(ks_ask(ask, "GET /kiosk/v1/content", NULL, NULL), 412);
	ks_buf_finish(&got);
	free(bytes);
	free(path);
}

static void what_is_offered_can_be_had_whole_unless_it_was_changed(void **state)
{
	struct ks_ask *ask = *state;
	const char *folder = ks_store_folder(ask->sample.store);
	char *bytes = NULL, *name, *path;
	struct ks_offer now;
	size_t len = 0;

	assert_int_equal(ks_offer_load(folder, &bytes, &len), KS_NOT_FOUND);
	assert_int_equal(offer(ask, 3, &key, &now), KS_OK);
	assert_int_equal(ks_offer_load(folder, &bytes, &len), KS_OK);
	assert_int_equal(len, now.bytes);
	bytes[len / 2] ^= 1;
	name = ks_format("offer-%d-%s.kenshu-content", now.version, now.sha256);
	path = ks_path_join(folder, name);
	assert_int_equal(ks_file_write(path, bytes, len, 0600), KS_OK);
	free(bytes);
	assert_int_equal(ks_offer_load(folder, &bytes, &len), KS_DAMAGED);
	assert_null(bytes);
	free(name);
	free(path);
}

/* What lies in the folder beside it: the newest that is a file of that name is offered, and the others go when a newer one comes. */
static void only_its_own_files_are_offered_and_swept(void **state)
{
#define HASH "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
	static const struct {
		const char *name;
		bool is_swept;
	} files[] = {
		{"offer-9-" HASH ".kenshu-content", true}, /* it was read as an offer until 12 came */
		{"offer-2-" HASH ".kenshu-content", true},
		{"offer-0-" HASH ".kenshu-content", false},
		{"offer-11-" HASH ".kenshu-content.tmp", false},
		{"offer-11-x" HASH ".kenshu-content", false},
		{"offer-11-2d71.kenshu-content", false},
		{"offer-11-" HASH "0.kenshu-content", false},
		{"my-offer-11-" HASH ".kenshu-content", false},
		{"annual.kenshu-content", false},
	};
	struct ks_ask *ask = *state;
	const char *folder = ks_store_folder(ask->sample.store);
	char *in_the_way = ks_path_join(folder, "offer-10-" HASH ".kenshu-content");
	struct ks_offer now;

	for (size_t i = 0; i < KS_COUNT(files); i++)
		free(ks_test_write(folder, files[i].name, "x"));
	assert_int_equal(ks_folder_make(in_the_way), KS_OK); /* no file */
	ks_offer_read(folder, &now);
	assert_int_equal(now.version, 9);
	assert_int_equal(now.bytes, 1);
	assert_string_equal(now.sha256, HASH);
	assert_int_equal(offer(ask, 12, &key, &now), KS_OK);
	assert_int_equal(now.version, 12);
	for (size_t i = 0; i < KS_COUNT(files); i++) {
		char *path = ks_path_join(folder, files[i].name);

		if (ks_file_exists(path) == files[i].is_swept)
			fail_msg("%s", files[i].name);
		free(path);
	}
	ks_offer_read(in_the_way, &now); /* nothing is there */
	assert_int_equal(now.version, 0);
	free(in_the_way);
}

/* A disk that fails: the older one is offered on, and a kiosk is told to come again. */
static void what_cannot_be_written_or_read_is_told(void **state)
{
	struct ks_ask *ask = *state;
	const char *folder = ks_store_folder(ask->sample.store);
	struct ks_diags diags = {0};
	char *path, *bytes = NULL;
	struct ks_offer now;
	size_t len = 0;

	assert_int_equal(offer(ask, 3, &key, &now), KS_OK);
	path = bundle(ask, "b", 4, &key);
	ks_calls_fail(KS_CALLS_WRITE, 1, true, ENOSPC);
	assert_int_equal(ks_offer_put(folder, path, &now, &diags), KS_FULL);
	(void)ks_calls_end();
	assert_int_equal(now.version, 3);
	assert_int_equal(diags.n_items, 1);
	assert_non_null(strstr(diags.items[0].message, "書けません（full）"));
	ks_diags_finish(&diags);
	ks_calls_fail(KS_CALLS_READ, 1, true, EIO);
	assert_int_equal(ks_ask(ask, "GET /kiosk/v1/content", NULL, NULL), 503);
	assert_int_equal(ks_offer_load(folder, &bytes, &len), KS_IO);
	(void)ks_calls_end();
	assert_null(bytes);
	assert_int_equal(ks_offer_put(folder, path, &now, &diags), KS_OK);
	assert_int_equal(now.version, 4);
	assert_int_equal(ks_ask(ask, "GET /kiosk/v1/content", NULL, NULL), 206);
	ks_diags_finish(&diags);
	free(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(only_what_is_signed_and_newer_is_offered, set_up,
						ks_ask_teardown),
		cmocka_unit_test_setup_teardown(what_is_offered_can_be_had_whole_unless_it_was_changed,
						set_up, ks_ask_teardown),
		cmocka_unit_test_setup_teardown(only_its_own_files_are_offered_and_swept, set_up,
						ks_ask_teardown),
		cmocka_unit_test_setup_teardown(what_cannot_be_written_or_read_is_told, set_up,
						ks_ask_teardown),
		cmocka_unit_test_setup_teardown(a_kiosk_is_told_and_gets_it_piece_by_piece, set_up,
						ks_ask_teardown),
	};

	return ks_test_run(tests);
}
