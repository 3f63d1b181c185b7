/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Identities and digests: UUIDs (RFC 9562), BLAKE2b-256 for the chain, SHA-256 for secrets and
 * files, random bytes. libsodium underneath; call ks_id_init() once per process before anything else.
 */
#ifndef KS_BASE_ID_H
#define KS_BASE_ID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define KS_HASH_BYTES 32
#define KS_HASH_HEX (2 * KS_HASH_BYTES + 1)
#define KS_UUID_TEXT 37

/** ks_id_init() - before anything else of this header; again is harmless. Aborts without a source of randomness. */
void ks_id_init(void);

/** ks_uuid_v7() - time-ordered; several within one millisecond still rise. Thread-safe. */
void ks_uuid_v7(int64_t wall_ms, char out[KS_UUID_TEXT]);
/** ks_uuid_v5() - the same name gives the same id on every machine; namespace is RFC 9562's URL one. */
void ks_uuid_v5(const char *name, char out[KS_UUID_TEXT]);
/** ks_uuid_is_valid() - 36 characters, hexadecimal digits and hyphens where they belong; any version. */
bool ks_uuid_is_valid(const char *text);

/** ks_blake2b() - BLAKE2b of 32 bytes, without a key. */
void ks_blake2b(const void *bytes, size_t len, uint8_t out[KS_HASH_BYTES]);
/** ks_sha256() - SHA-256. */
void ks_sha256(const void *bytes, size_t len, uint8_t out[KS_HASH_BYTES]);
/** ks_random() - @len bytes that nobody can foresee. */
void ks_random(void *out, size_t len);

void ks_hex(const uint8_t *bytes, size_t len, char *out); /* 2 * len + 1 characters, lower case */
bool ks_unhex(const char *hex, uint8_t *out, size_t len); /* exactly len bytes */
/** ks_base64url() - without padding; malloc'd. */
char *ks_base64url(const uint8_t *bytes, size_t len);
bool ks_unbase64url(const char *text, uint8_t *out, size_t len); /* exactly len bytes */

/* A small seeded generator for shuffles: the same seed gives the same order, for ever (SplitMix64). */
struct ks_shuffle {
	uint64_t state;
};
/** ks_shuffle_next() - the next 64 bits; the state moves on. */
uint64_t ks_shuffle_next(struct ks_shuffle *shuffle);
/** ks_shuffle_below() - uniform in 0 … n-1, n > 0. */
uint32_t ks_shuffle_below(struct ks_shuffle *shuffle, uint32_t n);
/** ks_shuffle_order() - Fisher–Yates over @order[0 … n-1]. */
void ks_shuffle_order(struct ks_shuffle *shuffle, uint32_t *order, size_t n);

#endif
