/* SPDX-License-Identifier: Apache-2.0 */
#include "content/organisation_read.h"

#include <string.h>

#include "content/rich_build.h"
#include "content/yaml.h"

/* organisation.yaml: what a body decides once. What it leaves out stays empty, and so off the screen. */

#define KEYS "name system_name iri_base help easy_help emergency here places roster"
#define SENTENCE_KEYS "text easy"
#define CONTACT_KEYS "kind what easy_what note easy_note whom place telephone"

static struct ks_rich rich(const struct ks_source *source, int line, const char *text)
{
	return ks_rich_of(source, line, KS_RICH_INLINE, text, strlen(text));
}

static struct ks_rich rich_at(const struct ks_source *source, const struct ks_yaml *map,
			      const char *key)
{
	const struct ks_yaml *node = ks_yaml_get(map, key);

	return node ? rich(source, node->line, ks_yaml_text(source, map, key, ""))
		    : (struct ks_rich){0};
}

static struct ks_rich rich_or(const struct ks_source *source, const struct ks_yaml *map,
			      const char *key, struct ks_rich otherwise)
{
	struct ks_rich text = rich_at(source, map, key);

	return text.len > 0 ? text : otherwise;
}

/* "内線 120" → what is said before the number, and the number; words without a number stay together. */
static void split_telephone(struct ks_arena *arena, const char *text, struct ks_contact *out)
{
	const char *end = text + strlen(text), *number = end;

	while (number > text && strchr("0123456789-", number[-1]))
		number--;
	out->number = ks_arena_strdup(arena, number);
	end = number;
	ks_source_trim(&text, &end);
	out->line = ks_arena_strndup(arena, text, (size_t)(end - text));
}

static void read_contact(const struct ks_source *source, const struct ks_yaml *node,
			 struct ks_contact *out)
{
	const char *kind = ks_yaml_text(source, node, "kind", "other");
	int known = ks_contact_kind_find(kind);

	ks_yaml_only(source, node, CONTACT_KEYS);
	if (known < 0)
		ks_diags_error(
			source->diags, source->file, node->line,
			"kind の「%s」は知りません。fire（火事）、crime（事件）、security（情報）、other のどれかを書いてください。",
			kind);
	out->kind = known < 0 ? KS_CONTACT_OTHER : (enum ks_contact_kind)known;
	(void)ks_yaml_need_text(source, node, "what");
	out->what = rich_at(source, node, "what");
	out->note = rich_at(source, node, "note");
	out->easy_what = rich_or(source, node, "easy_what", out->what);
	out->easy_note = rich_or(source, node, "easy_note", out->note);
	out->whom = rich_at(source, node, "whom");
	out->place = rich_at(source, node, "place");
	split_telephone(source->arena, ks_yaml_need_text(source, node, "telephone"), out);
}

static void read_sentence(const struct ks_source *source, const struct ks_yaml *node,
			  struct ks_organisation *out)
{
	struct ks_rich *text = &out->emergency[out->n_emergency];
	struct ks_rich *easy = &out->easy_emergency[out->n_emergency++];

	if (node->kind == KS_YAML_TEXT) {
		*text = *easy = rich(source, node->line, node->text);
		return;
	}
	ks_yaml_only(source, node, SENTENCE_KEYS);
	*text = rich_at(source, node, "text");
	*easy = rich_or(source, node, "easy", *text);
}

/* Contacts and sentences, in one list. */
static void read_emergency(const struct ks_source *source, const struct ks_yaml *root,
			   struct ks_organisation *out)
{
	const struct ks_yaml *list = ks_yaml_get(root, "emergency");

	if (!list)
		return;
	if (list->kind != KS_YAML_LIST) {
		ks_diags_error(source->diags, source->file, list->line,
			       "emergency には、連絡先を - で始まる行に並べて書きます。");
		return;
	}
	out->contacts =
		ks_arena_alloc(source->arena, (list->n_children + 1) * sizeof(*out->contacts));
	out->emergency =
		ks_arena_alloc(source->arena, (list->n_children + 1) * sizeof(*out->emergency));
	out->easy_emergency =
		ks_arena_alloc(source->arena, (list->n_children + 1) * sizeof(*out->easy_emergency));
	for (const struct ks_yaml *node = list->first; node; node = node->next) {
		if (node->kind == KS_YAML_TEXT ||
		    (node->kind == KS_YAML_MAP && ks_yaml_get(node, "text")))
			read_sentence(source, node, out);
		else if (node->kind == KS_YAML_MAP)
			read_contact(source, node, &out->contacts[out->n_contacts++]);
		else
			ks_diags_error(
				source->diags, source->file, node->line,
				"emergency の一つは、what と telephone のある連絡先か、文です。");
	}
}

static void read_spots(const struct ks_source *source, const struct ks_yaml *root,
		       struct ks_organisation *out)
{
	const struct ks_yaml *list = ks_yaml_maps(source, root, "here");

	if (!list)
		return;
	out->spots = ks_arena_alloc(source->arena, (list->n_children + 1) * sizeof(*out->spots));
	for (const struct ks_yaml *node = list->first; node; node = node->next) {
		struct ks_here *spot = &out->spots[out->n_spots++];

		ks_yaml_only(source, node, "kiosk place telephone");
		spot->kiosk = ks_yaml_text(source, node, "kiosk", "");
		(void)ks_yaml_need_text(source, node, "place");
		spot->place = rich_at(source, node, "place");
		spot->telephone = rich_at(source, node, "telephone");
	}
}

static void read_place(const struct ks_source *source, const struct ks_yaml *node,
		       struct ks_local_words *out)
{
	out->source_line = node->line;
	out->id = node->key;
	if (node->kind == KS_YAML_TEXT) {
		out->text = out->easy = rich(source, node->line, node->text);
	} else {
		ks_yaml_only(source, node, "text easy");
		out->text = rich_at(source, node, "text");
		out->easy = rich_or(source, node, "easy", out->text);
	}
	if (!ks_source_is_id(out->id, KS_ID_MAX))
		ks_diags_error(source->diags, source->file, node->line,
			       "places の名前「%s」は使えません。39 字までの英数字で書いてください。",
			       out->id);
}

static void read_places(const struct ks_source *source, const struct ks_yaml *root,
			struct ks_organisation *out)
{
	const struct ks_yaml *map = ks_yaml_get(root, "places");

	if (!map || (map->kind == KS_YAML_TEXT && *map->text == '\0'))
		return;
	if (map->kind != KS_YAML_MAP) {
		ks_diags_error(source->diags, source->file, map->line,
			       "places には、「名前: 言葉」を一行に一つ書きます。");
		return;
	}
	out->places = ks_arena_alloc(source->arena, (map->n_children + 1) * sizeof(*out->places));
	for (const struct ks_yaml *node = map->first; node; node = node->next)
		read_place(source, node, &out->places[out->n_places++]);
}

void ks_organisation_read(struct ks_content *content, struct ks_diags *diags)
{
	struct ks_organisation *out = &content->organisation;
	struct ks_source source = {ks_source_join(&content->arena, content->folder,
						  "organisation.yaml"),
				   diags, &content->arena};
	const struct ks_yaml *root = ks_yaml_read_map(&source);

	*out = (struct ks_organisation){
		.name = "", .system_name = "", .iri_base = "", .help = "", .easy_help = ""};
	if (!root)
		return;
	ks_yaml_only(&source, root, KEYS);
	out->name = ks_yaml_need_text(&source, root, "name");
	out->system_name = ks_yaml_need_text(&source, root, "system_name");
	out->iri_base = ks_yaml_need_text(&source, root, "iri_base");
	out->help = ks_yaml_text(&source, root, "help", "");
	out->easy_help = ks_yaml_text(&source, root, "easy_help", out->help);
	if (strncmp(out->iri_base, "https://", 8) != 0 ||
	    out->iri_base[strlen(out->iri_base) - 1] == '/')
		ks_diags_error(
			diags, source.file, root->line,
			"iri_base は https:// で始め、終わりの / は付けません（例 https://kenshu.example）。");
	read_emergency(&source, root, out);
	read_spots(&source, root, out);
	read_places(&source, root, out);
}
