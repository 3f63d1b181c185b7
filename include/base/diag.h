/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is wrong with somebody's file: where, and what to do about it, in Japanese.
 * Parsers go on after a mistake and report all of them in one run.
 */
#ifndef KS_BASE_DIAG_H
#define KS_BASE_DIAG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/rc.h"

enum ks_severity {
	KS_SEVERITY_ERROR,   /* 誤り: the input is refused */
	KS_SEVERITY_WARNING, /* 注意: it is taken, and somebody should look */
};

struct ks_diag {
	enum ks_severity severity;
	char *file; /* as the user named it */
	int line;   /* 1-based; 0: the file as a whole */
	char *message;
	size_t order; /* of being found: keeps equal places in order */
};

struct ks_diags {
	struct ks_diag *items;
	size_t n_items, capacity;
	size_t n_errors, n_warnings;
	size_t n_dropped; /* beyond KS_DIAGS_MAX */
};

/* More than this many of a severity are counted but not kept: notes never push an error out. */
#define KS_DIAGS_MAX 1000

/** ks_diags_add() - add one; @diags may be NULL (the caller wants only a code), @file too. */
void ks_diags_add(struct ks_diags *diags, enum ks_severity severity, const char *file, int line,
		  const char *format, ...) KS_PRINTF(5, 6);
#define ks_diags_error(diags, file, line, ...) \
	ks_diags_add((diags), KS_SEVERITY_ERROR, (file), (line), __VA_ARGS__)
#define ks_diags_warn(diags, file, line, ...) \
	ks_diags_add((diags), KS_SEVERITY_WARNING, (file), (line), __VA_ARGS__)

/** ks_diags_print() - `file:line: 誤り: message`, one a line, in file and line order. */
void ks_diags_print(struct ks_diags *diags, FILE *to);
/** ks_diags_finish() - frees every message; the struct is empty afterwards. Accepts NULL. */
void ks_diags_finish(struct ks_diags *diags);

#endif
