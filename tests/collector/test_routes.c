/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/routes.h"

#include <string.h>

#include "support/centre_sample.h"
#include "support/test.h"

/* What the head of a request says, before its body is read. */

static const char *told; /* X-Experience-API-Version */

static const char *header(const struct ks_request *request, const char *name)
{
	(void)request;
	return strcmp(name, "X-Experience-API-Version") == 0 ? told : NULL;
}

/* Every form of 1.0 and 2.0 is answered as the newest of it; whoever says none, or another, as the centre itself speaks. */
static void a_version_is_answered_as_the_newest_of_its_kind(void **state)
{
	static const struct {
		const char *told, *version;
	} cases[] = {
		{"1.0", "1.0.3"},  {"1.0.0", "1.0.3"}, {"1.0.9", "1.0.3"}, {"1.0.12", "1.0.3"},
		{"2.0", "2.0.0"},  {"2.0.0", "2.0.0"}, {"2.0.7", "2.0.0"}, {NULL, NULL},
		{"", NULL},        {"1", NULL},        {"1.0.", NULL},     {"1.0.x", NULL},
		{"1.01", NULL},    {"2.0.0 ", NULL},   {"2.1.0", NULL},    {"0.95", NULL},
		{"1.0.3.1", NULL},
	};
	struct ks_sample_centre *sample = *state;
	const char *allow;
	const struct ks_route *about = ks_route_find("/xAPI/about", "GET", &allow);

	assert_non_null(about);
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct ks_request request = {.centre = sample->centre, .header = header};
		struct ks_reply reply = {0};

		told = cases[i].told;
		assert_int_equal(ks_route_admit(about, &request, &reply), KS_OK);
		assert_string_equal(request.version, cases[i].version
							     ? cases[i].version
							     : ks_centre_version(sample->centre));
		assert_true(reply.is_xapi);
		ks_buf_finish(&reply.body);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_version_is_answered_as_the_newest_of_its_kind,
						ks_sample_setup, ks_sample_teardown),
	};

	return ks_test_run(tests);
}
