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
#include "content/sign.h"

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

/* What somebody makes by hand: files with one byte each, a manifest whose hashes agree with them, and one edit of that. */
struct made {
	const char *paths[3];
	const char *what, *with; /* what stands in the manifest; NULL: nothing is edited */
	const char *signed_with[3]; /* before the key, between it and the signature, behind; NULL: none */
	size_t n_packed;            /* files that are there; 0: as many as are named */
};

static void put_manifest(const struct made *made, struct ks_buf *out)
{
	struct ks_buf lines = {0}, rows = {0};
	char hex[KS_HASH_HEX], digest[KS_HASH_HEX], *text, *at;
	uint8_t hash[KS_HASH_BYTES];

	ks_sha256("x", 1, hash);
	ks_hex(hash, sizeof(hash), hex);
	for (size_t i = 0; i < KS_COUNT(made->paths) && made->paths[i]; i++) {
		ks_buf_printf(&lines, "%s  %s\n", hex, made->paths[i]);
		ks_buf_printf(&rows, "%s{\"path\":\"%s\",\"bytes\":1,\"sha256\":\"%s\"}",
			      i ? "," : "", made->paths[i], hex);
	}
	ks_sha256(ks_buf_text(&lines), lines.len, hash);
	ks_hex(hash, sizeof(hash), digest);
	text = ks_format("{\"format\":\"kenshu-content-1\",\"version\":1,\"digest\":\"%s\","
			 "\"previous\":\"\",\"keys\":[],\"policy\":\"p\",\"files\":[%s]}",
			 digest, ks_buf_text(&rows));
	at = made->what ? strstr(text, made->what) : NULL;
	assert_int_equal(!at, !made->what);
	if (at)
		ks_buf_printf(out, "%.*s%s%s", (int)(at - text), text, made->with,
			      at + strlen(made->what));
	else
		ks_buf_puts(out, text);
	free(text);
	ks_buf_finish(&lines);
	ks_buf_finish(&rows);
}

static enum ks_rc load_made(struct fixture *f, const struct made *made)
{
	struct ks_buf manifest = {0}, tar = {0};
	char signed_by[KS_SIGNATURE_HEX], *signature = ks_strdup("");
	struct ks_sign_key key;
	enum ks_rc rc;

	put_manifest(made, &manifest);
	if (made->signed_with[0]) {
		ks_sign_key_make(&key);
		ks_sign(&key, "kenshu-content-1", manifest.data, manifest.len, signed_by);
		free(signature);
		signature = ks_format("%s%s%s%s%s", made->signed_with[0], key.public_key,
				      made->signed_with[1], signed_by, made->signed_with[2]);
		ks_sign_key_finish(&key);
	}
	assert_true(ks_tar_put(&tar, "manifest.json", manifest.data, manifest.len));
	assert_true(ks_tar_put(&tar, "manifest.sig", signature, strlen(signature)));
	for (size_t i = 0; i < KS_COUNT(made->paths) && made->paths[i]; i++)
		if (made->n_packed == 0 || i < made->n_packed)
			assert_true(ks_tar_put(&tar, made->paths[i], "x", 1));
	if (made->n_packed > 3)
		assert_true(ks_tar_put(&tar, "lessons/z", "x", 1));
	ks_tar_end(&tar);
	assert_int_equal(ks_file_write(f->file, tar.data, tar.len, 0600), KS_OK);
	rc = load(f);
	free(signature);
	ks_buf_finish(&manifest);
	ks_buf_finish(&tar);
	return rc;
}

static enum ks_rc load_with_path(struct fixture *f, const char *path)
{
	const struct made made = {.paths = {path}};

	return load_made(f, &made);
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

#define HEX64 "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"

/* Each thing that a manifest says, at its edge and beyond. */
static void a_manifest_says_what_is_there_and_nothing_else(void **state)
{
#define EDIT(a, b) {"lessons/a"}, a, b, {NULL}, 0
#define SIGNED(a, b, c) {"lessons/a"}, NULL, NULL, {a, b, c}, 0
	static const struct {
		struct made made;
		enum ks_rc rc;
	} cases[] = {
		{{EDIT("kenshu-content-1", "kenshu-content-2")}, KS_DAMAGED},
		{{EDIT("\"kenshu-content-1\"", "1")}, KS_DAMAGED},
		{{EDIT("\"version\":1", "\"version\":0")}, KS_DAMAGED},
		{{EDIT("\"version\":1", "\"version\":1000000")}, KS_OK},
		{{EDIT("\"version\":1", "\"version\":1000001")}, KS_DAMAGED},
		{{EDIT("\"version\":1", "\"version\":\"1\"")}, KS_DAMAGED},
		{{EDIT("\"version\":1", "\"version\":1,\"version\":1")}, KS_DAMAGED},
		{{EDIT("\"policy\":\"p\"", "\"policy\":1")}, KS_DAMAGED},
		{{EDIT("\"previous\":\"\"", "\"previous\":\"" HEX64 "\"")}, KS_OK},
		{{EDIT("\"previous\":\"\"", "\"previous\":\"x\"")}, KS_DAMAGED},
		{{EDIT("\"previous\":\"\",", "")}, KS_DAMAGED},
		{{EDIT("\"digest\":\"", "\"digest\":\"\",\"x\":\"")}, KS_DAMAGED},
		{{EDIT("\"keys\":[],", "")}, KS_OK}, /* as before there were any */
		{{EDIT("[]", "[\"" HEX64 "\"]")}, KS_OK},
		{{EDIT("[]", "[\"" HEX64 "\",\"" HEX64 "\"]")}, KS_OK},
		{{EDIT("[]", "[\"" HEX64 "\",\"" HEX64 "\",\"" HEX64 "\"]")}, KS_DAMAGED},
		{{EDIT("[]", "[\"x\"]")}, KS_DAMAGED},
		{{EDIT("[]", "[1]")}, KS_DAMAGED},
		{{EDIT("\"bytes\":1", "\"bytes\":2")}, KS_DAMAGED},
		{{EDIT("\"bytes\":1", "\"bytes\":-1")}, KS_DAMAGED},
		{{EDIT("\"sha256\":\"2", "\"sha256\":\"3")}, KS_DAMAGED},
		{{EDIT("\"sha256\"", "\"sha\"")}, KS_DAMAGED},
		{{EDIT("\"path\":\"lessons/a", "\"path\":\"lessons/b")}, KS_DAMAGED},
		{{{"lessons/a", "lessons/b", "lessons/c"}, NULL, NULL, {NULL}, 0}, KS_OK},
		{{{"lessons/a", "lessons/b"}, NULL, NULL, {NULL}, 1}, KS_DAMAGED},
		{{{"lessons/a", "lessons/b"}, NULL, NULL, {NULL}, 4}, KS_DAMAGED},
		{{{"lessons/b", "lessons/a"}, NULL, NULL, {NULL}, 0}, KS_DAMAGED},
		{{{"lessons/a", "lessons/a"}, NULL, NULL, {NULL}, 0}, KS_DAMAGED},
		{{{NULL}, NULL, NULL, {NULL}, 0}, KS_DAMAGED},
		{{SIGNED("ed25519 ", " ", "\n")}, KS_OK},
		{{SIGNED("ed25519 ", " ", "")}, KS_DENIED},
		{{SIGNED("ed25519 ", " ", "\n\n")}, KS_DENIED},
		{{SIGNED("ed25519 ", "0 ", "\n")}, KS_DENIED},
		{{SIGNED("ed25519 ", " 0", "\n")}, KS_DENIED},
		{{SIGNED("rsa ", " ", "\n")}, KS_DENIED},
		{{SIGNED("x", "", "\n")}, KS_DENIED},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		enum ks_rc rc = load_made(f, &cases[i].made);

		if (rc != cases[i].rc ||
		    !f->bundle.signer[0] != (rc != KS_OK || !cases[i].made.signed_with[0]))
			fail_msg("case %zu: %s", i, ks_rc_name(rc));
	}
	expect_error(&f->diags, 0, "署名が内容と合いません。");
}

#define with_fixture(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static const struct CMUnitTest tests[] = {
	with_fixture(the_same_content_is_the_same_bytes_and_digest),
	with_fixture(an_edit_is_another_revision),
	with_fixture(content_loads_from_a_bundle_and_leaves_nothing_behind),
	with_fixture(any_changed_byte_is_refused),
	with_fixture(a_cut_off_or_missing_bundle_is_refused),
	with_fixture(no_path_leads_out_of_the_folder),
	with_fixture(a_manifest_says_what_is_there_and_nothing_else),
};

int main(void)
{
	return ks_test_run(tests);
}
