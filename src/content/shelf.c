/* SPDX-License-Identifier: Apache-2.0 */
#include "content/shelf_private.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/lock.h"
#include "base/mem.h"
#include "content/load.h"

/*
 * Nothing is known of the shelf but what its files say, so no index can contradict them: a bundle is there under its
 * number, whole (written beside, synced, renamed), or it is not. Old ones go only when the new one stands.
 */

#define KEYS "keys"       /* as of which number, then the pinned ones; one a line */
#define CONFIGURED "conf" /* those of the configuration that were pinned last */
#define IN_USE "in-use"
#define TOLD "told"
#define NOTE_BYTES_MAX 2000
#define ROOM_MIB 32 /* left for the record, whose room is not content's to take */

char *ks_shelf_file(const char *state, const char *name)
{
	return ks_format("%s/content/%s", state, name);
}

enum ks_rc ks_shelf_make(const char *state)
{
	char *folder = ks_path_join(state, "content");
	enum ks_rc rc = ks_folder_make(folder);

	free(folder);
	return rc;
}

static char *read_note(const char *state, const char *name)
{
	char *path = ks_shelf_file(state, name), *text = NULL;
	size_t len;

	if (ks_file_read(path, NOTE_BYTES_MAX, &text, &len) != KS_OK)
		text = ks_strdup("");
	free(path);
	return text;
}

static enum ks_rc write_note(const char *state, const char *name, const char *text)
{
	char *path = ks_shelf_file(state, name);
	enum ks_rc rc = ks_shelf_make(state);

	if (rc == KS_OK)
		rc = ks_file_write(path, text, strlen(text), 0600);
	free(path);
	return rc;
}

static bool read_name(const char *name, struct ks_shelf_item *out)
{
	int n = 0;

	return sscanf(name, "%7d-%64[0-9a-f]%n", &out->version, out->digest, &n) == 2 &&
	       strcmp(name + n, KS_SHELF_SUFFIX) == 0 && out->version > 0 &&
	       ks_sign_is_public(out->digest); /* as many digits */
}

char *ks_shelf_path(const char *state, const struct ks_shelf_item *item)
{
	return ks_format("%s/content/%d-%s" KS_SHELF_SUFFIX, state, item->version, item->digest);
}

static void take_item(struct ks_shelf *shelf, const struct ks_shelf_item *item)
{
	if (item->version > shelf->newest.version) {
		shelf->before = shelf->newest;
		shelf->newest = *item;
	} else if (item->version > shelf->before.version) {
		shelf->before = *item;
	}
}

/* Return: as of which number they are. */
static int read_keys(const char *state, struct ks_shelf *out)
{
	char *text = read_note(state, KEYS), *rest = text, *line;
	int version = (int)strtol(text, NULL, 10);

	for (size_t i = 0; i < KS_BUNDLE_KEYS_MAX && (line = strtok_r(rest, "\n", &rest));)
		if (ks_sign_is_public(line))
			memcpy(out->keys[i++], line, KS_HASH_HEX);
	free(text);
	return version;
}

static enum ks_rc write_keys(const char *state, int version, const char *lines)
{
	char *text = ks_format("%d\n%s", version, lines);
	enum ks_rc rc = write_note(state, KEYS, text);

	free(text);
	return rc;
}

void ks_shelf_read(const char *state, struct ks_shelf *out)
{
	char *folder = ks_path_join(state, "content"), **names = NULL;
	size_t n = 0;

	memset(out, 0, sizeof(*out));
	if (ks_folder_list(folder, KS_SHELF_SUFFIX, &names, &n) == KS_OK) {
		for (size_t i = 0; i < n; i++) {
			struct ks_shelf_item item;

			if (read_name(names[i], &item))
				take_item(out, &item);
		}
		ks_folder_list_finish(names, n);
	}
	(void)read_keys(state, out);
	free(folder);
}

static char *lines_of(const char *const *keys, size_t n)
{
	struct ks_buf out = {0};

	for (size_t i = 0; i < n && i < KS_BUNDLE_KEYS_MAX; i++)
		if (keys[i] && keys[i][0] != '\0')
			ks_buf_printf(&out, "%s\n", keys[i]);
	return out.len > 0 ? ks_buf_take(&out) : ks_strdup("");
}

enum ks_rc ks_shelf_pin(const char *state, const char *const *keys, size_t n)
{
	char *wanted = lines_of(keys, n), *had = read_note(state, CONFIGURED);
	struct ks_shelf shelf;
	enum ks_rc rc = KS_OK;

	if (*wanted && strcmp(wanted, had) != 0) {
		ks_shelf_read(state, &shelf);
		rc = write_keys(state, shelf.newest.version, wanted);
		if (rc == KS_OK)
			rc = write_note(state, TOLD, ""); /* what was refused may be welcome now */
		if (rc == KS_OK)
			rc = write_note(state, CONFIGURED, wanted);
	}
	free(wanted);
	free(had);
	return rc;
}

void ks_shelf_told(const char *state, struct ks_shelf_told *out)
{
	char *text = read_note(state, TOLD);
	int n = 0;

	memset(out, 0, sizeof(*out));
	if (sscanf(text, "%7d %64[0-9a-f-]\n%n", &out->version, out->sha256, &n) == 2 && n > 0)
		snprintf(out->words, sizeof(out->words), "%.*s", (int)strcspn(text + n, "\n"),
			 text + n);
	if (out->words[0] == '\0')
		memset(out, 0, sizeof(*out));
	free(text);
}

enum ks_rc ks_shelf_refuse(const char *state, struct ks_shelf_told *told, enum ks_rc rc)
{
	char *text = ks_format("%d %s\n%s\n", told->version, told->sha256[0] ? told->sha256 : "-",
			       told->words);

	(void)!write_note(state, TOLD, text); /* a full disk is told elsewhere too */
	free(text);
	return rc;
}

/* ---- installing ---- */

static enum ks_rc KS_PRINTF(3, 4)
	say(struct ks_shelf_told *told, enum ks_rc rc, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(told->words, sizeof(told->words), format, args);
	va_end(args);
	return rc;
}

/* The power went between a bundle and the keys it names: they are taken from it now. */
static void catch_up_keys(const char *state, struct ks_shelf *shelf)
{
	char *path = ks_shelf_path(state, &shelf->newest);
	struct ks_bundle bundle = {0};

	if (read_keys(state, shelf) < shelf->newest.version &&
	    ks_bundle_load(path, &bundle, NULL) == KS_OK && bundle.keys[0][0])
		memcpy(shelf->keys, bundle.keys, sizeof(shelf->keys));
	ks_bundle_finish(&bundle);
	free(path);
}

static bool is_pinned(const struct ks_shelf *shelf, const char *key)
{
	for (size_t i = 0; i < KS_BUNDLE_KEYS_MAX; i++)
		if (shelf->keys[i][0] && strcmp(shelf->keys[i], key) == 0)
			return true;
	return false;
}

static enum ks_rc judge_signer(const struct ks_shelf *shelf, const struct ks_bundle *bundle,
			       bool is_known_sender, struct ks_shelf_told *told)
{
	if (bundle->signer[0] == '\0')
		return say(told, KS_DENIED,
			   "版 %d には署名がありません。`kenshu content publish --key` で署名した版を使ってください。",
			   bundle->version);
	if (shelf->keys[0][0] == '\0' && !is_known_sender)
		return say(told, KS_DENIED,
			   "この端末には、教材の署名の鍵がまだありません。設定ファイルに content_key を書いてください（版 %d の鍵は %.16s…）。",
			   bundle->version, bundle->signer);
	if (shelf->keys[0][0] != '\0' && !is_pinned(shelf, bundle->signer))
		return say(told, KS_DENIED,
			   "版 %d の署名の鍵（%.16s…）は、この端末が知る鍵ではありません。公開した人に確かめてください。",
			   bundle->version, bundle->signer);
	return KS_OK;
}

static enum ks_rc judge_number(const struct ks_shelf *shelf, const struct ks_bundle *bundle,
			       struct ks_shelf_told *told)
{
	if (bundle->version > shelf->newest.version)
		return KS_OK;
	if (bundle->version == shelf->newest.version &&
	    strcmp(bundle->digest, shelf->newest.digest) == 0)
		return KS_CONFLICT; /* the very same: nothing is wrong */
	return say(told, KS_CONFLICT,
		   "版 %d は受け取れません。この端末には版 %d があります。--counter を %d 以上にして公開し直してください。",
		   bundle->version, shelf->newest.version, shelf->newest.version + 1);
}

/* A newer kind of content than this program knows would leave people before a faulty kiosk. */
static enum ks_rc judge_content(const char *path, struct ks_shelf_told *told)
{
	struct ks_content content;
	struct ks_diags diags = {0};
	enum ks_rc rc = ks_content_load(path, &content, &diags);

	if (rc == KS_INVALID)
		rc = say(told, KS_INVALID,
			 "版 %d は、この端末のプログラムでは読めません（%s）。端末のプログラムを先に更新してください。",
			 told->version, diags.n_items > 0 ? diags.items[0].message : "");
	else if (rc != KS_OK)
		rc = say(told, rc == KS_NOT_FOUND ? KS_IO : rc,
			 "版 %d を広げられません。端末の空き容量を確かめてください。", told->version);
	ks_content_finish(&content);
	ks_diags_finish(&diags);
	return rc;
}

static int in_use(const char *state)
{
	char *text = read_note(state, IN_USE);
	int version = (int)strtol(text, NULL, 10);

	free(text);
	return version;
}

/* All but the newest and the one that runs. */
static void sweep(const char *state, int newest, int kept)
{
	char *folder = ks_path_join(state, "content"), **names = NULL;
	size_t n = 0;

	if (ks_folder_list(folder, KS_SHELF_SUFFIX, &names, &n) == KS_OK) {
		for (size_t i = 0; i < n; i++) {
			struct ks_shelf_item item;
			char *path = ks_path_join(folder, names[i]);

			if (read_name(names[i], &item) && item.version != newest &&
			    item.version != kept)
				(void)!unlink(path);
			free(path);
		}
		ks_folder_list_finish(names, n);
	}
	free(folder);
}

static enum ks_rc put(const char *state, const char *path, const struct ks_bundle *bundle,
		      struct ks_shelf_told *told)
{
	struct ks_shelf_item item = {.version = bundle->version};
	char *to, *keys, *bytes = NULL;
	const char *successors[KS_BUNDLE_KEYS_MAX] = {bundle->keys[0], bundle->keys[1]};
	size_t len = 0;
	enum ks_rc rc = ks_file_read(path, KS_BUNDLE_BYTES_MAX, &bytes, &len);

	memcpy(item.digest, bundle->digest, sizeof(item.digest));
	to = ks_shelf_path(state, &item);
	keys = lines_of(successors, KS_BUNDLE_KEYS_MAX);
	if (rc == KS_OK && ks_file_free_mib(state) >= 0 &&
	    ks_file_free_mib(state) < (long)(len >> 20) + ROOM_MIB)
		rc = KS_FULL;
	if (rc == KS_OK)
		rc = ks_shelf_make(state);
	if (rc == KS_OK)
		rc = ks_file_write(to, bytes, len, 0400);
	if (rc == KS_OK)
		rc = write_keys(state, bundle->version, *keys ? keys : bundle->signer);
	free(bytes);
	free(keys);
	free(to);
	if (rc == KS_FULL)
		return say(told, rc,
			   "版 %d を置く空きがありません（%d MiB と教材の大きさが要ります）。空きを作ってください。",
			   bundle->version, ROOM_MIB);
	return rc == KS_OK ? KS_OK
			   : say(told, rc,
				 "版 %d を書けません（%s）。フォルダーの権限を確かめてください。",
				 bundle->version, ks_rc_name(rc));
}

static enum ks_rc install(const char *state, const char *path, bool is_known_sender,
			  struct ks_shelf_told *told)
{
	struct ks_shelf shelf;
	struct ks_bundle bundle;
	struct ks_diags diags = {0};
	enum ks_rc rc = ks_bundle_load(path, &bundle, &diags);

	told->words[0] = '\0';
	told->version = bundle.version;
	ks_shelf_read(state, &shelf);
	catch_up_keys(state, &shelf);
	if (rc != KS_OK)
		say(told, rc, "届いた教材を使えません。%s",
		    diags.n_items > 0 ? diags.items[0].message : "");
	if (rc == KS_OK)
		rc = judge_signer(&shelf, &bundle, is_known_sender, told);
	if (rc == KS_OK)
		rc = judge_number(&shelf, &bundle, told);
	if (rc == KS_OK)
		rc = judge_content(path, told);
	if (rc == KS_OK)
		rc = put(state, path, &bundle, told);
	if (rc == KS_OK) {
		int kept = in_use(state);

		sweep(state, bundle.version, kept > 0 ? kept : shelf.newest.version);
	}
	if (told->words[0])
		rc = ks_shelf_refuse(state, told, rc);
	else
		(void)!write_note(state, TOLD, "");
	ks_bundle_finish(&bundle);
	ks_diags_finish(&diags);
	return rc;
}

/* The sync thread and whoever puts a stick in may both come with one. */
static pthread_mutex_t one_at_a_time = KS_MUTEX_INIT;

enum ks_rc ks_shelf_install(const char *state, const char *path, bool is_known_sender,
			    struct ks_shelf_told *told)
{
	enum ks_rc rc;

	ks_lock(&one_at_a_time);
	rc = install(state, path, is_known_sender, told);
	ks_unlock(&one_at_a_time);
	return rc;
}

enum ks_rc ks_shelf_take(const char *state, const char *folder, struct ks_shelf_told *told)
{
	char **names = NULL;
	size_t n = 0;
	enum ks_rc rc = ks_folder_list(folder, KS_SHELF_SUFFIX, &names, &n), out = KS_NOT_FOUND;

	memset(told, 0, sizeof(*told));
	for (size_t i = 0; rc == KS_OK && i < n; i++) {
		char *path = ks_path_join(folder, names[i]);
		struct ks_shelf_told one = {0};
		enum ks_rc taken = ks_shelf_install(state, path, false, &one);

		free(path);
		if (taken != KS_OK && (out == KS_OK || !one.words[0]))
			continue; /* nothing new, or one that is newer was taken */
		out = taken;
		*told = one;
	}
	ks_folder_list_finish(names, n);
	return rc == KS_OK ? out : rc;
}

enum ks_rc ks_shelf_use(const char *state, int version)
{
	char *text;
	enum ks_rc rc = KS_OK;

	if (in_use(state) == version)
		return KS_OK;
	text = ks_format("%d\n", version);
	rc = write_note(state, IN_USE, text);
	free(text);
	return rc;
}
