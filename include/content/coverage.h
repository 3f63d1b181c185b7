/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How much of the policy the lessons teach and ask, against the author's plan (coverage.yaml), and how long
 * reading takes against the minutes promised.
 */
#ifndef KS_CONTENT_COVERAGE_H
#define KS_CONTENT_COVERAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "content/content.h"

/* People read this many characters of explanation a minute (CURRICULUM §4). */
#define KS_CHARACTERS_A_MINUTE 450

struct ks_coverage_row {
	int line;
	const char **clauses; /* counted together: ["2(5)", "2(6)", "2(7)"] */
	size_t n_clauses;
	size_t pages_min, questions_min;
	unsigned kinds_wanted; /* bit (1u << enum ks_question_kind) */
	size_t n_pages, n_questions;
	unsigned kinds_found;
};

struct ks_coverage {
	struct ks_arena arena;
	struct ks_coverage_row *rows; /* in the order of the file */
	size_t n_rows;
	size_t pages_min, questions_min; /* of all the content */
	size_t n_pages, n_questions;
};

/**
 * ks_coverage_load() - read the plan and count @content against it
 * Every clause of the policy without sub-clauses must have its row.
 * Return: KS_OK; KS_INVALID when an error was diagnosed. @out must be finished in any case.
 */
KS_MUST_USE enum ks_rc ks_coverage_load(const char *file, const struct ks_content *content,
					struct ks_coverage *out, struct ks_diags *diags);
/** ks_coverage_finish() - frees it all; the struct is empty afterwards. Accepts NULL. */
void ks_coverage_finish(struct ks_coverage *coverage);
/** ks_coverage_is_met() - enough pages, enough questions, and every kind that is wanted. */
bool ks_coverage_is_met(const struct ks_coverage_row *row);

/** ks_lesson_characters() - to be read on all pages; @is_easy: of the やさしい variant, 0 when there is none. */
size_t ks_lesson_characters(const struct ks_lesson *lesson, bool is_easy);

#endif
