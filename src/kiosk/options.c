/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/args.h"
#include "base/config.h"
#include "base/diag.h"
#include "base/file.h"
#include "base/secret.h"
#include "content/sign.h"
#include "kiosk/setup_file.h"
#include "ui/geom.h"

/*
 * Flags and config file become one struct of checked values here, so that nothing behind it meets a
 * wrong one. Whatever is wrong is said before any window opens.
 */

#define CREDENTIALS_BYTES_MAX 512
#define CA_BYTES_MAX ((size_t)4 << 20)
#define IDLE_S_DEFAULT 60
#define COUNTDOWN_S_DEFAULT 20
#define READING_TIMES 2.5 /* idle_s: 60 s to touch, 150 s to read */

/* Values as text, before they are checked. */
struct raw {
	const char *size, *display_mm, *idle_s, *reading_idle_s, *countdown_s, *blank_min, *theme,
		*text_step, *motion, *card_reader, *keyboard_reader;
	bool is_windowed, is_offscreen;
};

static bool read_number(const char *text, const char *name, double min, double max, double *value)
{
	char *end;

	if (!text)
		return true;
	*value = strtod(text, &end);
	if (*text != '\0' && *end == '\0' && *value >= min && *value <= max)
		return true;
	fprintf(stderr, "%s の値「%s」は、%g から %g までの数で書いてください。\n", name, text, min,
		max);
	return false;
}

static bool read_size(const char *text, struct ks_options *options)
{
	char *end;
	long w, h = 0;

	if (!text)
		return true;
	w = strtol(text, &end, 10);
	if (*end == 'x')
		h = strtol(end + 1, &end, 10);
	if (*end == '\0' && w >= 320 && w <= 16384 && h >= 320 && h <= 16384) {
		options->width_px = (int)w;
		options->height_px = (int)h;
		return true;
	}
	fprintf(stderr, "--size は 1920x1080 のように書いてください（320 から 16384 まで）。\n");
	return false;
}

/* 標準・大・特大, in percent: the sizes that the screens are made for. */
static bool read_step(const char *text, struct ks_options *options)
{
	static const char *const steps[] = {"100", "125", "150"};

	options->step_percent = 100;
	if (!text)
		return true;
	for (size_t i = 0; i < KS_COUNT(steps); i++) {
		if (strcmp(text, steps[i]) != 0)
			continue;
		options->step_percent = 100 + 25 * (int)i;
		return true;
	}
	fprintf(stderr, "text_step は 100、125、150 のどれかです。\n");
	return false;
}

/* on (the default) or off. */
static bool read_switch(const char *text, const char *name, bool *is_off)
{
	*is_off = text && strcmp(text, "off") == 0;
	if (!text || *is_off || strcmp(text, "on") == 0)
		return true;
	fprintf(stderr, "%s は on か off です。\n", name);
	return false;
}

static bool read_keyboard(const char *text, struct ks_options *options)
{
	static const char *const words[] = {
		[KS_KEYBOARD_PERSON] = "off", [KS_KEYBOARD_NUMBER] = "number", [KS_KEYBOARD_CARD] = "card"};

	for (size_t i = 0; i < KS_COUNT(words); i++)
		if (strcmp(text ? text : "off", words[i]) == 0) {
			options->keyboard_reader = (enum ks_keyboard_reader)i;
			return true;
		}
	fprintf(stderr, "keyboard_reader は off、number、card のどれかです。\n");
	return false;
}

static bool read_values(const struct raw *raw, struct ks_options *options)
{
	double display_mm = KS_DISPLAY_LONG_MM_DEFAULT, idle_s = IDLE_S_DEFAULT;
	double reading_s, countdown_s = COUNTDOWN_S_DEFAULT, blank_min = 0;

	if (!read_size(raw->size, options) ||
	    !read_number(raw->display_mm, "display_mm", 100, 5000, &display_mm) ||
	    !read_number(raw->idle_s, "idle_s", 1, 3600, &idle_s) ||
	    !read_number(raw->countdown_s, "countdown_s", 1, 600, &countdown_s) ||
	    !read_number(raw->blank_min, "blank_min", 0, 1440, &blank_min))
		return false;
	reading_s = idle_s * READING_TIMES;
	if (!read_number(raw->reading_idle_s, "reading_idle_s", 1, 3600, &reading_s))
		return false;
	if (raw->theme && strcmp(raw->theme, "standard") != 0 && strcmp(raw->theme, "contrast") != 0) {
		fprintf(stderr, "theme は standard か contrast です。\n");
		return false;
	}
	if (!read_switch(raw->motion, "motion", &options->is_still))
		return false;
	if (!read_step(raw->text_step, options) || !read_keyboard(raw->keyboard_reader, options) ||
	    !read_switch(raw->card_reader, "card_reader", &options->is_without_reader))
		return false;
	options->is_contrast = raw->theme && strcmp(raw->theme, "contrast") == 0;
	options->display_long_mm = display_mm;
	options->idle_s = (int)idle_s;
	options->reading_idle_s = (int)reading_s;
	options->countdown_s = (int)countdown_s;
	options->blank_min = (int)blank_min;
	options->mode = raw->is_offscreen  ? KS_WINDOW_OFFSCREEN
			: raw->is_windowed ? KS_WINDOW_FLOATING
					   : KS_WINDOW_FULLSCREEN;
	return true;
}

/* Not where somebody said that it stands alone, nor for an author. */
static bool may_enrol(const struct ks_options *options)
{
	return !options->preview && (!options->endpoint || *options->endpoint != '\0');
}

/* One line "key:secret", as `kenshu kiosk add` wrote it; enrolment adds the endpoint in a second one. */
static bool read_credentials(struct ks_options *options)
{
	const char *file = options->credentials_file;
	char *data = NULL, *colon, *line;
	size_t len = 0;
	enum ks_rc rc;

	if (!file || *file == '\0')
		return true;
	rc = ks_file_read(file, CREDENTIALS_BYTES_MAX, &data, &len);
	if (may_enrol(options) &&
	    (rc == KS_NOT_FOUND || (rc == KS_OK && data[strspn(data, " \t\r\n")] == '\0'))) {
		options->wants_enrolment = true;
		free(data);
		return true;
	}
	if (rc != KS_OK) {
		fprintf(stderr,
			"%s: 端末の認証情報を読めません。`kenshu kiosk add` で作ったファイルを指定してください。\n",
			file);
		return false;
	}
	(void)ks_secret_tell_file(file, stderr);
	line = data + strcspn(data, "\r\n");
	line += strspn(line, "\r\n");
	line[strcspn(line, "\r\n")] = '\0';
	if (!options->endpoint && *line) /* that of the enrolment */
		options->endpoint = ks_arena_strdup(&options->arena, line);
	data[strcspn(data, "\r\n")] = '\0';
	colon = strchr(data, ':');
	if (!colon || colon == data || colon[1] == '\0') {
		fprintf(stderr, "%s:1: 「端末名:秘密」の形ではありません。作り直してください。\n",
			file);
		free(data);
		return false;
	}
	options->credentials = ks_arena_strdup(&options->arena, data);
	options->kiosk = ks_arena_strndup(&options->arena, data, (size_t)(colon - data));
	free(data);
	return true;
}

/* What the address must begin with, and where kenshu-collector takes statements. */
static bool read_endpoint(const struct ks_options *options)
{
	static const char path[] = "/xAPI";
	const char *url = options->endpoint, *host = ks_secret_host_of(url);
	size_t len = strlen(url);

	if (len == 0)
		return true;
	if (!host || strcspn(host, "/ \t") == 0 || strpbrk(url, " \t\r\n")) {
		fprintf(stderr,
			"--endpoint「%s」は、送り先の形ではありません。http://centre.example:8090/xAPI の"
			"ように、http:// か https:// から書いてください。'' で、この端末だけで使います。\n",
			url);
		return false;
	}
	while (len > 0 && url[len - 1] == '/')
		len--;
	if (len < strlen(path) || strncasecmp(url + len - strlen(path), path, strlen(path)) != 0)
		fprintf(stderr,
			"注意: --endpoint「%s」の終わりが %s ではありません。kenshu-collector に送るときは、"
			"http://…%s と書いてください。\n",
			url, path, path);
	if (ks_secret_is_in_clear(url))
		fprintf(stderr,
			"注意: --endpoint「%s」では、認証情報と記録が、暗号化されずに通信路を通ります。"
			"https:// にしてください。\n",
			url);
	return true;
}

/* What the certificate of the centre is checked by: without it nothing is ever sent, so it is looked at before. */
static bool read_ca(const struct ks_options *options)
{
	char *data = NULL;
	size_t len;
	bool is_good;

	if (!options->ca_file)
		return true;
	is_good = ks_file_read(options->ca_file, CA_BYTES_MAX, &data, &len) == KS_OK &&
		  strstr(data, "-----BEGIN CERTIFICATE-----");
	free(data);
	if (!is_good)
		fprintf(stderr,
			"ca_file「%s」は、読める証明書（PEM）ではありません。認証局の証明書の場所と権限を"
			"確かめてください。\n",
			options->ca_file);
	return is_good;
}

static bool read_proxy(const struct ks_options *options)
{
	const char *proxy = options->proxy;

	if (!proxy || *proxy == '\0' ||
	    (strncasecmp(proxy, "http://", strlen("http://")) == 0 && !strpbrk(proxy, " \t@")))
		return true;
	fprintf(stderr,
		"proxy「%s」は、http://proxy.example:8080 の形で書いてください（利用者名と合言葉の要る"
		"プロキシーは使えません）。\n",
		proxy);
	return false;
}

static bool read_content_keys(const struct ks_options *options)
{
	const char *keys[] = {options->content_key, options->content_key_next};

	for (size_t i = 0; i < KS_COUNT(keys); i++) {
		if (!keys[i] || ks_sign_is_public(keys[i]))
			continue;
		fprintf(stderr,
			"content_key「%s」は、`kenshu content key` が示した公開鍵（64文字）ではありません。\n",
			keys[i]);
		return false;
	}
	if (options->roster && !options->content_key) {
		fprintf(stderr,
			"roster を使うときは、content_key（名簿に署名した鍵の公開鍵）も書いてください。\n");
		return false;
	}
	return true;
}

static bool read_config(struct ks_options *options, struct raw *raw)
{
	const struct ks_config_name names[] = {
		{"place", &options->place},
		{"ca_file", &options->ca_file},
		{"proxy", &options->proxy},
		{"display_mm", &raw->display_mm},
		{"idle_s", &raw->idle_s},
		{"reading_idle_s", &raw->reading_idle_s},
		{"countdown_s", &raw->countdown_s},
		{"blank_min", &raw->blank_min},
		{"theme", &raw->theme},
		{"text_step", &raw->text_step},
		{"motion", &raw->motion},
		{"card_reader", &raw->card_reader},
		{"size", &raw->size},
		{"content_key", &options->content_key},
		{"content_key_next", &options->content_key_next},
		{"keyboard_reader", &raw->keyboard_reader},
		{"courier", &options->courier},
		{"roster", &options->roster},
	};
	struct ks_diags diags = {0};
	enum ks_rc rc = KS_OK;

	if (options->config_file)
		rc = ks_config_read(options->config_file, names, KS_COUNT(names), &options->arena,
				    &diags);
	ks_diags_print(&diags, stderr);
	ks_diags_finish(&diags);
	return rc == KS_OK;
}

/* Is @name among the words, alone or with its value behind a "="? */
static bool has_word(int argc, char **argv, const char *name)
{
	size_t len = strlen(name);

	for (int i = 1; i < argc; i++)
		if (strncmp(argv[i], name, len) == 0 && (argv[i][len] == '\0' || argv[i][len] == '='))
			return true;
	return false;
}

int ks_options_read(struct ks_options *options, int argc, char **argv)
{
	struct raw raw = {0};
	bool is_preview = has_word(argc, argv, "--preview");
	const struct ks_option table[] = {
		{"--state", "DIR", "記録を保存するフォルダー", &options->state, NULL, !is_preview},
		{"--content", "DIR", "教材のフォルダー", &options->content, NULL, !is_preview},
		{"--endpoint", "URL", "送り先（http://…/xAPI）。'' で、この端末だけで使います",
		 &options->endpoint, NULL, false},
		{"--credentials", "FILE", "端末の認証情報。なければ、画面で登録コードを入れて作ります",
		 &options->credentials_file, NULL, false},
		{"--preview", "LESSON",
		 "教材を書く人が、科目のフォルダー（か lesson.md）を画面で見ます。記録しません",
		 &options->preview, NULL, false},
		{"--config", "FILE", "設定ファイル（名前: 値）", &options->config_file, NULL, false},
		{"--size", "WxH", "画面の大きさ（例 1920x1080）", &raw.size, NULL, false},
		{"--windowed", NULL, "窓で開きます（ふだんは全画面）", NULL, &raw.is_windowed, false},
		{"--offscreen", NULL, "画面なしで動かします（台本・試験用）", NULL,
		 &raw.is_offscreen, false},
		{"--script", "FILE", "タッチの台本を実行します", &options->script, NULL, false},
	};
	const struct ks_args args = {.program = "kenshu-kiosk",
				     .summary = "情報セキュリティ研修のキオスク画面を開きます。",
				     .options = table,
				     .n_options = KS_COUNT(table)};

	switch (ks_args_parse(&args, argc - 1, argv + 1, NULL, NULL)) {
	case KS_ARGS_HELP:
		return KS_EXIT_DONE;
	case KS_ARGS_USAGE:
		return KS_EXIT_USAGE;
	case KS_ARGS_OK:
		break;
	}
	options->kiosk = "k-local";
	if (!read_config(options, &raw) || !read_ca(options) || !read_proxy(options) ||
	    !read_content_keys(options) || !read_credentials(options))
		return KS_EXIT_BAD_CONFIG;
	if (!options->preview)
		ks_setup_read(options, !options->endpoint, &raw.display_mm);
	if (!options->endpoint || options->preview)
		options->endpoint = "";
	if (!read_endpoint(options))
		return KS_EXIT_BAD_CONFIG;
	if (!read_values(&raw, options))
		return KS_EXIT_USAGE;
	if (options->roster && *options->endpoint == '\0')
		fprintf(stderr, "注意: roster は、送り先（--endpoint）のある端末でだけ使います。"
				"この端末には kenshu roster import で名簿を入れてください。\n");
	if (*options->endpoint != '\0' && !options->credentials && !options->wants_enrolment) {
		fprintf(stderr, "--endpoint を使うときは、--credentials も指定してください。\n");
		return KS_EXIT_USAGE;
	}
	return -1;
}

bool ks_options_enrolled(struct ks_options *options)
{
	options->wants_enrolment = false;
	if (*options->endpoint == '\0')
		options->endpoint = NULL;
	if (!read_credentials(options) || !options->credentials || !options->endpoint) {
		options->endpoint = options->endpoint ? options->endpoint : "";
		options->wants_enrolment = true;
	}
	return !options->wants_enrolment;
}

void ks_options_finish(struct ks_options *options)
{
	ks_arena_finish(&options->arena);
}
