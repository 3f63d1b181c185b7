/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/utf8.h"
#include "content/policy_index.h"
#include "content/yaml.h"

/*
 * Searching a text of kanji with kana: a list of its words and their readings does what no keyboard of a kiosk
 * could. What is typed is also looked for as it stands, and in katakana.
 */

#define WORDS_MAX 500
#define NEEDLES_MAX (WORDS_MAX + 2)
#define PREFIX_CHARACTERS 2

static bool is_in_policy(const struct ks_policy *policy, const char *word)
{
	return policy->bytes && strstr(policy->bytes, word);
}

static void read_word(const struct ks_source *source, struct ks_policy *policy,
		      const struct ks_yaml *node)
{
	struct ks_policy_word *out = &policy->words[policy->n_words];

	ks_yaml_only(source, node, "word reading suggested");
	out->word = ks_yaml_need_text(source, node, "word");
	out->reading = ks_yaml_need_text(source, node, "reading");
	out->is_suggested = ks_yaml_bool(source, node, "suggested", false);
	if (!is_in_policy(policy, out->word))
		ks_diags_error(source->diags, source->file, node->line,
			       "「%s」は方針の文にありません。", out->word);
	else
		policy->n_words++;
}

void ks_policy_read_words(const struct ks_source *source, struct ks_policy *policy)
{
	struct ks_yaml *root = NULL;
	char *text = NULL;
	size_t len = 0, n = 0;

	if (!ks_file_exists(source->file))
		return;
	if (ks_source_read(source, false, &text, &len) != KS_OK ||
	    ks_yaml_parse(source, text, len, 1, &root) != KS_OK || !root)
		return;
	if (root->kind != KS_YAML_LIST || root->n_children > WORDS_MAX) {
		ks_diags_error(source->diags, source->file, root->line,
			       "語の一覧は「- {word: …, reading: …}」の並びで、%d語までです。",
			       WORDS_MAX);
		return;
	}
	policy->words =
		ks_arena_alloc(&policy->arena, (root->n_children + 1) * sizeof(*policy->words));
	for (const struct ks_yaml *node = root->first; node; node = node->next, n++)
		if (node->kind == KS_YAML_MAP)
			read_word(source, policy, node);
}

/* Hiragana as katakana; everything else as it is. */
static void to_katakana(const char *text, char *out, size_t size)
{
	const char *end = text + strlen(text);
	size_t used = 0;

	while (text < end && used + 4 < size) {
		uint32_t c = ks_utf8_next(&text, end);

		if (c >= 0x3041 && c <= 0x3096)
			c += 0x60;
		used += ks_utf8_put(out + used, c);
	}
	out[used] = '\0';
}

/* All words that stand for @query; the longer ones of the list come in its order. */
static size_t needles_of(const struct ks_policy *policy, const char *query, char *katakana,
			 const char **needles)
{
	size_t n = 0, len = strlen(query);

	needles[n++] = query;
	to_katakana(query, katakana, KS_POLICY_QUERY_MAX);
	if (strcmp(katakana, query) != 0)
		needles[n++] = katakana;
	if (ks_utf8_count(query, len) < PREFIX_CHARACTERS)
		return n;
	for (size_t i = 0; i < policy->n_words && n < NEEDLES_MAX; i++)
		if (strncmp(policy->words[i].reading, query, len) == 0)
			needles[n++] = policy->words[i].word;
	return n;
}

/* The first place of any needle; NULL for none. */
static const char *first_of(const char *text, const char *const *needles, size_t n, size_t *len)
{
	const char *first = NULL;

	for (size_t i = 0; i < n; i++) {
		const char *at = strstr(text, needles[i]);

		if (!at || (first && at > first) ||
		    (first && at == first && strlen(needles[i]) < *len))
			continue;
		first = at;
		*len = strlen(needles[i]);
	}
	return first;
}

size_t ks_policy_search(const struct ks_policy *policy, const char *query,
			struct ks_policy_hit *hits, size_t max)
{
	const char *needles[NEEDLES_MAX];
	char katakana[KS_POLICY_QUERY_MAX];
	size_t n_hits = 0, n;

	if (*query == '\0' || strlen(query) >= KS_POLICY_QUERY_MAX)
		return 0;
	n = needles_of(policy, query, katakana, needles);
	for (size_t i = 0; i < policy->n_clauses && n_hits < max; i++) {
		const struct ks_clause *clause = &policy->clauses[i];
		struct ks_policy_hit hit = {.clause = i, .is_in_title = true};
		const char *at = first_of(clause->title, needles, n, &hit.len);

		hit.at = at ? (size_t)(at - clause->title) : 0;
		if (!at) {
			at = first_of(clause->text, needles, n, &hit.len);
			hit.is_in_title = false;
			hit.at = at ? (size_t)(at - clause->text) : 0;
		}
		if (at)
			hits[n_hits++] = hit;
	}
	return n_hits;
}

/* ---- marking ---- */

/* The text without its small notes; @from[i] is where its byte i stands in the whole one. */
static char *without_notes(const struct ks_rich *text, uint32_t *from, struct ks_arena *arena)
{
	char *plain = ks_arena_alloc(arena, text->len + 1);
	size_t n = 0;

	for (uint32_t i = 0; i < text->len; i++) {
		bool is_note = false;

		for (size_t k = 0; k < text->n_spans; k++)
			is_note |= text->spans[k].mark == KS_MARK_SMALL &&
				   i >= text->spans[k].from && i < text->spans[k].to;
		if (is_note)
			continue;
		plain[n] = text->text[i];
		from[n++] = i;
	}
	plain[n] = '\0';
	return plain;
}

static int by_from(const void *a, const void *b)
{
	const struct ks_span *x = a, *y = b;

	return x->from != y->from ? KS_ORDER(x->from, y->from) : KS_ORDER(x->to, y->to);
}

struct ks_rich ks_policy_mark_found(const struct ks_policy *policy, const char *query,
				    const struct ks_rich *text, struct ks_arena *arena)
{
	const char *needles[NEEDLES_MAX], *plain, *at;
	char katakana[KS_POLICY_QUERY_MAX];
	struct ks_rich marked = *text;
	struct ks_span *spans;
	uint32_t *from;
	size_t n, len = 0, n_places = 0;

	if (*query == '\0' || strlen(query) >= KS_POLICY_QUERY_MAX)
		return marked;
	n = needles_of(policy, query, katakana, needles);
	from = ks_arena_alloc(arena, (text->len + 1) * sizeof(*from));
	plain = without_notes(text, from, arena);
	for (at = plain; (at = first_of(at, needles, n, &len)); at += len)
		n_places++;
	spans = ks_arena_alloc(arena, (text->n_spans + n_places + 1) * sizeof(*spans));
	if (text->n_spans > 0)
		memcpy(spans, text->spans, text->n_spans * sizeof(*spans));
	marked.spans = spans;
	for (at = plain; (at = first_of(at, needles, n, &len)); at += len)
		spans[marked.n_spans++] = (struct ks_span){.from = from[at - plain],
							   .to = from[at - plain + len - 1] + 1,
							   .mark = KS_MARK_FOUND};
	qsort(spans, marked.n_spans, sizeof(*spans), by_from);
	return marked;
}
