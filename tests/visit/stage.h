/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A kiosk without a screen for tests of the visit: a real store in a temp folder, a fake clock, the sample course, three
 * people in the roster, one gathering, and a disk that can be filled to the last byte.
 */
#ifndef KS_TESTS_VISIT_STAGE_H
#define KS_TESTS_VISIT_STAGE_H

#include "support/record_sample.h"
#include "visit/visit.h"

#define STAGE_NUMBER "000123"
#define STAGE_OTHER "000124" /* appointed until 2027-03-31 */
#define STAGE_NO_PIN "000125"
#define STAGE_PIN "480216"

struct stage {
	struct ks_record_sample sample;
	struct ks_checklist_item items[2];
	struct ks_checklist sheet;
	struct ks_site site;
	struct ks_visit visit;
	struct ks_gathering gathering; /* today, 9:00 to 10:00 */
	char title[32];                /* of it */
	int n_recorded;                /* calls of the callback */
};

int stage_setup(void **state);
int stage_teardown(void **state);

/** stage_import() - another list in place of the stage's own. */
void stage_import(struct stage *stage, const char *csv);
/** stage_sign_in() - number and PIN of @number; place is HOME. */
void stage_sign_in(struct stage *stage, const char *number);
/** stage_open_desk() - of STAGE_NUMBER, who has the role for it; place is DESK. */
void stage_open_desk(struct stage *stage);
/** stage_step() - what moves a lesson and answers nothing: the next page, the one before, a new attempt. */
enum ks_rc stage_step(struct stage *stage, enum ks_session_input_kind kind);
/** stage_drill() - two scenes, each with two decisions. */
const struct ks_drill *stage_drill(void);
/** stage_to() - the clock is set to this civil time in Japan. */
void stage_to(struct stage *stage, int year, int month, int day, int hour, int minute);
/** stage_fill() - from now on nothing fits on the disk. */
void stage_fill(struct stage *stage);
/** stage_empty() - there is room again. */
void stage_empty(struct stage *stage);
/** stage_count() - statements in the ledger with this verb ("": all). */
int stage_count(struct stage *stage, const char *verb);
/** stage_take_lesson() - from HOME through all pages and the quiz of duty 0; every answer right or every one wrong. */
enum ks_rc stage_take_lesson(struct stage *stage, bool is_right);
/** stage_answer() - the question at hand, and on behind its reason. */
enum ks_rc stage_answer(struct stage *stage, bool is_right);
/** stage_break_table() - rows of @table cannot be read any more. */
void stage_break_table(struct stage *stage, const char *table);

#endif
