/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What HR said beside the list, as its statements leave it: the centre keeps each with who entered and approved it; a
 * kiosk only whom it concerns and until when, with the roster. Nothing is edited: what ended or was withdrawn says by whom.
 */
#ifndef KS_RECORD_EXEMPTION_H
#define KS_RECORD_EXEMPTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"
#include "base/mem.h"
#include "course/exemption.h"
#include "record/store.h"

struct ks_exemption_entry {
	char id[KS_UUID_TEXT]; /* of the statement that said it first */
	const char *staff;     /* whose the records are */
	struct ks_exemption what;
	const char *by, *approver; /* likewise, who entered and who approved it */
	int64_t at_ms;
	bool is_withdrawn;
	/* What ended or withdrew it; end_ms 0: nothing did. */
	const char *end_id, *end_reason, *end_by, *end_approver;
	int64_t end_ms;
};

/** ks_exemption_keep() - what one statement of the centre's own says; inside a transaction. KS_INVALID: it is none. */
KS_MUST_USE enum ks_rc ks_exemption_keep(struct ks_store *store, const char *bytes, size_t len);
/** ks_exemption_load() - all there ever were, by person and time; texts and the array are @arena's. */
KS_MUST_USE enum ks_rc ks_exemption_load(struct ks_store *store, struct ks_arena *arena,
					 struct ks_exemption_entry **out, size_t *n_out);
/** ks_exemption_of() - those of one person that hold; texts and the array are @arena's. */
KS_MUST_USE enum ks_rc ks_exemption_of(struct ks_store *store, const char *staff,
				       struct ks_arena *arena, const struct ks_exemption **out,
				       size_t *n_out);

#endif
