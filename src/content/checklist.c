/* SPDX-License-Identifier: Apache-2.0 */
#include "content/checklist.h"

#include <string.h>

#include "content/lesson_read.h"
#include "content/rich_build.h"
#include "content/yaml.h"

/*
 * A self-inspection sheet. An item's id goes into the record and next year's sheet begins with last year's
 * いいえ, so ids are checked as strictly as those of questions.
 */

static bool read_audience(const struct ks_source *source, const struct ks_yaml *node)
{
	const char *audience = ks_yaml_text(source, node, "audience", "全員");

	if (strcmp(audience, "全員") != 0 && strcmp(audience, "all") != 0 &&
	    strcmp(audience, "管理職") != 0)
		ks_diags_error(source->diags, source->file, ks_yaml_get(node, "audience")->line,
			       "audience には all か 管理職 を書きます（「%s」は読めません）。",
			       audience);
	return strcmp(audience, "管理職") == 0;
}

/* "m6/p03" */
static void read_page(const struct ks_source *source, const struct ks_yaml *node,
		      struct ks_checklist_item *out)
{
	const char *page = ks_yaml_need_text(source, node, "page");
	const char *slash = strchr(page, '/');

	out->lesson = out->page = "";
	if (slash && slash > page && slash[1] != '\0' && !strchr(slash + 1, '/')) {
		out->lesson = ks_arena_strndup(source->arena, page, (size_t)(slash - page));
		out->page = slash + 1;
	} else if (page[0] != '\0') {
		ks_diags_error(
			source->diags, source->file, ks_yaml_get(node, "page")->line,
			"page には、役に立つページを m6/p03 の形で書きます（「%s」は読めません）。",
			page);
	}
}

static void read_item(const struct ks_source *source, const struct ks_policy *policy,
		      const struct ks_yaml *node, struct ks_checklist_item *out)
{
	const char *text = ks_yaml_need_text(source, node, "text");
	const char *easy = ks_yaml_text(source, node, "easy", "");

	ks_yaml_only(source, node, "id text easy clauses audience page");
	out->line = node->line;
	out->id = ks_yaml_need_text(source, node, "id");
	out->text = ks_rich_of(source, node->line, KS_RICH_INLINE, text, strlen(text));
	out->easy = ks_rich_of(source, node->line, KS_RICH_INLINE, easy, strlen(easy));
	out->clauses = ks_yaml_texts(source, node, "clauses", &out->n_clauses);
	out->is_for_managers = read_audience(source, node);
	read_page(source, node, out);
	if (out->id[0] != '\0' && !ks_source_is_id(out->id, KS_ITEM_MAX + 1))
		ks_diags_error(source->diags, source->file, node->line,
			       "番号「%s」は使えません。i01 のように英数字で書いてください。",
			       out->id);
	if (out->n_clauses == 0)
		ks_diags_error(source->diags, source->file, node->line,
			       "項目「%s」に条番号（clauses）がありません。", out->id);
	for (size_t i = 0; i < out->n_clauses; i++)
		ks_lesson_check_clause(source, policy, out->clauses[i], node->line);
}

/* As with quiz.easy.gift: who is asked in easy words is asked everything in them. */
static void pair_easy(const struct ks_source *source, struct ks_checklist *sheet)
{
	bool has_easy = sheet->easy_intro.text[0] != '\0';

	for (size_t i = 0; i < sheet->n_items; i++)
		has_easy |= sheet->items[i].easy.text[0] != '\0';
	for (size_t i = 0; i < sheet->n_items; i++) {
		struct ks_checklist_item *item = &sheet->items[i];

		if (has_easy && item->easy.text[0] == '\0')
			ks_diags_error(
				source->diags, source->file, item->line,
				"項目「%s」に、やさしい言葉（easy）がありません。全部の項目に書くか、どれにも書かないでください。",
				item->id);
		if (item->easy.text[0] == '\0')
			item->easy = item->text;
	}
	if (has_easy && sheet->intro.text[0] != '\0' && sheet->easy_intro.text[0] == '\0')
		ks_diags_error(source->diags, source->file, 0,
			       "intro のやさしい言葉（easy_intro）がありません。");
	if (sheet->easy_intro.text[0] == '\0')
		sheet->easy_intro = sheet->intro;
}

static void read_items(const struct ks_source *source, const struct ks_policy *policy,
		       const struct ks_yaml *root, struct ks_checklist *out)
{
	const struct ks_yaml *list = ks_yaml_maps(source, root, "items");
	const struct ks_checklist_item *other;

	if (!list || list->n_children == 0 || list->n_children > KS_INSPECTION_MAX) {
		ks_diags_error(source->diags, source->file, root->line,
			       "点検の項目（items）を 1 つ以上、%d までで書いてください。",
			       KS_INSPECTION_MAX);
		return;
	}
	out->items = ks_arena_alloc(source->arena, list->n_children * sizeof(*out->items));
	for (const struct ks_yaml *node = list->first; node; node = node->next) {
		struct ks_checklist_item *item = &out->items[out->n_items];

		read_item(source, policy, node, item);
		other = ks_checklist_find(out, item->id);
		if (other)
			ks_diags_error(source->diags, source->file, node->line,
				       "番号「%s」は %d 行目の項目と同じです。別の番号にしてください。",
				       item->id, other->line);
		out->n_items++;
	}
}

enum ks_rc ks_checklist_load(const char *file, const struct ks_policy *policy,
			     struct ks_checklist *out, struct ks_diags *diags)
{
	struct ks_source source = {.diags = diags};
	size_t errors = diags->n_errors;
	const struct ks_yaml *root;
	const char *intro, *easy_intro;

	memset(out, 0, sizeof(*out));
	source.arena = &out->arena;
	source.file = out->file = ks_arena_strdup(&out->arena, file);
	out->id = out->title = out->revision = "";
	root = ks_yaml_read_map(&source);
	if (!root)
		return KS_INVALID;
	ks_yaml_only(&source, root, "id title revision intro easy_intro items");
	out->id = ks_yaml_need_text(&source, root, "id");
	out->title = ks_yaml_need_text(&source, root, "title");
	out->revision = ks_yaml_need_text(&source, root, "revision");
	intro = ks_yaml_text(&source, root, "intro", "");
	out->intro = ks_rich_of(&source, root->line, KS_RICH_INLINE, intro, strlen(intro));
	easy_intro = ks_yaml_text(&source, root, "easy_intro", "");
	out->easy_intro =
		ks_rich_of(&source, root->line, KS_RICH_INLINE, easy_intro, strlen(easy_intro));
	if (out->id[0] != '\0' && !ks_source_is_id(out->id, KS_ID_MAX))
		ks_diags_error(diags, file, root->line,
			       "点検票の id「%s」は使えません。英数字で書いてください。", out->id);
	read_items(&source, policy, root, out);
	pair_easy(&source, out);
	return diags->n_errors > errors ? KS_INVALID : KS_OK;
}

void ks_checklist_finish(struct ks_checklist *checklist)
{
	if (!checklist)
		return;
	ks_arena_finish(&checklist->arena);
	memset(checklist, 0, sizeof(*checklist));
}

const struct ks_checklist_item *ks_checklist_find(const struct ks_checklist *checklist, const char *id)
{
	for (size_t i = 0; i < checklist->n_items; i++)
		if (strcmp(checklist->items[i].id, id) == 0)
			return &checklist->items[i];
	return NULL;
}
