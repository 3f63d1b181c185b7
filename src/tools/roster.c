/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/args.h"
#include "base/buf.h"
#include "base/csv.h"
#include "base/decode.h"
#include "base/file.h"
#include "base/fold.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "collector/control.h"
#include "content/content.h"
#include "content/unpacked.h"
#include "record/roster.h"
#include "tools/glyphs.h"
#include "tools/roster.h"
#include "tools/tools.h"

/*
 * The file is opened here, as the person who runs the command may, and goes open to whoever writes: it may be
 * CP932, and its mistakes must be told with the same words either way.
 */

#define ANSWERS_MAX_BYTES ((size_t)4 << 20)
#define MAP_MAX_BYTES 65536

static int tell_unread(const char *file, enum ks_rc rc, size_t ceiling)
{
	if (rc == KS_NOT_FOUND)
		fprintf(stderr, "%s がありません。ファイル名を確かめてください。\n", file);
	else if (rc == KS_FULL)
		fprintf(stderr, "%s が大きすぎます。%zu MiB までにしてください。\n", file,
			ceiling >> 20);
	else
		fprintf(stderr, "%s を読めません。権限を確かめてください。\n", file);
	return KS_EXIT_FAILED;
}

/* ---- what the list is read by ---- */

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
		ks_tools_put_plans(out, at);
		exit_code = put_map(out, map ? map : organisation, map);
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

struct noting {
	struct ks_glyphs *glyphs;
	const char *file;
	int line;
	struct ks_diags *diags;
};

/* One note a line: 外字 and the like are a square on the screen, and nobody sees that in Excel. */
static void note_line(const struct noting *noting, const char *from, const char *end)
{
	while (from < end) {
		uint32_t c = ks_utf8_next(&from, end);

		if (is_shown(noting->glyphs, c))
			continue;
		ks_diags_warn(
			noting->diags, noting->file, noting->line,
			"端末のどの字体にもない文字（U+%04X）があります。画面では〓になります。%s",
			(unsigned)c,
			(c >= 0xE000 && c <= 0xF8FF) || c >= 0xF0000
				? "外字は、ほかの端末では別の字になります。"
				: "");
		return;
	}
}

static void note_piece(void *context, char *text, size_t len)
{
	struct noting *noting = context;
	const char *at = text, *end = text + len;

	for (; at < end; noting->line++) {
		const char *stop = at + strcspn(at, "\r\n");

		note_line(noting, at, stop);
		at = stop + (stop < end && *stop == '\r' && stop[1] == '\n' ? 2 : 1);
	}
}

static void note_glyphs(const char *file, const struct ks_bytes *bytes, struct ks_diags *diags)
{
	struct noting noting = {.glyphs = ks_glyphs_open(), .file = file, .line = 1, .diags = diags};
	struct ks_diags ignored = {0}; /* the reader tells what is wrong with the encoding */

	if (noting.glyphs)
		(void)!ks_decode_each(file, bytes, note_piece, &noting, &ignored);
	ks_diags_finish(&ignored);
	ks_glyphs_close(noting.glyphs);
}

/* ---- import ---- */

struct wishes {
	const char *from, *same, *other, *answers, *removals;
	bool is_dry, is_once;
};

static void put_text(struct ks_buf *out, const char *name, const char *text)
{
	ks_buf_printf(out, ",\"%s\":", name);
	ks_buf_json(out, text);
}

static void add_answer(struct ks_buf *list, const char *text)
{
	ks_buf_printf(list, "%s%s", list->len > 0 ? "," : "", text);
}

/* 職員番号,前の職員番号,同一人 and the like, below a line of headers. */
static int read_answer(const char *file, const struct ks_csv_row *row, struct ks_buf *same,
		       struct ks_buf *other)
{
	const char *number = row->n_cells > 0 ? ks_fold_trim(row->cells[0]) : "";
	const char *before = row->n_cells > 1 ? ks_fold_trim(row->cells[1]) : "";
	const char *answer = row->n_cells > 2 ? ks_fold_trim(row->cells[2]) : "";
	bool is_same = strcmp(answer, "同一人") == 0;
	char *pair = *before ? ks_format("%s=%s", before, number) : ks_strdup(number);
	int exit_code = KS_EXIT_DONE;

	if (is_same) {
		add_answer(same, pair);
	} else if (strcmp(answer, "別人") == 0) {
		add_answer(other, number);
	} else {
		fprintf(stderr, "%s:%d: 誤り: 答えは「同一人」か「別人」にしてください。\n", file,
			row->line);
		exit_code = KS_EXIT_FAILED;
	}
	free(pair);
	return exit_code;
}

static int read_answers(const char *file, struct ks_buf *same, struct ks_buf *other)
{
	struct ks_diags diags = {0};
	struct ks_csv csv = {0};
	char *bytes = NULL;
	size_t len = 0;
	enum ks_rc rc = ks_file_read(file, ANSWERS_MAX_BYTES, &bytes, &len);
	int exit_code = rc == KS_OK ? KS_EXIT_DONE : tell_unread(file, rc, ANSWERS_MAX_BYTES);

	if (exit_code == KS_EXIT_DONE && ks_csv_read(file, bytes, len, &csv, &diags) != KS_OK)
		exit_code = KS_EXIT_FAILED;
	for (size_t i = 1; i < csv.n_rows && exit_code == KS_EXIT_DONE; i++)
		exit_code = read_answer(file, &csv.rows[i], same, other);
	ks_diags_print(&diags, stderr);
	ks_diags_finish(&diags);
	ks_csv_finish(&csv);
	free(bytes);
	return exit_code;
}

static int put_wishes(struct ks_buf *out, const struct wishes *wishes)
{
	struct ks_buf same = {0}, other = {0};
	int exit_code = KS_EXIT_DONE;

	if (wishes->removals && (wishes->removals[strspn(wishes->removals, "0123456789")] ||
				 strlen(wishes->removals) > 6 || !*wishes->removals)) {
		fprintf(stderr, "--allow-removals には人数を書いてください。\n");
		return KS_EXIT_USAGE;
	}
	if (wishes->removals)
		ks_buf_printf(out, ",\"allow_removals\":%ld", strtol(wishes->removals, NULL, 10));
	if (wishes->same)
		add_answer(&same, wishes->same);
	if (wishes->other)
		add_answer(&other, wishes->other);
	if (wishes->answers)
		exit_code = read_answers(wishes->answers, &same, &other);
	put_text(out, "same", ks_buf_text(&same));
	put_text(out, "other", ks_buf_text(&other));
	put_text(out, "from", wishes->from ? wishes->from : "");
	ks_buf_puts(out, wishes->is_dry ? ",\"dry_run\":true" : "");
	ks_buf_puts(out, wishes->is_once ? ",\"once\":true" : "");
	ks_buf_finish(&same);
	ks_buf_finish(&other);
	return exit_code;
}

/* What the list is to be read by; the list itself goes beside it, open. */
static int make_request(const char *file, const char *map, const char *content,
			const struct wishes *wishes, struct ks_buf *out)
{
	int exit_code;

	ks_buf_puts(out, "{\"do\":\"roster.import\",\"file\":");
	ks_buf_json(out, file);
	exit_code = put_words(out, map, content);
	if (exit_code == KS_EXIT_DONE)
		exit_code = put_wishes(out, wishes);
	ks_buf_puts(out, "}");
	return exit_code;
}

static int import_file(const char *state, const char *file, const char *request)
{
	struct ks_diags notes = {0};
	struct ks_bytes bytes;
	enum ks_rc rc = ks_bytes_open(file, KS_ROSTER_MAX_BYTES, &bytes);
	int exit_code;

	if (rc != KS_OK)
		return tell_unread(file, rc, KS_ROSTER_MAX_BYTES);
	note_glyphs(file, &bytes, &notes);
	exit_code = ks_tools_ask_with(state, request, bytes.fd, &notes, NULL);
	ks_diags_finish(&notes);
	close(bytes.fd);
	return exit_code;
}

static int import(int argc, char **argv)
{
	struct wishes wishes = {0};
	const char *state = NULL, *file = NULL, *map = NULL, *content = NULL;
	const struct ks_option options[] = {
		{"--state", "DIR", "記録のフォルダー（なければ作ります）", &state, NULL, true},
		{"--map", "FILE", "組合の名簿の言葉（なければ教材の organisation.yaml）", &map,
		 NULL, false},
		{"--content", "DIR", "教材（なければ、プログラムのそばの教材）", &content, NULL,
		 false},
		{"--dry-run", NULL, "何が変わるかを見るだけで、取り込みません", NULL,
		 &wishes.is_dry, false},
		{"--from", "YYYY-MM-DD", "この日から有効な名簿（先の日付なら、その日に替わります）",
		 &wishes.from, NULL, false},
		{"--same", "旧=新,…", "同じ人（番号が変わった人、氏名もカナも変わった人）",
		 &wishes.same, NULL, false},
		{"--other", "番号,…", "別の人（前の人の番号が付いた人、同姓同名の人）",
		 &wishes.other, NULL, false},
		{"--answers", "FILE", "答えの一覧（CSV: 職員番号,前の職員番号,同一人か別人）",
		 &wishes.answers, NULL, false},
		{"--pins-once", NULL,
		 "初期暗証番号は、自分の番号を決めるためだけに使います（一度だけ）", NULL,
		 &wishes.is_once, false},
		{"--allow-removals", "N", "名簿から外れる人を N 名まで認めます", &wishes.removals,
		 NULL, false},
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
	int exit_code;

	if (!ks_tools_parse(&args, argc, argv, &file, &exit_code))
		return exit_code;
	exit_code = make_request(file, map, content, &wishes, &request);
	if (exit_code == KS_EXIT_DONE)
		exit_code = import_file(state, file, ks_buf_text(&request));
	ks_buf_finish(&request);
	return exit_code;
}

static int undo(int argc, char **argv)
{
	const char *state = NULL;
	const struct ks_option options[] = {
		{"--state", "DIR", "記録のフォルダー", &state, NULL, true},
	};
	const struct ks_args args = {
		.program = "kenshu roster undo",
		.summary = "最後に取り込んだ名簿を、その前の名簿に戻します。その名簿の初期暗証番号も戻ります。\n"
			   "そのあとに本人が決めた暗証番号は、そのままです。",
		.options = options,
		.n_options = KS_COUNT(options),
	};
	int exit_code;

	if (!ks_tools_parse(&args, argc, argv, NULL, &exit_code))
		return exit_code;
	return ks_tools_ask(state, "{\"do\":\"roster.undo\"}", NULL, NULL);
}

int ks_tools_roster(int argc, char **argv)
{
	static const struct ks_tools_command commands[] = {
		{"import", "人事の名簿（CSV）を取り込みます", import},
		{"list", "ある日の名簿を書き出します", ks_tools_roster_list},
		{"publish", "名簿に署名して、端末が受け取るファイルにします", ks_tools_roster_publish},
		{"undo", "最後の取込みを元に戻します", undo},
	};

	return ks_tools_choose("kenshu roster", "名簿を扱います。", commands, KS_COUNT(commands),
			       argc, argv);
}
