/* SPDX-License-Identifier: Apache-2.0 */
/*
 * UTF-8 as Unicode 15, table 3-7 defines it: overlong forms, surrogates and values above U+10FFFF
 * are errors. Names are bytes (DESIGN §5.9): nothing here normalises.
 */
#ifndef KS_BASE_UTF8_H
#define KS_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * ks_utf8_next() - decode one code point
 * @text: cursor, moved behind what was read; must be before @end
 * Return: the code point, or U+FFFD for one bad byte (the cursor always moves on).
 */
uint32_t ks_utf8_next(const char **text, const char *end);

/** ks_utf8_is_valid() - @bad_at, when not NULL, receives the offset of the first bad byte. */
bool ks_utf8_is_valid(const char *text, size_t len, size_t *bad_at);

/** ks_utf8_put() - encode @c into @out (room for 4 bytes); returns the number of bytes. */
size_t ks_utf8_put(char out[4], uint32_t c);

/** ks_utf8_count() - code points in @text. */
size_t ks_utf8_count(const char *text, size_t len);

/** ks_utf8_columns() - width on a terminal: 2 for East Asian wide and full-width, 0 for marks. */
int ks_utf8_columns(const char *text);

/**
 * ks_cp932_to_utf8() - decode Windows-31J strictly
 * Return: malloc'd UTF-8, or NULL with @bad_at at the first byte that is not CP932.
 */
char *ks_cp932_to_utf8(const char *bytes, size_t len, size_t *bad_at);

#endif
