/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A self-inspection sheet (自己点検票, checklists/<id>.yaml): what everybody answers once a year with
 * はい・いいえ・仕事に関係ない・分からない, and the page that helps after いいえ and 分からない.
 */
#ifndef KS_CONTENT_CHECKLIST_H
#define KS_CONTENT_CHECKLIST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/rc.h"
#include "base/rich.h"
#include "content/limits.h"
#include "content/policy.h"

struct ks_checklist_item {
	int line;
	const char *id;      /* "i03"; unique within the sheet, and kept from year to year */
	struct ks_rich text; /* what is recorded, whichever wording was shown */
	struct ks_rich easy; /* in easy words; the text where the sheet has none */
	const char **clauses;
	size_t n_clauses;
	bool is_for_managers; /* audience: 管理職 (otherwise 全員) */
	const char *lesson;   /* of page: "m6/p03" → "m6" */
	const char *page;     /* "p03" */
};

struct ks_checklist {
	struct ks_arena arena;
	const char *id;       /* "self-inspection" */
	const char *file;     /* path, for messages */
	const char *title;    /* 自己点検票 */
	const char *revision; /* author's own number */
	struct ks_rich intro,
		easy_intro; /* the second is the first where the sheet has no easy words */
	struct ks_checklist_item *items;
	size_t n_items;
};

/**
 * ks_checklist_load() - one sheet, its clauses checked against @policy
 * Whether the pages exist is for ks_content_load() to say, which has the lessons.
 * Return: KS_OK; KS_INVALID when an error was diagnosed. @out must be finished in any case.
 */
KS_MUST_USE enum ks_rc ks_checklist_load(const char *file, const struct ks_policy *policy,
					 struct ks_checklist *out, struct ks_diags *diags);
/** ks_checklist_finish() - frees it all; the struct is empty afterwards. Accepts NULL. */
void ks_checklist_finish(struct ks_checklist *checklist);
/** ks_checklist_find() - the item with this id; NULL when there is none. */
const struct ks_checklist_item *ks_checklist_find(const struct ks_checklist *checklist,
						  const char *id);

#endif
