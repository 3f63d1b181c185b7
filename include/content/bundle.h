/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A published revision of the content: one file that never changes. It is a ustar archive (`tar -tf` lists it)
 * of
 *
 *   manifest.json   format, version (1, 2, 3 …), digest, the digest before, who may sign what follows, policy, and every
 *                   file's SHA-256
 *   manifest.sig    "ed25519 KEY SIGNATURE" over manifest.json's bytes (sign.h); empty: not signed
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
#include "content/sign.h"

#define KS_BUNDLE_KEYS_MAX 2 /* the one in use, and the one that follows it */
#define KS_BUNDLE_VERSION_MAX 1000000

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
	char previous[KS_HASH_HEX]; /* digest of the revision before, "" for the first */
	char signer[KS_HASH_HEX];   /* public key that signed it, as it should be; "": nobody did */
	char keys[KS_BUNDLE_KEYS_MAX][KS_HASH_HEX]; /* who may sign later ones, by this one's word; "": none */
	const char *policy_version;                 /* kuresaka-2026-03 */
	struct ks_bundle_file *files;               /* sorted bytewise */
	size_t n_files;
};

#define KS_BUNDLE_BYTES_MAX ((size_t)64 << 20)

/** ks_bundle_is() - does @path look like a bundle? A glance at its head; ks_bundle_load() verifies. */
bool ks_bundle_is(const char *path);
/**
 * ks_bundle_load() - read and verify a bundle: every file's hash, their list, the digest over it, and the signature if any
 * Whether the signer is one to trust is the caller's question (shelf.h).
 * Return: KS_OK; KS_NOT_FOUND; KS_DAMAGED, KS_IO, KS_DENIED: the signature does not fit (all diagnosed). @out must be
 * finished in any case.
 */
KS_MUST_USE enum ks_rc ks_bundle_load(const char *path, struct ks_bundle *out,
				      struct ks_diags *diags);
/** ks_bundle_finish() - frees bytes and file list; the struct is empty afterwards. Accepts NULL. */
void ks_bundle_finish(struct ks_bundle *bundle);
/** ks_bundle_unpack() - write the files below @folder, which exists and is empty; KS_IO, KS_FULL. */
KS_MUST_USE enum ks_rc ks_bundle_unpack(const struct ks_bundle *bundle, const char *folder);
/* What a bundle is to say of itself. */
struct ks_bundle_wish {
	int version;
	const char *previous;          /* digest of the revision before, "" for the first */
	const struct ks_sign_key *key; /* NULL: not signed */
	const char *next_key;          /* public; may sign later ones too. NULL: @key alone */
};
/**
 * ks_bundle_make() - the bytes of a bundle of the content in @folder (which has been checked)
 * Return: KS_OK; KS_INVALID, KS_FULL (diagnosed).
 */
KS_MUST_USE enum ks_rc ks_bundle_make(const char *folder, const struct ks_bundle_wish *wish,
				      struct ks_buf *out, struct ks_diags *diags);

#endif
