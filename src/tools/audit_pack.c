/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/args.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/mem.h"
#include "content/bundle.h"
#include "report/pack.h"
#include "tools/tools.h"

/* `kenshu audit-pack` and `kenshu verify Z.zip`: what the auditor takes away, and how they see that it is whole. */

struct choices {
	const char *state, *out, *nendo, *content, *reason;
};

/* The content as a bundle, when it was named. */
static int read_texts(const char *content, struct ks_buf *texts)
{
	struct ks_diags diags = {0};
	enum ks_rc rc = KS_OK;
	char *bytes = NULL;
	size_t len = 0;

	if (content && !ks_folder_exists(content) && !ks_bundle_is(content))
		rc = KS_NOT_FOUND; /* a bundle of nothing would be made of it */
	else if (content && ks_bundle_is(content))
		rc = ks_file_read(content, KS_BUNDLE_BYTES_MAX, &bytes, &len);
	else if (content)
		rc = ks_bundle_make(content, &(struct ks_bundle_wish){.version = 1, .previous = ""},
				    texts, &diags);
	if (bytes)
		ks_buf_append(texts, bytes, len);
	ks_diags_print(&diags, stderr);
	ks_diags_finish(&diags);
	free(bytes);
	if (rc == KS_OK)
		return KS_EXIT_DONE;
	fprintf(stderr, "教材 %s を読めません。kenshu content check で確かめてください。\n", content);
	return KS_EXIT_FAILED;
}

static int write_pack(const struct choices *c, int nendo)
{
	struct ks_buf texts = {.ceiling = KS_BUNDLE_BYTES_MAX}, out = {.ceiling = KS_PACK_MAX_BYTES};
	struct ks_store *store = NULL;
	int exit_code = read_texts(c->content, &texts);
	struct ks_clock clock = ks_clock_system();
	enum ks_rc rc;

	if (exit_code == KS_EXIT_DONE)
		exit_code = ks_tools_open(c->state, &store);
	if (exit_code == KS_EXIT_DONE) {
		rc = ks_pack_of_centre(store, nendo, ks_clock_wall_ms(&clock),
				       texts.len ? &texts : NULL, &out);
		if (rc == KS_OK)
			rc = ks_file_write(c->out, ks_buf_text(&out), out.len, 0600);
		if (rc == KS_OK)
			printf("%s を作りました（%zu バイト）。kenshu verify %s で確かめられます。\n",
			       c->out, out.len, c->out);
		else
			fprintf(stderr,
				"一式を作れませんでした（%s）。空き容量と、書き込む場所を確かめてください。\n",
				ks_rc_name(rc));
		exit_code = rc == KS_OK ? KS_EXIT_DONE : KS_EXIT_FAILED;
	}
	ks_store_close(store);
	ks_buf_finish(&texts);
	ks_buf_finish(&out);
	return exit_code;
}

int ks_tools_audit_pack(int argc, char **argv)
{
	struct choices c = {.reason = "監査のため"};
	const struct ks_option options[] = {
		{"--state", "DIR", "センターの記録のフォルダー", &c.state, NULL, true},
		{"--nendo", "YYYY", "年度", &c.nendo, NULL, true},
		{"--out", "FILE", "作る zip", &c.out, NULL, true},
		{"--content", "DIR",
		 "センターが配っている教材の代わりに入れる、教材のフォルダーか発行した教材",
		 &c.content, NULL, false},
		{"--reason", "TEXT", "書き出す理由（閲覧の記録に残ります）", &c.reason, NULL, false},
	};
	const struct ks_args args = {
		.program = "kenshu audit-pack",
		.summary =
			"一年度の監査用の一式を作ります。研修計画、受講、出席、自己点検、督促、訂正、対象外、閲覧の記録、"
			"記録の原文を、施行規則16条の3の八つの号ごとに並べ、しるしの一覧に署名します。",
		.options = options,
		.n_options = KS_COUNT(options),
	};
	struct ks_buf request = {0};
	int exit_code;

	if (!ks_tools_parse(&args, argc, argv, NULL, &exit_code))
		return exit_code;
	if (strlen(c.nendo) != 4 || strspn(c.nendo, "0123456789") != 4) {
		fprintf(stderr, "--nendo は西暦の年度を 2026 のように書いてください。\n");
		return KS_EXIT_USAGE;
	}
	ks_buf_printf(&request, "{\"do\":\"audit.pack\",\"nendo\":%s,\"reason\":", c.nendo);
	ks_buf_json(&request, c.reason);
	ks_buf_puts(&request, "}");
	exit_code = ks_tools_ask(c.state, ks_buf_text(&request), NULL, NULL);
	ks_buf_finish(&request);
	return exit_code == KS_EXIT_DONE ? write_pack(&c, (int)strtol(c.nendo, NULL, 10)) : exit_code;
}

/* ---- verify ---- */

static void tell(void *context, const char *file, const char *word)
{
	(void)context;
	printf("%s: %s\n", file, word);
}

int ks_tools_verify_pack(const char *path)
{
	struct ks_pack_check check;
	char *bytes = NULL;
	size_t len = 0;
	enum ks_rc rc = ks_file_read(path, KS_PACK_MAX_BYTES, &bytes, &len);

	if (rc != KS_OK) {
		fprintf(stderr, "%s を読めません。\n", path);
		return KS_EXIT_FAILED;
	}
	rc = ks_pack_verify(bytes, len, tell, NULL, &check);
	free(bytes);
	if (rc != KS_OK) {
		printf("%s は、監査用の一式ではないか、こわれています。\n", path);
		return KS_EXIT_FAILED;
	}
	printf("ファイル %zu、記録 %lld件、端末の署名 %lld、閲覧の記録 %lld件\n署名した鍵 %s\n",
	       check.n_files, (long long)check.evidence.n_statements,
	       (long long)check.evidence.n_heads, (long long)check.evidence.n_access, check.key);
	if (check.n_faults > 0) {
		printf("%zu件の異常があります。\n", check.n_faults);
		return KS_EXIT_FAILED;
	}
	printf("どのファイルも作ったときのままで、記録はすべてつながっています。\n");
	return KS_EXIT_DONE;
}
