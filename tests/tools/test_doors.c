/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "lrs/closing.h"
#include "lrs/courier.h"
#include "record/db.h"
#include "record/gathering.h"
#include "record/parcel.h"
#include "record/roll.h"
#include "record/roster.h"
#include "record/verify.h"
#include "report/report.h"
#include "support/centre_sample.h"
#include "support/record_sample.h"
#include "sync/courier.h"

/*
 * 31 people, two doors, no network at all: list and gathering come by stick, the records go by stick, and kiosks, centre and
 * 出席簿 agree to the person. tests/flow/gathering_sync.test.sh does the same with the programs and few people.
 */

#define EXPECTED 31
#define WALK_IN "000032"
#define CLERK "000033"
#define N_PEOPLE 33

struct door {
	char *folder, *secret;
	char name[8];
	struct ks_clock clock;
	struct ks_store *store;
	struct ks_ledger *ledger;
};

struct fixture {
	struct ks_sample_centre centre;
	struct ks_sample course;
	struct ks_answer answer;
	struct door doors[2];
	struct ks_gathering gathering;
	char *stick, *key;
};

static void number_of(int i, char out[8])
{
	(void)snprintf(out, 8, "%06u", (unsigned)i % 1000000);
}

static void add_people(struct fixture *f)
{
	struct ks_buf csv = {0};
	const char *expected[EXPECTED];
	char numbers[EXPECTED][8];

	ks_buf_puts(&csv, "職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,"
			  "在籍状態,役割,初期暗証番号\r\n");
	for (int i = 1; i <= N_PEOPLE; i++)
		ks_buf_printf(&csv,
			      "%06d,見本 %d,ミホン,課%d,事務局,本庁,01,2010-04-01,,在職,%s,\r\n", i,
			      i, i % 5, i == N_PEOPLE ? "研修担当" : "端末利用");
	ks_sample_import(f->centre.store, ks_buf_text(&csv));
	ks_buf_finish(&csv);
	f->gathering = (struct ks_gathering){.date = {2026, 5, 18},
					     .to_minute = 24 * 60 - 1,
					     .title = ks_strdup("集合研修"),
					     .place = ks_strdup("大会議室")};
	assert_int_equal(ks_gathering_add(f->centre.store, &f->gathering), KS_OK);
	for (int i = 0; i < EXPECTED; i++) {
		number_of(i + 1, numbers[i]);
		expected[i] = numbers[i];
	}
	assert_int_equal(ks_gathering_expect(f->centre.store, f->gathering.id, expected, EXPECTED),
			 KS_OK);
}

static void open_door(struct fixture *f, size_t i)
{
	struct door *door = &f->doors[i];
	char *why = NULL;

	(void)snprintf(door->name, sizeof(door->name), "k-0%zu", i + 1);
	door->folder = ks_test_folder();
	door->clock = ks_clock_fake(KS_TEST_WALL_MS);
	assert_int_equal(ks_store_open(door->folder, KS_ROLE_KIOSK, KS_ACCESS_WRITE, &door->store,
				       &why),
			 KS_OK);
	assert_int_equal(ks_ledger_open(door->store, &door->clock, door->name, &door->ledger), KS_OK);
	assert_int_equal(ks_centre_add_kiosk(f->centre.centre, door->name, &door->secret), KS_OK);
}

static int setup(void **state)
{
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));

	ks_id_init();
	ks_record_sample_words(&f->course);
	ks_sample_centre_init(&f->centre);
	f->stick = ks_test_folder();
	assert_int_equal(ks_centre_courier_key(f->centre.centre, &f->key), KS_OK);
	add_people(f);
	open_door(f, 0);
	open_door(f, 1);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < 2; i++) {
		ks_ledger_close(f->doors[i].ledger);
		ks_store_close(f->doors[i].store);
		ks_test_folder_finish(f->doors[i].folder);
		free(f->doors[i].secret);
	}
	ks_gathering_finish(&f->gathering);
	ks_test_folder_finish(f->stick);
	free(f->key);
	ks_sample_centre_finish(&f->centre);
	free(f);
	return 0;
}

/* ---- by stick ---- */

static int64_t carry_away(struct fixture *f, struct door *door)
{
	struct ks_courier_sent sent;

	assert_int_equal(ks_courier_export(door->ledger,
					   &(struct ks_courier_wish){.folder = f->stick,
								     .centre_key = f->key,
								     .secret = door->secret},
					   &sent),
			 KS_OK);
	free(sent.path);
	return sent.n_statements;
}

static void put(struct fixture *f, const char *kiosk, const char *end, const struct ks_buf *bytes)
{
	char *name = ks_format("%s%s", kiosk, end), *path = ks_path_join(f->stick, name);

	assert_int_equal(ks_file_write(path, bytes->data, bytes->len, 0644), KS_OK);
	free(path);
	free(name);
}

/* Everything on the stick, forwards or backwards. */
static void import(struct fixture *f, bool is_backwards)
{
	char **names;
	size_t n;

	assert_int_equal(ks_folder_list(f->stick, KS_PARCEL_RECORDS, &names, &n), KS_OK);
	for (size_t i = 0; i < n; i++) {
		char *path = ks_path_join(f->stick, names[is_backwards ? n - 1 - i : i]), *bytes;
		enum ks_courier_fault fault;
		struct ks_courier_got got;
		size_t len;

		assert_int_equal(ks_file_read(path, KS_PARCEL_MAX_BYTES, &bytes, &len), KS_OK);
		assert_int_equal(ks_centre_courier_take(f->centre.centre, bytes, len, &fault, &got),
				 KS_OK);
		assert_int_equal(got.n_refused, 0);
		if (got.n_statements > 0)
			put(f, got.kiosk, KS_PARCEL_RECEIPT, &got.receipt);
		put(f, got.kiosk, KS_PARCEL_PEOPLE, &got.people);
		ks_courier_got_finish(&got);
		free(bytes);
		free(path);
	}
	ks_folder_list_finish(names, n);
}

static struct ks_courier_taken carry_back(struct fixture *f, struct door *door)
{
	struct ks_courier_taken taken;

	assert_int_equal(ks_courier_take(door->ledger, f->stick, &taken), KS_OK);
	return taken;
}

/* ---- at the doors ---- */

static void pass(struct fixture *f, int64_t ms)
{
	ks_clock_advance(&f->doors[0].clock, ms);
	ks_clock_advance(&f->doors[1].clock, ms);
	ks_clock_advance(&f->centre.clock, ms);
}

static struct ks_fact fact_of(struct fixture *f, enum ks_fact_kind kind, const char *staff)
{
	struct ks_fact fact = ks_record_sample_fact(&f->course, kind, 0, &f->answer);

	fact.gathering_id = f->gathering.id;
	fact.staff = staff;
	return fact;
}

static bool comes(struct fixture *f, size_t door, const char *staff)
{
	struct ks_fact fact = fact_of(f, KS_FACT_CHECKED_IN, staff);
	struct ks_attendance out;

	fact.how = "number";
	assert_int_equal(ks_attendance_check_in(f->doors[door].ledger, &fact, &out), KS_OK);
	pass(f, 4000);
	return !out.is_repeat;
}

static void says(struct fixture *f, size_t door, enum ks_fact_kind kind, const char *staff,
		 const char *reason)
{
	struct ks_fact fact = fact_of(f, kind, staff);
	int64_t seq;

	fact.by = CLERK;
	fact.reason = reason;
	assert_int_equal(ks_roll_record(f->doors[door].ledger, &fact, &seq), KS_OK);
	pass(f, 4000);
}

static int closes(struct fixture *f, size_t door, int n_counted, const char *reason)
{
	struct ks_fact fact = fact_of(f, KS_FACT_CLOSED, CLERK);
	struct ks_roll roll;
	int64_t seq;
	int n_present;

	fact.by = CLERK;
	fact.n_counted = n_counted;
	fact.reason = reason;
	assert_int_equal(ks_roll_close(f->doors[door].ledger, &fact, &f->gathering, &seq), KS_OK);
	assert_int_equal(ks_roll_load(f->doors[door].store, f->gathering.id, &roll), KS_OK);
	n_present = (int)(roll.n_here + roll.n_walk_ins);
	ks_roll_finish(&roll);
	return n_present;
}

/* 1–15 at the first door, 16–29 at the second, some twice, 5 at both; 29 is taken off, 30 is excused, 31 is admitted. */
static void the_morning(struct fixture *f)
{
	char number[8];

	for (int i = 1; i <= 29; i++) {
		number_of(i, number);
		assert_true(comes(f, i > 15, number));
		if (i % 2)
			assert_false(comes(f, i > 15, number));
	}
	assert_true(comes(f, 1, "000005"));
	assert_true(comes(f, 1, WALK_IN));
	says(f, 0, KS_FACT_EXCUSED, "000030", "公欠（現場対応）");
	says(f, 1, KS_FACT_REMOVED, "000029", "別の人の番号で受付した");
	says(f, 0, KS_FACT_ADMITTED, "000031", "番号や暗証番号を忘れた");
	assert_int_equal(closes(f, 0, 17, "講師・係員も数えた"), 16);
	assert_int_equal(closes(f, 1, 15, NULL), 15);
}

/* ---- counted ---- */

static bool was_there(const char *number)
{
	return strcmp(number, "000029") != 0 && strcmp(number, "000030") != 0 &&
	       strcmp(number, CLERK) != 0;
}

static void expect_book(struct fixture *f)
{
	struct ks_attendance_list list;
	bool is_seen[N_PEOPLE + 1] = {false};
	struct ks_table table;
	struct ks_buf csv = {0};
	size_t n_lines = 0;

	assert_int_equal(ks_report_attendance(f->centre.store, 2026,
					      ks_clock_wall_ms(&f->centre.clock), &list),
			 KS_OK);
	assert_int_equal(list.n_rows, EXPECTED + 1);
	for (size_t i = 0; i < list.n_rows; i++) {
		const struct ks_attendance_row *row = &list.rows[i];
		long n = strtol(row->number, NULL, 10);

		assert_false(is_seen[n]); /* nobody twice */
		is_seen[n] = true;
		assert_int_equal(row->is_present, was_there(row->number));
		assert_int_equal(row->is_walk_in, strcmp(row->number, WALK_IN) == 0);
	}
	assert_int_equal(ks_attendance_present(list.rows, list.n_rows), 30);
	assert_non_null(
		strstr(list.rows[0].closing, "記録 16名、数えた人数 17名。講師・係員も数えた"));
	ks_attendance_table(&list, &table); /* what the files are made of */
	ks_table_csv(&table, &csv);
	for (const char *at = ks_buf_text(&csv); (at = strchr(at, '\n')); at++)
		n_lines++;
	assert_int_equal(n_lines, EXPECTED + 2);
	assert_non_null(strstr(ks_buf_text(&csv), "2台の端末で受付"));
	assert_non_null(strstr(ks_buf_text(&csv), "出席 → 欠席（別の人の番号で受付した"));
	ks_buf_finish(&csv);
	ks_table_finish(&table);
	ks_attendance_list_finish(&list);
}

static int64_t count(struct ks_store *store, const char *select)
{
	int64_t n = -1;

	assert_int_equal(ks_db_number(store, &n, select, ""), KS_OK);
	return n;
}

/* Every statement of each kiosk once, and nothing else under its name. */
static void expect_none_lost_or_doubled(struct fixture *f)
{
	for (size_t i = 0; i < 2; i++) {
		char *select = ks_format("SELECT count(DISTINCT id) FROM received WHERE kiosk = '%s'",
					 f->doors[i].name);

		assert_int_equal(count(f->centre.store, select),
				 count(f->doors[i].store, "SELECT count(*) FROM statement"));
		assert_int_equal(count(f->doors[i].store, "SELECT count(*) FROM statement"),
				 count(f->doors[i].store, "SELECT count(*) FROM delivery"));
		free(select);
	}
	assert_int_equal(count(f->centre.store, "SELECT count(*) FROM claim"), 0);
	assert_int_equal(ks_sample_n_faults(f->centre.store), 0);
}

static void thirty_one_people_at_two_doors_without_a_network(void **state)
{
	struct fixture *f = *state;
	struct ks_closing_wish wish = {
		.gathering = f->gathering.id, .by = CLERK, .n_counted = 31, .reason = ""};
	struct ks_closing_result result;
	enum ks_closing_fault fault;
	size_t n_people;
	const char *wrong;

	for (size_t i = 0; i < 2; i++)
		assert_int_equal(carry_away(f, &f->doors[i]), 0); /* asks for the people */
	import(f, false);
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(carry_back(f, &f->doors[i]).n_people, 1);
		assert_int_equal(ks_roster_count(f->doors[i].store, &n_people), KS_OK);
		assert_int_equal(n_people, N_PEOPLE);
	}
	the_morning(f);
	for (size_t i = 0; i < 2; i++)
		assert_true(carry_away(f, &f->doors[i]) > 0);
	import(f, true);
	import(f, false);
	for (size_t i = 0; i < 2; i++)
		assert_true(carry_back(f, &f->doors[i]).n_delivered > 0);
	expect_none_lost_or_doubled(f);
	expect_book(f);
	assert_int_equal(ks_centre_close_gathering(f->centre.centre, &wish, &fault, &result),
			 KS_INVALID);
	assert_int_equal(fault, KS_CLOSING_NO_REASON);
	wish.reason = "講師も数えた";
	assert_int_equal(ks_centre_close_gathering(f->centre.centre, &wish, &fault, &result), KS_OK);
	assert_int_equal(result.n_present, 30);
	assert_int_equal(result.n_credited, 0); /* by the doors */
	assert_int_equal(count(f->centre.store, "SELECT count(DISTINCT staff) FROM received"
						" WHERE verb = 'attended'"),
			 30);
	assert_int_equal(ks_centre_check_summaries(f->centre.store, &wrong), KS_OK);
	assert_null(wrong);
	expect_none_lost_or_doubled(f);
	expect_book(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(thirty_one_people_at_two_doors_without_a_network,
						setup, teardown),
	};

	return ks_test_run(tests);
}
