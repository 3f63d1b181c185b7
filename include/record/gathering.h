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
#include "record/gathering_row.h"
#include "record/ledger.h"

struct ks_gathering {
	char id[64]; /* "2026-11-24-1": date and a running number; "2026-11-24-k-01-1": opened at that kiosk */
	struct ks_date date;
	int from_minute, to_minute; /* of the day */
	char *title, *place;        /* owned; release with ks_gathering_finish() */
	char *lessons; /* ids of the lessons covered, "m1,m4"; owned; NULL or "": none */
	bool is_cancelled;
	size_t n_expected; /* read only: how many are expected; 0: anybody */
};
/** ks_gathering_finish() - frees its texts; the struct is empty afterwards. Accepts NULL. */
void ks_gathering_finish(struct ks_gathering *gathering);

/**
 * ks_gathering_add() - gives it an id
 * Return: KS_OK; KS_INVALID: title or place is no text as above; KS_CONFLICT: one of this title, day and start is announced
 * already: @gathering->id says which.
 */
KS_MUST_USE enum ks_rc ks_gathering_add(struct ks_store *store, struct ks_gathering *gathering);
/**
 * ks_gathering_open() - one that nobody announced, made by the 係員 at this kiosk: a statement, of which the centre makes the same row
 * @gathering: its id is given here, with the kiosk's name in it, so that two kiosks never mean two by one. @fact: of kind OPENED,
 * with who did it; what it says of the gathering is filled in.
 * Return: as ks_gathering_add(), or as ks_roll_record(): nothing was recorded.
 */
KS_MUST_USE enum ks_rc ks_gathering_open(struct ks_ledger *ledger, const struct ks_fact *fact,
					 struct ks_gathering *gathering);
/** ks_gathering_change() - all of it anew but the id, which says which; KS_NOT_FOUND, else as ks_gathering_add(). */
KS_MUST_USE enum ks_rc ks_gathering_change(struct ks_store *store, struct ks_gathering *gathering);
/**
 * ks_gathering_announce() - ks_gathering_add() (@is_new) or ks_gathering_change(), and who is expected, in one transaction
 * @staff: whose records, as ks_gathering_expect(); NULL: as it was
 */
KS_MUST_USE enum ks_rc ks_gathering_announce(struct ks_store *store, struct ks_gathering *gathering,
					     bool is_new, const char *const *staff, size_t n_staff);
/** ks_gathering_find() - by id; KS_NOT_FOUND. Finish @out in any case. */
KS_MUST_USE enum ks_rc ks_gathering_find(struct ks_store *store, const char *id,
					 struct ks_gathering *out);
/** ks_gathering_expect() - these and nobody else are expected; none: anybody. */
KS_MUST_USE enum ks_rc ks_gathering_expect(struct ks_store *store, const char *id,
					   const char *const *staff, size_t n_staff);
/** ks_gathering_expects() - is @staff among those expected; KS_OK, or as ks_db_step(). */
KS_MUST_USE enum ks_rc ks_gathering_expects(struct ks_store *store, const char *id,
					    const char *staff, bool *is_expected);
/** ks_gathering_on() - gatherings of @day by start (not set: all); @out: array to free() after finishing each. */
KS_MUST_USE enum ks_rc ks_gathering_on(struct ks_store *store, struct ks_date day,
				       struct ks_gathering **out, size_t *n_out);

/* 受付 opens so many minutes before the beginning and ends with the gathering. */
#define KS_GATHERING_OPENS_MIN 30
enum ks_gathering_when {
	KS_GATHERING_EARLY, /* 受付 is not open yet, or it is on another day to come: nobody is taken */
	KS_GATHERING_IN_TIME,
	KS_GATHERING_LATE, /* it had begun */
	KS_GATHERING_OVER, /* it had ended: nobody is taken but by the 係員, with a reason */
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
