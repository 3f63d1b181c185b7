/* SPDX-License-Identifier: Apache-2.0 */
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/args.h"
#include "base/calendar.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/secret.h"
#include "collector/control.h"
#include "content/shelf.h"
#include "lrs/offer.h"
#include "record/parcel.h"
#include "sync/courier.h"
#include "tools/tools.h"

/* `kenshu courier`: records by USB stick from a kiosk without a network, the receipt and the people back on it. */

#define SMALL_FILE 4096

/* ---- at the kiosk ---- */

struct kiosk {
	struct ks_clock clock;
	struct ks_store *store;
	struct ks_ledger *ledger;
};

/* @name: as its account is called; NULL: as it was last. Exit code; what is open is to be closed in any case. */
static int open_kiosk(const char *state, const char *name, struct kiosk *out)
{
	char *why = NULL, *known = NULL;
	enum ks_rc rc;

	*out = (struct kiosk){.clock = ks_clock_system()};
	if (!ks_folder_exists(state)) /* opened for writing it would be made */
		return ks_tools_open(state, &out->store);
	rc = ks_store_open(state, KS_ROLE_KIOSK, KS_ACCESS_WRITE, &out->store, &why);
	if (rc != KS_OK) {
		fprintf(stderr, "%s\n", why ? why : ks_rc_name(rc));
		free(why);
		return rc == KS_BUSY ? KS_EXIT_TRY_LATER : KS_EXIT_FAILED;
	}
	rc = ks_store_get(out->store, "kiosk", &known);
	if (rc == KS_OK || name)
		rc = ks_ledger_open(out->store, &out->clock, name ? name : known, &out->ledger);
	free(known);
	if (rc == KS_NOT_FOUND) {
		fprintf(stderr, "%s: 端末がまだ一度も動いていません。\n", state);
		return KS_EXIT_FAILED;
	}
	return rc == KS_OK ? KS_EXIT_DONE : ks_tools_failed(rc);
}

static void close_kiosk(struct kiosk *kiosk)
{
	ks_ledger_close(kiosk->ledger);
	ks_store_close(kiosk->store);
}

struct export
{
	const char *state, *folder, *key_file, *credentials_file, *content;
	char *key, *credentials, *plan; /* read */
	char *secret;                   /* within the credentials */
};

static bool read_export(struct export *e)
{
	struct ks_content content = {0};
	bool is_read = true;

	if (e->key_file) {
		e->key = ks_tools_read_line(e->key_file);
		is_read = e->key;
	}
	if (is_read && e->credentials_file) {
		e->credentials = ks_tools_read_line(e->credentials_file);
		e->secret = e->credentials ? strchr(e->credentials, ':') : NULL;
		is_read = e->secret;
		if (e->credentials && !e->secret)
			fprintf(stderr, "%s: 「端末名:秘密」の形ではありません。\n",
				e->credentials_file);
	}
	if (e->secret)
		*e->secret++ = '\0';
	if (is_read && e->content) {
		struct ks_clock clock = ks_clock_system();
		int nendo = ks_nendo_of(ks_civil_from_ms(ks_clock_wall_ms(&clock)).date);

		is_read = ks_tools_content_open(e->content, &content) == KS_EXIT_DONE;
		if (is_read)
			e->plan = ks_plans_to_json(content.plans, content.n_plans, nendo);
		ks_content_finish(&content);
	}
	return is_read;
}

static int tell_exported(enum ks_rc rc, const struct ks_courier_sent *sent, const char *folder)
{
	static const struct {
		enum ks_rc rc;
		const char *words;
	} meanings[] = {
		{KS_NOT_FOUND, "どのセンターあてか分かりません。センターの kenshu courier key の鍵を、"
			       "--key で示してください。"},
		{KS_CONFLICT, "前とちがうセンターの鍵です。センターの鍵を確かめてください。"},
		{KS_INVALID, "--key のファイルは、センターの kenshu courier key の鍵ではありません。"},
		{KS_FULL, "USBメモリーの空き容量が足りません。"},
		{KS_READ_ONLY, "USBメモリーに書く権限がありません。"},
		{KS_IO, "USBメモリーに書けません。差し込みを確かめて、もう一度実行してください。"},
		{KS_DAMAGED, "読めない記録があります。kenshu verify で確かめてください。"},
	};

	for (size_t i = 0; i < KS_COUNT(meanings); i++)
		if (meanings[i].rc == rc) {
			fprintf(stderr, "%s: %s記録は端末に残っています。\n", folder,
				meanings[i].words);
			return KS_EXIT_FAILED;
		}
	if (rc != KS_OK)
		return ks_tools_failed(rc);
	if (!sent->path)
		printf("発送する記録はありません。すべて受領済みです。\n");
	else if (sent->n_statements == 0)
		printf("名簿を求めるファイル %s を書きました。記録はまだありません。\n", sent->path);
	else
		printf("発送：記録 %lld件を %s に書きました。受領書が戻るまで、端末では未送信のままです。\n",
		       (long long)sent->n_statements, sent->path);
	return KS_EXIT_DONE;
}

static int do_export(struct export *e)
{
	struct ks_courier_sent sent = {0};
	struct kiosk kiosk = {0};
	int exit_code = open_kiosk(e->state, e->credentials, &kiosk);

	if (exit_code == KS_EXIT_DONE && strcmp(ks_ledger_kiosk(kiosk.ledger), "k-local") == 0) {
		fprintf(stderr,
			"この端末には、まだ名前がありません。センターで kenshu kiosk add が作った"
			"認証情報を、--credentials で示してください。\n");
		exit_code = KS_EXIT_USAGE;
	}
	if (exit_code == KS_EXIT_DONE)
		exit_code = tell_exported(ks_courier_export(kiosk.ledger,
							    &(struct ks_courier_wish){
								    .folder = e->folder,
								    .centre_key = e->key,
								    .secret = e->secret,
								    .plan_json = e->plan,
							    },
							    &sent),
					  &sent, e->folder);
	free(sent.path);
	close_kiosk(&kiosk);
	return exit_code;
}

static int export(int argc, char **argv)
{
	struct export e = {0};
	const struct ks_option options[] = {
		{"--state", "DIR", "端末の記録のフォルダー（端末を止めてから）", &e.state, NULL, true},
		{"--key", "FILE", "センターの鍵（kenshu courier key）。はじめのときだけ要ります",
		 &e.key_file, NULL, false},
		{"--credentials", "FILE", "端末の認証情報（kenshu kiosk add）。はじめのときに要ります",
		 &e.credentials_file, NULL, false},
		{"--content", "DIR", "教材。示すと、どのコースの端末かもセンターに伝えます",
		 &e.content, NULL, false},
	};
	const struct ks_args args = {
		.program = "kenshu courier export",
		.summary =
			"まだ受領されていない記録を、センターだけが読める形でUSBメモリーに書きます。",
		.operands = "フォルダー",
		.n_operands_min = 1,
		.n_operands_max = 1,
		.options = options,
		.n_options = KS_COUNT(options),
	};
	int exit_code;

	if (!ks_tools_parse(&args, argc, argv, &e.folder, &exit_code))
		return exit_code;
	exit_code = read_export(&e) ? do_export(&e) : KS_EXIT_FAILED;
	if (e.secret)
		explicit_bzero(e.secret, strlen(e.secret));
	free(e.credentials);
	free(e.key);
	free(e.plan);
	return exit_code;
}

/* Content comes on the same stick; what is refused leaves the old one, and is told. */
static bool take_content(const char *state, const char *folder)
{
	struct ks_shelf_told told;
	enum ks_rc rc = ks_shelf_take(state, folder, &told);

	if (rc == KS_OK)
		printf("教材の版 %d を受け取りました。次に起動したときから使います。\n",
		       told.version);
	else if (told.words[0])
		fprintf(stderr, "USBメモリーの教材は使いません。いまの教材のままです。%s\n",
			told.words);
	return rc == KS_OK || told.words[0];
}

static int tell_received(const struct ks_courier_taken *taken, const char *folder, bool has_content)
{
	char *when;

	if (taken->n_others > 0)
		printf("ほかの端末あてのファイルが %zu個あります。その端末で読み込んでください。\n",
		       taken->n_others);
	if (taken->n_receipts + taken->n_people + taken->n_bad == 0 && !has_content) {
		fprintf(stderr,
			"%s: この端末あての受領書がありません。センターの kenshu courier import のあとで"
			"実行してください。\n",
			folder);
		return KS_EXIT_FAILED;
	}
	if (taken->n_receipts > 0)
		printf("受領：新たに %lld件が、センターに届いたと確かめられました。\n",
		       (long long)taken->n_delivered);
	if (taken->n_refused > 0)
		printf("センターが受け取らない記録が %lld件あります。この端末に、隔離中として残しています。"
		       "センターで kenshu verify を実行して確かめてください。"
		       "もう一度届けるときは kenshu kiosk resend です。\n",
		       (long long)taken->n_refused);
	if (taken->people_ms) {
		when = ks_time_words(taken->people_ms);
		printf("名簿と集合研修を、%s のものにしました。\n", when);
		free(when);
	}
	if (taken->is_people_old)
		printf("名簿は、この端末のほうが新しいので、替えませんでした。\n");
	if (taken->n_bad > 0)
		fprintf(stderr,
			"途中で切れているか、このセンターのものではないファイルが %zu個ありました。"
			"読んでいません。センターで、もう一度書き出してください。\n",
			taken->n_bad);
	return KS_EXIT_DONE;
}

static int receipt(int argc, char **argv)
{
	const char *state = NULL, *folder = NULL;
	const struct ks_option options[] = {
		{"--state", "DIR", "端末の記録のフォルダー（端末を止めてから）", &state, NULL, true},
	};
	const struct ks_args args = {
		.program = "kenshu courier receipt",
		.summary = "USBメモリーで戻った受領書と、名簿・集合研修・教材を読み込みます。"
			   "受領書のある記録だけが、受領済みになります。",
		.operands = "フォルダー",
		.n_operands_min = 1,
		.n_operands_max = 1,
		.options = options,
		.n_options = KS_COUNT(options),
	};
	struct ks_courier_taken taken;
	struct kiosk kiosk = {0};
	int exit_code;
	enum ks_rc rc;

	if (!ks_tools_parse(&args, argc, argv, &folder, &exit_code))
		return exit_code;
	exit_code = open_kiosk(state, NULL, &kiosk);
	if (exit_code == KS_EXIT_DONE) {
		rc = ks_courier_take(kiosk.ledger, folder, &taken);
		if (rc == KS_OK)
			exit_code = tell_received(&taken, folder, take_content(state, folder));
		else if (rc == KS_NOT_FOUND || rc == KS_IO)
			exit_code = tell_exported(rc == KS_IO ? KS_IO : KS_NOT_FOUND, NULL, folder);
		else
			exit_code = ks_tools_failed(rc);
	}
	close_kiosk(&kiosk);
	return exit_code;
}

/* ---- at the centre ---- */

static int key(int argc, char **argv)
{
	const char *state = NULL;
	const struct ks_option options[] = {
		{"--state", "DIR", "センターの記録のフォルダー", &state, NULL, true},
	};
	const struct ks_args args = {
		.program = "kenshu courier key",
		.summary = "端末がセンターあてに封をするための鍵を示します。秘密ではありません。",
		.options = options,
		.n_options = KS_COUNT(options),
	};
	int exit_code;

	if (!ks_tools_parse(&args, argc, argv, NULL, &exit_code))
		return exit_code;
	return ks_tools_ask(state, "{\"do\":\"courier.key\"}", NULL, NULL);
}

/* @text, base64url, into @folder/@stem@end. */
static enum ks_rc write_answer(const char *folder, const char *stem, const char *end, const char *text)
{
	size_t len =
		text ? strlen(text) / 4 * 3 + (strlen(text) % 4 > 1 ? strlen(text) % 4 - 1 : 0) : 0;
	uint8_t *bytes = ks_alloc(len + 1);
	char *name = ks_format("%s%s", stem, end), *path = ks_path_join(folder, name);
	enum ks_rc rc = len > 0 && ks_unbase64url(text, bytes, len)
				? ks_file_write(path, bytes, len, 0644)
				: KS_DAMAGED;

	free(path);
	free(name);
	free(bytes);
	return rc;
}

static bool write_answers(const json_t *answer, const char *folder, const char *file)
{
	char *stem = ks_strndup(file, strlen(file) - strlen(KS_PARCEL_RECORDS));
	enum ks_rc rc = write_answer(folder, stem, KS_PARCEL_RECEIPT,
				     json_string_value(json_object_get(answer, "receipt")));

	if (rc == KS_OK)
		rc = write_answer(folder, json_string_value(json_object_get(answer, "kiosk")),
				  KS_PARCEL_PEOPLE,
				  json_string_value(json_object_get(answer, "people")));
	free(stem);
	if (rc != KS_OK)
		fprintf(stderr,
			"%s: 記録は取り込みましたが、受領書を書けませんでした（%s）。"
			"もう一度実行してください。\n",
			file, ks_rc_name(rc));
	return rc == KS_OK;
}

static bool import_one(const char *state, const char *folder, const char *file)
{
	char *path = ks_path_join(folder, file), *text = NULL, *why = NULL;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	enum ks_rc rc = ks_control_ask(state, "{\"do\":\"courier.take\"}", fd, &text, &why);
	json_t *answer = rc == KS_OK ? json_loads(text, 0, NULL) : NULL;
	const char *message = json_string_value(json_object_get(answer, "message"));
	bool is_taken = json_is_true(json_object_get(answer, "ok"));

	if (is_taken)
		is_taken = write_answers(answer, folder, file);
	fprintf(is_taken ? stdout : stderr, "%s: %s\n", file,
		message ? message
		: why   ? why
			: "返事を読めませんでした。");
	if (fd >= 0)
		(void)close(fd);
	json_decref(answer);
	free(text);
	free(why);
	free(path);
	return is_taken;
}

/* What the centre offers goes along, once on each stick; a kiosk verifies it again. */
static bool write_content(const char *state, const char *folder)
{
	struct ks_offer offer;
	char *bytes = NULL, *name, *path;
	size_t len = 0;
	enum ks_rc rc;

	ks_offer_read(state, &offer);
	if (offer.version == 0)
		return true;
	name = ks_format("%d-%.12s" KS_SHELF_SUFFIX, offer.version, offer.sha256);
	path = ks_path_join(folder, name);
	rc = ks_file_exists(path) ? KS_OK : ks_offer_load(state, &bytes, &len);
	if (rc == KS_OK && bytes)
		rc = ks_file_write(path, bytes, len, 0644);
	if (rc == KS_OK && bytes)
		printf("教材の版 %d も書きました。\n", offer.version);
	else if (rc != KS_OK)
		fprintf(stderr,
			"%s: 教材を書けませんでした（%s）。記録と受領書は済んでいます。空きを作って、もう一度"
			"実行してください。\n",
			folder, ks_rc_name(rc));
	free(path);
	free(name);
	free(bytes);
	return rc == KS_OK;
}

static int import(int argc, char **argv)
{
	const char *state = NULL, *folder = NULL;
	const struct ks_option options[] = {
		{"--state", "DIR", "センターの記録のフォルダー", &state, NULL, true},
	};
	const struct ks_args args = {
		.program = "kenshu courier import",
		.summary = "USBメモリーで届いた記録を取り込み、受領書と、端末への名簿・集合研修・教材を書きます。"
			   "何度、どの順に取り込んでも同じです。",
		.operands = "フォルダー",
		.n_operands_min = 1,
		.n_operands_max = 1,
		.options = options,
		.n_options = KS_COUNT(options),
	};
	char **names = NULL;
	size_t n = 0, n_bad = 0;
	int exit_code;

	if (!ks_tools_parse(&args, argc, argv, &folder, &exit_code))
		return exit_code;
	if (ks_folder_list(folder, KS_PARCEL_RECORDS, &names, &n) != KS_OK || n == 0) {
		fprintf(stderr, "%s: 端末の記録がありません。USBメモリーの場所を確かめてください。\n",
			folder);
		n_bad = 1;
	}
	for (size_t i = 0; i < n; i++)
		n_bad += !import_one(state, folder, names[i]);
	ks_folder_list_finish(names, n);
	n_bad += n > 0 && !write_content(state, folder);
	return n_bad ? KS_EXIT_FAILED : KS_EXIT_DONE;
}

int ks_tools_courier(int argc, char **argv)
{
	static const struct ks_tools_command commands[] = {
		{"key", "センターの鍵を示します（センター）", key},
		{"export", "記録をUSBメモリーに書きます（端末）", export},
		{"import", "届いた記録を取り込み、受領書を書きます（センター）", import},
		{"receipt", "戻った受領書と名簿を読み込みます（端末）", receipt},
	};

	return ks_tools_choose("kenshu courier",
			       "ネットワークのない端末の記録を、USBメモリーで運びます。", commands,
			       KS_COUNT(commands), argc, argv);
}
