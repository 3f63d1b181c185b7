/* SPDX-License-Identifier: Apache-2.0 */
#include "content/quiz.h"

#include <stdlib.h>
#include <string.h>

#include "content/quiz_read.h"

/*
 * One file of questions: the comment line that carries id and clauses, and each question once. A faulty
 * question is told and left out; the others stay.
 */

#define TAGS_MAX 16
#define PAGES_MAX 4

struct quiz_reader {
	struct ks_gift_reader gift;
	struct ks_question *questions;
	size_t n_questions, capacity;
};

/* A "[key:value]" or "[key]" at @at; returns the place behind it, NULL when there is no more in the text. */
static const char *next_mark(const char *at, const char *end, struct ks_gift_text *key,
			     struct ks_gift_text *value)
{
	while (at < end) {
		const char *open = memchr(at, '[', (size_t)(end - at));
		const char *close = open ? memchr(open, ']', (size_t)(end - open)) : NULL;
		const char *colon;

		if (!close || memchr(open, '\n', (size_t)(close - open))) {
			at = open ? open + 1 : end;
			continue;
		}
		colon = memchr(open, ':', (size_t)(close - open));
		*key = ks_gift_trimmed(open + 1, colon ? colon : close);
		*value = ks_gift_trimmed(colon ? colon + 1 : close, close);
		return close + 1;
	}
	return NULL;
}

static bool is_key(struct ks_gift_text key, const char *word)
{
	size_t n = strlen(word);

	return (size_t)(key.to - key.from) == n && memcmp(key.from, word, n) == 0;
}

static const char *copy(const struct quiz_reader *reader, struct ks_gift_text text)
{
	return ks_arena_strndup(reader->gift.source->arena, text.from, (size_t)(text.to - text.from));
}

static void take_mark(struct quiz_reader *reader, struct ks_gift_text key,
		      struct ks_gift_text value, struct ks_question *out)
{
	if (is_key(key, "id"))
		out->id = copy(reader, value);
	else if (is_key(key, "tag") && out->n_clauses < TAGS_MAX)
		out->clauses[out->n_clauses++] = copy(reader, value);
	else if (is_key(key, "page") && out->n_pages < PAGES_MAX)
		out->pages[out->n_pages++] = copy(reader, value);
	else if (is_key(key, "asset") || is_key(key, "mail"))
		out->asset = copy(reader, value);
	else if (is_key(key, "case"))
		out->case_id = copy(reader, value);
	else if (is_key(key, "must"))
		out->is_mandatory = true;
	else if (is_key(key, "opening"))
		out->is_opening = true;
	else
		ks_gift_error(
			&reader->gift, key.from,
			"この [ ] の印は知りません。使えるのは [id:…] [tag:…] [page:…] [must] [opening] [case:…] [asset:…] [mail:…] です。");
}

static void read_comments(struct quiz_reader *reader, const struct ks_gift_block *block,
			  struct ks_question *out)
{
	const char *at = block->comments.from;
	struct ks_gift_text key, value;

	out->clauses = ks_arena_alloc(reader->gift.source->arena, TAGS_MAX * sizeof(*out->clauses));
	out->pages = ks_arena_alloc(reader->gift.source->arena, PAGES_MAX * sizeof(*out->pages));
	while (at < block->comments.to) {
		const char *stop = memchr(at, '\n', (size_t)(block->comments.to - at));
		struct ks_gift_text line = ks_gift_trimmed(at, stop ? stop : block->comments.to);
		const char *in = line.from + 2; /* behind the // */

		/* "// - item: reason" is prose; a line that begins with a mark holds marks */
		while (in < line.to && *in == ' ')
			in++;
		while (in < line.to && *in == '[' && (in = next_mark(in, line.to, &key, &value))) {
			take_mark(reader, key, value, out);
			while (in < line.to && *in == ' ')
				in++;
		}
		at = stop ? stop + 1 : block->comments.to;
	}
}

static bool check_id(struct quiz_reader *reader, const struct ks_question *question)
{
	const struct ks_source *source = reader->gift.source;

	if (!question->id || !ks_source_is_id(question->id, KS_ID_MAX)) {
		ks_diags_error(
			source->diags, source->file, question->line,
			"問題の番号がありません。すぐ前の行に // [id:m5-q02] のように、39 字までの英数字で書いてください。");
		return false;
	}
	for (size_t i = 0; i < reader->n_questions; i++) {
		if (strcmp(reader->questions[i].id, question->id) != 0)
			continue;
		ks_diags_error(source->diags, source->file, question->line,
			       "番号「%s」は %d 行目の問題と同じです。別の番号にしてください。",
			       question->id, reader->questions[i].line);
		return false;
	}
	return true;
}

static void read_block(struct quiz_reader *reader, const struct ks_gift_block *block)
{
	struct ks_question question = {.line = block->line};
	size_t errors = reader->gift.source->diags->n_errors;
	bool is_good;

	read_comments(reader, block, &question);
	question.name = ks_gift_plain(&reader->gift, block->name);
	question.stem = ks_gift_rich(&reader->gift, block->stem);
	is_good = check_id(reader, &question);
	if (ks_quiz_read_answers(&reader->gift, block, &question) != KS_OK || !is_good)
		return;
	if (reader->gift.source->diags->n_errors > errors)
		return;
	ks_grow(&reader->questions, reader->n_questions, &reader->capacity);
	reader->questions[reader->n_questions++] = question;
}

enum ks_rc ks_quiz_parse(const char *file, const char *text, size_t len, struct ks_arena *arena,
			 struct ks_quiz *out, struct ks_diags *diags)
{
	struct ks_source source = {file, diags, arena};
	struct quiz_reader reader = {0};
	struct ks_gift_block block;
	size_t errors = diags->n_errors;
	enum ks_rc rc;

	ks_gift_open(&reader.gift, &source, text, len);
	if (len > 0 && memchr(text, '\0', len)) {
		ks_gift_error(&reader.gift, text, "文字として使えないバイト（NUL）があります。");
		reader.gift.next = reader.gift.end;
	}
	while ((rc = ks_gift_next(&reader.gift, &block)) != KS_NOT_FOUND) {
		if (reader.n_questions >= KS_QUIZ_QUESTIONS_MAX) {
			ks_gift_error(&reader.gift, reader.gift.next,
				      "問題が多すぎます。科目を分けてください。");
			break;
		}
		if (rc == KS_OK)
			read_block(&reader, &block);
	}
	out->file = file;
	out->n_questions = reader.n_questions;
	out->questions = ks_arena_copy(arena, reader.questions,
				       reader.n_questions * sizeof(*reader.questions));
	free(reader.questions);
	return diags->n_errors > errors ? KS_INVALID : KS_OK;
}

const struct ks_question *ks_quiz_find(const struct ks_quiz *quiz, const char *id)
{
	for (size_t i = 0; i < quiz->n_questions; i++)
		if (strcmp(quiz->questions[i].id, id) == 0)
			return &quiz->questions[i];
	return NULL;
}

static const char *const kind_words[] = {
	[KS_QUESTION_SINGLE] = "single",        [KS_QUESTION_MULTIPLE] = "multiple",
	[KS_QUESTION_TRUE_FALSE] = "truefalse", [KS_QUESTION_CLASSIFY] = "classify",
	[KS_QUESTION_ORDER] = "order",          [KS_QUESTION_FIND] = "find",
};

const char *ks_question_kind_word(enum ks_question_kind kind)
{
	return kind_words[kind];
}

int ks_question_kind_find(const char *word)
{
	for (size_t i = 0; i < KS_COUNT(kind_words); i++)
		if (strcmp(kind_words[i], word) == 0)
			return (int)i;
	return -1;
}
