/* SPDX-License-Identifier: Apache-2.0 */
#include "content/lesson.h"

#include <string.h>

/* What was loaded (lesson_load.c), found by its id. */

void ks_lesson_finish(struct ks_lesson *lesson)
{
	if (!lesson)
		return;
	ks_arena_finish(&lesson->arena);
	memset(lesson, 0, sizeof(*lesson));
}

const struct ks_case *ks_lesson_case(const struct ks_lesson *lesson, const char *id)
{
	for (size_t i = 0; i < lesson->n_cases; i++)
		if (strcmp(lesson->cases[i].id, id) == 0)
			return &lesson->cases[i];
	return NULL;
}

const struct ks_page *ks_lesson_page(const struct ks_lesson *lesson, const char *id)
{
	for (size_t i = 0; i < lesson->n_pages; i++)
		if (strcmp(lesson->pages[i].id, id) == 0)
			return &lesson->pages[i];
	return NULL;
}

const struct ks_block *ks_page_artefact(const struct ks_page *page)
{
	for (size_t i = 0; page && i < page->n_blocks; i++)
		if (page->blocks[i].n_parts > 0)
			return &page->blocks[i];
	return NULL;
}

const struct ks_mail_part *ks_block_part(const struct ks_block *block, const char *id)
{
	for (size_t i = 0; block && i < block->n_parts; i++)
		if (strcmp(block->parts[i].id, id) == 0)
			return &block->parts[i];
	return NULL;
}
