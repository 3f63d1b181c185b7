/* SPDX-License-Identifier: Apache-2.0 */
#include "visit/signin.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "record/roster.h"
#include "visit/agree.h"
#include "visit/attend.h"
#include "visit/bind.h"
#include "visit/desk.h"
#include "visit/inspect.h"
#include "visit/lesson.h"
#include "visit/recall.h"

/*
 * From a typed number to duties, and back to nobody. One struct holds all that is known of the person, and one function
 * wipes it: what is not in struct ks_visit cannot be left behind for the next one.
 */

#define NUMBER_DIGITS_DEFAULT 6
#define NUMBER_DIGITS_MOST 15

void ks_signin_begin(struct ks_visit *visit)
{
	visit->purpose = KS_PURPOSE_TRAIN;
	visit->place = KS_VISIT_NUMBER;
}

enum ks_rc ks_signin_number(struct ks_site *site, struct ks_visit *visit, const char *number)
{
	enum ks_rc rc = ks_roster_find(site->store, number, &visit->arena, &visit->person);

	if (rc != KS_OK)
		return rc;
	visit->family_name = ks_person_family_name(&visit->person);
	/* which post is shown beside the name: the one of today, if it is known which day it is */
	(void)!ks_site_today(site, &visit->today);
	/* where the number is enough; a card of nobody's asks for the PIN there too */
	visit->place = visit->attend.is_open_desk && !visit->card.is_unknown ? KS_VISIT_CONFIRM
									     : KS_VISIT_PIN;
	return KS_OK;
}

enum ks_rc ks_signin_typed(struct ks_site *site, struct ks_visit *visit, const char *number)
{
	enum ks_rc rc = ks_signin_number(site, visit, number), counted;
	size_t n_people = 0;

	if (rc != KS_NOT_FOUND)
		return rc;
	counted = ks_roster_count(site->store, &n_people);
	if (counted != KS_OK)
		return counted;
	if (n_people == 0 || visit->attend.is_open_desk ||
	    (int)strlen(number) < ks_signin_number_digits(site))
		return rc;
	number = ks_arena_strdup(&visit->arena, number);
	visit->person = (struct ks_person){.number = number, .typed = number, .name = "", .kana = ""};
	visit->family_name = ks_strdup("");
	visit->place = KS_VISIT_PIN;
	return KS_OK;
}

/* Who they are is known; then what they came for. */
static enum ks_rc enter(struct ks_site *site, struct ks_visit *visit)
{
	enum ks_rc rc;

	visit->is_signed_in = true;
	visit->attend.is_proved = true;
	visit->begun_seq = site->ledger ? ks_ledger_last_seq(site->ledger) : 0;
	rc = ks_card_bind_here(site, visit);
	if (rc != KS_OK)
		return rc;
	if (visit->purpose == KS_PURPOSE_ATTEND)
		return ks_attend_check_in(site, visit);
	if (visit->purpose == KS_PURPOSE_DESK)
		return ks_desk_enter(site, visit);
	return ks_signin_home(site, visit);
}

enum ks_rc ks_signin_pin(struct ks_site *site, struct ks_visit *visit, const char *pin,
			 struct ks_pin_verdict *verdict)
{
	enum ks_rc rc = ks_pin_check(site->store, site->clock, visit->person.number, pin, verdict);

	if (rc == KS_DENIED && verdict->wait_ms > 0 && site->recorded)
		site->recorded(site->context); /* the other kiosks learn of the lock */
	if (rc != KS_OK)
		return rc;
	visit->attend.n_failed = verdict->n_failed;
	if (!verdict->is_once)
		return enter(site, visit);
	visit->place = KS_VISIT_CHOOSE;
	return KS_OK;
}

enum ks_rc ks_signin_choose(struct ks_site *site, struct ks_visit *visit, const char *pin)
{
	bool is_again = visit->chosen[0] != '\0', is_same = strcmp(visit->chosen, pin) == 0;
	enum ks_rc rc;

	assert(visit->place == KS_VISIT_CHOOSE);
	explicit_bzero(visit->chosen, sizeof(visit->chosen));
	if (!is_again && ks_pin_is_weak(pin, ks_person_typed(&visit->person)))
		return KS_INVALID;
	if (!is_again) {
		memcpy(visit->chosen, pin, KS_PIN_DIGITS);
		return KS_OK;
	}
	if (!is_same)
		return KS_CONFLICT;
	rc = ks_pin_choose(site->store, visit->person.number, ks_person_typed(&visit->person), pin);
	if (rc == KS_OK && site->recorded)
		site->recorded(site->context);
	return rc == KS_OK ? enter(site, visit) : rc;
}

enum ks_rc ks_signin_wait_ms(struct ks_site *site, const struct ks_visit *visit, int64_t *wait_ms)
{
	return ks_pin_wait_ms(site->store, site->clock, visit->person.number, wait_ms);
}

static enum ks_rc take_done(struct ks_site *site, const char *staff, const struct ks_plan *plan,
			    const char *lesson, struct ks_progress *out)
{
	struct ks_progress other = {0};
	enum ks_rc rc = ks_progress_load(site->store, staff, plan->nendo, plan->id, lesson, &other);

	if (rc == KS_OK && other.is_done) {
		ks_progress_finish(out);
		*out = other;
	} else {
		ks_progress_finish(&other);
	}
	return rc;
}

/* How far along; a lesson that was done for another course of the 年度 is done for this one too. */
static enum ks_rc load_progress(struct ks_site *site, const struct ks_visit *visit,
				const struct ks_duty *duty, struct ks_progress *out)
{
	const struct ks_content *content = site->content;
	const char *staff = visit->person.number, *lesson = duty->lesson->id;
	enum ks_rc rc =
		ks_progress_load(site->store, staff, duty->plan->nendo, duty->plan->id, lesson, out);

	for (size_t i = 0; i < content->n_plans && !out->is_done; i++) {
		const struct ks_plan *plan = &content->plans[i];

		if (rc != KS_OK && rc != KS_NOT_FOUND)
			return rc;
		if (plan->nendo != duty->plan->nendo || plan == duty->plan ||
		    !ks_plan_find(plan, lesson))
			continue;
		rc = take_done(site, staff, plan, lesson, out);
	}
	if (duty->instead && !out->is_done && (rc == KS_OK || rc == KS_NOT_FOUND))
		rc = take_done(site, staff, duty->instead_plan, duty->instead->id, out);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

static void forget_duties(struct ks_visit *visit)
{
	for (size_t i = 0; i < KS_DUTIES_MAX; i++)
		ks_progress_finish(&visit->progress[i]);
	memset(visit->progress, 0, sizeof(visit->progress));
	memset(&visit->duties, 0, sizeof(visit->duties));
	memset(&visit->recall, 0, sizeof(visit->recall));
	memset(&visit->inspect.walk, 0, sizeof(visit->inspect.walk));
	visit->duties.target = KS_TARGET_NO_LESSON;
}

/* Who came late in March has days left of what is due in April: it stays theirs until it is done. */
static enum ks_rc carry_over(struct ks_site *site, struct ks_visit *visit)
{
	const struct ks_content *content = site->content;
	struct ks_duties before;
	enum ks_rc rc = KS_OK;

	ks_duties_make(content->plans, content->n_plans, visit->nendo - 1, &visit->person,
		       visit->today, &before);
	for (size_t i = 0; i < before.n_items && rc == KS_OK; i++) {
		struct ks_progress progress = {0};

		if (ks_date_compare(before.items[i].due, ks_nendo_last(visit->nendo - 1)) <= 0)
			continue;
		rc = load_progress(site, visit, &before.items[i], &progress);
		if (rc == KS_OK && !progress.is_done)
			ks_duties_carry(&visit->duties, &before.items[i]);
		ks_progress_finish(&progress);
	}
	return rc;
}

static enum ks_rc load_duties(struct ks_site *site, struct ks_visit *visit)
{
	const struct ks_content *content = site->content;
	enum ks_rc rc = KS_OK;

	forget_duties(visit);
	visit->nendo = ks_site_today(site, &visit->today) == KS_OK ? ks_nendo_of(visit->today) : 0;
	if (!ks_site_plan(site))
		return KS_OK; /* no course this year, or nobody knows which year it is */
	ks_duties_make(content->plans, content->n_plans, visit->nendo, &visit->person, visit->today,
		       &visit->duties);
	rc = carry_over(site, visit);
	for (size_t i = 0; i < visit->duties.n_items && rc == KS_OK; i++)
		rc = load_progress(site, visit, &visit->duties.items[i], &visit->progress[i]);
	if (rc == KS_OK)
		rc = ks_agree_load(site, visit);
	if (rc == KS_OK)
		rc = ks_inspect_load(site, visit);
	if (rc == KS_OK)
		rc = ks_recall_load(site, visit);
	return rc;
}

enum ks_rc ks_signin_home(struct ks_site *site, struct ks_visit *visit)
{
	enum ks_rc rc = load_duties(site, visit);

	if (rc != KS_OK) {
		forget_duties(visit); /* half of it would read like all of it */
		return rc;
	}
	visit->agree.plan = NULL;
	visit->place = KS_VISIT_HOME;
	return KS_OK;
}

int ks_signin_number_digits(const struct ks_site *site)
{
	int digits = ks_roster_number_length(site->store);

	return digits > 0 && digits <= NUMBER_DIGITS_MOST ? digits : NUMBER_DIGITS_DEFAULT;
}

static void forget_receipts(struct ks_visit *visit)
{
	ks_receipt_close(visit->lesson.result);
	ks_receipt_close(visit->inspect.done);
	ks_receipt_close(visit->agree.receipt);
	ks_receipt_close(visit->attend.receipt);
	ks_receipt_close(visit->desk.receipt);
	ks_receipt_close(visit->present.kept);
	ks_receipt_close(visit->drill.kept);
	ks_receipt_close(visit->paper.kept);
	ks_receipt_close(visit->own.end);
}

enum ks_rc ks_signin_end(struct ks_site *site, struct ks_visit *visit, bool is_idle)
{
	enum ks_rc rc = ks_lesson_leave(site, visit, is_idle);

	for (size_t i = 0; i < visit->attend.n_gatherings; i++)
		ks_gathering_finish(&visit->attend.gatherings[i]);
	free(visit->attend.gatherings);
	ks_desk_leave(visit);
	forget_receipts(visit);
	for (size_t i = 0; i < KS_DUTIES_MAX; i++)
		ks_progress_finish(&visit->progress[i]);
	if (visit->family_name)
		explicit_bzero(visit->family_name, strlen(visit->family_name));
	free(visit->family_name);
	ks_arena_wipe(&visit->who.arena);
	ks_arena_wipe(&visit->arena);
	sodium_memzero(visit, sizeof(*visit));
	ks_store_forget(site->store);
	return rc;
}
