/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A lesson under way: where the pure session (course/session.h) meets the ledger. Every step is one transaction — facts
 * and the place to resume at — and the session moves only after it was committed.
 */
#ifndef KS_VISIT_LESSON_H
#define KS_VISIT_LESSON_H

#include "visit/visit.h"

/**
 * ks_lesson_open() - begin or take up the lesson of duty @index
 * Return: KS_OK; KS_NOT_FOUND: its content is faulty or its turn has not come (ks_visit_is_open()), place is unchanged;
 * else it cannot be recorded, and is not open.
 */
KS_MUST_USE enum ks_rc ks_lesson_open(struct ks_site *site, struct ks_visit *visit, size_t index);
/** ks_lesson_foresee() - a copy of the visit as ks_lesson_open() would make it; nothing is recorded. Return: as above. */
KS_MUST_USE enum ks_rc ks_lesson_foresee(const struct ks_site *site, struct ks_visit *visit,
					 size_t index);
/**
 * ks_lesson_step() - apply @input and record what follows from it; on an error nothing moved
 * While visit.recall.is_on it is ks_recall_step().
 */
KS_MUST_USE enum ks_rc ks_lesson_step(struct ks_site *site, struct ks_visit *visit,
				      const struct ks_session_input *input);
/** ks_lesson_leave() - record how the sitting ended and close it; accepts that none is open. Back at HOME's door: call
 * ks_signin_home() next. On an error the sitting stays open on the disk, for ks_lesson_recover(). */
KS_MUST_USE enum ks_rc ks_lesson_leave(struct ks_site *site, struct ks_visit *visit, bool is_idle);
/** ks_lesson_place() - the visit's place that fits the session's. */
enum ks_visit_place ks_lesson_place(const struct ks_session *session);

/**
 * ks_lesson_recover() - at start: who was at the screen when the power went is recorded as abandoned
 * A sitting that cannot be closed is left alone and told in the log: the kiosk serves all the same.
 * @n_left: how many those are; may be NULL
 * Return: KS_OK; else the store cannot be read, or nothing can be recorded.
 */
KS_MUST_USE enum ks_rc ks_lesson_recover(struct ks_site *site, size_t *n_left);

#endif
