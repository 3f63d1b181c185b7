/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
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

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(what_an_old_folder_holds_arrives_once_and_counts),
		TEST(a_name_of_another_kiosk_is_not_taken),
		TEST(a_folder_without_a_record_is_told),
	};

	return ks_test_run(tests);
}
