// SPDX-License-Identifier: Apache-2.0
#include "fixture.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "record/roster.h"
#include "record/roster_file.h"
#include "support/test.h"

/* The people from a signed file, beside an LRS that has none. */

#define AT "https://people.example/kiosk/v1/roster"

static struct ks_sign_key key, other;

static char *make(const struct ks_sign_key *by, int64_t counter)
{
	struct ks_buf out = {0};
	char *json = ks_fixture_roster();

	ks_roster_file_make(by, counter, json, &out);
	free(json);
	return ks_buf_take(&out);
}

static struct ks_fake_answer whole(const char *text)
{
	return (struct ks_fake_answer){
		.status = 200, .type = "text/plain", .body = text, .etag = "\"1\""};
}

static void begin(struct ks_fixture *f, const char *at)
{
	ks_sign_key_make(&key);
	ks_sign_key_make(&other);
	f->options.roster_file = at;
	f->options.roster_keys[0] = key.public_key;
	f->options.plan_json = "[]";
}

static void from_a_web_server_without_our_credentials(void **state)
{
	struct ks_fixture *f = *state;
	char *file;
	const struct ks_fake_request *first;

	begin(f, AT);
	file = make(&key, 5);
	ks_fixture_answer(f, KS_FAKE_ROSTER, whole(file));
	f->scripts[KS_FAKE_ROSTER].otherwise = (struct ks_fake_answer){.status = 304};
	ks_fixture_record(f, 3);
	ks_fixture_open(f);
	ks_fixture_run(f, 20 * 60 * 1000);
	first = ks_fixture_nth(f, KS_FAKE_ROSTER, 0);
	assert_non_null(first);
	assert_string_equal(first->url, AT);
	assert_true(!first->credentials || !*first->credentials);
	assert_true(ks_fixture_status(f).has_roster && ks_fixture_status(f).is_roster_fresh);
	assert_true(ks_fixture_count(f, KS_FAKE_ROSTER) > 1);
	assert_non_null(strstr(ks_fixture_nth(f, KS_FAKE_ROSTER, 1)->headers, "If-None-Match: \"1\""));
	assert_int_equal(ks_fixture_count(f, KS_FAKE_PLAN), 0); /* nobody there to tell */
	ks_fixture_assert_delivered(f);
	free(file);
}

/* What is wrong with the file, or with its server, keeps no statement back and takes no list away. */
static void a_wrong_file_keeps_nothing_back(void **state)
{
	struct ks_fixture *f = *state;
	char *right, *wrong, *told;
	size_t n = 0;

	begin(f, AT);
	right = make(&key, 5);
	wrong = make(&other, 6);
	ks_fixture_answer(f, KS_FAKE_ROSTER, whole(right));
	ks_fixture_answer(f, KS_FAKE_ROSTER, whole(wrong));
	f->scripts[KS_FAKE_ROSTER].otherwise = (struct ks_fake_answer){.status = 500};
	ks_fixture_open(f);
	ks_fixture_run(f, 60 * 60 * 1000);
	ks_fixture_record(f, 3);
	ks_fixture_run(f, 10 * 60 * 1000);
	ks_fixture_assert_delivered(f);
	assert_int_equal(ks_roster_count(f->store, &n), KS_OK);
	assert_int_equal(n, 1);
	told = ks_roster_file_told(f->store);
	assert_non_null(strstr(told, "署名"));
	free(told);
	free(right);
	free(wrong);
}

/* That a wrong file is still the same one makes no list of it; the right one, met again after a start, is. */
static void what_is_unchanged_is_as_good_as_it_was(void **state)
{
	struct ks_fixture *f = *state;
	char *right, *wrong;

	begin(f, AT);
	right = make(&key, 5);
	wrong = make(&other, 6);
	ks_fixture_answer(f, KS_FAKE_ROSTER, whole(wrong));
	f->scripts[KS_FAKE_ROSTER].otherwise = (struct ks_fake_answer){.status = 304};
	ks_fixture_run(f, 11 * 60 * 1000);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_ROSTER), 3);
	assert_false(ks_fixture_status(f).has_roster || ks_fixture_status(f).is_roster_fresh);
	f->scripts[KS_FAKE_ROSTER].otherwise = whole(right);
	for (int i = 0; i < 2; i++) {
		ks_fixture_open(f);
		assert_false(ks_fixture_status(f).is_roster_fresh);
		ks_fixture_run(f, 0);
		assert_true(ks_fixture_status(f).has_roster && ks_fixture_status(f).is_roster_fresh);
	}
	free(wrong);
	free(right);
}

/* Credentials that the LRS refuses are no reason to train by an old list. */
static void it_is_fetched_where_the_lrs_refuses_us_too(void **state)
{
	struct ks_fixture *f = *state;
	char *right;

	begin(f, AT);
	right = make(&key, 5);
	f->scripts[KS_FAKE_ROSTER].otherwise = whole(right);
	f->scripts[KS_FAKE_POST].otherwise =
		(struct ks_fake_answer){.status = 401, .type = "application/json", .body = "{}"};
	ks_fixture_record(f, 1);
	ks_fixture_run(f, 11 * 60 * 1000);
	assert_int_equal(ks_fixture_status(f).state, KS_SYNC_REFUSED);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_ROSTER), 3);
	free(right);
}

/* A stick that comes and goes. */
static void from_a_folder(void **state)
{
	struct ks_fixture *f = *state;
	char *path = ks_path_join(f->folder, "roster.kenshu"), *file;
	size_t n = 0;

	begin(f, path);
	ks_fixture_open(f);
	ks_fixture_run(f, 11 * 60 * 1000);
	assert_false(ks_fixture_status(f).has_roster);
	file = make(&key, 5);
	assert_int_equal(ks_file_write(path, file, strlen(file), 0600), KS_OK);
	ks_fixture_run(f, 11 * 60 * 1000);
	assert_true(ks_fixture_status(f).has_roster);
	assert_int_equal(ks_roster_count(f->store, &n), KS_OK);
	assert_int_equal(n, 1);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_ROSTER), 0);
	free(file);
	free(path);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, ks_fixture_setup, ks_fixture_teardown)
	const struct CMUnitTest tests[] = {
		TEST(from_a_web_server_without_our_credentials),
		TEST(a_wrong_file_keeps_nothing_back),
		TEST(what_is_unchanged_is_as_good_as_it_was),
		TEST(it_is_fetched_where_the_lrs_refuses_us_too),
		TEST(from_a_folder),
	};

	return ks_test_run(tests);
}
