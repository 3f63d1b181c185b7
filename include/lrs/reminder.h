/* SPDX-License-Identifier: Apache-2.0 */
/* 督促: that somebody was reminded, when, by whom and in which words. Append-only; no mail is sent. */
#ifndef KS_LRS_REMINDER_H
#define KS_LRS_REMINDER_H

#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "base/rc.h"
#include "record/store.h"

struct ks_reminder {
	int nendo;
	const char *staff; /* whose records: ks_person.number */
	int64_t at_ms;
	const char *by, *how, *text; /* user; 文書 …; what was written */
};

/** ks_reminder_add() - in one transaction; KS_FULL, KS_IO: none was noted. */
KS_MUST_USE enum ks_rc ks_reminder_add(struct ks_store *store, const struct ks_reminder *reminders,
				       size_t n);
/** ks_reminder_list() - of @nendo by staff, then time; text in @arena, *out to free(). */
KS_MUST_USE enum ks_rc ks_reminder_list(struct ks_store *store, int nendo, struct ks_arena *arena,
					struct ks_reminder **out, size_t *n_out);
/** ks_reminder_count() - how often @staff was reminded among @list; @last_ms: the last time, 0: never. */
size_t ks_reminder_count(const struct ks_reminder *list, size_t n, const char *staff,
			 int64_t *last_ms);

#endif
