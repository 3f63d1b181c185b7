/* SPDX-License-Identifier: Apache-2.0 */
#include "record/salvage.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "record/db.h"
#include "record/image.h"
#include "record/incident.h"
#include "record/store_private.h"
#include "record/tail.h"
#include "record/verify.h"
#include "support/record_sample.h"

/* The sample goes on in a folder that holds @image and nothing else. */
static void move_to(struct ks_record_sample *s, const struct ks_image *image)
{
	if (s->store)
		ks_record_sample_close(s);
	ks_test_folder_finish(s->folder);
	s->folder = ks_test_folder();
	ks_image_put(s->folder, image);
}

#define N_PEOPLE 400
#define N_FACTS 30

static void fill(struct ks_record_sample *s)
{
	for (int i = 0; i < N_PEOPLE; i++)
		assert_int_equal(ks_db_run(s->store,
					   "INSERT INTO person(number, name, kana, is_listed)"
					   " VALUES(printf('%06d', ?), 'なまえ', 'なまえ', 1)",
					   "d", i),
				 KS_OK);
	for (int i = 0; i < N_FACTS; i++) {
		ks_record_sample_append(s, i % 7 == 6 ? KS_FACT_PASSED : KS_FACT_ANSWERED);
		if (i == N_FACTS / 2)
			assert_int_equal(ks_store_checkpoint(s->store), KS_OK);
	}
}

static void expect_sound(struct ks_record_sample *s, int64_t n_expected)
{
	struct ks_ledger_fault fault;
	size_t n_faults = 0;
	int64_t n = 0;

	assert_int_equal(ks_ledger_verify(s->store, &fault, 1, &n_faults, &n), KS_OK);
	assert_int_equal(n, n_expected);
}

static struct ks_incident incident_of(struct ks_record_sample *s)
{
	struct ks_incident incident;

	assert_int_equal(ks_store_incident(s->store, &incident), KS_OK);
	return incident;
}

static int64_t count_people(struct ks_record_sample *s)
{
	int64_t n = 0;

	assert_int_equal(ks_db_number(s->store, &n, "SELECT count(*) FROM person", ""), KS_OK);
	return n;
}

static size_t count_aside(struct ks_record_sample *s, const char *name)
{
	char **names, *stem = ks_format("%s.bad-", name);
	size_t n_names = 0, n = 0;

	assert_int_equal(ks_folder_list(s->folder, NULL, &names, &n_names), KS_OK);
	for (size_t i = 0; i < n_names; i++)
		n += strncmp(names[i], stem, strlen(stem)) == 0 && !strstr(names[i], "-wal");
	ks_folder_list_finish(names, n_names);
	free(stem);
	return n;
}

/* ---- a kiosk serves, whatever its folder holds ---- */

static void file_that_is_no_record_is_set_aside_and_a_new_epoch_begins(void **state)
{
	static char garbage[] =
		"this is no database, but it is long enough to be looked at by SQLite,"
		" which reads one hundred bytes first of all, and then says so";
	struct ks_record_sample *s = *state;

	for (int i = 0; i < 3; i++) {
		struct ks_image image = {0};

		image.data[i == 2 ? 1 : 0] = garbage;
		image.len[i == 2 ? 1 : 0] = i == 0 ? 0 : sizeof(garbage);
		move_to(s, &image);
		ks_record_sample_open(s);
		assert_int_equal(incident_of(s).kind, KS_INCIDENT_EPOCH);
		assert_int_equal(count_aside(s, "kenshu.db"), i == 2 ? 0 : 1);
		assert_int_equal(ks_record_sample_append(s, KS_FACT_INITIALIZED), KS_EPOCH_SPAN + 1);
		assert_int_equal(ks_record_sample_append(s, KS_FACT_PASSED), KS_EPOCH_SPAN + 2);
		expect_sound(s, 2);
		ks_record_sample_close(s);
		ks_record_sample_open(s);
		assert_int_equal(ks_record_sample_append(s, KS_FACT_PASSED), KS_EPOCH_SPAN + 3);
		expect_sound(s, 3);
	}
}

static void damaged_database_is_made_anew_and_nothing_is_lost(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_head before, after;
	struct ks_image image;

	fill(s);
	assert_int_equal(ks_ledger_head(s->ledger, &before), KS_OK);
	ks_record_sample_close(s);
	image = ks_image_take(s->folder);
	memset(image.data[0] + 100, 'x', 300); /* the schema: no table can be found */
	move_to(s, &image);
	ks_record_sample_open(s);
	expect_sound(s, N_FACTS);
	assert_int_equal(incident_of(s).kind, KS_INCIDENT_REBUILT);
	assert_int_equal(incident_of(s).n_saved, N_FACTS);
	assert_int_equal(count_aside(s, "kenshu.db"), 1);
	assert_int_equal(count_aside(s, KS_TAIL_NAME), 1);
	assert_int_equal(ks_ledger_head(s->ledger, &after), KS_OK);
	assert_string_equal(before.hash, after.hash);
	assert_string_equal(before.public_key, after.public_key);
	assert_int_equal(ks_record_sample_append(s, KS_FACT_PASSED), N_FACTS + 1);
	expect_sound(s, N_FACTS + 1);
	ks_head_finish(&before);
	ks_head_finish(&after);
	ks_image_finish(&image);
}

/* Zeros over one page after the other: the people of the other pages stay. */
static void people_and_statements_of_whole_pages_are_carried_over(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_image image, spoiled;
	size_t n_pages, n_with_people = 0, n_tried = 0;

	fill(s);
	ks_record_sample_close(s);
	image = ks_image_take(s->folder);
	n_pages = image.len[0] / 4096;
	for (size_t page = 0; page < n_pages; page += 5) {
		struct ks_incident incident;

		spoiled = image;
		spoiled.data[0] = ks_alloc(image.len[0]);
		memcpy(spoiled.data[0], image.data[0], image.len[0]);
		memset(spoiled.data[0] + page * 4096, 0, 4096);
		move_to(s, &spoiled);
		free(spoiled.data[0]);
		free(ks_test_write(s->folder, "kenshu.damaged", ""));
		ks_record_sample_open(s);
		incident = incident_of(s);
		assert_int_equal(incident.n_saved, N_FACTS);
		expect_sound(s, N_FACTS);
		n_with_people += count_people(s) > 0;
		n_tried++;
	}
	assert_true(n_with_people > n_tried / 2);
	ks_image_finish(&image);
}

/* Without the second copy, and with the end of the first one spoiled: what was given out is not known. */
static void uncertain_end_is_told_and_no_number_is_given_out_twice(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_image image;
	struct ks_incident incident;

	fill(s);
	ks_record_sample_close(s);
	image = ks_image_take(s->folder);
	free(image.data[2]);
	image.data[2] = NULL;
	memset(image.data[0] + 100, 'x', 300);
	move_to(s, &image);
	ks_record_sample_open(s);
	incident = incident_of(s);
	assert_int_equal(incident.kind, KS_INCIDENT_EPOCH);
	assert_int_equal(incident.n_saved, N_FACTS); /* found in the pages */
	expect_sound(s, N_FACTS);
	assert_int_equal(ks_record_sample_append(s, KS_FACT_PASSED), KS_EPOCH_SPAN + 1);
	expect_sound(s, N_FACTS + 1);
	ks_image_finish(&image);
}

static void rebuilding_that_was_cut_off_is_done_again(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_image image, nothing = {0};
	char *path;

	fill(s);
	ks_record_sample_close(s);
	image = ks_image_take(s->folder);
	move_to(s, &nothing);
	/* Set aside and marked, a new store made, and then the power went. */
	path = ks_path_join(s->folder, "kenshu.db.bad-20261128T000000Z");
	assert_int_equal(ks_file_write(path, image.data[0], image.len[0], 0600), KS_OK);
	free(path);
	path = ks_path_join(s->folder, KS_TAIL_NAME ".bad-20261128T000000Z");
	assert_int_equal(ks_file_write(path, image.data[2], image.len[2], 0600), KS_OK);
	free(path);
	for (int i = 0; i < 2; i++) {
		char *why = NULL;

		if (i == 1) {
			path = ks_path_join(s->folder, "kenshu.db");
			assert_int_equal(unlink(path), 0);
			free(path);
			path = ks_path_join(s->folder, KS_TAIL_NAME);
			assert_int_equal(unlink(path), 0);
			free(path);
			assert_int_equal(ks_store_open(s->folder, KS_ROLE_ANY, KS_ACCESS_WRITE,
						       &s->store, &why),
					 KS_OK);
			ks_store_close(s->store);
			free(ks_test_write(s->folder, "kenshu.damaged", ""));
		}
		ks_record_sample_open(s);
		expect_sound(s, N_FACTS);
		ks_record_sample_close(s);
	}
	ks_record_sample_open(s);
	ks_image_finish(&image);
}

static void damage_met_while_running_is_mended_at_the_next_start(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_image image;
	struct ks_statement row;
	char *at;

	fill(s);
	ks_record_sample_close(s);
	image = ks_image_take(s->folder);
	at = image.data[0];
	while ((at = memmem(at, image.len[0] - (size_t)(at - image.data[0]), "\"seq\":1,", 8)))
		*at ^= 1;
	move_to(s, &image);
	ks_record_sample_open(s);
	assert_int_equal(ks_ledger_read(s->ledger, 1, &row), KS_DAMAGED);
	ks_record_sample_close(s);
	ks_record_sample_open(s);
	assert_int_equal(ks_ledger_read(s->ledger, 1, &row), KS_OK);
	ks_statement_finish(&row);
	expect_sound(s, N_FACTS);
	ks_image_finish(&image);
}

static void folder_of_the_centre_is_never_set_aside(void **state)
{
	char *folder = ks_test_folder(), *path = ks_path_join(folder, "kenshu.db"), *why = NULL;
	struct ks_store *store;
	char *data;
	size_t len;

	(void)state;
	assert_int_equal(ks_store_open(folder, KS_ROLE_COLLECTOR, KS_ACCESS_WRITE, &store, &why),
			 KS_OK);
	ks_store_close(store);
	assert_int_equal(ks_file_read(path, 64 << 20, &data, &len), KS_OK);
	memset(data + 100, 'x', 300);
	assert_int_equal(ks_file_write(path, data, len, 0600), KS_OK);
	assert_int_equal(ks_store_open(folder, KS_ROLE_KIOSK, KS_ACCESS_WRITE, &store, &why),
			 KS_CONFLICT);
	assert_non_null(strstr(why, "センター"));
	assert_true(ks_file_exists(path));
	free(why);
	free(data);
	free(path);
	ks_test_folder_finish(folder);
}

/* ---- a thousand flipped bits ---- */

static int64_t intact(struct ks_record_sample *s, uint8_t (*hashes)[KS_HASH_BYTES])
{
	int64_t n = 0;

	for (int64_t seq = 1; seq <= N_FACTS; seq++) {
		struct ks_statement row = {0};

		if (ks_ledger_read(s->ledger, seq, &row) == KS_OK) {
			assert_memory_equal(row.hash, hashes[seq], KS_HASH_BYTES);
			n++;
		}
		ks_statement_finish(&row);
	}
	return n;
}

static struct ks_incident open_flipped(struct ks_record_sample *s, const struct ks_image *image,
				       uint8_t (*hashes)[KS_HASH_BYTES], int64_t *n)
{
	move_to(s, image);
	ks_record_sample_open(s);
	*n = intact(s, hashes);
	return incident_of(s);
}

/* Bits are flipped in one copy only, at a random place of a random file. */
static void thousand_flipped_bits_lose_and_change_nothing(void **state)
{
	static uint8_t hashes[N_FACTS + 1][KS_HASH_BYTES];
	struct ks_record_sample *s = *state;
	const char *seed = getenv("KENSHU_SEED"), *rounds = getenv("KENSHU_FLIPS");
	struct ks_shuffle random = {.state = seed ? strtoull(seed, NULL, 10) : (uint64_t)time(NULL)};
	int n_rounds = rounds ? (int)strtol(rounds, NULL, 10) : 1000;
	struct ks_image image;

	print_message("seed %llu\n", (unsigned long long)random.state);
	fill(s);
	for (int64_t seq = 1; seq <= N_FACTS; seq++) {
		struct ks_statement row;

		assert_int_equal(ks_ledger_read(s->ledger, seq, &row), KS_OK);
		memcpy(hashes[seq], row.hash, KS_HASH_BYTES);
		ks_statement_finish(&row);
	}
	image = ks_image_take(s->folder); /* with its log, as after a power cut */
	for (int i = 0; i < n_rounds; i++) {
		size_t file = ks_shuffle_below(&random, KS_IMAGE_FILES);
		size_t at = ks_shuffle_below(&random, (uint32_t)image.len[file]);
		char bit = (char)(1 << ks_shuffle_below(&random, 8));
		int64_t n = 0;

		image.data[file][at] ^= bit;
		(void)open_flipped(s, &image, hashes, &n);
		image.data[file][at] ^= bit;
		if (n != N_FACTS)
			fail_msg("round %d: bit %d of byte %zu in %s lost %lld", i, bit, at,
				 ks_image_names[file], (long long)(N_FACTS - n));
	}
	ks_image_finish(&image);
}

/* Both copies of one statement: what is lost is told, and everything else stays. */
static void statement_that_is_spoiled_in_both_copies_is_told_as_a_gap(void **state)
{
	static uint8_t hashes[N_FACTS + 1][KS_HASH_BYTES];
	struct ks_record_sample *s = *state;
	struct ks_statement row;
	struct ks_image image;
	struct ks_incident incident;
	int64_t n;

	fill(s);
	for (int64_t seq = 1; seq <= N_FACTS; seq++) {
		assert_int_equal(ks_ledger_read(s->ledger, seq, &row), KS_OK);
		memcpy(hashes[seq], row.hash, KS_HASH_BYTES);
		if (seq < N_FACTS)
			ks_statement_finish(&row);
	}
	ks_record_sample_close(s);
	image = ks_image_take(s->folder);
	ks_statement_finish(&row);
	for (size_t i = 0; i < KS_IMAGE_FILES; i++)
		for (char *at = image.data[i];
		     at &&
		     (at = memmem(at, image.len[i] - (size_t)(at - image.data[i]), "\"seq\":7,", 8));)
			*at ^= 2;
	free(ks_test_write(s->folder, "kenshu.damaged", ""));
	move_to(s, &image);
	free(ks_test_write(s->folder, "kenshu.damaged", ""));
	ks_record_sample_open(s);
	n = intact(s, hashes);
	incident = incident_of(s);
	assert_int_equal(n, N_FACTS - 1);
	assert_int_equal(incident.kind, KS_INCIDENT_GAPS);
	assert_int_equal(incident.n_lost, 1);
	ks_image_finish(&image);
}

#define with_ledger(test) \
	cmocka_unit_test_setup_teardown(test, ks_record_sample_setup, ks_record_sample_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_ledger(file_that_is_no_record_is_set_aside_and_a_new_epoch_begins),
		with_ledger(damaged_database_is_made_anew_and_nothing_is_lost),
		with_ledger(people_and_statements_of_whole_pages_are_carried_over),
		with_ledger(uncertain_end_is_told_and_no_number_is_given_out_twice),
		with_ledger(rebuilding_that_was_cut_off_is_done_again),
		with_ledger(damage_met_while_running_is_mended_at_the_next_start),
		with_ledger(folder_of_the_centre_is_never_set_aside),
		with_ledger(statement_that_is_spoiled_in_both_copies_is_told_as_a_gap),
		with_ledger(thousand_flipped_bits_lose_and_change_nothing),
	};

	/* Nothing here is about waiting for a disk. */
	if (access("/dev/shm", W_OK) == 0)
		setenv("TMPDIR", "/dev/shm", 1);
	return ks_test_run(tests);
}
