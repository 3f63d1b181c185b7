/* SPDX-License-Identifier: Apache-2.0 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/args.h"
#include "base/file.h"
#include "base/mem.h"
#include "record/salvage.h"
#include "tools/tools.h"

/*
 * For whoever stands before a damaged state folder: what can be saved goes into a new one, the damaged files stay as
 * they are, and what is missing is told number by number, so that it can be looked for at the centre.
 */

static void tell_gaps(const struct ks_salvage *salvage)
{
	for (size_t i = 0; i < salvage->n_gaps; i++) {
		const struct ks_salvage_gap *gap = &salvage->gaps[i];

		if (gap->from == gap->to)
			printf("欠けている通し番号: %lld\n", (long long)gap->from);
		else
			printf("欠けている通し番号: %lld から %lld まで（%lld件）\n",
			       (long long)gap->from, (long long)gap->to,
			       (long long)(gap->to - gap->from + 1));
	}
}

static int tell(const struct ks_salvage *salvage, const char *out)
{
	printf("救い出した記録: %lld件（通し番号 %lld まで）、名簿: %zu人\n",
	       (long long)salvage->n_saved, (long long)salvage->last_seq, salvage->n_people);
	tell_gaps(salvage);
	if (!salvage->has_key)
		printf("端末の鍵は読めませんでした。新しい鍵になるため、センターで登録し直してください。\n");
	if (!salvage->is_end_certain)
		printf("記録の終わりを確かめられないため、同じ番号を二度使わないよう、"
		       "新しい期として続けます。\n");
	if (salvage->n_lost == 0 && salvage->is_end_certain) {
		printf("欠けはありません。%s を --state に指定して使えます。\n", out);
		return KS_EXIT_DONE;
	}
	printf("%s を --state に指定して使えます。元のフォルダーは書き換えずに保管してください。\n",
	       out);
	return KS_EXIT_FAILED;
}

/* Held for as long as the file descriptor is open; -1 with @exit_code when it cannot be had. */
static int take_folder(const char *state, int *exit_code)
{
	char *path = ks_path_join(state, "lock");
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

	free(path);
	*exit_code = KS_EXIT_DONE;
	if (fd >= 0 && flock(fd, LOCK_SH | LOCK_NB) != 0) {
		fprintf(stderr,
			"状態フォルダー %s は、ほかのプログラム（kenshu-kiosk など）が使っています。"
			"終わらせてから、もう一度実行してください。\n",
			state);
		*exit_code = KS_EXIT_TRY_LATER;
	}
	return fd;
}

/* A new folder, and nothing of an old one in it. */
static int open_new(const char *out, struct ks_store **store)
{
	char *path = ks_path_join(out, "kenshu.db"), *why = NULL;
	bool is_taken = ks_file_exists(path);
	enum ks_rc rc;

	free(path);
	*store = NULL;
	if (is_taken) {
		fprintf(stderr,
			"%s には、すでに記録があります。上書きしません。"
			"ほかのフォルダーを指定してください。\n",
			out);
		return KS_EXIT_FAILED;
	}
	rc = ks_store_open(out, KS_ROLE_KIOSK, KS_ACCESS_WRITE, store, &why);
	if (rc != KS_OK)
		fprintf(stderr, "%s\n", why ? why : "新しいフォルダーを作れません。");
	free(why);
	return rc == KS_OK ? KS_EXIT_DONE : KS_EXIT_FAILED;
}

/* Opened once more, the new folder gets its second copy. */
static int finish(const char *out)
{
	struct ks_store *store = NULL;
	char *why = NULL;
	enum ks_rc rc = ks_store_open(out, KS_ROLE_KIOSK, KS_ACCESS_WRITE, &store, &why);

	if (rc != KS_OK)
		fprintf(stderr, "%s\n", why ? why : "新しいフォルダーを開けません。");
	free(why);
	ks_store_close(store);
	return rc == KS_OK ? KS_EXIT_DONE : KS_EXIT_FAILED;
}

static int save(const char *state, const char *out)
{
	struct ks_salvage salvage = {0};
	struct ks_store *store = NULL;
	int exit_code = open_new(out, &store);
	enum ks_rc rc;

	if (exit_code != KS_EXIT_DONE)
		return exit_code;
	rc = ks_salvage_folder(state, store, &salvage);
	ks_store_close(store);
	if (rc != KS_OK) {
		fprintf(stderr, "%s に書けませんでした（%s）。空き容量を確かめてください。\n", out,
			ks_rc_name(rc));
		return KS_EXIT_FAILED;
	}
	exit_code = finish(out);
	if (exit_code == KS_EXIT_DONE)
		exit_code = tell(&salvage, out);
	ks_salvage_finish(&salvage);
	return exit_code;
}

int ks_tools_salvage(int argc, char **argv)
{
	const char *state = NULL, *out = NULL;
	const struct ks_option options[] = {
		{"--state", "BAD", "壊れた端末の記録のフォルダー（書き換えません）", &state, NULL,
		 true},
		{"--out", "NEW", "救い出した記録を入れる、新しいフォルダー", &out, NULL, true},
	};
	const struct ks_args args = {
		.program = "kenshu salvage",
		.summary = "壊れた端末のフォルダーから、内容が確かめられる記録をすべて救い出し、"
			   "欠けている通し番号を示します。欠けがあれば終了コードは 1 です。",
		.options = options,
		.n_options = KS_COUNT(options),
	};
	int exit_code, fd;

	if (!ks_tools_parse(&args, argc, argv, NULL, &exit_code))
		return exit_code;
	if (!ks_salvage_has_files(state)) {
		fprintf(stderr, "%s に端末の記録がありません。--state の指定を確かめてください。\n",
			state);
		return KS_EXIT_FAILED;
	}
	fd = take_folder(state, &exit_code);
	if (exit_code == KS_EXIT_DONE)
		exit_code = save(state, out);
	if (fd >= 0)
		(void)close(fd);
	return exit_code;
}
