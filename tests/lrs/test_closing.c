/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/closing.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lrs/correction.h"
#include "lrs/mark.h"
#include "record/db.h"
#include "record/gathering.h"
#include "record/roll.h"
#include "support/centre_sample.h"
#include "support/test.h"

/* Two doors, one head count: each who was there is credited once, whoever closed what before. */

static const char roster_csv[] =
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\r\n"
	"000001,見本 一,ミホン イチ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n"
	"000002,見本 二,ミホン ニ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n"
	"000003,見本 三,ミホン サン,会計課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n"
	"000004,見本 四,ミホン ヨン,会計課,事務局,本庁,01,2010-04-01,,在職,研修担当,\r\n";

struct fixture {
	struct ks_sample_centre sample;
	struct ks_sample_kiosk doors[2];
	struct ks_gathering gathering;
	char *path; /* of its activity */
	struct ks_closing_wish wish;
	enum ks_closing_fault fault;
	struct ks_closing_result result;
};

static int setup(void **state)
{
	static const char *const expected[] = {"000001", "000002", "000003"};
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));

	ks_sample_centre_init(&f->sample);
	ks_sample_import(f->sample.store, roster_csv);
	f->doors[0] = ks_sample_kiosk("k-01");
	f->doors[1] = ks_sample_kiosk("k-02");
	f->gathering.date = ks_civil_from_ms(ks_centre_now_ms(f->sample.centre)).date;
	f->gathering.to_minute = 24 * 60 - 1;
	f->gathering.title = ks_strdup("集合研修");
	f->gathering.place = ks_strdup("");
	assert_int_equal(ks_gathering_add(f->sample.store, &f->gathering), KS_OK);
	assert_int_equal(ks_gathering_expect(f->sample.store, f->gathering.id, expected, 3), KS_OK);
	f->path = ks_format("session/%s", f->gathering.id);
	f->wish = (struct ks_closing_wish){.gathering = f->gathering.id,
					   .by = "000004",
					   .n_counted = 2,
					   .reason = "",
					   .iri_base = "https://kenshu.example"};
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	free(f->path);
	ks_gathering_finish(&f->gathering);
	ks_sample_centre_finish(&f->sample);
	free(f);
	return 0;
}

static void at_door(struct fixture *f, size_t door, const char *staff, const char *verb)
{
	ks_sample_ingest(&f->sample, &f->doors[door], staff, verb, f->path);
	ks_clock_advance(&f->sample.clock, 60000);
}

static enum ks_rc close_it(struct fixture *f)
{
	return ks_centre_close_gathering(f->sample.centre, &f->wish, &f->fault, &f->result);
}

static int64_t n_attended(struct fixture *f, const char *staff)
{
	int64_t n = -1;

	assert_int_equal(ks_db_number(f->sample.store, &n,
				      "SELECT count(*) FROM gathering_fact WHERE verb = 'attended'"
				      " AND ?1 IN ('', staff)",
				      "t", staff),
			 KS_OK);
	return n;
}

/* What is there verifies, and counted anew is the same. */
static void expect_sound(struct fixture *f)
{
	const char *wrong = "";

	assert_int_equal(ks_sample_n_faults(f->sample.store), 0);
	assert_int_equal(ks_centre_check_summaries(f->sample.store, &wrong), KS_OK);
	assert_null(wrong);
}

static void each_at_either_door_is_credited_once(void **state)
{
	struct fixture *f = *state;

	at_door(f, 0, "000001", "checkin");
	at_door(f, 1, "000001", "checkin");
	at_door(f, 1, "000002", "checkin");
	assert_int_equal(close_it(f), KS_OK);
	assert_int_equal(f->result.n_present, 2);
	assert_int_equal(f->result.n_credited, 2);
	assert_int_equal(n_attended(f, "000001"), 1);
	assert_int_equal(n_attended(f, ""), 2);
	assert_int_equal(close_it(f), KS_INVALID);
	assert_int_equal(f->fault, KS_CLOSING_IS_CLOSED);
	expect_sound(f);
}

static void who_a_door_credited_gets_no_second_and_who_comes_late_by_stick_does(void **state)
{
	struct fixture *f = *state;

	at_door(f, 0, "000001", "checkin");
	at_door(f, 0, "000001", "attended");
	f->wish.n_counted = 1;
	assert_int_equal(close_it(f), KS_OK);
	assert_int_equal(f->result.n_credited, 0);
	at_door(f, 1, "000002", "checkin"); /* that door was offline */
	f->wish.n_counted = 2;
	assert_int_equal(close_it(f), KS_OK);
	assert_int_equal(f->result.n_credited, 1);
	assert_int_equal(n_attended(f, "000001"), 1);
	assert_int_equal(n_attended(f, "000002"), 1);
	expect_sound(f);
}

static void credit_at(struct fixture *f, size_t door, const char *staff)
{
	char id[KS_UUID_TEXT];

	ks_attended_id("https://kenshu.example", f->gathering.id, staff, id);
	ks_sample_ingest_as(&f->sample, &f->doors[door], id, staff, "attended", f->path);
	ks_clock_advance(&f->sample.clock, 60000);
}

static int64_t number(struct fixture *f, const char *sql)
{
	int64_t n = -1;

	assert_int_equal(ks_db_number(f->sample.store, &n, sql, ""), KS_OK);
	return n;
}

/* Both doors close: each keeps its chain whole, and there is one fact, which HR takes back as one. */
static void whom_both_doors_credit_was_there_once(void **state)
{
	struct fixture *f = *state;
	char id[KS_UUID_TEXT];

	at_door(f, 0, "000001", "checkin");
	at_door(f, 1, "000001", "checkin");
	credit_at(f, 0, "000001");
	credit_at(f, 1, "000001");
	at_door(f, 1, "000002", "checkin"); /* the other door's chain goes on */
	credit_at(f, 1, "000002");
	assert_int_equal(n_attended(f, "000001"), 1);
	assert_int_equal(n_attended(f, ""), 2);
	assert_int_equal(number(f, "SELECT count(*) FROM gathering_fact WHERE verb = 'attended'"
				   " AND staff = '000001' AND kiosk = 'k-01'"),
			 1);
	assert_int_equal(number(f, "SELECT count(*) FROM received WHERE kiosk = 'k-02'"), 4);
	assert_int_equal(close_it(f), KS_OK);
	assert_int_equal(f->result.n_credited, 0);
	expect_sound(f);
	ks_attended_id("https://kenshu.example", f->gathering.id, "000001", id);
	assert_int_equal(ks_centre_void(f->sample.centre, id, "別の人", "hr1"), KS_OK);
	assert_int_equal(n_attended(f, "000001"), 0);
	assert_int_equal(n_attended(f, ""), 1);
	expect_sound(f);
}

/* Whatever the order of arrival: what was said first stands. */
static void what_was_said_first_stands_though_it_comes_second(void **state)
{
	struct fixture *f = *state;

	at_door(f, 1, "000002", "checkin");
	credit_at(f, 1, "000001");
	ks_clock_advance(&f->sample.clock, -120000); /* door 1's clock is behind: it said so first */
	credit_at(f, 0, "000001");
	assert_int_equal(n_attended(f, "000001"), 1);
	assert_int_equal(number(f, "SELECT count(*) FROM gathering_fact WHERE verb = 'attended'"
				   " AND kiosk = 'k-01'"),
			 1);
	expect_sound(f);
	assert_int_equal(number(f, "SELECT count(*) FROM conflict"), 0);
	assert_int_equal(number(f, "SELECT count(*) FROM claim"), 0);
}

static void a_difference_needs_its_reason(void **state)
{
	struct fixture *f = *state;
	int64_t n_before = n_attended(f, "");
	struct ks_roll roll;

	at_door(f, 0, "000001", "checkin");
	assert_int_equal(close_it(f), KS_INVALID);
	assert_int_equal(f->fault, KS_CLOSING_NO_REASON);
	assert_int_equal(f->result.n_present, 1);
	assert_int_equal(n_attended(f, ""), n_before);
	f->wish.reason = "講師も数えた";
	assert_int_equal(close_it(f), KS_OK);
	assert_int_equal(ks_roll_load(f->sample.store, f->gathering.id, &roll), KS_OK);
	assert_non_null(roll.closing);
	assert_string_equal(roll.closing->reason, "講師も数えた");
	assert_string_equal(roll.closing->by, "000004");
	assert_int_equal(roll.closing->n_present, 1);
	assert_int_equal(roll.closing->n_counted, 2);
	ks_roll_finish(&roll);
	expect_sound(f);
}

static void what_is_wrong_is_told_and_nothing_is_said(void **state)
{
	struct fixture *f = *state;
	const struct ks_closing_wish good = f->wish;
	static const char *const nobody[] = {"000001", "999999"};
	int64_t n = -1;

#define REFUSED(member, value, why)                                 \
	do {                                                        \
		f->wish = good;                                     \
		f->wish.member = value;                             \
		assert_int_equal(close_it(f), KS_INVALID);          \
		assert_int_equal(f->fault, why);                    \
		assert_true(ks_closing_fault_word(why)[0] != '\0'); \
	} while (0)
	REFUSED(iri_base, NULL, KS_CLOSING_NO_BASE);
	REFUSED(gathering, "2026-11-24-9", KS_CLOSING_NO_GATHERING);
	REFUSED(by, "999999", KS_CLOSING_NO_BY);
	REFUSED(n_counted, -1, KS_CLOSING_NO_COUNT);
	REFUSED(reason, "一\n二", KS_CLOSING_NO_REASON);
	f->wish = good;
	f->wish.numbers = nobody;
	f->wish.n_numbers = 2;
	assert_int_equal(ks_centre_from_paper(f->sample.centre, &f->wish, &f->fault, &f->result),
			 KS_INVALID);
	assert_int_equal(f->fault, KS_CLOSING_NO_PERSON);
	assert_string_equal(f->result.bad, "999999");
	f->gathering.is_cancelled = true;
	assert_int_equal(ks_gathering_change(f->sample.store, &f->gathering), KS_OK);
	REFUSED(n_counted, 0, KS_CLOSING_IS_CANCELLED);
	assert_int_equal(ks_db_number(f->sample.store, &n, "SELECT count(*) FROM received", ""),
			 KS_OK);
	assert_int_equal(n, 0);
}

static void what_is_still_to_come_is_not_closed(void **state)
{
	struct fixture *f = *state;
	struct ks_date today = f->gathering.date;

	f->gathering.date = (struct ks_date){today.year, today.month, today.day + 1};
	assert_int_equal(ks_gathering_change(f->sample.store, &f->gathering), KS_OK);
	assert_int_equal(close_it(f), KS_INVALID);
	assert_int_equal(f->fault, KS_CLOSING_NOT_YET);
	f->gathering.date = today;
	assert_int_equal(ks_gathering_change(f->sample.store, &f->gathering), KS_OK);
	f->wish.n_counted = 0;
	assert_int_equal(close_it(f), KS_OK);
}

/* What HR took back is not said again by closing once more. */
static void who_was_taken_back_gets_no_credit_again(void **state)
{
	struct fixture *f = *state;
	char *id = NULL;
	struct sqlite3_stmt *stmt;

	at_door(f, 0, "000001", "checkin");
	at_door(f, 1, "000002", "checkin");
	assert_int_equal(close_it(f), KS_OK);
	assert_int_equal(f->result.n_credited, 2);
	ks_db_lock(f->sample.store);
	stmt = ks_db_query(
		f->sample.store,
		"SELECT id FROM gathering_fact WHERE verb = 'attended' AND staff = '000001'", "");
	assert_int_equal(ks_db_step(f->sample.store, stmt), KS_OK);
	id = ks_strdup(ks_db_text(stmt, 0));
	ks_db_end(stmt);
	ks_db_unlock(f->sample.store);
	assert_int_equal(ks_centre_void(f->sample.centre, id, "誤り", "見本"), KS_OK);
	assert_int_equal(n_attended(f, "000001"), 0);
	assert_int_equal(close_it(f), KS_INVALID);
	assert_int_equal(f->fault, KS_CLOSING_IS_CLOSED);
	assert_int_equal(n_attended(f, "000001"), 0);
	at_door(f, 0, "000003", "checkin");
	f->wish.n_counted = 3;
	assert_int_equal(close_it(f), KS_OK);
	assert_int_equal(f->result.n_credited, 1);
	assert_int_equal(n_attended(f, ""), 2);
	expect_sound(f);
	free(id);
}

static void paper_is_as_good_and_told_apart(void **state)
{
	struct fixture *f = *state;
	static const char *const signed_by[] = {"000001", "000002", "000002"};
	struct ks_roll roll;
	int64_t n = 0;

	at_door(f, 0, "000001", "checkin");
	f->wish.numbers = signed_by;
	f->wish.n_numbers = 3;
	assert_int_equal(ks_centre_from_paper(f->sample.centre, &f->wish, &f->fault, &f->result),
			 KS_OK);
	assert_int_equal(f->result.n_credited, 1);
	assert_int_equal(ks_centre_from_paper(f->sample.centre, &f->wish, &f->fault, &f->result),
			 KS_INVALID);
	assert_int_equal(f->fault, KS_CLOSING_NOTHING);
	assert_int_equal(ks_roll_load(f->sample.store, f->gathering.id, &roll), KS_OK);
	assert_int_equal(roll.n_here, 2);
	assert_true(ks_roll_find(&roll, "000002")->notes & KS_ROLL_ON_PAPER);
	assert_false(ks_roll_find(&roll, "000001")->notes & KS_ROLL_ON_PAPER);
	assert_string_equal(ks_roll_find(&roll, "000002")->by, "000004");
	ks_roll_finish(&roll);
	assert_int_equal(close_it(f), KS_OK);
	assert_int_equal(f->result.n_credited, 2);
	assert_int_equal(ks_db_number(f->sample.store, &n,
				      "SELECT count(*) FROM received WHERE verb = 'attended' AND"
				      " CAST(body(bytes) AS TEXT) LIKE '%\"how\":\"paper\"%'",
				      ""),
			 KS_OK);
	assert_int_equal(n, 1);
	expect_sound(f);
}

/* HR corrects what the list says, however it came to say so. */
static void what_paper_said_can_be_corrected(void **state)
{
	struct fixture *f = *state;
	static const char *const signed_by[] = {"000002"};
	struct ks_user user = {.name = "hr1", .role = KS_USER_HR};
	struct ks_correction_wish wish = {.kind = KS_CORRECTION_ABSENT,
					  .number = "000002",
					  .gathering = f->gathering.id,
					  .reason = "別の人の署名",
					  .user = "hr1"};
	enum ks_correction_fault fault;
	char id[KS_UUID_TEXT];
	const char *why;

	assert_int_equal(ks_user_add(f->sample.store, &user, "long enough", &why), KS_OK);
	f->wish.numbers = signed_by;
	f->wish.n_numbers = 1;
	assert_int_equal(ks_centre_from_paper(f->sample.centre, &f->wish, &f->fault, &f->result),
			 KS_OK);
	at_door(f, 0, "000001", "checkin"); /* whose IRIs they are */
	assert_int_equal(ks_centre_correct(f->sample.centre, &wish, &fault, id), KS_OK);
	wish.number = "000003";
	assert_int_equal(ks_centre_correct(f->sample.centre, &wish, &fault, id), KS_INVALID);
	assert_int_equal(fault, KS_CORRECTION_NOTHING);
}

static void what_is_printed_is_recognised_by_what_was_recorded(void **state)
{
	struct fixture *f = *state;
	struct ks_arena arena = {0};
	struct ks_gathering_mark none, one, same, two;

	assert_int_equal(ks_gathering_mark(f->sample.store, f->gathering.id, "", &arena, &none),
			 KS_OK);
	assert_string_equal(none.digest, "");
	assert_string_equal(none.heads, "");
	at_door(f, 0, "000001", "checkin");
	assert_int_equal(ks_gathering_mark(f->sample.store, f->gathering.id, "", &arena, &one),
			 KS_OK);
	assert_int_equal(strlen(one.digest), 16);
	assert_memory_equal(one.heads, "k-01 1番 ", strlen("k-01 1番 "));
	ks_sample_ingest(&f->sample, &f->doors[0], "000001", "passed", "course/annual/m1");
	assert_int_equal(ks_gathering_mark(f->sample.store, f->gathering.id, "", &arena, &same),
			 KS_OK);
	assert_string_equal(same.digest, one.digest);
	assert_string_equal(same.heads, one.heads);
	at_door(f, 1, "000002", "checkin");
	assert_int_equal(close_it(f), KS_OK);
	assert_int_equal(ks_gathering_mark(f->sample.store, f->gathering.id, "", &arena, &two),
			 KS_OK);
	assert_string_not_equal(two.digest, one.digest);
	assert_non_null(strstr(two.heads, "センター 3番 "));
	assert_non_null(strstr(two.heads, "、k-02 1番 "));
	ks_arena_finish(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
		TEST(each_at_either_door_is_credited_once),
		TEST(who_a_door_credited_gets_no_second_and_who_comes_late_by_stick_does),
		TEST(whom_both_doors_credit_was_there_once),
		TEST(what_was_said_first_stands_though_it_comes_second),
		TEST(a_difference_needs_its_reason),
		TEST(what_is_wrong_is_told_and_nothing_is_said),
		TEST(what_is_still_to_come_is_not_closed),
		TEST(who_was_taken_back_gets_no_credit_again),
		TEST(paper_is_as_good_and_told_apart),
		TEST(what_paper_said_can_be_corrected),
		TEST(what_is_printed_is_recognised_by_what_was_recorded),
	};

	return ks_test_run(tests);
}
