/* SPDX-License-Identifier: Apache-2.0 */
#include "content/contacts.h"

#include <string.h>

#include "content/rich_build.h"
#include "content/source.h"
#include "content/texts.h"

/*
 * A text that is taken over by another body must not send its people to the first one's telephone. So a text names whom
 * to call, and the number stands in one file.
 */

static const struct ks_contact *contact_named(const struct ks_organisation *organisation,
					      const char *name)
{
	for (size_t i = 0; i < organisation->n_contacts; i++)
		if ((int)organisation->contacts[i].kind == ks_contact_kind_find(name))
			return &organisation->contacts[i];
	return NULL;
}

/* ---- filling ---- */

struct filling {
	struct ks_content *content;
};

/* "内線120" */
static const char *telephone(const void *words, const char *name)
{
	const struct filling *filling = words;
	const struct ks_contact *contact = contact_named(&filling->content->organisation, name);

	return contact ? ks_arena_format(&filling->content->arena, "%s%s", contact->line,
					 contact->number)
		       : NULL;
}

static void fill(const struct filling *filling, struct ks_rich *text)
{
	*text = ks_rich_fill(text, KS_MARK_CONTACT, telephone, filling, &filling->content->arena);
}

static void fill_block(const struct filling *filling, struct ks_block *block)
{
	fill(filling, &block->heading);
	fill(filling, &block->text);
	for (size_t i = 0; i < block->n_items; i++)
		fill(filling, &block->items[i]);
	for (size_t i = 0; i < block->n_parts; i++)
		fill(filling, &block->parts[i].text);
}

static void fill_page(const struct filling *filling, struct ks_page *page)
{
	if (!page)
		return;
	fill(filling, &page->title);
	for (size_t i = 0; i < page->n_blocks; i++)
		fill_block(filling, &page->blocks[i]);
	for (size_t i = 0; i < page->n_clues; i++)
		fill(filling, &page->clues[i].text);
	fill_page(filling, page->easy);
}

static void fill_question(const struct filling *filling, struct ks_question *question)
{
	if (!question)
		return;
	fill(filling, &question->stem);
	fill(filling, &question->feedback);
	for (size_t i = 0; i < question->n_choices; i++) {
		fill(filling, &question->choices[i].text);
		fill(filling, &question->choices[i].reason);
	}
	for (size_t i = 0; i < question->n_boxes; i++)
		fill(filling, &question->boxes[i]);
	fill_question(filling, question->easy);
}

static void fill_home(const struct filling *filling, struct ks_lesson *home)
{
	for (size_t i = 0; i < home->n_pages; i++)
		fill_page(filling, &home->pages[i]);
	for (size_t i = 0; i < home->n_cases; i++)
		fill_page(filling, &home->cases[i].page);
	for (size_t i = 0; i < home->quiz.n_questions; i++)
		fill_question(filling, &home->quiz.questions[i]);
}

void ks_contacts_fill(struct ks_content *content)
{
	const struct filling filling = {content};

	for (size_t i = 0; i < content->n_lessons; i++)
		fill_home(&filling, &content->lessons[i]);
	for (size_t i = 0; i < content->n_pools; i++)
		fill_home(&filling, &content->pools[i]);
}

/* ---- checking ---- */

struct checking {
	const struct ks_organisation *organisation;
	struct ks_diags *diags;
};

static void check_marks(const struct checking *checking, const char *file, int line,
			const struct ks_rich *text)
{
	for (size_t i = 0; i < text->n_spans; i++)
		if (text->spans[i].mark == KS_MARK_CONTACT &&
		    ks_contact_kind_find(text->spans[i].aux) >= 0 &&
		    !contact_named(checking->organisation, text->spans[i].aux))
			ks_diags_error(
				checking->diags, file, line,
				"「{contact:%s}」の電話番号がありません。organisation.yaml の emergency に kind: %s の連絡先を書いてください。",
				text->spans[i].aux, text->spans[i].aux);
}

static bool is_filled(const struct ks_rich *text, size_t at)
{
	for (size_t i = 0; i < text->n_spans; i++)
		if (text->spans[i].mark == KS_MARK_CONTACT && text->spans[i].from <= at &&
		    at < text->spans[i].to)
			return true;
	return false;
}

static const char *behind_blanks(const char *at)
{
	static const char wide[] = "\xE3\x80\x80"; /* U+3000 */

	for (;;) {
		if (*at == ' ')
			at++;
		else if (strncmp(at, wide, strlen(wide)) == 0)
			at += strlen(wide);
		else
			return at;
	}
}

/* 内線120, 内線 120; 内線1205 is another one. */
static void check_literal(const struct checking *checking, const struct ks_contact *contact,
			  const char *file, int line, const struct ks_rich *text)
{
	const char *at = text->text, *kind = ks_contact_kind_word(contact->kind);

	if (*contact->line == '\0' || *contact->number == '\0')
		return; /* 119 and 110 are the same everywhere */
	while ((at = strstr(at, contact->line))) {
		const char *number = behind_blanks(at + strlen(contact->line));
		const char *end = number + strlen(contact->number);

		if (strncmp(number, contact->number, strlen(contact->number)) == 0 &&
		    (*end < '0' || *end > '9') && !is_filled(text, (size_t)(at - text->text)))
			ks_diags_error(
				checking->diags, file, line,
				"連絡先「%s%s」が文の中にあります。{contact:%s} と書いてください（GIFT では \\{contact\\:%s\\}）。",
				contact->line, contact->number, kind, kind);
		at += strlen(contact->line);
	}
}

static void check_text(void *to, const char *file, int line, const struct ks_rich *text)
{
	const struct checking *checking = to;

	if (strcmp(ks_source_name(file), "organisation.yaml") == 0)
		return;
	check_marks(checking, file, line, text);
	for (size_t i = 0; i < checking->organisation->n_contacts; i++)
		check_literal(checking, &checking->organisation->contacts[i], file, line, text);
}

void ks_contacts_check(const struct ks_content *content, struct ks_diags *diags)
{
	struct checking checking = {&content->organisation, diags};

	ks_texts_each(content, check_text, &checking);
}
