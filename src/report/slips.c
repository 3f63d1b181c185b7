/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/mem.h"
#include "report/pdf.h"

enum ks_rc ks_pdf_slips_of(const struct ks_roster *roster, const struct ks_pdf_origin *origin,
			   struct ks_buf *out, size_t *n)
{
	struct ks_pdf_slip *slips = ks_alloc_zero(roster->n_entries + 1, sizeof(*slips));
	enum ks_rc rc;

	*n = 0;
	for (size_t i = 0; i < roster->n_entries; i++) {
		const struct ks_roster_entry *entry = &roster->entries[i];
		const struct ks_appointment *post =
			ks_person_appointment_on(&entry->person, origin->day);

		if (entry->pin_initial)
			slips[(*n)++] = (struct ks_pdf_slip){.number = entry->person.number,
							     .name = entry->person.name,
							     .unit = post ? post->unit : "",
							     .pin = entry->pin_initial};
	}
	rc = *n > 0 ? ks_pdf_slips(slips, *n, origin, out) : KS_NOT_FOUND;
	free(slips);
	return rc;
}
