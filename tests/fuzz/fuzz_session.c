// SPDX-License-Identifier: Apache-2.0
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/mem.h"
#include "support/course_sample.h"

/*
 * A saved session is text in a database file that may be damaged. Whatever is taken must be a state that every
 * step can start from, and must be the same after being saved and taken up once more.
 */

static void walk(struct ks_session *session, const struct ks_session_rules *rules)
{
	for (int kind = KS_STEP_NEXT; kind <= KS_STEP_READ_AGAIN; kind++) {
		struct ks_session copy = *session;
		struct ks_session_input input = {.kind = (enum ks_session_input_kind)kind};
		const struct ks_question *question =
			ks_session_question(session, rules, session->item_index);
		struct ks_events events;

		if (question)
			input.answer = ks_sample_answer(question, true);
		if (ks_session_apply(&copy, rules, &input, &events) == KS_OK)
			assert(copy.place != KS_PLACE_QUESTION ||
			       ks_session_question(&copy, rules, copy.item_index));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = ks_strndup((const char *)data, size);
	struct ks_sample sample;
	struct ks_session session, again;
	struct ks_buf saved = {0};

	ks_sample_usual(&sample);
	if (ks_session_load(text, &sample.rules, &session) == KS_OK) {
		assert(ks_session_progress(&session, &sample.rules) <= 100);
		walk(&session, &sample.rules);
		ks_session_save(&session, &saved);
		if (ks_session_load(ks_buf_text(&saved), &sample.rules, &again) != KS_OK)
			abort();
		assert(memcmp(&session, &again, sizeof(session)) == 0);
	}
	ks_buf_finish(&saved);
	free(text);
	return 0;
}
