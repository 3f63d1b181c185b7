/* SPDX-License-Identifier: Apache-2.0 */
/* What a report needs to read from the store; the SQL is in facts.c. */
#ifndef KS_REPORT_FACTS_H
#define KS_REPORT_FACTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"
#include "report/report.h"

/* That somebody began, and perhaps finished, a lesson. */
struct ks_standing_fact {
	const char *staff, *lesson;
	int64_t done_ms; /* first passed or completed; 0: not yet */
	int64_t last_failed_ms;
	uint32_t n_failed; /* attempts at its quiz; 0 until ks_report_add_failures() */
	bool has_clock_doubt, is_from_paper;
};

struct ks_standing_facts {
	struct ks_standing_fact *items; /* by staff, then lesson (bytewise) */
	size_t n_items;
	size_t near; /* behind whom, or which lesson of one person, was asked for last: mostly they are asked for in order */
};

/**
 * ks_report_facts() - of these plans (those of @nendo), whichever a lesson was done for
 * @arena: receives the texts; out->items is to free(), also after an error (of 10,000 people it is megabytes)
 */
KS_MUST_USE enum ks_rc ks_report_facts(struct ks_store *store, const struct ks_plan *plans,
				       size_t n_plans, int nendo, struct ks_arena *arena,
				       struct ks_standing_facts *out);
/** ks_report_facts_of() - those of one person, within @facts. */
struct ks_standing_facts ks_report_facts_of(struct ks_standing_facts *facts, const char *staff);
/** ks_report_fact() - that of @lesson among those of one person; NULL: there is none. */
const struct ks_standing_fact *ks_report_fact(struct ks_standing_facts *of_person,
					      const char *lesson);

/** ks_report_duty_fact() - of the lesson @duty is, or of the test that does for it once that is passed; NULL. */
const struct ks_standing_fact *ks_report_duty_fact(struct ks_standing_facts *of_person,
						   const struct ks_duty *duty);

/**
 * ks_report_agreement_key() - how the agreement that @duty's course asks for begins among the lessons that somebody did
 * Of the policy as the kiosks have it now; where only the course file was read and that is unknown, of any.
 * Return: false: the course asks for none.
 */
bool ks_report_agreement_key(const struct ks_duty *duty, char key[KS_ID_MAX]);

/** ks_report_credited() - tries that pass by 採点訂正 (staff, lesson, done_ms), by staff; as ks_report_facts(). */
KS_MUST_USE enum ks_rc ks_report_credited(struct ks_store *store, int nendo, struct ks_arena *arena,
					  struct ks_standing_facts *out);
/** ks_report_add_failures() - how often each of @facts, which are of these plans too, was failed at its quiz. */
KS_MUST_USE enum ks_rc ks_report_add_failures(struct ks_store *store, const struct ks_plan *plans,
					      size_t n_plans, int nendo,
					      struct ks_standing_facts *facts);

/* Answers to one question of one revision of the content, within one lesson: counted, of nobody in particular. */
struct ks_answer_fact {
	const char *lesson, *question, *revision, *title;
	const char *clauses; /* of a kiosk's own ledger; "" where ks_report_power() tells them */
	size_t n_answers, n_right;
	int64_t last_ms;
};
/** ks_report_answers() - of @nendo, in no order; one question may stand there several times. Everything is in @arena. */
KS_MUST_USE enum ks_rc ks_report_answers(struct ks_store *store, int nendo, struct ks_arena *arena,
					 struct ks_answer_fact **out, size_t *n_out);

/* Over first tries: x is an answer, right or not; y what was right of the rest of its quiz, in thousandths. */
struct ks_power_sums {
	double n, right, rest, rest_right, rest_square; /* of 1, x, y, xy, yy */
};
/** ks_report_power_of() - 見分ける力 from them; NaN as in struct ks_question_row. */
double ks_report_power_of(const struct ks_power_sums *sums);
/** ks_report_power() - fill in clauses, n_tries and power of @row; unchanged where nothing is known. Texts in @arena. */
KS_MUST_USE enum ks_rc ks_report_power(struct ks_store *store, int nendo, struct ks_arena *arena,
				       struct ks_question_row *row);
/** ks_report_sample() - append the bytes of a statement that answered it; KS_NOT_FOUND. */
KS_MUST_USE enum ks_rc ks_report_sample(struct ks_store *store, const char *question,
					const char *revision, struct ks_buf *out);
struct ks_choice_row; /* report/question.h */
/** ks_report_choices() - whole answers and their numbers, often ones first; texts in @arena, *out to free(). */
KS_MUST_USE enum ks_rc ks_report_choices(struct ks_store *store, int nendo,
					 const struct ks_question_row *row, struct ks_arena *arena,
					 struct ks_choice_row **out, size_t *n);

#endif
