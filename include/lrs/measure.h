/* SPDX-License-Identifier: Apache-2.0 */
/*
 * 対応: what a 所属 does about bad answers of a self-inspection, who sees to it and by when. Of a group, never of a person;
 * append-only: that it was done is a row of its own.
 */
#ifndef KS_LRS_MEASURE_H
#define KS_LRS_MEASURE_H

#include <stddef.h>
#include <stdint.h>

#include "base/calendar.h"
#include "base/mem.h"
#include "base/rc.h"
#include "record/store.h"

struct ks_measure {
	int64_t n; /* its number; out */
	int nendo; /* of the answers */
	const char *checklist, *item, *unit;
	const char *what, *owner; /* 何をするか、だれが */
	struct ks_date due;
	const char *by; /* user */
	int64_t at_ms;
	const char *result, *done_by; /* "" until it is done */
	int64_t done_ms;              /* 0: not yet */
};

#define KS_MEASURE_TEXT_MAX 400 /* bytes of what and result; owner a quarter of it */

/** ks_measure_add() - KS_INVALID: a text is empty or too long, or there is no day. */
KS_MUST_USE enum ks_rc ks_measure_add(struct ks_store *store, const struct ks_measure *measure);
/** ks_measure_end() - it is done, with which result. KS_NOT_FOUND; KS_CONFLICT: it was done before; KS_INVALID. */
KS_MUST_USE enum ks_rc ks_measure_end(struct ks_store *store, int64_t n, const char *result,
				      const char *by, int64_t now_ms);
/**
 * ks_measure_list() - those of @nendo, and of the years before those that are open, or were done since @nendo began
 * @unit: "" for all. Open ones first, then by day. Text in @arena, *out to free().
 */
KS_MUST_USE enum ks_rc ks_measure_list(struct ks_store *store, int nendo, const char *unit,
				       struct ks_arena *arena, struct ks_measure **out,
				       size_t *n_out);

#endif
