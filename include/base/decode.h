/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Somebody's file as UTF-8, whatever a menu of Excel or of a personnel system made of it: UTF-8 with and without BOM
 * (also two of them), UTF-16 in both byte orders, CP932. Piece by piece, so that a long list needs no more memory
 * than a short one.
 */
#ifndef KS_BASE_DECODE_H
#define KS_BASE_DECODE_H

#include <stddef.h>

#include "base/diag.h"

/* Bytes to read from: a regular file where `memory` is NULL, else memory that outlives the reading. */
struct ks_bytes {
	int fd;
	const char *memory;
	size_t len;
};
/** ks_bytes_of() - @len bytes in memory. */
struct ks_bytes ks_bytes_of(const char *memory, size_t len);
/**
 * ks_bytes_open() - a regular file; close `fd`
 * Return: KS_OK; KS_NOT_FOUND; KS_FULL: longer than @ceiling; KS_IO: not readable, or no regular file.
 */
KS_MUST_USE enum ks_rc ks_bytes_open(const char *path, size_t ceiling, struct ks_bytes *out);
/** ks_bytes_from() - the same of a file that is open already; it stays the caller's. */
KS_MUST_USE enum ks_rc ks_bytes_from(int fd, size_t ceiling, struct ks_bytes *out);

/* A piece of the text: NUL-terminated, ends behind a line end or with the text; writable, and gone after the call. */
typedef void ks_decode_take(void *context, char *text, size_t len);
/**
 * ks_decode_each() - @bytes as UTF-8 without BOM, piece by piece
 * @file: name for the diagnosis
 * Return: KS_OK; KS_INVALID (diagnosed with the line) when it is none of the encodings, and then nothing was taken;
 * KS_IO when it could not be read to its end.
 */
KS_MUST_USE enum ks_rc ks_decode_each(const char *file, const struct ks_bytes *bytes,
				      ks_decode_take *take, void *context, struct ks_diags *diags);

/**
 * ks_decode_text() - the same in one piece
 * @out_len: bytes of the text
 * Return: malloc'd, NUL-terminated; NULL (diagnosed with the line) when it is none of them.
 */
char *ks_decode_text(const char *file, const char *bytes, size_t len, size_t *out_len,
		     struct ks_diags *diags);

#endif
