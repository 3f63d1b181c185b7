/* SPDX-License-Identifier: Apache-2.0 */
/* One person's way through the usual lesson (support/course_sample.h), step by step; each step has to succeed. */
#ifndef KS_TESTS_COURSE_WALK_H
#define KS_TESTS_COURSE_WALK_H

#include "support/course_sample.h"

struct walk {
	struct ks_sample sample;
	struct ks_session session;
	struct ks_events events;
};

/** walk_begin() - the usual lesson, not begun. */
void walk_begin(struct walk *walk);
/** walk_take() - one step, whatever becomes of it; @page: of READ_AGAIN. */
enum ks_rc walk_take(struct walk *walk, enum ks_session_input_kind kind, int page);
/** walk_step() - one that has to be taken. */
void walk_step(struct walk *walk, enum ks_session_input_kind kind);
/** walk_answer() - to the question that is asked. */
enum ks_rc walk_answer(struct walk *walk, bool is_right);
/** walk_pages() - on through the pages to what is behind them. */
void walk_pages(struct walk *walk);
/** walk_quiz() - answer the whole attempt; the question with id @wrong (or each, with "*") wrong. */
void walk_quiz(struct walk *walk, const char *wrong);
/** walk_assert_events() - what the last step said to the record; EVENTS(&walk, KS_EVENT_…, …). */
void walk_assert_events(const struct walk *walk, const enum ks_event_kind *kinds, int n);
#define EVENTS(walk, ...)                                                     \
	walk_assert_events((walk), (const enum ks_event_kind[]){__VA_ARGS__}, \
			   (int)KS_COUNT(((const enum ks_event_kind[]){__VA_ARGS__})))

/** walk_session() - in the middle: all pages read, a failed attempt behind, @n_answered questions of the second. */
void walk_session(struct ks_sample *sample, int n_answered, struct ks_session *out);
/** walk_saved() - as text; malloc'd. */
char *walk_saved(const struct ks_session *session);

#endif
