/* SPDX-License-Identifier: Apache-2.0 */
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/args.h"
#include "base/file.h"
#include "base/mem.h"
#include "lrs/user.h"
#include "tools/tools.h"

/*
 * `kenshu init`: a centre by one command. On a terminal it asks, one question a line, with what it would take by itself;
 * in a script everything is an option. At the end stands what to do next, in the words to type.
 */

#define ANSWER_MAX 256
#define STATE_DEFAULT "/var/lib/kenshu-collector"
#define LISTEN_DEFAULT "127.0.0.1:8090"

struct wish {
	const char *state, *listen, *tls_cert, *tls_key, *address, *kiosk, *config;
	char code[KS_FIRST_CODE_TEXT]; /* "": there is a user already */
	char *invitation;              /* "ABCD-2345" */
	struct ks_arena arena;         /* what was typed */
};

/* ---- asking ---- */

static void ask(struct wish *wish, const char *question, const char *fallback, const char **answer)
{
	char line[ANSWER_MAX], *text = line;

	if (*answer)
		return;
	printf("%s [%s]: ", question, *fallback ? fallback : "なし");
	fflush(stdout);
	if (!fgets(line, sizeof(line), stdin))
		line[0] = '\0';
	text += strspn(text, " \t");
	text[strcspn(text, "\r\n")] = '\0';
	for (size_t len = strlen(text); len > 0 && text[len - 1] == ' ';)
		text[--len] = '\0';
	*answer = ks_arena_strdup(&wish->arena, *text ? text : fallback);
}

static void ask_all(struct wish *wish)
{
	printf("センターの用意をします。そのままでよいものは、Enter を押してください。\n");
	ask(wish, "記録を置くフォルダー", STATE_DEFAULT, &wish->state);
	ask(wish, "受け付けるアドレスとポート（ほかの機械からも受けるなら 0.0.0.0:8443 など）",
	    LISTEN_DEFAULT, &wish->listen);
	ask(wish, "証明書のファイル（PEM。前に nginx を置くなら、なし）", "", &wish->tls_cert);
	if (*wish->tls_cert)
		ask(wish, "その秘密鍵のファイル（PEM）", "", &wish->tls_key);
	ask(wish, "端末が使うアドレス（例 training.example:8443）", "", &wish->address);
	ask(wish, "最初の端末の名前", "k-01", &wish->kiosk);
	ask(wish, "設定を書くファイル", "", &wish->config);
}

static void fill_in(struct wish *wish)
{
	const struct {
		const char **value;
		const char *fallback;
	} all[] = {
		{&wish->state, STATE_DEFAULT}, {&wish->listen, LISTEN_DEFAULT},
		{&wish->tls_cert, ""},         {&wish->tls_key, ""},
		{&wish->address, ""},          {&wish->kiosk, "k-01"},
		{&wish->config, ""},
	};

	for (size_t i = 0; i < KS_COUNT(all); i++)
		if (!*all[i].value)
			*all[i].value = all[i].fallback;
}

/* ---- before anything is written ---- */

static bool is_port(const char *listen)
{
	const char *colon = strrchr(listen, ':');
	char *end = NULL;
	long port = colon ? strtol(colon + 1, &end, 10) : 0;

	return colon && colon != listen && *end == '\0' && port > 0 && port < 65536;
}

static int check(const struct wish *wish)
{
	const char *files[] = {wish->tls_cert, wish->tls_key};

	if (!is_port(wish->listen)) {
		fprintf(stderr,
			"「%s」という受け付け先はありません。127.0.0.1:8090 のように書いてください。\n",
			wish->listen);
		return KS_EXIT_USAGE;
	}
	if (!*wish->tls_cert != !*wish->tls_key) {
		fprintf(stderr, "証明書と秘密鍵は、両方を書いてください。\n");
		return KS_EXIT_USAGE;
	}
	for (size_t i = 0; i < KS_COUNT(files); i++) {
		if (!*files[i] || ks_file_exists(files[i]))
			continue;
		fprintf(stderr, "%s がありません。場所を確かめてください。\n", files[i]);
		return KS_EXIT_BAD_CONFIG;
	}
	return KS_EXIT_DONE;
}

/* ---- making ---- */

/* What was there stays beside it. */
static int write_config(const struct wish *wish)
{
	struct ks_buf text = {0};
	char *old;
	enum ks_rc rc = KS_OK;

	if (!*wish->config)
		return KS_EXIT_DONE;
	ks_buf_printf(&text, "# kenshu init が書きました。\nstate: %s\nlisten: %s\n", wish->state,
		      wish->listen);
	if (*wish->tls_cert)
		ks_buf_printf(&text, "tls_cert: %s\ntls_key: %s\n", wish->tls_cert, wish->tls_key);
	old = ks_format("%s.old", wish->config);
	if (ks_file_exists(wish->config) && rename(wish->config, old) == 0)
		printf("前の設定は %s に残しました。\n", old);
	rc = ks_file_write(wish->config, text.data, text.len, 0644);
	if (rc != KS_OK)
		fprintf(stderr, "%s を書けません（%s）。権限を確かめてください。\n", wish->config,
			ks_rc_name(rc));
	free(old);
	ks_buf_finish(&text);
	return rc == KS_OK ? KS_EXIT_DONE : KS_EXIT_FAILED;
}

/* A folder that the package made belongs to the collector's own user: what root puts there the collector could not read. */
static bool become_owner(const char *state)
{
	struct stat st;

	if (geteuid() != 0 || stat(state, &st) != 0 || st.st_uid == 0)
		return true;
	if (setgroups(0, NULL) == 0 && setgid(st.st_gid) == 0 && setuid(st.st_uid) == 0)
		return true;
	fprintf(stderr, "%s の持ち主になれません。その利用者で実行してください。\n", state);
	return false;
}

static int make_user_code(struct wish *wish)
{
	struct ks_store *store = NULL;
	char *why = NULL;
	enum ks_rc rc = ks_store_open(wish->state, KS_ROLE_COLLECTOR, KS_ACCESS_WRITE, &store, &why);

	if (rc == KS_BUSY)
		fprintf(stderr,
			"%s は、動いているセンターが使っています。止めてから、もう一度実行してください。\n",
			wish->state);
	else if (rc != KS_OK)
		fprintf(stderr, "%s\n", why ? why : ks_rc_name(rc));
	free(why);
	if (rc != KS_OK)
		return rc == KS_BUSY ? KS_EXIT_TRY_LATER : KS_EXIT_BAD_CONFIG;
	rc = ks_user_first_code(store, wish->code);
	ks_store_close(store);
	return rc == KS_OK || rc == KS_CONFLICT ? KS_EXIT_DONE : ks_tools_failed(rc);
}

static int invite(struct wish *wish)
{
	struct ks_buf request = {0};
	int exit_code;

	ks_tools_begin_request(&request, "kiosk.invite",
			       &(const struct ks_member){"kiosk", wish->kiosk}, 1);
	ks_buf_puts(&request, ",\"hours\":24}");
	exit_code = ks_tools_ask(wish->state, ks_buf_text(&request), NULL, &wish->invitation);
	ks_buf_finish(&request);
	return exit_code;
}

/* ---- what comes next ---- */

static void say_next(const struct wish *wish)
{
	const char *scheme = *wish->tls_cert ? "https" : "http";
	const char *address = *wish->address ? wish->address : wish->listen;
	bool is_packaged = strcmp(wish->state, STATE_DEFAULT) == 0;

	printf("\n用意ができました。つぎに、することです。\n\n1. センターを始めます。\n     ");
	if (is_packaged)
		printf("systemctl enable --now kenshu-collector\n");
	else if (*wish->config)
		printf("kenshu-collector --config %s\n", wish->config);
	else
		printf("kenshu-collector --state %s --listen %s%s%s%s%s\n", wish->state,
		       wish->listen, *wish->tls_cert ? " --tls-cert " : "", wish->tls_cert,
		       *wish->tls_cert ? " --tls-key " : "", wish->tls_key);
	if (wish->code[0])
		printf("2. ブラウザーで %s://%s/first を開き、この番号で最初の利用者（人事）を登録します。\n"
		       "     %s\n",
		       scheme, address, wish->code);
	else
		printf("2. 利用者は、もう登録されています（kenshu user list --state %s）。\n",
		       wish->state);
	printf("3. 名簿を取り込みます。「名簿」の画面か、つぎの命令です。\n"
	       "     kenshu roster import 名簿.csv --state %s\n"
	       "4. 端末 %s の画面に、アドレスと登録コードを入れます（24時間、一度だけ使えます）。\n"
	       "     アドレス %s　登録コード %s\n"
	       "5. 写しを毎日取ります（cron など）。具合は kenshu doctor --state %s で分かります。\n"
	       "     kenshu backup --state %s --to 写しのフォルダー\n",
	       wish->state, wish->kiosk,
	       *wish->address ? wish->address : "（端末から見たこの機械の名前）", wish->invitation,
	       wish->state, wish->state);
	if (!*wish->tls_cert)
		printf("\n注意: このままでは、ほかの機械との通信を暗号化しません。端末を使う前に、証明書を用意するか、"
		       "nginx を前に置いてください（kiosk/README.md）。\n");
}

int ks_tools_init(int argc, char **argv)
{
	struct wish wish = {0};
	bool asks = false;
	const struct ks_option options[] = {
		{"--state", "DIR", "記録を置くフォルダー（" STATE_DEFAULT "）", &wish.state, NULL,
		 false},
		{"--listen", "ADDRESS:PORT", "受け付けるアドレスとポート（" LISTEN_DEFAULT "）",
		 &wish.listen, NULL, false},
		{"--tls-cert", "FILE", "証明書（PEM）", &wish.tls_cert, NULL, false},
		{"--tls-key", "FILE", "その秘密鍵（PEM）", &wish.tls_key, NULL, false},
		{"--address", "NAME", "端末が使うアドレス（例 training.example:8443）",
		 &wish.address, NULL, false},
		{"--kiosk", "NAME", "最初の端末の名前（k-01）", &wish.kiosk, NULL, false},
		{"--config", "FILE", "設定を書くファイル（例 /etc/kenshu/collector.conf）",
		 &wish.config, NULL, false},
		{"--ask", NULL, "標準入力が端末でなくても、聞きながら進めます", NULL, &asks, false},
	};
	const struct ks_args args = {
		.program = "kenshu init",
		.summary = "センターを用意します: 設定、最初の利用者の番号、最初の端末の登録コード。\n"
			   "端末（ターミナル）では、指定のないことを一つずつ聞きます。",
		.options = options,
		.n_options = KS_COUNT(options),
	};
	int exit_code;

	if (!ks_tools_parse(&args, argc, argv, NULL, &exit_code))
		return exit_code;
	if (asks || isatty(STDIN_FILENO))
		ask_all(&wish);
	fill_in(&wish);
	exit_code = check(&wish);
	if (exit_code == KS_EXIT_DONE)
		exit_code = write_config(&wish);
	if (exit_code == KS_EXIT_DONE && !become_owner(wish.state))
		exit_code = KS_EXIT_FAILED;
	if (exit_code == KS_EXIT_DONE)
		exit_code = make_user_code(&wish);
	if (exit_code == KS_EXIT_DONE)
		exit_code = invite(&wish);
	if (exit_code == KS_EXIT_DONE)
		say_next(&wish);
	free(wish.invitation);
	ks_arena_finish(&wish.arena);
	return exit_code;
}
