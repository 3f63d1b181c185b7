/* SPDX-License-Identifier: Apache-2.0 */
#include "base/csv.h"
#include "record/roster_field.h"
#include "record/roster_private.h"

/* The way back to Excel: one line an appointment, in the columns it was read from, so that it reads back the same. */

static const char *cell_of(const struct ks_person *person, const struct ks_appointment *a,
			   int field, char day[16])
{
	switch (field) {
	case KS_FIELD_NUMBER:
		return ks_person_typed(person);
	case KS_FIELD_NAME:
		return person->name;
	case KS_FIELD_KANA:
		return person->kana;
	default:
		return ks_roster_field_text(a, &ks_roster_fields[field], day);
	}
}

static void put_line(struct ks_buf *out, const struct ks_person *person,
		     const struct ks_appointment *a)
{
	char day[16];

	for (int i = 0; i < KS_FIELD_PIN; i++)
		ks_csv_cell(out, i, cell_of(person, a, i, day));
	ks_csv_end_row(out);
}

void ks_roster_to_csv(const struct ks_roster *roster, struct ks_buf *out)
{
	ks_csv_bom(out);
	for (int i = 0; i < KS_FIELD_PIN; i++)
		ks_csv_cell(out, i, ks_roster_fields[i].name);
	ks_csv_end_row(out);
	for (size_t i = 0; i < roster->n_entries; i++)
		for (size_t k = 0; k < roster->entries[i].person.n_appointments; k++)
			put_line(out, &roster->entries[i].person,
				 &roster->entries[i].person.appointments[k]);
}
