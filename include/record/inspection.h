/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What people answered on self-inspection sheets: to resume at the very item, to begin next year's sheet with this
 * year's いいえ, and for the counts of the report. An index beside the statements, written in the same transaction.
 * Nobody but the person ever sees an answer; the report only counts.
 */
#ifndef KS_RECORD_INSPECTION_H
#define KS_RECORD_INSPECTION_H

#include <stdint.h>

#include "course/inspection.h"
#include "record/store.h"
#include "xapi/statement.h"

/* Where somebody stands on a sheet. Zeroed: never begun. */
struct ks_inspection_standing {
	char item[KS_ITEM_ID_MAX]; /* to take up at; "" when it was never begun */
	bool is_help;
	int64_t done_ms, done_seq; /* 0: not completed */
};

struct ks_inspection_key {
	const char *staff;
	int nendo;
	const char *checklist;
};

/** ks_inspection_load() - KS_OK with a zeroed @out when it was never begun. */
KS_MUST_USE enum ks_rc ks_inspection_load(struct ks_store *store, const struct ks_inspection_key *key,
					  struct ks_inspection_standing *out);
/** ks_inspection_save() - inside a ledger transaction. */
KS_MUST_USE enum ks_rc ks_inspection_save(struct ks_store *store, const struct ks_inspection_key *key,
					  const struct ks_inspection_standing *standing);

/**
 * ks_inspection_answers() - by authored index of @checklist's items; of other items nothing is said
 * @out: KS_INSPECTION_MAX values of enum ks_response
 */
KS_MUST_USE enum ks_rc ks_inspection_answers(struct ks_store *store,
					     const struct ks_inspection_key *key,
					     const struct ks_checklist *checklist, uint8_t *out);

/* One answer as it is kept; @text is the item's wording, so that a report can name it without the content. */
struct ks_inspection_answer {
	const char *item, *text, *response; /* response: ks_response_id() */
	int64_t at_ms;
};
/**
 * ks_inspection_keep() - inside a transaction; one answer an item, the last one
 * @only_later: answers come from several kiosks in any order, so the time decides; on the kiosk itself the order does
 */
KS_MUST_USE enum ks_rc ks_inspection_keep(struct ks_store *store, const struct ks_inspection_key *key,
					  const struct ks_inspection_answer *answer, bool only_later);
/** ks_inspection_each() - every answer of a 年度, by checklist and item. */
KS_MUST_USE enum ks_rc ks_inspection_each(struct ks_store *store, int nendo,
					  void (*take)(void *context,
						       const struct ks_inspection_key *key,
						       const struct ks_inspection_answer *answer),
					  void *context);

#endif
