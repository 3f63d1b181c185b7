/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The roster as one signed file, for kiosks without a collector of ours: on a stick, a share or any web server. Signed with the
 * key that content is signed with (content/sign.h), whose public half kiosks pin; a counter within the signature keeps an older
 * file from taking a newer one's place. It holds names, not PINs, and anybody who has the file can read it.
 */
#ifndef KS_RECORD_ROSTER_FILE_H
#define KS_RECORD_ROSTER_FILE_H

#include "base/buf.h"
#include "content/sign.h"
#include "record/store.h"

#define KS_ROSTER_FILE_MAX_BYTES ((size_t)64 << 20)

/** ks_roster_file_make() - append @json (ks_roster_to_json()) as a signed file of that number (1 and up) to @out. */
void ks_roster_file_make(const struct ks_sign_key *key, int64_t counter, const char *json,
			 struct ks_buf *out);
/** ks_roster_file_counter() - the number that a file says it has, whoever signed it; 0: it is none. */
int64_t ks_roster_file_counter(const char *bytes, size_t len);
/**
 * ks_roster_file_take() - into a kiosk's store, whole or not at all
 * @keys: public keys, NULL where there is none. What was not taken leaves the list that is here, and is told by
 * ks_roster_file_told() until a file is taken again.
 * Return: KS_OK; KS_NOT_FOUND: that very number is here; KS_INVALID: cut, or no such file; KS_DENIED: none of @keys signed it;
 * KS_CONFLICT: an older one than is here; as ks_roster_store_json().
 */
KS_MUST_USE enum ks_rc ks_roster_file_take(struct ks_store *store, const char *const *keys,
					   size_t n_keys, const char *bytes, size_t len);
/** ks_roster_file_told() - why the last file was not taken, in Japanese; malloc'd, "" when it was or there was none. */
char *ks_roster_file_told(struct ks_store *store);

#endif
