/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/exemption.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lrs/exemption_facts.h"
#include "record/gathering.h"
#include "record/roster.h"

/* What is asked for is looked at whole before anything is said: it stays for good. */

const char *ks_exemption_fault_word(enum ks_exemption_fault fault)
{
	static const char *const words[] = {
		[KS_EXEMPTION_FINE] = "",
		[KS_EXEMPTION_NO_PERSON] =
			"その職員番号の人は、名簿にいません。番号を確かめてください。",
		[KS_EXEMPTION_NO_KIND] = "その種類はありません。",
		[KS_EXEMPTION_NO_DAYS] =
			"始まりの日を書き、終わりの日は始まりの日より後にしてください。",
		[KS_EXEMPTION_NO_PLAN] = "そのコースか科目がありません。番号を確かめてください。",
		[KS_EXEMPTION_NO_REASON] =
			"理由を、改行などの見えない文字を入れずに、120字までで書いてください。",
		[KS_EXEMPTION_NO_BY] = "登録する人の職員番号が、名簿にありません。",
		[KS_EXEMPTION_NO_APPROVER] = "承認した人の職員番号が、名簿にありません。",
		[KS_EXEMPTION_SAME_APPROVER] =
			"承認した人は、登録する人と、本人以外の人にしてください。",
		[KS_EXEMPTION_NO_BASE] = "教材の organisation.yaml の iri_base が分かりません。"
					 "--content で教材を示してください。",
		[KS_EXEMPTION_NO_ID] =
			"その番号の届出はありません。kenshu exempt list で確かめてください。",
		[KS_EXEMPTION_IS_OVER] = "その届出は、もう取り消されています。",
		[KS_EXEMPTION_NO_END] = "終わりの日があるのは、休みや派遣の届出だけです。"
					"誤りなら、終わりの日を書かずに取り消してください。",
	};

	assert((size_t)fault < KS_COUNT(words));
	return words[fault];
}

/* Whose the records of the typed number are; NULL: nobody's on the list. */
static const char *key_of(const struct ks_roster *roster, const char *number)
{
	const struct ks_person *person = ks_roster_typed(roster, number);

	return person ? person->number : NULL;
}

static bool has_lesson(const struct ks_plan *plan, const char *lesson)
{
	return !lesson[0] || ks_plan_find(plan, lesson);
}

/* One that is not told to the centre cannot be checked: for 対象外 it may be next year's. */
static const struct ks_plan *find_plan(const struct ks_exemption_wish *wish, int nendo)
{
	for (size_t i = 0; i < wish->n_plans; i++)
		if (wish->plans[i].nendo == nendo && strcmp(wish->plans[i].id, wish->plan) == 0)
			return &wish->plans[i];
	return NULL;
}

/* One entry on its way; what it comes to is in @out. */
struct entry {
	const struct ks_exemption_wish *wish;
	struct ks_exemption_facts *out;
	struct ks_exemption_fact fact;
	const struct ks_plan *plan; /* CREDITS */
};

struct people {
	const char *by, *approver;
	bool is_users;
};

/* A user is nobody's 職員番号, so an account of another kind, as in corrections. */
static const char *account_of(struct ks_exemption_facts *out, const char *name, bool is_user)
{
	return is_user ? ks_arena_format(&out->arena, KS_EXEMPTION_USER "%s", name)
		       : key_of(&out->roster, name);
}

static enum ks_exemption_fault judge_people(struct entry *entry, const char *reason,
					    const struct people *people)
{
	struct ks_exemption_fact *fact = &entry->fact;

	fact->by = account_of(entry->out, people->by, people->is_users);
	fact->approver = account_of(entry->out, people->approver, people->is_users);
	if (!fact->by)
		return KS_EXEMPTION_NO_BY;
	if (!fact->approver)
		return KS_EXEMPTION_NO_APPROVER;
	/* Of users, whether one may do both is set (correction_rules.c), and was asked. */
	if (!people->is_users &&
	    (strcmp(fact->by, fact->approver) == 0 || strcmp(fact->staff, fact->approver) == 0))
		return KS_EXEMPTION_SAME_APPROVER;
	return reason && reason[0] && ks_gathering_is_text(reason) ? KS_EXEMPTION_FINE
								   : KS_EXEMPTION_NO_REASON;
}

static enum ks_exemption_fault judge_what(struct entry *entry, struct ks_date today)
{
	const struct ks_exemption_wish *wish = entry->wish;
	struct ks_exemption *what = &entry->fact.what;

	*what = (struct ks_exemption){.kind = ks_exemption_kind_find(wish->kind),
				      .plan = "",
				      .lesson = "",
				      .reason = wish->reason,
				      .from = wish->from,
				      .to = wish->to};
	if (!what->kind)
		return KS_EXEMPTION_NO_KIND;
	if (ks_exemption_is_absence(what->kind))
		return !ks_date_is_set(what->from) || (ks_date_is_set(what->to) &&
						       ks_date_compare(what->to, what->from) < 0)
			       ? KS_EXEMPTION_NO_DAYS
			       : KS_EXEMPTION_FINE;
	what->plan = wish->plan ? wish->plan : "";
	what->lesson = wish->lesson ? wish->lesson : "";
	what->to = (struct ks_date){0};
	if (what->kind->rule == KS_EXEMPTION_EXCUSES) {
		what->from = (struct ks_date){0};
		what->nendo = wish->nendo ? wish->nendo : ks_nendo_of(today);
	} else if (!ks_date_is_set(what->from) || ks_date_compare(what->from, today) > 0) {
		return KS_EXEMPTION_NO_DAYS;
	} else {
		what->nendo = ks_nendo_of(what->from);
	}
	entry->plan = what->plan[0] ? find_plan(wish, what->nendo) : NULL;
	if (what->kind->rule == KS_EXEMPTION_CREDITS)
		return entry->plan && has_lesson(entry->plan, what->lesson) ? KS_EXEMPTION_FINE
									    : KS_EXEMPTION_NO_PLAN;
	if (!what->plan[0])
		return what->lesson[0] ? KS_EXEMPTION_NO_PLAN : KS_EXEMPTION_FINE;
	return entry->plan && has_lesson(entry->plan, what->lesson) ? KS_EXEMPTION_FINE
								    : KS_EXEMPTION_NO_PLAN;
}

static void build(const void *fact, const struct ks_stamp *stamp, struct ks_buf *out)
{
	ks_exemption_build(fact, stamp, out);
}

/* A whole course that was taken elsewhere: each of its lessons. */
static void spread(const struct entry *entry)
{
	const struct ks_plan *plan = entry->plan;
	struct ks_exemption_facts *out = entry->out;
	bool is_course = entry->fact.what.kind->rule == KS_EXEMPTION_CREDITS &&
			 !entry->fact.refers[0] && !entry->fact.what.lesson[0];
	size_t n_max = is_course ? plan->n_lessons : 1;

	out->facts = ks_alloc_zero(n_max + 1, sizeof(*out->facts));
	out->told = ks_alloc_zero(n_max + 1, sizeof(*out->told));
	for (size_t i = 0; i < n_max; i++) {
		if (is_course && !plan->lessons[i].is_ready)
			continue;
		out->facts[out->n] = entry->fact;
		if (is_course)
			out->facts[out->n].what.lesson = plan->lessons[i].id;
		out->told[out->n] =
			(struct ks_centre_fact){.build = build, .fact = &out->facts[out->n]};
		out->n++;
	}
}

static enum ks_rc find_base(struct ks_centre *centre, struct entry *entry, const char *told,
			    enum ks_exemption_fault *fault)
{
	enum ks_rc rc = ks_centre_iri_base(centre, told, &entry->out->base);

	entry->fact.iri_base = entry->out->base;
	if (rc != KS_NOT_FOUND)
		return rc;
	*fault = KS_EXEMPTION_NO_BASE;
	return KS_INVALID;
}

void ks_exemption_facts_finish(struct ks_exemption_facts *facts)
{
	ks_roster_finish(&facts->roster);
	ks_arena_finish(&facts->arena);
	free(facts->facts);
	free(facts->told);
	free(facts->base);
	memset(facts, 0, sizeof(*facts));
}

enum ks_rc ks_exemption_facts_make(struct ks_centre *centre, const struct ks_exemption_wish *wish,
				   enum ks_exemption_fault *fault, struct ks_exemption_facts *out)
{
	const struct people people = {wish->by, wish->approver, wish->is_users};
	struct ks_date today = ks_civil_from_ms(ks_centre_now_ms(centre)).date;
	struct entry entry = {.wish = wish, .out = out};
	enum ks_rc rc;

	memset(out, 0, sizeof(*out));
	*fault = KS_EXEMPTION_FINE;
	rc = ks_roster_load(centre->store, true, &out->roster);
	if (rc != KS_OK)
		return rc;
	entry.fact.refers = "";
	entry.fact.staff = key_of(&out->roster, wish->number);
	if (!entry.fact.staff)
		*fault = KS_EXEMPTION_NO_PERSON;
	if (*fault == KS_EXEMPTION_FINE)
		*fault = judge_what(&entry, today);
	if (*fault == KS_EXEMPTION_FINE)
		*fault = judge_people(&entry, wish->reason, &people);
	rc = *fault == KS_EXEMPTION_FINE ? find_base(centre, &entry, wish->iri_base, fault)
					 : KS_INVALID;
	if (rc == KS_OK)
		spread(&entry);
	return rc;
}

enum ks_rc ks_centre_exempt(struct ks_centre *centre, const struct ks_exemption_wish *wish,
			    enum ks_exemption_fault *fault, char id[KS_UUID_TEXT], size_t *n_said)
{
	struct ks_exemption_facts facts;
	enum ks_rc rc = ks_exemption_facts_make(centre, wish, fault, &facts);

	if (rc == KS_OK)
		rc = ks_centre_record(centre, facts.told, facts.n, id);
	if (n_said)
		*n_said = facts.n;
	ks_exemption_facts_finish(&facts);
	return rc;
}

/* ---- the end of it ---- */

/* By its id or the beginning of it; NULL when it is none's or several's. */
static const struct ks_exemption_entry *find_entry(const struct ks_exemption_entry *rows, size_t n,
						   const char *id)
{
	const struct ks_exemption_entry *found = NULL;

	for (size_t i = 0; i < n; i++) {
		if (strncmp(rows[i].id, id, strlen(id)) != 0)
			continue;
		if (found)
			return NULL;
		found = &rows[i];
	}
	return found;
}

static enum ks_exemption_fault judge_end(struct entry *entry, const struct ks_exemption_entry *row,
					 struct ks_date on, const char *reason)
{
	struct ks_exemption_fact *fact = &entry->fact;

	if (!row)
		return KS_EXEMPTION_NO_ID;
	if (row->is_withdrawn)
		return KS_EXEMPTION_IS_OVER;
	fact->staff = row->staff;
	fact->what = row->what;
	fact->what.reason = reason;
	fact->refers = row->id;
	fact->is_withdrawn = !ks_date_is_set(on);
	if (fact->is_withdrawn)
		return KS_EXEMPTION_FINE;
	fact->what.to = on;
	if (!ks_exemption_is_absence(row->what.kind))
		return KS_EXEMPTION_NO_END;
	return ks_date_compare(on, row->what.from) < 0 ? KS_EXEMPTION_NO_DAYS : KS_EXEMPTION_FINE;
}

enum ks_rc ks_exemption_facts_end(struct ks_centre *centre, const struct ks_exemption_end *end,
				  enum ks_exemption_fault *fault, struct ks_exemption_facts *out)
{
	const struct people people = {end->by, end->approver, end->is_users};
	struct ks_exemption_entry *rows = NULL;
	struct entry entry = {.out = out};
	size_t n = 0;
	enum ks_rc rc;

	memset(out, 0, sizeof(*out));
	*fault = KS_EXEMPTION_FINE;
	rc = ks_roster_load(centre->store, true, &out->roster);
	if (rc == KS_OK)
		rc = ks_exemption_load(centre->store, &out->arena, &rows, &n);
	if (rc != KS_OK)
		return rc;
	*fault = judge_end(&entry, end->id[0] ? find_entry(rows, n, end->id) : NULL, end->on,
			   end->reason);
	if (*fault == KS_EXEMPTION_FINE)
		*fault = judge_people(&entry, end->reason, &people);
	rc = *fault == KS_EXEMPTION_FINE ? find_base(centre, &entry, NULL, fault) : KS_INVALID;
	if (rc == KS_OK)
		spread(&entry);
	return rc;
}

enum ks_rc ks_centre_exempt_end(struct ks_centre *centre, const char *id, struct ks_date on,
				const char *reason, const char *by, const char *approver,
				enum ks_exemption_fault *fault)
{
	const struct ks_exemption_end end = {id, on, reason, by, approver, false};
	struct ks_exemption_facts facts;
	enum ks_rc rc = ks_exemption_facts_end(centre, &end, fault, &facts);

	if (rc == KS_OK)
		rc = ks_centre_record(centre, facts.told, facts.n, NULL);
	ks_exemption_facts_finish(&facts);
	return rc;
}
