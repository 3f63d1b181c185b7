/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "course/duty.h"

/*
 * Several courses of one 年度: annual (職員等: m1, m2, and m9 for 端末利用), contractors (12・13: m4),
 * joining (appointed this 年度: m0, m1), managers (管理職: m2, m10) and field (without 端末利用: m4); last
 * year's annual stands before them all and must not count.
 */

enum { LAST_YEAR, ANNUAL, CONTRACTORS, JOINING, MANAGERS, FIELD, N_PLANS };

struct fixture {
	struct ks_plan_lesson last[1], annual[3], contractors[1], joining[2], managers[2], field[1];
	struct ks_plan plans[N_PLANS];
};

static const char *contractors[] = {"12", "13"}, *staff[] = {"01", "05", "06"};
static const char *manager[] = {"管理職"}, *terminal[] = {"端末利用"};
static const char *north[] = {"北部クリーンセンター"};

static struct ks_plan plan(const char *id, const char *title, struct ks_plan_lesson *lessons,
			   size_t n_lessons, struct ks_date due)
{
	return (struct ks_plan){.id = id,
				.title = title,
				.nendo = 2026,
				.opens = {2026, 4, 1},
				.due = due,
				.mid_year_days = 14,
				.lessons = lessons,
				.n_lessons = n_lessons};
}

static struct ks_plan_lesson lesson(const char *id)
{
	return (struct ks_plan_lesson){.id = id, .is_ready = true};
}

static void fixture_init(struct fixture *f)
{
	const struct ks_date december = {2026, 12, 25}, april = {2026, 4, 15}, june = {2026, 6, 30};

	memset(f, 0, sizeof(*f));
	f->last[0] = lesson("m8");
	f->annual[0] = lesson("m1");
	f->annual[1] = lesson("m2");
	f->annual[2] = lesson("m9");
	f->annual[2].audience = (struct ks_audience){.roles = terminal, .n_roles = 1};
	f->contractors[0] = lesson("m4");
	f->joining[0] = lesson("m0");
	f->joining[1] = lesson("m1");
	f->managers[0] = lesson("m2");
	f->managers[1] = lesson("m10");
	f->field[0] = lesson("m4");
	f->plans[LAST_YEAR] = plan("annual", "去年", f->last, 1, december);
	f->plans[LAST_YEAR].nendo = 2025;
	f->plans[ANNUAL] = plan("annual", "年次研修", f->annual, 3, december);
	f->plans[CONTRACTORS] = plan("contractors", "入場時研修", f->contractors, 1, december);
	f->plans[CONTRACTORS].audience.employment = contractors;
	f->plans[CONTRACTORS].audience.n_employment = 2;
	f->plans[JOINING] = plan("joining", "採用時研修", f->joining, 2, april);
	f->plans[JOINING].audience =
		(struct ks_audience){.employment = staff, .n_employment = 3, .is_joining = true};
	f->plans[MANAGERS] = plan("managers", "管理職研修", f->managers, 2, june);
	f->plans[MANAGERS].audience = (struct ks_audience){.roles = manager, .n_roles = 1};
	f->plans[FIELD] = plan("field", "現場研修", f->field, 1, december);
	f->plans[FIELD].audience = (struct ks_audience){.without_roles = terminal,
							.n_without_roles = 1,
							.facilities = north,
							.n_facilities = 1};
}

static struct ks_appointment appointment(struct ks_date from, const char *employment,
					 const char *roles, const char *facility)
{
	return (struct ks_appointment){.unit = "課",
				       .unit_kind = "施設",
				       .facility = facility,
				       .employment = employment,
				       .from = from,
				       .status = "在職",
				       .roles = roles};
}

static void make(const struct fixture *f, struct ks_appointment *a, struct ks_date today,
		 struct ks_duties *out)
{
	struct ks_person person = {
		.number = "0012", .name = "見本", .appointments = a, .n_appointments = a ? 1 : 0};

	memset(out, 0x5a, sizeof(*out));
	ks_duties_make(f->plans, N_PLANS, 2026, &person, today, out);
}

/* "plan/lesson" of each duty in order. */
static void assert_list(const struct ks_duties *duties, const char *words)
{
	struct ks_arena arena = {0};
	const char *list = "";

	for (size_t i = 0; i < duties->n_items; i++)
		list = ks_arena_format(&arena, "%s%s%s/%s", list, i > 0 ? " " : "",
				       duties->items[i].plan->id, duties->items[i].lesson->id);
	assert_string_equal(list, words);
	ks_arena_finish(&arena);
}

static const struct ks_date may = {2026, 5, 18}, long_ago = {2010, 4, 1};

static void a_person_owes_what_every_course_that_reaches_them_wants(void **state)
{
	struct ks_appointment a = appointment(long_ago, "01", "端末利用", "本庁");
	struct ks_duties duties;
	struct fixture f;

	(void)state;
	fixture_init(&f);
	make(&f, &a, may, &duties);
	assert_int_equal(duties.target, KS_TARGET_YES);
	assert_list(&duties, "annual/m1 annual/m2 annual/m9");
	a.roles = "";
	a.facility = "北部クリーンセンター";
	make(&f, &a, may, &duties);
	assert_list(&duties, "annual/m1 annual/m2 field/m4");
	a.employment = "13";
	make(&f, &a, may, &duties);
	assert_list(&duties, "contractors/m4");
}

static void a_lesson_of_two_courses_is_owed_once_to_the_earlier(void **state)
{
	struct ks_appointment a = appointment(long_ago, "01", "管理職;端末利用", "本庁");
	struct ks_duties duties;
	struct fixture f;

	(void)state;
	fixture_init(&f);
	make(&f, &a, may, &duties);
	assert_list(&duties, "managers/m2 managers/m10 annual/m1 annual/m9");
	assert_int_equal(duties.items[0].due.month, 6);
	assert_int_equal(duties.items[2].due.month, 12);
	f.plans[MANAGERS].due = (struct ks_date){2027, 1, 31};
	make(&f, &a, may, &duties);
	assert_list(&duties, "annual/m1 annual/m2 annual/m9 managers/m10");
}

static void who_joins_this_year_begins_with_the_course_for_joining(void **state)
{
	struct ks_appointment a = appointment((struct ks_date){2026, 4, 1}, "06", "", "本庁");
	struct ks_duties duties;
	struct fixture f;

	(void)state;
	fixture_init(&f);
	make(&f, &a, may, &duties);
	assert_list(&duties, "joining/m0 joining/m1 annual/m2");
	assert_int_equal(duties.items[0].due.day, 15);
	assert_false(duties.items[0].is_mid_year);
	a.from = (struct ks_date){2026, 5, 1}; /* 14 days to join; the yearly course has time */
	make(&f, &a, may, &duties);
	assert_list(&duties, "joining/m0 joining/m1 annual/m2");
	assert_true(duties.items[0].is_mid_year);
	assert_int_equal(duties.items[0].due.month, 5);
	assert_false(duties.items[2].is_mid_year);
	assert_int_equal(duties.items[2].due.month, 12);
	a.from = (struct ks_date){2026, 3, 31};
	make(&f, &a, may, &duties);
	assert_list(&duties, "annual/m1 annual/m2");
}

static void a_renewal_without_a_gap_does_not_join_again(void **state)
{
	struct ks_appointment two[] = {
		appointment((struct ks_date){2025, 4, 1}, "06", "", "本庁"),
		appointment((struct ks_date){2026, 4, 1}, "06", "", "本庁"),
	};
	struct ks_person person = {.number = "1", .appointments = two, .n_appointments = 2};
	struct ks_duties duties;
	struct fixture f;

	(void)state;
	fixture_init(&f);
	two[0].to = (struct ks_date){2026, 3, 31};
	ks_duties_make(f.plans, N_PLANS, 2026, &person, may, &duties);
	assert_list(&duties, "annual/m1 annual/m2");
	two[0].to = (struct ks_date){2026, 3, 1}; /* thirty days between them are no gap yet */
	ks_duties_make(f.plans, N_PLANS, 2026, &person, may, &duties);
	assert_list(&duties, "annual/m1 annual/m2");
	two[0].to = (struct ks_date){2026, 2, 28};
	ks_duties_make(f.plans, N_PLANS, 2026, &person, may, &duties);
	assert_list(&duties, "joining/m0 joining/m1 annual/m2");
}

static const struct ks_date july = {2026, 7, 1}, january = {2027, 1, 10};

/* The course for transferred staff wants m1 and m2 within 14 days of the order. */
static void add_transfer(struct fixture *f)
{
	f->managers[0] = lesson("m1");
	f->managers[1] = lesson("m2");
	f->plans[MANAGERS] =
		plan("transfer", "異動時研修", f->managers, 2, (struct ks_date){2027, 3, 31});
	f->plans[MANAGERS].audience.is_transferred = true;
}

static void an_order_of_this_year_makes_the_lessons_due_from_its_day(void **state)
{
	struct ks_appointment a = appointment(long_ago, "01", "端末利用", "本庁");
	struct ks_duties duties;
	struct fixture f;

	(void)state;
	fixture_init(&f);
	add_transfer(&f);
	make(&f, &a, july, &duties);
	assert_list(&duties, "annual/m1 annual/m2 annual/m9"); /* nobody moved */
	a.ordered = july;
	make(&f, &a, may, &duties);
	assert_list(&duties, "annual/m1 annual/m2 annual/m9"); /* not yet */
	make(&f, &a, july, &duties);
	assert_list(&duties, "transfer/m1 transfer/m2 annual/m9");
	assert_int_equal(duties.items[0].due.month, 7);
	assert_int_equal(duties.items[0].due.day, 15);
	a.ordered = (struct ks_date){2026, 3, 31}; /* last year's */
	make(&f, &a, july, &duties);
	assert_list(&duties, "annual/m1 annual/m2 annual/m9");
}

static void who_returns_after_the_due_day_has_days_of_their_own(void **state)
{
	struct ks_appointment a = appointment(long_ago, "01", "端末利用", "本庁");
	struct ks_duties duties;
	struct fixture f;

	(void)state;
	fixture_init(&f);
	add_transfer(&f);
	a.ordered = january;
	make(&f, &a, january, &duties);
	assert_list(&duties, "annual/m9 transfer/m1 transfer/m2");
	assert_int_equal(duties.items[1].due.month, 1);
	assert_int_equal(duties.items[1].due.day, 24);
	assert_true(duties.items[1].is_mid_year);
	f.plans[ANNUAL].due =
		(struct ks_date){2027, 1, 15}; /* due behind the order and before its 14 days: stays */
	make(&f, &a, january, &duties);
	assert_list(&duties, "annual/m1 annual/m2 annual/m9");
}

static void who_owes_nothing_hears_the_most_telling_reason(void **state)
{
	struct ks_appointment a = appointment(long_ago, "01", "", "本庁");
	struct ks_duties duties;
	struct fixture f;

	(void)state;
	fixture_init(&f);
	a.status = "育休"; /* contractors alone would say: not among those it is for */
	make(&f, &a, may, &duties);
	assert_int_equal(duties.target, KS_TARGET_AWAY);
	a.status = "在職";
	a.employment = "10";
	make(&f, &a, may, &duties);
	assert_int_equal(duties.target, KS_TARGET_NOT_STAFF);
	make(&f, NULL, may, &duties);
	assert_int_equal(duties.target, KS_TARGET_NOT_APPOINTED);
	ks_duties_make(f.plans, N_PLANS, 2030, &(struct ks_person){.number = "1"}, may, &duties);
	assert_int_equal(duties.target, KS_TARGET_NO_LESSON); /* no course at all */
	assert_int_equal(duties.n_items, 0);
}

static void more_lessons_than_there_is_room_for_are_cut_at_the_end(void **state)
{
	struct ks_plan_lesson many[KS_DUTIES_MAX + 2];
	char ids[KS_DUTIES_MAX + 2][16];
	struct ks_plan one =
		plan("many", "多い", many, KS_COUNT(many), (struct ks_date){2026, 12, 25});
	struct ks_appointment a = appointment(long_ago, "01", "", "本庁");
	struct ks_person person = {.number = "1", .appointments = &a, .n_appointments = 1};
	struct ks_duties duties;

	(void)state;
	for (size_t i = 0; i < KS_COUNT(many); i++) {
		snprintf(ids[i], sizeof(ids[i]), "l%zu", i);
		many[i] = lesson(ids[i]);
	}
	ks_duties_make(&one, 1, 2026, &person, may, &duties);
	assert_int_equal(duties.n_items, KS_DUTIES_MAX);
	assert_string_equal(duties.items[KS_DUTIES_MAX - 1].lesson->id, ids[KS_DUTIES_MAX - 1]);
}

static void assert_why(const struct ks_duties *duties, size_t index, const char *words)
{
	char *why = ks_duty_why(&duties->items[index]);

	assert_string_equal(why, words);
	free(why);
}

static void a_duty_names_its_rule(void **state)
{
	struct ks_appointment a =
		appointment((struct ks_date){2026, 5, 1}, "06", "端末利用;管理職", "本庁");
	struct ks_duties duties;
	struct fixture f;

	(void)state;
	fixture_init(&f);
	make(&f, &a, may, &duties);
	assert_list(&duties, "joining/m0 joining/m1 managers/m2 managers/m10 annual/m9");
	assert_why(&duties, 0,
		   "「採用時研修」の対象です（任用区分「会計年度任用職員（パートタイム）」・今年度の任用）。"
		   "期限は、任用開始（2026-05-01）から14日です。");
	assert_why(&duties, 4,
		   "「年次研修」の対象です（方針5の「職員等」）。役割「端末利用」の人が受ける科目です。"
		   "期限は、受講期間の終わりです。");
	assert_why(&duties, 3,
		   "「管理職研修」の対象です（方針5の「職員等」・役割「管理職」）。"
		   "期限は、受講期間の終わりです。");
	a = appointment(long_ago, "01", "", "北部クリーンセンター");
	make(&f, &a, may, &duties);
	assert_why(&duties, 2,
		   "「現場研修」の対象です（方針5の「職員等」・役割「端末利用」なし・"
		   "施設「北部クリーンセンター」）。期限は、受講期間の終わりです。");
}

static void assert_reason(const struct ks_duty *duty, enum ks_duty_reason reason, const char *name)
{
	const char *named;

	assert_int_equal(ks_duty_reason(duty, &named), reason);
	assert_string_equal(named, name);
}

/* On one line: the lesson's own rule before the course's. */
static void a_duty_has_one_reason(void **state)
{
	struct ks_appointment a =
		appointment((struct ks_date){2026, 5, 1}, "06", "端末利用;管理職", "本庁");
	struct ks_duties duties;
	struct fixture f;

	(void)state;
	fixture_init(&f);
	make(&f, &a, may, &duties);
	assert_list(&duties, "joining/m0 joining/m1 managers/m2 managers/m10 annual/m9");
	assert_reason(&duties.items[0], KS_REASON_JOINED, "");
	assert_reason(&duties.items[3], KS_REASON_ROLE, "管理職");
	assert_reason(&duties.items[4], KS_REASON_ROLE, "端末利用");
	a = appointment(long_ago, "01", "", "北部クリーンセンター");
	make(&f, &a, may, &duties);
	assert_reason(&duties.items[2], KS_REASON_PLACE, "北部クリーンセンター");
	add_transfer(&f);
	a = appointment(long_ago, "01", "", "本庁");
	a.ordered = july;
	make(&f, &a, july, &duties);
	assert_reason(&duties.items[0], KS_REASON_MOVED, "");
}

static void a_duty_of_a_transfer_names_the_order(void **state)
{
	struct ks_appointment a = appointment(long_ago, "01", "", "本庁");
	struct ks_duties duties;
	struct fixture f;

	(void)state;
	fixture_init(&f);
	add_transfer(&f);
	a.ordered = july;
	make(&f, &a, july, &duties);
	assert_why(&duties, 0,
		   "「異動時研修」の対象です（方針5の「職員等」・今年度の異動・復職）。"
		   "期限は、発令日（2026-07-01）から14日です。");
}

static void the_test_of_a_course_waits_for_its_lessons(void **state)
{
	struct ks_plan_lesson lessons[] = {
		{.id = "m1", .is_ready = true},
		{.id = "m2", .is_ready = true},
		{.id = "annual-test", .is_ready = true, .is_test = true},
	};
	struct ks_plan plan = {.id = "annual", .lessons = lessons, .n_lessons = KS_COUNT(lessons)};
	struct ks_plan_lesson m9 = {.id = "m9", .is_ready = true};
	struct ks_plan other = {.id = "number", .lessons = &m9, .n_lessons = 1};
	struct ks_duty m1 = {.plan = &plan, .lesson = &lessons[0]};
	struct ks_duty m2_elsewhere = {.plan = &other, .lesson = &lessons[1]};
	struct ks_duty test = {.plan = &plan, .lesson = &lessons[2]};
	struct ks_duty stranger = {.plan = &other, .lesson = &m9};

	(void)state;
	assert_true(ks_duty_waits_for(&test, &m1));
	assert_true(ks_duty_waits_for(&test, &m2_elsewhere)); /* owed to another course, wanted by this one */
	assert_false(ks_duty_waits_for(&test, &stranger));
	assert_false(ks_duty_waits_for(&test, &test));
	assert_false(ks_duty_waits_for(&m1, &test));
}

static void check_alike(const struct ks_duty *a, const struct ks_duty *b, bool is_alike)
{
	char *whys[] = {ks_duty_why(a), ks_duty_why(b)},
	     *rules[] = {ks_duty_rule(a), ks_duty_rule(b)};

	assert_int_equal(ks_duty_is_told_alike(a, b), is_alike);
	assert_int_equal(strcmp(whys[0], whys[1]) == 0 && strcmp(rules[0], rules[1]) == 0, is_alike);
	for (int i = 0; i < 2; i++) {
		free(whys[i]);
		free(rules[i]);
	}
}

static void duties_that_are_told_alike_have_the_same_words(void **state)
{
	const char *roles[] = {"管理職"};
	struct ks_plan_lesson lessons[] = {{.id = "m1"},
					   {.id = "m2"},
					   {.id = "m3", .audience = {.roles = roles, .n_roles = 1}},
					   {.id = "t", .is_test = true}};
	struct ks_plan plan = {.id = "annual", .title = (char[]){"年次"}, .mid_year_days = 14};
	struct ks_plan joining = {.id = "joining", .title = (char[]){"採用時"}, .mid_year_days = 7};
	struct ks_appointment post = {.unit = "課", .employment = "01", .roles = "管理職"};
	struct ks_duty duty = {.plan = &plan,
			       .lesson = &lessons[0],
			       .post = &post,
			       .rule = KS_DUE_DAYS,
			       .began = {2026, 5, 1}};
	struct ks_duty other = duty;

	(void)state;
	other.lesson = &lessons[1];
	check_alike(&duty, &other, true);
	other.lesson = &lessons[2];
	check_alike(&duty, &other, false);
	other.lesson = &lessons[3];
	check_alike(&duty, &other, false);
	other = duty;
	other.plan = &joining;
	check_alike(&duty, &other, false);
	other = duty;
	other.began.day = 2;
	check_alike(&duty, &other, false);
	other = duty;
	other.has_returned = true;
	check_alike(&duty, &other, false);
	other = duty;
	other.rule = KS_DUE_COURSE;
	check_alike(&duty, &other, false);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(a_person_owes_what_every_course_that_reaches_them_wants),
	cmocka_unit_test(a_lesson_of_two_courses_is_owed_once_to_the_earlier),
	cmocka_unit_test(who_joins_this_year_begins_with_the_course_for_joining),
	cmocka_unit_test(a_renewal_without_a_gap_does_not_join_again),
	cmocka_unit_test(an_order_of_this_year_makes_the_lessons_due_from_its_day),
	cmocka_unit_test(who_returns_after_the_due_day_has_days_of_their_own),
	cmocka_unit_test(who_owes_nothing_hears_the_most_telling_reason),
	cmocka_unit_test(more_lessons_than_there_is_room_for_are_cut_at_the_end),
	cmocka_unit_test(a_duty_names_its_rule),
	cmocka_unit_test(a_duty_has_one_reason),
	cmocka_unit_test(duties_that_are_told_alike_have_the_same_words),
	cmocka_unit_test(a_duty_of_a_transfer_names_the_order),
	cmocka_unit_test(the_test_of_a_course_waits_for_its_lessons),
};

int main(void)
{
	return ks_test_run(tests);
}
