/* SPDX-License-Identifier: Apache-2.0 */
#include "roster_parsed.h"

#include <stdlib.h>
#include <string.h>

#include "record/db.h"
#include "record/pin.h"
#include "record/roster_diff.h"
#include "record/roster_history.h"
#include "support/record_sample.h"

/* Records follow the person, not the number; a list that was taken can be taken back; one ahead waits for its day. */

#define TAIL ",総務課,事務局,本庁,01,2020-04-01,,在職,端末利用,\n"
#define TARO "000101,試験 太郎,シケン タロウ" TAIL
#define HANAKO "000102,見本 花子,ミホン ハナコ" TAIL
#define JIRO "000103,例示 次郎,レイジ ジロウ" TAIL

static const struct ks_date today = {2026, 5, 18}, april = {2027, 4, 1};

struct compared {
	struct ks_roster_list *list;
	struct ks_roster_diff diff;
};

static struct compared compare(struct ks_store *store, const char *csv, const char *same,
			       const char *other)
{
	const struct ks_roster_answers answers = {same, other};
	struct ks_bytes bytes = ks_bytes_of(csv, strlen(csv));
	struct ks_diags diags = {0};
	struct compared c;

	assert_int_equal(ks_roster_list_read("名簿.csv", &bytes, &(struct ks_roster_reading){0},
					     &c.list, &diags),
			 KS_OK);
	for (int i = 0; i < 2; i++) /* as often as answers come: each comparison begins anew */
		assert_int_equal(ks_roster_compare(store, c.list, &answers, &c.diff), KS_OK);
	ks_diags_finish(&diags);
	return c;
}

static void end(struct compared *c)
{
	ks_roster_list_close(c->list);
}

static void take_from(struct ks_store *store, const char *csv, const char *same, const char *other,
		      struct ks_date from)
{
	struct compared c = compare(store, csv, same, other);
	struct ks_roster_change change;

	assert_int_equal(c.diff.n_doubts, 0);
	assert_int_equal(ks_roster_take(store, c.list, KS_TEST_WALL_MS, from, today, &change), KS_OK);
	end(&c);
}

static void take(struct ks_store *store, const char *csv)
{
	take_from(store, csv, "", "", today);
}

/* Whose records somebody has who types @typed; "" for nobody. */
static void assert_key(struct ks_store *store, const char *typed, const char *key)
{
	struct ks_arena arena = {0};
	struct ks_person person = {.number = ""};
	enum ks_rc rc = ks_roster_find(store, typed, &arena, &person);

	assert_int_equal(rc, key[0] ? KS_OK : KS_NOT_FOUND);
	if (key[0])
		assert_string_equal(person.number, key);
	ks_arena_finish(&arena);
}

static void assert_doubt(const struct compared *c, enum ks_roster_doubt_kind kind,
			 const char *number, const char *before)
{
	assert_int_equal(c->diff.n_doubts, 1);
	assert_int_equal(c->diff.doubts[0].kind, kind);
	assert_string_equal(c->diff.doubts[0].number, number);
	assert_string_equal(c->diff.doubts[0].before, before);
}

static void what_is_different_is_listed_by_number(void **state)
{
	struct ks_record_sample *s = *state;
	struct compared c;

	take(s->store, HEADER TARO HANAKO);
	c = compare(s->store, HEADER "000101,試験 大郎,シケン タロウ" TAIL JIRO, "", "");
	assert_int_equal(c.diff.n_before, 2);
	assert_int_equal(c.diff.added.n_items, 1);
	assert_string_equal(c.diff.added.items[0], "000103");
	assert_string_equal(c.diff.changed.items[0], "000101");
	assert_string_equal(c.diff.renamed.items[0], "000101");
	assert_string_equal(c.diff.gone.items[0], "000102");
	assert_int_equal(c.diff.n_doubts, 0); /* one of name and kana is as before */
	end(&c);
}

static void a_number_with_another_name_and_kana_is_asked(void **state)
{
	static const char list[] = HEADER "000101,別人 三郎,ベツジン サブロウ" TAIL HANAKO;
	struct ks_record_sample *s = *state;
	struct compared c;

	take(s->store, HEADER TARO HANAKO);
	c = compare(s->store, list, "", "");
	assert_doubt(&c, KS_DOUBT_NUMBER_REUSED, "000101", "000101");
	end(&c);
	take_from(s->store, list, "", "000101", today);
	assert_key(s->store, "000101", "000101~2");
	/* and once it is known, nobody asks again */
	c = compare(s->store, list, "", "");
	assert_int_equal(c.diff.n_doubts, 0);
	end(&c);
	take_from(s->store, HEADER "000101,四人 四郎,ヨニン シロウ" TAIL HANAKO, "", "000101", today);
	assert_key(s->store, "000101", "000101~3");
}

static void who_marries_and_stays_is_the_same_by_answer(void **state)
{
	struct ks_record_sample *s = *state;

	take(s->store, HEADER TARO HANAKO);
	take_from(s->store, HEADER TARO "000102,試験 花子,シケン ハナコ" TAIL, "000102", "", today);
	assert_key(s->store, "000102", "000102");
}

static void widths_and_blanks_of_a_name_are_no_other_person(void **state)
{
	struct ks_record_sample *s = *state;
	struct compared c;

	take(s->store, HEADER TARO);
	c = compare(s->store, HEADER "000101,試験　太郎,ｼｹﾝﾀﾛｳ" TAIL, "", "");
	assert_int_equal(c.diff.n_doubts, 0);
	assert_int_equal(c.diff.renamed.n_items, 1);
	end(&c);
}

static void a_new_number_of_somebody_who_is_gone_is_asked_and_keeps_the_records(void **state)
{
	static const char list[] = HEADER "000207,試験 太郎,シケン タロウ" TAIL HANAKO;
	struct ks_record_sample *s = *state;
	struct compared c;

	take(s->store, HEADER TARO HANAKO);
	c = compare(s->store, list, "", "");
	assert_doubt(&c, KS_DOUBT_NUMBER_CHANGED, "000207", "000101");
	end(&c);
	take_from(s->store, list, "000101=000207", "", today);
	assert_key(s->store, "000207", "000101");
	assert_key(s->store, "000101", "");
	/* the old number goes to somebody else: other records */
	take_from(s->store,
		  HEADER "000207,試験 太郎,シケン タロウ" TAIL HANAKO
			 "000101,例示 次郎,レイジ ジロウ" TAIL,
		  "", "", today);
	assert_key(s->store, "000101", "000101~2");
	assert_key(s->store, "000207", "000101");
}

static void a_namesake_is_another_person_by_answer(void **state)
{
	struct ks_record_sample *s = *state;

	take(s->store, HEADER TARO HANAKO);
	take_from(s->store, HEADER "000207,試験 太郎,シケン タロウ" TAIL HANAKO, "", "000207", today);
	assert_key(s->store, "000207", "000207");
}

static void lost_zeros_are_suspected(void **state)
{
	struct ks_record_sample *s = *state;
	struct compared c;

	take(s->store, HEADER TARO);
	c = compare(s->store, HEADER "101,試験 太郎,シケン タロウ" TAIL, "", "");
	assert_doubt(&c, KS_DOUBT_ZERO_LOST, "101", "000101");
	end(&c);
	c = compare(s->store, HEADER TARO "101,別人 三郎,ベツジン サブロウ" TAIL, "", "");
	assert_int_equal(c.diff.n_doubts, 0); /* the other is still there */
	end(&c);
}

static void undo_brings_everybody_back_as_they_were(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_arena arena = {0};
	struct ks_person person;
	struct ks_roster_undone undone;

	assert_int_equal(ks_roster_undo(s->store, &undone), KS_NOT_FOUND);
	take(s->store, HEADER TARO HANAKO);
	take_from(s->store,
		  HEADER
		  "000207,試験 太郎,シケン タロウ,環境課,事務局,本庁,01,2020-04-01,,育休,,\n" JIRO,
		  "000101=000207", "", today);
	assert_key(s->store, "000102", "");
	assert_int_equal(ks_roster_undo(s->store, &undone), KS_OK);
	assert_int_equal(undone.n_people, 3);
	assert_key(s->store, "000101", "000101");
	assert_key(s->store, "000102", "000102");
	assert_key(s->store, "000207", "");
	assert_key(s->store, "000103", "");
	assert_int_equal(ks_roster_find(s->store, "000101", &arena, &person), KS_OK);
	assert_string_equal(person.appointments[0].unit, "総務課");
	assert_string_equal(person.appointments[0].status, "在職");
	ks_arena_finish(&arena);
	assert_int_equal(ks_roster_undo(s->store, &undone), KS_OK);
	assert_key(s->store, "000101", "");
	assert_int_equal(ks_roster_undo(s->store, &undone), KS_NOT_FOUND);
}

/* KS_OK when @pin signs @number in. */
static enum ks_rc sign_in(struct ks_record_sample *s, const char *number, const char *pin)
{
	struct ks_pin_verdict verdict;

	return ks_pin_check(s->store, &s->clock, number, pin, &verdict);
}

#define WITH_PIN(number, name, pin) \
	number "," name ",総務課,事務局,本庁,01,2020-04-01,,在職,端末利用," pin "\n"

static void undo_takes_the_pins_of_the_list_back_and_leaves_those_people_chose(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_roster_undone undone;

	take(s->store, HEADER WITH_PIN("000101", "試験 太郎,シケン", "482913")
			       WITH_PIN("000102", "見本 花子,ミホン", "")
				       WITH_PIN("000103", "例示 次郎,レイジ", "739152"));
	/* nothing else is different, a PIN is new, one is the owner's by then */
	take(s->store, HEADER WITH_PIN("000101", "試験 太郎,シケン", "605417")
			       WITH_PIN("000102", "見本 花子,ミホン", "918264")
				       WITH_PIN("000103", "例示 次郎,レイジ", "827364")
					       WITH_PIN("000104", "新人 四郎,シンジン", "551903"));
	assert_int_equal(sign_in(s, "000101", "605417"), KS_OK);
	assert_int_equal(sign_in(s, "000102", "918264"), KS_OK);
	assert_int_equal(ks_db_run(s->store,
				   "UPDATE pin SET source = 'own' WHERE number = '000103'", ""),
			 KS_OK);
	assert_int_equal(ks_roster_undo(s->store, &undone), KS_OK);
	assert_int_equal(undone.n_people, 4);
	assert_int_equal(undone.n_pins_back, 1);
	assert_int_equal(undone.n_pins_gone, 2);
	assert_int_equal(undone.n_own, 1);
	assert_int_equal(sign_in(s, "000101", "482913"), KS_OK);
	assert_int_equal(sign_in(s, "000101", "605417"), KS_DENIED);
	assert_int_equal(sign_in(s, "000102", "918264"), KS_DENIED);
	assert_int_equal(sign_in(s, "000103", "827364"), KS_OK);
	/* and who was new then has none if they come again without one */
	take(s->store, HEADER WITH_PIN("000101", "試験 太郎,シケン", "")
			       WITH_PIN("000104", "新人 四郎,シンジン", ""));
	assert_int_equal(sign_in(s, "000104", "551903"), KS_DENIED);
	assert_int_equal(sign_in(s, "000101", "482913"), KS_OK);
}

static void a_list_taken_between_is_compared_again(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_roster_change change;
	struct compared c;

	take(s->store, HEADER TARO HANAKO);
	c = compare(s->store, HEADER TARO, "", "");
	take(s->store, HEADER TARO HANAKO JIRO);
	assert_int_equal(ks_roster_take(s->store, c.list, KS_TEST_WALL_MS, today, today, &change),
			 KS_BUSY);
	assert_key(s->store, "000103", "000103");
	end(&c);
}

static void of_many_the_first_are_named_and_all_are_counted(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_buf csv = {0};
	struct compared c;

	ks_buf_puts(&csv, HEADER);
	for (int i = 3000; i > 0; i--)
		ks_buf_printf(&csv, "%06d,試験 %d,シケン %d" TAIL, i, i, i);
	c = compare(s->store, csv.data, "", "");
	assert_int_equal(c.diff.added.n_items, 3000);
	assert_string_equal(c.diff.added.items[0], "000001");
	assert_string_equal(c.diff.added.items[KS_ROSTER_NAMED_MAX - 1], "000020");
	end(&c);
	take(s->store, csv.data);
	c = compare(s->store, HEADER TARO, "", "");
	assert_int_equal(c.diff.gone.n_items, 2999);
	assert_int_equal(c.diff.n_before, 3000);
	end(&c);
	ks_buf_finish(&csv);
}

static void a_list_that_an_older_version_left_waiting_is_taken(void **state)
{
	struct ks_record_sample *s = *state;
	size_t n;

	take(s->store, HEADER TARO HANAKO);
	assert_int_equal(
		ks_db_run(s->store,
			  "INSERT INTO roster_import(at_ms, from_day, state, document)"
			  " SELECT 0, '2027-04-01', 'waiting', '[' || json || ']' FROM (SELECT"
			  " '{\"number\":\"000103\",\"name\":\"例示 次郎\",\"kana\":\"レイジ\","
			  "\"appointments\":[]}' AS json)",
			  ""),
		KS_OK);
	assert_int_equal(ks_roster_turn(s->store, april, &n), KS_OK);
	assert_int_equal(n, 1);
	assert_key(s->store, "000103", "000103");
	assert_key(s->store, "000101", "");
}

static void a_list_ahead_waits_for_its_day(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_roster_undone undone;
	struct ks_date day;
	size_t n;

	take(s->store, HEADER TARO HANAKO);
	take_from(s->store, HEADER TARO JIRO, "", "", april);
	assert_int_equal(ks_roster_waiting(s->store, &day), KS_OK);
	assert_int_equal(ks_date_compare(day, april), 0);
	assert_int_equal(ks_roster_turn(s->store, (struct ks_date){2027, 3, 31}, &n), KS_OK);
	assert_int_equal(n, 0);
	assert_key(s->store, "000102", "000102");
	assert_key(s->store, "000103", "");
	assert_int_equal(ks_roster_turn(s->store, april, &n), KS_OK);
	assert_int_equal(n, 1);
	assert_key(s->store, "000102", "");
	assert_key(s->store, "000103", "000103");
	assert_int_equal(ks_roster_turn(s->store, april, &n), KS_OK);
	assert_int_equal(n, 0); /* once */
	assert_int_equal(ks_roster_undo(s->store, &undone), KS_OK);
	assert_key(s->store, "000102", "000102");
}

static void the_list_of_a_day_is_as_it_stood_then(void **state)
{
	static const struct {
		struct ks_date day;
		const char *numbers, *unit; /* 所属 of 太郎 */
	} days[] = {
		{{2026, 4, 30}, "", NULL},
		{{2026, 5, 1}, "000101 000102", "総務課"},
		{{2026, 5, 9}, "000101 000102", "総務課"},
		{{2026, 5, 10}, "000103 000207", "環境課"},
		{{2026, 5, 18}, "000103 000207", "環境課"},
	};
	struct ks_record_sample *s = *state;

	take_from(s->store, HEADER TARO HANAKO, "", "", (struct ks_date){2026, 5, 1});
	take_from(s->store,
		  HEADER
		  "000207,試験 太郎,シケン タロウ,環境課,事務局,本庁,01,2020-04-01,,育休,,\n" JIRO,
		  "000101=000207", "", (struct ks_date){2026, 5, 10});
	for (size_t i = 0; i < KS_COUNT(days); i++) {
		struct ks_roster roster;
		const char *unit = NULL;

		assert_int_equal(ks_roster_load_on(s->store, days[i].day, &roster), KS_OK);
		for (size_t k = 0; k < roster.n_entries; k++) {
			const struct ks_person *person = &roster.entries[k].person;

			if (strcmp(person->number, "000101") == 0)
				unit = person->appointments[0].unit;
		}
		for (size_t k = 0; k < roster.n_entries; k++)
			assert_non_null(strstr(days[i].numbers,
					       ks_person_typed(&roster.entries[k].person)));
		assert_int_equal(roster.n_entries, days[i].numbers[0] ? 2 : 0);
		if (days[i].unit)
			assert_string_equal(unit, days[i].unit);
		ks_roster_finish(&roster);
	}
}

static void a_list_that_waits_can_be_given_up(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_date day;
	struct ks_roster_undone undone;
	size_t n;

	take(s->store, HEADER TARO HANAKO);
	take_from(s->store, HEADER TARO JIRO, "", "", april);
	assert_int_equal(ks_roster_undo(s->store, &undone), KS_OK);
	assert_int_equal(undone.n_people, 0);
	assert_int_equal(ks_roster_waiting(s->store, &day), KS_OK);
	assert_false(ks_date_is_set(day));
	assert_int_equal(ks_roster_turn(s->store, april, &n), KS_OK);
	assert_key(s->store, "000102", "000102");
}

static void the_document_to_the_kiosks_carries_number_and_key(void **state)
{
	struct ks_record_sample *s = *state;
	char *json = NULL;

	take(s->store, HEADER TARO HANAKO);
	take_from(s->store,
		  HEADER "000101,別人 三郎,ベツジン サブロウ" TAIL
			 "000207,見本 花子,ミホン ハナコ" TAIL,
		  "000102=000207", "000101", today);
	assert_int_equal(ks_roster_to_json(s->store, NULL, &json), KS_OK);
	assert_int_equal(ks_roster_store_json(s->store, json, strlen(json)), KS_OK);
	assert_key(s->store, "000101", "000101~2");
	assert_key(s->store, "000207", "000102");
	free(json);
}

static void what_it_means_for_courses_is_counted(void **state)
{
	struct ks_record_sample *s = *state;
	static const char *terminal[] = {"端末利用"};
	struct ks_plan_lesson lessons[2] = {{.id = "m1", .is_ready = true},
					    {.id = "m2", .is_ready = true}};
	struct ks_plan plans[2] = {
		{.id = "annual",
		 .title = "年次",
		 .nendo = 2026,
		 .opens = {2026, 4, 1},
		 .due = {2026, 12, 25},
		 .audience = {.roles = terminal, .n_roles = 1},
		 .lessons = &lessons[0],
		 .n_lessons = 1},
		{.id = "field",
		 .title = "現場",
		 .nendo = 2026,
		 .opens = {2026, 4, 1},
		 .due = {2026, 12, 25},
		 .audience = {.without_roles = terminal, .n_without_roles = 1},
		 .lessons = &lessons[1],
		 .n_lessons = 1},
	};
	struct ks_roster_moves moves;
	struct compared c;

	take(s->store, HEADER TARO HANAKO JIRO);
	c = compare(s->store,
		    HEADER
		    "000101,試験 太郎,シケン タロウ,総務課,事務局,本庁,01,2020-04-01,,在職,,\n"
		    "000102,見本 花子,ミホン ハナコ,総務課,事務局,本庁,01,2020-04-01,,在職,,\n",
		    "", "");
	assert_int_equal(ks_roster_moves(c.list, plans, 2, today, &moves), KS_OK);
	assert_int_equal(moves.n_items, 2);
	assert_string_equal(moves.items[0].from, "年次");
	assert_string_equal(moves.items[0].to, "現場");
	assert_int_equal(moves.items[0].n_people, 2);
	assert_string_equal(moves.items[1].from, "年次");
	assert_string_equal(moves.items[1].to, "");
	ks_roster_moves_finish(&moves);
	end(&c);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, ks_record_sample_setup, ks_record_sample_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_is_different_is_listed_by_number),
		TEST(a_number_with_another_name_and_kana_is_asked),
		TEST(who_marries_and_stays_is_the_same_by_answer),
		TEST(widths_and_blanks_of_a_name_are_no_other_person),
		TEST(a_new_number_of_somebody_who_is_gone_is_asked_and_keeps_the_records),
		TEST(a_namesake_is_another_person_by_answer),
		TEST(lost_zeros_are_suspected),
		TEST(undo_brings_everybody_back_as_they_were),
		TEST(undo_takes_the_pins_of_the_list_back_and_leaves_those_people_chose),
		TEST(a_list_taken_between_is_compared_again),
		TEST(of_many_the_first_are_named_and_all_are_counted),
		TEST(a_list_that_an_older_version_left_waiting_is_taken),
		TEST(a_list_ahead_waits_for_its_day),
		TEST(the_list_of_a_day_is_as_it_stood_then),
		TEST(a_list_that_waits_can_be_given_up),
		TEST(the_document_to_the_kiosks_carries_number_and_key),
		TEST(what_it_means_for_courses_is_counted),
	};

	return ks_test_run(tests);
}
