/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "content/find.h"
#include "content/lesson_read.h"
#include "content/load.h"
#include "content/quiz_read.h"
#include "content/yaml.h"

/*
 * A lesson's folder: its front matter, its pages (and their easy twins), its quiz, and that the one fits
 * the other. Everything hangs in the lesson's own arena.
 */

bool ks_lesson_check_clause(const struct ks_source *source, const struct ks_policy *policy,
			    const char *id, int line)
{
	if (ks_policy_find(policy, id))
		return true;
	ks_diags_error(source->diags, source->file, line,
		       "条「%s」は方針にありません。条番号を直してください。", id);
	return false;
}

void ks_lesson_add_clause(struct ks_lesson_reader *reader, const char *id)
{
	for (size_t i = 0; i < reader->n_clauses; i++)
		if (strcmp(reader->clauses[i], id) == 0)
			return;
	ks_grow(&reader->clauses, reader->n_clauses, &reader->clauses_capacity);
	reader->clauses[reader->n_clauses++] = id;
}

void ks_lesson_read_clauses(struct ks_lesson_reader *reader, const char *text, int line)
{
	if (text[strspn(text, " \t")] == '\0')
		ks_diags_error(
			reader->source.diags, reader->source.file, line,
			"条番号がありません。<!-- clause: 4(1) 4(2) --> のように書いてください。");
	for (const char *at = text + strspn(text, " \t"); *at != '\0'; at += strspn(at, " \t")) {
		size_t n = strcspn(at, " \t");
		const char *id = ks_arena_strndup(reader->source.arena, at, n);

		if (ks_lesson_check_clause(&reader->source, reader->policy, id, line))
			ks_lesson_add_clause(reader, id);
		at += n;
	}
}

static const char *last_part(struct ks_arena *arena, const char *folder)
{
	size_t len = strlen(folder), from;

	while (len > 1 && folder[len - 1] == '/')
		len--;
	for (from = len; from > 0 && folder[from - 1] != '/';)
		from--;
	return ks_arena_strndup(arena, folder + from, len - from);
}

static void read_front(const struct ks_lesson_reader *reader, const struct ks_yaml *front,
		       struct ks_lesson *out)
{
	const struct ks_source *source = &reader->source;
	const struct ks_yaml *clauses = ks_yaml_get(front, "clauses");
	const char *id;

	ks_yaml_only(source, front, "id title minutes public goals clauses");
	id = ks_yaml_need_text(source, front, "id");
	if (id[0] != '\0' && strcmp(id, out->id) != 0)
		ks_diags_error(
			source->diags, source->file, ks_yaml_get(front, "id")->line,
			"id「%s」がフォルダーの名前「%s」と違います。どちらかに合わせてください。",
			id, out->id);
	out->title = ks_yaml_need_text(source, front, "title");
	out->minutes = ks_yaml_need_number(source, front, "minutes", 1, 60);
	out->is_public = ks_yaml_bool(source, front, "public", false);
	out->goals = ks_yaml_texts(source, front, "goals", &out->n_goals);
	out->clauses = ks_yaml_texts(source, front, "clauses", &out->n_clauses);
	for (size_t i = 0; i < out->n_clauses; i++)
		ks_lesson_check_clause(source, reader->policy, out->clauses[i], clauses->line);
	if (out->n_goals == 0)
		ks_diags_error(source->diags, source->file, front ? front->line : 1,
			       "学習目標 goals がありません。一つ以上書いてください。");
}

/* Splits "---\nyaml\n---\n" off; returns the length of it all, 0 when there is none. */
static size_t find_front(const char *text, const char **yaml, size_t *yaml_len, int *lines)
{
	const char *at = text;

	if (strncmp(text, "---\n", 4) != 0)
		return 0;
	*yaml = text + 4;
	*lines = 1;
	for (at = *yaml; *at != '\0'; (*lines)++) {
		const char *stop = strchr(at, '\n');
		size_t len = stop ? (size_t)(stop - at) : strlen(at);
		const char *next = at + len + (stop ? 1 : 0);

		if (len == 3 && strncmp(at, "---", 3) == 0) {
			*yaml_len = (size_t)(at - *yaml);
			(*lines)++;
			return (size_t)(next - text);
		}
		at = next;
	}
	return 0;
}

void ks_lesson_read_file(struct ks_lesson_reader *reader, struct ks_lesson *out)
{
	struct ks_yaml *front = NULL;
	const char *yaml = NULL;
	char *text = NULL;
	size_t len = 0, skip, yaml_len = 0;

	if (ks_source_read(&reader->source, false, &text, &len) != KS_OK)
		return;
	skip = find_front(text, &yaml, &yaml_len, &reader->line_offset);
	if (skip == 0) {
		reader->line_offset = 0;
		if (out)
			ks_diags_error(
				reader->source.diags, reader->source.file, 1,
				"ファイルの始めに --- で囲んだ id、title、minutes、goals、clauses を書いてください。");
	} else if (ks_yaml_parse(&reader->source, yaml, yaml_len, 2, &front) == KS_OK && out) {
		read_front(reader, front, out);
	}
	ks_lesson_check_lines(reader, text + skip, len - skip);
	ks_lesson_read_markdown(reader, text + skip, len - skip);
}

struct ks_page *ks_lesson_end_reader(struct ks_lesson_reader *reader)
{
	struct ks_page *pages = ks_arena_copy(reader->source.arena, reader->pages,
					      reader->n_pages * sizeof(*reader->pages));

	free(reader->pages);
	free(reader->blocks);
	free(reader->clauses);
	free(reader->clues);
	return pages;
}

void ks_lesson_take_pages(struct ks_lesson_reader *reader, struct ks_lesson *out)
{
	out->pages = ks_lesson_end_reader(reader);
	out->n_pages = reader->n_pages;
}

static size_t n_thoughts(const struct ks_page *page)
{
	size_t n = 0;

	for (size_t i = 0; i < page->n_blocks; i++)
		n += page->blocks[i].kind == KS_BLOCK_ASK ? page->blocks[i].n_items - 1 : 0;
	return n;
}

static void read_easy(const struct ks_policy *policy, struct ks_lesson *out, struct ks_diags *diags)
{
	const char *file = ks_source_join(&out->arena, out->folder, "lesson.easy.md");
	struct ks_lesson_reader reader = {.source = {file, diags, &out->arena}, .policy = policy};
	struct ks_page *pages;

	if (!ks_file_exists(file))
		return;
	ks_lesson_read_file(&reader, NULL);
	pages = ks_lesson_end_reader(&reader);
	if (reader.n_pages != out->n_pages) {
		ks_diags_error(
			diags, file, 0,
			"ページの数が lesson.md と違います（%zu と %zu）。同じ数にしてください。",
			reader.n_pages, out->n_pages);
		return;
	}
	for (size_t i = 0; i < out->n_pages; i++) {
		out->pages[i].easy = &pages[i];
		if (n_thoughts(&pages[i]) != n_thoughts(&out->pages[i]))
			ks_diags_error(
				diags, file, pages[i].line,
				"問いかけの「- 」の数が lesson.md と違います。同じ数にしてください。");
	}
}

static void check_tags(const struct ks_source *source, const struct ks_policy *policy,
		       const struct ks_quiz *quiz)
{
	for (size_t i = 0; i < quiz->n_questions; i++)
		for (size_t k = 0; k < quiz->questions[i].n_clauses; k++)
			ks_lesson_check_clause(source, policy, quiz->questions[i].clauses[k],
					       quiz->questions[i].line);
}

/* One of a list, for itself: the screen before the lesson has no place for a case or for cards. */
static void check_opening(const struct ks_source *source, const struct ks_quiz *quiz)
{
	const struct ks_question *first = NULL;

	for (size_t i = 0; i < quiz->n_questions; i++) {
		const struct ks_question *question = &quiz->questions[i];

		if (!question->is_opening)
			continue;
		if (first)
			ks_diags_error(
				source->diags, source->file, question->line,
				"[opening]（はじめに考える問題）は、一つの科目に一つです。%d 行目の問題にも付いています。",
				first->line);
		else if (question->kind != KS_QUESTION_SINGLE || question->case_id)
			ks_diags_error(
				source->diags, source->file, question->line,
				"[opening]（はじめに考える問題）は、一つを選ぶ、事例でない問題に付けてください。");
		first = question;
	}
}

/* The questions of a file of the lesson; false when it is not there or cannot be read. */
static bool read_questions(struct ks_lesson *lesson, const char *name, struct ks_quiz *out,
			   struct ks_diags *diags)
{
	struct ks_source source = {ks_source_join(&lesson->arena, lesson->folder, name), diags,
				   &lesson->arena};
	char *text = NULL;
	size_t len = 0;

	out->file = source.file;
	if (!ks_file_exists(source.file) || ks_source_read(&source, false, &text, &len) != KS_OK)
		return false;
	(void)!ks_quiz_parse(source.file, text, len, &lesson->arena, out, diags);
	return true;
}

static void read_quiz(const struct ks_policy *policy, struct ks_lesson *out, struct ks_diags *diags)
{
	struct ks_quiz easy = {0};

	if (read_questions(out, "quiz.gift", &out->quiz, diags)) {
		struct ks_source source = {out->quiz.file, diags, &out->arena};

		check_tags(&source, policy, &out->quiz);
		check_opening(&source, &out->quiz);
	}
	ks_lesson_read_cases(policy, out, diags);
	ks_find_check(out, diags);
	if (read_questions(out, "quiz.easy.gift", &easy, diags))
		ks_quiz_pair_easy(&out->quiz, &easy, diags);
}

enum ks_rc ks_lesson_load(const char *folder, const struct ks_policy *policy, struct ks_lesson *out,
			  struct ks_diags *diags)
{
	struct ks_lesson_reader reader = {.policy = policy};
	size_t errors = diags->n_errors;

	memset(out, 0, sizeof(*out));
	out->title = "";
	out->folder = ks_arena_strdup(&out->arena, folder);
	out->id = last_part(&out->arena, folder);
	reader.source = (struct ks_source){ks_source_join(&out->arena, folder, "lesson.md"), diags,
					   &out->arena};
	ks_lesson_read_file(&reader, out);
	ks_lesson_take_pages(&reader, out);
	if (!ks_source_is_id(out->id, KS_ID_MAX))
		ks_diags_error(
			diags, reader.source.file, 1,
			"科目のフォルダーの名前「%s」は使えません。39 字までの英数字にしてください。",
			out->id);
	read_easy(policy, out, diags);
	read_quiz(policy, out, diags);
	return diags->n_errors > errors ? KS_INVALID : KS_OK;
}

enum ks_rc ks_lesson_load_questions(const char *folder, const struct ks_policy *policy,
				    struct ks_lesson *out, struct ks_diags *diags)
{
	size_t errors = diags->n_errors;

	memset(out, 0, sizeof(*out));
	out->title = "";
	out->folder = ks_arena_strdup(&out->arena, folder);
	out->id = last_part(&out->arena, folder);
	read_quiz(policy, out, diags);
	return diags->n_errors > errors ? KS_INVALID : KS_OK;
}
