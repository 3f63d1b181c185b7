// SPDX-License-Identifier: Apache-2.0
#include "course/duty_private.h"

#include <assert.h>
#include <string.h>

#include "base/mem.h"

/*
 * The one place that decides who is in the denominator. Kiosk, collector and reports all ask here, so that a
 * person who is told "本年度の対象です" is also counted as one, with the same due date.
 */

static bool overlaps_nendo(const struct ks_appointment *a, int nendo)
{
	return ks_duty_has_begun_by(a, ks_nendo_last(nendo)) &&
	       !ks_duty_has_ended_before(a, ks_nendo_first(nendo));
}

struct ks_date ks_duties_day(int nendo, struct ks_date today)
{
	if (ks_date_compare(today, ks_nendo_first(nendo)) < 0)
		return ks_nendo_first(nendo);
	if (ks_date_compare(today, ks_nendo_last(nendo)) > 0)
		return ks_nendo_last(nendo);
	return today;
}

/* How well an appointment speaks for @day: in force, over, not begun. */
static int rank_on(const struct ks_appointment *a, struct ks_date day)
{
	if (!ks_duty_has_begun_by(a, day))
		return 0;
	return ks_duty_has_ended_before(a, day) ? 1 : 2;
}

static bool decides_before(const struct ks_appointment *a, const struct ks_appointment *b,
			   struct ks_date day)
{
	int rank_a = rank_on(a, day);
	int rank_b = rank_on(b, day);
	int later = ks_date_compare(a->from, b->from);

	if (rank_a != rank_b)
		return rank_a > rank_b;
	return rank_a == 0 ? later < 0 : later > 0;
}

static const struct ks_appointment *deciding(const struct ks_person *person, int nendo,
					     struct ks_date day)
{
	const struct ks_appointment *best = NULL;

	for (size_t i = 0; i < person->n_appointments; i++) {
		const struct ks_appointment *a = &person->appointments[i];

		if (overlaps_nendo(a, nendo) && (!best || decides_before(a, best, day)))
			best = a;
	}
	return best;
}

bool ks_duty_is_present(const struct ks_appointment *a, struct ks_date day)
{
	struct ks_person alone = {.appointments = (struct ks_appointment *)a, .n_appointments = 1};
	struct ks_date from = {0};

	return ks_duty_has_begun_by(a, day) && !ks_duty_has_ended_before(a, day) &&
	       !ks_duty_is_retired(a, day) && !ks_duty_absence(&alone, a, day, &from);
}

/* Earlier due first; of the same day the course for joining, then as the plans stand. */
static bool precedes(const struct ks_duty *a, const struct ks_duty *b)
{
	int order = ks_date_compare(a->due, b->due);

	if (order != 0)
		return order < 0;
	if (a->plan->audience.is_joining != b->plan->audience.is_joining)
		return a->plan->audience.is_joining;
	return a->plan != b->plan ? a->plan < b->plan : a->lesson < b->lesson;
}

/* Of two duties to the same lesson the earlier is owed; but an order renews what was due before it. */
static bool takes_over(const struct ks_duty *duty, const struct ks_duty *other)
{
	if (duty->plan->audience.is_transferred && ks_date_compare(duty->began, other->due) > 0)
		return true;
	if (other->plan->audience.is_transferred && ks_date_compare(other->began, duty->due) > 0)
		return false;
	return precedes(duty, other);
}

/* Within a plan each lesson stands once. */
static bool is_same_lesson(const struct ks_duty *a, const struct ks_duty *b)
{
	return a->plan == b->plan ? a->lesson == b->lesson
				  : strcmp(a->lesson->id, b->lesson->id) == 0;
}

/* Keeps items in order, and one duty to each lesson. */
static void add_duty(struct ks_duties *out, const struct ks_duty *duty)
{
	size_t at = 0;

	while (at < out->n_items && !is_same_lesson(&out->items[at], duty))
		at++;
	if (at < out->n_items && !takes_over(duty, &out->items[at]))
		return;
	if (at == out->n_items && out->n_items == KS_DUTIES_MAX)
		return;
	if (at < out->n_items)
		memmove(&out->items[at], &out->items[at + 1],
			(--out->n_items - at) * sizeof(out->items[0]));
	for (at = out->n_items++; at > 0 && precedes(duty, &out->items[at - 1]); at--)
		out->items[at] = out->items[at - 1];
	out->items[at] = *duty;
}

/* What stands between a post and its duties on the day. */
struct standing {
	const struct ks_person *person;
	const struct ks_appointment *post;
	enum ks_target target; /* YES, AWAY, LEFT or NOT_APPOINTED */
	const char *word;      /* of AWAY */
	struct ks_date last;   /* AWAY, LEFT: the last day at work, when it is known */
	struct ks_service service;
};

static struct standing stand(const struct ks_person *person, const struct ks_appointment *a,
			     struct ks_date day)
{
	struct standing s = {.person = person, .post = a, .target = KS_TARGET_YES, .word = ""};
	struct ks_date from = {0};

	if (!ks_duty_has_begun_by(a, day)) {
		s.target = KS_TARGET_NOT_APPOINTED;
	} else if (ks_duty_has_ended_before(a, day)) {
		s.target = KS_TARGET_LEFT;
		s.last = a->to;
	} else if (ks_duty_is_retired(a, day)) {
		s.target = KS_TARGET_LEFT;
	} else {
		const char *kind = ks_duty_absence(person, a, day, &from);

		if (!kind)
			return s;
		s.target = KS_TARGET_AWAY;
		s.word = kind;
		if (ks_date_is_set(from))
			s.last = ks_duty_day_after(from, -1);
	}
	return s;
}

/* What the former post had already; it is not new to who was transferred from there. */
static bool was_known(const struct ks_plan *plans, size_t n_plans, const struct ks_duty *duty,
		      const struct ks_person *person)
{
	const struct ks_appointment *before =
		duty->plan->audience.is_transferred ? ks_duty_before(person, duty->post) : NULL;

	for (size_t i = 0; i < n_plans && before; i++) {
		const struct ks_plan *plan = &plans[i];
		const struct ks_plan_lesson *lesson = ks_plan_find(plan, duty->lesson->id);

		if (plan->nendo == duty->plan->nendo && lesson && lesson->is_ready &&
		    !plan->audience.is_transferred && !plan->audience.is_joining &&
		    ks_duty_reaches(plan, lesson, before))
			return true;
	}
	return false;
}

/* What the making of one person's duties works with. */
struct making {
	const struct ks_plan *plans;
	size_t n_plans;
	struct ks_date day;
	struct ks_duties *out;
	const char *away;        /* the kind of an absence */
	struct ks_duties missed; /* what cannot be taken any more, kept apart until the end */
};

static void waive(struct making *m, const struct ks_plan *plan, const struct ks_plan_lesson *lesson,
		  enum ks_target target, const char *word)
{
	struct ks_duties *out = m->out;

	for (size_t i = 0; i < out->n_waivers; i++)
		if (out->waivers[i].plan == plan &&
		    (!out->waivers[i].lesson || out->waivers[i].lesson == lesson))
			return;
	if (out->n_waivers < KS_WAIVERS_MAX)
		out->waivers[out->n_waivers++] = (struct ks_waiver){plan, lesson, target, word};
}

/* HR said of this person that it is not owed. */
static bool is_excused(struct making *m, const struct ks_person *person, const struct ks_duty *duty)
{
	const struct ks_plan *plan = duty->plan;

	for (size_t i = 0; i < person->n_exemptions; i++) {
		const struct ks_exemption *e = &person->exemptions[i];

		if (!ks_exemption_excuses(e, plan->nendo, plan->id, duty->lesson->id))
			continue;
		waive(m, plan, e->lesson[0] ? duty->lesson : NULL, KS_TARGET_EXCUSED,
		      e->reason && e->reason[0] ? e->reason : ks_target_word(KS_TARGET_EXCUSED));
		return true;
	}
	return false;
}

/* Whether the post says anything on the day: one that is over does not, while another is held. */
static bool counts(const struct making *m, const struct standing *s)
{
	const struct ks_appointment *main = m->out->appointment;

	if (!overlaps_nendo(s->post, ks_nendo_of(m->day)))
		return false;
	if (rank_on(s->post, m->day) != rank_on(main, m->day))
		return false;
	return s->target != KS_TARGET_LEFT || ks_date_compare(s->post->to, main->to) == 0;
}

static const struct ks_plan_lesson *test_of(const struct ks_plan *plan)
{
	const struct ks_plan_lesson *last =
		plan->n_lessons > 0 ? &plan->lessons[plan->n_lessons - 1] : NULL;

	return last && last->is_test && last->is_ready ? last : NULL;
}

static bool asks_test(const struct making *m, const struct ks_plan *plan,
		      const struct ks_appointment *post)
{
	return overlaps_nendo(post, plan->nendo) && ks_duty_has_begun_by(post, m->day) &&
	       ks_duty_is_for(plan, post) && ks_duty_reaches(plan, test_of(plan), post);
}

/*
 * One course's test is enough for a 年度, that of the course that stands first. Return: it is owed already, by a post held
 * beside this one; the test of a post that was left is noted in @duty instead.
 */
static bool has_another_test(const struct making *m, const struct ks_person *person,
			     struct ks_duty *duty)
{
	for (const struct ks_plan *other = m->plans; other < duty->plan; other++) {
		if (other->nendo != duty->plan->nendo || !test_of(other))
			continue;
		for (size_t i = 0; i < person->n_appointments; i++) {
			struct standing s = stand(person, &person->appointments[i], m->day);

			if (!asks_test(m, other, s.post))
				continue;
			if (counts(m, &s))
				return true;
			duty->instead_plan = other;
			duty->instead = test_of(other);
		}
	}
	return false;
}

/* Where one lesson goes: owed, missed, or waived. Return: what it makes of the plan. */
static enum ks_target add_lesson(struct making *m, const struct standing *s, struct ks_duty *duty)
{
	const char *word;

	if (is_excused(m, s->person, duty))
		return KS_TARGET_EXCUSED;
	if (!ks_duty_schedule(&s->service, duty, &word)) {
		waive(m, duty->plan, NULL, KS_TARGET_TOO_SHORT, word);
		return KS_TARGET_TOO_SHORT;
	}
	if (s->target == KS_TARGET_YES) {
		add_duty(m->out, duty);
		return KS_TARGET_YES;
	}
	if (ks_date_is_set(s->last) && ks_date_compare(duty->course_due, s->last) <= 0)
		add_duty(&m->missed, duty);
	else
		waive(m, duty->plan, NULL, s->target,
		      s->target == KS_TARGET_AWAY ? s->word : ks_target_word(s->target));
	return s->target;
}

/* What to tell somebody whom no course reaches: the reason that is most about them. */
static int telling(enum ks_target target)
{
	static const int ranks[] = {
		[KS_TARGET_NOT_STAFF] = 0, [KS_TARGET_NO_LESSON] = 1, [KS_TARGET_NOT_APPOINTED] = 2,
		[KS_TARGET_LEFT] = 3,      [KS_TARGET_AWAY] = 4,      [KS_TARGET_TOO_SHORT] = 5,
		[KS_TARGET_EXCUSED] = 6,   [KS_TARGET_YES] = 7,
	};

	return ranks[target];
}

static enum ks_target more_telling(enum ks_target a, enum ks_target b)
{
	return telling(a) > telling(b) ? a : b;
}

static enum ks_target add_plan(struct making *m, const struct ks_plan *plan, struct standing *s)
{
	enum ks_target target = KS_TARGET_NO_LESSON;
	size_t n = 0;

	if (s->target == KS_TARGET_NOT_APPOINTED)
		return s->target;
	if (!ks_duty_is_for(plan, s->post) ||
	    !ks_duty_enters(&plan->audience, plan->nendo, s->person, s->post, m->day))
		return KS_TARGET_NOT_STAFF;
	if (s->target == KS_TARGET_AWAY)
		m->away = s->word;
	s->service = ks_duty_service(s->person, s->post, ks_date_is_set(s->last) ? s->last : m->day);
	for (size_t i = 0; i < plan->n_lessons; i++) {
		struct ks_duty duty = {.plan = plan, .lesson = &plan->lessons[i], .post = s->post};
		enum ks_target made;

		if (duty.lesson->is_test && (n == 0 || has_another_test(m, s->person, &duty)))
			break; /* a test without lessons is owed by nobody */
		if (!duty.lesson->is_ready || !ks_duty_reaches(plan, duty.lesson, s->post) ||
		    !ks_duty_enters(&duty.lesson->audience, plan->nendo, s->person, s->post, m->day) ||
		    was_known(m->plans, m->n_plans, &duty, s->person))
			continue;
		made = add_lesson(m, s, &duty);
		target = more_telling(made, target);
		n += made != KS_TARGET_EXCUSED;
	}
	return target;
}

static const char *word_of(const struct making *m, enum ks_target target)
{
	const struct ks_duties *duties = m->out;

	if (target == KS_TARGET_AWAY)
		return m->away;
	for (size_t i = 0; i < duties->n_waivers; i++)
		if (duties->waivers[i].target == target)
			return duties->waivers[i].word;
	return ks_target_word(target);
}

static void append_missed(struct making *m)
{
	struct ks_duties *out = m->out;

	for (size_t i = 0; i < m->missed.n_items; i++) {
		size_t k = 0;

		while (k < out->n_items &&
		       strcmp(out->items[k].lesson->id, m->missed.items[i].lesson->id) != 0)
			k++;
		if (k == out->n_items && out->n_items + out->n_missed < KS_DUTIES_MAX)
			out->items[out->n_items + out->n_missed++] = m->missed.items[i];
	}
}

void ks_duties_make(const struct ks_plan *plans, size_t n_plans, int nendo,
		    const struct ks_person *person, struct ks_date today, struct ks_duties *out)
{
	struct making m = {
		.plans = plans, .n_plans = n_plans, .day = ks_duties_day(nendo, today), .out = out};
	bool is_first = true;

	memset(out, 0, sizeof(*out));
	out->appointment = deciding(person, nendo, m.day);
	out->target = KS_TARGET_NO_LESSON;
	for (size_t i = 0; i < n_plans; i++) {
		if (plans[i].nendo != nendo)
			continue;
		enum ks_target target = KS_TARGET_NOT_STAFF;

		if (!out->appointment)
			target = KS_TARGET_NOT_APPOINTED;
		for (size_t k = 0; k < person->n_appointments && out->appointment; k++) {
			struct standing s = stand(person, &person->appointments[k], m.day);

			if (counts(&m, &s))
				target = more_telling(add_plan(&m, &plans[i], &s), target);
		}
		out->target = is_first ? target : more_telling(target, out->target);
		is_first = false;
	}
	append_missed(&m);
	out->word = word_of(&m, out->target);
}

void ks_duties_carry(struct ks_duties *duties, const struct ks_duty *duty)
{
	duties->n_missed = 0;
	add_duty(duties, duty);
	duties->target = KS_TARGET_YES;
	duties->word = ks_target_word(KS_TARGET_YES);
}

bool ks_duty_waits_for(const struct ks_duty *duty, const struct ks_duty *other)
{
	return duty->lesson->is_test && !other->lesson->is_test &&
	       ks_plan_find(duty->plan, other->lesson->id);
}

const char *ks_target_word(enum ks_target target)
{
	static const char *const words[] = {
		[KS_TARGET_YES] = "",
		[KS_TARGET_NOT_STAFF] = "対象の任用区分などに当たらない",
		[KS_TARGET_NOT_APPOINTED] = "任用の期間外",
		[KS_TARGET_AWAY] = "休職・育休など",
		[KS_TARGET_LEFT] = "任用終了",
		[KS_TARGET_TOO_SHORT] = "短い任用",
		[KS_TARGET_EXCUSED] = "個別に対象外",
		[KS_TARGET_NO_LESSON] = "対象の科目なし",
	};

	assert((size_t)target < KS_COUNT(words));
	return words[target];
}

enum ks_standing ks_standing_of(const struct ks_duties *duties, size_t n_done, bool has_begun)
{
	if (duties->target != KS_TARGET_YES && duties->n_missed == 0)
		return KS_STANDING_EXEMPT;
	if (n_done >= duties->n_items + duties->n_missed)
		return KS_STANDING_DONE;
	return n_done > 0 || has_begun ? KS_STANDING_UNDER_WAY : KS_STANDING_NOT_STARTED;
}

const char *ks_standing_word(enum ks_standing standing)
{
	static const char *const words[] = {
		[KS_STANDING_EXEMPT] = "対象外",
		[KS_STANDING_NOT_STARTED] = "未受講",
		[KS_STANDING_UNDER_WAY] = "受講中",
		[KS_STANDING_DONE] = "修了",
	};

	assert((size_t)standing < KS_COUNT(words));
	return words[standing];
}
