/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What travels on a USB stick: sealed to the one who may read it, signed by who made it. A kiosk's key and the centre's are
 * the ones that sign their records. Whatever was cut, altered or meant for somebody else opens as nothing at all.
 */
#ifndef KS_RECORD_PARCEL_H
#define KS_RECORD_PARCEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/id.h"
#include "record/store.h"

#define KS_PARCEL_MAX_BYTES ((size_t)256 << 20)
/* Ends of names on the stick: records for the centre, its receipt, people and gatherings for the kiosk. */
#define KS_PARCEL_RECORDS ".kenshu-records"
#define KS_PARCEL_RECEIPT ".kenshu-receipt"
#define KS_PARCEL_PEOPLE ".kenshu-people"

struct ks_parcel {
	char *payload; /* malloc'd, NUL behind it */
	size_t len;
	char *sender; /* public key that signed it, base64url; malloc'd */
};
/** ks_parcel_finish() - wipes and frees; the struct is empty afterwards. Accepts NULL. */
void ks_parcel_finish(struct ks_parcel *parcel);

/**
 * ks_parcel_seal() - append @payload as a parcel to @out, signed with @store's own key
 * @kind: one of the ends above, which is signed too; @to: public key of who may open it, base64url
 * Return: KS_OK; KS_INVALID: @to is no key; KS_DAMAGED: no usable key of our own; KS_FULL: @out's ceiling.
 */
KS_MUST_USE enum ks_rc ks_parcel_seal(struct ks_store *store, const char *kind, const char *to,
				      const void *payload, size_t len, struct ks_buf *out);
/**
 * ks_parcel_open() - the way back, with @store's own key
 * Return: KS_OK; KS_INVALID: cut, altered, of another kind, or not for us; KS_DAMAGED: no usable key. Finish @out in any case.
 */
KS_MUST_USE enum ks_rc ks_parcel_open(struct ks_store *store, const char *kind, const void *bytes,
				      size_t len, struct ks_parcel *out);
/** ks_parcel_unpack() - the bytes of a parcel that stands in a text as base64url; malloc'd; NULL: it is none. */
uint8_t *ks_parcel_unpack(const char *text, size_t *len);
/** ks_parcel_key() - @store's own public key, made when there is none yet; malloc'd. */
KS_MUST_USE enum ks_rc ks_parcel_key(struct ks_store *store, char **out);
/** ks_parcel_is_key() - may be a public key. */
bool ks_parcel_is_key(const char *text);
/** ks_parcel_proof() - what only who knows an account's secret can tell of @text; @secret: its SHA-256. */
void ks_parcel_proof(const uint8_t secret[KS_HASH_BYTES], const char *text, char out[KS_HASH_HEX]);

/* The lines of a payload: a name, a blank, the rest; or a name, a length, and so many bytes behind the line. */
struct ks_parcel_reader {
	char *at, *end;
};
/** ks_parcel_line() - the rest of the next line, which must begin with @name; NULL: it does not. Within the payload. */
char *ks_parcel_line(struct ks_parcel_reader *reader, const char *name);
/** ks_parcel_bytes() - the bytes of the next line @name; NUL-terminated in the payload; NULL: it does not begin so. */
char *ks_parcel_bytes(struct ks_parcel_reader *reader, const char *name, size_t *len);
/** ks_parcel_put_bytes() - the same written. */
void ks_parcel_put_bytes(struct ks_buf *out, const char *name, const void *bytes, size_t len);

#endif
