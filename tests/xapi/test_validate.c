/* SPDX-License-Identifier: Apache-2.0 */
#include "xapi/validate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "support/fact_sample.h"
#include "xapi/corpus.h"

/*
 * The rules of xAPI against two corpora of statement writes with the answer that a conformant endpoint gives to each
 * (tests/data/xapi, one for each version), and every statement that a kiosk makes against the rules.
 */

/* What of the answer is about the exchange and not about the bytes: PUT without an id, one id twice in a request. */
static bool is_about_the_exchange(const json_t *row, const json_t *body)
{
	const char *method = json_string_value(json_object_get(row, "m"));
	const char *url = json_string_value(json_object_get(row, "u"));
	const json_t *first = json_object_get(json_array_get(body, 0), "id");

	return (strcmp(method, "PUT") == 0 && !strchr(url, '?')) ||
	       (first && json_array_size(body) == 2 &&
		json_equal(first, json_object_get(json_array_get(body, 1), "id")));
}

static bool is_good(const json_t *body, enum ks_xapi_version version)
{
	struct ks_finding finding;
	size_t n = json_is_array(body) ? json_array_size(body) : 1;
	bool is_good = body;

	for (size_t i = 0; i < n && is_good; i++) {
		const json_t *one = json_is_array(body) ? json_array_get(body, i) : body;

		is_good = ks_validate_statement(one, version, &finding) == KS_OK;
		assert_true(is_good == (!finding.reason));
	}
	return is_good;
}

static void replay(const char *path, enum ks_xapi_version version, size_t n_expected)
{
	size_t n = 0, n_skipped = 0, capacity = 0;
	char *line = NULL;
	pid_t child;
	int status;
	FILE *file = ks_corpus_open(path, &child);

	for (; getline(&line, &capacity, file) > 0; n++) {
		json_t *row = json_loads(line, 0, NULL);
		const char *text = json_string_value(json_object_get(row, "b"));
		json_t *body = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
		bool is_taken = json_integer_value(json_object_get(row, "status")) < 300;

		if (!is_taken && is_about_the_exchange(row, body))
			n_skipped++;
		else if (is_good(body, version) != is_taken)
			fail_msg("line %zu of %s: %s", n + 1, path, text);
		json_decref(body);
		json_decref(row);
	}
	free(line);
	(void)fclose(file);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	assert_int_equal(n, n_expected);
	assert_true(n_skipped <= 4);
}

static void the_rules_of_1_0_3_are_those_of_its_corpus(void **state)
{
	(void)state;
	replay("tests/data/xapi/statements-1.0.3.jsonl.gz", KS_XAPI_1_0_3, 895);
}

static void the_rules_of_2_0_are_those_of_its_corpus(void **state)
{
	(void)state;
	replay("tests/data/xapi/statements-2.0.0.jsonl.gz", KS_XAPI_2_0_0, 922);
}

static void every_statement_that_a_kiosk_makes_keeps_the_rules(void **state)
{
	struct ks_sample sample;

	(void)state;
	ks_record_sample_words(&sample);
	for (int kind = 0; kind < KS_FACT_KIND_COUNT; kind++) {
		for (size_t q = 0; q < sample.lesson.quiz.n_questions; q++) {
			char *bytes = ks_fact_sample_build(&sample, (enum ks_fact_kind)kind, q);
			json_t *root = json_loads(bytes, JSON_REJECT_DUPLICATES, NULL);
			struct ks_finding f;

			for (int v = KS_XAPI_1_0_3; v <= KS_XAPI_2_0_0; v++)
				if (ks_validate_statement(root, (enum ks_xapi_version)v, &f) != KS_OK)
					fail_msg("%s %s: %s", f.member, f.reason, bytes);
			json_decref(root);
			free(bytes);
		}
	}
}

#define ACTOR "\"actor\":{\"mbox\":\"mailto:a@x.example\"}"
#define VERB "\"verb\":{\"id\":\"http://v.example/passed\"}"
#define OBJECT "\"object\":{\"id\":\"https://a.example/course/annual/m1\"}"
#define WITH(rest) "{" ACTOR "," VERB "," OBJECT "," rest "}"

static enum ks_rc validate(const char *text, struct ks_finding *finding)
{
	json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
	enum ks_rc rc;

	assert_non_null(root);
	rc = ks_validate_statement(root, KS_XAPI_1_0_3, finding);
	json_decref(root);
	return rc;
}

static void a_finding_says_where(void **state)
{
	static const struct {
		const char *text, *member;
	} cases[] = {
		{WITH("\"result\":{\"score\":{\"scaled\":2}}"), "result.score.scaled"},
		{WITH("\"result\":{\"duration\":\"PT\"}"), "result.duration"},
		{WITH("\"result\":{\"duration\":\"P1DT\"}"), "result.duration"},
		{WITH("\"result\":{\"duration\":\"PT1.5H2M\"}"), "result.duration"},
		{WITH("\"context\":{\"contextAgents\":[]}"), "context.contextAgents"},
		{WITH("\"timestamp\":\"2026-05-18T00:30:20-00:00\""), "timestamp"},
		{WITH("\"context\":{\"language\":\"ja_JP\"}"), "context.language"},
		{WITH("\"foo\":1"), "foo"},
		{"{" ACTOR "," VERB "}", "object"},
		{"{" ACTOR "," VERB ",\"object\":{\"id\":\"a:b\",\"definition\":{\"choices\":[]}}}",
		 "object.definition"},
	};
	static const char *const good[] = {
		WITH("\"result\":{\"duration\":\"P1DT0.5H\"}"),
		WITH("\"timestamp\":\"2026-05-18T00:30:20-09:00\""),
		WITH("\"timestamp\":\"2026-05-18T00:30:20Z\""),
		WITH("\"context\":{\"language\":\"zh-Hant-TW\",\"extensions\":{\"a:b\":null}}"),
		WITH("\"context\":{\"language\":\"x-kuresaka\"}"),
	};
	struct ks_finding finding;

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		assert_int_equal(validate(cases[i].text, &finding), KS_INVALID);
		assert_string_equal(finding.member, cases[i].member);
		assert_non_null(finding.reason);
	}
	for (size_t i = 0; i < KS_COUNT(good); i++)
		assert_int_equal(validate(good[i], &finding), KS_OK);
}

static void a_member_with_a_long_name_does_not_burst_the_finding(void **state)
{
	struct ks_buf text = {0};
	struct ks_finding finding;

	(void)state;
	ks_buf_puts(&text, "{" ACTOR "," VERB "," OBJECT ",\"result\":{\"");
	for (int i = 0; i < 1000; i++)
		ks_buf_putc(&text, 'x');
	ks_buf_puts(&text, "\":1}}");
	assert_int_equal(validate(ks_buf_text(&text), &finding), KS_INVALID);
	assert_true(strncmp(finding.member, "result.xxxx", 11) == 0);
	assert_true(strlen(finding.member) < sizeof(finding.member));
	ks_buf_finish(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_rules_of_1_0_3_are_those_of_its_corpus),
		cmocka_unit_test(the_rules_of_2_0_are_those_of_its_corpus),
		cmocka_unit_test(every_statement_that_a_kiosk_makes_keeps_the_rules),
		cmocka_unit_test(a_finding_says_where),
		cmocka_unit_test(a_member_with_a_long_name_does_not_burst_the_finding),
	};

	return ks_test_run(tests);
}
