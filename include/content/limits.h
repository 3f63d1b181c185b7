/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How much of each thing content may hold. The parser refuses what is over, and what runs the content has room for
 * exactly this much: nothing that passes `kenshu content check` can be cut off, or stop a kiosk.
 */
#ifndef KS_CONTENT_LIMITS_H
#define KS_CONTENT_LIMITS_H

/* Ids travel in statements and stand in rows of fixed width. */
#define KS_ID_MAX 40 /* bytes with the NUL: of lessons, courses, questions, cases, checklists */
#define KS_COURSE_ID_MAX (KS_ID_MAX - 5) /* its test is "<id>-test" */
#define KS_REVISION_MAX KS_ID_MAX
#define KS_ITEM_MAX 64 /* bytes of the id of a checklist's item, without the NUL */

#define KS_PAGES_MAX 60           /* of a lesson, or cases of it */
#define KS_BLOCKS_MAX 40          /* of a page */
#define KS_CHOICES_MAX 8          /* of a question: choices, items or boxes */
#define KS_QUIZ_QUESTIONS_MAX 400 /* in one quiz.gift */
#define KS_QUIZ_MAX 20            /* asked in one attempt */
#define KS_TEST_QUESTIONS_MAX 500 /* a course's test draws from */
#define KS_DUTIES_MAX 32      /* lessons and tests that are ready, of all courses of one 年度 */
#define KS_INSPECTION_MAX 100 /* items of a checklist */

#endif
