/* SPDX-License-Identifier: Apache-2.0 */
#include "content/content.h"

#include <string.h>

/* What was loaded (load.c), found by its id. */

void ks_content_finish(struct ks_content *content)
{
	if (!content)
		return;
	for (size_t i = 0; i < content->n_lessons; i++)
		ks_lesson_finish(&content->lessons[i]);
	for (size_t i = 0; i < content->n_tests; i++)
		ks_lesson_finish(&content->tests[i]);
	for (size_t i = 0; i < content->n_pools; i++)
		ks_lesson_finish(&content->pools[i]);
	for (size_t i = 0; i < content->n_plans; i++)
		ks_plan_finish(&content->plans[i]);
	for (size_t i = 0; i < content->n_drills; i++)
		ks_drill_finish(&content->drills[i]);
	for (size_t i = 0; i < content->n_checklists; i++)
		ks_checklist_finish(&content->checklists[i]);
	ks_policy_finish(&content->policy);
	ks_readings_finish(&content->readings);
	ks_unpacked_close(&content->place);
	ks_arena_finish(&content->arena);
	memset(content, 0, sizeof(*content));
}

/* @nendo: 0 for a test of whatever year. */
static const struct ks_lesson *find(const struct ks_content *content, int nendo, const char *id)
{
	for (size_t i = 0; i < content->n_lessons; i++)
		if (strcmp(content->lessons[i].id, id) == 0)
			return &content->lessons[i];
	for (size_t i = 0; i < content->n_tests; i++)
		if (strcmp(content->tests[i].id, id) == 0 &&
		    (nendo == 0 || content->tests[i].nendo == nendo))
			return &content->tests[i];
	return NULL;
}

const struct ks_lesson *ks_content_lesson(const struct ks_content *content, const char *id)
{
	return find(content, 0, id);
}

const struct ks_lesson *ks_content_lesson_of(const struct ks_content *content, int nendo,
					     const char *id)
{
	return find(content, nendo, id);
}

size_t ks_content_n_homes(const struct ks_content *content)
{
	return content->n_lessons + content->n_pools;
}

const struct ks_lesson *ks_content_home_at(const struct ks_content *content, size_t index)
{
	return index < content->n_lessons ? &content->lessons[index]
					  : &content->pools[index - content->n_lessons];
}

const struct ks_lesson *ks_content_home(const struct ks_content *content, const char *id)
{
	for (size_t i = 0; i < ks_content_n_homes(content); i++) {
		const struct ks_lesson *home = ks_content_home_at(content, i);

		if (ks_quiz_find(&home->quiz, id))
			return home;
	}
	return NULL;
}

const struct ks_checklist *ks_content_checklist(const struct ks_content *content, const char *id)
{
	for (size_t i = 0; i < content->n_checklists; i++)
		if (strcmp(content->checklists[i].id, id) == 0)
			return &content->checklists[i];
	return NULL;
}

const struct ks_plan *ks_content_plan(const struct ks_content *content, int nendo)
{
	const struct ks_plan *newest = NULL;

	for (size_t i = 0; i < content->n_plans; i++) {
		if (content->plans[i].nendo == nendo)
			return &content->plans[i];
		if (!newest || content->plans[i].nendo > newest->nendo)
			newest = &content->plans[i];
	}
	return newest;
}

const struct ks_plan *ks_content_plan_named(const struct ks_content *content, int nendo,
					    const char *id)
{
	for (size_t i = 0; i < content->n_plans; i++)
		if (content->plans[i].nendo == nendo && strcmp(content->plans[i].id, id) == 0)
			return &content->plans[i];
	return NULL;
}
