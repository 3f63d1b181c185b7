/* SPDX-License-Identifier: Apache-2.0 */
/* One lesson as its author is writing it: read alone, so that a fault elsewhere is not in the way. */
#ifndef KS_CONTENT_PREVIEW_H
#define KS_CONTENT_PREVIEW_H

#include <stddef.h>

#include "base/diag.h"
#include "base/rc.h"
#include "content/content.h"

/**
 * ks_preview_load() - the policy, one lesson checked by every rule for its pages and questions, and a course of it alone
 * @lesson:  the lesson's folder, or its lesson.md
 * @content: the content folder with the policy; NULL for the one the lesson lies in
 * The course (content.plans[0]) asks as many of the lesson's questions as one quiz may have.
 * Return: KS_OK; KS_INVALID when an error was diagnosed; KS_NOT_FOUND (diagnosed) when there is no such lesson.
 * @out must be finished in any case.
 */
KS_MUST_USE enum ks_rc ks_preview_load(const char *lesson, const char *content, int n_questions_max,
				       struct ks_content *out, struct ks_diags *diags);
/** ks_preview_folder() - the folder of @lesson: itself, or where its lesson.md lies; malloc'd. */
char *ks_preview_folder(const char *lesson);

#endif
