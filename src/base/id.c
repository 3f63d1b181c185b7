/* SPDX-License-Identifier: Apache-2.0 */
#include "base/id.h"

#include <assert.h>
#include <ctype.h>
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/lock.h"
#include "base/mem.h"
#include "base/sha1.h"

/*
 * One door to libsodium for digests, random bytes and text forms of both, and the UUIDs made of them.
 */

/* A clock set back by more than this is followed; by less, ids go on rising from the last one. */
#define BACK_MS 10000

void ks_id_init(void)
{
	if (sodium_init() < 0)
		abort(); /* no random source: no identity could be trusted */
}

static void uuid_text(const uint8_t bytes[16], char out[KS_UUID_TEXT])
{
	size_t at = 0;

	for (size_t i = 0; i < 16; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			out[at++] = '-';
		ks_hex(bytes + i, 1, out + at);
		at += 2;
	}
}

static void set_version(uint8_t bytes[16], unsigned version)
{
	bytes[6] = (uint8_t)((bytes[6] & 0x0F) | version << 4);
	bytes[8] = (uint8_t)((bytes[8] & 0x3F) | 0x80);
}

/*
 * RFC 9562 §6.2 method 1: rand_a is a counter that starts anew, at random in its lower half, with each
 * millisecond. When it runs over, or the clock goes back by a little, time is taken from the last id.
 */
void ks_uuid_v7(int64_t wall_ms, char out[KS_UUID_TEXT])
{
	static pthread_mutex_t lock = KS_MUTEX_INIT;
	static int64_t last_ms;
	static uint16_t counter;
	uint8_t bytes[16];

	randombytes_buf(bytes, sizeof(bytes));
	ks_lock(&lock);
	if (wall_ms > last_ms || wall_ms < last_ms - BACK_MS) {
		last_ms = wall_ms;
		counter = (uint16_t)(bytes[6] << 8 | bytes[7]) & 0x7FF;
	} else if (++counter > 0xFFF) {
		last_ms++;
		counter = 0;
	}
	uint64_t ms = (uint64_t)last_ms;
	uint16_t a = counter;

	ks_unlock(&lock);
	for (size_t i = 0; i < 6; i++)
		bytes[i] = (uint8_t)(ms >> (40 - 8 * i));
	bytes[6] = (uint8_t)(a >> 8);
	bytes[7] = (uint8_t)a;
	set_version(bytes, 7);
	uuid_text(bytes, out);
}

void ks_uuid_v5(const char *name, char out[KS_UUID_TEXT])
{
	static const uint8_t url_namespace[16] = {0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1,
						  0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8};
	const struct ks_sha1_part parts[] = {{url_namespace, sizeof(url_namespace)},
					     {name, strlen(name)}};
	uint8_t digest[KS_SHA1_BYTES];

	ks_sha1(parts, KS_COUNT(parts), digest);
	set_version(digest, 5);
	uuid_text(digest, out);
}

bool ks_uuid_is_valid(const char *text)
{
	static const char shape[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

	for (size_t i = 0; i < sizeof(shape) - 1; i++)
		if (shape[i] == '-' ? text[i] != '-' : !isxdigit((unsigned char)text[i]))
			return false;
	return text[sizeof(shape) - 1] == '\0';
}

void ks_blake2b(const void *bytes, size_t len, uint8_t out[KS_HASH_BYTES])
{
	crypto_generichash(out, KS_HASH_BYTES, bytes, len, NULL, 0);
}

void ks_sha256(const void *bytes, size_t len, uint8_t out[KS_HASH_BYTES])
{
	crypto_hash_sha256(out, bytes, len);
}

void ks_random(void *out, size_t len)
{
	randombytes_buf(out, len);
}

void ks_hex(const uint8_t *bytes, size_t len, char *out)
{
	sodium_bin2hex(out, 2 * len + 1, bytes, len);
}

bool ks_unhex(const char *hex, uint8_t *out, size_t len)
{
	size_t n = 0;

	return strlen(hex) == 2 * len &&
	       sodium_hex2bin(out, len, hex, 2 * len, NULL, &n, NULL) == 0 && n == len;
}

char *ks_base64url(const uint8_t *bytes, size_t len)
{
	size_t room = sodium_base64_encoded_len(len, sodium_base64_VARIANT_URLSAFE_NO_PADDING);

	return sodium_bin2base64(ks_alloc(room), room, bytes, len,
				 sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

bool ks_unbase64url(const char *text, uint8_t *out, size_t len)
{
	size_t n = 0;

	return sodium_base642bin(out, len, text, strlen(text), NULL, &n, NULL,
				 sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0 &&
	       n == len;
}

uint64_t ks_shuffle_next(struct ks_shuffle *shuffle)
{
	uint64_t z = shuffle->state += UINT64_C(0x9E3779B97F4A7C15);

	z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
	return z ^ z >> 31;
}

uint32_t ks_shuffle_below(struct ks_shuffle *shuffle, uint32_t n)
{
	assert(n > 0);
	/* The few values beyond the last whole multiple of n would favour small results. */
	uint64_t limit = UINT64_MAX - UINT64_MAX % n;
	uint64_t drawn;

	do
		drawn = ks_shuffle_next(shuffle);
	while (drawn >= limit);
	return (uint32_t)(drawn % n);
}

void ks_shuffle_order(struct ks_shuffle *shuffle, uint32_t *order, size_t n)
{
	for (size_t i = n; i > 1; i--) {
		size_t k = ks_shuffle_below(shuffle, (uint32_t)i);
		uint32_t kept = order[i - 1];

		order[i - 1] = order[k];
		order[k] = kept;
	}
}
