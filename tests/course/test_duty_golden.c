/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "course/duty.h"
#include "support/golden.h"

/*
 * Who owes what, by when, by which rule and in which words, of people whose days lie on and beside every border there is: kept
 * as a whole. That each line is right is told by test_duty_table.c and its neighbours; that none becomes another by an
 * update, without anybody having meant it, is told here, as a line of `git diff`.
 */

enum { N_PEOPLE = 300, N_POSTS = 3, N_EXEMPTIONS = 2 };

static const char *terminal[] = {"端末利用"}, *number[] = {"管理職", "個人番号取扱"},
		  *paused[] = {"休止"};
static const char *staff[] = {"01", "6"}, *others[] = {"12", "委託"}, *places[] = {"北", "施設"};

#define LESSON(id_)                                       \
	{                                                 \
		.id = id_, .title = id_, .is_ready = true \
	}
#define TEST(id_)                                                          \
	{                                                                  \
		.id = id_, .title = id_, .is_ready = true, .is_test = true \
	}

static struct ks_plan_lesson old[] = {LESSON("a"), LESSON("old")},
			     annual[] = {LESSON("a"), LESSON("b"), LESSON("soon"),
					 TEST("annual-test")},
			     joining[] = {LESSON("j"), LESSON("a")},
			     transfer[] = {LESSON("m"), LESSON("a"), LESSON("c")},
			     once[] = {LESSON("n"), TEST("once-test")},
			     longer[] = {LESSON("l"), LESSON("b")},
			     field[] = {LESSON("c"), LESSON("p"), TEST("field-test")},
			     least[] = {LESSON("e")}, hired[] = {LESSON("h"), TEST("hired-test")},
			     unready[] = {LESSON("u"), TEST("u-test")};

#define PLAN(id_, lessons_, from_month, due_, ...)                                             \
	{                                                                                      \
		.id = id_, .title = id_, .nendo = 2026, .opens = {2026, from_month, 1},        \
		.due = due_, .lessons = lessons_, .n_lessons = KS_COUNT(lessons_), __VA_ARGS__ \
	}
#define DAY(...)            \
	{                   \
		__VA_ARGS__ \
	}

static struct ks_plan plans[] = {
	{.id = "annual",
	 .title = "old",
	 .nendo = 2025,
	 .opens = {2025, 4, 1},
	 .due = {2025, 12, 25},
	 .lessons = old,
	 .n_lessons = KS_COUNT(old)},
	PLAN("annual", annual, 5, DAY(2026, 12, 25), .mid_year_days = 14),
	PLAN("joining", joining, 4, DAY(2026, 4, 15), .mid_year_days = 14,
	     .audience = {.employment = staff, .n_employment = 2, .is_joining = true}),
	PLAN("transfer", transfer, 4, DAY(2026, 12, 25), .mid_year_days = 14,
	     .audience = {.is_transferred = true}),
	PLAN("once", once, 4, DAY(2026, 6, 30), .is_due_at_once = true,
	     .audience = {.roles = number, .n_roles = 2}),
	PLAN("longer", longer, 4, DAY(2027, 3, 31), .mid_year_days = 30, .min_days_left = 30),
	PLAN("field", field, 4, DAY(2026, 12, 25), .mid_year_days = 14,
	     .audience = {.without_roles = paused,
			  .n_without_roles = 1,
			  .facilities = places,
			  .n_facilities = 2}),
	PLAN("least", least, 4, DAY(2027, 3, 31), .min_days_left = 1),
	PLAN("hired", hired, 4, DAY(2026, 12, 25),
	     .audience = {.employment = others, .n_employment = 2}),
	PLAN("unready", unready, 4, DAY(2026, 12, 25)),
};

static uint32_t dice;

/* From 0 to @n - 1, the same on every machine; small numbers often. */
static size_t throw(size_t n)
{
	dice = dice * 1664525u + 1013904223u;
	return (dice >> 8) % n;
}

#define PICK(list) ((list)[throw(KS_COUNT(list))])

static struct ks_date day(const char *text)
{
	struct ks_date date = {0};

	if (text[0])
		assert_true(ks_date_parse(text, &date));
	return date;
}

static const char *const froms[] = {"2010-04-01", "2010-04-01", "2010-04-01", "2010-04-01",
				    "2010-04-01", "2025-10-01", "2026-04-01", "2026-04-01",
				    "2026-04-02", "2026-04-01", "2026-05-18", "2026-05-19",
				    "2026-07-01", "2026-12-11", "2026-12-12", "2027-03-01",
				    "2027-03-02", "2027-03-31"};
static const char *const tos[] = {"",           "",           "",           "",
				  "2026-03-31", "2026-03-02", "2026-03-01", "2026-04-15",
				  "2026-05-17", "2026-05-18", "2026-06-30", "2026-12-24",
				  "2026-12-25", "2027-03-30", "2027-03-31"};
static const char *const days[] = {"2026-04-01", "2026-05-18", "2026-05-18", "2026-05-19",
				   "2026-07-01", "2026-07-01", "2026-12-25", "2026-12-26",
				   "2027-01-10", "2027-01-10", "2027-03-01", "2027-03-31",
				   "2027-03-31", "2027-04-01", "2026-03-31"};
static const char *const orders[] = {"",           "",           "",           "2026-03-31",
				     "2026-04-01", "2026-05-18", "2026-07-01", "2026-12-25"};

static struct ks_appointment some_post(void)
{
	static const char *const employments[] = {"01", "01", "01", "01", "01", "01",
						  "01", "01", "06", "6",  "06", "12",
						  "13", "12", "14", "",   "x"};
	static const char *const states[] = {"在職", "在職", "在職",     "在職",
					     "退職", "育休", "介護休暇", "休職"};
	static const char *const roles[] = {"端末利用",        "端末利用",     "",    "",
					    "管理職;端末利用", "個人番号取扱", "休止"};
	static const char *const leaves[] = {"", "",     "",         "",     "",    "",
					     "", "育休", "介護休暇", "欠勤", "無し"};
	struct ks_appointment a = {.unit = throw(2) ? "総務" : "環境",
				   .unit_kind = throw(4) ? "" : "施設"};

	a.facility = throw(4) ? "本庁" : "北";
	a.employment = PICK(employments);
	a.from = day(PICK(froms));
	do
		a.to = day(PICK(tos));
	while (ks_date_is_set(a.to) && ks_date_compare(a.to, a.from) < 0);
	a.status = PICK(states);
	a.roles = PICK(roles);
	a.ordered = day(PICK(orders));
	a.leave = PICK(leaves);
	if (a.leave[0] && throw(4)) {
		a.leave_from = day(throw(4) ? PICK(days) : "");
		a.leave_to = day(throw(3) ? PICK(days) : "");
	}
	return a;
}

/* Transferred on the day after @last; half of them within one order. */
static void move_on(struct ks_appointment *a, struct ks_date last)
{
	a->from = ks_date_from_day(ks_date_to_day(last) + 1);
	if (ks_date_is_set(a->to) && ks_date_compare(a->to, a->from) < 0)
		a->to = (struct ks_date){0};
	if (throw(2))
		a->ordered = a->from;
}

static int by_from(const void *a, const void *b)
{
	const struct ks_appointment *x = a, *y = b;

	return ks_date_compare(x->from, y->from);
}

static struct ks_exemption some_exemption(void)
{
	static const char *const kinds[] = {"対象外", "対象外", "産休", "欠勤", "他機関受講"};
	static const char *const ids[] = {"", "annual", "field", "once"}, *const lessons[] = {
										  "", "", "a", "b",
										  "c"};
	struct ks_exemption e = {
		.kind = ks_exemption_kind_find(PICK(kinds)), .plan = "", .lesson = ""};

	if (ks_exemption_is_absence(e.kind)) {
		e.from = day(PICK(days));
		e.to = day(throw(3) ? PICK(days) : "");
	} else {
		e.nendo = throw(4) ? 2026 : 2025;
		e.plan = PICK(ids);
		e.lesson = PICK(lessons);
		e.reason = throw(2) ? "別の研修" : throw(2) ? "" : NULL;
	}
	return e;
}

/* ---- in words ---- */

static void put_days(struct ks_buf *out, const char *before, struct ks_date from, struct ks_date to)
{
	char a[16], b[16];

	ks_date_format(from, a);
	ks_date_format(to, b);
	if (a[0] || b[0])
		ks_buf_printf(out, "%s%s..%s", before, a, b);
}

static void put_person(struct ks_buf *out, const struct ks_person *person)
{
	for (size_t i = 0; i < person->n_appointments; i++) {
		const struct ks_appointment *a = &person->appointments[i];

		ks_buf_printf(out, " post %s %s%s 「%s」 %s [%s]", a->unit, a->facility,
			      a->unit_kind, a->employment, a->status, a->roles);
		put_days(out, " ", a->from, a->to);
		put_days(out, " ordered ", a->ordered, (struct ks_date){0});
		ks_buf_printf(out, " %s", a->leave);
		put_days(out, " ", a->leave_from, a->leave_to);
		ks_buf_puts(out, "\n");
	}
	for (size_t i = 0; i < person->n_exemptions; i++) {
		const struct ks_exemption *e = &person->exemptions[i];

		ks_buf_printf(out, " %s %d/%s/%s", e->kind->word, e->nendo, e->plan, e->lesson);
		put_days(out, " ", e->from, e->to);
		ks_buf_puts(out, "\n");
	}
}

static void put_duty(struct ks_buf *out, const struct ks_duties *duties, size_t at,
		     const struct ks_person *person)
{
	const struct ks_duty *duty = &duties->items[at];
	const char *name;
	char due[16], began[16], course[16], *why = ks_duty_why(duty), *rule = ks_duty_rule(duty);
	enum ks_duty_reason reason = ks_duty_reason(duty, &name);

	ks_date_format(duty->due, due);
	ks_date_format(duty->began, began);
	ks_date_format(duty->course_due, course);
	ks_buf_printf(out, " %s %s/%s by %s (%s) since %s of post %d%s%s %s, %d「%s」",
		      at < duties->n_items ? "owes" : "missed", duty->plan->id, duty->lesson->id,
		      due, strcmp(due, course) == 0 ? "" : course, began,
		      (int)(duty->post - person->appointments), duty->is_mid_year ? " mid" : "",
		      duty->has_returned ? " back" : "", rule, (int)reason, name);
	if (duty->instead)
		ks_buf_printf(out, " or %s/%s", duty->instead_plan->id, duty->instead->id);
	if (at > 0 && ks_duty_is_told_alike(duty, duty - 1))
		ks_buf_puts(out, ", likewise\n");
	else
		ks_buf_printf(out, "\n  %s\n", why);
	free(why);
	free(rule);
}

static void put_duties(struct ks_buf *out, const struct ks_person *person, struct ks_date today)
{
	struct ks_duties duties;
	size_t n;

	ks_duties_make(plans, KS_COUNT(plans), 2026, person, today, &duties);
	n = duties.n_items + duties.n_missed;
	ks_buf_printf(out, " = %d「%s」 by post %d, present %d, %s/%s/%s\n", (int)duties.target,
		      duties.word,
		      duties.appointment ? (int)(duties.appointment - person->appointments) : -1,
		      duties.appointment && ks_duty_is_present(duties.appointment, today),
		      ks_standing_word(ks_standing_of(&duties, 0, false)),
		      ks_standing_word(ks_standing_of(&duties, n > 0 ? n - 1 : 0, true)),
		      ks_standing_word(ks_standing_of(&duties, n, true)));
	for (size_t i = 0; i < n; i++)
		put_duty(out, &duties, i, person);
	for (size_t i = 0; i < duties.n_waivers; i++)
		ks_buf_printf(out, " waived %s/%s %d「%s」\n", duties.waivers[i].plan->id,
			      duties.waivers[i].lesson ? duties.waivers[i].lesson->id : "",
			      (int)duties.waivers[i].target, duties.waivers[i].word);
}

static void what_people_owe_stays_as_it_is(void **state)
{
	struct ks_buf out = {0};

	(void)state;
	annual[1].audience = (struct ks_audience){.roles = terminal, .n_roles = 1};
	annual[2].is_ready = unready[0].is_ready = false;
	longer[1].audience = (struct ks_audience){.is_joining = true};
	field[1].audience =
		(struct ks_audience){.employment = staff, .n_employment = 2, .is_transferred = true};
	for (int i = 0; i < N_PEOPLE; i++) {
		struct ks_appointment posts[N_POSTS];
		struct ks_exemption exemptions[N_EXEMPTIONS];
		struct ks_person person = {
			.number = "1", .name = "", .appointments = posts, .exemptions = exemptions};
		struct ks_date today;
		char text[16];

		dice = (uint32_t)i * 7919u;
		for (person.n_appointments = 1 + (throw(3) > 0) * throw(N_POSTS),
		    person.n_exemptions = 0;
		     person.n_exemptions < N_EXEMPTIONS && throw(3) == 0; person.n_exemptions++)
			exemptions[person.n_exemptions] = some_exemption();
		for (size_t k = 0; k < person.n_appointments; k++) {
			posts[k] = some_post();
			if (k > 0 && throw(2) && ks_date_is_set(posts[k - 1].to))
				move_on(&posts[k], posts[k - 1].to);
		}
		qsort(posts, person.n_appointments, sizeof(*posts), by_from);
		today = day(PICK(days));
		ks_date_format(today, text);
		ks_buf_printf(&out, "%d on %s\n", i, text);
		put_person(&out, &person);
		put_duties(&out, &person, today);
	}
	ks_test_golden("tests/data/golden/course/duties.txt", ks_buf_text(&out));
	ks_buf_finish(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_people_owe_stays_as_it_is),
	};

	return ks_test_run(tests);
}
