/* SPDX-License-Identifier: Apache-2.0 */
#include "content/organisation.h"

#include <string.h>

#include "base/mem.h"

/* What was read (organisation_read.c), found again. */

static const char *const kinds[] = {
	[KS_CONTACT_FIRE] = "fire",
	[KS_CONTACT_CRIME] = "crime",
	[KS_CONTACT_SECURITY] = "security",
	[KS_CONTACT_OTHER] = "other",
};

const char *ks_contact_kind_word(enum ks_contact_kind kind)
{
	return kinds[kind];
}

int ks_contact_kind_find(const char *word)
{
	for (size_t i = 0; i < KS_COUNT(kinds); i++)
		if (strcmp(kinds[i], word) == 0)
			return (int)i;
	return -1;
}

const char *ks_contact_kind_names(void)
{
	return "fire、crime、security、other";
}

bool ks_organisation_has_emergency(const struct ks_organisation *organisation)
{
	return organisation->n_contacts + organisation->n_emergency > 0;
}

const struct ks_here *ks_organisation_here(const struct ks_organisation *organisation,
					   const char *kiosk)
{
	const struct ks_here *rest = NULL;

	for (size_t i = 0; i < organisation->n_spots; i++) {
		const struct ks_here *spot = &organisation->spots[i];

		if (*spot->kiosk != '\0' && strcmp(spot->kiosk, kiosk) == 0)
			return spot;
		if (*spot->kiosk == '\0')
			rest = spot;
	}
	return rest;
}

const struct ks_local_words *ks_organisation_words(const struct ks_organisation *organisation,
						   const char *id)
{
	for (size_t i = 0; i < organisation->n_places; i++)
		if (strcmp(organisation->places[i].id, id) == 0 &&
		    organisation->places[i].text.len > 0)
			return &organisation->places[i];
	return NULL;
}
