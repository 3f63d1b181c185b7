/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/state.h"

#include <stdlib.h>
#include <string.h>

#include "kiosk/glass.h"
#include "record/db.h"
#include "record/roster.h"
#include "record/roster_diff.h"
#include "record/roster_history.h"
#include "support/test.h"

/* A kiosk that stands alone turns to the list of the new day by itself: at midnight, but under nobody's fingers. */

#define EVENING INT64_C(1795877700000) /* 2026-11-28, 23:55 */
#define MINUTE_MS (INT64_C(60) * 1000)

static const char csv[] =
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\n" GLASS_NUMBER
	",灯台 みなと,トウダイ ミナト,受付係,事務局,本庁,07,2020-04-01,,在職,端末利用,\n"
	"000042,明日 来る,アス クル,受付係,事務局,本庁,07,2020-04-01,,在職,端末利用,480217\n";

static void at(struct glass *glass, int64_t ms)
{
	struct ks_app *app = &glass->app;

	app->clock = ks_clock_fake(ms);
	app->input_mono_ms = ks_clock_mono_ms(&app->clock);
}

static bool is_listed(struct glass *glass, const char *number)
{
	int64_t n = 0;

	assert_int_equal(ks_db_number(glass->app.site.store, &n,
				      "SELECT count(*) FROM person WHERE is_listed AND number = ?",
				      "t", number),
			 KS_OK);
	return n > 0;
}

/* That list, for tomorrow. */
static void give_ahead(struct glass *glass)
{
	static const struct ks_roster_answers none = {"", ""};
	struct ks_bytes bytes = ks_bytes_of(csv, strlen(csv));
	struct ks_roster_list *list = NULL;
	struct ks_roster_change change;
	struct ks_roster_diff diff;
	struct ks_diags diags = {0};
	struct ks_date today, tomorrow;

	assert_int_equal(ks_site_today(&glass->app.site, &today), KS_OK);
	tomorrow = ks_date_from_day(ks_date_to_day(today) + 1);
	assert_int_equal(ks_roster_list_read("roster.csv", &bytes, &(struct ks_roster_reading){0},
					     &list, &diags),
			 KS_OK);
	assert_int_equal(ks_roster_compare(glass->app.site.store, list, &none, &diff), KS_OK);
	assert_int_equal(ks_roster_take(glass->app.site.store, list, EVENING, tomorrow, today,
					&change),
			 KS_OK);
	ks_roster_list_close(list);
	ks_diags_finish(&diags);
}

static void a_list_that_waits_is_taken_when_its_day_begins(void **state)
{
	struct glass *glass = *state;
	struct ks_app *app = &glass->app;

	at(glass, EVENING);
	ks_app_pump(app, 0);
	give_ahead(glass);
	ks_app_pump(app, 0);
	assert_false(is_listed(glass, "000042"));
	glass_sign_in(glass);
	ks_clock_advance(&app->clock, 10 * MINUTE_MS);
	app->input_mono_ms = ks_clock_mono_ms(&app->clock);
	ks_app_pump(app, 0);
	assert_true(app->visit.is_signed_in);
	assert_false(is_listed(glass, "000042")); /* not while somebody is here */
	glass_rest(glass);
	ks_app_pump(app, 0);
	assert_true(is_listed(glass, "000042"));
}

/* What the operator reads, once a day; the people of the day before are served. */
static void a_list_that_cannot_be_taken_is_told(void **state)
{
	struct glass *glass = *state;
	struct ks_app *app = &glass->app;
	struct ks_test_stream stream;
	char *said, *told;

	at(glass, EVENING + 24 * 60 * MINUTE_MS);
	ks_app_pump(app, 0);
	assert_int_equal(ks_db_run(app->site.store, "ALTER TABLE roster_import RENAME TO gone", ""),
			 KS_OK);
	ks_clock_advance(&app->clock, 10 * MINUTE_MS);
	stream = ks_test_stream_begin(stderr);
	for (int i = 0; i < 3; i++)
		ks_app_pump(app, 0);
	said = ks_test_stream_end(&stream);
	told = strstr(said, "a list that waited could not be taken: ");
	assert_non_null(told);
	assert_null(strstr(told + 1, "a list that waited"));
	free(said);
	assert_int_equal(ks_db_run(app->site.store, "ALTER TABLE gone RENAME TO roster_import", ""),
			 KS_OK);
	assert_true(is_listed(glass, "000042"));
	glass_sign_in(glass);
	glass_rest(glass);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_list_that_waits_is_taken_when_its_day_begins, glass_begin),
		cmocka_unit_test_setup(a_list_that_cannot_be_taken_is_told, glass_begin),
	};

	return cmocka_run_group_tests_name(__FILE__, tests, glass_setup, glass_teardown);
}
