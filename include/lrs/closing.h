/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is said of a gathering at the centre: it is closed, and who had signed on paper. Statements in the centre's own
 * record, as those of the 係員 are in a kiosk's; who is present is worked out of all of them together (record/roll.h).
 */
#ifndef KS_LRS_CLOSING_H
#define KS_LRS_CLOSING_H

#include "lrs/centre.h"

enum ks_closing_fault {
	KS_CLOSING_FINE,
	KS_CLOSING_NO_GATHERING,
	KS_CLOSING_IS_CANCELLED,
	KS_CLOSING_NOT_YET, /* its day is still to come */
	KS_CLOSING_NO_BY,
	KS_CLOSING_NO_COUNT,
	KS_CLOSING_NO_REASON, /* the count differs, and nothing says why; or that is no text */
	KS_CLOSING_IS_CLOSED, /* here, and everybody present is credited */
	KS_CLOSING_NO_PERSON, /* a number on the paper is nobody's; @bad says which */
	KS_CLOSING_NOTHING,   /* all of them are present already */
	KS_CLOSING_NO_BASE,
};
/** ks_closing_fault_word() - a Japanese sentence: what is wrong and what to do; "" for FINE. */
const char *ks_closing_fault_word(enum ks_closing_fault fault);

/** ks_closing_counted() - a head count as it was typed, 0 to 9999; -1 for anything else. */
int ks_closing_counted(const char *text);

/* Everything is borrowed; numbers as they are typed. */
struct ks_closing_wish {
	const char *gathering;
	const char *by; /* 職員番号 of who counted, or keys in */
	int n_counted;  /* closing: by hand; negative: not told */
	const char *reason;
	const char *const *numbers; /* paper: who signed */
	size_t n_numbers;
	const char *iri_base; /* of the content; used where no kiosk has told one. May be NULL. */
};
struct ks_closing_result {
	size_t n_present;  /* by the records of all doors */
	size_t n_credited; /* who got their `attended` now; paper: who is present now and was not */
	const char *bad;   /* NO_PERSON: the number, of the wish */
};

/**
 * ks_centre_close_gathering() - the head count, and one `attended` for each who is present and has none yet, of whichever door
 * Return: KS_OK; KS_INVALID with @fault: nothing was said; KS_FULL, KS_IO ….
 */
KS_MUST_USE enum ks_rc ks_centre_close_gathering(struct ks_centre *centre,
						 const struct ks_closing_wish *wish,
						 enum ks_closing_fault *fault,
						 struct ks_closing_result *out);
/** ks_centre_from_paper() - all of @wish->numbers were present: they had signed on paper; else as above. All or nobody. */
KS_MUST_USE enum ks_rc ks_centre_from_paper(struct ks_centre *centre,
					    const struct ks_closing_wish *wish,
					    enum ks_closing_fault *fault,
					    struct ks_closing_result *out);

#endif
