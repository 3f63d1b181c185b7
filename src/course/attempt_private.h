/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of a session share about attempts, and nobody else needs. */
#ifndef KS_COURSE_ATTEMPT_PRIVATE_H
#define KS_COURSE_ATTEMPT_PRIVATE_H

#include "course/session.h"

/** ks_attempt_is_usable() - a question that fits into an attempt item (id length, number of choices). */
bool ks_attempt_is_usable(const struct ks_question *question);

/** ks_attempt_draw_with() - ks_attempt_draw() with @wanted in it too; NULL: none. */
void ks_attempt_draw_with(const struct ks_session_rules *rules, uint64_t seed, int number,
			  const struct ks_attempt *last, const struct ks_question *wanted,
			  struct ks_attempt *out);

/** ks_attempt_wanted() - the question the first attempt takes up again; NULL for another, or when none was answered. */
const struct ks_question *ks_attempt_wanted(const struct ks_session *session,
					    const struct ks_session_rules *rules, int number);

/** ks_attempt_size() - how many questions an attempt has; 0: the lesson has no quiz. */
int ks_attempt_size(const struct ks_session_rules *rules);

/** ks_attempt_has_passed() - pass_right reached and every mandatory question right. */
bool ks_attempt_has_passed(const struct ks_attempt *attempt, const struct ks_session_rules *rules);

/** ks_session_put_aside() - the running attempt becomes the last one; nothing where none runs. */
void ks_session_put_aside(struct ks_session *session);

/** ks_attempt_n_answered() - items are answered in order, so this is also the next one's index. */
int ks_attempt_n_answered(const struct ks_attempt *attempt);

#endif
