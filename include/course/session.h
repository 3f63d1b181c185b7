/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One person's way through one lesson: pages → quiz → result. Pure: state × input → state and
 * events. The state is a plain value without pointers, so a copy is a snapshot: the program applies an input to a
 * copy, records the events in one transaction, and only then moves on (DESIGN §5.6).
 */
#ifndef KS_COURSE_SESSION_H
#define KS_COURSE_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/rc.h"
#include "content/content.h"

/* value[i] belongs to choice i in authored order. Choice kinds: 1 when chosen. Classify: box + 1, 0 for
 * none. Order: position + 1, 0 for none. */
struct ks_answer {
	uint8_t value[KS_CHOICES_MAX];
};

/** ks_answer_is_complete() - everything the question asks is answered, right or wrong. */
bool ks_answer_is_complete(const struct ks_question *question, const struct ks_answer *answer);
/** ks_answer_is_right() - complete, and right throughout. */
bool ks_answer_is_right(const struct ks_question *question, const struct ks_answer *answer);
/* How near an answer came. */
struct ks_tally {
	int n_wanted; /* right choices; for one of a list 1; cards, steps */
	int n_hit;
	int n_missed, n_extra; /* of those to choose: not chosen, and chosen though wrong */
};
/** ks_answer_tally() - for telling partly right from wrong; whether it counts is ks_answer_is_right() alone. */
struct ks_tally ks_answer_tally(const struct ks_question *question, const struct ks_answer *answer);
/** ks_answer_response() - xAPI response string: "b", "a[,]c", "true", "a[.]x1[,]b[.]x2". */
void ks_answer_response(const struct ks_question *question, const struct ks_answer *answer,
			struct ks_buf *out);
/** ks_answer_pattern() - correctResponsesPattern[0] in the same form. */
void ks_answer_pattern(const struct ks_question *question, struct ks_buf *out);
/** ks_choice_mark() - ア イ ウ エ … for the choice shown at place @index, on paper and on the glass. */
const char *ks_choice_mark(int index);

struct ks_attempt_item {
	char question[KS_ID_MAX];
	uint8_t order[KS_CHOICES_MAX]; /* order[k]: authored index of the choice shown at place k */
	struct ks_answer answer;
	bool is_answered, is_right;
};

struct ks_attempt {
	int number; /* 1 for the first attempt at this lesson in this 年度; 0: none yet */
	uint64_t seed;
	int n_items;
	struct ks_attempt_item items[KS_QUIZ_MAX];
};

enum ks_place {
	KS_PLACE_PAGE,     /* page_index */
	KS_PLACE_QUESTION, /* item_index, not answered yet */
	KS_PLACE_REASON,   /* item_index, answered: why */
	KS_PLACE_RESULT,
};

struct ks_session {
	char lesson[KS_ID_MAX];
	char digest[KS_HASH_HEX]; /* content the state was made with */
	enum ks_place place;
	int page_index, n_pages_seen; /* pages 0 … n_pages_seen-1 were seen */
	int item_index;
	struct ks_attempt attempt, last_attempt;
	bool has_passed; /* ever, in this 年度 */
	bool is_review;  /* has_passed when it was opened: reading again, no duty */
	uint8_t opening; /* the answer to the question before the lesson: authored index + 1; 0: passed over */
};

enum ks_session_input_kind {
	KS_STEP_NEXT, /* next page; behind the last: the quiz (or the end); behind a reason: next question or result */
	KS_STEP_BACK,       /* page before */
	KS_STEP_ANSWER,     /* answer: of the current question */
	KS_STEP_RETRY,      /* from a failed result: a new attempt */
	KS_STEP_READ_AGAIN, /* from a result: to page 0, or to page_index when ≥ 0 */
	KS_STEP_OPENING, /* before the quiz, on a page: answer: to ks_session_opening(); it may be given anew */
	KS_STEP_BLANK, /* on paper nothing stands there: a wrong answer without a response */
	KS_STEP_COUNT,
};
struct ks_session_input {
	enum ks_session_input_kind kind;
	struct ks_answer answer;
	int page_index;
	uint64_t seed; /* fresh randomness; used when an attempt begins */
};

/*
 * An attempt is judged by the KS_STEP_NEXT behind its last reason, so a program that ends a sitting there
 * applies that step first. Once has_passed, attempts are only answered: no second PASSED, FAILED or
 * COMPLETED (cmi5).
 */
enum ks_event_kind {
	KS_EVENT_PAGE_SEEN, /* index: page left forwards for the first time */
	KS_EVENT_ANSWERED,  /* index: item */
	KS_EVENT_PASSED,    /* attempt judged; n_right */
	KS_EVENT_FAILED,
	KS_EVENT_COMPLETED, /* the lesson is done for the first time (behind PASSED, or last page without quiz) */
};
struct ks_event {
	enum ks_event_kind kind;
	int index;
};
#define KS_EVENTS_MAX 4
struct ks_events {
	struct ks_event items[KS_EVENTS_MAX];
	int n_items;
};

/* What the session is about; borrowed, immutable. */
struct ks_session_rules {
	const struct ks_content *content;
	const struct ks_plan *plan;
	const struct ks_plan_lesson *plan_lesson;
	const struct ks_lesson *lesson;
};

/** ks_session_begin() - a fresh state at page 0. */
void ks_session_begin(struct ks_session *session, const struct ks_session_rules *rules);
/**
 * ks_session_review() - the lesson is done (here or elsewhere) and is opened once more
 * @session: from ks_session_begin() or ks_session_load(); back to page 0, attempt numbers go on.
 */
void ks_session_review(struct ks_session *session);
/**
 * ks_session_apply() - one step
 * Return: KS_OK; KS_INVALID when the input does not fit the place (state unchanged, no events).
 */
KS_MUST_USE enum ks_rc ks_session_apply(struct ks_session *session,
					const struct ks_session_rules *rules,
					const struct ks_session_input *input,
					struct ks_events *events);

/** ks_session_question() - the question of an item of the attempt, from 0; NULL beyond its end. */
const struct ks_question *ks_session_question(const struct ks_session *session,
					      const struct ks_session_rules *rules, int item_index);
/**
 * ks_session_opening() - the question asked before the first page, without a score; NULL when the lesson has none
 * Whoever answered it is asked it again in the first attempt, and sees both answers: an opinion held first is what one
 * remembers (ks_attempt_draw() alone does not know of it).
 */
const struct ks_question *ks_session_opening(const struct ks_session_rules *rules);
/** ks_session_n_right() - right answers of the attempt so far. */
int ks_session_n_right(const struct ks_session *session);
/** ks_session_progress() - 0 … 100 over pages and questions (cmi5 progress extension). */
int ks_session_progress(const struct ks_session *session, const struct ks_session_rules *rules);

/**
 * ks_attempt_draw() - questions by the pools, mandatory ones always, at most max_repeats of @last, shuffled with @seed
 * The same arguments give the same attempt on every machine.
 */
void ks_attempt_draw(const struct ks_session_rules *rules, uint64_t seed, int number,
		     const struct ks_attempt *last, struct ks_attempt *out);

/** ks_attempt_of_one() - an attempt of @question alone, its choices shuffled with @seed; its number is 1. */
void ks_attempt_of_one(const struct ks_question *question, uint64_t seed, struct ks_attempt *out);

/**
 * ks_session_begun_in() - whether @json is a state in the middle of a lesson (pages or an attempt, no result yet)
 * @digest: receives that of the content it was begun in
 */
bool ks_session_begun_in(const char *json, char digest[KS_HASH_HEX]);
/** ks_session_save() - as JSON text. */
void ks_session_save(const struct ks_session *session, struct ks_buf *out);
/**
 * ks_session_load() - take up a saved state
 * When the content changed since: pages are clamped, a running attempt whose questions are gone or changed in shape begins
 * anew at its first question (answers already recorded stay recorded).
 * Return: KS_OK; KS_INVALID for text that is not a saved session of this lesson.
 */
KS_MUST_USE enum ks_rc ks_session_load(const char *json, const struct ks_session_rules *rules,
				       struct ks_session *out);

#endif
