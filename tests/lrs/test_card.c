/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "record/card.h"
#include "record/roster.h"
#include "support/centre_sample.h"
#include "support/test.h"

/* A card bound at one kiosk is known at the others by way of the centre; HR's word and a void hold there too. */

#define CARD "3f21000000000000000000000000000000000000000000000000000000000000"
#define OTHER "3f22000000000000000000000000000000000000000000000000000000000000"

static void expect(struct ks_sample_centre *s, const char *name, const char *staff)
{
	char found[KS_CARD_STAFF] = "", *json = NULL;
	const char *wrong = NULL;

	assert_int_equal(ks_card_find(s->store, name, found), staff ? KS_OK : KS_NOT_FOUND);
	assert_string_equal(found, staff ? staff : "");
	assert_int_equal(ks_roster_to_json(s->store, NULL, &json), KS_OK);
	if (staff)
		assert_non_null(strstr(json, name));
	free(json);
	assert_int_equal(ks_centre_check_summaries(s->store, &wrong), KS_OK);
	assert_null(wrong);
}

static void what_a_kiosk_bound_goes_to_all_and_is_counted_anew(void **state)
{
	struct ks_sample_centre *s = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");

	ks_sample_ingest(s, &kiosk, "000101", "bound", "card/" CARD);
	expect(s, CARD, "000101");
	ks_sample_ingest(s, &kiosk, "000101", "experienced", "card/" OTHER); /* is no binding */
	ks_sample_ingest(s, &kiosk, "000101", "bound", "card/3f21");         /* nor a name */
	expect(s, CARD, "000101");
	assert_int_equal(ks_centre_rebuild_summaries(s->centre), KS_OK);
	expect(s, CARD, "000101");
}

static void hr_decides_later_and_a_void_takes_back(void **state)
{
	struct ks_sample_centre *s = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");

	ks_sample_ingest(s, &kiosk, "000101", "bound", "card/" CARD);
	assert_int_equal(ks_card_say(s->store, "000102", CARD, ks_clock_wall_ms(&s->clock) + 1),
			 KS_OK);
	expect(s, CARD, "000102");
	assert_int_equal(ks_centre_rebuild_summaries(s->centre), KS_OK);
	expect(s, CARD, "000102");
	assert_int_equal(ks_card_say(s->store, "000102", "", ks_clock_wall_ms(&s->clock) + 2), KS_OK);
	expect(s, CARD, NULL);
	ks_clock_advance(&s->clock, 60000);
	ks_sample_ingest(s, &kiosk, "000103", "bound", "card/" CARD);
	expect(s, CARD, "000103");
	assert_int_equal(ks_centre_void(s->centre, kiosk.last_id, "別の人のカード", "hr"), KS_OK);
	expect(s, CARD, NULL);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, ks_sample_setup, ks_sample_teardown)
	const struct CMUnitTest tests[] = {
		TEST(what_a_kiosk_bound_goes_to_all_and_is_counted_anew),
		TEST(hr_decides_later_and_a_void_takes_back),
	};

	return ks_test_run(tests);
}
