/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "record/db.h"
#include "record/image.h"
#include "record/incident.h"
#include "record/progress.h"
#include "record/store_private.h"
#include "support/calls.h"
#include "support/record_sample.h"

/* A damaged folder is set aside, under names that nothing had before, and when that fails it is done the next time. */

#define PAGE 4096
#define NEEDLE "a-choice-that-stands-in-a-page-of-its-own"

static void append(struct ks_record_sample *s)
{
	ks_record_sample_append(s, KS_FACT_ANSWERED);
}

static enum ks_incident_kind incident_of(struct ks_record_sample *s)
{
	struct ks_incident incident;

	assert_int_equal(ks_store_incident(s->store, &incident), KS_OK);
	return incident.kind;
}

/* How many files have names with @word in them. */
static size_t count_named(struct ks_record_sample *s, const char *word)
{
	char **names;
	size_t n_names = 0, n = 0;

	assert_int_equal(ks_folder_list(s->folder, NULL, &names, &n_names), KS_OK);
	for (size_t i = 0; i < n_names; i++)
		n += strstr(names[i], word) ? 1 : 0;
	ks_folder_list_finish(names, n_names);
	return n;
}

/* The first page of the closed sample's database with @needle in it, or its first page, is spoiled. */
static void spoil(struct ks_record_sample *s, const char *needle)
{
	struct ks_image image = ks_image_take(s->folder);
	char *at = needle ? memmem(image.data[KS_IMAGE_DB], image.len[KS_IMAGE_DB], needle,
				   strlen(needle))
			  : image.data[KS_IMAGE_DB] + 100;

	assert_non_null(at);
	at -= needle ? (at - image.data[KS_IMAGE_DB]) % PAGE : 0;
	memset(at, 'x', 64);
	ks_image_put(s->folder, &image);
	ks_image_finish(&image);
}

static void several_within_a_second_get_names_of_their_own(void **state)
{
	struct ks_record_sample *s = *state;

	append(s);
	for (size_t i = 1; i <= 4; i++) {
		ks_record_sample_close(s);
		spoil(s, NULL);
		ks_record_sample_open(s);
		assert_int_equal(count_named(s, "kenshu.db.bad-"), i);
		assert_int_equal(count_named(s, "kenshu.tail.bad-"), i);
		assert_int_equal(incident_of(s), KS_INCIDENT_REBUILT);
		append(s);
		assert_int_equal(ks_ledger_last_seq(s->ledger), i + 1);
	}
	assert_int_equal(count_named(s, "kenshu.damaged"), 0);
}

/* With its log, which keeps its name to it and stays, whoever looks into it; and the log alone where the database is gone. */
static void log_goes_with_its_database(void **state)
{
	for (int is_gone = 0; is_gone < 2; is_gone++) {
		struct ks_record_sample *s = *state;
		struct ks_image image;

		append(s);
		image = ks_image_take(s->folder); /* as after a power cut */
		assert_true(image.len[KS_IMAGE_LOG] > 0);
		image.len[KS_IMAGE_DB] = 0; /* cut, and never opened */
		if (is_gone) {
			free(image.data[KS_IMAGE_DB]);
			image.data[KS_IMAGE_DB] = NULL;
		}
		ks_record_sample_close(s);
		ks_test_folder_finish(s->folder);
		s->folder = ks_test_folder();
		ks_image_put(s->folder, &image);
		ks_image_finish(&image);
		ks_record_sample_open(s);
		assert_int_equal(count_named(s, "kenshu.db.bad-"), is_gone ? 1 : 2);
		assert_int_equal(count_named(s, "-wal"), 1 + 1); /* the old one and the new one's */
		assert_int_equal(ks_ledger_last_seq(s->ledger), 1);
		assert_int_equal(ks_record_sample_teardown(state), 0);
		assert_int_equal(ks_record_sample_setup(state), 0);
	}
}

/* Only who left in the middle of something has all of it looked through at the start, unless that would take too long. */
static void folder_with_a_lesson_still_open_is_looked_through(void **state)
{
	static const struct ks_sitting sitting = {.staff = "000123", .session_id = KS_SAMPLE_SESSION};
	static const struct {
		bool is_open;
		off_t bytes; /* of the database, then; 0: as it is */
		enum ks_incident_kind kind;
	} cases[] = {
		{false, 0, KS_INCIDENT_NONE},
		{true, 0, KS_INCIDENT_REBUILT},
		{true, (off_t)64 << 20, KS_INCIDENT_REBUILT},
		{true, ((off_t)64 << 20) + 1, KS_INCIDENT_NONE},
	};
	char filler[3501] = "";

	memset(filler, 'f', sizeof(filler) - 1);
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct ks_record_sample *s = *state;
		char *path = ks_path_join(s->folder, "kenshu.db");

		append(s);
		assert_int_equal(ks_preference_set(s->store, "000123", NEEDLE, filler), KS_OK);
		assert_int_equal(ks_preference_set(s->store, "000124", NEEDLE, filler), KS_OK);
		if (cases[i].is_open)
			assert_int_equal(ks_sitting_open(s->store, &sitting), KS_OK);
		ks_record_sample_close(s);
		spoil(s, NEEDLE);
		if (cases[i].bytes)
			assert_int_equal(truncate(path, cases[i].bytes), 0);
		ks_record_sample_open(s);
		assert_int_equal(incident_of(s), cases[i].kind);
		assert_int_equal(ks_ledger_last_seq(s->ledger), 1);
		free(path);
		assert_int_equal(ks_record_sample_teardown(state), 0);
		assert_int_equal(ks_record_sample_setup(state), 0);
	}
}

/* Nothing is lost by it: the folder is marked, and the next start goes on where this one ended. */
static void setting_aside_that_fails_is_told_and_gone_on_with(void **state)
{
	static const unsigned kinds[] = {KS_CALLS_RENAME, KS_CALLS_SYNC, KS_CALLS_WRITE};
	struct ks_record_sample *s = *state;

	for (size_t i = 0; i < KS_COUNT(kinds); i++) {
		for (int at = 1;; at += 1 + at / 3) {
			struct ks_store *store = NULL;
			char *why = NULL;
			enum ks_rc rc;

			append(s);
			ks_record_sample_close(s);
			spoil(s, NULL);
			ks_calls_fail(kinds[i], at, false, EIO);
			rc = ks_store_open(s->folder, KS_ROLE_KIOSK, KS_ACCESS_WRITE, &store, &why);
			if (rc == KS_OK)
				ks_store_close(store);
			else
				assert_non_null(strstr(why, s->folder));
			free(why);
			bool was_met = ks_calls_end() >= at;

			ks_record_sample_open(s);
			assert_true(incident_of(s) >= KS_INCIDENT_REBUILT);
			assert_int_equal(ks_ledger_last_seq(s->ledger), 1);
			assert_int_equal(count_named(s, "kenshu.damaged"), 0);
			assert_int_equal(ks_record_sample_teardown(state), 0);
			assert_int_equal(ks_record_sample_setup(state), 0);
			s = *state;
			if (!was_met)
				break;
		}
	}
}

#define with_ledger(test) \
	cmocka_unit_test_setup_teardown(test, ks_record_sample_setup, ks_record_sample_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_ledger(several_within_a_second_get_names_of_their_own),
		with_ledger(log_goes_with_its_database),
		with_ledger(folder_with_a_lesson_still_open_is_looked_through),
		with_ledger(setting_aside_that_fails_is_told_and_gone_on_with),
	};

	/* Nothing here is about waiting for a disk. */
	if (access("/dev/shm", W_OK) == 0)
		setenv("TMPDIR", "/dev/shm", 1);
	return ks_test_run(tests);
}
