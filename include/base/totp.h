/* SPDX-License-Identifier: Apache-2.0 */
/* One-time codes by the clock (RFC 6238 over HMAC-SHA-1, 30 s, six digits): what authenticator apps speak. */
#ifndef KS_BASE_TOTP_H
#define KS_BASE_TOTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define KS_TOTP_SECRET_BYTES 20
#define KS_TOTP_SECRET_TEXT 33 /* base32 of it, with its NUL */
#define KS_TOTP_STEP_MS 30000

/** ks_totp_secret() - a new one, as base32. */
void ks_totp_secret(char out[KS_TOTP_SECRET_TEXT]);
/** ks_base32() - upper case, without padding; @out has room for (8 * @len + 4) / 5 + 1. */
void ks_base32(const uint8_t *bytes, size_t len, char *out);
/** ks_unbase32() - exactly @len bytes; false when @text is anything else. */
bool ks_unbase32(const char *text, uint8_t *out, size_t len);
/** ks_totp_code() - of RFC 4226, at @step, in @digits (at most 8) digits; @out has room for them and a NUL. */
void ks_totp_code(const uint8_t *secret, size_t len, int64_t step, int digits, char *out);
/**
 * ks_totp_step() - at which step @code was shown: this one, the one before or the one behind, and later than @after
 * As long for a wrong code as for a right one. @secret: base32. Return: 0 for a wrong one, or one that was used already.
 */
int64_t ks_totp_step(const char *secret, const char *code, int64_t wall_ms, int64_t after);

#endif
