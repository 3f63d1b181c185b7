/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Somebody's file as UTF-8, whatever a menu of Excel or of a personnel system made of it: UTF-8 with and without BOM
 * (also two of them), UTF-16 in both byte orders, CP932.
 */
#ifndef KS_BASE_DECODE_H
#define KS_BASE_DECODE_H

#include <stddef.h>

#include "base/diag.h"

/**
 * ks_decode_text() - @bytes as UTF-8 without BOM
 * @file: name for the diagnosis
 * @out_len: bytes of the text
 * Return: malloc'd, NUL-terminated; NULL (diagnosed with the line) when it is none of them.
 */
char *ks_decode_text(const char *file, const char *bytes, size_t len, size_t *out_len,
		     struct ks_diags *diags);

#endif
