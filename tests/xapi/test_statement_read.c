/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "support/fact_sample.h"
#include "xapi/statement.h"

#define IRI "https://kenshu.kuresaka.example"
#define ID "019e3879-0560-7000-8000-000000000001"
#define ACTOR "\"actor\":{\"account\":{\"homePage\":\"" IRI "/staff\",\"name\":\"s-000123\"}}"
#define VERB "\"verb\":{\"id\":\"http://adlnet.gov/expapi/verbs/passed\"}"

static enum ks_rc read_text(const char *text, struct ks_statement_view *view)
{
	return ks_statement_read(text, strlen(text), view);
}

static void what_was_built_is_read_back(void **state)
{
	struct ks_sample sample;
	struct ks_statement_view view;

	(void)state;
	ks_record_sample_words(&sample);
	for (int kind = 0; kind < KS_FACT_KIND_COUNT; kind++) {
		char *bytes = ks_fact_sample_build(&sample, (enum ks_fact_kind)kind, 0);
		bool is_meeting = kind == KS_FACT_CHECKED_IN ||
				  (kind >= KS_FACT_LEFT && kind <= KS_FACT_CLOSED) ||
				  (kind >= KS_FACT_OPENED && kind <= KS_FACT_DRILLED);
		bool is_card = kind == KS_FACT_CARD, is_device = kind == KS_FACT_OPERATED;
		bool is_course = kind == KS_FACT_COMPLETED_COURSE;
		bool is_item = kind == KS_FACT_INSPECTED, is_agreed = kind == KS_FACT_AGREED;
		bool is_sheet = is_item || kind == KS_FACT_COMPLETED_CHECKLIST;

		assert_int_equal(read_text(bytes, &view), KS_OK);
		assert_string_equal(view.id, ID);
		assert_string_equal(view.staff, "000123");
		assert_string_equal(view.verb, ks_statement_verb((enum ks_fact_kind)kind));
		assert_string_equal(view.plan,
				    is_meeting || is_sheet || is_card || is_device ? "" : "annual");
		assert_string_equal(view.lesson,
				    is_agreed ? "policy/99999999999999999999999999999999"
				    : is_meeting || is_course || is_sheet || is_card || is_device
					    ? ""
					    : "m1");
		assert_string_equal(view.question, kind == KS_FACT_ANSWERED ? "q1" : "");
		assert_string_equal(view.question_title,
				    kind == KS_FACT_ANSWERED ? "定義(6) 完全性" : "");
		assert_string_equal(view.revision, kind == KS_FACT_ANSWERED ? "aaaaaaaaaaaa" : "");
		assert_string_equal(view.checklist, is_sheet ? "self-inspection" : "");
		assert_string_equal(view.item, is_item ? "i07" : "");
		assert_string_equal(view.item_text,
				    is_item ? "情報を持ち出すときは、許可を得て記録している。" : "");
		assert_string_equal(view.response, is_item ? "unknown" : "");
		assert_string_equal(view.gathering, is_meeting ? "2026-11-24-1" : "");
		assert_string_equal(view.gathering_title, is_meeting ? "令和8年度 集合研修" : "");
		assert_string_equal(view.card, is_card ? KS_FACT_SAMPLE_CARD : "");
		assert_int_equal(view.is_course, is_course);
		assert_int_equal(view.nendo, 2026);
		assert_string_equal(view.kiosk, "k-01");
		assert_int_equal(view.seq, 4711);
		assert_int_equal(strlen(view.prev), 64);
		assert_string_equal(view.clock, "unsynced");
		assert_int_equal(view.wall_ms, KS_TEST_WALL_MS);
		assert_int_equal(view.has_success, kind == KS_FACT_ANSWERED ||
							   kind == KS_FACT_PASSED ||
							   kind == KS_FACT_FAILED || is_agreed);
		assert_int_equal(view.success,
				 kind == KS_FACT_ANSWERED || kind == KS_FACT_PASSED || is_agreed);
		free(bytes);
	}
}

static void a_course_may_be_called_by_one_letter(void **state)
{
	struct ks_sample sample;
	struct ks_statement_view view;
	char *bytes;

	(void)state;
	ks_record_sample_words(&sample);
	sample.plan.id = "a";
	bytes = ks_fact_sample_build(&sample, KS_FACT_AGREED, 0);
	assert_int_equal(read_text(bytes, &view), KS_OK);
	assert_string_equal(view.plan, "a");
	assert_string_equal(view.lesson, "policy/99999999999999999999999999999999");
	free(bytes);
}

static void the_test_of_a_course_has_an_address_of_its_own(void **state)
{
	struct ks_sample sample;
	struct ks_statement_view view;
	char *bytes;

	(void)state;
	ks_record_sample_words(&sample);
	sample.plan_lesson.is_test = true;
	sample.lesson.id = sample.plan_lesson.id = "annual-test";
	bytes = ks_fact_sample_build(&sample, KS_FACT_PASSED, 0);
	assert_int_equal(read_text(bytes, &view), KS_OK);
	assert_string_equal(view.object, IRI "/course/annual/test");
	assert_string_equal(view.plan, "annual");
	assert_string_equal(view.lesson, "annual-test");
	free(bytes);
	bytes = ks_fact_sample_build(&sample, KS_FACT_ANSWERED, 0);
	assert_non_null(strstr(bytes, "\"id\":\"" IRI "/course/annual/test/quiz\"}]"));
	free(bytes);
}

static void a_question_is_called_by_its_name_or_else_by_its_words(void **state)
{
	static const char *const paths[] = {"m1/quiz/q2", "m1/quiz/q2/", "m1/quiz", "m1/p01",
					    "m1/quizz/q2"};
	struct ks_statement_view view;

	(void)state;
	for (size_t i = 0; i < KS_COUNT(paths); i++)
		for (int has_name = 0; has_name < 2; has_name++) {
			char *text = ks_format(
				"{\"id\":\"" ID "\"," ACTOR "," VERB ",\"object\":{\"id\":\"" IRI
				"/course/annual/%s\",\"definition\":{%s\"description\":"
				"{\"ja-JP\":\"どれですか。\"}}},\"context\":{\"revision\":\"r\"}}",
				paths[i], has_name ? "\"name\":{\"ja-JP\":\"題\"}," : "");

			assert_int_equal(read_text(text, &view), KS_OK);
			assert_string_equal(view.question, i == 0 ? "q2" : "");
			assert_string_equal(view.question_title, i > 0      ? ""
								 : has_name ? "題"
									    : "どれですか。");
			assert_string_equal(view.revision, i == 0 ? "r" : "");
			free(text);
		}
}

static void what_is_no_statement_is_refused(void **state)
{
	static const char *const cases[] = {
		"",
		"[]",
		"null",
		"{}",
		"{\"id\":\"" ID "\"," ACTOR "," VERB "}",
		"{\"id\":\"" ID "\"," ACTOR ",\"object\":{\"id\":\"x\"}}",
		"{\"id\":\"" ID "\"," VERB ",\"object\":{\"id\":\"x\"}}",
		"{" ACTOR "," VERB ",\"object\":{\"id\":\"x\"}}",
		"{\"id\":\"no uuid\"," ACTOR "," VERB ",\"object\":{\"id\":\"x\"}}",
		"{\"id\":7," ACTOR "," VERB ",\"object\":{\"id\":\"x\"}}",
		"{\"id\":\"" ID "\",\"id\":\"" ID "\"," ACTOR "," VERB ",\"object\":{\"id\":\"x\"}}",
		"{\"id\":\"" ID "\"," ACTOR "," VERB ",\"object\":\"x\"}",
		"{\"id\":\"" ID "\"," ACTOR "," VERB ",\"object\":{\"id\":\"x\"}} trailing",
		"{\"id\":\"" ID "\"," ACTOR "," VERB ",\"object\":{\"id\":\"\xff\"}}",
	};
	struct ks_statement_view view;

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		assert_int_equal(read_text(cases[i], &view), KS_INVALID);
		assert_string_equal(view.id, "");
	}
}

static void object_of_somebody_else_is_none_of_ours(void **state)
{
	static const struct {
		const char *object, *plan, *lesson, *gathering;
	} cases[] = {
		{IRI "/course/annual/m1", "annual", "m1", ""},
		{IRI "/course/annual/course", "annual", "course", ""},
		{IRI "/course/annual/m1/quiz/q01", "annual", "m1", ""},
		{IRI "/course/annual", "annual", "", ""},
		{IRI "/course/annual/", "", "", ""},
		{IRI "/course//m1", "", "", ""},
		{IRI "/course/", "", "", ""},
		{IRI "/session/2026-11-24-1", "", "", "2026-11-24-1"},
		{IRI "/session/a/b", "", "", ""},
		{"https://elsewhere.example/course/annual/m1", "", "", ""},
		{IRI ".evil.example/course/annual/m1", "", "", ""},
		{IRI "/course/annual/a-lesson-id-of-more-than-thirty-nine-bytes", "", "", ""},
	};
	struct ks_statement_view view;

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		char *text = ks_format("{\"id\":\"" ID "\"," ACTOR "," VERB
				       ",\"object\":{\"id\":\"%s\"}}",
				       cases[i].object);

		assert_int_equal(read_text(text, &view), KS_OK);
		assert_string_equal(view.plan, cases[i].plan);
		assert_string_equal(view.lesson, cases[i].lesson);
		assert_string_equal(view.gathering, cases[i].gathering);
		assert_int_equal(view.is_course, view.plan[0] != '\0' && view.lesson[0] == '\0');
		free(text);
	}
}

/* A cut name could be another person's. */
static void value_that_does_not_fit_is_left_out_not_cut(void **state)
{
	struct ks_statement_view view;
	char longest[400];

	(void)state;
	memset(longest, 'a', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	char *text =
		ks_format("{\"id\":\"" ID "\",\"actor\":{\"account\":{\"homePage\":\"" IRI
			  "/staff\",\"name\":\"s-%s\"}},\"verb\":{\"id\":\"http://v/%s\"},"
			  "\"object\":{\"id\":\"http://o/%s\"},\"context\":{\"registration\":\"%s\","
			  "\"extensions\":{\"" IRI "/xapi/ext/kiosk\":{\"id\":\"k\",\"seq\":-3,"
			  "\"prev\":\"%s\",\"clock\":\"%s\"}}},\"timestamp\":\"%s\"}",
			  longest, longest, longest, longest, longest, longest, longest);

	assert_int_equal(read_text(text, &view), KS_OK);
	assert_string_equal(view.staff, "");
	assert_string_equal(view.verb, "");
	assert_string_equal(view.object, "");
	assert_string_equal(view.registration, "");
	assert_string_equal(view.kiosk, "k");
	assert_int_equal(view.seq, 0);
	assert_string_equal(view.prev, "");
	assert_string_equal(view.clock, "");
	assert_int_equal(view.wall_ms, 0);
	free(text);
}

/* As recorded under another LRS's key, before such a key was no name any more. */
static void number_and_chain_stand_without_a_name_that_fits(void **state)
{
	struct ks_statement_view view;

	(void)state;
	assert_int_equal(
		read_text("{\"id\":\"" ID "\"," ACTOR "," VERB ",\"object\":{\"id\":\"http://o\"},"
			  "\"context\":{\"extensions\":{\"" IRI "/xapi/ext/kiosk\":{\"id\":\""
			  "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
			  "\",\"seq\":7,\"prev\":\"ff\",\"clock\":\"synced\"}}}}",
			  &view),
		KS_OK);
	assert_string_equal(view.kiosk, "");
	assert_int_equal(view.seq, 7);
	assert_string_equal(view.prev, "ff");
	assert_string_equal(view.clock, "synced");
}

static void actor_without_our_account_is_nobody(void **state)
{
	static const char *const actors[] = {
		"\"actor\":{\"mbox\":\"mailto:a@b.example\"}",
		"\"actor\":{\"account\":{\"homePage\":\"" IRI "\",\"name\":\"s-000123\"}}",
		"\"actor\":{\"account\":{\"homePage\":\"" IRI "/staff\",\"name\":\"hr-01\"}}",
		"\"actor\":{\"account\":{\"homePage\":7,\"name\":[]}}",
	};
	struct ks_statement_view view;

	(void)state;
	for (size_t i = 0; i < KS_COUNT(actors); i++) {
		char *text = ks_format("{\"id\":\"" ID "\",%s," VERB ",\"object\":{\"id\":\"x\"}}",
				       actors[i]);

		assert_int_equal(read_text(text, &view), KS_OK);
		assert_string_equal(view.staff, "");
		free(text);
	}
}

/* The same person as the sheet's end names is not to be found by account, registration or sitting. */
static void an_answer_under_a_pseudonym_names_nobody(void **state)
{
	static const char name[] = "~0123456789abcdef0123456789abcdef";
	static const struct ks_stamp stamp = {.id = ID, .kiosk = "k-01", .seq = 1};
	struct ks_sample sample;
	struct ks_answer answer;
	struct ks_statement_view view, other;
	struct ks_buf bytes = {0};
	struct ks_fact fact;
	char *end;

	(void)state;
	ks_record_sample_words(&sample);
	fact = ks_record_sample_fact(&sample, KS_FACT_INSPECTED, 0, &answer);
	fact.staff = name;
	fact.session_id = NULL;
	ks_statement_build(&fact, &stamp, &bytes);
	assert_non_null(strstr(ks_buf_text(&bytes), "\"p-0123456789abcdef0123456789abcdef\""));
	assert_null(strstr(ks_buf_text(&bytes), "000123"));
	assert_int_equal(ks_statement_read(bytes.data, bytes.len, &view), KS_OK);
	assert_string_equal(view.staff, name);
	assert_string_equal(view.item, "i07");
	end = ks_fact_sample_build(&sample, KS_FACT_COMPLETED_CHECKLIST, 0);
	assert_int_equal(read_text(end, &other), KS_OK);
	assert_string_equal(other.staff, "000123");
	assert_string_not_equal(view.registration, other.registration);
	free(end);
	ks_buf_finish(&bytes);
}

/* Nobody passes, attends or agrees under one, and nothing else than one is read as one. */
static void a_pseudonym_says_nothing_but_answers_to_a_sheet(void **state)
{
	static const char *const changes[][2] = {
		{"verbs/answered", "verbs/completed"},
		{"/checklist/self-inspection-2026/i07", "/checklist/self-inspection-2026"},
		{"/checklist/self-inspection-2026/i07", "/course/annual/m1"},
		{"p-0123456789abcdef", "p-0123456789ABCDEF"},
		{"p-0123456789abcdef", "p-0123456789abcde"},
		{"p-0123456789abcdef", "px0123456789abcdef"},
		{"p-0123456789abcdef", "s-~0123456789abcdef"},
	};
	static const char good[] =
		"{\"id\":\"" ID "\",\"actor\":{\"account\":{\"homePage\":\"" IRI "/staff\","
		"\"name\":\"p-0123456789abcdef0123456789abcdef\"}},"
		"\"verb\":{\"id\":\"http://adlnet.gov/expapi/verbs/answered\"},"
		"\"object\":{\"id\":\"" IRI "/checklist/self-inspection-2026/i07\"}}";
	struct ks_statement_view view;

	(void)state;
	assert_int_equal(read_text(good, &view), KS_OK);
	assert_true(ks_statement_is_pseudonym(view.staff));
	for (size_t i = 0; i < KS_COUNT(changes); i++) {
		const char *at = strstr(good, changes[i][0]);
		char *text = ks_format("%.*s%s%s", (int)(at - good), good, changes[i][1],
				       at + strlen(changes[i][0]));

		assert_int_equal(read_text(text, &view), KS_OK);
		assert_string_equal(view.staff, "");
		free(text);
	}
}

static void durations_come_back_and_what_is_none_is_nothing(void **state)
{
	static const struct {
		const char *text;
		int64_t ms;
	} cases[] = {{"PT0S", 0},
		     {"PT12.34S", 12340},
		     {"PT4M10S", 250000},
		     {"PT1H2M3.5S", 3723500},
		     {"", 0},
		     {"P1D", 0},
		     {"PT", 0},
		     {"PT5", 0},
		     {"PT-5S", 0},
		     {"PT5X", 0},
		     {"PT1e9H", 0},
		     {"PT1000000000S", 0},
		     {"PT999999999S", 999999999000},
		     {"PT1000000001S", 0},
		     {"PT0.0005S", 1},
		     {"PT0.0004S", 0},
		     {"PT1H", 3600000},
		     {"PT1M", 60000},
		     {"PTS", 0},
		     {"PT1H2", 0},
		     {"T1S", 0},
		     {"PT.5S", 500}};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++)
		assert_int_equal(ks_duration_read(cases[i].text), cases[i].ms);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_answer_under_a_pseudonym_names_nobody),
		cmocka_unit_test(a_pseudonym_says_nothing_but_answers_to_a_sheet),
		cmocka_unit_test(durations_come_back_and_what_is_none_is_nothing),
		cmocka_unit_test(what_was_built_is_read_back),
		cmocka_unit_test(a_course_may_be_called_by_one_letter),
		cmocka_unit_test(the_test_of_a_course_has_an_address_of_its_own),
		cmocka_unit_test(a_question_is_called_by_its_name_or_else_by_its_words),
		cmocka_unit_test(what_is_no_statement_is_refused),
		cmocka_unit_test(object_of_somebody_else_is_none_of_ours),
		cmocka_unit_test(value_that_does_not_fit_is_left_out_not_cut),
		cmocka_unit_test(number_and_chain_stand_without_a_name_that_fits),
		cmocka_unit_test(actor_without_our_account_is_nobody),
	};

	return ks_test_run(tests);
}
