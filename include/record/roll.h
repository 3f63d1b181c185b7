/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The roll of one gathering: who was expected, who is here, who said otherwise. It is worked out from the facts each
 * time; nothing is edited: a correction is a fact behind the one it corrects.
 */
#ifndef KS_RECORD_ROLL_H
#define KS_RECORD_ROLL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "record/gathering.h"
#include "record/store.h"
#include "xapi/statement.h"

#define KS_ROLL_PAPER \
	KS_FACT_PAPER /* how somebody was known whose presence was keyed in from paper */

/* One fact of a gathering, by time. */
struct ks_roll_fact {
	const char *staff,
		*verb; /* whose records; "checkin", "leave", "excused", "admitted", "removed", "closed"; of nobody's presence: "opened", "polled", "drilled" */
	const char *kiosk; /* "": of this folder's own kiosk */
	const char *how, *by, *reason;
	int64_t at_ms;
	int n_present, n_counted; /* of closing */
	bool is_of_centre;        /* HR's correction by two users: `by` is a user's name */
	int64_t stated_ms;        /* when they came, as that correction says; 0: it does not */
};

/* What an auditor and the 係員 should look at; never an accusation. */
enum ks_roll_note {
	KS_ROLL_TWO_AT_ONCE = 1 << 0, /* another person within 3 s at the same kiosk */
	KS_ROLL_TWO_DOORS = 1 << 1,   /* checked in at two kiosks */
	KS_ROLL_NO_PIN = 1 << 2,      /* known by number or card alone */
	KS_ROLL_ON_PAPER = 1 << 3,    /* signed on paper, and keyed in from it */
	KS_ROLL_FAILED_FIRST =
		1 << 4, /* wrong PINs right before: the check-in has a reason that says how many */
};
#define KS_ROLL_AT_ONCE_MS 3000

struct ks_roll_person {
	const char *staff;
	bool is_expected, is_present;
	bool is_corrected;     /* the last correction decides, not the check-in */
	int64_t in_ms, out_ms; /* first check-in, last leave; 0: none */
	const char *how, *kiosk;
	const char *reason, *by; /* of the last correction, or why absent; "" */
	unsigned notes;          /* enum ks_roll_note */
};

struct ks_roll {
	struct ks_arena arena; /* owns all below */
	struct ks_roll_fact *facts;
	size_t n_facts;
	struct ks_roll_person *people; /* by staff */
	size_t n_people;
	size_t n_expected, n_here, n_missing; /* expected = here + missing */
	size_t n_walk_ins;                    /* here and not expected */
	const struct ks_roll_fact *closing;   /* the first; NULL: open */
};

/** ks_roll_load() - of gathering @id; KS_OK, or as ks_db_step(): then there is no roll. Finish it in any case. */
KS_MUST_USE enum ks_rc ks_roll_load(struct ks_store *store, const char *id, struct ks_roll *out);
/** ks_roll_finish() - wipes and frees; the struct is empty afterwards. Accepts NULL. */
void ks_roll_finish(struct ks_roll *roll);
/** ks_roll_find() - one person; NULL: neither expected nor spoken of. */
const struct ks_roll_person *ks_roll_find(const struct ks_roll *roll, const char *staff);
/** ks_roll_is_walk_in() - here though not expected, where anybody was. */
bool ks_roll_is_walk_in(const struct ks_roll *roll, const struct ks_roll_person *person);

/** ks_roll_duration_ms() - how long they were there, for `attended`: within the time of @gathering. */
int64_t ks_roll_duration_ms(const struct ks_roll_person *person,
			    const struct ks_gathering *gathering);
/** ks_roll_is_credited() - whether an `attended` of @staff is among its facts. */
bool ks_roll_is_credited(const struct ks_roll *roll, const char *staff);
/** ks_roll_append() - append a fact of a gathering with its row; within the ledger's transaction. */
KS_MUST_USE enum ks_rc ks_roll_append(struct ks_ledger *ledger, const struct ks_fact *fact,
				      int64_t *seq);
/**
 * ks_roll_record() - append a fact of a gathering with its row, in a transaction of its own
 * @seq: receives its number. Return: KS_OK; KS_FULL, KS_IO …: nothing was recorded.
 */
KS_MUST_USE enum ks_rc ks_roll_record(struct ks_ledger *ledger, const struct ks_fact *fact,
				      int64_t *seq);
/**
 * ks_roll_close() - the closing and one `attended` a person who is here, in one transaction
 * @closing: of kind CLOSED; n_present is worked out. Who has an `attended` here gets no second one.
 */
KS_MUST_USE enum ks_rc ks_roll_close(struct ks_ledger *ledger, const struct ks_fact *closing,
				     const struct ks_gathering *gathering, int64_t *seq);

#endif
