/* SPDX-License-Identifier: Apache-2.0 */
/* What GET statements asks for, read from its parameters and answered in pages. */
#ifndef KS_LRS_QUERY_H
#define KS_LRS_QUERY_H

#include "lrs/http.h"
#include "lrs/index.h"
#include "lrs/show.h"

#define KS_QUERY_PAGE_MAX 100
#define KS_QUERY_FILTERS_MAX 4

struct ks_query {
	const char *id, *voided_id; /* of the one statement that is wanted; NULL for a list */
	struct {
		enum ks_tag kind;
		int64_t name;
	} filters[KS_QUERY_FILTERS_MAX];
	size_t n_filters;
	bool is_empty;              /* a filter names what nothing is about */
	int64_t since_ms, until_ms; /* -1: not asked for */
	int64_t after; /* the page begins behind this received.stored; 0: at the end that comes first */
	int limit;     /* 1 … KS_QUERY_PAGE_MAX */
	bool is_ascending, wants_attachments;
	enum ks_format format;
};

/**
 * ks_query_read() - from the request's parameters, which @more may have replaced
 * Return: KS_OK; KS_INVALID with @why (English, literal); KS_IO.
 */
KS_MUST_USE enum ks_rc ks_query_read(const struct ks_request *request, struct ks_query *query,
				     const char **why);
/** ks_query_unfold_more() - replace the parameter "more" by those it stands for; KS_INVALID. */
KS_MUST_USE enum ks_rc ks_query_unfold_more(struct ks_params *params);
/** ks_query_fold_more() - the parameters and how far the list went, as one word; malloc'd. */
char *ks_query_fold_more(const struct ks_params *params, int64_t after);

/* Called for each statement of a page; what it points at lives as long as the call. */
typedef void ks_query_take(void *context, int64_t stored, const struct ks_shown *statement);
/** ks_query_run() - at most query->limit statements go to @take; @has_more: there are others behind them. */
KS_MUST_USE enum ks_rc ks_query_run(struct ks_centre *centre, const struct ks_query *query,
				    ks_query_take *take, void *context, bool *has_more);
/** ks_query_one() - query->id or voided_id; KS_NOT_FOUND also when the one asked for is voided or is not. */
KS_MUST_USE enum ks_rc ks_query_one(struct ks_centre *centre, const struct ks_query *query,
				    ks_query_take *take, void *context);

#endif
