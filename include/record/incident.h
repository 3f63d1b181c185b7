/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a store had to do to itself at start because its files were not what they had been: kept until the 係員 has
 * seen it. Damage never keeps a kiosk from serving, and is never passed over in silence either.
 */
#ifndef KS_RECORD_INCIDENT_H
#define KS_RECORD_INCIDENT_H

#include <stdint.h>

#include "base/rc.h"
#include "record/store.h"

/* In ascending order of weight: a lighter one does not replace a heavier one. */
enum ks_incident_kind {
	KS_INCIDENT_NONE,
	KS_INCIDENT_TAIL_REMADE, /* the second copy was damaged or another's; made anew from the database */
	KS_INCIDENT_RESTORED, /* the database had lost its end; brought back from the second copy */
	KS_INCIDENT_REBUILT, /* the database was damaged and is set aside; every statement was saved */
	KS_INCIDENT_GAPS,    /* the same, but the statements of some numbers are lost */
	KS_INCIDENT_EPOCH, /* the same, and where the chain ended is unknown: a new epoch began */
	KS_INCIDENT_ALTERED, /* after an update of the program: statements do not fit what was signed */
	KS_INCIDENT_KIND_COUNT,
};

struct ks_incident {
	enum ks_incident_kind kind;
	int64_t wall_ms;         /* of the first of this kind */
	int64_t n_saved, n_lost; /* statements brought back; numbers without a statement */
	char aside[64]; /* what follows ".bad-" in the names of the files set aside; "" none */
};

/** ks_store_incident() - KS_OK with kind KS_INCIDENT_NONE when there is nothing to tell. */
KS_MUST_USE enum ks_rc ks_store_incident(struct ks_store *store, struct ks_incident *out);

/* That the 係員 looked at one and did what had to be done. */
struct ks_settlement {
	struct ks_incident incident; /* what it was */
	int64_t wall_ms;             /* when it was settled */
	char *reason;                /* in their words */
};
#define KS_SETTLEMENT_REASON_MAX 400 /* bytes */

/**
 * ks_store_settle_incident() - the 係員 has seen it: from now on it is no incident, but it is remembered with @reason
 * @now_ms: wall; each settlement is kept, none replaces another
 * Return: KS_OK; KS_NOT_FOUND there is none; KS_INVALID @reason is empty, too long or no plain text; KS_FULL, KS_READ_ONLY,
 * KS_IO: it is as it was.
 */
KS_MUST_USE enum ks_rc ks_store_settle_incident(struct ks_store *store, int64_t now_ms,
						const char *reason);
/** ks_store_settlement() - the last one; end with ks_settlement_finish(). KS_NOT_FOUND: none ever. */
KS_MUST_USE enum ks_rc ks_store_settlement(struct ks_store *store, struct ks_settlement *out);
/** ks_settlement_finish() - frees the reason; the struct is empty afterwards. Accepts NULL. */
void ks_settlement_finish(struct ks_settlement *settlement);
/** ks_incident_word() - one Japanese sentence for a screen; "" for KS_INCIDENT_NONE. */
const char *ks_incident_word(enum ks_incident_kind kind);

/** ks_incident_note() - for the store itself: remember @incident, unless a heavier one is remembered. */
KS_MUST_USE enum ks_rc ks_incident_note(struct ks_store *store, const struct ks_incident *incident);

#endif
