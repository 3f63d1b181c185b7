/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An LRS of somebody else's that knows nothing of kenshu, without a socket: it has what a centre was sent, written anew in
 * another order, with its own moments, gives it out in pages, and shows nothing that was taken back.
 */
#ifndef KS_TESTS_TOOLS_FOREIGN_LRS_H
#define KS_TESTS_TOOLS_FOREIGN_LRS_H

#include <jansson.h>

#include "record/store.h"
#include "sync/http.h"

struct foreign_lrs {
	struct ks_http http;
	json_t *statements;   /* in the order of arrival */
	size_t page_max;      /* it gives at most so many, whatever is asked */
	int64_t date_ms;      /* of its clock, told with each answer; 0: not */
	int64_t stored_ms;    /* of the statement that came last */
	int fails_at;         /* the n-th request from now (0: the next) gets `status`; -1: none */
	int status;           /* 0: no answer at all */
	const char *type;     /* of what it answers then; NULL: application/json */
	bool forgets;         /* it knows no `more` any more */
	bool leads_elsewhere; /* its `more` is at another server */
	bool is_endless;      /* its `more` is always the same */
	bool is_hollow;       /* its pages are empty, and each leads to another */
	bool is_descending;   /* it does not know `ascending` */
	size_t n_requests, n_given; /* requests for statements, and statements in answers */
};
void foreign_lrs_begin(struct foreign_lrs *lrs);
void foreign_lrs_finish(struct foreign_lrs *lrs);
/** foreign_lrs_send() - everything that @store was sent and that is not here yet, moments @apart_ms apart. */
void foreign_lrs_send(struct foreign_lrs *lrs, struct ks_store *store, int64_t apart_ms);
/** foreign_lrs_add() - one more, at @stored_ms by its clock; taken over. */
void foreign_lrs_add(struct foreign_lrs *lrs, json_t *statement, int64_t stored_ms);
/** foreign_lrs_void() - the @i-th is taken back by somebody there. */
void foreign_lrs_void(struct foreign_lrs *lrs, size_t i);

#endif
