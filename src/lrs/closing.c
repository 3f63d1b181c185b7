/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/closing.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lrs/centre_ledger.h"
#include "record/db.h"
#include "record/gathering.h"
#include "record/roll.h"
#include "record/roster.h"

/* The store's mutex is held from the reading of the roll to the commit: who comes in meanwhile is not forgotten. */

#define PAPER_REASON "紙の出席簿から転記"

const char *ks_closing_fault_word(enum ks_closing_fault fault)
{
	static const char *const words[] = {
		[KS_CLOSING_FINE] = "",
		[KS_CLOSING_NO_GATHERING] =
			"その番号の集合研修はありません。kenshu gathering list で確かめてください。",
		[KS_CLOSING_IS_CANCELLED] = "その集合研修は中止になっています。",
		[KS_CLOSING_NOT_YET] =
			"その集合研修は、まだ始まっていません。終わってから行ってください。",
		[KS_CLOSING_NO_BY] =
			"人数を数えた人（転記した人）の職員番号が、名簿にありません。番号を確かめてください。",
		[KS_CLOSING_NO_COUNT] = "会場で数えた人数を、0から9999までの数で書いてください。",
		[KS_CLOSING_NO_REASON] =
			"数えた人数が記録とちがいます。理由を、改行などの見えない文字を入れずに、"
			"120字までで書いてください。",
		[KS_CLOSING_IS_CLOSED] =
			"その集合研修は、もう閉じています。出席の誤りは、訂正で直してください。",
		[KS_CLOSING_NO_PERSON] = "この職員番号の人は、名簿にいません：",
		[KS_CLOSING_NOTHING] = "全員が、もう出席になっています。",
		[KS_CLOSING_NO_BASE] = "教材の organisation.yaml の iri_base が分かりません。"
				       "--content で教材を示してください。",
	};

	assert((size_t)fault < KS_COUNT(words));
	return words[fault];
}

int ks_closing_counted(const char *text)
{
	size_t len = strlen(text);

	return len > 0 && len <= 4 && strspn(text, "0123456789") == len ? (int)strtol(text, NULL, 10)
									: -1;
}

/* One call on its way. */
struct work {
	struct ks_centre *centre;
	const struct ks_closing_wish *wish;
	struct ks_closing_result *out;
	struct ks_gathering gathering;
	struct ks_roll roll;
	struct ks_roster roster;
	struct ks_plans plans;
	struct ks_content content; /* only whose IRIs they are */
	char *base;
	const char *by;
	struct ks_fact *facts;
	char (*ids)[KS_UUID_TEXT];
	size_t n_facts;
	enum ks_rc rc;
};

static const char *key_of(const struct work *work, const char *number)
{
	for (size_t i = 0; number && number[0] && i < work->roster.n_entries; i++)
		if (strcmp(ks_person_typed(&work->roster.entries[i].person), number) == 0)
			return work->roster.entries[i].person.number;
	return NULL;
}

/* ---- what it is about ---- */

static enum ks_closing_fault find(struct work *work)
{
	struct ks_store *store = work->centre->store;
	struct ks_date today = ks_civil_from_ms(ks_centre_now_ms(work->centre)).date;

	work->rc = ks_gathering_find(store, work->wish->gathering, &work->gathering);
	if (work->rc == KS_NOT_FOUND)
		return KS_CLOSING_NO_GATHERING;
	if (work->rc == KS_OK)
		work->rc = ks_roster_load(store, true, &work->roster);
	if (work->rc == KS_OK)
		work->rc = ks_roll_load(store, work->gathering.id, &work->roll);
	if (work->rc == KS_OK)
		work->rc = ks_centre_plans(store, ks_nendo_of(work->gathering.date), &work->plans);
	work->rc = work->rc == KS_NOT_FOUND ? KS_OK
					    : work->rc; /* no kiosk told a course of that year */
	work->out->n_present = work->roll.n_here + work->roll.n_walk_ins;
	if (work->rc != KS_OK)
		return KS_CLOSING_FINE;
	if (work->gathering.is_cancelled)
		return KS_CLOSING_IS_CANCELLED;
	if (ks_date_compare(work->gathering.date, today) > 0)
		return KS_CLOSING_NOT_YET;
	work->by = key_of(work, work->wish->by);
	return work->by ? KS_CLOSING_FINE : KS_CLOSING_NO_BY;
}

static struct ks_fact *add_fact(struct work *work, enum ks_fact_kind kind, const char *staff)
{
	struct ks_fact *fact = &work->facts[work->n_facts++];

	*fact = (struct ks_fact){.kind = kind,
				 .staff = staff,
				 .content = &work->content,
				 .plan = work->plans.n_items > 0 ? &work->plans.items[0] : NULL,
				 .gathering_id = work->gathering.id,
				 .gathering_title = work->gathering.title,
				 .by = work->by,
				 .is_of_centre = true};
	return fact;
}

/* ---- closing ---- */

static bool is_closed_here(const struct work *work)
{
	for (size_t i = 0; i < work->roll.n_facts; i++)
		if (strcmp(work->roll.facts[i].verb, "closed") == 0 &&
		    strcmp(work->roll.facts[i].kiosk, KS_CENTRE_OWN) == 0)
			return true;
	return false;
}

/* One whom HR took back is not said again. */
static bool is_taken_back(struct work *work, const char *id)
{
	int64_t n = 0;

	work->rc = ks_db_number(work->centre->store, &n,
				"SELECT count(*) FROM void WHERE target = ?", "t", id);
	return work->rc != KS_OK || n > 0;
}

static void credit(struct work *work)
{
	for (size_t i = 0; i < work->roll.n_people && work->rc == KS_OK; i++) {
		const struct ks_roll_person *person = &work->roll.people[i];
		char *id = work->ids[work->n_facts];
		struct ks_fact *fact;

		if (!person->is_present || ks_roll_is_credited(&work->roll, person->staff))
			continue;
		fact = add_fact(work, KS_FACT_ATTENDED, person->staff);
		fact->duration_ms = ks_roll_duration_ms(person, &work->gathering);
		fact->how = person->notes & KS_ROLL_ON_PAPER ? KS_ROLL_PAPER : NULL;
		fact->id = id;
		ks_attended_id(work->base, work->gathering.id, person->staff, id);
		if (is_taken_back(work, id))
			work->n_facts--;
		else
			work->out->n_credited++;
	}
}

static enum ks_closing_fault plan_closing(struct work *work)
{
	const struct ks_closing_wish *wish = work->wish;
	const char *reason = wish->reason ? wish->reason : "";
	bool differs = (size_t)wish->n_counted != work->out->n_present;
	struct ks_fact *fact;

	if (wish->n_counted < 0 || wish->n_counted > 9999)
		return KS_CLOSING_NO_COUNT;
	if ((differs && !reason[0]) || (reason[0] && !ks_gathering_is_text(reason)))
		return KS_CLOSING_NO_REASON;
	fact = add_fact(work, KS_FACT_CLOSED, work->by);
	fact->n_present = (int)work->out->n_present;
	fact->n_counted = wish->n_counted;
	fact->reason = reason[0] ? reason : NULL;
	credit(work);
	return work->out->n_credited == 0 && is_closed_here(work) ? KS_CLOSING_IS_CLOSED
								  : KS_CLOSING_FINE;
}

/* ---- from paper ---- */

static bool is_planned(const struct work *work, const char *staff)
{
	for (size_t i = 0; i < work->n_facts; i++)
		if (strcmp(work->facts[i].staff, staff) == 0)
			return true;
	return false;
}

static enum ks_closing_fault plan_paper(struct work *work)
{
	const struct ks_closing_wish *wish = work->wish;

	for (size_t i = 0; i < wish->n_numbers; i++) {
		const char *staff = key_of(work, wish->numbers[i]);
		const struct ks_roll_person *person = staff ? ks_roll_find(&work->roll, staff) : NULL;
		struct ks_fact *fact;

		if (!staff) {
			work->out->bad = wish->numbers[i];
			return KS_CLOSING_NO_PERSON;
		}
		if ((person && person->is_present) || is_planned(work, staff))
			continue; /* signed, and checked in too */
		fact = add_fact(work, KS_FACT_ADMITTED, staff);
		fact->how = KS_ROLL_PAPER;
		fact->reason = PAPER_REASON;
	}
	work->out->n_credited = work->n_facts;
	return work->n_facts > 0 ? KS_CLOSING_FINE : KS_CLOSING_NOTHING;
}

/* ---- said ---- */

static void build(const void *fact, const struct ks_stamp *stamp, struct ks_buf *out)
{
	ks_statement_build(fact, stamp, out);
}

static enum ks_rc say(struct work *work)
{
	struct ks_centre_fact *told = ks_alloc_zero(work->n_facts + 1, sizeof(*told));
	enum ks_rc rc;

	for (size_t i = 0; i < work->n_facts; i++)
		told[i] = (struct ks_centre_fact){build, &work->facts[i], work->facts[i].id};
	rc = ks_centre_record(work->centre, told, work->n_facts, NULL);
	free(told);
	return rc;
}

static enum ks_closing_fault find_base(struct work *work)
{
	work->rc = ks_centre_iri_base(work->centre, work->wish->iri_base, &work->base);
	work->content.organisation.iri_base = work->base;
	return work->rc == KS_NOT_FOUND ? KS_CLOSING_NO_BASE : KS_CLOSING_FINE;
}

static void finish(struct work *work)
{
	ks_plans_finish(&work->plans);
	ks_roll_finish(&work->roll);
	ks_roster_finish(&work->roster);
	ks_gathering_finish(&work->gathering);
	free(work->facts);
	free(work->ids);
	free(work->base);
}

static enum ks_rc carry_out(struct work *work, enum ks_closing_fault (*plan)(struct work *work),
			    enum ks_closing_fault *fault)
{
	size_t n_max;

	*fault = find(work);
	if (*fault == KS_CLOSING_FINE && work->rc == KS_OK)
		*fault = find_base(work);
	n_max = work->roll.n_people + work->wish->n_numbers + 1;
	work->facts = ks_alloc_zero(n_max, sizeof(*work->facts));
	work->ids = ks_alloc_zero(n_max + 1, sizeof(*work->ids));
	if (*fault == KS_CLOSING_FINE && work->rc == KS_OK)
		*fault = plan(work);
	if (*fault != KS_CLOSING_FINE)
		return work->rc == KS_OK || work->rc == KS_NOT_FOUND ? KS_INVALID : work->rc;
	return work->rc == KS_OK ? say(work) : work->rc;
}

static enum ks_rc locked(struct ks_centre *centre, const struct ks_closing_wish *wish,
			 enum ks_closing_fault (*plan)(struct work *work),
			 enum ks_closing_fault *fault, struct ks_closing_result *out)
{
	struct work work = {.centre = centre, .wish = wish, .out = out};
	enum ks_rc rc;

	*out = (struct ks_closing_result){.bad = ""};
	ks_db_lock(centre->store);
	rc = carry_out(&work, plan, fault);
	ks_db_unlock(centre->store);
	finish(&work);
	return rc;
}

enum ks_rc ks_centre_close_gathering(struct ks_centre *centre, const struct ks_closing_wish *wish,
				     enum ks_closing_fault *fault, struct ks_closing_result *out)
{
	return locked(centre, wish, plan_closing, fault, out);
}

enum ks_rc ks_centre_from_paper(struct ks_centre *centre, const struct ks_closing_wish *wish,
				enum ks_closing_fault *fault, struct ks_closing_result *out)
{
	return locked(centre, wish, plan_paper, fault, out);
}
