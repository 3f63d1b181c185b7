/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lrs/http.h"
#include "support/test.h"

/* Fields of a form, escapes and all; and the alternate syntax, where headers and content stand among them. */

static void check_field(const struct ks_params *params, size_t i, const char *name, const char *value)
{
	assert_true(i < params->n);
	assert_string_equal(params->items[i].name, name);
	assert_string_equal(params->items[i].value, value);
}

static void fields_are_decoded_one_by_one(void **state)
{
	static const char form[] = "a=1&b=%E5%8f%97+%2B%26&c&d=&e=x=y&%41b=%7a";
	struct ks_params params = {0};

	(void)state;
	assert_int_equal(ks_form_read(form, strlen(form), &params), KS_OK);
	assert_int_equal(params.n, 6);
	check_field(&params, 0, "a", "1");
	check_field(&params, 1, "b", "受 +&");
	check_field(&params, 2, "c", "");
	check_field(&params, 3, "d", "");
	check_field(&params, 4, "e", "x=y");
	check_field(&params, 5, "Ab", "z");
	ks_form_finish(&params);
	assert_int_equal(params.n, 0);
	assert_int_equal(ks_form_read("a=1&b=2", 3, &params), KS_OK); /* no further than its length */
	assert_int_equal(params.n, 1);
	ks_form_finish(&params);
	assert_int_equal(ks_form_read("", 0, &params), KS_OK);
	assert_int_equal(params.n, 0);
}

static void a_cut_escape_or_a_nul_is_refused(void **state)
{
	static const char *const bad[] = {"a=%",   "a=%4",  "a=%4g", "a=%g4", "a=x%00y", "%00=1",
					  "a=%/0", "a=%:0", "a=%@0", "a=%G0", "a=%`0"};
	static const char *const good[] = {"a=%01", "a=%10", "a=%09", "a=%aF"};
	struct ks_params params = {0};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(bad); i++) {
		if (ks_form_read(bad[i], strlen(bad[i]), &params) != KS_INVALID)
			fail_msg("%s", bad[i]);
		ks_form_finish(&params);
	}
	for (size_t i = 0; i < KS_COUNT(good); i++) {
		if (ks_form_read(good[i], strlen(good[i]), &params) != KS_OK)
			fail_msg("%s", good[i]);
		assert_int_equal(strlen(params.items[0].value), 1);
		ks_form_finish(&params);
	}
}

static void more_fields_than_there_is_room_for_are_told(void **state)
{
	char form[2 * (KS_PARAMS_MAX + 1) + 1] = "";
	struct ks_params params = {0};

	(void)state;
	for (int i = 0; i < KS_PARAMS_MAX; i++)
		memcpy(form + 2 * i, "a&", 3);
	assert_int_equal(ks_form_read(form, strlen(form), &params), KS_OK);
	assert_int_equal(params.n, KS_PARAMS_MAX);
	ks_form_finish(&params);
	memcpy(form + 2 * KS_PARAMS_MAX, "b&", 3);
	assert_int_equal(ks_form_read(form, strlen(form), &params), KS_FULL);
	assert_int_equal(params.n, KS_PARAMS_MAX);
	ks_form_finish(&params);
}

static void a_parameter_is_dropped_wherever_it_stands(void **state)
{
	static const char form[] = "a=1&b=2&a=3&c=4";
	struct ks_request request = {0};

	(void)state;
	assert_int_equal(ks_form_read(form, strlen(form), &request.query), KS_OK);
	assert_string_equal(ks_request_query(&request, "a"), "1");
	ks_request_drop(&request.query, "a");
	assert_int_equal(request.query.n, 2);
	check_field(&request.query, 0, "b", "2");
	check_field(&request.query, 1, "c", "4");
	assert_null(ks_request_query(&request, "a"));
	ks_request_finish(&request);
	assert_int_equal(request.query.n, 0);
}

static const char *of_connection(const struct ks_request *request, const char *name)
{
	(void)request;
	return strcmp(name, "If-Match") == 0 ? "\"old\"" : NULL;
}

static void a_form_of_the_alternate_syntax_is_unfolded(void **state)
{
	static const char form[] = "&statementId=x&content=%7B%7D&content-type=application%2Fjson"
				   "&IF-MATCH=%22new%22&X-Other=1&content=%5B%5D";
	struct ks_request request = {.method = "PUT", .header = of_connection};
	const char *why = NULL;
	char *body;

	(void)state;
	assert_string_equal(ks_request_header(&request, "If-Match"), "\"old\"");
	assert_int_equal(ks_request_unfold(&request, form, strlen(form), &body, &why), KS_OK);
	assert_string_equal(body, "[]");
	assert_int_equal(request.query.n, 2);
	check_field(&request.query, 0, "statementId", "x");
	check_field(&request.query, 1, "X-Other", "1");
	assert_int_equal(request.told.n, 2);
	assert_string_equal(ks_request_header(&request, "Content-Type"), "application/json");
	assert_string_equal(ks_request_header(&request, "If-Match"), "\"new\""); /* the body's word */
	assert_null(ks_request_header(&request, "Accept"));
	free(body);
	ks_request_finish(&request);
	assert_int_equal(request.told.n, 0);
}

static void every_header_of_the_standard_is_one(void **state)
{
	static const char *const names[] = {"Authorization", "X-Experience-API-Version",
					    "Content-Type",  "Content-Length",
					    "If-Match",      "If-None-Match",
					    "Accept",        "Accept-Language"};
	const char *why = NULL;
	char *body;

	(void)state;
	for (size_t i = 0; i < KS_COUNT(names); i++) {
		struct ks_request request = {.method = "GET"};
		char *form = ks_format("%s=v", names[i]);

		assert_int_equal(ks_request_unfold(&request, form, strlen(form), &body, &why), KS_OK);
		assert_string_equal(body, "");
		assert_int_equal(request.query.n, 0);
		assert_string_equal(ks_request_header(&request, names[i]), "v");
		free(body);
		free(form);
		ks_request_finish(&request);
	}
}

static void a_form_without_its_content_is_none(void **state)
{
	static const struct {
		const char *method, *form;
		enum ks_rc rc;
		const char *why;
	} cases[] = {
		{"PUT", "a=1", KS_INVALID, "the form has no field named content"},
		{"POST", "a=1", KS_INVALID, "the form has no field named content"},
		{"GET", "a=1", KS_OK, NULL},
		{"DELETE", "", KS_OK, NULL},
		{"PUT", "content=", KS_OK, NULL},
		{"PUT", "content=%0", KS_INVALID, "a field of the form cannot be read"},
		{"GET", "a=%zz", KS_INVALID, "a field of the form cannot be read"},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct ks_request request = {.method = cases[i].method};
		const char *why = NULL;
		char *body;

		assert_int_equal(ks_request_unfold(&request, cases[i].form, strlen(cases[i].form),
						   &body, &why),
				 cases[i].rc);
		if (cases[i].why)
			assert_string_equal(why, cases[i].why);
		free(body);
		ks_request_finish(&request);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fields_are_decoded_one_by_one),
		cmocka_unit_test(a_cut_escape_or_a_nul_is_refused),
		cmocka_unit_test(more_fields_than_there_is_room_for_are_told),
		cmocka_unit_test(a_parameter_is_dropped_wherever_it_stands),
		cmocka_unit_test(a_form_of_the_alternate_syntax_is_unfolded),
		cmocka_unit_test(every_header_of_the_standard_is_one),
		cmocka_unit_test(a_form_without_its_content_is_none),
	};

	return ks_test_run(tests);
}
