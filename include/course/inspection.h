/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One person's way through a self-inspection sheet (自己点検): which items in which order, and where they stand. Pure
 * like session.h: a plain value, copied, stepped, recorded, and only then put in place.
 */
#ifndef KS_COURSE_INSPECTION_H
#define KS_COURSE_INSPECTION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/rc.h"
#include "content/checklist.h"
#include "content/limits.h"
#include "course/person.h"

enum ks_response {
	KS_RESPONSE_NONE,
	KS_RESPONSE_YES,
	KS_RESPONSE_NO,
	KS_RESPONSE_NA,
	KS_RESPONSE_UNKNOWN,
	KS_RESPONSE_COUNT,
};
/** ks_response_id() - "yes" "no" "na" "unknown" in statements; "" for none. */
const char *ks_response_id(enum ks_response response);
/** ks_response_word() - はい … as people read it. */
const char *ks_response_word(enum ks_response response);
/** ks_response_find() - by id; KS_RESPONSE_NONE for anything else. */
enum ks_response ks_response_find(const char *id);

enum ks_inspection_place {
	KS_INSPECTION_ITEM,
	KS_INSPECTION_HELP, /* behind いいえ and 分からない: the page that helps */
	KS_INSPECTION_END,
};

struct ks_inspection {
	enum ks_inspection_place place;
	int index; /* into order */
	int n_items;
	uint8_t order[KS_INSPECTION_MAX];   /* authored index of the item at place k */
	uint8_t answers[KS_INSPECTION_MAX]; /* enum ks_response by authored index */
	bool is_done;
};

/**
 * ks_inspection_begin() - the items that are this person's, at the first one
 * @answers: of this 年度, by authored index; NULL for none yet
 * @last:    of the 年度 before: its いいえ come first; NULL for none
 */
void ks_inspection_begin(struct ks_inspection *inspection, const struct ks_checklist *checklist,
			 bool is_manager, const uint8_t *answers, const uint8_t *last);
/** ks_inspection_go_to() - take up at item @id; stays at the first item when it is not among them. */
void ks_inspection_go_to(struct ks_inspection *inspection, const struct ks_checklist *checklist,
			 const char *id, bool is_help);
/** ks_inspection_is_manager() - do the items for section heads reach this appointment (NULL: none)? */
bool ks_inspection_is_manager(const struct ks_appointment *appointment);

struct ks_inspection_events {
	bool is_answered; /* the item at hand, for the first time or otherwise than before */
	int item;         /* its authored index */
	bool is_completed;
};
/**
 * ks_inspection_next() - on from here
 * @response: to the item at hand; ignored elsewhere
 * Return: KS_OK; KS_INVALID at the end, or for an item without a response (nothing changed).
 */
KS_MUST_USE enum ks_rc ks_inspection_next(struct ks_inspection *inspection, enum ks_response response,
					  struct ks_inspection_events *events);
/** ks_inspection_back() - one screen back; KS_INVALID at the first item. */
KS_MUST_USE enum ks_rc ks_inspection_back(struct ks_inspection *inspection);

/** ks_inspection_item() - authored index of the item at hand. */
int ks_inspection_item(const struct ks_inspection *inspection);
/** ks_inspection_n_answered() - how many items have an answer, whatever it says. */
int ks_inspection_n_answered(const struct ks_inspection *inspection);

#endif
