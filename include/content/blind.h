/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The blind test: how much of the questions can be answered from the wording of the choices alone. Every single-choice
 * and true/false question is answered by a model that has never seen its lesson: naive Bayes over runs of 1 to 4
 * characters of the choices, learnt from all other lessons. A pool without tells scores near chance.
 */
#ifndef KS_CONTENT_BLIND_H
#define KS_CONTENT_BLIND_H

#include "content/content.h"

/* Above these a model without knowledge passes: what `kenshu content check` warns of. Percent. */
#define KS_BLIND_SINGLE_MAX 42
#define KS_BLIND_TRUE_FALSE_MAX 60
#define KS_BLIND_ABOVE_CHANCE_MAX 20 /* of one lesson, or of a course's own test */
#define KS_BLIND_LONGEST_MIN 25      /* how often the right choice is the longest */
#define KS_BLIND_LONGEST_MAX 40
#define KS_BLIND_QUESTIONS_MIN 50 /* fewer say nothing about the whole, and */
#define KS_BLIND_LESSON_MIN 6 /* about one lesson: of five, one question is all that is allowed */
#define KS_BLIND_TELLS_MAX 3

/* Sums over questions; divide by n for shares of 1. */
struct ks_blind_score {
	size_t n_single, n_true_false;
	double chance_single, words_single, longest; /* longest: ties are shared */
	double words_true_false;
};

/* A run of characters that pushed the model to the right answers of one home. */
struct ks_tell {
	const char *text;
	int line;      /* of the first question that has it */
	double weight; /* how far it pushed, in all */
};

struct ks_blind_row {
	const struct ks_lesson *home; /* a lesson, or the own questions of a course's test */
	struct ks_blind_score score;
	struct ks_tell tells[KS_BLIND_TELLS_MAX]; /* the strongest first; where the row is over the limit */
	size_t n_tells;
};

/* A run of characters that tells right from wrong. */
struct ks_giveaway {
	const char *text;
	const char *file;  /* of the first choice that has it */
	int line;          /* of its question */
	size_t n, n_right; /* choices that have it, and how many of them are right */
};

struct ks_blind {
	struct ks_arena arena;
	struct ks_blind_row *rows;
	size_t n_rows;
	struct ks_blind_score all;
	struct ks_giveaway *giveaways; /* the strongest first */
	size_t n_giveaways;
};

/** ks_blind_measure() - @is_easy: in easy words, where a question has them. @out must be finished. */
void ks_blind_measure(const struct ks_content *content, bool is_easy, struct ks_blind *out);
/** ks_blind_finish() - frees what ks_blind_measure() gave. */
void ks_blind_finish(struct ks_blind *blind);

/* In percent; 0 when there is nothing to divide by. */
double ks_blind_chance(const struct ks_blind_score *score); /* of both kinds */
double ks_blind_words(const struct ks_blind_score *score);
/** ks_blind_is_over() - this many questions can be answered by their wording (KS_BLIND_ABOVE_CHANCE_MAX). */
bool ks_blind_is_over(const struct ks_blind_score *score);
/** ks_blind_percent() - @sum of @n. */
double ks_blind_percent(double sum, size_t n);

#endif
