/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "record/db.h"
#include "record/roster.h"
#include "record/roster_file.h"
#include "said.h"
#include "support/centre_sample.h"
#include "support/test.h"
#include "tools/tools.h"

/* A list from HR's folder to a kiosk by one signed file: what is right is taken, whatever else leaves the list that is here. */

#define HEADING \
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\r\n"
#define ONE "000001,見本 一,ミホン イチ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,472915\r\n"
#define TWO "000002,見本 二,ミホン ニ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,583026\r\n"

struct fixture {
	char *folder, *kiosk_folder;
	struct ks_store *kiosk;
	struct ks_sign_key key, other;
	const char *keys[2];
};

static int setup(void **state)
{
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));
	char *why = NULL;

	f->folder = ks_test_folder();
	f->kiosk_folder = ks_test_folder();
	assert_int_equal(ks_store_open(f->kiosk_folder, KS_ROLE_KIOSK, KS_ACCESS_WRITE, &f->kiosk,
				       &why),
			 KS_OK);
	ks_sign_key_make(&f->key);
	ks_sign_key_make(&f->other);
	f->keys[0] = f->key.public_key;
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	ks_store_close(f->kiosk);
	ks_test_folder_finish(f->folder);
	ks_test_folder_finish(f->kiosk_folder);
	free(f);
	return 0;
}

static enum ks_rc take(struct fixture *f, const char *bytes, size_t len)
{
	return ks_roster_file_take(f->kiosk, f->keys, KS_COUNT(f->keys), bytes, len);
}

static size_t n_people(struct fixture *f)
{
	size_t n = 0;

	assert_int_equal(ks_roster_count(f->kiosk, &n), KS_OK);
	return n;
}

static void assert_told(struct fixture *f, const char *words)
{
	char *told = ks_roster_file_told(f->kiosk);

	if (*words)
		assert_non_null(strstr(told, words));
	else
		assert_string_equal(told, "");
	free(told);
}

/* HR's folder with that list. */
static void import(struct fixture *f, const char *csv)
{
	char *path = ks_path_join(f->folder, "C"), *why = NULL;
	struct ks_store *store = NULL;

	assert_int_equal(ks_store_open(path, KS_ROLE_COLLECTOR, KS_ACCESS_WRITE, &store, &why),
			 KS_OK);
	ks_sample_import(store, csv);
	ks_store_close(store);
	free(path);
}

static struct said publish(struct fixture *f)
{
	char *state = ks_path_join(f->folder, "C"), *key = ks_path_join(f->folder, "key"),
	     *out = ks_path_join(f->folder, "roster.kenshu");
	const char *argv[] = {"publish", "--state", state, "--key", key, "--out", out};
	struct said said;

	if (!ks_file_exists(key))
		assert_int_equal(ks_sign_key_write(&f->key, key), KS_OK);
	said = said_by(ks_tools_roster, KS_COUNT(argv), argv);
	free(state);
	free(key);
	free(out);
	return said;
}

static enum ks_rc take_published(struct fixture *f)
{
	char *out = ks_path_join(f->folder, "roster.kenshu"), *bytes = NULL;
	size_t len = 0;
	enum ks_rc rc;

	assert_int_equal(ks_file_read(out, KS_ROSTER_FILE_MAX_BYTES, &bytes, &len), KS_OK);
	assert_null(strstr(bytes, "472915")); /* no PIN travels, nor a hash of one */
	assert_null(strstr(bytes, "argon2"));
	assert_null(strstr(bytes, "\"cards\""));
	rc = take(f, bytes, len);
	free(bytes);
	free(out);
	return rc;
}

static void a_published_list_reaches_a_kiosk(void **state)
{
	struct fixture *f = *state;
	struct said said;

	import(f, HEADING ONE);
	said = publish(f);
	assert_int_equal(said.exit_code, KS_EXIT_DONE);
	assert_non_null(strstr(said.out, "1名の名簿です"));
	assert_non_null(strstr(said.out, f->key.public_key));
	said_finish(&said);
	assert_int_equal(take_published(f), KS_OK);
	assert_int_equal(n_people(f), 1);
	assert_int_equal(take_published(f), KS_NOT_FOUND); /* the same once more */
	import(f, HEADING ONE TWO);
	said = publish(f); /* over the file that is there, with a higher number */
	assert_int_equal(said.exit_code, KS_EXIT_DONE);
	said_finish(&said);
	assert_int_equal(take_published(f), KS_OK);
	assert_int_equal(n_people(f), 2);
	assert_told(f, "");
}

static void without_people_or_key_nothing_is_written(void **state)
{
	struct fixture *f = *state;
	char *key = ks_path_join(f->folder, "key"), *out = ks_path_join(f->folder, "roster.kenshu");
	struct said said;

	import(f, HEADING ONE);
	assert_int_equal(ks_file_write(key, "nonsense\n", 9, 0600), KS_OK);
	said = publish(f);
	assert_int_equal(said.exit_code, KS_EXIT_FAILED);
	assert_non_null(strstr(said.err, key));
	assert_false(ks_file_exists(out));
	said_finish(&said);
	free(key);
	free(out);
}

/* Of a list with two people and that number; ks_buf_finish(). */
static struct ks_buf make(const struct ks_sign_key *key, int64_t counter, const char *csv)
{
	char *folder = ks_test_folder(), *why = NULL, *json = NULL;
	struct ks_store *store = NULL;
	struct ks_buf out = {0};

	assert_int_equal(ks_store_open(folder, KS_ROLE_COLLECTOR, KS_ACCESS_WRITE, &store, &why),
			 KS_OK);
	ks_sample_import(store, csv);
	assert_int_equal(ks_roster_to_json(store, NULL, &json), KS_OK);
	ks_roster_file_make(key, counter, json, &out);
	free(json);
	ks_store_close(store);
	ks_test_folder_finish(folder);
	return out;
}

static void an_older_one_and_another_key_s_are_refused(void **state)
{
	struct fixture *f = *state;
	struct ks_buf newer = make(&f->key, 20, HEADING ONE TWO),
		      older = make(&f->key, 19, HEADING ONE),
		      foreign = make(&f->other, 21, HEADING ONE);

	assert_int_equal(take(f, newer.data, newer.len), KS_OK);
	assert_int_equal(take(f, older.data, older.len), KS_CONFLICT);
	assert_told(f, "古い");
	assert_int_equal(n_people(f), 2);
	assert_int_equal(take(f, foreign.data, foreign.len), KS_DENIED);
	assert_told(f, "署名");
	assert_int_equal(n_people(f), 2);
	assert_int_equal(take(f, newer.data, newer.len), KS_NOT_FOUND);
	assert_told(f, "");
	f->keys[1] = f->other.public_key; /* the next key, told in the configuration */
	assert_int_equal(take(f, foreign.data, foreign.len), KS_OK);
	assert_int_equal(n_people(f), 1);
	ks_buf_finish(&newer);
	ks_buf_finish(&older);
	ks_buf_finish(&foreign);
}

/* Cut behind any byte, and one bit wrong anywhere: the list that is here stays. */
static void whatever_was_cut_or_touched_is_refused(void **state)
{
	struct fixture *f = *state;
	struct ks_buf first = make(&f->key, 1, HEADING ONE), file = make(&f->key, 2, HEADING ONE TWO);

	assert_int_equal(take(f, first.data, first.len), KS_OK);
	for (size_t len = 0; len < file.len; len += 1 + file.len / 97) {
		enum ks_rc rc = take(f, file.data, len);

		assert_true(rc == KS_INVALID || rc == KS_DENIED);
	}
	assert_told(f, "切れているか");
	for (size_t i = 0; i < file.len; i += 1 + file.len / 97) {
		enum ks_rc rc;

		file.data[i] ^= 1;
		rc = take(f, file.data, file.len);
		assert_true(rc == KS_INVALID || rc == KS_DENIED);
		file.data[i] ^= 1;
	}
	assert_int_equal(n_people(f), 1);
	assert_int_equal(take(f, file.data, file.len), KS_OK);
	assert_int_equal(n_people(f), 2);
	ks_buf_finish(&first);
	ks_buf_finish(&file);
}

/* Those a kiosk has, from HR's list there or chosen at it, are not taken away by a file without any. */
static void pins_that_are_here_stay(void **state)
{
	static const char count[] = "SELECT count(*) FROM pin";
	struct fixture *f = *state;
	struct ks_buf file = make(&f->key, 2, HEADING ONE TWO);
	int64_t before = 0, after = 0;

	ks_sample_import(f->kiosk, HEADING ONE);
	assert_int_equal(ks_db_number(f->kiosk, &before, count, ""), KS_OK);
	assert_int_equal(before, 1);
	assert_int_equal(take(f, file.data, file.len), KS_OK);
	assert_int_equal(ks_db_number(f->kiosk, &after, count, ""), KS_OK);
	assert_int_equal(after, 1);
	assert_int_equal(n_people(f), 2);
	ks_buf_finish(&file);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_published_list_reaches_a_kiosk),
		TEST(without_people_or_key_nothing_is_written),
		TEST(an_older_one_and_another_key_s_are_refused),
		TEST(whatever_was_cut_or_touched_is_refused),
		TEST(pins_that_are_here_stay),
	};

	return ks_test_run(tests);
}
