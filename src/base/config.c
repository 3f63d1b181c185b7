/* SPDX-License-Identifier: Apache-2.0 */
#include "base/config.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"

/*
 * The few settings of a program, in a file that an administrator edits by hand: every line that is not
 * understood is told with its number, and none of it is guessed.
 */

#define CONFIG_NAMES_MAX 32

struct reader {
	const char *file;
	const struct ks_config_name *names;
	size_t n_names;
	bool is_given[CONFIG_NAMES_MAX];
	struct ks_arena *arena;
	struct ks_diags *diags;
};

static char *trim(char *text)
{
	size_t len;

	text += strspn(text, " \t");
	len = strlen(text);
	while (len > 0 && strchr(" \t\r", text[len - 1]))
		text[--len] = '\0';
	if (len >= 2 && (text[0] == '"' || text[0] == '\'') && text[len - 1] == text[0]) {
		text[len - 1] = '\0';
		text++;
	}
	return text;
}

static void take(struct reader *reader, int line, const char *name, const char *value)
{
	for (size_t i = 0; i < reader->n_names; i++) {
		if (strcmp(reader->names[i].name, name) != 0)
			continue;
		if (reader->is_given[i])
			ks_diags_error(reader->diags, reader->file, line,
				       "「%s」が二度書かれています。一つにしてください。", name);
		reader->is_given[i] = true;
		if (!*reader->names[i].value)
			*reader->names[i].value = ks_arena_strdup(reader->arena, value);
		return;
	}
	ks_diags_error(reader->diags, reader->file, line,
		       "「%s」という設定はありません。つづりを確かめてください。", name);
}

static void read_line(struct reader *reader, int line, char *text)
{
	char *colon;

	for (char *hash = strchr(text, '#'); hash; hash = strchr(hash + 1, '#')) {
		if (hash == text || hash[-1] == ' ' || hash[-1] == '\t') {
			*hash = '\0';
			break;
		}
	}
	text = trim(text);
	if (*text == '\0')
		return;
	colon = strchr(text, ':');
	if (!colon) {
		ks_diags_error(reader->diags, reader->file, line,
			       "「名前: 値」の形で書いてください。");
		return;
	}
	*colon = '\0';
	take(reader, line, trim(text), trim(colon + 1));
}

enum ks_rc ks_config_read(const char *file, const struct ks_config_name *names, size_t n_names,
			  struct ks_arena *arena, struct ks_diags *diags)
{
	struct reader reader = {
		.file = file, .names = names, .n_names = n_names, .arena = arena, .diags = diags};
	size_t n_before = diags->n_errors;
	char *data = NULL, *rest, *text;
	size_t len;
	int line = 0;

	if (n_names > CONFIG_NAMES_MAX)
		abort();
	if (ks_file_read(file, KS_CONFIG_BYTES_MAX, &data, &len) != KS_OK) {
		ks_diags_error(diags, file, 0,
			       "設定ファイルを読めません。場所と権限を確かめてください。");
		return KS_INVALID;
	}
	rest = data;
	while ((text = strsep(&rest, "\n")))
		read_line(&reader, ++line, text);
	free(data);
	return diags->n_errors > n_before ? KS_INVALID : KS_OK;
}
