/* SPDX-License-Identifier: Apache-2.0 */
#include "xapi/interaction.h"

#include <jansson.h>
#include <string.h>

#include "base/mem.h"
#include "course/session.h"
#include "support/test.h"

/* What an LRS is told of the kinds that are sorted, ordered and found; the plain ones are in test_statement.c. */

static struct ks_choice choices[] = {
	{.id = "a", .is_right = true, .box = 1, .region = "screen"},
	{.id = "b", .box = 0, .region = "cup"},
	{.id = "c", .is_right = true, .box = 1, .region = "memo"},
};
static struct ks_rich boxes[2];

static struct ks_question question_of(enum ks_question_kind kind)
{
	static const char *const words[] = {"画面", "湯のみ", "メモ"};

	for (size_t i = 0; i < KS_COUNT(choices); i++)
		choices[i].text = ks_rich_plain(words[i]);
	boxes[0] = ks_rich_plain("そのまま");
	boxes[1] = ks_rich_plain("片づける");
	return (struct ks_question){.id = "q",
				    .kind = kind,
				    .stem = ks_rich_plain("問い"),
				    .choices = choices,
				    .n_choices = KS_COUNT(choices),
				    .boxes = boxes,
				    .n_boxes = kind == KS_QUESTION_CLASSIFY ? KS_COUNT(boxes) : 0};
}

static void expect(enum ks_question_kind kind, const char *members)
{
	struct ks_question question = question_of(kind);
	struct ks_buf out = {0};
	json_t *whole;

	ks_buf_puts(&out, "{\"type\":\"t\"");
	ks_interaction_put(&out, &question);
	assert_string_equal(ks_buf_text(&out) + strlen("{\"type\":\"t\""), members);
	ks_buf_putc(&out, '}');
	whole = json_loads(ks_buf_text(&out), JSON_REJECT_DUPLICATES, NULL);
	assert_non_null(whole);
	json_decref(whole);
	ks_buf_finish(&out);
}

#define COMPONENTS                                                  \
	"[{\"id\":\"a\",\"description\":{\"ja-JP\":\"画面\"}},"   \
	"{\"id\":\"b\",\"description\":{\"ja-JP\":\"湯のみ\"}}," \
	"{\"id\":\"c\",\"description\":{\"ja-JP\":\"メモ\"}}]"

static void sorting_is_matching_from_source_to_target(void **state)
{
	(void)state;
	expect(KS_QUESTION_CLASSIFY,
	       ",\"interactionType\":\"matching\",\"description\":{\"ja-JP\":\"問い\"},"
	       "\"correctResponsesPattern\":[\"a[.]x2[,]b[.]x1[,]c[.]x2\"],"
	       "\"source\":" COMPONENTS ","
	       "\"target\":[{\"id\":\"x1\",\"description\":{\"ja-JP\":\"そのまま\"}},"
	       "{\"id\":\"x2\",\"description\":{\"ja-JP\":\"片づける\"}}]");
}

static void ordering_is_sequencing_with_every_choice_in_the_pattern(void **state)
{
	(void)state;
	expect(KS_QUESTION_ORDER,
	       ",\"interactionType\":\"sequencing\",\"description\":{\"ja-JP\":\"問い\"},"
	       "\"correctResponsesPattern\":[\"a[,]b[,]c\"],\"choices\":" COMPONENTS);
}

/* Regions are where the picture is touched, not what is recorded: that is the choice. */
static void finding_is_a_choice_of_several(void **state)
{
	(void)state;
	expect(KS_QUESTION_FIND, ",\"interactionType\":\"choice\",\"description\":{\"ja-JP\":\"問い\"},"
				 "\"correctResponsesPattern\":[\"a[,]c\"],\"choices\":" COMPONENTS);
}

/* A response names only components that the definition has, right or wrong. */
static void a_wrong_response_names_the_same_components(void **state)
{
	static const struct {
		enum ks_question_kind kind;
		struct ks_answer answer;
		const char *response;
	} cases[] = {
		{KS_QUESTION_CLASSIFY, {{1, 1, 2}}, "a[.]x1[,]b[.]x1[,]c[.]x2"},
		{KS_QUESTION_ORDER, {{2, 1, 3}}, "b[,]a[,]c"},
		{KS_QUESTION_FIND, {{1, 1, 0}}, "a[,]b"},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct ks_question question = question_of(cases[i].kind);
		struct ks_buf out = {0};

		ks_answer_response(&question, &cases[i].answer, &out);
		assert_string_equal(ks_buf_text(&out), cases[i].response);
		assert_true(ks_answer_is_complete(&question, &cases[i].answer));
		assert_false(ks_answer_is_right(&question, &cases[i].answer));
		ks_buf_finish(&out);
	}
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(sorting_is_matching_from_source_to_target),
	cmocka_unit_test(ordering_is_sequencing_with_every_choice_in_the_pattern),
	cmocka_unit_test(finding_is_a_choice_of_several),
	cmocka_unit_test(a_wrong_response_names_the_same_components),
};

int main(void)
{
	return ks_test_run(tests);
}
