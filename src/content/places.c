/* SPDX-License-Identifier: Apache-2.0 */
#include "content/places.h"

#include "content/source.h"

/*
 * What a body has not decided is told to the author and stays off the screen: a learner is never sent to look for it.
 */

struct filling {
	const struct ks_organisation *organisation;
	struct ks_diags *diags; /* NULL: fill; else tell, and leave what is filled alone */
};

static void tell(const struct filling *filling, const struct ks_block *block, const char *file)
{
	ks_diags_warn(
		filling->diags, file, block->line,
		"「%s」は、まだ決まっていません。organisation.yaml の places に書くと、この枠が画面に出ます。",
		block->place);
}

static void fill_page(const struct filling *filling, struct ks_page *page, const char *file,
		      bool is_easy)
{
	for (size_t i = 0; page && i < page->n_blocks; i++) {
		struct ks_block *block = &page->blocks[i];
		const struct ks_local_words *place;

		if (!block->place)
			continue;
		place = ks_organisation_words(filling->organisation, block->place);
		if (filling->diags && !place)
			tell(filling, block, file);
		else if (!filling->diags && place)
			block->text = is_easy ? place->easy : place->text;
	}
}

static void fill_lesson(const struct filling *filling, struct ks_lesson *lesson)
{
	struct ks_arena arena = {0};
	const char *file = ks_source_join(&arena, lesson->folder, "lesson.md");
	const char *easy = ks_source_join(&arena, lesson->folder, "lesson.easy.md");

	for (size_t i = 0; i < lesson->n_pages; i++) {
		fill_page(filling, &lesson->pages[i], file, false);
		fill_page(filling, lesson->pages[i].easy, easy, true);
	}
	ks_arena_finish(&arena);
}

void ks_places_fill(struct ks_content *content)
{
	const struct filling filling = {&content->organisation, NULL};

	for (size_t i = 0; i < content->n_lessons; i++)
		fill_lesson(&filling, &content->lessons[i]);
}

void ks_places_check(const struct ks_content *content, struct ks_diags *diags)
{
	const struct filling filling = {&content->organisation, diags};

	for (size_t i = 0; i < content->n_lessons; i++)
		fill_lesson(&filling, &content->lessons[i]);
}
