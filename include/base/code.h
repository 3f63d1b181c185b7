/* SPDX-License-Identifier: Apache-2.0 */
/* Codes that a person reads from one screen and types, or compares, at another: letters that cannot be taken for each other. */
#ifndef KS_BASE_CODE_H
#define KS_BASE_CODE_H

#include <stdbool.h>
#include <stddef.h>

#define KS_CODE_LETTERS "23456789ABCDEFGHJKMNPQRSTVWXYZ"
#define KS_CODE_CHARS 8
#define KS_MARK_CHARS 16 /* of a key */

/** ks_code_make() - a new one that nobody can foresee. */
void ks_code_make(char out[KS_CODE_CHARS + 1]);
/**
 * ks_code_read() - what somebody typed, without blanks and hyphens, as capitals
 * @n: how many characters it must have; @out: room for n + 1. False: it is none, and @out is "".
 */
bool ks_code_read(const char *typed, size_t n, char *out);
/** ks_code_grouped() - "ABCD-EFGH": for a person; malloc'd. */
char *ks_code_grouped(const char *code);
/** ks_code_of_key() - a key's mark, by which two people see that they mean the same one; @out: not grouped. */
void ks_code_of_key(const char *public_key, char out[KS_MARK_CHARS + 1]);

#endif
