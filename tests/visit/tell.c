/* SPDX-License-Identifier: Apache-2.0 */
#include "visit/tell.h"

#include <stdlib.h>
#include <string.h>

#define TEXT(s) ((s) ? (s) : "-")
#define ID(p) ((p) ? (p)->id : "-")
#define LL(n) ((long long)(n))

static void put_receipt(const struct ks_receipt *receipt, struct ks_buf *out)
{
	if (receipt)
		ks_buf_printf(out, ", receipt of %s %lld by %s\n", ks_receipt_view(receipt)->verb,
			      LL(ks_receipt_seq(receipt)), ks_receipt_view(receipt)->staff);
	else
		ks_buf_puts(out, ", no receipt\n");
}

static void put_person(const struct ks_visit *v, struct ks_buf *out)
{
	ks_buf_printf(out, "at: place %d, purpose %d\n", (int)v->place, (int)v->purpose);
	ks_buf_printf(out, "person: %s (%s), in %d, named %d, chosen '%s', since row %lld\n",
		      TEXT(v->person.number), TEXT(v->family_name), v->is_signed_in, v->is_named,
		      v->chosen, LL(v->begun_seq));
}

static void put_duties(const struct ks_visit *v, struct ks_buf *out)
{
	ks_buf_printf(out, "duties: nendo %d, today %d-%d-%d, target %d, %zu\n", v->nendo,
		      v->today.year, v->today.month, v->today.day, (int)v->duties.target,
		      v->duties.n_items);
	for (size_t i = 0; i < v->duties.n_items; i++) {
		const struct ks_duty *duty = &v->duties.items[i];
		const struct ks_progress *progress = &v->progress[i];

		ks_buf_printf(out,
			      "duty %zu: %s %d %s, done %d at %lld row %lld, tries %d, %d %%,"
			      " saved %d\n",
			      i, duty->plan->id ? duty->plan->id : "-", duty->plan->nendo,
			      duty->lesson->id, progress->is_done, LL(progress->done_ms),
			      LL(progress->done_seq), progress->n_attempts,
			      progress->progress_percent, !!progress->session_json);
	}
}

static void put_lesson(const struct ks_visit *v, struct ks_buf *out)
{
	const struct ks_lesson_visit *l = &v->lesson;

	ks_buf_printf(out, "lesson: open %d, duty %zu, %s of %s, from %lld, step from %lld, row %lld",
		      l->is_open, l->duty, ID(l->rules.lesson), ID(l->rules.plan), LL(l->mono_ms),
		      LL(l->step_mono_ms), LL(l->result_seq));
	put_receipt(l->result, out);
	ks_buf_printf(out,
		      "session: place %d, page %d of %d seen, item %d of %d, try %d, passed %d\n",
		      (int)l->session.place, l->session.page_index, l->session.n_pages_seen,
		      l->session.item_index, l->session.attempt.n_items, l->session.attempt.number,
		      l->session.has_passed);
	ks_buf_printf(out, "sitting: %s %d %s %s, %lld to %lld, named %d\n", l->sitting.staff,
		      l->sitting.nendo, l->sitting.plan, l->sitting.lesson, LL(l->sitting.begun_ms),
		      LL(l->sitting.last_ms), strlen(l->sitting.session_id) == KS_UUID_TEXT - 1);
}

static void put_inspect(const struct ks_visit *v, struct ks_buf *out)
{
	const struct ks_inspect_visit *i = &v->inspect;

	ks_buf_printf(out, "sheet: nendo %d, place %d, item %d of %d, done %d, response %d",
		      i->nendo, (int)i->walk.place, i->walk.index, i->walk.n_items, i->walk.is_done,
		      (int)i->response);
	put_receipt(i->done, out);
	ks_buf_printf(out, "answers: %d %d, before %d %d\n", i->walk.answers[0], i->walk.answers[1],
		      i->last_answers[0], i->last_answers[1]);
	ks_buf_printf(out,
		      "standing: at '%s', help %d, done at %lld row %lld, named %d, from %lld,"
		      " step from %lld\n",
		      i->standing.item, i->standing.is_help, LL(i->standing.done_ms),
		      LL(i->standing.done_seq), strlen(i->session) == KS_UUID_TEXT - 1,
		      LL(i->mono_ms), LL(i->step_mono_ms));
	ks_buf_printf(out, "agreed: %d, sheet of %s, since %lld", v->agree.has_agreed,
		      ID(v->agree.plan), LL(v->agree.mono_ms));
	put_receipt(v->agree.receipt, out);
}

static void put_attend(const struct ks_visit *v, struct ks_buf *out)
{
	const struct ks_attend_visit *a = &v->attend;

	ks_buf_printf(out,
		      "attend: %zu of %zu, doubtful %d, desk %d by '%s', repeat %d, refused %d,"
		      " walk-in %d, left %d, proved %d, card %d, failed %d, since %lld",
		      a->index, a->n_gatherings, a->is_doubtful, a->is_open_desk, a->by,
		      a->is_repeat, a->is_refused, a->is_walk_in, a->has_left, a->is_proved,
		      a->is_by_card, a->n_failed, LL(a->mono_ms));
	put_receipt(a->receipt, out);
	ks_buf_printf(out, "card: unknown %d, bound %d, tail '%s', named %d\n", v->card.is_unknown,
		      v->card.is_bound, v->card.tail, v->card.name[0] != '\0');
	ks_buf_printf(out, "names: %zu of %zu, first %s\n", v->who.n_people, v->who.n_found,
		      TEXT(v->who.people[0].number));
}

static void put_desk(const struct ks_visit *v, struct ks_buf *out)
{
	const struct ks_desk_visit *d = &v->desk;

	ks_buf_printf(out, "desk: refused %d, deed %d, of %s, counted %d, %zu in the list",
		      d->is_refused, (int)d->deed, TEXT(d->staff), d->n_counted, d->roster.n_entries);
	put_receipt(d->receipt, out);
	ks_buf_printf(out,
		      "roll: %d, facts %zu, expected %zu, here %zu, missing %zu, walk-ins %zu,"
		      " closed %d\n",
		      d->has_roll, d->roll.n_facts, d->roll.n_expected, d->roll.n_here,
		      d->roll.n_missing, d->roll.n_walk_ins, !!d->roll.closing);
	ks_buf_printf(out, "paper: %s, mark %d, on %d", ID(v->paper.lesson),
		      v->paper.mark[0] != '\0', v->paper.is_on);
	put_receipt(v->paper.kept, out);
}

static void put_room(const struct ks_visit *v, struct ks_buf *out)
{
	const struct ks_present_visit *p = &v->present;
	const struct ks_drill_visit *d = &v->drill;

	ks_buf_printf(out, "shown: %s page %zu, question %s, hands %d %d, told %d", ID(p->lesson),
		      p->page, ID(p->question), p->hands[0], p->hands[1], p->is_told);
	put_receipt(p->kept, out);
	ks_buf_printf(out, "drill: %s scene %zu, begun %d at %lld, over %d after %lld, decided",
		      ID(d->drill), d->scene, d->is_begun, LL(d->begun_mono_ms), d->is_over,
		      LL(d->over_ms));
	for (size_t i = 0; i < KS_DRILL_SCENES_MAX; i++)
		ks_buf_printf(out, " %d@%lld", d->decided[i], LL(d->decided_ms[i]));
	put_receipt(d->kept, out);
}

static void put_own(const struct ks_visit *v, struct ks_buf *out)
{
	ks_buf_printf(out, "own: complete %d, years", v->own.is_complete);
	for (size_t i = 0; i < v->own.n_years; i++)
		ks_buf_printf(out, " %d: %d lessons, last row %lld;", v->own.years[i].nendo,
			      v->own.years[i].n_lessons, LL(v->own.years[i].last_seq));
	put_receipt(v->own.end, out);
	ks_buf_printf(out, "recall: on %d, %zu of %zu", v->recall.is_on, v->recall.at, v->recall.n);
	for (size_t i = 0; i < v->recall.n; i++)
		ks_buf_printf(out, ", %s of duty %zu", v->recall.items[i].question,
			      v->recall.items[i].duty);
	ks_buf_puts(out, "\n");
}

void tell_visit(const struct ks_visit *visit, struct ks_buf *out)
{
	put_person(visit, out);
	put_duties(visit, out);
	put_lesson(visit, out);
	put_inspect(visit, out);
	put_attend(visit, out);
	put_desk(visit, out);
	put_room(visit, out);
	put_own(visit, out);
}

void tell_news(const char *before, const char *now, struct ks_buf *out)
{
	while (*now) {
		size_t len = strcspn(now, "\n") + 1;
		char *line = strndup(now, len);

		if (!strstr(before, line))
			ks_buf_puts(out, line);
		free(line);
		now += len;
	}
}
