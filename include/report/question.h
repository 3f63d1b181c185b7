/* SPDX-License-Identifier: Apache-2.0 */
/* 設問分析 beside the list of report.h: why a question is looked at again, the clauses, and a question as it was shown. */
#ifndef KS_REPORT_QUESTION_H
#define KS_REPORT_QUESTION_H

#include "report/report.h"

#define KS_QUESTION_POWER_LOW 0.2

#define KS_QUESTION_FEW "5名より少ない"
/** ks_question_note() - 「むずかしい」「やさしすぎる」「見分ける力が弱い」, KS_QUESTION_FEW, "" for none. */
const char *ks_question_note(const struct ks_question_row *row);

/* How well a clause of the policy is understood: all answers to questions that are about it. */
struct ks_clause_row {
	const char *clause; /* borrowed from the arena of the list */
	size_t n_questions, n_answers, n_right;
};
/** ks_question_clauses() - the lowest rate first; an array of *n to free(). */
struct ks_clause_row *ks_question_clauses(struct ks_question_list *list, size_t *n);

/** ks_question_clause_table() - the file of them; of a 設問分析 as it was filtered. */
void ks_question_clause_table(const struct ks_clause_row *rows, size_t n, struct ks_table *out);
/** ks_question_is_about() - @clause is one of the row's; "" is. */
bool ks_question_is_about(const struct ks_question_row *row, const char *clause);
/** ks_question_list_keep() - only those of the lesson and the clause; "" for any. */
void ks_question_list_keep(struct ks_question_list *list, const char *lesson, const char *clause);

/* One choice, and how often it was taken. */
struct ks_choice_row {
	const char *id, *text;
	bool is_right;
	size_t n;
};
/** ks_choice_words() - its text, or what was answered. */
const char *ks_choice_words(const struct ks_choice_row *choice);
/* A question as it stood on the glass when it was answered. */
struct ks_question_shown {
	struct ks_arena arena;
	const char *kind; /* xAPI's interactionType; "" when nothing is known of it */
	const char *text, *right;
	struct ks_choice_row *choices; /* in the order they were written; of sequencing and matching: whole answers, often ones first */
	size_t n_choices;
};
/** ks_report_question_shown() - from a statement that answered it, counts of @nendo; ks_question_shown_finish(). */
KS_MUST_USE enum ks_rc ks_report_question_shown(struct ks_store *store, int nendo,
						const struct ks_question_row *row,
						struct ks_question_shown *out);
/** ks_question_shown_finish() - frees all; the struct is empty afterwards. Accepts NULL. */
void ks_question_shown_finish(struct ks_question_shown *shown);

/** ks_question_shown_fold() - where whole answers stand (an order, a matching): two rows, the right one and all others; not where the right one is not known. */
void ks_question_shown_fold(struct ks_question_shown *shown);

#define KS_QUESTION_PEOPLE_LEAST 5
/**
 * ks_report_questions_of() - of @list, as ks_report_questions() made it, what the tries of these people say
 * @staff: their 職員番号 as they are recorded. Answers that say of no try that they belong to it are not among them.
 * Rows that none of them answered go; those that fewer than KS_QUESTION_PEOPLE_LEAST did are is_few.
 */
KS_MUST_USE enum ks_rc ks_report_questions_of(struct ks_store *store, int nendo,
					      const char *const *staff, size_t n_staff,
					      struct ks_question_list *list);
/** ks_report_question_chosen() - 選ばれた数 in words, in the chosen_words of @n rows from @from on: 「○係へ届ける 12 ／ 捨てる 3」. */
KS_MUST_USE enum ks_rc ks_report_question_chosen(struct ks_store *store, int nendo,
						 struct ks_question_list *list, size_t from,
						 size_t n);
#define KS_CHOSEN_MARK " ／ " /* between the choices there */
#define KS_CHOSEN_RIGHT "○"   /* before a right one */

#endif
