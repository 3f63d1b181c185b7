/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "content/texts.h"
#include "report/offered.h"
#include "report/pack_private.h"

/*
 * The texts that were used: the bundle, which is what was signed and published, and its words as they stand on the glass,
 * for whoever has no kiosk at hand. One file for each lesson, and for what lies beside them.
 */

#define FOLDER "教材/"

struct shown {
	struct sheet {
		char *name;
		struct ks_buf text;
		char *file; /* whose words came last */
		int line;
	} * sheets;
	size_t n_sheets;
	const char *root; /* of the unpacked content: no place of this machine is told */
};

/* "lessons/m1/quiz.gift" belongs to "lessons_m1", "organisation.yaml" to itself. */
static char *name_of(const char *file)
{
	const char *slash = strchr(file, '/');
	char *name;

	slash = slash ? strchr(slash + 1, '/') : NULL;
	name = slash ? ks_strndup(file, (size_t)(slash - file)) : ks_strdup(file);
	for (char *at = name; *at; at++)
		if (*at == '/')
			*at = '_';
	return name;
}

static struct sheet *sheet_of(struct shown *shown, const char *file)
{
	char *name = name_of(file);
	struct sheet *made;

	for (size_t i = 0; i < shown->n_sheets; i++)
		if (strcmp(shown->sheets[i].name, name) == 0) {
			free(name);
			return &shown->sheets[i];
		}
	shown->sheets = ks_realloc(shown->sheets, shown->n_sheets + 1, sizeof(*shown->sheets));
	made = &shown->sheets[shown->n_sheets++];
	*made = (struct sheet){.name = name, .text = {.ceiling = KS_PACK_MAX_BYTES}};
	ks_buf_puts(&made->text, "\xef\xbb\xbf画面に出る文です。ふりがなは付けていません。\r\n");
	return made;
}

static void put_lines(struct ks_buf *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '\n')
			ks_buf_puts(out, "\r\n");
		else
			ks_buf_append(out, &text[i], 1);
	}
	ks_buf_puts(out, "\r\n");
}

static void take(void *to, const char *file, int line, const struct ks_rich *text)
{
	struct shown *shown = to;
	size_t len = strlen(shown->root);
	struct sheet *sheet;

	if (strncmp(file, shown->root, len) == 0)
		file += len + (file[len] == '/');
	sheet = sheet_of(shown, file);
	if (!sheet->file || strcmp(sheet->file, file) != 0) {
		ks_buf_printf(&sheet->text, "\r\n【%s】\r\n", file);
		free(sheet->file);
		sheet->file = ks_strdup(file);
	} else if (sheet->line != line) {
		ks_buf_puts(&sheet->text, "\r\n");
	}
	sheet->line = line;
	put_lines(&sheet->text, text->text, text->len);
}

static void add_shown(struct ks_pack *pack, const struct ks_content *content)
{
	struct shown shown = {.root = content->folder};

	ks_texts_each(content, take, &shown);
	for (size_t i = 0; i < shown.n_sheets; i++) {
		struct sheet *sheet = &shown.sheets[i];
		char *path = ks_format(FOLDER "画面の文/%s.txt", sheet->name);

		ks_pack_add(pack, path, &sheet->text);
		free(path);
		free(sheet->name);
		free(sheet->file);
	}
	free(shown.sheets);
}

void ks_pack_texts(struct ks_pack *pack)
{
	struct ks_buf out = {.ceiling = KS_PACK_MAX_BYTES};
	struct ks_content content = {0};

	if (!pack->wish->texts || pack->rc != KS_OK)
		return;
	ks_buf_append(&out, pack->wish->texts, pack->wish->texts_len);
	ks_pack_add(pack, FOLDER "bundle.tar", &out);
	if (pack->rc == KS_OK)
		pack->rc = ks_report_unpack(pack->wish->texts, pack->wish->texts_len, &content);
	if (pack->rc == KS_OK)
		add_shown(pack, &content);
	ks_content_finish(&content);
}
