/* SPDX-License-Identifier: Apache-2.0 */
#include "content/texts.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/svg.h"
#include "content/rich_build.h"
#include "content/source.h"

/*
 * One walk over everything people read, so that a rule about words (readings, names of buttons) cannot forget a place.
 */

struct walk {
	ks_texts_fn each;
	void *to;
	struct ks_arena arena; /* names of files */
};

static void rich(struct walk *walk, const char *file, int line, const struct ks_rich *text)
{
	if (text->len > 0)
		walk->each(walk->to, file, line, text);
}

static void plain(struct walk *walk, const char *file, int line, const char *text)
{
	struct ks_rich as_rich = ks_rich_plain(text ? text : "");

	rich(walk, file, line, &as_rich);
}

static void drawing(struct walk *walk, const char *path)
{
	struct ks_source source = {path, NULL, &walk->arena};
	struct ks_svg svg = {0};
	char *bytes = NULL;
	size_t len = 0;

	if (ks_file_read(path, KS_SVG_BYTES_MAX, &bytes, &len) == KS_OK &&
	    ks_svg_parse(path, bytes, len, &svg, NULL) == KS_OK) {
		for (size_t i = 0; i < svg.n_texts; i++) {
			const char *words = svg.texts[i].text;
			struct ks_rich text =
				ks_rich_of(&source, 0, KS_RICH_RUBY, words, strlen(words));

			rich(walk, path, svg.texts[i].line, &text);
		}
	}
	ks_svg_finish(&svg);
	free(bytes);
}

static void block(struct walk *walk, const char *file, const char *folder, const struct ks_block *from)
{
	if (from->kind == KS_BLOCK_FIGURE) {
		drawing(walk, ks_source_join(&walk->arena, folder, from->file));
		return; /* its description is for programs that read aloud */
	}
	rich(walk, file, from->line, &from->heading);
	rich(walk, file, from->line, &from->text);
	for (size_t i = 0; i < from->n_items; i++)
		rich(walk, file, from->line, &from->items[i]);
	for (size_t i = 0; i < from->n_parts; i++) {
		plain(walk, file, from->line, from->parts[i].label);
		rich(walk, file, from->line, &from->parts[i].text);
	}
}

static void page(struct walk *walk, const char *file, const char *folder, const struct ks_page *from)
{
	if (!from)
		return;
	rich(walk, file, from->line, &from->title);
	for (size_t i = 0; i < from->n_blocks; i++)
		block(walk, file, folder, &from->blocks[i]);
	for (size_t i = 0; i < from->n_clues; i++)
		rich(walk, file, from->clues[i].line, &from->clues[i].text);
}

static void question(struct walk *walk, const char *file, const char *folder,
		     const struct ks_question *from)
{
	if (!from)
		return;
	plain(walk, file, from->line, from->name);
	rich(walk, file, from->line, &from->stem);
	rich(walk, file, from->line, &from->feedback);
	for (size_t i = 0; i < from->n_choices; i++) {
		rich(walk, file, from->line, &from->choices[i].text);
		rich(walk, file, from->line, &from->choices[i].reason);
	}
	for (size_t i = 0; i < from->n_boxes; i++)
		rich(walk, file, from->line, &from->boxes[i]);
	if (from->asset && strstr(from->asset, ".svg"))
		drawing(walk, ks_source_join(&walk->arena, folder, from->asset));
}

static void lesson(struct walk *walk, const struct ks_lesson *from)
{
	const char *file = ks_source_join(&walk->arena, from->folder, "lesson.md");
	const char *easy = ks_source_join(&walk->arena, from->folder, "lesson.easy.md");
	const char *cases = ks_source_join(&walk->arena, from->folder, "cases.md");
	const char *easy_cases = ks_source_join(&walk->arena, from->folder, "cases.easy.md");
	const char *easy_quiz = ks_source_join(&walk->arena, from->folder, "quiz.easy.gift");

	plain(walk, file, 1, from->title);
	for (size_t i = 0; i < from->n_goals; i++)
		plain(walk, file, 1, from->goals[i]);
	for (size_t i = 0; i < from->n_pages; i++) {
		page(walk, file, from->folder, &from->pages[i]);
		page(walk, easy, from->folder, from->pages[i].easy);
	}
	for (size_t i = 0; i < from->n_cases; i++) {
		page(walk, cases, from->folder, &from->cases[i].page);
		page(walk, easy_cases, from->folder, from->cases[i].page.easy);
	}
	for (size_t i = 0; i < from->quiz.n_questions; i++) {
		question(walk, from->quiz.file, from->folder, &from->quiz.questions[i]);
		question(walk, easy_quiz, from->folder, from->quiz.questions[i].easy);
	}
}

static int line_at(const struct ks_policy *policy, size_t at)
{
	int line = 1;

	for (size_t i = 0; i < at && i < policy->len; i++)
		line += policy->bytes[i] == '\n';
	return line;
}

static void policy(struct walk *walk, const struct ks_content *content)
{
	const struct ks_policy *from = &content->policy;
	const char *file = ks_arena_format(&walk->arena, "%s/policy/%s/policy.txt", content->folder,
					   from->version ? from->version : "");

	plain(walk, file, 1, from->title);
	plain(walk, file, 1, from->issued);
	for (size_t i = 0; i < from->n_clauses; i++) {
		int line = line_at(from, from->clauses[i].from);

		plain(walk, file, line, from->clauses[i].title);
		plain(walk, file, line, from->clauses[i].text);
	}
	file = ks_arena_format(&walk->arena, "%s/policy/%s/errata.yaml", content->folder,
			       from->version ? from->version : "");
	for (size_t i = 0; i < from->n_errata; i++) {
		plain(walk, file, 0, from->errata[i].note);
		plain(walk, file, 0, from->errata[i].reading);
	}
}

static void plan(struct walk *walk, const struct ks_plan *from)
{
	plain(walk, from->file, 1, from->title);
	plain(walk, from->file, 1, from->acknowledge_text);
	for (size_t i = 0; i < from->n_lessons; i++)
		plain(walk, from->file, from->lessons[i].line, from->lessons[i].title);
}

static void checklist(struct walk *walk, const struct ks_checklist *from)
{
	plain(walk, from->file, 1, from->title);
	rich(walk, from->file, 1, &from->intro);
	rich(walk, from->file, 1, &from->easy_intro);
	for (size_t i = 0; i < from->n_items; i++) {
		rich(walk, from->file, from->items[i].line, &from->items[i].text);
		rich(walk, from->file, from->items[i].line, &from->items[i].easy);
	}
}

static void drill_words(struct walk *walk, const char *file, const struct ks_drill_scene *scene,
			const struct ks_drill_words *from)
{
	rich(walk, file, scene->line, &from->text);
	rich(walk, file, scene->line, &from->ask);
	rich(walk, file, scene->line, &from->note);
	for (size_t i = 0; i < scene->n_decisions; i++)
		rich(walk, file, scene->line, &from->decisions[i]);
}

static void drill(struct walk *walk, const struct ks_drill *from)
{
	plain(walk, from->file, 1, from->title);
	rich(walk, from->file, 1, &from->intro);
	rich(walk, from->file, 1, &from->easy_intro);
	for (size_t i = 0; i < from->n_scenes; i++) {
		drill_words(walk, from->file, &from->scenes[i], &from->scenes[i].words);
		drill_words(walk, from->file, &from->scenes[i], &from->scenes[i].easy);
	}
}

static void organisation_words(struct walk *walk, const char *file, const struct ks_organisation *from)
{
	for (size_t i = 0; i < from->n_contacts; i++) {
		const struct ks_contact *contact = &from->contacts[i];

		rich(walk, file, 1, &contact->what);
		rich(walk, file, 1, &contact->note);
		rich(walk, file, 1, &contact->easy_what);
		rich(walk, file, 1, &contact->easy_note);
		rich(walk, file, 1, &contact->whom);
		rich(walk, file, 1, &contact->place);
		plain(walk, file, 1, contact->line);
	}
	for (size_t i = 0; i < from->n_emergency; i++) {
		rich(walk, file, 1, &from->emergency[i]);
		rich(walk, file, 1, &from->easy_emergency[i]);
	}
	for (size_t i = 0; i < from->n_spots; i++) {
		rich(walk, file, 1, &from->spots[i].place);
		rich(walk, file, 1, &from->spots[i].telephone);
	}
	for (size_t i = 0; i < from->n_places; i++) {
		rich(walk, file, from->places[i].source_line, &from->places[i].text);
		rich(walk, file, from->places[i].source_line, &from->places[i].easy);
	}
}

static void public_words(struct walk *walk, const struct ks_content *content)
{
	const char *file = ks_source_join(&walk->arena, content->folder, "organisation.yaml");
	const struct ks_organisation *organisation = &content->organisation;

	plain(walk, file, 1, organisation->name);
	plain(walk, file, 1, organisation->system_name);
	plain(walk, file, 1, organisation->help);
	plain(walk, file, 1, organisation->easy_help);
	organisation_words(walk, file, organisation);
	for (size_t i = 0; i < content->n_posters; i++) {
		const struct ks_poster *poster = &content->posters[i];

		file = ks_arena_format(&walk->arena, "%s/posters/%s.yaml", content->folder,
				       poster->id);
		plain(walk, file, 1, poster->badge);
		rich(walk, file, 1, &poster->text);
		rich(walk, file, 1, &poster->small);
		rich(walk, file, 1, &poster->easy_text);
		rich(walk, file, 1, &poster->easy_small);
		if (poster->figure[0] != '\0')
			drawing(walk, poster->figure);
	}
}

void ks_texts_each(const struct ks_content *content, ks_texts_fn each, void *to)
{
	struct walk walk = {.each = each, .to = to};

	public_words(&walk, content);
	policy(&walk, content);
	for (size_t i = 0; i < content->n_plans; i++)
		plan(&walk, &content->plans[i]);
	for (size_t i = 0; i < ks_content_n_homes(content); i++)
		lesson(&walk, ks_content_home_at(content, i));
	for (size_t i = 0; i < content->n_tests; i++)
		for (size_t k = 0; k < content->tests[i].n_pages; k++)
			page(&walk, content->tests[i].quiz.file, "", &content->tests[i].pages[k]);
	for (size_t i = 0; i < content->n_checklists; i++)
		checklist(&walk, &content->checklists[i]);
	for (size_t i = 0; i < content->n_drills; i++)
		drill(&walk, &content->drills[i]);
	ks_arena_finish(&walk.arena);
}
