/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Next year's courses from this year's: the same lessons and people, a year later. Dated ahead, so that a kiosk turns to
 * them by itself on 1 April.
 */
#ifndef KS_CONTENT_NENDO_H
#define KS_CONTENT_NENDO_H

#include <stddef.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/rc.h"

/** ks_nendo_course() - @text, a course file, as it is for @to: nendo, opens, due and revision move; all else stays, comments too. */
void ks_nendo_course(const char *text, int from, int to, struct ks_buf *out);

/* What is not in the courses; each may be NULL, and is then left to be filled in. */
struct ks_nendo_approval {
	const char *approver;    /* who approved the plan: post and name */
	const char *approved_on; /* 2027-03-10 */
};
/**
 * ks_nendo_open() - write courses/<name>-<to>.yaml for every course of @from, and training-plan/<to>.yaml (研修計画)
 * @n_courses: how many courses that were
 * Return: KS_OK; KS_NOT_FOUND: no course of @from; KS_CONFLICT: there are courses of @to, or one of the files; KS_INVALID
 * (diagnosed); KS_IO, KS_FULL …. Nothing is there that was not written whole.
 */
KS_MUST_USE enum ks_rc ks_nendo_open(const char *content, int from, int to,
				     const struct ks_nendo_approval *approval,
				     struct ks_diags *diags, size_t *n_courses);
/**
 * ks_training_plan_check() - is 研修計画 of @nendo filled in: 目的・対象・方法・承認者・承認日
 * @severity: of what is empty; what cannot be read is an error in any case
 * Return: KS_OK; KS_NOT_FOUND: there is none; KS_INVALID (diagnosed).
 */
KS_MUST_USE enum ks_rc ks_training_plan_check(const char *content, int nendo,
					      enum ks_severity severity, struct ks_diags *diags);

#endif
