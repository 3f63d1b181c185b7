/* SPDX-License-Identifier: Apache-2.0 */
#include "visit/who.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/fold.h"
#include "base/utf8.h"
#include "visit/signin.h"

/* Choosing a name is no proof: whoever did that types their PIN, where the number alone would do as well. */

static void forget(struct ks_visit *visit)
{
	ks_arena_wipe(&visit->who.arena);
	memset(&visit->who, 0, sizeof(visit->who));
}

void ks_who_begin(struct ks_visit *visit)
{
	assert(visit->purpose != KS_PURPOSE_TRAIN && visit->attend.n_gatherings > 0);
	forget(visit);
	if (visit->purpose == KS_PURPOSE_DESK) {
		visit->desk.deed = KS_DESK_ADMIT;
		visit->desk.staff = NULL;
	}
	visit->place = KS_VISIT_NAME;
}

bool ks_who_is_enough(const char *typed)
{
	char *kana = ks_fold_kana(typed);
	bool is_enough = ks_utf8_count(kana, strlen(kana)) >= KS_WHO_KANA_LEAST;

	free(kana);
	return is_enough;
}

enum ks_rc ks_who_search(struct ks_site *site, struct ks_visit *visit, const char *typed)
{
	struct ks_who_visit *who = &visit->who;
	char *kana = ks_fold_kana(typed);
	enum ks_rc rc = KS_OK;

	forget(visit);
	if (ks_who_is_enough(typed))
		rc = ks_roster_search(site->store, kana, KS_WHO_MAX, &who->arena, who->people,
				      &who->n_found);
	free(kana);
	if (rc != KS_OK || who->n_found > KS_WHO_MAX) {
		size_t n_found = rc == KS_OK ? who->n_found : 0;

		forget(visit);
		who->n_found = n_found;
	} else {
		who->n_people = who->n_found;
	}
	/* which 所属 is shown: today's, if it is known which day it is */
	(void)!ks_site_today(site, &visit->today);
	return rc;
}

/* The 係員 vouches for them, with a reason: no PIN. */
static enum ks_rc admit(struct ks_visit *visit, size_t index)
{
	const struct ks_roster_entry *entry =
		ks_roster_entry(&visit->desk.roster, visit->who.people[index].number);

	if (!entry)
		return KS_NOT_FOUND;
	visit->desk.staff = entry->person.number;
	forget(visit);
	visit->place = KS_VISIT_WHY;
	return KS_OK;
}

enum ks_rc ks_who_choose(struct ks_site *site, struct ks_visit *visit, size_t index)
{
	char number[KS_PERSON_NUMBER_MAX + 1];
	const char *typed;
	enum ks_rc rc;

	assert(index < visit->who.n_people);
	if (visit->purpose == KS_PURPOSE_DESK)
		return admit(visit, index);
	typed = ks_person_typed(&visit->who.people[index]);
	assert(strlen(typed) < sizeof(number));
	memcpy(number, typed, strlen(typed) + 1);
	rc = ks_signin_number(site, visit, number);
	if (rc != KS_OK)
		return rc;
	forget(visit);
	visit->is_named = true;
	visit->place = KS_VISIT_PIN;
	return KS_OK;
}

void ks_who_back(struct ks_visit *visit)
{
	forget(visit);
	visit->place = visit->purpose == KS_PURPOSE_DESK ? KS_VISIT_ROLL : KS_VISIT_NUMBER;
}
