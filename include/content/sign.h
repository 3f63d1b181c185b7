/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The key a body signs its content with (Ed25519): one file that stays with whoever publishes, and its public half, which
 * kiosks pin. Both are hexadecimal text, so that they can be read out and compared.
 */
#ifndef KS_CONTENT_SIGN_H
#define KS_CONTENT_SIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/id.h"
#include "base/rc.h"

#define KS_SIGNATURE_BYTES 64
#define KS_SIGNATURE_HEX (2 * KS_SIGNATURE_BYTES + 1)

struct ks_sign_key {
	uint8_t seed[KS_HASH_BYTES];
	char public_key[KS_HASH_HEX];
};

/** ks_sign_key_make() - a new key; write it with ks_sign_key_write(), wipe it with ks_sign_key_finish(). */
void ks_sign_key_make(struct ks_sign_key *out);
/** ks_sign_key_write() - as @path (0600), never over another; KS_CONFLICT, KS_FULL, KS_READ_ONLY, KS_IO. */
KS_MUST_USE enum ks_rc ks_sign_key_write(const struct ks_sign_key *key, const char *path);
/** ks_sign_key_read() - KS_OK; KS_NOT_FOUND, KS_INVALID, KS_IO (diagnosed). Finish @out in any case. */
KS_MUST_USE enum ks_rc ks_sign_key_read(const char *path, struct ks_sign_key *out,
					struct ks_diags *diags);
/** ks_sign_key_finish() - nothing of it stays in memory. */
void ks_sign_key_finish(struct ks_sign_key *key);
/** ks_sign_is_public() - may be the public half of one: 64 hexadecimal digits. */
bool ks_sign_is_public(const char *text);

/** ks_sign() - @out: the signature over @bytes, for what @purpose names: the same bytes mean nothing elsewhere. */
void ks_sign(const struct ks_sign_key *key, const char *purpose, const void *bytes, size_t len,
	     char out[KS_SIGNATURE_HEX]);
/** ks_sign_fits() - @signature is @public_key's over just that; false for any text that is none. */
bool ks_sign_fits(const char *public_key, const char *purpose, const void *bytes, size_t len,
		  const char *signature);

#endif
