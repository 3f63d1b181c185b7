/* SPDX-License-Identifier: Apache-2.0 */
/* HR's list between upload and store: what was sent, how it is to be read, and what it would change. */
#ifndef KS_WEB_IMPORT_H
#define KS_WEB_IMPORT_H

#include "base/csv.h"
#include "lrs/roster_in.h"
#include "web/call.h"

#define KS_IMPORT_COLUMNS_MAX 30 /* that can be chosen; the others go by their headers */

struct ks_import {
	struct ks_call *call;
	struct ks_upload upload;
	struct ks_roster_in in;
	struct ks_arena arena;
	char **heads, **firsts; /* the header and the first line of the file */
	size_t n_heads, n_lines;
	const char *columns[KS_IMPORT_COLUMNS_MAX]; /* as struct ks_roster_reading has them */
	struct ks_buf same, other; /* answers, as struct ks_roster_answers has them */
	bool has_bad_day;
	enum ks_rc rc; /* of reading and comparing; KS_INVALID: diagnosed */
};

/**
 * ks_import_open() - what the user sent last, read as the address or the form says, and compared
 * Return: false when nothing is there. End it with ks_import_close() in any case.
 */
bool ks_import_open(struct ks_call *call, struct ks_import *import);
void ks_import_close(struct ks_import *import);
/** ks_import_changes() - 状態, 職員番号, 氏名, 今, 取込み後: a row for each person it changes. */
KS_MUST_USE enum ks_rc ks_import_changes(struct ks_import *import, struct ks_table *out);
/** ks_import_may_take() - read without a mistake, and nothing is left to answer. */
bool ks_import_may_take(const struct ks_import *import);

#endif
