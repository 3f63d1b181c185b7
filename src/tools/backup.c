/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/args.h"
#include "base/calendar.h"
#include "base/file.h"
#include "base/mem.h"
#include "lrs/care.h"
#include "record/backup.h"
#include "tools/tools.h"

/*
 * `kenshu backup` and `kenshu restore`. A file is named by its moment, so that the newest is found by its name and says
 * how old it is; old ones are taken away by whoever keeps them. A step (.step) needs the whole copy (.db) before it.
 */

#define PREFIX "kenshu-"
#define WHOLE ".db"
#define STEP ".step"
#define OLD_HOURS 48
#define HOUR_MS 3600000

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* kenshu-20261128T094205Z.db */
static char *name_of(int64_t wall_ms, const char *suffix)
{
	char text[32], packed[32];
	size_t n = 0;

	ks_time_format_utc(wall_ms, text);
	for (const char *at = text; *at && *at != '.'; at++)
		if (*at != '-' && *at != ':')
			packed[n++] = *at;
	packed[n] = '\0';
	return ks_format(PREFIX "%sZ%s", packed, suffix);
}

/* The moment in such a name; false: it is another file. */
static bool moment_of(const char *name, int64_t *wall_ms)
{
	const char *t = name + strlen(PREFIX);
	char *text;
	bool is;

	const size_t len = strlen(PREFIX "20261128T094205Z");

	if (strlen(name) <= len || strncmp(name, PREFIX, strlen(PREFIX)) != 0 ||
	    (strcmp(name + len, WHOLE) != 0 && strcmp(name + len, STEP) != 0))
		return false;
	text = ks_format("%.4s-%.2s-%.2sT%.2s:%.2s:%.2sZ", t, t + 4, t + 6, t + 9, t + 11, t + 13);
	is = ks_time_parse(text, wall_ms);
	free(text);
	return is;
}

/* @suffix NULL: of either kind. */
static char *find_newest(const char *folder, const char *suffix, int64_t *wall_ms)
{
	char **names = NULL, *found = NULL;
	size_t n = 0;

	if (ks_folder_list(folder, suffix, &names, &n) != KS_OK)
		n = 0;
	while (n > 0 && !found) {
		const char *name = names[--n];

		if (moment_of(name, wall_ms))
			found = ks_path_join(folder, name);
		free(names[n]);
	}
	for (size_t i = 0; i < n; i++)
		free(names[i]);
	free(names);
	return found;
}

char *ks_tools_newest_backup(const char *folder, int64_t *wall_ms)
{
	return find_newest(folder, NULL, wall_ms);
}

static void tell_age(const char *what, int64_t wall_ms)
{
	int64_t hours = (now_ms() - wall_ms) / HOUR_MS;
	char when[32];

	ks_time_format_jst(wall_ms, when);
	printf("%s: %s（%lld時間前）\n", what, when, (long long)(hours > 0 ? hours : 0));
}

static int tell_failed(enum ks_rc rc, const char *path)
{
	static const struct {
		enum ks_rc rc;
		const char *words;
	} meanings[] = {
		{KS_CONFLICT, "は、もうあります。上書きしません。"},
		{KS_NOT_FOUND, "がありません。場所を確かめてください。"},
		{KS_FULL, "に書く空き容量が足りません。"},
		{KS_READ_ONLY, "に書く権限がありません。"},
		{KS_DAMAGED, "の写しが壊れているので、残しませんでした。元の記録を kenshu verify で"
			     "確かめてください。"},
		{KS_BUSY, "を写せません。記録を使っているプログラムが終わってから、もう一度実行して"
			  "ください。"},
	};

	for (size_t i = 0; i < KS_COUNT(meanings); i++)
		if (meanings[i].rc == rc) {
			fprintf(stderr, "%s %s\n", path, meanings[i].words);
			return KS_EXIT_FAILED;
		}
	fprintf(stderr, "%s に書けません（%s）。\n", path, ks_rc_name(rc));
	return KS_EXIT_FAILED;
}

/* ---- backup ---- */

static double size_mib(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 ? (double)st.st_size / 1048576 : 0.0;
}

static char *path_of(const char *folder, int64_t wall_ms, const char *suffix)
{
	char *name = name_of(wall_ms, suffix), *path = ks_path_join(folder, name);

	free(name);
	return path;
}

/* @path: what was written, @step or @whole. A base that cannot be read is no base. */
static enum ks_rc write_either(struct ks_store *store, const char *base, const char *step,
			       const char *whole, const char **path)
{
	bool is_whole = true;
	enum ks_rc rc = base ? ks_backup_write_step(store, base, step, whole, &is_whole) : KS_IO;

	if (!base || (rc == KS_IO && !ks_file_exists(base)))
		rc = ks_backup_write(store, whole);
	*path = is_whole ? whole : step;
	return rc;
}

static void tell_written(const char *path, const char *whole, const char *base)
{
	if (strcmp(path, whole) == 0)
		printf("%s に書き、読み直して確かめました（%.1f MiB）。\n", path, size_mib(path));
	else
		printf("%s に、変わったところだけを書きました（%.1f MiB）。戻すときは、もとの写し %s も要ります。\n",
		       path, size_mib(path), base);
}

static int write_backup(struct ks_store *store, const char *folder, bool is_whole)
{
	int64_t before_ms = 0, base_ms, at_ms = now_ms();
	char *before = ks_tools_newest_backup(folder, &before_ms);
	char *base = is_whole ? NULL : find_newest(folder, WHOLE, &base_ms);
	char *step = path_of(folder, at_ms, STEP), *whole = path_of(folder, at_ms, WHOLE);
	const char *path = whole;
	enum ks_rc rc = ks_folder_make(folder);
	int exit_code = KS_EXIT_DONE;

	if (rc == KS_OK)
		rc = write_either(store, base, step, whole, &path);
	if (rc == KS_OK) {
		tell_written(path, whole, base);
		if (before)
			tell_age("その前のバックアップ", before_ms);
		else
			printf("%s の最初のバックアップです。\n", folder);
		if (ks_care_note_backup(store, now_ms()) != KS_OK)
			fprintf(stderr,
				"注意: バックアップの日時を %s に書けません。画面には古い日時が出ます。\n",
				ks_store_folder(store));
	} else {
		exit_code = tell_failed(rc, path);
		if (before)
			tell_age("いま残っているバックアップ", before_ms);
	}
	free(before);
	free(base);
	free(step);
	free(whole);
	return exit_code;
}

int ks_tools_backup(int argc, char **argv)
{
	const char *state = NULL, *folder = NULL;
	bool is_whole = false;
	const struct ks_option options[] = {
		{"--state", "DIR", "センターの記録のフォルダー", &state, NULL, true},
		{"--to", "DIR", "バックアップを置くフォルダー（なければ作ります）", &folder, NULL,
		 true},
		{"--whole", NULL, "前の写しがあっても、すべてを写します", NULL, &is_whole, false},
	};
	const struct ks_args args = {
		.program = "kenshu backup",
		.summary =
			"センターの記録を、動いたまま写します。写しは、日時を名前にした一つのファイルです。\n"
			"すべての写し（.db）があれば、そこから変わったところだけを残します（.step）。変わったところが\n"
			"四分の一を超えたときは、すべてを写します。\n"
			"古い写しは消しません。確かめるには kenshu restore --check を使います。",
		.options = options,
		.n_options = KS_COUNT(options),
	};
	struct ks_store *store = NULL;
	int exit_code;

	if (!ks_tools_parse(&args, argc, argv, NULL, &exit_code))
		return exit_code;
	exit_code = ks_tools_open(state, &store);
	if (exit_code == KS_EXIT_DONE && ks_store_role(store) == KS_ROLE_KIOSK) {
		fprintf(stderr,
			"%s は、端末のフォルダーです。端末の記録は、センターに届いて残ります。センターのほうを写してください。\n",
			state);
		exit_code = KS_EXIT_FAILED;
	}
	if (exit_code == KS_EXIT_DONE)
		exit_code = write_backup(store, folder, is_whole);
	ks_store_close(store);
	return exit_code;
}

/* ---- restore ---- */

static int check(const char *state)
{
	char option[] = "--state", *folder = ks_strdup(state);
	char *argv[] = {option, folder, NULL};
	int exit_code = ks_tools_verify(2, argv);

	free(folder);
	return exit_code;
}

/* @path: the copy that was chosen; NULL: there was none. */
static int tell_not_restored(enum ks_rc rc, const char *from, const char *path, const char *to)
{
	if (rc == KS_NOT_FOUND && path && ks_file_exists(path))
		fprintf(stderr, "%s のもとになる写し（.db）が、同じフォルダーにありません。\n", path);
	else if (rc == KS_DAMAGED)
		fprintf(stderr,
			"%s は壊れているか、もとの写し（.db）と合わないので、戻しませんでした。ほかの写しのファイルを --from で指定してください。\n",
			path);
	else
		return tell_failed(rc, rc == KS_NOT_FOUND ? from : to);
	return KS_EXIT_FAILED;
}

int ks_tools_restore(int argc, char **argv)
{
	const char *from = NULL, *to = NULL;
	bool is_checked = false;
	const struct ks_option options[] = {
		{"--from", "DIR", "バックアップのフォルダー（いちばん新しい写し）か、写しのファイル",
		 &from, NULL, true},
		{"--to", "DIR", "新しい記録のフォルダー", &to, NULL, true},
		{"--check", NULL, "戻した記録を、kenshu verify で確かめます", NULL, &is_checked,
		 false},
	};
	const struct ks_args args = {
		.program = "kenshu restore",
		.summary = "バックアップから、センターの記録のフォルダーを作ります。\n"
			   "写しのあとに届いた記録は、端末が持っているので、つなげば届き直します。",
		.options = options,
		.n_options = KS_COUNT(options),
	};
	int64_t wall_ms = 0;
	char *path;
	int exit_code;
	enum ks_rc rc;

	if (!ks_tools_parse(&args, argc, argv, NULL, &exit_code))
		return exit_code;
	path = ks_folder_exists(from) ? ks_tools_newest_backup(from, &wall_ms) : ks_strdup(from);
	rc = path ? ks_backup_restore(path, to) : KS_NOT_FOUND;
	if (rc == KS_OK) {
		printf("%s から %s を作りました。\n", path, to);
		if (wall_ms > 0)
			tell_age("写した日時", wall_ms);
		if (wall_ms > 0 && now_ms() - wall_ms > (int64_t)OLD_HOURS * HOUR_MS)
			fprintf(stderr,
				"注意: いちばん新しいバックアップが、%d時間より前のものです。\n",
				OLD_HOURS);
		exit_code = is_checked ? check(to) : KS_EXIT_DONE;
	} else {
		exit_code = tell_not_restored(rc, from, path, to);
	}
	free(path);
	return exit_code;
}
