/* SPDX-License-Identifier: Apache-2.0 */
/* 解答用紙 on the page of gatherings: which one, and the file. */
#ifndef KS_WEB_ANSWERS_H
#define KS_WEB_ANSWERS_H

#include "record/gathering.h"
#include "web/call.h"

/** ks_answers_put() - what is to be printed for @gathering: its lessons, and the courses that have them. */
void ks_answers_put(struct ks_call *call, const struct ks_gathering *gathering);
/** ks_answers_send() - the file that ?sheet= asks for of ?edit=, or a page that says why there is none. */
void ks_answers_send(struct ks_call *call);

#endif
