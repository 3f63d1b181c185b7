/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A published revision of the content: one file that never changes. It is a ustar archive (`tar -tf` lists it)
 * of
 *
 *   manifest.json   format, version (1, 2, 3 …), digest, the digest before, policy, and every file's SHA-256
 *   manifest.sig    empty: the place of the signature over manifest.json's bytes (a later issue)
 *   …               the content files, sorted bytewise
 *
 * Without times or owners: the same content as the same version is the same bytes. The digest is that of the
 * folder (struct ks_content), so answers given from the folder and from the bundle carry the same one.
 */
#ifndef KS_CONTENT_BUNDLE_H
#define KS_CONTENT_BUNDLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/id.h"
#include "base/mem.h"
#include "base/rc.h"

struct ks_bundle_file {
	const char *path; /* "lessons/m1/lesson.md" */
	char sha256[KS_HASH_HEX];
	const char *data; /* not NUL-terminated */
	size_t len;
};

struct ks_bundle {
	struct ks_arena arena;
	char *bytes;
	int version;
	char digest[KS_HASH_HEX];
	char previous[KS_HASH_HEX];   /* digest of the revision before, "" for the first */
	const char *policy_version;   /* kuresaka-2026-03 */
	struct ks_bundle_file *files; /* sorted bytewise */
	size_t n_files;
};

#define KS_BUNDLE_BYTES_MAX ((size_t)64 << 20)

/** ks_bundle_is() - does @path look like a bundle? A glance at its head; ks_bundle_load() verifies. */
bool ks_bundle_is(const char *path);
/**
 * ks_bundle_load() - read and verify a bundle: every file's hash, their list and the digest over it
 * Return: KS_OK; KS_NOT_FOUND; KS_DAMAGED, KS_IO (diagnosed). @out must be finished in any case.
 */
KS_MUST_USE enum ks_rc ks_bundle_load(const char *path, struct ks_bundle *out,
				      struct ks_diags *diags);
/** ks_bundle_finish() - frees bytes and file list; the struct is empty afterwards. Accepts NULL. */
void ks_bundle_finish(struct ks_bundle *bundle);
/** ks_bundle_unpack() - write the files below @folder, which exists and is empty; KS_IO, KS_FULL. */
KS_MUST_USE enum ks_rc ks_bundle_unpack(const struct ks_bundle *bundle, const char *folder);
/**
 * ks_bundle_make() - the bytes of a bundle of the content in @folder (which has been checked)
 * @previous: digest of the revision before, "" for the first
 * Return: KS_OK; KS_INVALID, KS_FULL (diagnosed).
 */
KS_MUST_USE enum ks_rc ks_bundle_make(const char *folder, int version, const char *previous,
				      struct ks_buf *out, struct ks_diags *diags);

#endif
