/* SPDX-License-Identifier: Apache-2.0 */
#include "course/inspection.h"

#include <assert.h>
#include <string.h>

#include "base/mem.h"

/*
 * The order is computed, never stored: last year's いいえ first, then as authored. So a sheet that changed under
 * somebody's hands still asks every item once.
 */

#define MANAGER_ROLE "管理職"

static const struct {
	const char *id, *word;
} responses[KS_RESPONSE_COUNT] = {
	[KS_RESPONSE_NONE] = {"", ""},
	[KS_RESPONSE_YES] = {"yes", "はい"},
	[KS_RESPONSE_NO] = {"no", "いいえ"},
	[KS_RESPONSE_NA] = {"na", "仕事に関係ない"},
	[KS_RESPONSE_UNKNOWN] = {"unknown", "分からない"},
};

const char *ks_response_id(enum ks_response response)
{
	assert(response < KS_RESPONSE_COUNT);
	return responses[response].id;
}

const char *ks_response_word(enum ks_response response)
{
	assert(response < KS_RESPONSE_COUNT);
	return responses[response].word;
}

enum ks_response ks_response_find(const char *id)
{
	for (int i = KS_RESPONSE_YES; i < KS_RESPONSE_COUNT; i++)
		if (strcmp(responses[i].id, id) == 0)
			return (enum ks_response)i;
	return KS_RESPONSE_NONE;
}

bool ks_inspection_is_manager(const struct ks_appointment *appointment)
{
	return appointment && ks_appointment_has_role(appointment, MANAGER_ROLE);
}

/* Append the items that are theirs and were, or were not, いいえ last year. */
static void add_items(struct ks_inspection *inspection, const struct ks_checklist *checklist,
		      bool is_manager, const uint8_t *last, bool was_no)
{
	for (size_t i = 0; i < checklist->n_items && i < KS_INSPECTION_MAX; i++) {
		bool is_no = last && last[i] == KS_RESPONSE_NO;

		if ((checklist->items[i].is_for_managers && !is_manager) || is_no != was_no)
			continue;
		inspection->order[inspection->n_items++] = (uint8_t)i;
	}
}

void ks_inspection_begin(struct ks_inspection *inspection, const struct ks_checklist *checklist,
			 bool is_manager, const uint8_t *answers, const uint8_t *last)
{
	memset(inspection, 0, sizeof(*inspection));
	add_items(inspection, checklist, is_manager, last, true);
	add_items(inspection, checklist, is_manager, last, false);
	if (answers)
		memcpy(inspection->answers, answers, sizeof(inspection->answers));
}

static bool needs_help(uint8_t response)
{
	return response == KS_RESPONSE_NO || response == KS_RESPONSE_UNKNOWN;
}

void ks_inspection_go_to(struct ks_inspection *inspection, const struct ks_checklist *checklist,
			 const char *id, bool is_help)
{
	for (int i = 0; i < inspection->n_items; i++) {
		if (strcmp(checklist->items[inspection->order[i]].id, id) != 0)
			continue;
		inspection->index = i;
		if (is_help && needs_help(inspection->answers[inspection->order[i]]))
			inspection->place = KS_INSPECTION_HELP;
	}
}

int ks_inspection_item(const struct ks_inspection *inspection)
{
	assert(inspection->index < inspection->n_items);
	return inspection->order[inspection->index];
}

int ks_inspection_n_answered(const struct ks_inspection *inspection)
{
	int n = 0;

	for (int i = 0; i < inspection->n_items; i++)
		n += inspection->answers[inspection->order[i]] != KS_RESPONSE_NONE;
	return n;
}

/* The next item; behind the last one that was passed over (the sheet changed meanwhile), else the end. */
static void advance(struct ks_inspection *inspection, struct ks_inspection_events *events)
{
	inspection->place = KS_INSPECTION_ITEM;
	if (inspection->index + 1 < inspection->n_items) {
		inspection->index++;
		return;
	}
	for (int i = 0; i < inspection->n_items; i++) {
		if (inspection->answers[inspection->order[i]] != KS_RESPONSE_NONE)
			continue;
		inspection->index = i;
		return;
	}
	inspection->place = KS_INSPECTION_END;
	events->is_completed = !inspection->is_done;
	inspection->is_done = true;
}

enum ks_rc ks_inspection_next(struct ks_inspection *inspection, enum ks_response response,
			      struct ks_inspection_events *events)
{
	uint8_t *answer;

	*events = (struct ks_inspection_events){0};
	if (inspection->place == KS_INSPECTION_END || inspection->n_items == 0)
		return KS_INVALID;
	if (inspection->place == KS_INSPECTION_HELP) {
		advance(inspection, events);
		return KS_OK;
	}
	if (response == KS_RESPONSE_NONE || response >= KS_RESPONSE_COUNT)
		return KS_INVALID;
	events->item = ks_inspection_item(inspection);
	answer = &inspection->answers[events->item];
	events->is_answered = *answer != response;
	*answer = (uint8_t)response;
	if (needs_help(*answer))
		inspection->place = KS_INSPECTION_HELP;
	else
		advance(inspection, events);
	return KS_OK;
}

enum ks_rc ks_inspection_back(struct ks_inspection *inspection)
{
	if (inspection->place == KS_INSPECTION_ITEM) {
		if (inspection->index == 0)
			return KS_INVALID;
		inspection->index--;
	}
	inspection->place = KS_INSPECTION_ITEM;
	return KS_OK;
}
