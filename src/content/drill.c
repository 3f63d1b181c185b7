/* SPDX-License-Identifier: Apache-2.0 */
#include "content/drill.h"

#include <string.h>

#include "base/utf8.h"
#include "content/lesson_read.h"
#include "content/rich_build.h"
#include "content/yaml.h"

/* What is decided goes into the record word for word, so a decision is short, and no two of a scene are the same. */

#define TEXT_MAX 160 /* characters that stand on one screen beside what is asked */

static struct ks_rich rich_of(const struct ks_source *source, const struct ks_yaml *map,
			      const char *text)
{
	return ks_rich_of(source, map->line, KS_RICH_INLINE, text, strlen(text));
}

/* At most @most characters. */
static struct ks_rich need_rich(const struct ks_source *source, const struct ks_yaml *map,
				const char *key, size_t most)
{
	const char *text = ks_yaml_need_text(source, map, key);
	struct ks_rich rich = rich_of(source, map, text);

	if (ks_rich_characters(&rich) > most)
		ks_diags_error(source->diags, source->file, ks_yaml_get(map, key)->line,
			       "%s が %zu 字より長いです。短くするか、場面を分けてください。", key,
			       most);
	return rich;
}

static void check_decision(const struct ks_source *source, int line,
			   const struct ks_rich *decisions, size_t at)
{
	if (ks_rich_characters(&decisions[at]) > KS_DRILL_WORDS_MAX)
		ks_diags_error(source->diags, source->file, line,
			       "決めること「%s」が %d 字より長いです。短くしてください。",
			       decisions[at].text, KS_DRILL_WORDS_MAX);
	for (size_t i = 0; i < at; i++)
		if (strcmp(decisions[i].text, decisions[at].text) == 0)
			ks_diags_error(source->diags, source->file, line,
				       "決めること「%s」が二つあります。", decisions[at].text);
}

static size_t read_words(const struct ks_source *source, const struct ks_yaml *map,
			 struct ks_drill_words *out)
{
	size_t n = 0;
	const char **texts = ks_yaml_texts(source, map, "decisions", &n);

	out->text = need_rich(source, map, "text", TEXT_MAX);
	out->ask = need_rich(source, map, "ask", KS_DRILL_WORDS_MAX);
	out->note = need_rich(source, map, "note", TEXT_MAX);
	if (n < 2 || n > KS_DRILL_DECISIONS_MAX) {
		ks_diags_error(source->diags, source->file, map->line,
			       "決めること（decisions）を、2 つから %d つまで書いてください。",
			       KS_DRILL_DECISIONS_MAX);
		return 0;
	}
	for (size_t i = 0; i < n; i++) {
		out->decisions[i] = rich_of(source, map, texts[i]);
		check_decision(source, map->line, out->decisions, i);
	}
	return n;
}

static bool is_clock(const char *text)
{
	const char *colon = strchr(text, ':');

	return colon && colon > text && colon - text <= 2 && strlen(colon) == 3 &&
	       strspn(text, "0123456789:") == strlen(text);
}

static void read_scene(const struct ks_source *source, const struct ks_policy *policy,
		       const struct ks_yaml *node, struct ks_drill_scene *out)
{
	const struct ks_yaml *easy = ks_yaml_get(node, "easy");

	ks_yaml_only(source, node, "clock text ask decisions note clauses easy");
	out->line = node->line;
	out->clock = ks_yaml_need_text(source, node, "clock");
	if (out->clock[0] != '\0' && !is_clock(out->clock))
		ks_diags_error(source->diags, source->file, node->line,
			       "場面の時刻 clock は、\"9:12\" のように書きます（「%s」は読めません）。",
			       out->clock);
	out->n_decisions = read_words(source, node, &out->words);
	out->easy = out->words;
	if (easy) {
		ks_yaml_only(source, easy, "text ask decisions note");
		if (read_words(source, easy, &out->easy) != out->n_decisions)
			ks_diags_error(
				source->diags, source->file, easy->line,
				"やさしい言葉の decisions は、ふつうの言葉と同じ数、同じ順に書いてください。");
	}
	out->clauses = ks_yaml_texts(source, node, "clauses", &out->n_clauses);
	if (out->n_clauses == 0)
		ks_diags_error(source->diags, source->file, node->line,
			       "場面に条番号（clauses）がありません。");
	for (size_t i = 0; i < out->n_clauses; i++)
		ks_lesson_check_clause(source, policy, out->clauses[i], node->line);
}

static void read_scenes(const struct ks_source *source, const struct ks_policy *policy,
			const struct ks_yaml *root, struct ks_drill *out)
{
	const struct ks_yaml *list = ks_yaml_maps(source, root, "scenes");

	if (!list || list->n_children == 0 || list->n_children > KS_DRILL_SCENES_MAX) {
		ks_diags_error(source->diags, source->file, root->line,
			       "訓練の場面（scenes）を 1 つ以上、%d までで書いてください。",
			       KS_DRILL_SCENES_MAX);
		return;
	}
	out->scenes = ks_arena_alloc(source->arena, list->n_children * sizeof(*out->scenes));
	memset(out->scenes, 0, list->n_children * sizeof(*out->scenes));
	for (const struct ks_yaml *node = list->first; node; node = node->next)
		read_scene(source, policy, node, &out->scenes[out->n_scenes++]);
}

enum ks_rc ks_drill_load(const char *file, const struct ks_policy *policy, struct ks_drill *out,
			 struct ks_diags *diags)
{
	struct ks_source source = {.diags = diags};
	size_t errors = diags->n_errors;
	const struct ks_yaml *root;

	memset(out, 0, sizeof(*out));
	source.arena = &out->arena;
	source.file = out->file = ks_arena_strdup(&out->arena, file);
	out->id = out->title = "";
	root = ks_yaml_read_map(&source);
	if (!root)
		return KS_INVALID;
	ks_yaml_only(&source, root, "id title minutes intro easy_intro scenes");
	out->id = ks_yaml_need_text(&source, root, "id");
	out->title = ks_yaml_need_text(&source, root, "title");
	out->minutes = ks_yaml_need_number(&source, root, "minutes", 1, 240);
	out->intro = need_rich(&source, root, "intro", TEXT_MAX);
	out->easy_intro = out->intro;
	if (ks_yaml_get(root, "easy_intro"))
		out->easy_intro = need_rich(&source, root, "easy_intro", TEXT_MAX);
	if (out->id[0] != '\0' && !ks_source_is_id(out->id, KS_ID_MAX))
		ks_diags_error(diags, file, root->line,
			       "訓練の id「%s」は使えません。d1 のように英数字で書いてください。",
			       out->id);
	read_scenes(&source, policy, root, out);
	return diags->n_errors > errors ? KS_INVALID : KS_OK;
}

void ks_drill_finish(struct ks_drill *drill)
{
	if (!drill)
		return;
	ks_arena_finish(&drill->arena);
	memset(drill, 0, sizeof(*drill));
}
