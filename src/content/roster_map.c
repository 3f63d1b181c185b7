/* SPDX-License-Identifier: Apache-2.0 */
#include "content/roster_map.h"

#include <stdlib.h>
#include <string.h>

#include "base/fold.h"
#include "content/yaml.h"

/*
 * A body does not change what its personnel system exports. So its words are written down once, beside its name and
 * its telephone number, and every list after that is understood.
 */

#define ROSTER_KEYS "columns employment roles states two_digit_years removals_max_percent"

static struct ks_roster_words read_words(const struct ks_source *source, const struct ks_yaml *map,
					 const char *key)
{
	const struct ks_yaml *node = ks_yaml_get(map, key);
	struct ks_roster_words out = {0};

	if (!node)
		return out;
	if (node->kind != KS_YAML_MAP) {
		ks_diags_error(source->diags, source->file, node->line,
			       "%s には「こちらの言葉: [名簿の言葉, …]」の行を書きます。", key);
		return out;
	}
	out.items = ks_arena_alloc(source->arena, (node->n_children + 1) * sizeof(*out.items));
	for (const struct ks_yaml *child = node->first; child; child = child->next) {
		struct ks_roster_word *word = &out.items[out.n_items++];

		word->ours = child->key;
		word->theirs = ks_yaml_texts(source, node, child->key, &word->n_theirs);
	}
	return out;
}

static void read_map(const struct ks_source *source, const struct ks_yaml *map,
		     struct ks_roster_map *out)
{
	const struct ks_yaml *years = ks_yaml_get(map, "two_digit_years");
	const char *meaning = ks_yaml_text(source, map, "two_digit_years", "refuse");

	ks_yaml_only(source, map, ROSTER_KEYS);
	out->columns = read_words(source, map, "columns");
	out->employment = read_words(source, map, "employment");
	out->roles = read_words(source, map, "roles");
	out->states = read_words(source, map, "states");
	out->removals_max_percent = ks_yaml_number(source, map, "removals_max_percent", 1, 100, 0);
	out->two_digits_are_reiwa = strcmp(meaning, "令和") == 0;
	if (years && !out->two_digits_are_reiwa && strcmp(meaning, "refuse") != 0)
		ks_diags_error(source->diags, source->file, years->line,
			       "two_digit_years は「令和」か refuse にしてください。");
}

enum ks_rc ks_roster_map_parse(const char *file, const char *text, size_t len,
			       struct ks_roster_map *out, struct ks_diags *diags)
{
	struct ks_source source = {.file = file, .diags = diags, .arena = &out->arena};
	size_t n_errors = diags->n_errors;
	struct ks_yaml *root = NULL;
	const struct ks_yaml *map;

	memset(out, 0, sizeof(*out));
	out->body = "";
	if (ks_yaml_parse(&source, text, len, 1, &root) != KS_OK)
		return KS_INVALID;
	if (!root)
		return KS_OK;
	if (ks_yaml_get(root, "iri_base"))
		out->body = ks_yaml_text(&source, root, "name", "");
	map = ks_yaml_get(root, "roster");
	if (!map && ks_yaml_get(root, "iri_base"))
		return KS_OK; /* organisation.yaml, which says nothing about the list */
	if (!map)
		map = root;
	if (map->kind == KS_YAML_MAP)
		read_map(&source, map, out);
	else
		ks_diags_error(diags, file, map->line,
			       "名簿の言葉は「columns:」「roles:」などの項目で書きます。");
	return diags->n_errors > n_errors ? KS_INVALID : KS_OK;
}

void ks_roster_map_finish(struct ks_roster_map *map)
{
	if (!map)
		return;
	ks_arena_finish(&map->arena);
	memset(map, 0, sizeof(*map));
}

static bool is_alike(const char *key, const char *word)
{
	char *folded = ks_fold_key(word);
	bool is = strcmp(key, folded) == 0;

	free(folded);
	return is;
}

const char *ks_roster_words_find(const struct ks_roster_words *words, const char *text)
{
	char *key = ks_fold_key(text);
	const char *found = NULL;

	for (size_t i = 0; i < words->n_items && !found; i++) {
		const struct ks_roster_word *word = &words->items[i];

		if (is_alike(key, word->ours))
			found = word->ours;
		for (size_t k = 0; k < word->n_theirs && !found; k++)
			if (is_alike(key, word->theirs[k]))
				found = word->ours;
	}
	free(key);
	return found;
}
