/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The roster document, which every kiosk asks for again and again: kept, and made anew when something in it changed. That of
 * 100,000 people takes seconds to make: whoever asks meanwhile gets the one before, and completions wait a few seconds for the next.
 */
#ifndef KS_LRS_ROSTER_KEPT_H
#define KS_LRS_ROSTER_KEPT_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/id.h"

struct ks_roster_history;

/* How long a document lives at least, for one that took long to make: four times that, and no longer than MAX. */
#define KS_DOCUMENT_QUICK_MS 500 /* made within this: as often as anything changes */
#define KS_DOCUMENT_MAX_MS 10000

struct ks_roster_document {
	pthread_mutex_t mutex; /* of all that follows; never held while a document is made */
	pthread_cond_t made;
	char *text;            /* NULL: not made yet */
	uint_fast64_t edition; /* the centre's, when it was made */
	char etag[KS_HASH_HEX + 2];
	struct ks_roster_history *history; /* what changed in it; borrows the text */
	int64_t made_ms, cost_ms;          /* by the clock that only rises */
	bool is_making, is_wanted; /* wanted: somebody was given an older one than there could be */
};
void ks_roster_document_init(struct ks_roster_document *document);
void ks_roster_document_finish(struct ks_roster_document *document);

#endif
