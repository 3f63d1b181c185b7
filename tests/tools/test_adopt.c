/* SPDX-License-Identifier: Apache-2.0 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "base/file.h"
#include "base/mem.h"
#include "record/db.h"
#include "record/ledger.h"
#include "said.h"
#include "support/centre_sample.h"
#include "support/record_sample.h"
#include "support/test.h"
#include "tools/tools.h"

/* `kenshu kiosk adopt`: what an old folder holds goes on, once, and counts because its own key signed it. */

#define N_FACTS 120 /* more than two requests */

struct fixture {
	struct ks_record_sample *old;
	char *folder; /* C, for the centre, is made in it */
};

static int setup(void **state)
{
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));
	void *old;

	ks_record_sample_setup(&old);
	f->old = old;
	for (int i = 0; i < N_FACTS; i++)
		ks_record_sample_append(f->old, KS_FACT_INITIALIZED);
	ks_record_sample_close(f->old);
	f->folder = ks_test_folder();
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	ks_test_folder_finish(f->old->folder);
	free(f->old);
	ks_test_folder_finish(f->folder);
	free(f);
	return 0;
}

static void adopt(struct fixture *f, int exit_code, const char *words)
{
	char *centre = ks_path_join(f->folder, "C");
	const char *argv[] = {"adopt", f->old->folder, "--state", centre};
	struct said said = said_by(ks_tools_kiosk, 4, argv);

	if (said.exit_code != exit_code)
		print_error("%s%s", said.out, said.err);
	assert_int_equal(said.exit_code, exit_code);
	assert_non_null(strstr(exit_code == 0 ? said.out : said.err, words));
	said_finish(&said);
	free(centre);
}

static struct ks_kiosk_health health_of(struct fixture *f)
{
	char *folder = ks_path_join(f->folder, "C"), *why = NULL;
	struct ks_kiosk_health *rows, first;
	struct ks_store *store;
	size_t n;

	assert_int_equal(ks_store_open(folder, KS_ROLE_COLLECTOR, KS_ACCESS_READ, &store, &why),
			 KS_OK);
	assert_int_equal(ks_centre_health(store, &rows, &n), KS_OK);
	assert_int_equal(n, 1);
	first = rows[0];
	free(rows);
	ks_store_close(store);
	free(folder);
	return first;
}

static void what_an_old_folder_holds_arrives_once_and_counts(void **state)
{
	struct fixture *f = *state;
	struct ks_kiosk_health health;

	for (int i = 0; i < 2; i++) {
		adopt(f, 0, "記録 120件（通し番号 120 まで）は、すべてセンターにあります");
		health = health_of(f);
		assert_string_equal(health.kiosk, "k-01");
		assert_int_equal(health.n_statements, N_FACTS);
		assert_int_equal(health.n_claims, 0);
		assert_int_equal(health.first_gap_seq, 0);
		assert_false(health.is_key_unconfirmed);
	}
}

static void a_name_of_another_kiosk_is_not_taken(void **state)
{
	struct fixture *f = *state;
	char *folder = ks_path_join(f->folder, "C"), *why = NULL, *secret = NULL;
	struct ks_sample_kiosk other = ks_sample_kiosk("k-01");
	struct ks_head head = ks_sample_head(&other);
	struct ks_clock clock = ks_clock_system();
	struct ks_store *store;
	struct ks_centre *centre;

	assert_int_equal(ks_store_open(folder, KS_ROLE_COLLECTOR, KS_ACCESS_WRITE, &store, &why),
			 KS_OK);
	assert_int_equal(ks_centre_open(store, &clock, &centre), KS_OK);
	assert_int_equal(ks_centre_add_kiosk(centre, "k-01", &secret), KS_OK);
	assert_int_equal(ks_centre_take_head(centre, "k-01", &head), KS_OK);
	ks_centre_close(centre);
	ks_store_close(store);
	adopt(f, 1, "--name で新しい名前を付けてください");
	ks_head_finish(&head);
	free(secret);
	free(folder);
}

static void a_folder_without_a_record_is_told(void **state)
{
	struct fixture *f = *state;

	ks_folder_remove(f->old->folder);
	adopt(f, 1, "端末の記録がありません");
}

/* ---- what is said of a folder or a centre that is not as it should be ---- */

/* What it says, and within what it complains. @name NULL: not told. */
static void expect_adopt(struct fixture *f, const char *name, int exit_code, const char *out,
			 const char *err)
{
	char *centre = ks_path_join(f->folder, "C");
	const char *argv[] = {"adopt", f->old->folder, "--state", centre, "--name", name};
	struct said said = said_by(ks_tools_kiosk, name ? 6 : 4, argv);

	assert_string_equal(said.out, out);
	if (!strstr(said.err, err))
		fail_msg("%s", said.err);
	assert_int_equal(said.exit_code, exit_code);
	said_finish(&said);
	free(centre);
}

static void run_sql(const char *folder, enum ks_store_role role, const char *sql)
{
	struct ks_store *store;
	char *why = NULL;

	assert_int_equal(ks_store_open(folder, role, KS_ACCESS_WRITE, &store, &why), KS_OK);
	assert_int_equal(ks_db_run(store, sql, ""), KS_OK);
	ks_store_close(store);
}

static void run_at_centre(struct fixture *f, const char *sql)
{
	char *folder = ks_path_join(f->folder, "C");

	run_sql(folder, KS_ROLE_COLLECTOR, sql);
	free(folder);
}

/* The newest copy of the old record is all there is: no other stands in for what is missing in it. */
static void run_at_kiosk(struct fixture *f, const char *sql)
{
	char **names = NULL;
	size_t n = 0;

	run_sql(f->old->folder, KS_ROLE_KIOSK, sql);
	assert_int_equal(ks_folder_list(f->old->folder, NULL, &names, &n), KS_OK);
	for (size_t i = 0; i < n; i++) {
		char *path = ks_path_join(f->old->folder, names[i]);

		if (strcmp(names[i], "kenshu.db") != 0)
			(void)!remove(path);
		free(path);
	}
	ks_folder_list_finish(names, n);
}

#define ALL(kiosk, n) \
	"端末 " kiosk " の記録 " n "件（通し番号 120 まで）は、すべてセンターにあります。\n"
#define UNTOUCHED "もとのフォルダーは、書き換えていません。\n"

static void what_the_centre_refuses_is_counted_apart(void **state)
{
	struct fixture *f = *state;

	expect_adopt(f, NULL, 0, ALL("k-01", "120") UNTOUCHED, "");
	run_at_centre(f, "DROP TRIGGER received_no_update");
	run_at_centre(f, "UPDATE received SET hash = zeroblob(32), bytes = CAST(replace("
			 "CAST(body(bytes) AS TEXT), '\"name\":\"s-', '\"name\":\"t-') AS BLOB)"
			 " WHERE id IN (SELECT id FROM received ORDER BY stored DESC LIMIT 1)");
	expect_adopt(f, NULL, 1,
		     ALL("k-01", "119") "センターが受け取らない記録が 1件ありました。\n" UNTOUCHED,
		     "quarantined\n");
}

static void what_cannot_be_read_any_more_is_counted(void **state)
{
	struct fixture *f = *state;

	run_at_kiosk(f, "DROP TRIGGER statement_no_delete");
	run_at_kiosk(f, "DELETE FROM statement WHERE seq IN (5, 6)");
	expect_adopt(f, NULL, 1,
		     ALL("k-01",
			 "118") "フォルダーが壊れていて、読めない記録が 2件あります。\n" UNTOUCHED,
		     "");
}

static void without_its_key_nothing_of_it_goes_in(void **state)
{
	struct fixture *f = *state;

	run_at_kiosk(f, "DELETE FROM setting WHERE name LIKE 'identity%'");
	expect_adopt(f, NULL, 1, "",
		     "端末の鍵が読めないので、この記録が端末のものだと確かめられません。"
		     "センターには入れません。\n");
}

/* It never was told its name: whoever stands before it says one. */
static void a_folder_without_a_name_is_given_one(void **state)
{
	struct fixture *f = *state;

	run_at_kiosk(f, "DELETE FROM setting WHERE name = 'kiosk'");
	expect_adopt(f, NULL, 1, "", "端末の名前「」は使えません。");
	expect_adopt(f, "k-09", 0, ALL("k-09", "120") UNTOUCHED, "");
	assert_string_equal(health_of(f).kiosk, "k-09");
}

/* A disk that takes nothing at the centre, say: it is asked a few times and then left for later. */
static void what_the_centre_cannot_keep_is_tried_later(void **state)
{
	struct fixture *f = *state;

	adopt(f, 0, "記録 120件");
	run_at_centre(f, "DROP TRIGGER received_no_delete");
	run_at_centre(f, "DELETE FROM received");
	run_at_centre(f, "CREATE TRIGGER takes_none BEFORE INSERT ON received"
			 " BEGIN INSERT INTO nowhere VALUES(1); END");
	expect_adopt(f, NULL, 75, "",
		     "120件を、まだ届けられませんでした。もう一度実行してください。\n");
}

/* No room beside for what is to be saved: it is told, nothing of it goes in, and nothing of it stays. */
static void without_room_beside_nothing_is_taken(void **state)
{
	struct fixture *f = *state;
	char *place = ks_path_join(f->folder, "tmp"), **names = NULL;
	char *kept = getenv("TMPDIR") ? ks_strdup(getenv("TMPDIR")) : NULL;
	struct rlimit all, few;
	size_t n = 1;

	(void)signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(ks_folder_make(place), KS_OK);
	setenv("TMPDIR", place, 1);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &all), 0);
	few = all;
	few.rlim_cur = 100 << 10;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &few), 0);
	adopt(f, 1,
	      "に書き込めません（開けません）。場所と権限、ディスクの空きを確かめてください。\n");
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &all), 0);
	assert_int_equal(ks_folder_list(place, NULL, &names, &n), KS_OK);
	assert_int_equal(n, 0);
	ks_folder_list_finish(names, n);
	if (kept)
		setenv("TMPDIR", kept, 1);
	else
		unsetenv("TMPDIR");
	free(kept);
	free(place);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(what_an_old_folder_holds_arrives_once_and_counts),
		TEST(a_name_of_another_kiosk_is_not_taken),
		TEST(a_folder_without_a_record_is_told),
		TEST(what_the_centre_refuses_is_counted_apart),
		TEST(what_cannot_be_read_any_more_is_counted),
		TEST(without_its_key_nothing_of_it_goes_in),
		TEST(a_folder_without_a_name_is_given_one),
		TEST(what_the_centre_cannot_keep_is_tried_later),
		TEST(without_room_beside_nothing_is_taken),
	};

	return ks_test_run(tests);
}
