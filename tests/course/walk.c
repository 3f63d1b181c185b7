/* SPDX-License-Identifier: Apache-2.0 */
#include "walk.h"

#include "base/buf.h"
#include "support/test.h"

void walk_begin(struct walk *walk)
{
	ks_sample_usual(&walk->sample);
	ks_session_begin(&walk->session, &walk->sample.rules);
}

enum ks_rc walk_take(struct walk *walk, enum ks_session_input_kind kind, int page)
{
	struct ks_session_input input = {.kind = kind, .page_index = page, .seed = 11};

	return ks_session_apply(&walk->session, &walk->sample.rules, &input, &walk->events);
}

void walk_step(struct walk *walk, enum ks_session_input_kind kind)
{
	assert_int_equal(walk_take(walk, kind, -1), KS_OK);
}

enum ks_rc walk_answer(struct walk *walk, bool is_right)
{
	const struct ks_question *question =
		ks_session_question(&walk->session, &walk->sample.rules, walk->session.item_index);
	struct ks_session_input input = {.kind = KS_STEP_ANSWER};

	assert_non_null(question);
	input.answer = ks_sample_answer(question, is_right);
	return ks_session_apply(&walk->session, &walk->sample.rules, &input, &walk->events);
}

void walk_pages(struct walk *walk)
{
	for (int i = walk->session.page_index; i < KS_SAMPLE_PAGES; i++)
		walk_step(walk, KS_STEP_NEXT);
}

void walk_quiz(struct walk *walk, const char *wrong)
{
	while (walk->session.place == KS_PLACE_QUESTION) {
		const char *id = walk->session.attempt.items[walk->session.item_index].question;
		bool is_right = !wrong || (strcmp(wrong, "*") != 0 && strcmp(wrong, id) != 0);

		assert_int_equal(walk_answer(walk, is_right), KS_OK);
		walk_step(walk, KS_STEP_NEXT);
	}
	assert_int_equal(walk->session.place, KS_PLACE_RESULT);
}

void walk_assert_events(const struct walk *walk, const enum ks_event_kind *kinds, int n)
{
	assert_int_equal(walk->events.n_items, n);
	for (int i = 0; i < n; i++)
		assert_int_equal(walk->events.items[i].kind, kinds[i]);
}

void walk_session(struct ks_sample *sample, int n_answered, struct ks_session *out)
{
	struct ks_events events;

	ks_session_begin(out, &sample->rules);
	for (int i = 0; i < KS_SAMPLE_PAGES; i++)
		assert_int_equal(ks_session_apply(out, &sample->rules,
						  &(struct ks_session_input){.seed = UINT64_MAX},
						  &events),
				 KS_OK);
	for (int n = 0; n < 6 + n_answered; n++) {
		struct ks_session_input input = {.kind = KS_STEP_ANSWER};
		const struct ks_question *question =
			ks_session_question(out, &sample->rules, out->item_index);

		input.answer = ks_sample_answer(question, n >= 6);
		assert_int_equal(ks_session_apply(out, &sample->rules, &input, &events), KS_OK);
		input.kind = KS_STEP_NEXT;
		assert_int_equal(ks_session_apply(out, &sample->rules, &input, &events), KS_OK);
		input.kind = KS_STEP_RETRY;
		input.seed = 5;
		if (n == 5)
			assert_int_equal(ks_session_apply(out, &sample->rules, &input, &events),
					 KS_OK);
	}
}

char *walk_saved(const struct ks_session *session)
{
	struct ks_buf out = {0};

	ks_session_save(session, &out);
	return ks_buf_take(&out);
}
