/* SPDX-License-Identifier: Apache-2.0 */
/* The chart of 設問分析. Private to src/web. */
#ifndef KS_WEB_CHART_H
#define KS_WEB_CHART_H

#include "report/question.h"
#include "web/call.h"

/** ks_page_question_chart() - each question by its share of right answers and its 見分ける力, drawn here; nothing when no power is known. */
void ks_page_question_chart(struct ks_call *call, const struct ks_question_list *list);

#endif
