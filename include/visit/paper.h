/* SPDX-License-Identifier: Apache-2.0 */
/*
 * 紙から転記: the 係員 keys in what somebody answered on paper (course/paper.h). The questions come as everybody sees them, without
 * telling what is right; then all of it is one transaction of that person, scored by the same code as on the glass, and each
 * statement says that it came from paper and who keyed it in.
 */
#ifndef KS_VISIT_PAPER_H
#define KS_VISIT_PAPER_H

#include "course/paper.h"
#include "visit/visit.h"

#define KS_PAPER_SHEETS_MAX 24

/* A sheet that may lie before the 係員. */
struct ks_paper_sheet {
	const struct ks_plan *plan; /* the first course with it; the content's */
	const struct ks_lesson *lesson;
	int n_questions;
	char mark[KS_PAPER_MARK];
};

/** ks_paper_list() - from the roll, or back to it: which sheet; place is PAPER. */
void ks_paper_list(struct ks_visit *visit);
/** ks_paper_sheets() - of what this gathering covers (else of all), each mark once. Return: how many. */
size_t ks_paper_sheets(const struct ks_site *site, const struct ks_visit *visit,
		       struct ks_paper_sheet out[KS_PAPER_SHEETS_MAX]);
/** ks_paper_choose() - this sheet; whose it is comes next: place is KEYS. */
void ks_paper_choose(struct ks_visit *visit, const struct ks_paper_sheet *sheet);
/**
 * ks_paper_begin() - the person of desk.staff answered it: place is QUESTION
 * Return: KS_OK; KS_CONFLICT: the lesson is done already; KS_INVALID: they have another sheet, or no duty with this lesson; KS_DENIED: its turn
 * has not come; else the store cannot be read. Nothing moved then.
 */
KS_MUST_USE enum ks_rc ks_paper_begin(struct ks_site *site, struct ks_visit *visit);
/** ks_paper_step() - while visit.paper.is_on: KS_STEP_ANSWER or KS_STEP_BLANK; behind the last: place is PAPER. Nothing is recorded. */
KS_MUST_USE enum ks_rc ks_paper_step(struct ks_visit *visit, const struct ks_session_input *input);
/** ks_paper_again() - from the first question on; place is QUESTION. */
void ks_paper_again(struct ks_visit *visit);
/**
 * ks_paper_record() - all of it, and its result
 * Return: KS_OK: visit.paper.kept is its receipt; else nothing of it stands on the disk: as ks_paper_begin(), KS_FULL, KS_IO ….
 */
KS_MUST_USE enum ks_rc ks_paper_record(struct ks_site *site, struct ks_visit *visit);

#endif
