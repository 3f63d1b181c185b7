/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Group sessions (集合研修) and attendance. Attendance is a set: (gathering, person) present once
 * (DESIGN §5.11).
 */
#ifndef KS_RECORD_GATHERING_H
#define KS_RECORD_GATHERING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/calendar.h"
#include "base/mem.h"
#include "record/ledger.h"

struct ks_gathering {
	char id[64]; /* "2026-11-24-1": date and a running number */
	struct ks_date date;
	int from_minute, to_minute; /* of the day */
	char *title, *place;        /* owned; release with ks_gathering_finish() */
};
/** ks_gathering_finish() - frees its texts; the struct is empty afterwards. Accepts NULL. */
void ks_gathering_finish(struct ks_gathering *gathering);

#define KS_GATHERING_TEXT_MAX 120
/** ks_gathering_is_text() - may be a title or a place: UTF-8 without control characters, 120 characters at most. */
bool ks_gathering_is_text(const char *text);

/** ks_gathering_add() - gives it an id. KS_INVALID: title or place is no text as above. */
KS_MUST_USE enum ks_rc ks_gathering_add(struct ks_store *store, struct ks_gathering *gathering);
/** ks_gathering_on() - gatherings of @day by start (not set: all); @out: array to free() after finishing each. */
KS_MUST_USE enum ks_rc ks_gathering_on(struct ks_store *store, struct ks_date day,
				       struct ks_gathering **out, size_t *n_out);

enum ks_gathering_when {
	KS_GATHERING_IN_TIME,
	KS_GATHERING_LATE, /* it had begun */
	KS_GATHERING_OVER, /* it had ended, or was on another day: told on the screen and in the 出席簿 */
};
/** ks_gathering_when() - how a check-in at @wall_ms lies to the time of @gathering. */
enum ks_gathering_when ks_gathering_when(const struct ks_gathering *gathering, int64_t wall_ms);

struct ks_attendance {
	int64_t seq;     /* of the ledger row */
	int64_t wall_ms; /* read back from it */
	bool is_repeat;  /* was checked in before: nothing was written */
};
/**
 * ks_attendance_check_in() - record that @staff is present, and read the row back
 * Return: KS_OK (see is_repeat); KS_FULL, KS_IO: nothing was recorded.
 */
KS_MUST_USE enum ks_rc ks_attendance_check_in(struct ks_ledger *ledger, const struct ks_fact *fact,
					      struct ks_attendance *out);
/** ks_attendance_count() - people checked in at this kiosk. */
KS_MUST_USE enum ks_rc ks_attendance_count(struct ks_store *store, const char *gathering_id,
					   size_t *n_people);

#endif
