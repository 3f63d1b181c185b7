/* SPDX-License-Identifier: Apache-2.0 */
/* Between the page of 設問分析 and that of one question. Private to src/web. */
#ifndef KS_WEB_QUESTION_H
#define KS_WEB_QUESTION_H

#include "report/question.h"
#include "web/call.h"

/** ks_page_share() - the bar and its number: nobody should have to measure it; nothing when @of is 0. */
void ks_page_share(struct ks_call *call, size_t n, size_t of);
/** ks_page_question() - the one the address names, as it was shown; false: there is none of that name and revision. */
bool ks_page_question(struct ks_call *call, const struct ks_question_list *list);
/** ks_page_choices_taken() - how often each choice of @row was taken: a bar of shares, and the words below it. */
void ks_page_choices_taken(struct ks_call *call, const struct ks_question_row *row);

#endif
