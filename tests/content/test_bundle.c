/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/tar.h"
#include "content/bundle.h"
#include "content/content.h"
#include "content/expect.h"
#include "content/load.h"

/* What is published is what comes out, and whatever is not what was published is refused. */

struct fixture {
	char *folder, *out, *file;
	struct ks_buf bytes;
	struct ks_bundle bundle;
	struct ks_diags diags;
};

static void publish(struct fixture *f, int version, const char *previous)
{
	ks_buf_finish(&f->bytes);
	assert_int_equal(
		ks_bundle_make(f->folder,
			       &(struct ks_bundle_wish){.version = version, .previous = previous},
			       &f->bytes, &f->diags),
		KS_OK);
	assert_int_equal(ks_file_write(f->file, f->bytes.data, f->bytes.len, 0600), KS_OK);
}

static int set_up(void **state)
{
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));

	f->folder = ks_test_folder();
	f->out = ks_test_folder();
	f->file = ks_path_join(f->out, "r1");
	copy_content(f->folder);
	publish(f, 1, "");
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	ks_bundle_finish(&f->bundle);
	ks_buf_finish(&f->bytes);
	ks_diags_finish(&f->diags);
	ks_test_folder_finish(f->folder);
	ks_test_folder_finish(f->out);
	free(f->file);
	free(f);
	return 0;
}

static enum ks_rc load(struct fixture *f)
{
	ks_bundle_finish(&f->bundle);
	return ks_bundle_load(f->file, &f->bundle, &f->diags);
}

static void the_same_content_is_the_same_bytes_and_digest(void **state)
{
	struct fixture *f = *state;
	struct ks_buf again = {0};
	struct ks_content content;

	assert_int_equal(ks_bundle_make(f->folder,
					&(struct ks_bundle_wish){.version = 1, .previous = ""},
					&again, &f->diags),
			 KS_OK);
	assert_int_equal(again.len, f->bytes.len);
	assert_memory_equal(again.data, f->bytes.data, again.len);
	assert_true(ks_bundle_is(f->file));
	assert_int_equal(load(f), KS_OK);
	assert_int_equal(f->bundle.version, 1);
	assert_string_equal(f->bundle.previous, "");
	assert_string_equal(f->bundle.policy_version, "kuresaka-2026-03");
	assert_int_equal(ks_content_load(f->folder, &content, &f->diags), KS_OK);
	assert_string_equal(content.digest, f->bundle.digest);
	assert_int_equal(content.version, 0);
	ks_content_finish(&content);
	ks_buf_finish(&again);
}

static void an_edit_is_another_revision(void **state)
{
	struct fixture *f = *state;
	char first[KS_HASH_HEX];

	assert_int_equal(load(f), KS_OK);
	memcpy(first, f->bundle.digest, sizeof(first));
	replace_in(f->folder, "organisation.yaml", "くれさか", "くれさカ");
	publish(f, 2, first);
	assert_int_equal(load(f), KS_OK);
	assert_int_equal(f->bundle.version, 2);
	assert_string_equal(f->bundle.previous, first);
	assert_string_not_equal(f->bundle.digest, first);
}

static void content_loads_from_a_bundle_and_leaves_nothing_behind(void **state)
{
	struct fixture *f = *state;
	char *tmp = ks_test_folder(), **names = NULL;
	const char *kept = getenv("TMPDIR");
	struct ks_content from_file, from_folder;
	const struct ks_lesson *a, *b;
	size_t n = 0;

	kept = kept ? ks_strdup(kept) : NULL;
	setenv("TMPDIR", tmp, 1);
	assert_int_equal(ks_content_load(f->file, &from_file, &f->diags), KS_OK);
	assert_int_equal(ks_content_load(f->folder, &from_folder, &f->diags), KS_OK);
	assert_int_equal(from_file.version, 1);
	assert_string_equal(from_file.digest, from_folder.digest);
	assert_int_equal(from_file.n_lessons, from_folder.n_lessons);
	a = ks_content_lesson(&from_file, "m1");
	b = ks_content_lesson(&from_folder, "m1");
	assert_string_equal(a->pages[0].title.text, b->pages[0].title.text);
	assert_true(ks_folder_exists(a->folder)); /* its drawings can be read */
	assert_int_equal(ks_folder_list(tmp, NULL, &names, &n), KS_OK);
	assert_int_equal(n, 1);
	ks_folder_list_finish(names, n);
	ks_content_finish(&from_file);
	ks_content_finish(&from_folder);
	assert_int_equal(ks_folder_list(tmp, NULL, &names, &n), KS_OK);
	assert_int_equal(n, 0);
	ks_folder_list_finish(names, n);
	if (kept)
		setenv("TMPDIR", kept, 1);
	else
		unsetenv("TMPDIR");
	free((char *)kept);
	ks_test_folder_finish(tmp);
}

static void any_changed_byte_is_refused(void **state)
{
	struct fixture *f = *state;

	/* a stride that meets headers, hashes, texts and padding */
	for (size_t at = 0; at < f->bytes.len; at += 997) {
		char kept = f->bytes.data[at];
		enum ks_rc rc;

		f->bytes.data[at] = (char)(kept ^ 0x20);
		assert_int_equal(ks_file_write(f->file, f->bytes.data, f->bytes.len, 0600), KS_OK);
		rc = load(f);
		if (rc != KS_DAMAGED)
			fail_msg("byte %zu of %zu may be anything", at, f->bytes.len);
		f->bytes.data[at] = kept;
	}
	expect_error(&f->diags, 0, "壊れています");
}

static void a_cut_off_or_missing_bundle_is_refused(void **state)
{
	struct fixture *f = *state;
	struct ks_content content;

	assert_int_equal(ks_file_write(f->file, f->bytes.data, f->bytes.len / 2, 0600), KS_OK);
	assert_int_equal(load(f), KS_DAMAGED);
	assert_int_equal(ks_content_load(f->file, &content, &f->diags), KS_DAMAGED);
	assert_int_equal(content.n_lessons, 0);
	ks_content_finish(&content);
	assert_int_equal(ks_file_write(f->file, "x", 1, 0600), KS_OK);
	assert_false(ks_bundle_is(f->file));
	assert_int_equal(load(f), KS_DAMAGED);
	assert_int_equal(ks_file_write(f->file, "", 0, 0600), KS_OK);
	assert_int_equal(load(f), KS_DAMAGED);
	free(f->file);
	f->file = ks_path_join(f->out, "none");
	assert_int_equal(load(f), KS_NOT_FOUND);
}

/* A bundle whose manifest and hashes agree, with one file at @path. */
static enum ks_rc load_with_path(struct fixture *f, const char *path)
{
	struct ks_buf manifest = {0}, lines = {0}, tar = {0};
	char hex[KS_HASH_HEX], digest[KS_HASH_HEX];
	uint8_t hash[KS_HASH_BYTES];
	enum ks_rc rc;

	ks_sha256("x", 1, hash);
	ks_hex(hash, sizeof(hash), hex);
	ks_buf_printf(&lines, "%s  %s\n", hex, path);
	ks_sha256(lines.data, lines.len, hash);
	ks_hex(hash, sizeof(hash), digest);
	ks_buf_printf(
		&manifest,
		"{\"format\":\"kenshu-content-1\",\"version\":1,\"digest\":\"%s\",\"previous\":\"\","
		"\"policy\":\"p\",\"files\":[{\"path\":\"%s\",\"bytes\":1,\"sha256\":\"%s\"}]}",
		digest, path, hex);
	assert_true(ks_tar_put(&tar, "manifest.json", manifest.data, manifest.len));
	assert_true(ks_tar_put(&tar, "manifest.sig", "", 0));
	assert_true(ks_tar_put(&tar, path, "x", 1));
	ks_tar_end(&tar);
	assert_int_equal(ks_file_write(f->file, tar.data, tar.len, 0600), KS_OK);
	rc = load(f);
	ks_buf_finish(&manifest);
	ks_buf_finish(&lines);
	ks_buf_finish(&tar);
	return rc;
}

static void no_path_leads_out_of_the_folder(void **state)
{
	static const char *const bad[] = {"/etc/passwd",    "../x",       "lessons/../../x",
					  "lessons//x",     "lessons/.x", "README.md",
					  "lessons/",       "lessons",    "organisation.yaml/x",
					  "lessons/m1/a\tb"};
	struct fixture *f = *state;

	assert_int_equal(load_with_path(f, "lessons/m1/lesson.md"), KS_OK);
	assert_int_equal(load_with_path(f, "organisation.yaml"), KS_OK);
	for (size_t i = 0; i < KS_COUNT(bad); i++)
		if (load_with_path(f, bad[i]) != KS_DAMAGED)
			fail_msg("%s was taken", bad[i]);
}

#define with_fixture(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static const struct CMUnitTest tests[] = {
	with_fixture(the_same_content_is_the_same_bytes_and_digest),
	with_fixture(an_edit_is_another_revision),
	with_fixture(content_loads_from_a_bundle_and_leaves_nothing_behind),
	with_fixture(any_changed_byte_is_refused),
	with_fixture(a_cut_off_or_missing_bundle_is_refused),
	with_fixture(no_path_leads_out_of_the_folder),
};

int main(void)
{
	return ks_test_run(tests);
}
