/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "content/yaml.h"

/*
 * What the fields of a YAML map mean: text, numbers, yes or no, dates. Each wrong value is told with
 * its line and what is expected there.
 */

const struct ks_yaml *ks_yaml_read_map(const struct ks_source *source)
{
	struct ks_yaml *root = NULL;
	char *text = NULL;
	size_t len = 0;

	if (ks_source_read(source, false, &text, &len) != KS_OK ||
	    ks_yaml_parse(source, text, len, 1, &root) != KS_OK)
		return NULL;
	if (root && root->kind == KS_YAML_MAP)
		return root;
	ks_diags_error(source->diags, source->file, 1, "「項目: 値」の行で書いてください。");
	return NULL;
}

static const struct ks_yaml *scalar(const struct ks_source *source, const struct ks_yaml *map,
				    const char *key, bool is_needed)
{
	const struct ks_yaml *node = ks_yaml_get(map, key);

	if (!node) {
		if (is_needed)
			ks_diags_error(source->diags, source->file, map ? map->line : 0,
				       "項目「%s」がありません。", key);
		return NULL;
	}
	if (node->kind != KS_YAML_TEXT) {
		ks_diags_error(source->diags, source->file, node->line,
			       "項目「%s」には文字を一つ書きます。", key);
		return NULL;
	}
	if (is_needed && node->text[0] == '\0') {
		ks_diags_error(source->diags, source->file, node->line, "項目「%s」が空です。", key);
		return NULL;
	}
	return node;
}

const char *ks_yaml_need_text(const struct ks_source *source, const struct ks_yaml *map,
			      const char *key)
{
	const struct ks_yaml *node = scalar(source, map, key, true);

	return node ? node->text : "";
}

const char *ks_yaml_text(const struct ks_source *source, const struct ks_yaml *map, const char *key,
			 const char *otherwise)
{
	const struct ks_yaml *node = scalar(source, map, key, false);

	return node ? node->text : otherwise;
}

static int number(const struct ks_source *source, const struct ks_yaml *node, const char *key,
		  int min, int max, int otherwise)
{
	int value;

	if (!node)
		return otherwise;
	if (!ks_source_number(node->text, min, max, &value)) {
		ks_diags_error(source->diags, source->file, node->line,
			       "項目「%s」には %d から %d までの数を書きます（「%s」は読めません）。",
			       key, min, max, node->text);
		return otherwise;
	}
	return value;
}

int ks_yaml_need_number(const struct ks_source *source, const struct ks_yaml *map, const char *key,
			int min, int max)
{
	return number(source, scalar(source, map, key, true), key, min, max, min);
}

int ks_yaml_number(const struct ks_source *source, const struct ks_yaml *map, const char *key,
		   int min, int max, int otherwise)
{
	return number(source, scalar(source, map, key, false), key, min, max, otherwise);
}

bool ks_yaml_bool(const struct ks_source *source, const struct ks_yaml *map, const char *key,
		  bool otherwise)
{
	const struct ks_yaml *node = scalar(source, map, key, false);

	if (!node)
		return otherwise;
	if (strcmp(node->text, "true") == 0)
		return true;
	if (strcmp(node->text, "false") != 0)
		ks_diags_error(source->diags, source->file, node->line,
			       "項目「%s」には true か false を書きます（「%s」は読めません）。",
			       key, node->text);
	return false;
}

struct ks_date ks_yaml_need_date(const struct ks_source *source, const struct ks_yaml *map,
				 const char *key)
{
	const struct ks_yaml *node = scalar(source, map, key, true);
	struct ks_date date = {0};

	if (node && !ks_date_parse(node->text, &date)) {
		ks_diags_error(source->diags, source->file, node->line,
			       "項目「%s」には 2026-04-01 の形の日付を書きます（「%s」は読めません）。",
			       key, node->text);
		date = (struct ks_date){0};
	}
	return date;
}

const char **ks_yaml_texts(const struct ks_source *source, const struct ks_yaml *map,
			   const char *key, size_t *n)
{
	const struct ks_yaml *node = ks_yaml_get(map, key);
	const char **texts;

	*n = 0;
	if (!node || (node->kind == KS_YAML_TEXT && node->text[0] == '\0'))
		return NULL;
	if (node->kind == KS_YAML_MAP) {
		ks_diags_error(source->diags, source->file, node->line,
			       "項目「%s」には並び（[…] か - …）を書きます。", key);
		return NULL;
	}
	texts = ks_arena_alloc(source->arena, (node->n_children + 1) * sizeof(*texts));
	if (node->kind == KS_YAML_TEXT) {
		texts[(*n)++] = node->text;
		return texts;
	}
	for (const struct ks_yaml *child = node->first; child; child = child->next) {
		if (child->kind == KS_YAML_TEXT && child->text[0] != '\0')
			texts[(*n)++] = child->text;
		else
			ks_diags_error(source->diags, source->file, child->line,
				       "項目「%s」の並びには文字だけを書きます。", key);
	}
	return texts;
}

const struct ks_yaml *ks_yaml_maps(const struct ks_source *source, const struct ks_yaml *map,
				   const char *key)
{
	const struct ks_yaml *list = ks_yaml_get(map, key);

	if (!list)
		return NULL;
	if (list->kind != KS_YAML_LIST) {
		ks_diags_error(source->diags, source->file, list->line,
			       "%s には「- 」で始まる並びを書きます。", key);
		return NULL;
	}
	for (const struct ks_yaml *node = list->first; node; node = node->next) {
		if (node->kind == KS_YAML_MAP)
			continue;
		ks_diags_error(source->diags, source->file, node->line,
			       "%s の一件は「項目: 値」で書きます。", key);
		return NULL;
	}
	return list;
}
