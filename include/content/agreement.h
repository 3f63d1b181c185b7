/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is agreed to at the end of a course has one name: on the screens, in the statement, in the lessons.
 */
#ifndef KS_CONTENT_AGREEMENT_H
#define KS_CONTENT_AGREEMENT_H

#define KS_AGREEMENT "基本方針の確認"
#define KS_AGREEMENT_EASY "基本方針の 確認" /* the same, with the blanks of easy words */

#endif
