/* SPDX-License-Identifier: Apache-2.0 */
#include "content/shelf.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/tar.h"
#include "content/expect.h"
#include "content/load.h"
#include "support/calls.h"
#include "support/test.h"

/* What comes to a kiosk is taken only from who may send it, never backwards, and whole; else the old one stays. */

#define NO_ROOM (256 * 4096)
#define ROOM (UINT64_C(1) << 32)

struct fixture {
	char *content, *state, *out;
	struct ks_sign_key first, second, stranger;
	struct ks_shelf_told told;
	struct ks_diags diags;
};

static int set_up(void **state)
{
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));

	ks_id_init();
	f->content = ks_test_folder();
	f->state = ks_test_folder();
	f->out = ks_test_folder();
	copy_content(f->content);
	ks_sign_key_make(&f->first);
	ks_sign_key_make(&f->second);
	ks_sign_key_make(&f->stranger);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	ks_diags_finish(&f->diags);
	ks_test_folder_finish(f->content);
	ks_test_folder_finish(f->state);
	ks_test_folder_finish(f->out);
	free(f);
	return 0;
}

static struct ks_buf make(struct fixture *f, int version, const struct ks_sign_key *key,
			  const char *next_key)
{
	struct ks_buf bytes = {0};
	struct ks_bundle_wish wish = {
		.version = version, .previous = "", .key = key, .next_key = next_key};

	assert_int_equal(ks_bundle_make(f->content, &wish, &bytes, &f->diags), KS_OK);
	return bytes;
}

/* Whatever there is in it, and from a stick unless @is_known. */
static enum ks_rc bring_bytes(struct fixture *f, const char *bytes, size_t len, bool is_known)
{
	char *path = ks_path_join(f->out, "bundle");
	enum ks_rc rc;

	assert_int_equal(ks_file_write(path, bytes, len, 0600), KS_OK);
	rc = ks_shelf_install(f->state, path, is_known, &f->told);
	free(path);
	return rc;
}

static enum ks_rc bring(struct fixture *f, int version, const struct ks_sign_key *key)
{
	struct ks_buf bytes = make(f, version, key, NULL);
	enum ks_rc rc = bring_bytes(f, bytes.data, bytes.len, false);

	ks_buf_finish(&bytes);
	return rc;
}

static void pin(struct fixture *f, const struct ks_sign_key *one, const struct ks_sign_key *other)
{
	const char *keys[] = {one->public_key, other ? other->public_key : ""};

	assert_int_equal(ks_shelf_pin(f->state, keys, KS_COUNT(keys)), KS_OK);
}

static void assert_stands(struct fixture *f, int newest, int before)
{
	struct ks_shelf shelf;

	ks_shelf_read(f->state, &shelf);
	assert_int_equal(shelf.newest.version, newest);
	assert_int_equal(shelf.before.version, before);
}

static void assert_told(struct fixture *f, const char *words)
{
	struct ks_shelf_told told = {0};

	ks_shelf_told(f->state, &told);
	assert_string_equal(told.words, f->told.words);
	if (!*words)
		assert_string_equal(told.words, "");
	else if (!strstr(told.words, words))
		fail_msg("「%s」 is not told in 「%s」", words, told.words);
}

static void a_bundle_of_a_pinned_key_is_installed_and_can_be_run(void **state)
{
	struct fixture *f = *state;
	struct ks_shelf shelf;
	struct ks_content content;
	char *path;

	assert_stands(f, 0, 0);
	pin(f, &f->first, NULL);
	assert_int_equal(bring(f, 7, &f->first), KS_OK);
	assert_told(f, "");
	assert_stands(f, 7, 0);
	ks_shelf_read(f->state, &shelf);
	path = ks_shelf_path(f->state, &shelf.newest);
	assert_int_equal(ks_content_load(path, &content, &f->diags), KS_OK);
	assert_int_equal(content.version, 7);
	assert_string_equal(content.digest, shelf.newest.digest);
	ks_content_finish(&content);
	free(path);
}

static void a_new_key_takes_back_what_was_told(void **state)
{
	struct fixture *f = *state;
	struct ks_shelf_told told = {0};

	assert_int_equal(bring(f, 1, &f->first), KS_DENIED);
	assert_told(f, "鍵がまだありません");
	pin(f, &f->first, NULL);
	ks_shelf_told(f->state, &told);
	assert_string_equal(told.words, "");
	assert_int_equal(bring(f, 1, &f->first), KS_OK);
}

static void what_is_refused_is_told_and_the_old_one_stays(void **state)
{
	struct fixture *f = *state;

	pin(f, &f->first, NULL);
	assert_int_equal(bring(f, 3, &f->first), KS_OK);
	assert_int_equal(bring(f, 4, NULL), KS_DENIED);
	assert_told(f, "署名がありません");
	assert_int_equal(bring(f, 4, &f->stranger), KS_DENIED);
	assert_told(f, "知る鍵ではありません");
	assert_int_equal(bring(f, 2, &f->first), KS_CONFLICT);
	assert_told(f, "版 3 があります");
	assert_stands(f, 3, 0);
	assert_int_equal(bring(f, 3, &f->first), KS_CONFLICT); /* the very same: no fault */
	assert_told(f, "");
	replace_in(f->content, "organisation.yaml", "くれさか", "くれさカ");
	assert_int_equal(bring(f, 3, &f->first), KS_CONFLICT); /* another under that number is one */
	assert_told(f, "--counter を 4 以上");
	assert_stands(f, 3, 0);
}

/* Every cut and every changed byte of the head, manifest and signature; and some of the rest. */
static void a_cut_or_changed_file_is_refused(void **state)
{
	struct fixture *f = *state;
	struct ks_buf bytes = make(f, 2, &f->first, NULL);
	size_t manifest = 0;

	pin(f, &f->first, NULL);
	sscanf(bytes.data + 124, "%zo", &manifest);
	for (size_t at = 0; at < bytes.len; at += at < manifest + 2048 ? 997 : bytes.len / 23) {
		enum ks_rc rc = bring_bytes(f, bytes.data, at, false);

		assert_true(rc == KS_DAMAGED || rc == KS_DENIED);
		bytes.data[at] ^= 4;
		rc = bring_bytes(f, bytes.data, bytes.len, false);
		assert_true(rc == KS_DAMAGED || rc == KS_DENIED);
		bytes.data[at] ^= 4;
		assert_told(f, "届いた教材を使えません");
	}
	assert_stands(f, 0, 0);
	assert_int_equal(bring_bytes(f, bytes.data, bytes.len, false), KS_OK);
	ks_buf_finish(&bytes);
}

/* Signed by the right key, and yet a path that leads out of its folder. */
static void a_path_that_leads_elsewhere_is_refused(void **state)
{
	static const char *const paths[] = {"../../etc/passwd", "/etc/passwd", "lessons/../../x",
					    "posters/.hidden", "kenshu.db"};
	struct fixture *f = *state;

	pin(f, &f->first, NULL);
	for (size_t i = 0; i < KS_COUNT(paths); i++) {
		struct ks_buf tar = {0}, manifest = {0};
		char signature[KS_SIGNATURE_HEX], hex[KS_HASH_HEX], digest[KS_HASH_HEX], line[400];
		uint8_t hash[KS_HASH_BYTES];

		ks_sha256("x", 1, hash);
		ks_hex(hash, sizeof(hash), hex);
		snprintf(line, sizeof(line), "%s  %s\n", hex, paths[i]);
		ks_sha256(line, strlen(line), hash);
		ks_hex(hash, sizeof(hash), digest);
		ks_buf_printf(&manifest,
			      "{\"format\":\"kenshu-content-1\",\"version\":9,\n\"digest\":\"%s\",\n"
			      "\"previous\":\"\",\"policy\":\"p\",\"files\":[{\"path\":\"%s\",\"bytes\":1,"
			      "\"sha256\":\"%s\"}]}\n",
			      digest, paths[i], hex);
		ks_sign(&f->first, "kenshu-content-1", manifest.data, manifest.len, signature);
		snprintf(line, sizeof(line), "ed25519 %s %s\n", f->first.public_key, signature);
		assert_true(ks_tar_put(&tar, "manifest.json", manifest.data, manifest.len));
		assert_true(ks_tar_put(&tar, "manifest.sig", line, strlen(line)));
		assert_true(ks_tar_put(&tar, paths[i], "x", 1));
		ks_tar_end(&tar);
		assert_int_equal(bring_bytes(f, tar.data, tar.len, false), KS_DAMAGED);
		ks_buf_finish(&tar);
		ks_buf_finish(&manifest);
	}
	assert_stands(f, 0, 0);
}

static void what_this_program_cannot_read_is_refused(void **state)
{
	struct fixture *f = *state;

	pin(f, &f->first, NULL);
	replace_in(f->content, "courses/annual.yaml", "nendo:", "nen-do:");
	assert_int_equal(bring(f, 2, &f->first), KS_INVALID);
	assert_told(f, "プログラムを先に更新");
	assert_stands(f, 0, 0);
}

/* The key in use names the one that follows it; the configuration of before does not take that back. */
static void a_bundle_hands_over_to_the_next_key(void **state)
{
	struct fixture *f = *state;
	struct ks_buf bytes = make(f, 2, &f->first, f->second.public_key);

	pin(f, &f->first, NULL);
	assert_int_equal(bring(f, 2, &f->second), KS_DENIED);
	assert_int_equal(bring_bytes(f, bytes.data, bytes.len, false), KS_OK);
	pin(f, &f->first, NULL); /* another start with the same configuration */
	assert_int_equal(bring(f, 3, &f->second), KS_OK);
	assert_int_equal(bring(f, 4, &f->first), KS_DENIED); /* it named itself alone */
	pin(f, &f->first, &f->stranger);                     /* somebody wrote another one */
	assert_int_equal(bring(f, 4, &f->first), KS_OK);
	ks_buf_finish(&bytes);
}

static void the_power_may_go_between_a_bundle_and_its_keys(void **state)
{
	struct fixture *f = *state;
	struct ks_buf bytes = make(f, 2, &f->first, f->second.public_key);
	char *keys = ks_path_join(f->state, "content/keys"), *before;

	pin(f, &f->first, NULL);
	before = ks_test_read(keys);
	assert_int_equal(bring_bytes(f, bytes.data, bytes.len, false), KS_OK);
	assert_int_equal(ks_file_write(keys, before, strlen(before), 0600), KS_OK);
	assert_int_equal(bring(f, 3, &f->second), KS_OK);
	ks_buf_finish(&bytes);
	free(before);
	free(keys);
}

static void the_centres_first_key_is_pinned_a_sticks_is_not(void **state)
{
	struct fixture *f = *state;
	struct ks_buf bytes = make(f, 1, &f->first, NULL);

	assert_int_equal(bring_bytes(f, bytes.data, bytes.len, false), KS_DENIED);
	assert_int_equal(bring_bytes(f, bytes.data, bytes.len, true), KS_OK);
	assert_int_equal(bring(f, 2, &f->stranger), KS_DENIED);
	assert_int_equal(bring(f, 2, &f->first), KS_OK); /* now from a stick as well */
	ks_buf_finish(&bytes);
}

static void the_one_that_runs_is_kept_as_the_one_before(void **state)
{
	struct fixture *f = *state;

	pin(f, &f->first, NULL);
	assert_int_equal(bring(f, 1, &f->first), KS_OK);
	assert_int_equal(ks_shelf_use(f->state, 1), KS_OK);
	assert_int_equal(bring(f, 2, &f->first), KS_OK);
	assert_stands(f, 2, 1);
	assert_int_equal(bring(f, 5, &f->first), KS_OK); /* before the kiosk turned to 2 */
	assert_stands(f, 5, 1);
	assert_int_equal(ks_shelf_use(f->state, 5), KS_OK);
	assert_int_equal(bring(f, 6, &f->first), KS_OK);
	assert_stands(f, 6, 5);
}

static void a_full_disk_keeps_the_old_one_and_the_pieces(void **state)
{
	struct fixture *f = *state;
	struct ks_buf bytes = make(f, 2, &f->first, NULL);
	char sha[KS_HASH_HEX];
	uint8_t hash[KS_HASH_BYTES];

	pin(f, &f->first, NULL);
	assert_int_equal(bring(f, 1, &f->first), KS_OK);
	ks_sha256(bytes.data, bytes.len, hash);
	ks_hex(hash, sizeof(hash), sha);
	assert_int_equal(ks_shelf_part_add(f->state, sha, bytes.data, bytes.len), KS_OK);
	ks_calls.free_bytes = NO_ROOM;
	assert_int_equal(ks_shelf_part_install(f->state, sha, false, &f->told), KS_FULL);
	assert_told(f, "空きを作ってください");
	assert_stands(f, 1, 0);
	ks_calls.free_bytes = ROOM;
	assert_int_equal(ks_shelf_part_install(f->state, sha, false, &f->told), KS_OK);
	assert_told(f, "");
	assert_stands(f, 2, 1);
	ks_buf_finish(&bytes);
}

/* No place to unpack it, a folder that may not be written: each by its name, and what is taught stays. */
static void what_cannot_be_tried_or_written_is_told(void **state)
{
	struct fixture *f = *state;
	char *kept = getenv("TMPDIR") ? ks_strdup(getenv("TMPDIR")) : NULL;

	pin(f, &f->first, NULL);
	assert_int_equal(bring(f, 1, &f->first), KS_OK);
	setenv("TMPDIR", "/dev/null/nonexistent", 1);
	assert_int_equal(bring(f, 2, &f->first), KS_IO);
	if (kept)
		setenv("TMPDIR", kept, 1);
	else
		unsetenv("TMPDIR");
	assert_told(f, "版 2 を広げられません。端末の空き容量を確かめてください。");
	assert_stands(f, 1, 0);
	ks_calls_fail(KS_CALLS_RENAME, 2, false, EROFS); /* behind the bundle itself */
	assert_int_equal(bring(f, 2, &f->first), KS_READ_ONLY);
	(void)ks_calls_end();
	assert_told(f, "版 2 を書けません（read-only）。フォルダーの権限を確かめてください。");
	assert_stands(f, 1, 0);
	assert_int_equal(bring(f, 2, &f->first), KS_OK);
	assert_told(f, "");
	assert_stands(f, 2, 1);
	free(kept);
}

static void pieces_go_on_where_they_stopped(void **state)
{
	struct fixture *f = *state;
	struct ks_buf bytes = make(f, 4, &f->first, NULL);
	char sha[KS_HASH_HEX], other[KS_HASH_HEX];
	uint8_t hash[KS_HASH_BYTES];
	size_t piece = 100000, at;

	pin(f, &f->first, NULL);
	ks_sha256(bytes.data, bytes.len, hash);
	ks_hex(hash, sizeof(hash), sha);
	memset(other, 'a', sizeof(other) - 1);
	other[KS_HASH_HEX - 1] = '\0';
	assert_int_equal(ks_shelf_part_add(f->state, other, "rest", 4), KS_OK);
	while ((at = ks_shelf_part_len(f->state, sha)) < bytes.len)
		assert_int_equal(ks_shelf_part_add(f->state, sha, bytes.data + at,
						   bytes.len - at < piece ? bytes.len - at : piece),
				 KS_OK);
	ks_shelf_part_drop(f->state, sha);
	assert_int_equal(ks_shelf_part_len(f->state, other), 0);
	assert_int_equal(ks_shelf_part_len(f->state, sha), bytes.len);
	assert_int_equal(ks_shelf_part_install(f->state, sha, false, &f->told), KS_OK);
	assert_int_equal(ks_shelf_part_len(f->state, sha), 0);
	assert_stands(f, 4, 0);
	assert_int_equal(ks_shelf_part_add(f->state, other, "rest", 4), KS_OK);
	assert_int_equal(ks_shelf_part_install(f->state, other, false, &f->told), KS_DAMAGED);
	assert_int_equal(ks_shelf_part_len(f->state, other), 0);
	assert_stands(f, 4, 0);
	ks_buf_finish(&bytes);
}

static void put_on(const char *stick, const char *name, struct ks_buf bytes)
{
	char *path = ks_path_join(stick, name);

	assert_int_equal(ks_file_write(path, bytes.data, bytes.len, 0600), KS_OK);
	ks_buf_finish(&bytes);
	free(path);
}

static void of_a_stick_the_newest_that_counts_is_taken(void **state)
{
	struct fixture *f = *state;
	char *stick = ks_test_folder();
	struct ks_buf cut = make(f, 9, &f->first, NULL);

	pin(f, &f->first, NULL);
	assert_int_equal(ks_shelf_take(f->state, stick, &f->told), KS_NOT_FOUND);
	assert_string_equal(f->told.words, "");
	put_on(stick, "3-a" KS_SHELF_SUFFIX, make(f, 3, &f->first, NULL));
	put_on(stick, "4-b" KS_SHELF_SUFFIX, make(f, 4, &f->first, NULL));
	put_on(stick, "5-c" KS_SHELF_SUFFIX, make(f, 5, &f->stranger, NULL));
	cut.len /= 2; /* torn out while it was written */
	put_on(stick, "9-d" KS_SHELF_SUFFIX, cut);
	assert_int_equal(ks_shelf_take(f->state, stick, &f->told), KS_OK);
	assert_int_equal(f->told.version, 4);
	assert_string_equal(f->told.words, "");
	assert_stands(f, 4, 3);
	assert_int_not_equal(ks_shelf_take(f->state, stick, &f->told), KS_OK); /* the refusals again */
	assert_string_not_equal(f->told.words, "");
	assert_stands(f, 4, 3);
	ks_test_folder_finish(stick);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_bundle_of_a_pinned_key_is_installed_and_can_be_run,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_new_key_takes_back_what_was_told, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_refused_is_told_and_the_old_one_stays,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_cut_or_changed_file_is_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_path_that_leads_elsewhere_is_refused, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(what_this_program_cannot_read_is_refused, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(a_bundle_hands_over_to_the_next_key, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(the_power_may_go_between_a_bundle_and_its_keys,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_centres_first_key_is_pinned_a_sticks_is_not,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_one_that_runs_is_kept_as_the_one_before, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(a_full_disk_keeps_the_old_one_and_the_pieces,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(of_a_stick_the_newest_that_counts_is_taken, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(what_cannot_be_tried_or_written_is_told, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(pieces_go_on_where_they_stopped, set_up, tear_down),
	};

	return ks_test_run(tests);
}
