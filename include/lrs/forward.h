/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a centre sends on to another LRS: every statement that it accepted, in the order in which it came, the very bytes. How
 * far it is, and what the other one refused, stands in the store, so a restart goes on where it was. The functions are what
 * delivery needs of a queue (sync/queue.h), of one target by its name; what one target takes or refuses says nothing of another.
 */
#ifndef KS_LRS_FORWARD_H
#define KS_LRS_FORWARD_H

#include "record/ledger.h"
#include "record/store.h"

#define KS_FORWARD_NAME_MAX 32

/** ks_forward_begin() - @name is sent to from now on; a new one is sent all there is. KS_INVALID: no name. */
KS_MUST_USE enum ks_rc ks_forward_begin(struct ks_store *store, const char *name);
/** ks_forward_next() - as ks_ledger_next_undelivered(). */
KS_MUST_USE enum ks_rc ks_forward_next(struct ks_store *store, const char *name, int64_t after,
				       struct ks_statement *out);
/** ks_forward_mark_delivered() - in one transaction; marking twice is harmless. Only what ks_forward_next() gave, in its order. */
KS_MUST_USE enum ks_rc ks_forward_mark_delivered(struct ks_store *store, const char *name,
						 const int64_t *seqs, size_t n, int64_t now_ms);
/** ks_forward_forget() - as ks_ledger_forget_delivery(). */
KS_MUST_USE enum ks_rc ks_forward_forget(struct ks_store *store, const char *name, int64_t after,
					 int64_t *n_forgotten);
/** ks_forward_quarantine() - the target refuses this one; the others go on. */
KS_MUST_USE enum ks_rc ks_forward_quarantine(struct ks_store *store, const char *name, int64_t seq,
					     const char *reason, int64_t now_ms);
/** ks_forward_retry() - as ks_ledger_retry_quarantine(). */
KS_MUST_USE enum ks_rc ks_forward_retry(struct ks_store *store, const char *name, int64_t until_ms,
					int64_t *n_released);
/** ks_forward_last() - the number of the newest statement here, 0: none. */
int64_t ks_forward_last(struct ks_store *store);
/** ks_forward_counts() - as ks_ledger_counts(); rows that say what another said already are counted as statements. */
KS_MUST_USE enum ks_rc ks_forward_counts(struct ks_store *store, const char *name,
					 struct ks_ledger_counts *out);
/** ks_forward_get() - a small value of this target; *value malloc'd; KS_NOT_FOUND. */
KS_MUST_USE enum ks_rc ks_forward_get(struct ks_store *store, const char *name, const char *what,
				      char **value);
/** ks_forward_set() - keep it. */
KS_MUST_USE enum ks_rc ks_forward_set(struct ks_store *store, const char *name, const char *what,
				      const char *value);

/** ks_forward_tell_trouble() - why nothing goes out just now (Japanese); "" : all is well. */
KS_MUST_USE enum ks_rc ks_forward_tell_trouble(struct ks_store *store, const char *name,
					       const char *trouble);

/* How it stands with one target, for people. */
struct ks_forward_state {
	char name[KS_FORWARD_NAME_MAX + 1];
	char endpoint[256]; /* as it was last */
	char trouble[128];  /* Japanese: why nothing goes out just now; "" when all is well */
	int64_t n_pending, n_quarantined;
	int64_t delivered_ms; /* when something was last taken; 0: never */
};
/** ks_forward_words() - that in one Japanese sentence, malloc'd; @is_bad: somebody has to look at it. */
char *ks_forward_words(const struct ks_forward_state *state, bool *is_bad);
/** ks_forward_states() - all targets there ever were, by name; *out: free(). */
KS_MUST_USE enum ks_rc ks_forward_states(struct ks_store *store, struct ks_forward_state **out,
					 size_t *n_out);

#endif
