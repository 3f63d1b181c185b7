/* SPDX-License-Identifier: Apache-2.0 */
#include "content/teach.h"

#include <string.h>

#include "content/check.h"

/*
 * From a question back to what it asks. A clause is often on several pages, and the first of them may speak of
 * something else, so the author names the page; the clause is for questions that name none.
 */

static bool teaches(const struct ks_page *page, const char *clause)
{
	for (size_t i = 0; i < page->n_clauses; i++)
		if (ks_clause_is_within(page->clauses[i], clause) ||
		    ks_clause_is_within(clause, page->clauses[i]))
			return true;
	return false;
}

static bool teaches_any(const struct ks_page *page, const struct ks_question *question)
{
	for (size_t i = 0; i < question->n_clauses; i++)
		if (teaches(page, question->clauses[i]))
			return true;
	return false;
}

static size_t count_pages(const struct ks_lesson *lesson, const char *clause)
{
	size_t n = 0;

	for (size_t i = 0; i < lesson->n_pages; i++)
		n += teaches(&lesson->pages[i], clause);
	return n;
}

/* The clause that stands below the question first, then the others it is tagged with. NULL: no page teaches any. */
static const char *taught_clause(const struct ks_lesson *lesson, const struct ks_question *question)
{
	for (size_t i = 0; i < question->n_clauses; i++)
		if (count_pages(lesson, question->clauses[i]) > 0)
			return question->clauses[i];
	return NULL;
}

/* "p03" of @home, or "m4/p03"; @lesson is NULL when there is no such lesson. */
static const struct ks_page *named_page(const struct ks_content *content,
					const struct ks_lesson *home, const char *name,
					const struct ks_lesson **lesson)
{
	const char *slash = strchr(name, '/');
	char id[KS_ID_MAX];

	*lesson = home;
	if (slash) {
		size_t len = (size_t)(slash - name);

		*lesson = NULL;
		if (len >= sizeof(id))
			return NULL;
		memcpy(id, name, len);
		id[len] = '\0';
		*lesson = ks_content_lesson(content, id);
		name = slash + 1;
	}
	return *lesson ? ks_lesson_page(*lesson, name) : NULL;
}

const struct ks_page *ks_teach_page(const struct ks_content *content,
				    const struct ks_question *question, size_t index,
				    const struct ks_lesson **lesson)
{
	const struct ks_lesson *home = ks_content_home(content, question->id);
	size_t n_named = 0;
	const char *clause;

	for (size_t i = 0; i < question->n_pages; i++) {
		const struct ks_page *page = named_page(content, home, question->pages[i], lesson);

		if (page && n_named++ == index)
			return page;
	}
	*lesson = home;
	clause = home && n_named == 0 ? taught_clause(home, question) : NULL;
	for (size_t i = 0; clause && i < home->n_pages; i++)
		if (teaches(&home->pages[i], clause) && index-- == 0)
			return &home->pages[i];
	return NULL;
}

/* ---- the check ---- */

static void check_named(const struct ks_content *content, const struct ks_lesson *home,
			const struct ks_question *question, const char *name, bool is_whole,
			struct ks_diags *diags)
{
	const struct ks_lesson *lesson;
	const struct ks_page *page = named_page(content, home, name, &lesson);

	if (!page && (is_whole || !strchr(name, '/')))
		ks_diags_error(
			diags, home->quiz.file, question->line,
			"問題「%s」の [page:%s] のページがありません。p03 か m4/p03 のように、あるページの番号を書いてください。",
			question->id, name);
	else if (page && !teaches_any(page, question))
		ks_diags_warn(
			diags, home->quiz.file, question->line,
			"問題「%s」の条（%s など）は、[page:%s]「%s」で教えていません。ページの番号か、ページの条を直してください。",
			question->id, question->n_clauses ? question->clauses[0] : "なし", name,
			page->title.text);
}

static void check_question(const struct ks_content *content, const struct ks_lesson *home,
			   const struct ks_question *question, bool is_whole, struct ks_diags *diags)
{
	const char *clause = question->n_pages == 0 ? taught_clause(home, question) : NULL;
	size_t n = clause ? count_pages(home, clause) : 0;

	for (size_t i = 0; i < question->n_pages; i++)
		check_named(content, home, question, question->pages[i], is_whole, diags);
	if (n > 1)
		ks_diags_warn(
			diags, home->quiz.file, question->line,
			"問題「%s」の条 %s は %zu ページにあります。間違えた人に見せるページを [page:p03] のように書いてください。",
			question->id, clause, n);
}

void ks_check_teaching(const struct ks_content *content, bool is_whole, struct ks_diags *diags)
{
	for (size_t i = 0; i < ks_content_n_homes(content); i++) {
		const struct ks_lesson *home = ks_content_home_at(content, i);

		for (size_t k = 0; k < home->quiz.n_questions; k++)
			check_question(content, home, &home->quiz.questions[k], is_whole, diags);
	}
}
