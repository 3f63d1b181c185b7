/* SPDX-License-Identifier: Apache-2.0 */
/* What stands beside the ledger and follows from it: written again when statements are brought back. */
#ifndef KS_RECORD_DERIVE_H
#define KS_RECORD_DERIVE_H

#include "record/store.h"
#include "xapi/statement.h"

/**
 * ks_derive_insert() - a statement with the number and hash it has, and what follows from it; inside a transaction
 * @view: receives what the bytes say
 * Return: KS_OK; KS_INVALID the bytes are no statement of a ledger; else as ks_db_run().
 */
KS_MUST_USE enum ks_rc ks_derive_insert(struct ks_store *store, int64_t seq, const char *bytes,
					size_t len, struct ks_statement_view *view);

#endif
