/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Under which name somebody answers a self-inspection: "~" and 32 digits, a keyed hash of their 職員番号. Who has the body's key
 * and its list finds the person, an LRS or a store of answers alone does not. The key is made at the centre and told to
 * kiosks sealed (record/secrets.h); where there is none, people answer under their number.
 */
#ifndef KS_RECORD_PSEUDONYM_H
#define KS_RECORD_PSEUDONYM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/id.h"
#include "record/store.h"
#include "xapi/statement.h"

/** ks_pseudonym_make_key() - the body's key, in the centre's store, unless there is one. KS_OK, or as ks_store_set(). */
KS_MUST_USE enum ks_rc ks_pseudonym_make_key(struct ks_store *store);
/** ks_pseudonym_key_text() - the key as it travels, base64url; malloc'd. KS_NOT_FOUND: there is none. */
KS_MUST_USE enum ks_rc ks_pseudonym_key_text(struct ks_store *store, char **text);
/** ks_pseudonym_take_key() - keep the key that the centre told. KS_INVALID: it is none; as ks_store_set(). */
KS_MUST_USE enum ks_rc ks_pseudonym_take_key(struct ks_store *store, const char *text);

/* The key of a store, for many people. */
struct ks_pseudonyms {
	bool has_key;
	uint8_t key[KS_HASH_BYTES];
};
/** ks_pseudonyms_load() - of @store, or that it has none. KS_DAMAGED: what is there is no key; as ks_store_get(). */
KS_MUST_USE enum ks_rc ks_pseudonyms_load(struct ks_store *store, struct ks_pseudonyms *out);
/** ks_pseudonyms_of() - @staff as they answer: their number where there is no key; a pseudonym stays as it is. */
void ks_pseudonyms_of(const struct ks_pseudonyms *names, const char *staff, char out[KS_ACTOR_MAX]);
/** ks_pseudonyms_end() - wipes the key. */
void ks_pseudonyms_end(struct ks_pseudonyms *names);
/** ks_pseudonym_of() - the same for one person. */
KS_MUST_USE enum ks_rc ks_pseudonym_of(struct ks_store *store, const char *staff,
				       char out[KS_ACTOR_MAX]);
/** ks_pseudonym_resolve() - whose it is, listed or not. KS_NOT_FOUND: nobody's whom @store knows. */
KS_MUST_USE enum ks_rc ks_pseudonym_resolve(struct ks_store *store, const char *pseudonym,
					    char staff[KS_ACTOR_MAX]);

#endif
