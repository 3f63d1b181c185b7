/* SPDX-License-Identifier: Apache-2.0 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/args.h"
#include "base/config.h"
#include "base/id.h"
#include "base/log.h"
#include "base/secret.h"
#include "base/shield.h"
#include "collector/control.h"
#include "collector/forward.h"
#include "collector/packages.h"
#include "collector/server.h"
#include "collector/tls.h"
#include "lrs/user.h"

/*
 * kenshu-collector: opens the central store, answers kiosks over HTTP and commands over the control socket, until it
 * is told to stop. Everything that can be wrong with its configuration is found before it says it is ready.
 */

#define DEFAULT_LISTEN "127.0.0.1:8090"

struct settings {
	const char *state, *listen, *config, *version, *word, *tls_cert, *tls_key, *forward,
		*packages;
	struct ks_arena arena; /* text from the config file */
};

struct parts {
	struct ks_clock clock;
	struct ks_store *store;
	struct ks_centre *centre;
	struct ks_control *control;
	struct ks_server *server;
	struct ks_forward *forward;
};

static bool read_config(struct settings *settings)
{
	const struct ks_config_name names[] = {
		{"state", &settings->state},       {"listen", &settings->listen},
		{"tls_cert", &settings->tls_cert}, {"tls_key", &settings->tls_key},
		{"forward", &settings->forward},   {"packages", &settings->packages}};
	struct ks_diags diags = {0};
	enum ks_rc rc = KS_OK;

	if (settings->config)
		rc = ks_config_read(settings->config, names, KS_COUNT(names), &settings->arena,
				    &diags);
	ks_diags_print(&diags, stderr);
	ks_diags_finish(&diags);
	return rc == KS_OK;
}

static int check_settings(struct settings *settings)
{
	if (!settings->listen)
		settings->listen = DEFAULT_LISTEN;
	if (settings->version && strcmp(settings->version, "1.0.3") != 0 &&
	    strcmp(settings->version, "2.0.0") != 0) {
		fprintf(stderr, "--xapi-version は 1.0.3 か 2.0.0 にしてください。\n");
		return KS_EXIT_USAGE;
	}
	if (!settings->tls_cert != !settings->tls_key) {
		fprintf(stderr, "--tls-cert と --tls-key は、両方を指定してください。\n");
		return KS_EXIT_USAGE;
	}
	if (settings->word && strcmp(settings->word, "init") != 0) {
		fprintf(stderr,
			"「%s」という使い方はありません。（使い方は kenshu-collector --help）\n",
			settings->word);
		return KS_EXIT_USAGE;
	}
	if (settings->state)
		return KS_EXIT_DONE;
	fprintf(stderr, "--state がありません。記録を置くフォルダーを指定してください。"
			"（使い方は kenshu-collector --help）\n");
	return KS_EXIT_USAGE;
}

static int read_settings(struct settings *settings, int argc, char **argv)
{
	const struct ks_option options[] = {
		{"--state", "DIR", "記録を置くフォルダー（設定ファイルに書いても構いません）",
		 &settings->state, NULL, false},
		{"--listen", "ADDRESS:PORT", "受け付けるアドレスとポート（初期値 " DEFAULT_LISTEN "）",
		 &settings->listen, NULL, false},
		{"--tls-cert", "FILE", "暗号化（TLS）の証明書（PEM。中間の証明書も続けて入れます）",
		 &settings->tls_cert, NULL, false},
		{"--tls-key", "FILE", "その秘密鍵（PEM）。取り替えたら SIGHUP で読み直します",
		 &settings->tls_key, NULL, false},
		{"--packages", "DIR",
		 "端末に配るパッケージのフォルダー（/packages/ で、だれでも読めます）",
		 &settings->packages, NULL, false},
		{"--config", "FILE",
		 "設定ファイル（state、listen、tls_cert、tls_key、forward、packages を「名前: 値」で書きます）",
		 &settings->config, NULL, false},
		{"--forward", "FILE …",
		 "受け取った記録を転送する LRS。1行目に「名前:秘密」、2行目にアドレスを書いたファイル（空白で並べて8つまで）",
		 &settings->forward, NULL, false},
		{"--xapi-version", "VERSION",
		 "版（X-Experience-API-Version）を言わない相手に答える版。1.0.3（初期値）か 2.0.0",
		 &settings->version, NULL, false},
	};
	const struct ks_args args = {
		.program = "kenshu-collector",
		.summary = "研修の端末から受講の記録を受け取り、保管します。",
		.operands = "[init]",
		.n_operands_max = 1,
		.options = options,
		.n_options = KS_COUNT(options),
	};

	switch (ks_args_parse(&args, argc - 1, argv + 1, &settings->word, NULL)) {
	case KS_ARGS_HELP:
		exit(KS_EXIT_DONE);
	case KS_ARGS_USAGE:
		return KS_EXIT_USAGE;
	case KS_ARGS_OK:
		break;
	}
	return read_config(settings) ? check_settings(settings) : KS_EXIT_BAD_CONFIG;
}

static int open_store(const struct settings *settings, struct parts *parts)
{
	char *why = NULL;
	enum ks_rc rc = ks_store_open(settings->state, KS_ROLE_COLLECTOR, KS_ACCESS_WRITE,
				      &parts->store, &why);

	if (rc == KS_OK)
		rc = ks_centre_open(parts->store, &parts->clock, &parts->centre);
	if (rc == KS_OK && settings->version)
		ks_centre_set_version(parts->centre, settings->version);
	if (rc != KS_OK)
		fprintf(stderr, "%s\n", why ? why : "記録を置くフォルダーを開けません。");
	free(why);
	if (rc == KS_BUSY)
		return KS_EXIT_TRY_LATER;
	return rc == KS_OK ? KS_EXIT_DONE : KS_EXIT_BAD_CONFIG;
}

/* `kenshu-collector init`: the folder, and the code by which the first user registers at the pages. */
static int init(struct parts *parts)
{
	char code[KS_FIRST_CODE_TEXT];
	enum ks_rc rc = ks_user_first_code(parts->store, code);

	if (rc == KS_CONFLICT) {
		fprintf(stderr,
			"利用者は、もう登録されています。kenshu user add で増やしてください。\n");
		return KS_EXIT_FAILED;
	}
	if (rc != KS_OK) {
		fprintf(stderr, "番号を保存できませんでした（%s）。\n", ks_rc_name(rc));
		return KS_EXIT_FAILED;
	}
	printf("記録のフォルダーを用意しました。\n"
	       "最初の利用者（人事）を登録するための番号: %s\n"
	       "kenshu-collector を始め、ブラウザーで /first を開いて、この番号を入れてください。"
	       "一度だけ使えます。\n",
	       code);
	return KS_EXIT_DONE;
}

static int start_server(const struct settings *settings, struct parts *parts)
{
	static const struct {
		enum ks_rc rc;
		int exit_code;
		const char *words;
	} meanings[] = {
		{KS_BUSY, KS_EXIT_TRY_LATER,
		 "は、ほかのプログラムが使っています。"
		 "別のポートを指定してください。"},
		{KS_INVALID, KS_EXIT_BAD_CONFIG,
		 "という受け付け先はありません。"
		 "127.0.0.1:8090 のように指定してください。"},
		{KS_DENIED, KS_EXIT_BAD_CONFIG,
		 "で受け付ける権限がありません。"
		 "1024以上のポートを指定してください。"},
		{KS_IO, KS_EXIT_FAILED, "で受け付けを始められません。"},
	};
	enum ks_rc rc =
		ks_server_start(parts->centre, settings->listen, settings->tls_cert, &parts->server);

	for (size_t i = 0; i < KS_COUNT(meanings); i++) {
		if (meanings[i].rc != rc)
			continue;
		fprintf(stderr, "「%s」%s\n", settings->listen, meanings[i].words);
		return meanings[i].exit_code;
	}
	return rc == KS_OK ? KS_EXIT_DONE : KS_EXIT_FAILED;
}

/* At start, and again when SIGHUP says that the files are new: what cannot be used leaves the old ones in use. */
static bool load_tls(const struct settings *settings)
{
	char *note = NULL;
	enum ks_rc rc = ks_tls_load(settings->tls_cert, settings->tls_key, &note);

	if (note)
		fprintf(stderr, "%s\n", note);
	free(note);
	(void)ks_secret_tell_file(settings->tls_key, stderr);
	return rc == KS_OK;
}

static void reload(const struct settings *settings)
{
	if (!settings->tls_cert)
		return;
	if (load_tls(settings))
		printf("証明書を読み直しました。\n");
	else
		fprintf(stderr, "証明書は、前のものを使い続けます。\n");
	fflush(stdout);
}

static bool use_packages(const struct settings *settings)
{
	if (ks_packages_use(settings->packages) == KS_OK)
		return true;
	fprintf(stderr,
		"packages の「%s」は、読めるフォルダーではありません。名前を直すか、この設定を消してください。\n",
		settings->packages);
	return false;
}

/* What strangers send is read here: it changes no file but those of the centre, also where no unit of systemd says so. */
static void give_up_writing(const struct settings *settings)
{
	const char *const folders[] = {settings->state,         "/tmp",     "/var/tmp",
				       getenv("SQLITE_TMPDIR"), "/dev/shm", getenv("TMPDIR")};
	enum ks_rc rc = ks_shield_writes(folders, KS_COUNT(folders));

	if (rc != KS_OK)
		ks_log_info("collector", "other folders stay writable: %s", ks_rc_name(rc));
}

static int start(const struct settings *settings, struct parts *parts)
{
	int exit_code;

	if (!use_packages(settings))
		return KS_EXIT_BAD_CONFIG;
	if (settings->tls_cert && !load_tls(settings))
		return KS_EXIT_BAD_CONFIG;
	exit_code = open_store(settings, parts);
	if (exit_code != KS_EXIT_DONE)
		return exit_code;
	(void)ks_secret_tell_folder(settings->state, stderr);
	give_up_writing(settings);
	if (!settings->tls_cert && !ks_secret_stays_here(settings->listen))
		fprintf(stderr,
			"注意: 「%s」で受け付けると、認証情報と記録が、暗号化されずに通信路を通ります。--tls-cert と --tls-key を"
			"指定するか、nginx などの後ろに置いて 127.0.0.1 で受け付けてください。\n",
			settings->listen);
	if (ks_control_start(parts->centre, &parts->control) != KS_OK) {
		fprintf(stderr, "%s に制御用ソケットを作れません。権限を確かめてください。\n",
			settings->state);
		return KS_EXIT_BAD_CONFIG;
	}
	exit_code = start_server(settings, parts);
	if (exit_code == KS_EXIT_DONE &&
	    ks_forward_start(parts->store, settings->forward, &parts->forward) != KS_OK)
		exit_code = KS_EXIT_BAD_CONFIG;
	return exit_code;
}

static void stop(struct parts *parts)
{
	ks_server_stop(parts->server);
	ks_forward_stop(parts->forward);
	ks_control_stop(parts->control);
	ks_centre_close(parts->centre);
	ks_store_close(parts->store);
	ks_tls_finish();
	ks_packages_finish();
}

/* The port is the real one, also when 0 was asked for. */
static void say_ready(const struct settings *settings, int port)
{
	const char *listen = settings->listen, *colon = strrchr(listen, ':');

	printf("受付を始めました %s://%.*s:%d/xAPI\n", settings->tls_cert ? "https" : "http",
	       (int)(colon - listen), listen, port);
	fflush(stdout);
}

/* Until it is told to stop. */
static void serve(const struct settings *settings, struct parts *parts, const sigset_t *signals)
{
	const struct timespec second = {.tv_sec = 1};
	int got;

	say_ready(settings, ks_server_port(parts->server));
	while ((got = sigtimedwait(signals, NULL, &second)) < 0 || got == SIGHUP) {
		if (got == SIGHUP)
			reload(settings);
		ks_centre_tend(parts->centre);
		ks_forward_tend(parts->forward);
	}
	printf("受付を終えます。\n");
}

int main(int argc, char **argv)
{
	struct settings settings = {0};
	struct parts parts = {.clock = ks_clock_system()};
	sigset_t signals;
	int exit_code;

	ks_secret_no_dumps();
	ks_id_init();
	ks_log_from_env();
	signal(SIGPIPE, SIG_IGN);
	sigemptyset(&signals);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGHUP);
	pthread_sigmask(SIG_BLOCK, &signals, NULL); /* the threads inherit it: only main hears them */
	exit_code = read_settings(&settings, argc, argv);
	if (exit_code == KS_EXIT_DONE && settings.word)
		exit_code = open_store(&settings, &parts);
	else if (exit_code == KS_EXIT_DONE)
		exit_code = start(&settings, &parts);
	if (exit_code == KS_EXIT_DONE && settings.word)
		exit_code = init(&parts);
	else if (exit_code == KS_EXIT_DONE)
		serve(&settings, &parts, &signals);
	stop(&parts);
	ks_arena_finish(&settings.arena);
	return exit_code;
}
