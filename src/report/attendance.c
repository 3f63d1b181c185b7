/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "record/gathering.h"
#include "report/correction.h"
#include "report/facts.h"
#include "report/report.h"

/*
 * The 出席簿: who was at which gathering. A gathering without anybody is listed too (one row without a person), because
 * "nobody came" is something the sheet has to say.
 */

struct sheet {
	struct ks_attendance_list *list;
	struct ks_roster roster;
	struct ks_attendance_fact *facts;
	struct ks_correction_list corrections;
	size_t n_facts, capacity;
};

static const struct ks_person *find_person(const struct ks_roster *roster, const char *number)
{
	for (size_t low = 0, high = roster->n_entries; low < high;) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(roster->entries[middle].person.number, number);

		if (order == 0)
			return &roster->entries[middle].person;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

static struct ks_attendance_row *add_row(struct sheet *sheet, const struct ks_gathering *gathering)
{
	struct ks_attendance_list *list = sheet->list;
	struct ks_attendance_row *row;

	ks_grow(&list->rows, list->n_rows, &sheet->capacity);
	row = &list->rows[list->n_rows++];
	*row = (struct ks_attendance_row){
		.gathering_id = ks_arena_strdup(&list->arena, gathering->id),
		.title = ks_arena_strdup(&list->arena, gathering->title ? gathering->title : ""),
		.place = ks_arena_strdup(&list->arena, gathering->place ? gathering->place : ""),
		.date = gathering->date,
		.from_minute = gathering->from_minute,
		.to_minute = gathering->to_minute,
		.number = "",
		.name = "",
		.unit = "",
		.employment = "",
		.kiosk = "",
		.correction = "",
	};
	return row;
}

static const char *keep(struct sheet *sheet, const char *text)
{
	return ks_arena_strdup(&sheet->list->arena, text ? text : "");
}

static void add_person(struct sheet *sheet, const struct ks_gathering *gathering,
		       const struct ks_attendance_fact *fact)
{
	const struct ks_person *person = find_person(&sheet->roster, fact->staff);
	struct ks_attendance_row *row = add_row(sheet, gathering);
	const struct ks_appointment *appointment;
	bool is_absent = false;

	row->correction = ks_correction_note(&sheet->corrections, &sheet->list->arena,
					     gathering->id, fact->staff, &is_absent);
	row->at_ms = fact->at_ms;
	row->when = fact->at_ms ? ks_gathering_when(gathering, fact->at_ms) : KS_GATHERING_IN_TIME;
	row->kiosk = keep(sheet, fact->kiosk);
	row->number = keep(sheet, fact->staff);
	if (!person)
		return;
	appointment = ks_person_appointment_on(person, gathering->date);
	row->number = keep(sheet, ks_person_typed(person));
	row->name = keep(sheet, person->name);
	row->unit = keep(sheet, appointment ? appointment->unit : "");
	row->employment = keep(sheet, appointment ? appointment->employment : "");
}

/* Whoever is taken off the sheet by a correction stands on it all the same, with the word that did so. */
static void add_absent(struct sheet *sheet, const struct ks_gathering *gathering)
{
	for (size_t i = 0; i < sheet->corrections.n_rows; i++) {
		const struct ks_correction_fact *what = &sheet->corrections.rows[i].what;

		if (what->step == KS_CORRECTION_APPROVED && what->kind == KS_CORRECTION_ABSENT &&
		    strcmp(what->gathering, gathering->id) == 0)
			add_person(sheet, gathering,
				   &(struct ks_attendance_fact){gathering->id, what->staff, "", 0});
	}
}

static void add_gathering(struct sheet *sheet, const struct ks_gathering *gathering)
{
	size_t n_before = sheet->list->n_rows;

	for (size_t i = 0; i < sheet->n_facts; i++)
		if (strcmp(sheet->facts[i].gathering, gathering->id) == 0)
			add_person(sheet, gathering, &sheet->facts[i]);
	add_absent(sheet, gathering);
	if (sheet->list->n_rows == n_before)
		add_row(sheet, gathering);
}

enum ks_rc ks_report_attendance(struct ks_store *store, int nendo, struct ks_attendance_list *out)
{
	struct sheet sheet = {.list = out};
	struct ks_gathering *gatherings = NULL;
	struct ks_arena arena = {0};
	size_t n_gatherings = 0;
	enum ks_rc rc;

	memset(out, 0, sizeof(*out));
	rc = ks_roster_load(store, true, &sheet.roster);
	if (rc == KS_OK)
		rc = ks_gathering_on(store, (struct ks_date){0}, &gatherings, &n_gatherings);
	if (rc == KS_OK)
		rc = ks_report_check_ins(store, &arena, &sheet.facts, &sheet.n_facts);
	if (rc == KS_OK)
		rc = ks_report_corrections(store, nendo, &sheet.corrections);
	for (size_t i = 0; i < n_gatherings; i++) {
		if (rc == KS_OK && ks_nendo_of(gatherings[i].date) == nendo)
			add_gathering(&sheet, &gatherings[i]);
		ks_gathering_finish(&gatherings[i]);
	}
	free(gatherings);
	ks_correction_list_finish(&sheet.corrections);
	ks_roster_finish(&sheet.roster);
	ks_arena_finish(&arena);
	return rc;
}

void ks_attendance_list_finish(struct ks_attendance_list *list)
{
	if (!list)
		return;
	free(list->rows);
	ks_arena_finish(&list->arena);
	memset(list, 0, sizeof(*list));
}
