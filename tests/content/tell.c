/* SPDX-License-Identifier: Apache-2.0 */
#include "content/tell.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "content/expect.h"
#include "support/golden.h"
#include "support/test.h"

#define MANY 30 /* of a kind are only counted */

void tell_diags(const struct ks_diags *diags, const char *folder, struct ks_buf *out)
{
	for (size_t i = 0; i < diags->n_items; i++) {
		const struct ks_diag *d = &diags->items[i];
		size_t n = strlen(folder);

		ks_buf_printf(out, "%s %s:%d ", d->severity == KS_SEVERITY_ERROR ? "!" : "?",
			      strncmp(d->file, folder, n) == 0 ? d->file + n : d->file, d->line);
		for (const char *at = d->message, *found; *at; at = found ? found + n : "") {
			found = strstr(at, folder);
			ks_buf_append(out, at, found ? (size_t)(found - at) : strlen(at));
		}
		ks_buf_puts(out, "\n");
	}
}

void tell_rich(const char *name, const struct ks_rich *rich, struct ks_buf *out)
{
	if (rich->len == 0 && rich->n_spans == 0)
		return;
	ks_buf_printf(out, "  %s「", name);
	for (size_t i = 0; i < rich->len; i++)
		if (rich->text[i] == '\n')
			ks_buf_puts(out, "⏎");
		else
			ks_buf_putc(out, rich->text[i]);
	ks_buf_puts(out, "」");
	assert_int_equal(rich->text[rich->len], '\0');
	for (size_t i = 0; i < rich->n_spans; i++) {
		const struct ks_span *span = &rich->spans[i];

		ks_buf_printf(out, " %d:%u-%u", (int)span->mark, span->from, span->to);
		if (span->aux)
			ks_buf_printf(out, "=%s", span->aux);
	}
	ks_buf_puts(out, "\n");
}

static void tell_texts(const char *name, const char *const *texts, size_t n, struct ks_buf *out)
{
	if (n == 0)
		return;
	ks_buf_printf(out, "  %s", name);
	for (size_t i = 0; i < n; i++)
		ks_buf_printf(out, " [%s]", texts[i]);
	ks_buf_puts(out, "\n");
}

static void tell_text(const char *name, const char *text, struct ks_buf *out)
{
	if (text && text[0])
		ks_buf_printf(out, "  %s=%s\n", name, text);
}

/* ---- questions ---- */

static void tell_question(const struct ks_question *q, struct ks_buf *out)
{
	ks_buf_printf(out, " question %s:%d %s%s%s%s step %zu of %s\n", q->id, q->line,
		      ks_question_kind_word(q->kind), q->is_mandatory ? " must" : "",
		      q->is_opening ? " opening" : "", q->is_own ? " own" : "", q->step,
		      q->artefact ? q->artefact->id : "-");
	tell_text("name", q->name, out);
	tell_rich("stem", &q->stem, out);
	for (size_t i = 0; i < q->n_choices; i++) {
		const struct ks_choice *c = &q->choices[i];

		ks_buf_printf(out, "  %s %s box %d region %s\n", c->id, c->is_right ? "○" : "×",
			      c->box, c->region ? c->region : "-");
		tell_rich("  ", &c->text, out);
		tell_rich("  because", &c->reason, out);
	}
	for (size_t i = 0; i < q->n_boxes; i++)
		tell_rich("box", &q->boxes[i], out);
	tell_rich("feedback", &q->feedback, out);
	tell_texts("clauses", q->clauses, q->n_clauses, out);
	tell_texts("pages", q->pages, q->n_pages, out);
	tell_text("asset", q->asset, out);
	tell_text("case", q->case_id, out);
	if (q->easy) {
		ks_buf_printf(out, "  easy %s:%d\n", q->easy->id, q->easy->line);
		tell_rich("easy stem", &q->easy->stem, out);
	}
}

void tell_quiz(const struct ks_quiz *quiz, struct ks_buf *out)
{
	ks_buf_printf(out, " %zu questions\n", quiz->n_questions);
	for (size_t i = 0; i < quiz->n_questions && quiz->n_questions <= MANY; i++)
		tell_question(&quiz->questions[i], out);
}

/* ---- lessons ---- */

static void tell_block(const struct ks_block *b, struct ks_buf *out)
{
	ks_buf_printf(out, "  block %d:%d%s\n", (int)b->kind, b->line, b->is_ordered ? " 1." : "");
	tell_rich("heading", &b->heading, out);
	tell_rich("text", &b->text, out);
	tell_text("clause", b->clause, out);
	tell_text("place", b->place, out);
	tell_text("file", b->file, out);
	for (size_t i = 0; i < b->n_items; i++)
		tell_rich("item", &b->items[i], out);
	for (size_t i = 0; i < b->n_parts; i++) {
		ks_buf_printf(out, "  part %s「%s」", b->parts[i].id, b->parts[i].label);
		tell_rich("", &b->parts[i].text, out);
		if (b->parts[i].text.len == 0)
			ks_buf_puts(out, "\n");
	}
}

static void tell_page(const char *name, const struct ks_page *page, struct ks_buf *out)
{
	ks_buf_printf(out, " %s %s:%d %zu characters\n", name, page->id, page->line,
		      page->n_characters);
	tell_rich("title", &page->title, out);
	tell_texts("clauses", page->clauses, page->n_clauses, out);
	for (size_t i = 0; i < page->n_blocks; i++)
		tell_block(&page->blocks[i], out);
	for (size_t i = 0; i < page->n_clues; i++) {
		ks_buf_printf(out, "  clue %s:%d sign %d", page->clues[i].region,
			      page->clues[i].line, (int)page->clues[i].sign);
		tell_rich("", &page->clues[i].text, out);
	}
	if (page->easy)
		tell_page("easy", page->easy, out);
}

void tell_lesson(const struct ks_lesson *lesson, struct ks_buf *out)
{
	ks_buf_printf(out, "lesson %s「%s」%d minutes%s of %d\n", lesson->id, lesson->title,
		      lesson->minutes, lesson->is_public ? " public" : "", lesson->nendo);
	tell_texts("goals", lesson->goals, lesson->n_goals, out);
	tell_texts("clauses", lesson->clauses, lesson->n_clauses, out);
	ks_buf_printf(out, " %zu pages\n", lesson->n_pages);
	for (size_t i = 0; i < lesson->n_pages && lesson->n_pages <= MANY; i++)
		tell_page("page", &lesson->pages[i], out);
	for (size_t i = 0; i < lesson->n_cases; i++) {
		ks_buf_printf(out, " case %s of %zu\n", lesson->cases[i].id,
			      lesson->cases[i].n_steps);
		tell_page("artefact", &lesson->cases[i].page, out);
	}
	tell_quiz(&lesson->quiz, out);
}

/* ---- the policy ---- */

void tell_policy(const struct ks_policy *policy, struct ks_buf *out)
{
	ks_buf_printf(out, "policy %s「%s」「%s」%s\n", policy->version,
		      policy->title ? policy->title : "",
		      policy->short_name ? policy->short_name : "",
		      policy->issued ? policy->issued : "");
	ks_buf_printf(out, " %zu clauses, %zu words\n", policy->n_clauses, policy->n_words);
	for (size_t i = 0; i < policy->n_clauses && policy->n_clauses <= MANY; i++) {
		const struct ks_clause *c = &policy->clauses[i];
		struct ks_rich text = ks_rich_plain(c->text);

		ks_buf_printf(out, " %s %s「%s」%zu-%zu depth %d below %d", c->id, c->mark,
			      c->title, c->from, c->to, c->depth, c->parent);
		tell_rich("", &text, out);
		if (text.len == 0)
			ks_buf_puts(out, "\n");
	}
	for (size_t i = 0; i < policy->n_errata; i++) {
		const struct ks_erratum *e = &policy->errata[i];

		ks_buf_printf(out, " erratum %d %s「%s」→「%s」%s %s %s\n", e->number, e->clause,
			      e->original, e->reading, e->kind, e->note, e->status);
	}
	for (size_t i = 0; i < policy->n_words && policy->n_words <= MANY; i++)
		ks_buf_printf(out, " word %s %s%s\n", policy->words[i].word, policy->words[i].reading,
			      policy->words[i].is_suggested ? " suggested" : "");
}

/* ---- the rest ---- */

static void tell_audience(const struct ks_audience *a, struct ks_buf *out)
{
	tell_texts("employment", a->employment, a->n_employment, out);
	tell_texts("roles", a->roles, a->n_roles, out);
	tell_texts("without", a->without_roles, a->n_without_roles, out);
	tell_texts("facilities", a->facilities, a->n_facilities, out);
	if (a->is_joining || a->is_transferred)
		ks_buf_printf(out, "  joining %d transferred %d\n", a->is_joining, a->is_transferred);
}

void tell_plan(const struct ks_plan *p, struct ks_buf *out)
{
	ks_buf_printf(
		out,
		"plan %s「%s」%s of %d, %d-%d-%d to %d-%d-%d, mid %d least %d at once %d repeats %d "
		"acknowledges %d「%s」\n",
		p->id, p->title, p->revision, p->nendo, p->opens.year, p->opens.month, p->opens.day,
		p->due.year, p->due.month, p->due.day, p->mid_year_days, p->min_days_left,
		p->is_due_at_once, p->max_repeats, p->acknowledges, p->acknowledge_text);
	tell_audience(&p->audience, out);
	for (size_t i = 0; i < p->n_lessons; i++) {
		const struct ks_plan_lesson *l = &p->lessons[i];

		ks_buf_printf(out, " lesson %s:%d「%s」%d minutes%s%s %d of which %d\n", l->id,
			      l->line, l->title, l->minutes, l->is_ready ? " ready" : "",
			      l->is_test ? " test" : "", l->n_questions, l->pass_right);
		tell_audience(&l->audience, out);
		for (size_t k = 0; k < l->n_pools; k++) {
			ks_buf_printf(out, "  pool of %d", l->pools[k].n_questions);
			tell_texts("", l->pools[k].clauses, l->pools[k].n_clauses, out);
			if (l->pools[k].n_clauses == 0)
				ks_buf_puts(out, "\n");
		}
		tell_texts("must", l->must, l->n_must, out);
	}
}

static void tell_checklist(const struct ks_checklist *c, struct ks_buf *out)
{
	ks_buf_printf(out, "checklist %s「%s」%s\n", c->id, c->title, c->revision);
	tell_rich("intro", &c->intro, out);
	tell_rich("easy intro", &c->easy_intro, out);
	ks_buf_printf(out, " %zu items\n", c->n_items);
	for (size_t i = 0; i < c->n_items && c->n_items <= MANY; i++) {
		ks_buf_printf(out, " item %s:%d%s %s/%s\n", c->items[i].id, c->items[i].line,
			      c->items[i].is_for_managers ? " managers" : "", c->items[i].lesson,
			      c->items[i].page);
		tell_rich("text", &c->items[i].text, out);
		tell_rich("easy", &c->items[i].easy, out);
		tell_texts("clauses", c->items[i].clauses, c->items[i].n_clauses, out);
	}
}

static void tell_words(const struct ks_drill_words *words, size_t n, struct ks_buf *out)
{
	tell_rich("text", &words->text, out);
	tell_rich("ask", &words->ask, out);
	for (size_t i = 0; i < n; i++)
		tell_rich("decision", &words->decisions[i], out);
	tell_rich("note", &words->note, out);
}

static void tell_drill(const struct ks_drill *d, struct ks_buf *out)
{
	ks_buf_printf(out, "drill %s「%s」%d minutes\n", d->id, d->title, d->minutes);
	tell_rich("intro", &d->intro, out);
	tell_rich("easy intro", &d->easy_intro, out);
	for (size_t i = 0; i < d->n_scenes; i++) {
		const struct ks_drill_scene *s = &d->scenes[i];

		ks_buf_printf(out, " scene %s:%d\n", s->clock, s->line);
		tell_words(&s->words, s->n_decisions, out);
		ks_buf_puts(out, "  easy\n");
		tell_words(&s->easy, s->n_decisions, out);
		tell_texts("clauses", s->clauses, s->n_clauses, out);
	}
}

void tell_organisation(const struct ks_organisation *o, struct ks_buf *out)
{
	ks_buf_printf(out, "organisation「%s」「%s」%s「%s」「%s」\n", o->name, o->system_name,
		      o->iri_base, o->help, o->easy_help);
	for (size_t i = 0; i < o->n_contacts; i++) {
		const struct ks_contact *c = &o->contacts[i];

		ks_buf_printf(out, " contact %s「%s」%s\n", ks_contact_kind_word(c->kind), c->line,
			      c->number);
		tell_rich("what", &c->what, out);
		tell_rich("note", &c->note, out);
		tell_rich("easy what", &c->easy_what, out);
		tell_rich("easy note", &c->easy_note, out);
		tell_rich("whom", &c->whom, out);
		tell_rich("place", &c->place, out);
	}
	for (size_t i = 0; i < o->n_emergency; i++) {
		tell_rich("emergency", &o->emergency[i], out);
		tell_rich("easy emergency", &o->easy_emergency[i], out);
	}
	for (size_t i = 0; i < o->n_spots; i++) {
		ks_buf_printf(out, " here %s\n", o->spots[i].kiosk);
		tell_rich("place", &o->spots[i].place, out);
		tell_rich("telephone", &o->spots[i].telephone, out);
	}
	for (size_t i = 0; i < o->n_places; i++) {
		ks_buf_printf(out, " words %s:%d\n", o->places[i].id, o->places[i].source_line);
		tell_rich("text", &o->places[i].text, out);
		tell_rich("easy", &o->places[i].easy, out);
	}
}

static void tell_poster(const struct ks_poster *p, const char *folder, struct ks_buf *out)
{
	size_t n = strlen(folder);

	ks_buf_printf(out, "poster %s「%s」%s\n", p->id, p->badge,
		      strncmp(p->figure, folder, n) == 0 ? p->figure + n : p->figure);
	tell_rich("text", &p->text, out);
	tell_rich("small", &p->small, out);
	tell_rich("easy text", &p->easy_text, out);
	tell_rich("easy small", &p->easy_small, out);
}

void tell_lessons(const struct ks_content *c, struct ks_buf *out)
{
	for (size_t i = 0; i < c->n_lessons; i++)
		tell_lesson(&c->lessons[i], out);
	for (size_t i = 0; i < c->n_pools; i++)
		tell_lesson(&c->pools[i], out);
	for (size_t i = 0; i < c->n_tests; i++)
		tell_lesson(&c->tests[i], out);
}

void tell_content(const struct ks_content *c, struct ks_buf *out)
{
	for (size_t i = 0; i < c->n_posters; i++)
		tell_poster(&c->posters[i], c->folder, out);
	for (size_t i = 0; i < c->n_plans; i++)
		tell_plan(&c->plans[i], out);
	for (size_t i = 0; i < c->n_checklists; i++)
		tell_checklist(&c->checklists[i], out);
	for (size_t i = 0; i < c->n_drills; i++)
		tell_drill(&c->drills[i], out);
}

/* What a piece has not of its own, so that nothing else is wrong with its folder. */
static const struct {
	const char *file, *text;
} others[] = {
	{"organisation.yaml", "name: 組合\nsystem_name: 研修\niri_base: https://kenshu.example\n"},
	{"courses/annual.yaml",
	 "id: annual\ntitle: 年次\nrevision: \"1\"\nnendo: 2026\nopens: 2026-04-01\ndue: 2026-12-25\n"
	 "lessons:\n  - {id: m1, title: 題, minutes: 5, ready: true, questions: 1, pass: 1}\n"},
	{"lessons/m1/lesson.md",
	 "---\nid: m1\ntitle: 題\nminutes: 5\ngoals: [一つ]\nclauses: [\"1\"]\n---\n# 頁\n\n"
	 "<!-- clause: 1 2(1) 2(2) 3(1) 3(2)① 3(2)② -->\n\n文。\n"},
	{"lessons/m1/quiz.gift", "// [id:m1-q01] [tag:1]\nどう? {\n=あい#そう\n~うえ#ちがう\n}\n"},
};

void tell_fill_up(const char *folder)
{
	char *above = ks_path_join(folder, "policy/p");
	struct ks_policy policy;

	if (!ks_folder_exists(above)) {
		assert_int_equal(ks_folder_make(above), KS_OK);
		sample_policy(above, &policy);
		ks_policy_finish(&policy);
	}
	free(above);
	for (size_t i = 0; i < KS_COUNT(others); i++) {
		char *path = ks_path_join(folder, others[i].file), *slash = strrchr(path, '/');

		*slash = '\0';
		assert_int_equal(ks_folder_make(path), KS_OK);
		*slash = '/';
		if (!ks_file_exists(path))
			free(ks_test_write(folder, others[i].file, others[i].text));
		free(path);
	}
}

/* ---- a corpus ---- */

static void save(const char *folder, const char *file, const struct ks_buf *text)
{
	char *path, *slash;

	if (!file)
		return;
	path = ks_path_join(folder, file);
	slash = strrchr(path, '/');
	*slash = '\0';
	assert_int_equal(ks_folder_make(path), KS_OK);
	free(ks_test_write(folder, file, ks_buf_text(text)));
	free(path);
}

static void repeat(const char *line, size_t len, struct ks_buf *out)
{
	char *rest;
	long n = strtol(line + 2, &rest, 10);

	rest++;
	for (long i = 1; i <= n; i++) {
		for (const char *at = rest; at < line + len;) {
			if (strncmp(at, "№", strlen("№")) == 0) {
				ks_buf_printf(out, "%ld", i);
				at += strlen("№");
			} else {
				ks_buf_putc(out, *at++);
			}
		}
		ks_buf_puts(out, "\n");
	}
}

/* The files of one piece, from behind its name to the next piece; returns where that begins. */
static const char *write_piece(const char *at, const char *folder, const char *file, const char *head)
{
	struct ks_buf text = {0};
	char *name = ks_strdup(file);

	ks_buf_puts(&text, head);
	if (strncmp(at, "@@ ", 3) == 0) {
		free(name);
		name = NULL;
	}
	while (*at && strncmp(at, "==== ", 5) != 0) {
		size_t len = strcspn(at, "\n");

		if (strncmp(at, "@@ ", 3) == 0) {
			save(folder, name, &text);
			free(name);
			name = ks_strndup(at + 3, len - 3);
			ks_buf_finish(&text);
		} else if (strncmp(at, "%%", 2) == 0) {
			repeat(at, len, &text);
		} else {
			ks_buf_append(&text, at, len);
			ks_buf_puts(&text, "\n");
		}
		at += len + (at[len] == '\n');
	}
	save(folder, name, &text);
	ks_buf_finish(&text);
	free(name);
	return at;
}

void tell_cases(const char *name, const char *file, const char *head,
		void (*read)(const char *folder, struct ks_buf *out))
{
	char *from = ks_format("tests/data/written/%s.txt", name);
	char *to = ks_format("tests/data/golden/%s.txt", name), *corpus = ks_test_read(from);
	struct ks_buf out = {0};

	for (const char *at = corpus; *at;) {
		size_t len = strcspn(at, "\n") + 1;
		char *folder = ks_test_folder();

		assert_memory_equal(at, "==== ", 5);
		ks_buf_append(&out, at, len);
		at = write_piece(at + len, folder, file, head);
		read(folder, &out);
		ks_test_folder_finish(folder);
	}
	ks_test_golden(to, ks_buf_text(&out));
	ks_buf_finish(&out);
	free(corpus);
	free(to);
	free(from);
}
