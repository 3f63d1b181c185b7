// SPDX-License-Identifier: Apache-2.0
#include "sync/courier.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "record/parcel.h"
#include "record/roster.h"
#include "support/cut.h"
#include "support/record_sample.h"
#include "sync/fixture.h"

/* What a stick brings that the centre signed and that is yet of no use; both ends together: tests/tools/test_courier.c. */

struct fixture {
	struct ks_record_sample *kiosk;
	struct ks_store *centre;
	char *folder, *stick, *key, *kiosk_key;
};

static int setup(void **state)
{
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));
	struct ks_courier_sent sent;
	char *why = NULL;
	void *kiosk;

	assert_int_equal(ks_record_sample_setup(&kiosk), 0);
	f->kiosk = kiosk;
	f->folder = ks_test_folder();
	f->stick = ks_test_folder();
	assert_int_equal(ks_store_open(f->folder, KS_ROLE_COLLECTOR, KS_ACCESS_WRITE, &f->centre,
				       &why),
			 KS_OK);
	assert_int_equal(ks_parcel_key(f->centre, &f->key), KS_OK);
	assert_int_equal(ks_parcel_key(f->kiosk->store, &f->kiosk_key), KS_OK);
	assert_int_equal(ks_courier_export(f->kiosk->ledger,
					   &(struct ks_courier_wish){.folder = f->stick,
								     .centre_key = f->key},
					   &sent),
			 KS_OK); /* now it knows which centre is meant */
	free(sent.path);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;
	void *kiosk = f->kiosk;

	ks_store_close(f->centre);
	ks_test_folder_finish(f->folder);
	ks_test_folder_finish(f->stick);
	free(f->key);
	free(f->kiosk_key);
	assert_int_equal(ks_record_sample_teardown(&kiosk), 0);
	free(f);
	return 0;
}

/* Returns where it lies on the stick. */
static char *put(struct fixture *f, const char *name, const char *kind, const char *payload)
{
	char *path = ks_format("%s/%s%s", f->stick, name, kind);
	struct ks_buf parcel = {0};

	assert_int_equal(ks_parcel_seal(f->centre, kind, f->kiosk_key, payload, strlen(payload),
					&parcel),
			 KS_OK);
	assert_int_equal(ks_file_write(path, parcel.data, parcel.len, 0600), KS_OK);
	ks_buf_finish(&parcel);
	return path;
}

static struct ks_courier_taken carry(struct fixture *f, const char *name, const char *kind,
				     const char *payload)
{
	char *path = put(f, name, kind, payload);
	struct ks_courier_taken taken;

	assert_int_equal(ks_courier_take(f->kiosk->ledger, f->stick, &taken), KS_OK);
	assert_int_equal(remove(path), 0);
	free(path);
	return taken;
}

static char *people_made(long long made_ms, const char *json)
{
	return ks_format("made %lld\nroster %zu\n%s\n", made_ms, strlen(json), json);
}

static struct ks_courier_taken carry_people(struct fixture *f, long long made_ms, const char *json)
{
	char *payload = people_made(made_ms, json);
	struct ks_courier_taken taken = carry(f, "k-01", KS_PARCEL_PEOPLE, payload);

	free(payload);
	return taken;
}

static size_t n_people(struct fixture *f)
{
	size_t n = 99;

	assert_int_equal(ks_roster_count(f->kiosk->store, &n), KS_OK);
	return n;
}

static void a_list_of_people_that_is_none_is_counted_as_bad(void **state)
{
	static const char *const payloads[] = {
		"",
		"made 5\n",
		"roster 2\n{}\n",
		"made 9000\nroster 2\n{}",    /* cut */
		"made 9000\nroster 2\n{}\n",  /* no list */
		"made 9000\nroster 1\n{\n",   /* nor JSON */
		"made 9000\nroster -1\n{}\n", /* of no length */
	};
	struct fixture *f = *state;
	char *json = ks_fixture_roster();
	struct ks_courier_taken taken;

	taken = carry_people(f, 8000, json);
	assert_int_equal(taken.n_people, 1);
	assert_int_equal(taken.people_ms, 8000);
	for (size_t i = 0; i < KS_COUNT(payloads); i++) {
		taken = carry(f, "k-01", KS_PARCEL_PEOPLE, payloads[i]);
		if (taken.n_bad != 1 || taken.n_people != 0 || taken.n_others != 0 ||
		    taken.people_ms != 0 || taken.is_people_old)
			fail_msg("%s: %zu bad", payloads[i], taken.n_bad);
		assert_int_equal(n_people(f), 1); /* what is here stays */
	}
	assert_int_equal(carry_people(f, 9000, json).n_people, 1); /* a bad one of this time was none */
	free(json);
}

static void of_two_lists_the_newer_counts_and_the_same_says_nothing(void **state)
{
	static const struct {
		long long made_ms;
		size_t n_people;
		bool is_old;
	} cases[] = {{0, 0, false},    {1000, 1, false}, {999, 0, true},
		     {1000, 0, false}, {1001, 1, false}, {0, 0, true}};
	struct fixture *f = *state;
	char *json = ks_fixture_roster(), *tag = NULL;

	assert_int_equal(ks_store_set(f->kiosk->store, "sync_roster_etag", "x \"r1\""), KS_OK);
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct ks_courier_taken taken = carry_people(f, cases[i].made_ms, json);

		assert_int_equal(taken.n_people, cases[i].n_people);
		assert_int_equal(taken.is_people_old, cases[i].is_old);
		assert_int_equal(taken.people_ms, cases[i].n_people ? cases[i].made_ms : 0);
		assert_int_equal(taken.n_bad, 0);
	}
	/* what the network gave is no longer what is here */
	assert_int_equal(ks_store_get(f->kiosk->store, "sync_roster_etag", &tag), KS_OK);
	assert_string_equal(tag, "");
	free(tag);
	free(json);
}

static void begin_old(void *context)
{
	assert_int_equal(n_people(context), 1); /* so far */
}

static enum ks_rc take_old(void *context)
{
	struct fixture *f = context;
	struct ks_courier_taken taken;
	enum ks_rc rc = ks_courier_take(f->kiosk->ledger, f->stick, &taken);

	assert_int_equal(taken.n_people, 0);
	if (rc == KS_OK) /* or the key to it could not be read */
		assert_true(taken.is_people_old || taken.n_bad == 1);
	return rc;
}

/* When the list that is here was made cannot be read: then the other one is not taken for newer, nor for old. */
static void old_list_is_not_taken_when_what_is_here_cannot_be_read(void **state)
{
	static const char nobody[] =
		"{\"format\":\"kenshu-roster-1\",\"people\":[],\"gatherings\":[],\"completed\":[]}";
	struct fixture *f = *state;
	char *json = ks_fixture_roster(), *old = people_made(999, nobody), *path;

	assert_int_equal(carry_people(f, 1000, json).n_people, 1);
	path = put(f, "k-01", KS_PARCEL_PEOPLE, old);
	struct ks_cut cut = {.store = f->kiosk->store,
			     .begin = begin_old,
			     .act = take_old,
			     .context = f,
			     .name = "old list",
			     .is_one_way = true};

	ks_cut_everywhere(&cut);
	assert_true(cut.n_refused > 0);
	assert_int_equal(n_people(f), 1);
	free(path);
	free(old);
	free(json);
}

/* Two doors, one stick: a file that bears another's name is no damage. */
static void a_file_that_is_not_for_here_is_told_by_its_name(void **state)
{
	static const struct {
		const char *name;
		bool is_receipt, is_other;
	} cases[] = {
		{"k-01", false, false},   {"k-02", false, true},    {"k-011", false, true},
		{"k-0", false, true},     {"k-01-17", true, false}, {"k-02-17", true, true},
		{"k-02-", true, true},    {"k-0217", true, true},   {"receipt", true, false},
		{"17", true, false},      {"-17", true, false},     {"k-1-1-2", true, true},
		{"k-01-x-3", true, true},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		const char *kind = cases[i].is_receipt ? KS_PARCEL_RECEIPT : KS_PARCEL_PEOPLE;
		char *path = ks_format("%s/%s%s", f->stick, cases[i].name, kind);
		struct ks_courier_taken taken;

		assert_int_equal(ks_file_write(path, "torn", 4, 0600), KS_OK);
		assert_int_equal(ks_courier_take(f->kiosk->ledger, f->stick, &taken), KS_OK);
		if (taken.n_others != cases[i].is_other || taken.n_bad != !cases[i].is_other)
			fail_msg("%s: %zu others, %zu bad", cases[i].name, taken.n_others,
				 taken.n_bad);
		assert_int_equal(remove(path), 0);
		free(path);
	}
}

/* Signed by somebody who knows our key and is not the centre. */
static void what_another_centre_signed_is_counted_as_bad(void **state)
{
	static const char *const kinds[] = {KS_PARCEL_PEOPLE, KS_PARCEL_RECEIPT}, *const names[] = {
											  "k-01",
											  "k-01-4"};
	struct fixture *f = *state;
	struct ks_store *centre = f->centre;
	char *folder = ks_test_folder(), *why = NULL, *json = ks_fixture_roster(), *its_key = NULL;
	char *payload = ks_format("made 9000\nroster %zu\n%s\n", strlen(json), json);

	assert_int_equal(ks_store_open(folder, KS_ROLE_COLLECTOR, KS_ACCESS_WRITE, &f->centre, &why),
			 KS_OK);
	assert_int_equal(ks_parcel_key(f->centre, &its_key), KS_OK);
	for (size_t i = 0; i < KS_COUNT(kinds); i++) {
		struct ks_courier_taken taken = carry(f, names[i], kinds[i], payload);

		assert_int_equal(taken.n_bad, 1);
		assert_int_equal(taken.n_people + taken.n_receipts, 0);
	}
	assert_int_equal(n_people(f), 0);
	ks_store_close(f->centre);
	f->centre = centre;
	ks_test_folder_finish(folder);
	free(its_key);
	free(payload);
	free(json);
}

/* The first @n facts of the kiosk, and what each is called in a receipt. */
static void record(struct fixture *f, int n, char (*hex)[KS_HASH_HEX])
{
	for (int i = 0; i < n; i++) {
		struct ks_statement row;

		(void)ks_record_sample_append(f->kiosk,
					      i ? KS_FACT_EXPERIENCED : KS_FACT_INITIALIZED);
		assert_int_equal(ks_ledger_read(f->kiosk->ledger, i + 1, &row), KS_OK);
		ks_hex(row.hash, KS_HASH_BYTES, hex[i]);
		ks_statement_finish(&row);
	}
}

static void a_receipt_names_what_is_there_and_what_is_refused(void **state)
{
	struct fixture *f = *state;
	struct ks_ledger_counts counts;
	struct ks_courier_taken taken;
	struct ks_buf text = {0};
	char hex[4][KS_HASH_HEX];

	record(f, 4, hex);
	ks_buf_printf(&text, "has 1 %s\nhas 2%s\nhas x %s\nhas 3 %s\nhas 99 %s\n", hex[0], hex[1],
		      hex[1], hex[2], hex[3]);
	ks_buf_printf(&text, "refused 4 %s\nrefused 1 %s\nrefused 2 %s\n", hex[3], hex[0], hex[0]);
	for (int again = 0; again < 2; again++) {
		taken = carry(f, "k-01-4", KS_PARCEL_RECEIPT, ks_buf_text(&text));
		assert_int_equal(taken.n_receipts, 1);
		assert_int_equal(taken.n_delivered, again ? 0 : 2);
		assert_int_equal(taken.n_refused, 1);
		assert_int_equal(taken.n_bad + taken.n_others, 0);
		assert_int_equal(ks_ledger_counts(f->kiosk->ledger, &counts), KS_OK);
		assert_int_equal(counts.n_delivered, 2);
		assert_int_equal(counts.n_quarantined, 1);
	}
	ks_buf_finish(&text);
}

/* More lines than are noted at once: all are, the last ones too, and what stands behind them is read. */
static void a_long_receipt_is_noted_in_parts(void **state)
{
	struct fixture *f = *state;
	struct ks_ledger_counts counts;
	struct ks_courier_taken taken;
	struct ks_buf text = {0};
	char hex[3][KS_HASH_HEX];

	record(f, 3, hex);
	for (int i = 0; i < 2000; i++)
		ks_buf_printf(&text, "has 1 %s\n", hex[0]);
	ks_buf_printf(&text, "has 2 %s\nrefused 3 %s\n", hex[1], hex[2]);
	taken = carry(f, "k-01-3", KS_PARCEL_RECEIPT, ks_buf_text(&text));
	assert_int_equal(taken.n_receipts, 1);
	assert_int_equal(taken.n_refused, 1);
	assert_int_equal(ks_ledger_counts(f->kiosk->ledger, &counts), KS_OK);
	assert_int_equal(counts.n_delivered, 2);
	assert_int_equal(counts.n_quarantined, 1);
	ks_buf_finish(&text);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_list_of_people_that_is_none_is_counted_as_bad),
		TEST(of_two_lists_the_newer_counts_and_the_same_says_nothing),
		TEST(old_list_is_not_taken_when_what_is_here_cannot_be_read),
		TEST(a_file_that_is_not_for_here_is_told_by_its_name),
		TEST(what_another_centre_signed_is_counted_as_bad),
		TEST(a_long_receipt_is_noted_in_parts),
		TEST(a_receipt_names_what_is_there_and_what_is_refused),
	};

	return ks_test_run(tests);
}
