/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The quiz of a lesson on paper: which questions stand on a sheet, in which order, and the mark by which the sheet is known
 * again when somebody keys it in. Pure, so that the centre that prints it and the kiosk that reads it work out the same.
 */
#ifndef KS_COURSE_PAPER_H
#define KS_COURSE_PAPER_H

#include "course/session.h"

#define KS_PAPER_MARK 8 /* bytes of "3F2-81A" with its NUL */

/**
 * ks_paper_draw() - the questions of the sheet of @gathering: by the pools, of those that can be printed
 * The same for everybody there, and on every machine with these rules. Not printed: places to find in a picture, and cases
 * with one. @out->n_items 0: nothing of this quiz can stand on paper.
 */
void ks_paper_draw(const struct ks_session_rules *rules, const char *gathering,
		   struct ks_attempt *out);
/** ks_paper_mark() - another one as soon as a question, a choice, its words or an order differ. */
void ks_paper_mark(const struct ks_session_rules *rules, const struct ks_attempt *sheet,
		   char out[KS_PAPER_MARK]);

/**
 * ks_session_take_sheet() - the next attempt is the one on paper: place is its first question
 * What ran before is put aside as after a result; pages stay as they were: nobody knows which were read.
 */
void ks_session_take_sheet(struct ks_session *session, const struct ks_attempt *sheet);

#endif
