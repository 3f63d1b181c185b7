/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "said.h"
#include "support/test.h"
#include "tools/tools.h"

/* How old a copy is stands in its name; and what is told where a copy cannot be made, kept or brought back. */

static int setup(void **state)
{
	char *folder = ks_test_folder();

	free(ks_test_write(
		folder, "r.csv",
		"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\n"
		"000001,見本 一,ミホン イチ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,407183\n"));
	*state = folder;
	return 0;
}

static int teardown(void **state)
{
	ks_test_folder_finish(*state);
	return 0;
}

static const struct said_step first[] = {
	{ks_tools_roster, {"import", "@/r.csv"}, 0, "*", NULL},
	{ks_tools_backup, {"--to", "@/B"}, 0, "*", NULL},
};

/* The only file of ours in @folder/B with that ending becomes that of @minutes ago. Return: its path, malloc'd. */
static char *make_old(const char *folder, const char *suffix, long minutes)
{
	char *from = ks_path_join(folder, "B"), *path, *old, **names, name[64];
	time_t then = time(NULL) - minutes * 60;
	struct tm utc;
	size_t n;

	assert_int_equal(ks_folder_list(from, suffix, &names, &n), KS_OK);
	assert_int_equal(n, 1);
	assert_true(strftime(name, sizeof(name), "kenshu-%Y%m%dT%H%M%SZ", gmtime_r(&then, &utc)) > 0);
	old = ks_format("%s/%s%s", from, name, suffix);
	path = ks_path_join(from, names[0]);
	assert_int_equal(rename(path, old), 0);
	ks_folder_list_finish(names, n);
	free(path);
	free(from);
	return old;
}

static void more_than_two_days_are_too_old(void **state)
{
	static const struct {
		long minutes;
		struct said_step step;
	} ages[] = {
#define RESTORES(to) {"--from", "@/B", "--to", to, SAID_STATELESS}
#define AGE(to, hours) \
	"@/B/kenshu-*.db から " to " を作りました。\n写した日時: *-*-*（" hours "時間前）\n"
#define OLD "注意: いちばん新しいバックアップが、48時間より前のものです。\n"
		{48 * 60 + 30, {ks_tools_restore, RESTORES("@/R1"), 0, AGE("@/R1", "48"), OLD}},
		{47 * 60 + 30, {ks_tools_restore, RESTORES("@/R2"), 0, AGE("@/R2", "47"), NULL}},
		{90, {ks_tools_restore, RESTORES("@/R3"), 0, AGE("@/R3", "1"), NULL}},
		{-90, {ks_tools_restore, RESTORES("@/R4"), 0, AGE("@/R4", "0"), NULL}},
	};

	SAID_RUN(first, *state);
	for (size_t i = 0; i < KS_COUNT(ages); i++) {
		free(make_old(*state, ".db", ages[i].minutes));
		said_take(&ages[i].step, *state);
	}
}

static const struct said_step stepped[] = {
	{ks_tools_backup, {"--to", "@/B"}, 0, "@/B/kenshu-*.step に、変わったところだけを*", NULL},
	{ks_tools_restore, RESTORES("@/R"), 0,
	 "@/B/kenshu-*.step から @/R を作りました。\n写した日時: *（0時間前）\n", NULL},
	{ks_tools_restore, RESTORES("@/R2"), 1, NULL,
	 "@/B/kenshu-*.step のもとになる写し（.db）が、同じフォルダーにありません。\n"},
};

/* Somebody who put old files away took the one that the steps need. */
static void a_step_is_nothing_without_the_copy_before_it(void **state)
{
	char *base;

	SAID_RUN(first, *state);
	base = make_old(*state, ".db", 60);
	said_take(&stepped[0], *state);
	said_take(&stepped[1], *state);
	assert_int_equal(unlink(base), 0);
	said_take(&stepped[2], *state);
	free(base);
}

static const struct said_step refused = {ks_tools_backup,
					 {"--to", "@/B", "--whole"},
					 1,
					 "いま残っているバックアップ: *-*-*（0時間前）\n",
					 "@/B/kenshu-*.db は、もうあります。上書きしません。\n"};

/* Two at the same second: the second is none, and what is left is told with its age. */
static void what_is_left_is_told_where_a_copy_is_refused(void **state)
{
	char *to = ks_path_join(*state, "B"), name[64];
	time_t now = time(NULL);
	struct tm utc;

	SAID_RUN(first, *state);
	for (time_t at = now; at < now + 200; at++) { /* whichever second it will be */
		assert_true(strftime(name, sizeof(name), "kenshu-%Y%m%dT%H%M%SZ.db",
				     gmtime_r(&at, &utc)) > 0);
		free(ks_test_write(to, name, ""));
	}
	said_take(&refused, *state);
	free(to);
}

static const struct said_step unnoted = {
	ks_tools_backup,
	{"--to", "@/B"},
	0,
	"@/B/kenshu-*.db に書き、読み直して確かめました（* MiB）。\n@/B の最初のバックアップです。\n",
	"注意: バックアップの日時を @/C に書けません。画面には古い日時が出ます。\n"};

/* The copy is good all the same. */
static void a_day_that_cannot_be_noted_is_told(void **state)
{
	char *in_the_way = ks_path_join(*state, "C/backup.at");

	said_take(&first[0], *state);
	assert_int_equal(ks_folder_make(in_the_way), KS_OK);
	said_take(&unnoted, *state);
	free(in_the_way);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(more_than_two_days_are_too_old),
		TEST(a_step_is_nothing_without_the_copy_before_it),
		TEST(what_is_left_is_told_where_a_copy_is_refused),
		TEST(a_day_that_cannot_be_noted_is_told),
	};

	return ks_test_run(tests);
}
