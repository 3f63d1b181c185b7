// SPDX-License-Identifier: Apache-2.0
#include "sync/queue.h"

/* A kiosk's ledger as what delivery sends from. */

static enum ks_rc next(void *context, int64_t after, struct ks_statement *out)
{
	return ks_ledger_next_undelivered(context, after, out);
}

static enum ks_rc mark_delivered(void *context, const int64_t *seqs, size_t n)
{
	return ks_ledger_mark_delivered(context, seqs, n);
}

static enum ks_rc forget_delivery(void *context, int64_t after, int64_t *n_forgotten)
{
	return ks_ledger_forget_delivery(context, after, n_forgotten);
}

static enum ks_rc quarantine(void *context, int64_t seq, const char *reason)
{
	return ks_ledger_quarantine(context, seq, reason);
}

static enum ks_rc retry_quarantine(void *context, int64_t until_ms, int64_t *n_released)
{
	return ks_ledger_retry_quarantine(context, until_ms, n_released);
}

static int64_t last_seq(void *context)
{
	return ks_ledger_last_seq(context);
}

static enum ks_rc counts(void *context, struct ks_ledger_counts *out)
{
	return ks_ledger_counts(context, out);
}

static enum ks_rc get(void *context, const char *name, char **value)
{
	return ks_store_get(ks_ledger_store(context), name, value);
}

static enum ks_rc set(void *context, const char *name, const char *value)
{
	return ks_store_set(ks_ledger_store(context), name, value);
}

struct ks_sync_queue ks_sync_queue_of(struct ks_ledger *ledger)
{
	return (struct ks_sync_queue){.context = ledger,
				      .next = next,
				      .mark_delivered = mark_delivered,
				      .forget_delivery = forget_delivery,
				      .quarantine = quarantine,
				      .retry_quarantine = retry_quarantine,
				      .last_seq = last_seq,
				      .counts = counts,
				      .get = get,
				      .set = set};
}
