/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Questions, read from Moodle's GIFT. The subset is what gift-pegjs 1.0.2 also reads: single and
 * multiple choice, true/false, matching (= classify), and the form of Moodle's ordering type, `{>5 ALL`
 * with one item a line (gift-pegjs reads that as a short answer). Reasons of matching come as a list in the
 * general feedback, those of ordering in comment lines `// - item: reason` before the question, because
 * Moodle's ordering takes the lines of a general feedback for items. A find question is a multiple
 * choice whose choices begin with @region (`~%33.33333%@from …`).
 * `// [id:m5-q02] [tag:3(1)] [tag:6(6)]` before a question carries id and clauses; [must] makes it the
 * mandatory item of its lesson; [opening] the one asked, without a score, before its first page; [case:m5-c1] makes it a step of a case (lesson.h); [page:p03], or [page:m4/p03] of
 * another lesson, names a page to read again (teach.h).
 * quiz.easy.gift has the same questions in easy words: the same ids, kinds, choices in the same order, the same right
 * answers.
 */
#ifndef KS_CONTENT_QUIZ_H
#define KS_CONTENT_QUIZ_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/rc.h"
#include "base/rich.h"
#include "content/limits.h"

enum ks_question_kind {
	KS_QUESTION_SINGLE,
	KS_QUESTION_MULTIPLE,
	KS_QUESTION_TRUE_FALSE, /* choices[0] is ○ ("true"), choices[1] is × ("false") */
	KS_QUESTION_CLASSIFY,   /* pairs: item → box */
	KS_QUESTION_ORDER,      /* choices in the right order */
	KS_QUESTION_FIND,       /* choices name regions */
};

struct ks_case;

struct ks_choice {
	const char *id; /* "a", "b", … in authored order; "true"/"false"; for an order item "a" … too */
	struct ks_rich text;
	bool is_right;
	struct ks_rich reason; /* why right or wrong */
	const char *region;    /* FIND: id of the region, without @; otherwise NULL */
	int box;               /* CLASSIFY: index into boxes of the right box; otherwise -1 */
};

struct ks_question {
	const char *id; /* "m5-q02" */
	int line;
	enum ks_question_kind kind;
	const char *name; /* ::title:: or "" */
	struct ks_rich stem;
	struct ks_choice *choices;
	size_t n_choices;
	struct ks_rich *boxes; /* CLASSIFY */
	size_t n_boxes;
	struct ks_rich feedback; /* general feedback (####), may be empty */
	const char **clauses;    /* tags */
	size_t n_clauses;
	const char **pages; /* [page:…] as written: "p03" or "m4/p03"; ks_teach_page() finds them */
	size_t n_pages;
	bool is_mandatory;
	bool is_opening; /* asked before the lesson's first page: what would you do? */
	bool is_own;     /* in the test of a course: no lesson has shown it, so it is drawn first */
	const char *asset; /* FIND: "desk.svg" of [asset:desk.svg], or "p03" of [mail:p03], the page whose mail
			    * block is meant; NULL otherwise: then the artefact of its case is meant */
	const char *case_id;            /* "m5-c1" of [case:m5-c1]; NULL otherwise */
	const struct ks_case *artefact; /* that case; NULL when it is none, or only a quiz was parsed */
	size_t step;                    /* within its case: 0, 1 … artefact->n_steps - 1 */
	struct ks_question *easy;       /* the same in easy words (quiz.easy.gift), or NULL */
};

struct ks_quiz {
	const char *file;
	struct ks_question *questions;
	size_t n_questions;
};

/**
 * ks_quiz_parse() - read GIFT text
 * @arena: owns everything in @out
 * Return: KS_OK; KS_INVALID when an error was diagnosed (the good questions are in @out all the same).
 */
KS_MUST_USE enum ks_rc ks_quiz_parse(const char *file, const char *text, size_t len,
				     struct ks_arena *arena, struct ks_quiz *out,
				     struct ks_diags *diags);
/** ks_question_kind_word() - "single", "multiple", "truefalse", "classify", "order", "find". */
const char *ks_question_kind_word(enum ks_question_kind kind);
/** ks_question_kind_find() - the kind of such a word, -1 for another one. */
int ks_question_kind_find(const char *word);
/** ks_quiz_find() - the question with this id ("m1-q03"); NULL when there is none. */
const struct ks_question *ks_quiz_find(const struct ks_quiz *quiz, const char *id);

#endif
