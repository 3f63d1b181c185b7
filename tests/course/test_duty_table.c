/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "course/duty.h"
#include "duty_people.h"

/*
 * Twenty-two people and their dates in 令和8年度, held against the courses as they are published: who owes what, by a
 * date that can be met. H is `transfer`, A `annual`, B `joining`, C `field`, D `managers`, E `number`, F `contractors`.
 */

static const char *const courses[] = {"annual",  "contractors", "executives", "field",
				      "joining", "managers",    "number",     "transfer"};

struct courses {
	struct ks_plan plans[KS_COUNT(courses)];
};

static struct ks_date day(const char *text)
{
	struct ks_date out = {0};

	if (text && text[0] != '\0')
		assert_true(ks_date_parse(text, &out));
	return out;
}

static struct ks_appointment post(const struct line *line)
{
	return (struct ks_appointment){.unit = line->unit,
				       .unit_kind = "",
				       .facility = "",
				       .employment = line->employment,
				       .from = day(line->from),
				       .to = day(line->to),
				       .status = line->status,
				       .roles = line->roles,
				       .ordered = day(line->ordered),
				       .leave = line->leave,
				       .leave_from = day(line->leave_from),
				       .leave_to = day(line->leave_to)};
}

static bool is_done(const char *done, const char *lesson)
{
	size_t len = strlen(lesson);

	for (const char *at = done; *at; at += strcspn(at, " "), at += strspn(at, " "))
		if (strncmp(at, lesson, len) == 0 && (at[len] == ' ' || at[len] == '\0'))
			return true;
	return false;
}

static bool is_met(const char *done, const struct ks_duty *duty)
{
	return is_done(done, duty->lesson->id) || (duty->instead && is_done(done, duty->instead->id));
}

/* "annual 2026-12-25 …": each course with a due date once, in order. */
static char *list(const struct ks_duty *duties, size_t n, const char *done)
{
	struct ks_buf out = {0};

	for (size_t i = 0; i < n; i++) {
		char due[16], *pair;

		ks_date_format(duties[i].due, due);
		pair = ks_format("%s %s", duties[i].plan->id, due);
		if (!is_met(done, &duties[i]) && !strstr(ks_buf_text(&out), pair))
			ks_buf_printf(&out, "%s%s", out.len > 0 ? " " : "", pair);
		free(pair);
	}
	return out.data ? ks_buf_take(&out) : ks_strdup("");
}

static char *list_waived(const struct ks_duties *duties)
{
	struct ks_buf out = {0};

	for (size_t i = 0; i < duties->n_waivers; i++)
		ks_buf_printf(&out, "%s%s %s", i > 0 ? " " : "", duties->waivers[i].plan->id,
			      duties->waivers[i].word);
	return out.data ? ks_buf_take(&out) : ks_strdup("");
}

static void same(const char *what, const char *of, char *is, const char *should)
{
	if (strcmp(is, should) != 0)
		fail_msg("%s: %s 「%s」 instead of 「%s」", what, of, is, should);
	free(is);
}

static void load(struct courses *c)
{
	struct ks_diags diags = {0};

	for (size_t i = 0; i < KS_COUNT(courses); i++) {
		char *file = ks_format("content/courses/%s.yaml", courses[i]);

		assert_int_equal(ks_plan_load(file, &c->plans[i], &diags), KS_OK);
		free(file);
	}
	ks_diags_finish(&diags);
}

static void finish(struct courses *c)
{
	for (size_t i = 0; i < KS_COUNT(courses); i++)
		ks_plan_finish(&c->plans[i]);
}

static void make(const struct courses *c, const struct person_case *of, int nendo,
		 struct ks_duties *out)
{
	struct ks_appointment posts[2];
	struct ks_person person = {
		.number = "000101", .name = "試験", .kana = "", .appointments = posts};

	while (person.n_appointments < 2 && of->lines[person.n_appointments].unit) {
		posts[person.n_appointments] = post(&of->lines[person.n_appointments]);
		person.n_appointments++;
	}
	ks_duties_make(c->plans, KS_COUNT(courses), nendo, &person, day(of->today), out);
	for (size_t i = 0; i < out->n_items + out->n_missed; i++)
		out->items[i].post = NULL; /* they stand on this stack */
	out->appointment = NULL;
}

static void each_of_them_owes_what_can_be_done_by_a_date_that_can_be_met(void **state)
{
	struct courses c;

	(void)state;
	load(&c);
	for (size_t i = 0; i < n_person_cases; i++) {
		const struct person_case *of = &person_cases[i];
		struct ks_duties duties;

		make(&c, of, 2026, &duties);
		same(of->what, "owes", list(duties.items, duties.n_items, of->done), of->owes);
		same(of->what, "missed",
		     list(duties.items + duties.n_items, duties.n_missed, of->done), of->missed);
		same(of->what, "waived", list_waived(&duties), of->waived);
		same(of->what, "word", ks_strdup(duties.word), of->word);
		assert_int_equal(duties.target == KS_TARGET_YES, of->owes[0] != '\0');
	}
	finish(&c);
}

static const struct person_case *find(const char *what)
{
	size_t i = 0;

	while (strncmp(person_cases[i].what, what, strlen(what)) != 0)
		i++;
	return &person_cases[i];
}

static void who_is_transferred_takes_only_what_the_former_post_had_not(void **state)
{
	struct ks_duties duties;
	struct courses c;
	size_t n = 0;

	(void)state;
	load(&c);
	make(&c, find("13 "), 2026, &duties);
	assert_string_equal(duties.items[0].plan->id, "transfer");
	assert_string_equal(duties.items[0].lesson->id, "m4g");
	for (size_t i = 0; i < duties.n_items; i++)
		n += strcmp(duties.items[i].plan->id, "transfer") == 0;
	assert_int_equal(n, 1);
	finish(&c);
}

static void two_posts_owe_each_lesson_once(void **state)
{
	struct ks_duties duties;
	struct courses c;

	(void)state;
	load(&c);
	make(&c, find("17 "), 2026, &duties);
	assert_int_equal(duties.n_items, 9); /* seven of the yearly course, its test, and m4g */
	for (size_t i = 0; i < duties.n_items; i++)
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(duties.items[i].lesson->id,
						duties.items[k].lesson->id);
	finish(&c);
}

static const struct ks_duty *test_in(const struct ks_duties *duties, const char *id)
{
	for (size_t i = 0; i < duties->n_items; i++)
		if (strcmp(duties->items[i].lesson->id, id) == 0)
			return &duties->items[i];
	return NULL;
}

/* Whoever moves, whenever, is tested; by one test. */
static void who_moves_owes_one_test(void **state)
{
	static const struct {
		const char *who, *owes, *not, *instead;
	} rows[] = {
		{"13 ", "field-test", "annual-test", NULL},
		{"14 ", "field-test", "annual-test", "annual-test"}, /* not passed: their own */
		{"17 ", "annual-test", "field-test", NULL},
		{"from the office to the plant", "field-test", "annual-test", "annual-test"},
		{"from the plant to the office", "annual-test", "field-test", NULL},
	};
	struct courses c;

	(void)state;
	load(&c);
	for (size_t i = 0; i < KS_COUNT(rows); i++) {
		struct ks_duties duties;
		const struct ks_duty *test;

		make(&c, find(rows[i].who), 2026, &duties);
		test = test_in(&duties, rows[i].owes);
		if (!test || test_in(&duties, rows[i].not ))
			fail_msg("%s: another test, or none", rows[i].who);
		if (!rows[i].instead)
			assert_null(test->instead);
		else
			assert_string_equal(test->instead->id, rows[i].instead);
	}
	finish(&c);
}

static void a_date_that_is_not_the_courses_own_says_by_which_rule(void **state)
{
	static const struct {
		const char *who, *rule;
	} rules[] = {
		{"1 ", "受講期間の終わり"},
		{"6 ", "任用開始（2026-12-20）から14日"},
		{"9 ", "任用の終わり"},
		{"11 a section head, back", "復帰の日（2027-01-12）から30日"},
		{"14 ", "発令日（2026-10-01）から14日"},
		{"15 ", "任用開始（2027-01-04）の当日"},
	};
	struct courses c;

	(void)state;
	load(&c);
	for (size_t i = 0; i < KS_COUNT(rules); i++) {
		const struct person_case *of = find(rules[i].who);
		struct ks_duties duties;
		size_t at = 0;

		make(&c, of, 2026, &duties);
		while (is_met(of->done, &duties.items[at]))
			at++;
		same(of->what, "rule", ks_duty_rule(&duties.items[at]), rules[i].rule);
	}
	finish(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_of_them_owes_what_can_be_done_by_a_date_that_can_be_met),
		cmocka_unit_test(who_is_transferred_takes_only_what_the_former_post_had_not),
		cmocka_unit_test(two_posts_owe_each_lesson_once),
		cmocka_unit_test(who_moves_owes_one_test),
		cmocka_unit_test(a_date_that_is_not_the_courses_own_says_by_which_rule),
	};

	return ks_test_run(tests);
}
