/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "content/changes.h"

/*
 * The changes as somebody reads them who took last year's training: what is new in the policy, then lesson by
 * lesson. Questions are only counted, because their words are for the quiz. The text is a draft in an author's
 * Markdown: it passes `kenshu content check` as it is, and may be made nicer.
 */

#define PAGE_CHARACTERS_MAX 240
#define CLAUSES_MAX 12 /* named in the comment that says what a page teaches */

static const char *const page_title = "# 去年から変わったこと\n\n";
static const char *const next_title = "# 去年から変わったこと（つづき）\n\n";

struct writer {
	struct ks_buf *out;
	size_t n_characters; /* on this page */
	bool is_under_heading;
	char *heading; /* to be written before the next line; owned */
};

static size_t characters(const char *text)
{
	size_t n = 0;

	for (; *text != '\0'; text++)
		n += ((unsigned char)*text & 0xC0) != 0x80;
	return n;
}

static void set_heading(struct writer *writer, char *heading)
{
	free(writer->heading);
	writer->heading = heading;
	writer->is_under_heading = false;
}

/* One line of a list; a page that is full goes on under the same heading on the next. */
static void put_line(struct writer *writer, char *line)
{
	size_t n = characters(line) + (writer->is_under_heading ? 0 : characters(writer->heading));

	if (writer->n_characters > 0 && writer->n_characters + n > PAGE_CHARACTERS_MAX) {
		ks_buf_puts(writer->out, "\n");
		ks_buf_puts(writer->out, next_title);
		writer->n_characters = 0;
		writer->is_under_heading = false;
	}
	if (!writer->is_under_heading) {
		ks_buf_printf(writer->out, "%s## %s\n\n", writer->n_characters > 0 ? "\n" : "",
			      writer->heading);
		writer->n_characters += characters(writer->heading);
		writer->is_under_heading = true;
	}
	ks_buf_printf(writer->out, "- %s\n", line);
	writer->n_characters += characters(line);
	free(line);
}

static const char *done_word(enum ks_change_kind kind)
{
	static const char *const words[] = {
		[KS_CHANGE_ADDED] = "を足しました。",
		[KS_CHANGE_CHANGED] = "を直しました。",
		[KS_CHANGE_REMOVED] = "をなくしました。",
	};

	return words[kind];
}

/* A title that has 「」 in it stands in 『』. */
static char *quoted(const char *what, const char *title, const char *done)
{
	bool is_nested = strstr(title, "「");

	return ks_format("%s%s%s%s%s", what, is_nested ? "『" : "「", title,
			 is_nested ? "』" : "」", done);
}

static void put_clauses(const struct ks_changes *changes, struct writer *writer)
{
	static const char *const words[] = {
		[KS_CHANGE_ADDED] = "が加わりました。",
		[KS_CHANGE_CHANGED] = "が変わりました。",
		[KS_CHANGE_REMOVED] = "がなくなりました。",
	};

	set_heading(writer, ks_strdup("方針"));
	for (size_t i = 0; i < changes->n_items; i++) {
		const struct ks_change *change = &changes->items[i];

		if (change->thing != KS_CHANGE_CLAUSE)
			continue;
		put_line(writer, change->title[0] != '\0'
					 ? quoted(change->id, change->title, words[change->kind])
					 : ks_format("%s %s", change->id, words[change->kind]));
	}
}

static void put_whole_lessons(const struct ks_changes *changes, struct writer *writer)
{
	set_heading(writer, ks_strdup("科目"));
	for (size_t i = 0; i < changes->n_items; i++) {
		const struct ks_change *change = &changes->items[i];

		if (change->thing == KS_CHANGE_LESSON)
			put_line(writer,
				 ks_format("科目「%s」%s", change->title, done_word(change->kind)));
	}
}

/* All of one lesson's changes; they stand together. */
static void put_lesson(const struct ks_change *changes, size_t n, struct writer *writer)
{
	size_t counts[3] = {0};

	set_heading(writer, ks_strdup(changes[0].lesson->title));
	for (size_t i = 0; i < n; i++) {
		if (changes[i].thing == KS_CHANGE_PAGE)
			put_line(writer,
				 quoted("ページ", changes[i].title, done_word(changes[i].kind)));
		else
			counts[changes[i].kind]++;
	}
	for (size_t kind = 0; kind < KS_COUNT(counts); kind++)
		if (counts[kind] > 0)
			put_line(writer, ks_format("問題 %zu 問%s", counts[kind],
						   done_word((enum ks_change_kind)kind)));
}

static void put_clause_comment(const struct ks_changes *changes, struct ks_buf *out)
{
	size_t n = 0;

	for (size_t i = 0; i < changes->n_items && n < CLAUSES_MAX; i++)
		if (changes->items[i].thing == KS_CHANGE_CLAUSE &&
		    changes->items[i].kind != KS_CHANGE_REMOVED)
			ks_buf_printf(out, "%s%s", n++ == 0 ? "<!-- clause: " : " ",
				      changes->items[i].id);
	if (n > 0)
		ks_buf_puts(out, " -->\n\n");
}

void ks_changes_to_markdown(const struct ks_changes *changes, struct ks_buf *out)
{
	struct writer writer = {.out = out};

	ks_buf_puts(out, page_title);
	put_clause_comment(changes, out);
	if (changes->n_items == 0)
		ks_buf_puts(out, "方針にも、科目にも、前の版から変わったところはありません。\n");
	put_clauses(changes, &writer);
	put_whole_lessons(changes, &writer);
	for (size_t i = 0, n; i < changes->n_items; i += n) {
		const struct ks_change *change = &changes->items[i];

		for (n = 1; i + n < changes->n_items && change->lesson &&
			    change[n].lesson == change->lesson;)
			n++;
		if (change->lesson)
			put_lesson(change, n, &writer);
	}
	free(writer.heading);
}
