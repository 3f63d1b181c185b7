/* SPDX-License-Identifier: Apache-2.0 */
#include "xapi/interaction.h"

#include <assert.h>
#include <stdio.h>

#include "base/mem.h"
#include "course/inspection.h"
#include "course/session.h"

/*
 * A question as xAPI describes it: components in authored order with short ids, whatever order the
 * screen showed them in, so that the definition is the same in every statement of one content revision.
 */

static const struct {
	const char *type;
	const char *components; /* the list its choices go to, NULL for none */
} types[] = {
	[KS_QUESTION_SINGLE] = {"choice", "choices"},
	[KS_QUESTION_MULTIPLE] = {"choice", "choices"},
	[KS_QUESTION_TRUE_FALSE] = {"true-false", NULL},
	[KS_QUESTION_CLASSIFY] = {"matching", "source"},
	[KS_QUESTION_ORDER] = {"sequencing", "choices"},
	[KS_QUESTION_FIND] = {"choice", "choices"},
};

void ks_interaction_put_words(struct ks_buf *out, const char *words)
{
	ks_buf_puts(out, "{\"ja-JP\":");
	ks_buf_json(out, words);
	ks_buf_putc(out, '}');
}

static void put_component(struct ks_buf *out, size_t index, const char *id, const char *words)
{
	ks_buf_puts(out, index > 0 ? ",{\"id\":" : "{\"id\":");
	ks_buf_json(out, id);
	ks_buf_puts(out, ",\"description\":");
	ks_interaction_put_words(out, words);
	ks_buf_putc(out, '}');
}

void ks_interaction_put(struct ks_buf *out, const struct ks_question *question)
{
	struct ks_buf pattern = {0};

	assert((size_t)question->kind < KS_COUNT(types));
	ks_buf_printf(out,
		      ",\"interactionType\":\"%s\",\"description\":", types[question->kind].type);
	ks_interaction_put_words(out, question->stem.text);
	ks_answer_pattern(question, &pattern);
	ks_buf_puts(out, ",\"correctResponsesPattern\":[");
	ks_buf_json(out, ks_buf_text(&pattern));
	ks_buf_putc(out, ']');
	ks_buf_finish(&pattern);
	if (!types[question->kind].components)
		return;
	ks_buf_printf(out, ",\"%s\":[", types[question->kind].components);
	for (size_t i = 0; i < question->n_choices; i++)
		put_component(out, i, question->choices[i].id, question->choices[i].text.text);
	ks_buf_putc(out, ']');
	if (question->kind != KS_QUESTION_CLASSIFY)
		return;
	ks_buf_puts(out, ",\"target\":[");
	for (size_t i = 0; i < question->n_boxes; i++) {
		char id[24];

		(void)snprintf(id, sizeof(id), "x%zu", i + 1);
		put_component(out, i, id, question->boxes[i].text);
	}
	ks_buf_putc(out, ']');
}

void ks_interaction_put_item(struct ks_buf *out, const struct ks_checklist_item *item)
{
	ks_buf_puts(out, ",\"interactionType\":\"choice\",\"description\":");
	ks_interaction_put_words(out, item->text.text);
	ks_buf_puts(out, ",\"choices\":[");
	for (int i = KS_RESPONSE_YES; i < KS_RESPONSE_COUNT; i++)
		put_component(out, (size_t)(i - KS_RESPONSE_YES), ks_response_id((enum ks_response)i),
			      ks_response_word((enum ks_response)i));
	ks_buf_putc(out, ']');
}
