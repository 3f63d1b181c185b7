/* SPDX-License-Identifier: Apache-2.0 */
#include "xapi/statement.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "content/agreement.h"
#include "support/fact_sample.h"

#define IRI "https://kenshu.kuresaka.example"
#define ADL "http://adlnet.gov/expapi/"

static char *build(enum ks_fact_kind kind, size_t question)
{
	struct ks_sample sample;

	ks_record_sample_words(&sample);
	return ks_fact_sample_build(&sample, kind, question);
}

static json_t *parse(char *bytes)
{
	json_error_t error;
	json_t *root = json_loads(bytes, JSON_REJECT_DUPLICATES, &error);

	if (!root)
		print_error("%s\n%s\n", error.text, bytes);
	assert_non_null(root);
	free(bytes);
	return root;
}

static const char *text(const json_t *root, const char *a, const char *b, const char *c)
{
	const json_t *at = json_object_get(root, a);

	if (b)
		at = json_object_get(at, b);
	if (c)
		at = json_object_get(at, c);
	return json_string_value(at) ? json_string_value(at) : "(none)";
}

/* What each kind must say. */
static const struct {
	enum ks_fact_kind kind;
	const char *verb, *display, *object, *type;
	const char *result; /* members, in order */
} kinds[] = {
	{KS_FACT_INITIALIZED, ADL "verbs/initialized", "開始した", "/course/annual/m1", "module", ""},
	{KS_FACT_RESUMED, ADL "verbs/resumed", "再開した", "/course/annual/m1", "module", ""},
	{KS_FACT_SUSPENDED, ADL "verbs/suspended", "中断した", "/course/annual/m1", "module",
	 "duration extensions "},
	{KS_FACT_TERMINATED, ADL "verbs/terminated", "終了した", "/course/annual/m1", "module",
	 "duration "},
	{KS_FACT_ABANDONED, "https://w3id.org/xapi/adl/verbs/abandoned", "途中で離席した",
	 "/course/annual/m1", "module", "duration "},
	{KS_FACT_EXPERIENCED, ADL "verbs/experienced", "閲覧した", "/course/annual/m1/p03",
	 "lesson", "duration "},
	{KS_FACT_ANSWERED, ADL "verbs/answered", "解答した", "/course/annual/m1/quiz/q1",
	 "cmi.interaction", "response success score duration "},
	{KS_FACT_PASSED, ADL "verbs/passed", "合格した", "/course/annual/m1", "module",
	 "score success duration "},
	{KS_FACT_FAILED, ADL "verbs/failed", "不合格だった", "/course/annual/m1", "module",
	 "score success duration "},
	{KS_FACT_COMPLETED_LESSON, ADL "verbs/completed", "修了した", "/course/annual/m1", "module",
	 "completion duration "},
	{KS_FACT_COMPLETED_COURSE, ADL "verbs/completed", "修了した", "/course/annual", "course",
	 "completion duration "},
	{KS_FACT_CHECKED_IN, "http://activitystrea.ms/schema/1.0/checkin", "入室した",
	 "/session/2026-11-24-1", "meeting", ""},
	{KS_FACT_AGREED, "http://activitystrea.ms/schema/1.0/agree", KS_AGREEMENT "をした",
	 "/policy/kuresaka-2026-03", "file", "success response "},
	{KS_FACT_INSPECTED, ADL "verbs/answered", "解答した", "/checklist/self-inspection-2026/i07",
	 "cmi.interaction", "response duration "},
	{KS_FACT_COMPLETED_CHECKLIST, ADL "verbs/completed", "修了した",
	 "/checklist/self-inspection-2026", "http://id.tincanapi.com/activitytype/checklist",
	 "completion duration "},
	{KS_FACT_LEFT, "http://activitystrea.ms/schema/1.0/leave", "退室した",
	 "/session/2026-11-24-1", "meeting", "duration "},
	{KS_FACT_ATTENDED, ADL "verbs/attended", "出席した", "/session/2026-11-24-1", "meeting",
	 "completion duration "},
	{KS_FACT_EXCUSED, IRI "/xapi/verbs/excused", "欠席の理由を記録した",
	 "/session/2026-11-24-1", "meeting", ""},
	{KS_FACT_ADMITTED, IRI "/xapi/verbs/admitted", "出席に訂正した", "/session/2026-11-24-1",
	 "meeting", ""},
	{KS_FACT_REMOVED, IRI "/xapi/verbs/removed", "出席を取り消した", "/session/2026-11-24-1",
	 "meeting", ""},
	{KS_FACT_CLOSED, IRI "/xapi/verbs/closed", "受付を締めた", "/session/2026-11-24-1",
	 "meeting", ""},
	{KS_FACT_OPERATED, IRI "/xapi/verbs/operated", "端末を操作した", "/kiosk/k-01",
	 "http://activitystrea.ms/schema/1.0/device", ""},
	{KS_FACT_CARD, IRI "/xapi/verbs/bound", "職員証を結び付けた", "/card/" KS_FACT_SAMPLE_CARD,
	 "http://activitystrea.ms/schema/1.0/badge", ""},
	{KS_FACT_OPENED, IRI "/xapi/verbs/opened", "集合研修を開いた", "/session/2026-11-24-1",
	 "meeting", ""},
	{KS_FACT_POLLED, IRI "/xapi/verbs/polled", "挙手を数えた", "/session/2026-11-24-1",
	 "meeting", ""},
	{KS_FACT_DRILLED, IRI "/xapi/verbs/drilled", "訓練の経過を記録した",
	 "/session/2026-11-24-1", "meeting", "duration "},
};

static void every_kind_has_its_verb_object_and_results(void **state)
{
	(void)state;
	assert_int_equal(KS_COUNT(kinds), KS_FACT_KIND_COUNT);
	for (size_t i = 0; i < KS_COUNT(kinds); i++) {
		json_t *root = parse(build(kinds[i].kind, 0)), *value;
		char *object = ks_format(IRI "%s", kinds[i].object);
		char *type = ks_format("%s%s", strchr(kinds[i].type, ':') ? "" : ADL "activities/",
				       kinds[i].type);
		struct ks_buf members = {0};
		const char *name;

		assert_string_equal(text(root, "verb", "id", NULL), kinds[i].verb);
		assert_string_equal(text(root, "verb", "display", "ja-JP"), kinds[i].display);
		assert_string_equal(text(root, "object", "id", NULL), object);
		assert_string_equal(text(root, "object", "definition", "type"), type);
		json_object_foreach(json_object_get(root, "result"), name, value)
			ks_buf_printf(&members, "%s ", name);
		assert_string_equal(ks_buf_text(&members), kinds[i].result);
		ks_buf_finish(&members);
		free(object);
		free(type);
		json_decref(root);
	}
}

/* Resend, chain and audit all depend on these bytes: a change here is a change of format. */
static void bytes_are_exactly_these(void **state)
{
	char *bytes = build(KS_FACT_PASSED, 0);
	char *expected = ks_format(
		"{\"id\":\"019e3879-0560-7000-8000-000000000001\",\"actor\":{\"objectType\":\"Agent\","
		"\"account\":{\"homePage\":\"" IRI "/staff\",\"name\":\"s-000123\"}},"
		"\"verb\":{\"id\":\"" ADL "verbs/passed\",\"display\":{\"ja-JP\":\"合格した\"}},"
		"\"object\":{\"objectType\":\"Activity\",\"id\":\"" IRI "/course/annual/m1\","
		"\"definition\":{\"type\":\"" ADL "activities/module\","
		"\"name\":{\"ja-JP\":\"この方針は、だれの・何のため\"}}},"
		"\"result\":{\"score\":{\"scaled\":0.8333,\"raw\":5,\"min\":0,\"max\":6},"
		"\"success\":true,\"duration\":\"PT12.34S\"},"
		"\"context\":{\"registration\":\"3991d712-1525-55ea-8544-8df1d7858a00\","
		"\"platform\":\"kenshu-kiosk/" KENSHU_VERSION "\","
		"\"revision\":\"annual@2026.1+aaaaaaaaaaaa\",\"language\":\"ja-JP\","
		"\"contextActivities\":{\"category\":[{\"id\":\"" IRI "/xapi/profile/v1\","
		"\"definition\":{\"type\":\"" ADL "activities/profile\"}}],"
		"\"parent\":[{\"objectType\":\"Activity\",\"id\":\"" IRI "/course/annual\"}],"
		"\"grouping\":[{\"objectType\":\"Activity\",\"id\":\"" IRI "/program/2026\"},"
		"{\"objectType\":\"Activity\",\"id\":\"" IRI "/course/annual\"}]},"
		"\"extensions\":{\"https://w3id.org/xapi/cmi5/context/extensions/sessionid\":"
		"\"" KS_SAMPLE_SESSION "\","
		"\"https://w3id.org/xapi/cmi5/context/extensions/masteryscore\":0.8333,"
		"\"" IRI "/xapi/ext/attempt\":2,"
		"\"" IRI "/xapi/ext/kiosk\":{\"id\":\"k-01\",\"seq\":4711,"
		"\"prev\":\"%s\",\"clock\":\"unsynced\",\"mono_ms\":987654,"
		"\"boot\":\"b0070000-0000-4000-8000-000000000001\"}}},"
		"\"timestamp\":\"2026-05-18T00:30:20.000Z\"}",
		ks_fact_sample_stamp().prev);

	(void)state;
	assert_string_equal(bytes, expected);
	free(bytes);
	free(expected);
}

static void a_question_says_its_clauses_and_they_are_read_back(void **state)
{
	const char *clauses[] = {"3(1)", "6(6)\""};
	struct ks_sample sample;
	struct ks_statement_view view;
	char *bytes;

	(void)state;
	ks_record_sample_words(&sample);
	sample.questions[0].n_clauses = 0;
	bytes = ks_fact_sample_build(&sample, KS_FACT_ANSWERED, 0);
	assert_int_equal(ks_statement_read(bytes, strlen(bytes), &view), KS_OK);
	assert_string_equal(view.clauses, "");
	assert_null(strstr(bytes, "xapi/ext/clauses"));
	free(bytes);
	sample.questions[0].clauses = clauses;
	sample.questions[0].n_clauses = KS_COUNT(clauses);
	bytes = ks_fact_sample_build(&sample, KS_FACT_ANSWERED, 0);
	assert_int_equal(ks_statement_read(bytes, strlen(bytes), &view), KS_OK);
	assert_string_equal(view.clauses, "3(1)、6(6)\"");
	free(bytes);
}

static void each_question_kind_becomes_its_interaction(void **state)
{
	static const struct {
		const char *type, *list, *response;
		size_t n_components;
	} cases[] = {
		{"choice", "choices", "a", 4},
		{"choice", "choices", "a[,]c", 4},
		{"true-false", NULL, "true", 0},
		{"matching", "source", "a[.]x1[,]b[.]x2[,]c[.]x3[,]d[.]x1[,]e[.]x2", 5},
		{"sequencing", "choices", "a[,]b[,]c[,]d", 4},
		{"choice", "choices", "a", 5},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		json_t *root = parse(build(KS_FACT_ANSWERED, i));
		const json_t *definition =
			json_object_get(json_object_get(root, "object"), "definition");
		const json_t *pattern = json_object_get(definition, "correctResponsesPattern");

		assert_string_equal(text(definition, "interactionType", NULL, NULL), cases[i].type);
		assert_int_equal(json_array_size(pattern), 1);
		assert_string_equal(json_string_value(json_array_get(pattern, 0)), cases[i].response);
		assert_string_equal(text(root, "result", "response", NULL), cases[i].response);
		if (cases[i].list)
			assert_int_equal(json_array_size(json_object_get(definition, cases[i].list)),
					 cases[i].n_components);
		else
			assert_null(json_object_get(definition, "choices"));
		json_decref(root);
	}
	json_t *matching = parse(build(KS_FACT_ANSWERED, 3));
	const json_t *boxes = json_object_get(
		json_object_get(json_object_get(matching, "object"), "definition"), "target");

	assert_int_equal(json_array_size(boxes), 3);
	assert_string_equal(text(json_array_get(boxes, 2), "id", NULL, NULL), "x3");
	assert_string_equal(text(json_array_get(boxes, 2), "description", "ja-JP", NULL), "重要");
	json_decref(matching);
}

static void parent_is_what_contains_the_object(void **state)
{
	static const struct {
		enum ks_fact_kind kind;
		const char *parent;
	} cases[] = {
		{KS_FACT_INITIALIZED, IRI "/course/annual"},
		{KS_FACT_EXPERIENCED, IRI "/course/annual/m1"},
		{KS_FACT_ANSWERED, IRI "/course/annual/m1/quiz"},
		{KS_FACT_COMPLETED_COURSE, NULL},
		{KS_FACT_CHECKED_IN, NULL},
		{KS_FACT_AGREED, NULL},
		{KS_FACT_INSPECTED, IRI "/checklist/self-inspection-2026"},
		{KS_FACT_COMPLETED_CHECKLIST, NULL},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		json_t *root = parse(build(cases[i].kind, 0));
		const json_t *parent = json_object_get(
			json_object_get(json_object_get(root, "context"), "contextActivities"),
			"parent");

		if (!cases[i].parent)
			assert_null(parent);
		else
			assert_string_equal(text(json_array_get(parent, 0), "id", NULL, NULL),
					    cases[i].parent);
		json_decref(root);
	}
}

/* cmi5 and XAPI.md: no names, nothing the endpoint sets, the wrong answer is no success. */
static void wrong_answer_and_failed_attempt_say_so(void **state)
{
	struct ks_sample sample;
	struct ks_answer answer;
	struct ks_buf out = {0};
	struct ks_stamp s = ks_fact_sample_stamp();

	(void)state;
	ks_record_sample_words(&sample);
	struct ks_fact fact = ks_record_sample_fact(&sample, KS_FACT_ANSWERED, 1, &answer);

	answer = ks_sample_answer(&sample.questions[1], false);
	fact.is_right = false;
	ks_statement_build(&fact, &s, &out);
	assert_non_null(strstr(ks_buf_text(&out),
			       "\"response\":\"b\",\"success\":false,\"score\":{\"scaled\":0,\"raw\":"
			       "0,\"min\":0,\"max\":1}"));
	ks_buf_clear(&out);
	fact.kind = KS_FACT_FAILED;
	fact.n_right = 0;
	ks_statement_build(&fact, &s, &out);
	assert_non_null(strstr(ks_buf_text(&out), "\"score\":{\"scaled\":0,\"raw\":0,\"min\":0,"
						  "\"max\":6},\"success\":false"));
	ks_buf_finish(&out);
}

static void check_in_needs_no_plan(void **state)
{
	struct ks_sample sample;
	struct ks_answer answer;
	struct ks_buf out = {0};
	struct ks_stamp s = ks_fact_sample_stamp();
	struct ks_statement_view view;

	(void)state;
	ks_record_sample_words(&sample);
	struct ks_fact fact = ks_record_sample_fact(&sample, KS_FACT_CHECKED_IN, 0, &answer);

	fact.plan = NULL;
	fact.lesson = NULL;
	fact.session_id = NULL;
	ks_statement_build(&fact, &s, &out);
	assert_int_equal(ks_statement_read(out.data, out.len, &view), KS_OK);
	assert_string_equal(view.gathering, "2026-11-24-1");
	assert_string_equal(view.registration, "");
	assert_int_equal(view.nendo, 0);
	ks_buf_finish(&out);
}

/* What the 係員 says names them twice: for whoever reads xAPI as instructor, for us beside the reason. */
static void what_the_desk_says_is_read_back(void **state)
{
	struct ks_sample sample;
	struct ks_answer answer;
	struct ks_buf out = {0};
	struct ks_stamp s = ks_fact_sample_stamp();
	struct ks_statement_view view;

	(void)state;
	ks_record_sample_words(&sample);
	struct ks_fact fact = ks_record_sample_fact(&sample, KS_FACT_CLOSED, 0, &answer);

	fact.by = "000103";
	fact.reason = "講師も\"数えた\"";
	fact.n_present = 25;
	fact.n_counted = 26;
	ks_statement_build(&fact, &s, &out);
	assert_int_equal(ks_statement_read(out.data, out.len, &view), KS_OK);
	assert_string_equal(view.by, "000103");
	assert_string_equal(view.reason, "講師も\"数えた\"");
	assert_int_equal(view.n_present, 25);
	assert_int_equal(view.n_counted, 26);
	assert_string_equal(view.how, "");
	assert_non_null(strstr(ks_buf_text(&out), "\"instructor\":{\"objectType\":\"Agent\","
						  "\"account\":{\"homePage\":\"" IRI
						  "/staff\",\"name\":\"s-000103\"}}"));
	ks_buf_clear(&out);
	fact.kind = KS_FACT_CHECKED_IN;
	fact.by = fact.reason = NULL;
	fact.how = "number";
	ks_statement_build(&fact, &s, &out);
	assert_int_equal(ks_statement_read(out.data, out.len, &view), KS_OK);
	assert_string_equal(view.how, "number");
	assert_string_equal(view.by, "");
	assert_int_equal(view.n_counted, 0);
	assert_null(strstr(ks_buf_text(&out), "instructor"));
	ks_buf_finish(&out);
}

static void registration_is_the_same_on_every_kiosk_and_differs_by_each_part(void **state)
{
	char a[KS_UUID_TEXT], b[KS_UUID_TEXT];

	(void)state;
	ks_registration(IRI, 2026, "annual", "000123", a);
	ks_registration(IRI, 2026, "annual", "000123", b);
	assert_string_equal(a, b);
	assert_int_equal(a[14], '5');
	ks_registration(IRI, 2027, "annual", "000123", b);
	assert_string_not_equal(a, b);
	ks_registration(IRI, 2026, "new", "000123", b);
	assert_string_not_equal(a, b);
	ks_registration(IRI, 2026, "annual", "123", b);
	assert_string_not_equal(a, b);
}

static void durations_are_iso_8601_with_at_most_two_decimals(void **state)
{
	static const struct {
		int64_t ms;
		const char *text;
	} cases[] = {
		{0, "PT0S"},
		{-5, "PT0S"},
		{9, "PT0S"},
		{10, "PT0.01S"},
		{12340, "PT12.34S"},
		{12349, "PT12.34S"},
		{42000, "PT42S"},
		{60000, "PT1M"},
		{190000, "PT3M10S"},
		{5400000, "PT1H30M"},
		{3725000, "PT1H2M5S"},
		{6500, "PT6.50S"},
		{3600500, "PT1H0.50S"},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		char out[32];

		ks_duration_format(cases[i].ms, out);
		assert_string_equal(out, cases[i].text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_has_its_verb_object_and_results),
		cmocka_unit_test(bytes_are_exactly_these),
		cmocka_unit_test(a_question_says_its_clauses_and_they_are_read_back),
		cmocka_unit_test(each_question_kind_becomes_its_interaction),
		cmocka_unit_test(parent_is_what_contains_the_object),
		cmocka_unit_test(wrong_answer_and_failed_attempt_say_so),
		cmocka_unit_test(check_in_needs_no_plan),
		cmocka_unit_test(what_the_desk_says_is_read_back),
		cmocka_unit_test(registration_is_the_same_on_every_kiosk_and_differs_by_each_part),
		cmocka_unit_test(durations_are_iso_8601_with_at_most_two_decimals),
	};

	ks_id_init();
	return ks_test_run(tests);
}
