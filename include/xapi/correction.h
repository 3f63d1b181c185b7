/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What one user of the pages proposes and another decides: a correction of what was recorded (an attendance, a completion under
 * another person's number, an answer key; what was recorded before stays), the plan of a 年度, an entry in the 台帳 of
 * exemptions. Proposed by one statement and decided by another. Made at the centre, in its own record.
 */
#ifndef KS_XAPI_CORRECTION_H
#define KS_XAPI_CORRECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/rc.h"
#include "xapi/statement.h"

enum ks_correction_kind {
	KS_CORRECTION_PRESENT, /* was at a gathering, at at_ms */
	KS_CORRECTION_ABSENT,  /* was not there */
	KS_CORRECTION_UNDONE, /* did not do the lesson; with `to_staff` that person did, at at_ms */
	KS_CORRECTION_KEY, /* 採点訂正: `answer` is right too; KS_CORRECTION_ALL: every answer is */
	KS_CORRECTION_PLAN,       /* the plan of the 年度: `answer` is its digest */
	KS_CORRECTION_EXEMPT,     /* `answer`: kind's id, first and last day ("-": none) */
	KS_CORRECTION_EXEMPT_END, /* `targets`: which; `answer`: its last day, "": it was never so */
	KS_CORRECTION_KINDS,
};
#define KS_CORRECTION_ALL "*"

enum ks_correction_step {
	KS_CORRECTION_PROPOSED,
	KS_CORRECTION_APPROVED,
	KS_CORRECTION_REJECTED,
	KS_CORRECTION_REPLACED, /* never in a statement: approved, and a later one says something else */
	KS_CORRECTION_STEPS,
};

/* Everything is borrowed; what a kind has no use for is "" or 0. */
struct ks_correction_fact {
	const char *iri_base;
	enum ks_correction_step step;
	enum ks_correction_kind kind;
	int nendo;
	const char *staff, *to_staff; /* whose records */
	const char *plan, *lesson, *gathering;
	const char *question, *revision, *answer; /* revision "": of every revision */
	int64_t at_ms;
	const char *was, *becomes; /* in words, as they are to stand in every report */
	const char *reason;
	const char *by;     /* the user of the pages who says this */
	const char *refers; /* a decision: id of the proposal */
	const char *targets; /* UNDONE: ids of the statements that count no more, each behind a space */
};

/** ks_correction_is_of_record() - it changes what was recorded, as the plan and exemptions do not. */
bool ks_correction_is_of_record(enum ks_correction_kind kind);
/** ks_correction_is_about() - it is @staff's record that changes. */
bool ks_correction_is_about(const struct ks_correction_fact *fact, const char *staff);
/** ks_correction_kind_word() - 「出席の記入」 … */
const char *ks_correction_kind_word(enum ks_correction_kind kind);
/** ks_correction_kind_id() - "present" …: in statements and tables, never changes. */
const char *ks_correction_kind_id(enum ks_correction_kind kind);
/** ks_correction_kind_find() - by that; KS_CORRECTION_KINDS for anything else. */
enum ks_correction_kind ks_correction_kind_find(const char *id);
/** ks_correction_build() - append the statement's bytes (compact JSON, fixed member order) to @out. */
void ks_correction_build(const struct ks_correction_fact *fact, const struct ks_stamp *stamp,
			 struct ks_buf *out);
/** ks_correction_read() - the way back; texts are @arena's. KS_INVALID when it is none. */
KS_MUST_USE enum ks_rc ks_correction_read(const char *bytes, size_t len, struct ks_arena *arena,
					  struct ks_correction_fact *out, char id[KS_UUID_TEXT],
					  int64_t *wall_ms);

#endif
