/* SPDX-License-Identifier: Apache-2.0 */
/* The rules of `kenshu content check` that need the whole folder. Private to src/content. */
#ifndef KS_CONTENT_CHECK_H
#define KS_CONTENT_CHECK_H

#include "content/load.h"

void ks_check_pages(const struct ks_content *content, struct ks_diags *diags);
void ks_check_figures(const struct ks_content *content, struct ks_diags *diags);
void ks_check_questions(const struct ks_content *content, struct ks_diags *diags);
/** ks_check_teaching() - does each question lead to one page to read again; @is_whole: other lessons are there too. */
void ks_check_teaching(const struct ks_content *content, bool is_whole, struct ks_diags *diags);
void ks_check_plans(const struct ks_content *content, struct ks_diags *diags);
/** ks_check_training_plans() - what is not filled in yet, and courses that are in only one of plan and year. */
void ks_check_training_plans(const struct ks_content *content, struct ks_diags *diags);
/** ks_check_blind() - words that give answers away, and whole lessons that can be passed by them (blind.h). */
void ks_check_blind(const struct ks_content *content, struct ks_diags *diags);
/** ks_check_readings() - how many runs of kanji have no reading, where there is a lexicon. */
void ks_check_readings(const struct ks_content *content, struct ks_diags *diags);
void ks_check_coverage(const struct ks_content *content, struct ks_diags *diags);
/** ks_check_glyphs() - every character of every file can be drawn by some font. */
void ks_check_glyphs(const struct ks_content *content, const struct ks_check_options *options,
		     struct ks_diags *diags);

#endif
