/* SPDX-License-Identifier: Apache-2.0 */
/*
 * HR says something of one person beside the list: an absence, an exemption (対象外), a lesson taken elsewhere (みなし受講).
 * Each is a statement in the centre's own chained and signed record; whoever enters it is not who approves it. What was
 * said is ended or withdrawn by another statement. What holds is in record/exemption.h.
 */
#ifndef KS_LRS_EXEMPTION_H
#define KS_LRS_EXEMPTION_H

#include "content/plan.h"
#include "lrs/centre.h"
#include "record/exemption.h"

/* What somebody asks for. Everything is borrowed; numbers are as they are typed. */
struct ks_exemption_wish {
	const char *number; /* 職員番号 of whom it concerns */
	const char *kind;   /* a word of ks_exemption_kinds() */
	int nendo;          /* 対象外; 0: this one */
	const char *plan,
		*lesson; /* courses' and lessons' ids; "" for all of them (みなし受講: the course is named) */
	struct ks_date from, to; /* an absence; みなし受講: `from`, the day it was taken */
	const char *reason, *by, *approver;
	bool is_users;        /* by and approver are users of the pages, and no 職員番号 */
	const char *iri_base; /* of the content; used where no kiosk has told one. May be NULL. */
	const struct ks_plan *plans; /* みなし受講: the courses, which say what lessons there are */
	size_t n_plans;
};

/* What ends one on @on (an absence), or says that it never was (@on not set). Everything is borrowed. */
struct ks_exemption_end {
	const char *id; /* or the first digits of it that no other has */
	struct ks_date on;
	const char *reason, *by, *approver;
	bool is_users;
};
#define KS_EXEMPTION_USER "u-" /* before a user's name, where a 職員番号 may stand too */

enum ks_exemption_fault {
	KS_EXEMPTION_FINE,
	KS_EXEMPTION_NO_PERSON, /* the number is on no list */
	KS_EXEMPTION_NO_KIND,
	KS_EXEMPTION_NO_DAYS,   /* an absence without a first day, or that ends before it begins */
	KS_EXEMPTION_NO_PLAN,   /* no such course, or no such lesson in it */
	KS_EXEMPTION_NO_REASON, /* none, too long, or with characters that cannot be shown */
	KS_EXEMPTION_NO_BY,
	KS_EXEMPTION_NO_APPROVER,
	KS_EXEMPTION_SAME_APPROVER, /* who entered it, or whom it concerns, approves it */
	KS_EXEMPTION_NO_BASE,       /* nobody told which IRIs are ours */
	KS_EXEMPTION_NO_ID,         /* nothing of this id */
	KS_EXEMPTION_IS_OVER,       /* it was withdrawn already */
	KS_EXEMPTION_NO_END,        /* only an absence has a last day */
};
/** ks_exemption_fault_word() - a Japanese sentence: what is wrong and what to do; "" for FINE. */
const char *ks_exemption_fault_word(enum ks_exemption_fault fault);

/**
 * ks_centre_exempt() - say it, in one transaction; a whole course taken elsewhere is one statement a lesson
 * @n_said: how many statements; @id: receives the first one's. Return: KS_OK; KS_INVALID with @fault; KS_FULL, KS_IO ….
 */
KS_MUST_USE enum ks_rc ks_centre_exempt(struct ks_centre *centre,
					const struct ks_exemption_wish *wish,
					enum ks_exemption_fault *fault, char id[KS_UUID_TEXT],
					size_t *n_said);
/**
 * ks_centre_exempt_end() - it ends on @on (an absence), or was never so (@on not set)
 * @id: its id, or the first digits of it that no other has. Return: as ks_centre_exempt().
 */
KS_MUST_USE enum ks_rc ks_centre_exempt_end(struct ks_centre *centre, const char *id,
					    struct ks_date on, const char *reason, const char *by,
					    const char *approver, enum ks_exemption_fault *fault);

#endif
