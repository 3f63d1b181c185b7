/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A question on the glass. What the kinds have in common is here; each kind is a table of functions in a
 * file of its own (question_choose.c, question_classify.c, question_order.c, question_find.c), which
 * the question screen, the reason screen, the result and the script drive without knowing it.
 */
#ifndef KIOSK_QUESTION_H
#define KIOSK_QUESTION_H

#include "kiosk/flow.h"
#include "kiosk/frame.h"
#include "kiosk/words/words.h"

/* What was given so far, in the view of the question screen; not recorded before 答える. */
struct ks_question_given {
	struct ks_answer answer;
	int held; /* card in hand (classify): its authored index + 1; 0: none */
};
/** ks_question_given_of() - to change it; ks_question_given_in() only to read it. */
struct ks_question_given *ks_question_given_of(struct ks_view *view);
const struct ks_question_given *ks_question_given_in(const struct ks_view *view);
/** ks_question_answer() - the answer as it stands. */
const struct ks_answer *ks_question_answer(const struct ks_app *app);

/* KS_W_COUNT stands for "no words". */
struct ks_question_ops {
	enum ks_word ask;  /* beside the question's number; may say how many answers are right */
	enum ks_word undo; /* button at the lower left, action KS_ACT_UNDO */
	bool has_rows; /* one row a choice: whichever is chosen, the explanation has the same words */
	bool has_own_artefact; /* it draws what it asks about itself (find) */
	bool tells_one; /* the explanation begins with what was chosen and what is right; more on demand */
	/* Paint the answers to touch into @body and set visit.n_parts. */
	void (*build)(struct ks_app *app, struct ks_scene *scene, struct ks_rect body);
	/* One of KS_ACT_CHOOSE, KS_ACT_BOX, KS_ACT_UNDO. */
	void (*touch)(struct ks_app *app, struct ks_action action);
	/* What stands in the middle of the bottom bar; NULL for nothing. May be NULL. */
	const char *(*status)(struct ks_app *app, struct ks_scene *scene);
	bool (*is_ready)(const struct ks_app *app); /* NULL: ks_answer_is_complete() */
	/* 答えの説明: a picture beside the words, when there is room, and the words. @show returns the column that is
	 * left, all of it when there was no room; may be NULL. */
	struct ks_rect (*show)(struct ks_app *app, struct ks_scene *scene, struct ks_rect column);
	void (*tell)(struct ks_flow *flow, struct ks_app *app, bool is_shown);
	/* What was given and what would have been right, line by line, for the result. */
	void (*sum_up)(struct ks_scene *scene, const struct ks_question *question,
		       const struct ks_answer *given, struct ks_buf *out);
	/* For scripts: an answer that is right, or whole but wrong; and the next tap towards it (what 0: done). */
	void (*solve)(const struct ks_question *question, bool is_right, struct ks_answer *out);
	struct ks_action (*next_tap)(const struct ks_app *app, const struct ks_answer *wanted);
};

/* Of what is answered by choosing, however that is drawn. */
void ks_choose_touch(struct ks_app *app, struct ks_action action);
void ks_choose_solve(const struct ks_question *question, bool is_right, struct ks_answer *out);
struct ks_action ks_choose_next_tap(const struct ks_app *app, const struct ks_answer *wanted);
#define KS_CHOOSE_OPS                                                                             \
	.undo = KS_W_COUNT, .has_rows = true, .touch = ks_choose_touch, .solve = ks_choose_solve, \
	.next_tap = ks_choose_next_tap

extern const struct ks_question_ops ks_question_single, ks_question_multiple,
	ks_question_true_false, ks_question_classify, ks_question_order, ks_question_find;

const struct ks_question_ops *ks_question_ops(const struct ks_question *question);
/** ks_question_worded() - in the words chosen on this screen: the easy ones where they were asked for and are there. */
const struct ks_question *ks_question_worded(const struct ks_app *app,
					     const struct ks_question *question);
/**
 * ks_question_asked() - the one at hand as authored: its case stands there, not in its easy twin
 * On a page that is the one before the lesson (ks_session_opening()); NULL when there is none.
 */
const struct ks_question *ks_question_asked(const struct ks_app *app);
/** ks_question_present() - the one at hand, in these words. */
const struct ks_question *ks_question_present(const struct ks_app *app);
/** ks_question_home() - the lesson it belongs to, which has its pictures and mails; in a test not the open one. */
const struct ks_lesson *ks_question_home(const struct ks_app *app,
					 const struct ks_question *question);
const struct ks_attempt_item *ks_question_item(const struct ks_app *app);
size_t ks_question_n_right(const struct ks_question *question);
/** ks_question_n_given() - how many of @answer's values are set. */
size_t ks_question_n_given(const struct ks_question *question, const struct ks_answer *answer);

/** ks_question_is_last() - of the attempt, or of those looked back at. */
bool ks_question_is_last(const struct ks_app *app);
/** ks_question_frame_head() - what stands in its bars; ks_question_frame() opens them with it. */
struct ks_frame_head ks_question_frame_head(struct ks_app *app, struct ks_scene *scene);
struct ks_frame ks_question_frame(struct ks_app *app, struct ks_scene *scene,
				  const struct ks_frame_head *head);
/** ks_question_head() - number and what to do at the top of @body; returns what is left of it. */
struct ks_rect ks_question_head(struct ks_app *app, struct ks_scene *scene, struct ks_rect body);
/** ks_question_column() - the same without painting. */
struct ks_rect ks_question_column(struct ks_app *app, struct ks_scene *scene, struct ks_rect body);
/** ks_question_lower() - in portrait number, question and answers come down together into reach; @free_px: what they leave. */
struct ks_rect ks_question_lower(const struct ks_app *app, struct ks_rect body, int free_px);
#define KS_QUESTION_STEM_MM 9.2
/** ks_question_flow_stem() - the question itself, in type of @mm. */
void ks_question_flow_stem(struct ks_flow *flow, const struct ks_question *question, double mm);
/** ks_question_flow_asked() - the question small, where its answers or their reasons are what is looked at. */
void ks_question_flow_asked(struct ks_flow *flow);
/** ks_question_keep_asked() - before an answer of @height_px: if it begins a further part, the question stands above it there. */
void ks_question_keep_asked(struct ks_flow *flow, int height_px);
/** ks_question_turn_to() - the question has @n parts: note it, keep the present one within; returns which of the @n to show. */
int ks_question_turn_to(struct ks_app *app, int n);

/* The choice shown at @place. */
typedef struct ks_choice_row (*ks_question_row_fn)(struct ks_app *app, struct ks_scene *scene,
						   int place);
/** ks_question_build_rows() - stem and one row a choice, as high as the room allows. */
void ks_question_build_rows(struct ks_app *app, struct ks_scene *scene, struct ks_rect body,
			    ks_question_row_fn row_at);

/* One card of 答えの説明 (reason.c); each kind is told by its sign, colour and words. */
enum ks_told_kind {
	KS_TOLD_ASIDE,  /* neither right nor chosen */
	KS_TOLD_RIGHT,  /* ○ green */
	KS_TOLD_WRONG,  /* × red */
	KS_TOLD_MISSED, /* dashed ○, amber: one of several right ones that was not chosen */
};
struct ks_told {
	enum ks_told_kind kind;
	bool is_plain; /* without the sign: it would stand beside ○ and × that mean something else */
	const char *title;
	const struct ks_rich *reason;
};
/** ks_question_told_kind() - of one choice; @is_one_of_several: one that is right and not chosen was missed. */
enum ks_told_kind ks_question_told_kind(bool is_right, bool is_chosen, bool is_one_of_several);
void ks_question_flow_told(struct ks_flow *flow, const struct ks_told *told);
/** ks_question_put_sum() - "あなたの答え：… / 正解：…" on two lines. */
void ks_question_put_sum(struct ks_scene *scene, const char *given, const char *right,
			 struct ks_buf *out);
/** ks_verdict_build() - right, partly right (so many of so many) or wrong, as a banner at the top of @r; its height. */
int ks_verdict_build(struct ks_app *app, struct ks_scene *scene, struct ks_rect r);
/** ks_question_flow_then() - what was chosen before the lesson, when this is that question and one was chosen. */
void ks_question_flow_then(struct ks_flow *flow, struct ks_app *app);
/** ks_question_flow_quote() - a quote that is not cut off when it is higher than a whole column. */
void ks_question_flow_quote(struct ks_flow *flow, const struct ks_quote *quote);

#endif
