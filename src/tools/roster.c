/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/args.h"
#include "base/buf.h"
#include "base/decode.h"
#include "base/file.h"
#include "base/fold.h"
#include "base/id.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "collector/control.h"
#include "content/content.h"
#include "content/plan.h"
#include "tools/glyphs.h"
#include "tools/tools.h"

/*
 * The file is read here, as the person who runs the command may, and its bytes go unread to whoever writes: it may be
 * CP932, and its mistakes must be told with the same words either way.
 */

/* In base64 it still has to fit into one request. */
#define ROSTER_MAX_BYTES (KS_CONTROL_MAX_BYTES / 4 * 3 - 1048576)
#define MAP_MAX_BYTES 65536

static int read_roster(const char *file, char **bytes, size_t *len)
{
	enum ks_rc rc = ks_file_read(file, ROSTER_MAX_BYTES, bytes, len);

	if (rc == KS_OK)
		return KS_EXIT_DONE;
	if (rc == KS_NOT_FOUND)
		fprintf(stderr, "%s がありません。ファイル名を確かめてください。\n", file);
	else if (rc == KS_FULL)
		fprintf(stderr, "%s が大きすぎます。%zu MiB までにしてください。\n", file,
			ROSTER_MAX_BYTES >> 20);
	else
		fprintf(stderr, "%s を読めません。権限を確かめてください。\n", file);
	return KS_EXIT_FAILED;
}

/* ---- what the list is read by ---- */

/* All courses there are, of whatever 年度, as the handler reads them: they say which roles there are. */
static void put_plans(struct ks_buf *out, const char *content)
{
	char *courses = ks_path_join(content, "courses"), **names = NULL;
	struct ks_diags ignored = {0}; /* `kenshu content check` tells them */
	size_t n_names = 0, n_put = 0;

	if (ks_folder_list(courses, ".yaml", &names, &n_names) != KS_OK)
		n_names = 0;
	ks_buf_puts(out, ",\"plans\":[");
	for (size_t i = 0; i < n_names; i++) {
		char *file = ks_path_join(courses, names[i]), *json;
		struct ks_plan plan;

		if (ks_plan_load(file, &plan, &ignored) == KS_OK) {
			json = ks_plan_to_json(&plan);
			ks_buf_printf(out, "%s%s", n_put++ > 0 ? "," : "", json);
			free(json);
		}
		ks_plan_finish(&plan);
		free(file);
	}
	ks_buf_puts(out, "]");
	ks_diags_finish(&ignored);
	ks_folder_list_finish(names, n_names);
	free(courses);
}

static int put_map(struct ks_buf *out, const char *file, bool is_named)
{
	char *text = NULL;
	size_t len = 0;
	enum ks_rc rc = ks_file_read(file, MAP_MAX_BYTES, &text, &len);

	if (rc != KS_OK && is_named) {
		fprintf(stderr, "%s を読めません。ファイル名を確かめてください。\n", file);
		return KS_EXIT_FAILED;
	}
	if (rc == KS_OK) {
		ks_buf_puts(out, ",\"map_file\":");
		ks_buf_json(out, file);
		ks_buf_puts(out, ",\"map\":");
		ks_buf_json(out, text);
	}
	free(text);
	return KS_EXIT_DONE;
}

/* The body's words: --map, else those in the organisation.yaml of its content. */
static int put_words(struct ks_buf *out, const char *map, const char *content)
{
	struct ks_diags diags = {0};
	struct ks_unpacked place;
	char *folder = content ? ks_strdup(content) : ks_tools_content_folder();
	char *organisation;
	int exit_code;

	if (ks_unpacked_open(folder, &place, &diags) != KS_OK && content) {
		ks_diags_print(&diags, stderr);
		exit_code = KS_EXIT_FAILED;
	} else {
		const char *at = place.folder ? place.folder : folder;

		organisation = ks_path_join(at, "organisation.yaml");
		put_plans(out, at);
		exit_code = put_map(out, map ? map : organisation, map != NULL);
		free(organisation);
	}
	ks_diags_finish(&diags);
	ks_unpacked_close(&place);
	free(folder);
	return exit_code;
}

/* ---- characters that no font has ---- */

static bool is_shown(struct ks_glyphs *glyphs, uint32_t c)
{
	return c < 0x80 || ks_fold_is_blank(c) || (c >= 0xFE00 && c <= 0xFE0F) ||
	       (c >= 0xE0100 && c <= 0xE01EF) || ks_glyphs_has(glyphs, c, 0);
}

/* One note a line: 外字 and the like are a square on the screen, and nobody sees that in Excel. */
static void note_line(struct ks_glyphs *glyphs, const char *file, int line, const char *from,
		      const char *end, struct ks_diags *diags)
{
	while (from < end) {
		uint32_t c = ks_utf8_next(&from, end);

		if (is_shown(glyphs, c))
			continue;
		ks_diags_warn(
			diags, file, line,
			"端末のどの字体にもない文字（U+%04X）があります。画面では〓になります。%s",
			(unsigned)c,
			(c >= 0xE000 && c <= 0xF8FF) || c >= 0xF0000
				? "外字は、ほかの端末では別の字になります。"
				: "");
		return;
	}
}

static void note_glyphs(const char *file, const char *bytes, size_t len, struct ks_diags *diags)
{
	struct ks_glyphs *glyphs = ks_glyphs_open();
	struct ks_diags ignored = {0}; /* the reader tells what is wrong with the encoding */
	size_t n = 0;
	char *text = glyphs ? ks_decode_text(file, bytes, len, &n, &ignored) : NULL;
	const char *at = text, *end = text ? text + n : NULL;

	for (int line = 1; text && at < end; line++) {
		const char *stop = at + strcspn(at, "\r\n");

		note_line(glyphs, file, line, at, stop, diags);
		at = stop + (stop < end && *stop == '\r' && stop[1] == '\n' ? 2 : 1);
	}
	free(text);
	ks_diags_finish(&ignored);
	ks_glyphs_close(glyphs);
}

/* ---- import ---- */

static int import(int argc, char **argv)
{
	const char *state = NULL, *file = NULL, *map = NULL, *content = NULL;
	const struct ks_option options[] = {
		{"--state", "DIR", "記録のフォルダー（なければ作ります）", &state, NULL, true},
		{"--map", "FILE", "組合の名簿の言葉（なければ教材の organisation.yaml）", &map,
		 NULL, false},
		{"--content", "DIR", "教材（なければ、プログラムのそばの教材）", &content, NULL,
		 false},
	};
	const struct ks_args args = {
		.program = "kenshu roster import",
		.summary = "人事の名簿で、受講する人の一覧を置き換えます。CSV（UTF-8、CP932）と、Excel の\n"
			   "「Unicode テキスト」（UTF-16、タブ区切り）を読みます。\n"
			   "新しい名簿にない人は消さず、名簿から外れた人として残します。",
		.operands = "ROSTER.csv",
		.n_operands_min = 1,
		.n_operands_max = 1,
		.options = options,
		.n_options = KS_COUNT(options),
	};
	struct ks_buf request = {.ceiling = KS_CONTROL_MAX_BYTES};
	struct ks_diags notes = {0};
	char *bytes = NULL, *coded;
	size_t len = 0;
	int exit_code;

	if (!ks_tools_parse(&args, argc, argv, &file, &exit_code))
		return exit_code;
	exit_code = read_roster(file, &bytes, &len);
	if (exit_code != KS_EXIT_DONE)
		return exit_code;
	coded = ks_base64url((const uint8_t *)bytes, len);
	ks_buf_puts(&request, "{\"do\":\"roster.import\",\"file\":");
	ks_buf_json(&request, file);
	ks_buf_printf(&request, ",\"bytes\":%zu,\"csv\":\"", len);
	ks_buf_puts(&request, coded);
	ks_buf_puts(&request, "\"");
	exit_code = put_words(&request, map, content);
	ks_buf_puts(&request, "}");
	note_glyphs(file, bytes, len, &notes);
	if (exit_code == KS_EXIT_DONE)
		exit_code = ks_tools_ask(state, ks_buf_text(&request), &notes, NULL);
	ks_diags_finish(&notes);
	ks_buf_finish(&request);
	free(coded);
	free(bytes);
	return exit_code;
}

int ks_tools_roster(int argc, char **argv)
{
	static const struct ks_tools_command commands[] = {
		{"import", "人事の名簿（CSV）を取り込みます", import},
	};

	return ks_tools_choose("kenshu roster", "名簿を扱います。", commands, KS_COUNT(commands),
			       argc, argv);
}
