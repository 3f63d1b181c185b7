/* SPDX-License-Identifier: Apache-2.0 */
/* The signature of a signed statement: a JWS (RFC 7515) by RSA, in compact form. */
#ifndef KS_LRS_JWS_H
#define KS_LRS_JWS_H

#include <stddef.h>

struct json_t;

/**
 * ks_jws_read() - what is signed in @text, when the signature is well formed and, with a certificate in it, right
 * xAPI: RS256, RS384 or RS512; by the first certificate of `x5c` the signature is verified. Without one nobody here knows the
 * key, and the signature is kept as it is. Who stands behind a certificate is for who reads the statement.
 * @payload: receives the signed object, json_decref(). Return: NULL, or what is wrong (English, literal; no payload then).
 */
const char *ks_jws_read(const char *text, size_t len, struct json_t **payload);

#endif
