/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/care.h"

#include <stdlib.h>
#include <string.h>

#include "support/centre_sample.h"
#include "support/test.h"

#define HOUR_MS INT64_C(3600000)

static void a_disk_is_told_of_before_it_is_full(void **state)
{
	static const struct {
		long free_mib, database_mib;
		const char *words; /* NULL: nothing is said */
	} cases[] = {
		{1024, 0, NULL}, {1023, 0, "あと 1023 MiB"}, {0, 0, "あと 0 MiB"},
		{-1, 0, NULL},   {2000, 8000, NULL},         {1999, 8000, "2000 MiB より多く"},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		char *words = ks_care_room_words(cases[i].free_mib, cases[i].database_mib);

		assert_int_equal(words ? 1 : 0, cases[i].words ? 1 : 0);
		if (words)
			assert_non_null(strstr(words, cases[i].words));
		free(words);
	}
}

static void expect_backup(struct ks_store *store, int64_t now_ms, const char *words, bool wanted)
{
	bool is_late;
	char *text = ks_care_backup(store, now_ms, &is_late);

	assert_non_null(strstr(text, words));
	assert_int_equal(is_late, wanted);
	free(text);
}

static void the_age_of_the_last_backup_is_told(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_store *store = sample->store;

	expect_backup(store, KS_TEST_WALL_MS, "まだありません", true);
	assert_int_equal(ks_care_note_backup(store, KS_TEST_WALL_MS), KS_OK);
	expect_backup(store, KS_TEST_WALL_MS + 47 * HOUR_MS, "47時間前", false);
	expect_backup(store, KS_TEST_WALL_MS + 48 * HOUR_MS, "48時間前", true);
	expect_backup(store, KS_TEST_WALL_MS - HOUR_MS, "0時間前", false);
	assert_int_equal(ks_care_note_backup(store, KS_TEST_WALL_MS + 48 * HOUR_MS), KS_OK);
	expect_backup(store, KS_TEST_WALL_MS + 49 * HOUR_MS, "（1時間前）", false);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, ks_sample_setup, ks_sample_teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_disk_is_told_of_before_it_is_full),
		TEST(the_age_of_the_last_backup_is_told),
	};

	return ks_test_run(tests);
}
