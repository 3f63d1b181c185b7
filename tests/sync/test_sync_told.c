/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "record/db.h"
#include "record/pin_news.h"
#include "record/roster.h"
#include "sync/diary.h"
#include "sync/sync_private.h"

/* What the collector is told of this kiosk, and a store that does not take one thing of what it says. */

#define MINUTE_MS INT64_C(60000)

static void the_revision_that_runs_is_told_where_it_is_one_word(void **state)
{
	static const struct {
		const char *plan;
		int version;
		const char *told;
	} cases[] = {
		{NULL, 0, "-"},
		{NULL, 7, "-#7"},
		{"not JSON", 0, "-"},
		{"[]", 0, "-"},
		{"{}", 0, "-"},
		{"{\"revision\":7}", 0, "-"},
		{"{\"revision\":\"\"}", 0, "-"},
		{"{\"revision\":\"2026.1\"}", 0, "2026.1"},
		{"[{\"revision\":\"2026.1\"},{\"revision\":\"2027.1\"}]", 2147483647,
		 "2026.1#2147483647"},
		{"{\"revision\":\"2026.1\"}", 1, "2026.1#1"},
		{"{\"revision\":\"2026.1\"}", -1, "2026.1"},
		{"{\"revision\":\"a b\"}", 0, "-"},
		{"{\"revision\":\"!~\"}", 0, "!~"},
		{"{\"revision\":\"a\\u007f\"}", 0, "-"},
		{"{\"revision\":\"令和\"}", 0, "-"},
		{"{\"revision\":\"123456789012345678901234\"}", 0, "123456789012345678901234"},
		{"{\"revision\":\"1234567890123456789012345\"}", 0, "-"},
	};
	struct ks_fixture *f = *state;

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		char *line = ks_format("X-Kenshu-About: %lld " KENSHU_VERSION " %s\n",
				       (long long)f->clock.last.wall_ms, cases[i].told);

		f->options.plan_json = cases[i].plan;
		f->options.content_version = cases[i].version;
		ks_fixture_open(f);
		ks_fixture_run(f, 0);
		if (!strstr(ks_fixture_nth(f, KS_FAKE_ROSTER, i)->headers, line))
			fail_msg("%s: %s", line, ks_fixture_nth(f, KS_FAKE_ROSTER, i)->headers);
		free(line);
	}
}

static void sql(struct ks_fixture *f, const char *text)
{
	assert_int_equal(ks_db_run(f->store, text, ""), KS_OK);
}

/* From here on the store refuses what @of names: "INSERT ON setting WHEN NEW.name = 'x'". */
static void refuse(struct ks_fixture *f, const char *of)
{
	char *text =
		ks_format("CREATE TRIGGER refusal BEFORE %s BEGIN SELECT RAISE(FAIL, 'no'); END", of);

	ks_db_lock(f->store); /* ks_db_run() keeps what it ran, by its address */
	assert_int_equal(ks_db_exec(f->store, text), KS_OK);
	ks_db_unlock(f->store);
	free(text);
}

static void a_store_that_refuses_one_thing_loses_nothing(void **state)
{
	struct ks_fixture *f = *state;
	struct ks_diary diary = {.f = f};
	char *json = ks_fixture_roster();

	f->scripts[KS_FAKE_ROSTER].otherwise = (struct ks_fake_answer){304, "", NULL, NULL, 0};
	f->scripts[KS_FAKE_PINS].otherwise =
		(struct ks_fake_answer){200, "application/json", "{\"refused\":0}", NULL, 0};
	ks_fixture_record(f, 3);
	ks_buf_puts(&diary.text, "-- the tag of the list\n");
	refuse(f, "INSERT ON setting WHEN NEW.name = 'sync_roster_etag'");
	ks_fixture_answer(f, KS_FAKE_ROSTER,
			  (struct ks_fake_answer){200, "application/json", json, "\"r1\"", 0});
	ks_diary_live(&diary, MINUTE_MS);
	sql(f, "DROP TRIGGER refusal");
	ks_buf_puts(&diary.text, "-- that what the collector lost is undelivered\n");
	refuse(f, "DELETE ON delivery");
	f->have = 1;
	ks_diary_live(&diary, 5 * MINUTE_MS);
	sql(f, "DROP TRIGGER refusal");
	ks_buf_puts(&diary.text, "-- and an epoch, of a collector that has all\n");
	refuse(f, "INSERT ON setting WHEN NEW.name = 'epoch'");
	f->epoch = 2;
	ks_diary_live(&diary, 5 * MINUTE_MS);
	f->have = -1;
	ks_diary_live(&diary, 5 * MINUTE_MS);
	sql(f, "DROP TRIGGER refusal");
	f->epoch = 0;
	ks_buf_puts(&diary.text, "-- that a PIN was told\n");
	ks_fixture_choose_pin(f);
	refuse(f, "DELETE ON pin_news");
	ks_diary_live(&diary, 5 * MINUTE_MS);
	assert_true(ks_pin_news_is_any(f->store));
	sql(f, "DROP TRIGGER refusal");
	ks_diary_live(&diary, 15 * MINUTE_MS);
	assert_false(ks_pin_news_is_any(f->store));
	ks_diary_finish(&diary, "refusing-store.txt");
	free(json);
}

#define RULE(name) cmocka_unit_test_setup_teardown(name, ks_fixture_setup, ks_fixture_teardown)
static const struct CMUnitTest tests[] = {
	RULE(the_revision_that_runs_is_told_where_it_is_one_word),
	RULE(a_store_that_refuses_one_thing_loses_nothing),
};

int main(void)
{
	return ks_test_run(tests);
}
