/* SPDX-License-Identifier: Apache-2.0 */
/* What may be said of a gathering, and its row out of a statement; gathering.h for all else. */
#ifndef KS_RECORD_GATHERING_ROW_H
#define KS_RECORD_GATHERING_ROW_H

#include <stdbool.h>

#include "base/rc.h"
#include "record/store.h"
#include "xapi/statement.h"

#define KS_GATHERING_TEXT_MAX 120
/** ks_gathering_is_text() - may be a title or a place: UTF-8 without control characters, 120 characters at most. */
bool ks_gathering_is_text(const char *text);
/**
 * ks_gathering_opened() - the row of a gathering that @view says was opened; inside a transaction
 * Return: KS_OK, also where the statement says too little, or it stands there; else as ks_db_run().
 */
KS_MUST_USE enum ks_rc ks_gathering_opened(struct ks_store *store,
					   const struct ks_statement_view *view);

#endif
