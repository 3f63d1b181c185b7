/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What delivery sends from: a kiosk's ledger, or whatever else keeps statements in an order with numbers that rise, knows
 * which are delivered, and survives power loss. The functions mean what those of record/ledger.h mean.
 */
#ifndef KS_SYNC_QUEUE_H
#define KS_SYNC_QUEUE_H

#include "record/ledger.h"

struct ks_sync_queue {
	void *context;
	enum ks_rc (*next)(void *context, int64_t after, struct ks_statement *out);
	enum ks_rc (*mark_delivered)(void *context, const int64_t *seqs, size_t n);
	enum ks_rc (*forget_delivery)(void *context, int64_t after, int64_t *n_forgotten);
	enum ks_rc (*quarantine)(void *context, int64_t seq, const char *reason);
	enum ks_rc (*retry_quarantine)(void *context, int64_t until_ms, int64_t *n_released);
	int64_t (*last_seq)(void *context);
	enum ks_rc (*counts)(void *context, struct ks_ledger_counts *out);
	/* Small values kept from one start to the next, of this queue alone; *value malloc'd, KS_NOT_FOUND. */
	enum ks_rc (*get)(void *context, const char *name, char **value);
	enum ks_rc (*set)(void *context, const char *name, const char *value);
};

/** ks_sync_queue_of() - that of a ledger, which must outlive it. */
struct ks_sync_queue ks_sync_queue_of(struct ks_ledger *ledger);

#endif
