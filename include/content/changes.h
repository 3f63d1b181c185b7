/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is different between two revisions of the content: clauses, lessons, pages and questions that were added,
 * changed or removed.
 */
#ifndef KS_CONTENT_CHANGES_H
#define KS_CONTENT_CHANGES_H

#include <stddef.h>

#include "base/buf.h"
#include "content/content.h"

enum ks_change_kind { KS_CHANGE_ADDED, KS_CHANGE_CHANGED, KS_CHANGE_REMOVED };
enum ks_change_thing {
	KS_CHANGE_CLAUSE,
	KS_CHANGE_LESSON, /* as a whole: its pages and questions are not listed too */
	KS_CHANGE_PAGE,
	KS_CHANGE_QUESTION,
};

struct ks_change {
	enum ks_change_kind kind;
	enum ks_change_thing thing;
	const char *id; /* "3(1)", "m5", "p03" (in the new revision, of a removed page in the old), "m5-q02" */
	const char *title; /* of the clause, lesson, page; name of the question; may be "" */
	const struct ks_lesson *lesson; /* PAGE, QUESTION: of the new revision; else NULL */
};

struct ks_changes {
	struct ks_change *items; /* clauses, then lesson by lesson */
	size_t n_items, capacity;
};

/**
 * ks_changes_find() - from @before to @after, which must stay while @out is used
 * Pages are matched by title, else by the same words under another title: a page that only moved is no change.
 */
void ks_changes_find(const struct ks_content *before, const struct ks_content *after,
		     struct ks_changes *out);
/** ks_changes_finish() - frees the list, whose texts are the two contents'; the struct is empty afterwards. Accepts NULL. */
void ks_changes_finish(struct ks_changes *changes);

/** ks_changes_to_markdown() - as pages of a lesson (「去年から変わったこと」), each short enough for a screen. */
void ks_changes_to_markdown(const struct ks_changes *changes, struct ks_buf *out);

#endif
