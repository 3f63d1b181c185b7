/* SPDX-License-Identifier: Apache-2.0 */
#include "tools/pin_slips.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/mem.h"
#include "record/roster.h"
#include "report/pdf.h"
#include "tools/tools.h"

/*
 * `kenshu pin slips`: PINs nobody has seen, on sheets to be folded. They stand in that file and nowhere else. Or those of HR's
 * list, which is read and not taken.
 */

static struct ks_pdf_origin origin_today(void)
{
	struct ks_clock clock = ks_clock_system();

	return (struct ks_pdf_origin){
		.day = ks_civil_from_ms(ks_clock_wall_ms(&clock)).date, .body = "", .mark = ""};
}

static enum ks_rc draw(const json_t *told, struct ks_buf *pdf)
{
	size_t n = json_array_size(told);
	struct ks_pdf_slip *slips = ks_alloc_zero(n + 1, sizeof(*slips));
	const struct ks_pdf_origin origin = origin_today();
	enum ks_rc rc;

	for (size_t i = 0; i < n; i++) {
		const json_t *row = json_array_get(told, i);
		const char *texts[4];

		for (size_t k = 0; k < 4; k++) {
			const char *text = json_string_value(json_array_get(row, k));

			texts[k] = text ? text : "";
		}
		slips[i] = (struct ks_pdf_slip){
			.number = texts[0], .name = texts[1], .unit = texts[2], .pin = texts[3]};
	}
	rc = ks_pdf_slips(slips, n, &origin, pdf);
	free(slips);
	return rc;
}

static int write_slips(const char *secret, const char *out)
{
	struct ks_buf pdf = {.ceiling = (size_t)256 << 20};
	json_t *told = json_loads(secret, 0, NULL);
	enum ks_rc rc = told ? draw(told, &pdf) : KS_INVALID;

	if (rc == KS_OK)
		rc = ks_file_create(out, ks_buf_text(&pdf), pdf.len, 0600);
	json_decref(told);
	if (pdf.data)
		explicit_bzero(pdf.data, pdf.len);
	ks_buf_finish(&pdf);
	if (rc == KS_OK)
		return KS_EXIT_DONE;
	fprintf(stderr,
		"%s: 書けません。作った暗証番号は、だれにも伝わっていません。書ける場所を --out に書き、--all を"
		"付けて、もう一度実行してください。\n",
		out);
	return KS_EXIT_FAILED;
}

/* ---- those that HR's own list gives ---- */

static int write_list(const char *file, const char *out)
{
	struct ks_buf pdf = {.ceiling = (size_t)256 << 20};
	const struct ks_pdf_origin origin = origin_today();
	struct ks_roster roster = {0};
	struct ks_diags diags = {0};
	char *bytes = NULL;
	size_t len = 0, n = 0;
	enum ks_rc rc = ks_file_read(file, KS_ROSTER_MAX_BYTES, &bytes, &len);

	if (rc != KS_OK) {
		fprintf(stderr, "%s を読めません。ファイル名と権限を確かめてください。\n", file);
	} else if ((rc = ks_roster_parse(file, bytes, len, &roster, &diags)) != KS_OK) {
		ks_diags_print(&diags, stderr);
	} else if ((rc = ks_pdf_slips_of(&roster, &origin, &pdf, &n)) == KS_NOT_FOUND) {
		fprintf(stderr, "%s: 初期暗証番号のある人がいません。\n", file);
	} else if (rc != KS_OK ||
		   (rc = ks_file_create(out, ks_buf_text(&pdf), pdf.len, 0600)) != KS_OK) {
		fprintf(stderr, "%s: 書けません。書ける場所を --out に書いてください。\n", out);
	} else {
		printf("%zu名に渡す紙を作りました。名簿は kenshu roster import --pins-once で取り込みます。\n",
		       n);
	}
	if (pdf.data)
		explicit_bzero(pdf.data, pdf.len);
	if (bytes)
		explicit_bzero(bytes, len);
	free(bytes);
	ks_buf_finish(&pdf);
	ks_diags_finish(&diags);
	ks_arena_wipe(&roster.arena);
	ks_roster_finish(&roster);
	return rc == KS_OK ? KS_EXIT_DONE : KS_EXIT_FAILED;
}

int ks_tools_pin_slips(int argc, char **argv)
{
	const char *state = NULL, *out = NULL, *list = NULL;
	bool is_all = false;
	const struct ks_option options[] = {
		{"--state", "DIR", "記録のフォルダー（ここにいる人の番号を作ります）", &state, NULL,
		 false},
		{"--list", "FILE", "人事の名簿（番号を作らず、名簿の初期暗証番号を使います）",
		 &list, NULL, false},
		{"--out", "FILE", "作る PDF（持ち主だけが読めるファイル）", &out, NULL, true},
		{"--all", NULL, "全員の暗証番号を、新しくします（いまの番号は使えなくなります）",
		 NULL, &is_all, false},
	};
	const struct ks_args args = {
		.program = "kenshu pin slips",
		.summary = "暗証番号のない人の番号を作り、三つ折りにして渡す紙（PDF）にします。",
		.options = options,
		.n_options = KS_COUNT(options),
	};
	struct ks_member all = {"all", NULL};
	char *secret = NULL;
	int exit_code;

	if (!ks_tools_parse(&args, argc, argv, NULL, &exit_code))
		return exit_code;
	if (ks_file_exists(out)) {
		fprintf(stderr, "%s: もうあります。ほかの名前にしてください。\n", out);
		return KS_EXIT_FAILED;
	}
	if (!state == !list || (list && is_all)) {
		fprintf(stderr,
			"--state か --list の、どちらか一つを書いてください（--all は --state と使います）。\n");
		return KS_EXIT_USAGE;
	}
	if (list)
		return write_list(list, out);
	all.text = is_all ? "yes" : NULL;
	exit_code = ks_tools_ask_for(state, "pin.slips", &all, 1, &secret);
	if (secret) {
		exit_code = write_slips(secret, out);
		explicit_bzero(secret, strlen(secret));
	}
	free(secret);
	return exit_code;
}
