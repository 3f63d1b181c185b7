/* SPDX-License-Identifier: Apache-2.0 */
#include "content/organisation.h"

#include <string.h>

/* What was read (organisation_read.c), found again. */

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
