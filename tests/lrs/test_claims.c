/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lrs/centre.h"
#include "record/db.h"
#include "record/roster.h"
#include "support/centre_sample.h"
#include "support/test.h"

/* What anybody with a kiosk's credentials may say: it is kept, and where it is outside the rules it counts for nothing. */

static int setup(void **state)
{
	struct ks_sample_centre *sample = ks_alloc_zero(1, sizeof(*sample));

	ks_sample_centre_init(sample);
	*state = sample;
	return 0;
}

static int teardown(void **state)
{
	ks_sample_centre_finish(*state);
	free(*state);
	return 0;
}

/* One statement of "000123" with @from made into @to. */
static void ingest_changed(struct ks_sample_centre *sample, struct ks_sample_kiosk *kiosk,
			   const char *from, const char *to)
{
	char *text = ks_sample_write(kiosk, "000123", "passed", "course/annual/m1",
				     ks_clock_wall_ms(&sample->clock), "synced");
	char *at = strstr(text, from), *whole, *why = NULL;
	size_t len, bad_index;

	assert_non_null(at);
	whole = ks_format("%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
	len = strlen(whole);
	assert_int_equal(ks_centre_ingest(sample->centre, kiosk->name, (const char *const *)&whole,
					  &len, 1, &bad_index, &why),
			 KS_OK);
	free(whole);
	free(text);
}

static void no_report(void *context, const char *kiosk, int64_t seq, int fault)
{
	(void)context;
	fail_msg("%s %lld: %d", kiosk, (long long)seq, fault);
}

static int64_t count(struct ks_store *store, const char *sql)
{
	int64_t n = -1;

	assert_int_equal(ks_db_number(store, &n, sql, ""), KS_OK);
	return n;
}

static void a_claim_outside_the_rules_is_kept_and_never_stops_the_roster(void **state)
{
	static const char *const claims[][2] = {
		{"s-000123", "s-guest@other.example"},
		{"/program/2026", "/program/9999"},
		{"/program/2026", "/program/1066"},
		{"course/annual/m1\"}", "course/an\\u001bnual/m1\"}"},
	};
	struct ks_sample_centre *sample = *state;
	char *folder = ks_test_folder(), *why = NULL, *completed = NULL, *json = NULL;
	struct ks_store *kiosk_store = NULL;
	int64_t n_statements = 0;

	for (size_t i = 0; i < KS_COUNT(claims); i++) {
		char *name = ks_format("x-%zu", i);
		struct ks_sample_kiosk other = ks_sample_kiosk(name);

		ingest_changed(sample, &other, claims[i][0], claims[i][1]);
		free(name);
	}
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");

	ks_sample_ingest(sample, &kiosk, "000123", "passed", "course/annual/m2");
	assert_int_equal(count(sample->store, "SELECT count(*) FROM received"), KS_COUNT(claims) + 1);
	assert_int_equal(ks_centre_completed_json(sample->store, 2026, &completed), KS_OK);
	assert_string_equal(completed,
			    "[[\"000123\",2026,\"annual\",\"m2\",\"2026-05-18T00:30:20.000Z\"]]");
	/* and a kiosk takes it */
	assert_int_equal(ks_store_open(folder, KS_ROLE_KIOSK, KS_ACCESS_WRITE, &kiosk_store, &why),
			 KS_OK);
	assert_int_equal(ks_roster_to_json(sample->store, completed, &json), KS_OK);
	assert_int_equal(ks_roster_store_json(kiosk_store, json, strlen(json)), KS_OK);
	assert_int_equal(count(kiosk_store, "SELECT count(*) FROM elsewhere"), 1);
	/* neither counted nor called a forgery */
	assert_int_equal(count(sample->store, "SELECT count(*) FROM standing"), 1);
	assert_int_equal(ks_centre_verify(sample->store, no_report, NULL, &n_statements), KS_OK);
	ks_store_close(kiosk_store);
	ks_test_folder_finish(folder);
	free(completed);
	free(json);
}

static void a_row_from_before_the_rule_is_not_sent_and_not_a_forgery(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("x-1");
	char *completed = NULL;
	int64_t n_statements = 0;

	ingest_changed(sample, &kiosk, "s-000123", "s-guest@other.example");
	assert_int_equal(ks_db_run(sample->store,
				   "INSERT INTO standing(nendo, plan, staff, lesson, done_ms, clock)"
				   " SELECT nendo, plan, staff, lesson, wall_ms, clock FROM received",
				   ""),
			 KS_OK);
	assert_int_equal(ks_centre_completed_json(sample->store, 2026, &completed), KS_OK);
	assert_string_equal(completed, "[]");
	assert_int_equal(ks_centre_verify(sample->store, no_report, NULL, &n_statements), KS_OK);
	free(completed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_claim_outside_the_rules_is_kept_and_never_stops_the_roster, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_row_from_before_the_rule_is_not_sent_and_not_a_forgery, setup, teardown),
	};

	return ks_test_run(tests);
}
