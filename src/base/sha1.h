/* SPDX-License-Identifier: Apache-2.0 */
/* SHA-1, for version 5 UUIDs only: RFC 9562 demands it and libsodium rightly has none. */
#ifndef KS_BASE_SHA1_H
#define KS_BASE_SHA1_H

#include <stddef.h>
#include <stdint.h>

#define KS_SHA1_BYTES 20

/** ks_sha1() - digest of the @n parts one after the other. */
struct ks_sha1_part {
	const void *bytes;
	size_t len;
};
void ks_sha1(const struct ks_sha1_part *parts, size_t n, uint8_t out[KS_SHA1_BYTES]);

#endif
