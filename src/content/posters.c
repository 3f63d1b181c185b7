/* SPDX-License-Identifier: Apache-2.0 */
#include "content/posters.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "content/rich_build.h"
#include "content/yaml.h"

/* The posters of the idle screen: a handful of fields each. */

#define POSTER_CHARACTERS_MAX 60
#define POSTER_LINES_MAX 3

/* A poster's lines stay lines: each is read for itself. */
static struct ks_rich rich_lines(const struct ks_source *source, const struct ks_yaml *map,
				 const char *key)
{
	const struct ks_yaml *node = ks_yaml_get(map, key);
	struct ks_rich_build build = {0};
	const char **lines;
	size_t n = 0;

	lines = ks_yaml_texts(source, map, key, &n);
	for (size_t i = 0; i < n; i++) {
		const char *from = lines[i], *end = lines[i] + strlen(lines[i]);

		while (from < end) {
			const char *stop = memchr(from, '\n', (size_t)(end - from));
			const char *left = from, *right = stop ? stop : end;

			ks_source_trim(&left, &right);
			if (left < right && build.text.len > 0)
				ks_buf_putc(&build.text, '\n');
			ks_rich_build_add(&build, source, node->line, KS_RICH_INLINE, left,
					  (size_t)(right - left));
			from = stop ? stop + 1 : end;
		}
	}
	return ks_rich_build_finish(&build, source->arena);
}

static void check_poster_length(const struct ks_source *source, const struct ks_yaml *root,
				const char *key, const struct ks_rich *text)
{
	size_t lines = 1;

	for (size_t i = 0; i < text->len; i++)
		lines += text->text[i] == '\n';
	if (text->len == 0)
		ks_diags_error(source->diags, source->file, root->line,
			       "大きな文字（text）がありません。");
	else if (lines > POSTER_LINES_MAX || ks_rich_characters(text) > POSTER_CHARACTERS_MAX)
		ks_diags_error(source->diags, source->file,
			       (ks_yaml_get(root, key) ? ks_yaml_get(root, key) : root)->line,
			       "大きな文字は %d 字・%d 行までです（今は %zu 字・%zu 行）。",
			       POSTER_CHARACTERS_MAX, POSTER_LINES_MAX, ks_rich_characters(text),
			       lines);
}

static bool read_poster(struct ks_content *content, const char *name, struct ks_diags *diags)
{
	struct ks_source source = {ks_arena_format(&content->arena, "%s/posters/%s",
						   content->folder, name),
				   diags, &content->arena};
	const struct ks_yaml *root = ks_yaml_read_map(&source);
	struct ks_poster *out = &content->posters[content->n_posters];
	size_t errors = diags->n_errors;
	const char *figure;

	if (!root)
		return false;
	ks_yaml_only(&source, root, "id badge text small easy_text easy_small figure");
	out->id =
		ks_yaml_text(&source, root, "id",
			     ks_arena_strndup(&content->arena, name, strlen(name) - strlen(".yaml")));
	out->badge = ks_yaml_text(&source, root, "badge", "");
	out->text = rich_lines(&source, root, "text");
	out->small = rich_lines(&source, root, "small");
	out->easy_text = rich_lines(&source, root, "easy_text");
	out->easy_small = rich_lines(&source, root, "easy_small");
	figure = ks_yaml_text(&source, root, "figure", "");
	out->figure = figure[0] == '\0' ? ""
					: ks_arena_format(&content->arena, "%s/posters/%s",
							  content->folder, figure);
	if (out->easy_text.len == 0)
		out->easy_text = out->text;
	if (out->easy_small.len == 0)
		out->easy_small = out->small;
	check_poster_length(&source, root, "text", &out->text);
	check_poster_length(&source, root, "easy_text", &out->easy_text);
	if (strchr(figure, '/'))
		ks_diags_error(diags, source.file, root->line,
			       "figure には posters フォルダーの中の .svg の名前を書きます。");
	return diags->n_errors == errors;
}

void ks_posters_read(struct ks_content *content, struct ks_diags *diags)
{
	char *folder = ks_path_join(content->folder, "posters");
	char **names = NULL;
	size_t n = 0;

	if (ks_folder_list(folder, ".yaml", &names, &n) == KS_OK) {
		content->posters =
			ks_arena_alloc(&content->arena, (n + 1) * sizeof(*content->posters));
		for (size_t i = 0; i < n; i++)
			content->n_posters += read_poster(content, names[i], diags);
		ks_folder_list_finish(names, n);
	}
	free(folder);
}
