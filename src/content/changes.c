/* SPDX-License-Identifier: Apache-2.0 */
#include "content/changes.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "content/bundle.h"

/*
 * Two things are the same when everything a learner can see of them is: so each is written down in one plain
 * form, and the forms are compared.
 */

static void put_rich(struct ks_buf *out, const struct ks_rich *rich)
{
	ks_buf_append(out, rich->text, rich->len);
	for (size_t i = 0; i < rich->n_spans; i++)
		ks_buf_printf(out, "|%u-%u %d %s", rich->spans[i].from, rich->spans[i].to,
			      (int)rich->spans[i].mark, rich->spans[i].aux ? rich->spans[i].aux : "");
	ks_buf_putc(out, '\n');
}

/* A drawing counts with its bytes. */
static void put_file(struct ks_buf *out, const struct ks_lesson *lesson, const char *name)
{
	char *path = ks_path_join(lesson->folder, name), *data = NULL, hex[KS_HASH_HEX] = "";
	uint8_t hash[KS_HASH_BYTES];
	size_t len = 0;

	if (ks_file_read(path, KS_BUNDLE_BYTES_MAX, &data, &len) == KS_OK) {
		ks_sha256(data, len, hash);
		ks_hex(hash, sizeof(hash), hex);
	}
	ks_buf_printf(out, "%s %s\n", name, hex);
	free(data);
	free(path);
}

static void put_page(struct ks_buf *out, const struct ks_lesson *lesson, const struct ks_page *page)
{
	for (size_t i = 0; i < page->n_blocks; i++) {
		const struct ks_block *block = &page->blocks[i];

		ks_buf_printf(out, "%d %s\n", (int)block->kind, block->clause ? block->clause : "");
		put_rich(out, &block->text);
		for (size_t k = 0; k < block->n_items; k++)
			put_rich(out, &block->items[k]);
		put_rich(out, &block->heading);
		for (size_t k = 0; k < block->n_parts; k++) {
			ks_buf_printf(out, "%s %s\n", block->parts[k].id, block->parts[k].label);
			put_rich(out, &block->parts[k].text);
		}
		if (block->file)
			put_file(out, lesson, block->file);
	}
	if (page->easy) {
		put_rich(out, &page->easy->title);
		put_page(out, lesson, page->easy);
	}
}

static void put_question(struct ks_buf *out, const struct ks_lesson *lesson,
			 const struct ks_question *question)
{
	ks_buf_printf(out, "%d %d\n", (int)question->kind, question->is_mandatory);
	put_rich(out, &question->stem);
	for (size_t i = 0; i < question->n_choices; i++) {
		const struct ks_choice *choice = &question->choices[i];

		ks_buf_printf(out, "%s %d %d %s\n", choice->id, choice->is_right, choice->box,
			      choice->region ? choice->region : "");
		put_rich(out, &choice->text);
		put_rich(out, &choice->reason);
	}
	for (size_t i = 0; i < question->n_boxes; i++)
		put_rich(out, &question->boxes[i]);
	put_rich(out, &question->feedback);
	for (size_t i = 0; i < question->n_clauses; i++)
		ks_buf_printf(out, "%s\n", question->clauses[i]);
	if (question->asset)
		put_file(out, lesson, question->asset);
	if (question->artefact) { /* what is asked about is a part of what is asked */
		put_rich(out, &question->artefact->page.title);
		put_page(out, lesson, &question->artefact->page);
	}
	if (question->easy)
		put_question(out, lesson, question->easy);
}

static bool is_same(struct ks_buf *a, struct ks_buf *b)
{
	bool is_equal = a->len == b->len && memcmp(ks_buf_text(a), ks_buf_text(b), a->len) == 0;

	ks_buf_finish(a);
	ks_buf_finish(b);
	return is_equal;
}

static void add(struct ks_changes *out, struct ks_change change)
{
	ks_grow(&out->items, out->n_items, &out->capacity);
	out->items[out->n_items++] = change;
}

/* ---- clauses ---- */

static void find_clauses(const struct ks_policy *before, const struct ks_policy *after,
			 struct ks_changes *out)
{
	for (size_t i = 0; i < after->n_clauses; i++) {
		const struct ks_clause *clause = &after->clauses[i];
		const struct ks_clause *old = ks_policy_find(before, clause->id);

		if (!old || strcmp(old->title, clause->title) != 0 ||
		    strcmp(old->text, clause->text) != 0)
			add(out,
			    (struct ks_change){!old ? KS_CHANGE_ADDED : KS_CHANGE_CHANGED,
					       KS_CHANGE_CLAUSE, clause->id, clause->title, NULL});
	}
	for (size_t i = 0; i < before->n_clauses; i++)
		if (!ks_policy_find(after, before->clauses[i].id))
			add(out, (struct ks_change){KS_CHANGE_REMOVED, KS_CHANGE_CLAUSE,
						    before->clauses[i].id, before->clauses[i].title,
						    NULL});
}

/* ---- pages ---- */

static bool has_same_words(const struct ks_lesson *a, const struct ks_page *page,
			   const struct ks_lesson *b, const struct ks_page *other)
{
	struct ks_buf one = {0}, two = {0};

	put_page(&one, a, page);
	put_page(&two, b, other);
	return is_same(&one, &two);
}

static bool is_same_page(const struct ks_lesson *a, const struct ks_page *page,
			 const struct ks_lesson *b, const struct ks_page *other)
{
	return strcmp(page->title.text, other->title.text) == 0 && has_same_words(a, page, b, other);
}

/* Which page of @before each page of @after was: first by title, then by words; -1: none. */
static int *match_pages(const struct ks_lesson *before, const struct ks_lesson *after, bool *is_taken)
{
	int *was = ks_alloc_zero(after->n_pages + 1, sizeof(*was));

	for (size_t i = 0; i < after->n_pages; i++)
		was[i] = -1;
	for (int by_words = 0; by_words <= 1; by_words++) {
		for (size_t i = 0; i < after->n_pages; i++) {
			const struct ks_page *page = &after->pages[i];

			for (size_t k = 0; k < before->n_pages && was[i] < 0; k++) {
				const struct ks_page *old = &before->pages[k];

				if (is_taken[k] ||
				    !(by_words ? has_same_words(before, old, after, page)
					       : strcmp(old->title.text, page->title.text) == 0))
					continue;
				was[i] = (int)k;
				is_taken[k] = true;
			}
		}
	}
	return was;
}

static void find_pages(const struct ks_lesson *before, const struct ks_lesson *after,
		       struct ks_changes *out)
{
	bool *is_taken = ks_alloc_zero(before->n_pages + 1, sizeof(*is_taken));
	int *was = match_pages(before, after, is_taken);

	for (size_t i = 0; i < after->n_pages; i++) {
		const struct ks_page *page = &after->pages[i];
		bool is_new = was[i] < 0;

		if (!is_new && is_same_page(before, &before->pages[was[i]], after, page))
			continue;
		add(out, (struct ks_change){is_new ? KS_CHANGE_ADDED : KS_CHANGE_CHANGED,
					    KS_CHANGE_PAGE, page->id, page->title.text, after});
	}
	for (size_t k = 0; k < before->n_pages; k++)
		if (!is_taken[k])
			add(out, (struct ks_change){KS_CHANGE_REMOVED, KS_CHANGE_PAGE,
						    before->pages[k].id,
						    before->pages[k].title.text, after});
	free(is_taken);
	free(was);
}

/* ---- questions and lessons ---- */

static bool is_same_question(const struct ks_lesson *a, const struct ks_question *question,
			     const struct ks_lesson *b, const struct ks_question *other)
{
	struct ks_buf one = {0}, two = {0};

	put_question(&one, a, question);
	put_question(&two, b, other);
	return is_same(&one, &two);
}

static void find_questions(const struct ks_lesson *before, const struct ks_lesson *after,
			   struct ks_changes *out)
{
	for (size_t i = 0; i < after->quiz.n_questions; i++) {
		const struct ks_question *question = &after->quiz.questions[i];
		const struct ks_question *old = ks_quiz_find(&before->quiz, question->id);

		if (!old || !is_same_question(before, old, after, question))
			add(out, (struct ks_change){!old ? KS_CHANGE_ADDED : KS_CHANGE_CHANGED,
						    KS_CHANGE_QUESTION, question->id,
						    question->name, after});
	}
	for (size_t i = 0; i < before->quiz.n_questions; i++) {
		const struct ks_question *old = &before->quiz.questions[i];

		if (!ks_quiz_find(&after->quiz, old->id))
			add(out, (struct ks_change){KS_CHANGE_REMOVED, KS_CHANGE_QUESTION, old->id,
						    old->name, after});
	}
}

void ks_changes_find(const struct ks_content *before, const struct ks_content *after,
		     struct ks_changes *out)
{
	memset(out, 0, sizeof(*out));
	find_clauses(&before->policy, &after->policy, out);
	for (size_t i = 0; i < after->n_lessons; i++) {
		const struct ks_lesson *lesson = &after->lessons[i];
		const struct ks_lesson *old = ks_content_lesson(before, lesson->id);

		if (!old) {
			add(out, (struct ks_change){KS_CHANGE_ADDED, KS_CHANGE_LESSON, lesson->id,
						    lesson->title, NULL});
			continue;
		}
		find_pages(old, lesson, out);
		find_questions(old, lesson, out);
	}
	for (size_t i = 0; i < before->n_lessons; i++)
		if (!ks_content_lesson(after, before->lessons[i].id))
			add(out, (struct ks_change){KS_CHANGE_REMOVED, KS_CHANGE_LESSON,
						    before->lessons[i].id, before->lessons[i].title,
						    NULL});
}

void ks_changes_finish(struct ks_changes *changes)
{
	if (!changes)
		return;
	free(changes->items);
	memset(changes, 0, sizeof(*changes));
}
