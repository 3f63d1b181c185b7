/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/mem.h"
#include "content/plan.h"
#include "lrs/correction_work.h"
#include "record/gathering.h"

/*
 * What is no correction and yet needs two users: the plan of a 年度, told by the digest of what the kiosks run, and an entry
 * in the 台帳 of exemptions, which is said in the same transaction in which somebody approves it.
 */

/* ---- the plan ---- */

enum ks_rc ks_plan_mark(struct ks_store *store, int nendo, struct ks_plan_mark *out)
{
	uint8_t hash[KS_HASH_BYTES];
	struct ks_plans plans;
	char *json;
	enum ks_rc rc = ks_centre_plans(store, nendo, &plans);

	memset(out, 0, sizeof(*out));
	if (rc == KS_OK) {
		json = ks_plans_to_json(plans.items, plans.n_items, nendo);
		ks_sha256(json, strlen(json), hash);
		ks_hex(hash, sizeof(hash), out->sha256);
		free(json);
		out->n_courses = plans.n_items;
		for (size_t i = 0; i < plans.n_items; i++)
			for (size_t k = 0; k < plans.items[i].n_lessons; k++)
				out->n_lessons += plans.items[i].lessons[k].is_ready;
	}
	ks_plans_finish(&plans);
	return rc;
}

static enum ks_correction_fault judge_plan(struct ks_correction_work *work)
{
	struct ks_correction_fact *fact = &work->fact;
	const struct ks_correction *rows = NULL;
	struct ks_plan_mark mark;
	size_t n = 0;

	fact->nendo = work->wish->nendo;
	work->rc = ks_plan_mark(work->centre->store, fact->nendo, &mark);
	if (work->rc == KS_NOT_FOUND) {
		work->rc = KS_OK;
		return KS_CORRECTION_NO_PLAN;
	}
	if (work->rc == KS_OK)
		work->rc = ks_correction_load(work->centre->store, &work->arena, &rows, &n);
	fact->answer = ks_arena_strdup(&work->arena, mark.sha256);
	fact->was = "承認なし";
	fact->becomes = ks_arena_format(&work->arena, "コース %zu件・科目 %zu件（しるし %.12s）",
					mark.n_courses, mark.n_lessons, mark.sha256);
	for (size_t i = 0; i < n; i++) {
		if (rows[i].what.kind != KS_CORRECTION_PLAN || rows[i].what.nendo != fact->nendo ||
		    rows[i].what.step != KS_CORRECTION_APPROVED)
			continue;
		fact->was = rows[i].what.becomes;
		return strcmp(rows[i].what.answer, fact->answer) == 0 ? KS_CORRECTION_NOTHING
								      : KS_CORRECTION_FINE;
	}
	return KS_CORRECTION_FINE;
}

/* ---- exemptions ---- */

static const char *day_or(struct ks_arena *arena, struct ks_date day, const char *none)
{
	char text[16];

	ks_date_format(day, text);
	return ks_date_is_set(day) ? ks_arena_strdup(arena, text) : none;
}

static enum ks_correction_fault fault_of(enum ks_exemption_fault fault)
{
	return fault == KS_EXEMPTION_FINE ? KS_CORRECTION_FINE
	       : fault == KS_EXEMPTION_NO_BASE
		       ? KS_CORRECTION_NO_BASE
		       : (enum ks_correction_fault)(KS_CORRECTION_EXEMPTION + (int)fault);
}

/* KS_INVALID is told by the fault alone. */
static enum ks_correction_fault settle(struct ks_correction_work *work, enum ks_rc rc,
				       enum ks_exemption_fault fault)
{
	work->rc = rc == KS_INVALID ? KS_OK : rc;
	return fault_of(fault);
}

/* What stands in the proposal, as a wish: "childcare-leave 2026-11-01 -". */
static bool read_wish(struct ks_arena *arena, const struct ks_correction_fact *fact,
		      struct ks_exemption_wish *out)
{
	char kind[64], from[16], to[16];

	if (sscanf(fact->answer, "%63s %15s %15s", kind, from, to) != 3)
		return false;
	out->kind = ks_arena_strdup(arena, kind);
	out->nendo = fact->nendo;
	out->plan = fact->plan;
	out->lesson = fact->lesson;
	out->reason = fact->reason;
	return (strcmp(from, "-") == 0 || ks_date_parse(from, &out->from)) &&
	       (strcmp(to, "-") == 0 || ks_date_parse(to, &out->to));
}

static enum ks_correction_fault make_entry(struct ks_correction_work *work, const char *number,
					   const char *by, const char *approver)
{
	struct ks_exemption_wish wish = {
		.number = number, .by = by, .approver = approver, .is_users = true};
	enum ks_exemption_fault fault = KS_EXEMPTION_FINE;
	struct ks_plans plans;
	enum ks_rc rc;

	if (!read_wish(&work->arena, &work->fact, &wish))
		return fault_of(KS_EXEMPTION_NO_DAYS);
	rc = ks_centre_plans(work->centre->store, work->fact.nendo, &plans);
	wish.plans = plans.items;
	wish.n_plans = plans.n_items;
	if (rc == KS_OK || rc == KS_NOT_FOUND)
		rc = ks_exemption_facts_make(work->centre, &wish, &fault, &work->exemption);
	/* The facts outlive the plans. */
	for (size_t i = 0; i < work->exemption.n; i++)
		work->exemption.facts[i].what.lesson =
			ks_arena_strdup(&work->arena, work->exemption.facts[i].what.lesson);
	ks_plans_finish(&plans);
	return settle(work, rc, fault);
}

static enum ks_correction_fault judge_entry(struct ks_correction_work *work)
{
	const struct ks_correction_wish *wish = work->wish;
	const struct ks_exemption_kind *kind = ks_exemption_kind_find(wish->exempt_kind);
	const struct ks_person *person = ks_roster_typed(&work->roster, wish->number);
	struct ks_correction_fact *fact = &work->fact;
	struct ks_arena *arena = &work->arena;
	const char *from = day_or(arena, wish->from, "-"), *to = day_or(arena, wish->to, "-");
	bool is_absence = kind && ks_exemption_is_absence(kind);

	if (!person)
		return KS_CORRECTION_NO_PERSON;
	if (!kind)
		return fault_of(KS_EXEMPTION_NO_KIND);
	fact->staff = person->number;
	fact->nendo = kind->rule == KS_EXEMPTION_EXCUSES || !ks_date_is_set(wish->from)
			      ? wish->nendo
			      : ks_nendo_of(wish->from);
	fact->plan = is_absence ? "" : wish->plan;
	fact->lesson = is_absence ? "" : wish->lesson;
	fact->answer = ks_arena_format(arena, "%s %s %s", kind->id, from, to);
	fact->was = "届出なし";
	fact->becomes =
		ks_arena_format(arena, "%s%s%s%s%s%s", kind->word, fact->plan[0] ? " " : "",
				fact->plan, fact->lesson[0] ? " " : "", fact->lesson,
				is_absence ? ks_arena_format(arena, " %s から%s%s%s", from,
							     ks_date_is_set(wish->to) ? " " : "",
							     ks_date_is_set(wish->to) ? to : "",
							     ks_date_is_set(wish->to) ? " まで" : "")
					   : ks_arena_format(arena, " %d年度", fact->nendo));
	return make_entry(work, ks_person_typed(person), wish->user, wish->user);
}

static enum ks_correction_fault make_end(struct ks_correction_work *work, const char *by,
					 const char *approver)
{
	struct ks_exemption_end end = {.id = work->fact.targets,
				       .reason = work->fact.reason,
				       .by = by,
				       .approver = approver,
				       .is_users = true};
	enum ks_exemption_fault fault = KS_EXEMPTION_FINE;
	enum ks_rc rc;

	if (work->fact.answer[0] && !ks_date_parse(work->fact.answer, &end.on))
		return fault_of(KS_EXEMPTION_NO_DAYS);
	rc = ks_exemption_facts_end(work->centre, &end, &fault, &work->exemption);
	return settle(work, rc, fault);
}

static enum ks_correction_fault judge_end(struct ks_correction_work *work)
{
	const struct ks_correction_wish *wish = work->wish;
	struct ks_correction_fact *fact = &work->fact;
	struct ks_arena *arena = &work->arena;
	enum ks_correction_fault fault;
	const struct ks_exemption *e;

	fact->nendo = wish->nendo;
	fact->targets = wish->exempt_id;
	fact->answer = day_or(arena, wish->to, "");
	fault = make_end(work, wish->user, wish->user);
	if (fault != KS_CORRECTION_FINE || work->rc != KS_OK)
		return fault;
	e = &work->exemption.facts[0].what;
	fact->targets = work->exemption.facts[0].refers; /* the whole id */
	fact->staff = work->exemption.facts[0].staff;
	fact->plan = e->plan;
	fact->lesson = e->lesson;
	fact->was = ks_date_is_set(e->from)
			    ? ks_arena_format(arena, "%s %s から", e->kind->word,
					      day_or(arena, e->from, ""))
			    : ks_arena_format(arena, "%s %d年度", e->kind->word, e->nendo);
	fact->becomes =
		fact->answer[0] ? ks_arena_format(arena, "%s で終わり", fact->answer) : "取消し";
	return KS_CORRECTION_FINE;
}

/* ---- both ways ---- */

enum ks_correction_fault ks_approval_judge(struct ks_correction_work *work)
{
	if (work->fact.kind == KS_CORRECTION_PLAN)
		return judge_plan(work);
	return work->fact.kind == KS_CORRECTION_EXEMPT ? judge_entry(work) : judge_end(work);
}

enum ks_correction_fault ks_approval_facts(struct ks_correction_work *work, const char *proposer,
					   const char *user)
{
	const struct ks_roster_entry *entry;

	if (work->fact.kind == KS_CORRECTION_EXEMPT_END)
		return make_end(work, proposer, user);
	if (work->fact.kind != KS_CORRECTION_EXEMPT)
		return KS_CORRECTION_FINE;
	entry = ks_roster_entry(&work->roster, work->fact.staff);
	return entry ? make_entry(work, ks_person_typed(&entry->person), proposer, user)
		     : KS_CORRECTION_NO_PERSON;
}
