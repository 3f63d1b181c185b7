/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "kiosk/options.h"
#include "kiosk/screen/screen.h"
#include "kiosk/setup_file.h"
#include "support/golden.h"
#include "support/test.h"

/* Each way to start a kiosk, as one list: what it is told, what it answers, and what then holds for it. */

#define WORDS_MAX 20
#define KEY "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

/* @words: further ones, apart by blanks. NULL: there is no such file. */
struct start {
	const char *words, *config, *credentials, *setup;
};

static const struct start starts[] = {
	{"", NULL, NULL, NULL},
	{"--endpoint=", NULL, NULL, NULL},
	{"--endpoint= --windowed", NULL, NULL, NULL},
	{"--endpoint= --offscreen --windowed --size=320x320", NULL, NULL, NULL},
	{"--endpoint= --size=1280", NULL, NULL, NULL},
	{"--endpoint= --size=1280x", NULL, NULL, NULL},
	{"--endpoint= --size=", NULL, NULL, NULL},
	{"--help", NULL, NULL, NULL},
	{"--preview=content/lessons/m1", NULL, NULL, NULL},
	{"--preview content/lessons/m1 --endpoint=http://127.0.0.1/xAPI", NULL, NULL, NULL},
	{"--previews=x", NULL, NULL, NULL},
	{"--script=s --endpoint=", NULL, NULL, NULL},
	/* numbers at their ends */
	{"--endpoint=", "display_mm: 100\nidle_s: 1\ncountdown_s: 1\nblank_min: 0\n", NULL, NULL},
	{"--endpoint=", "display_mm: 5000\nidle_s: 3600\nreading_idle_s: 3600\n", NULL, NULL},
	{"--endpoint=", "countdown_s: 600\nblank_min: 1440\nreading_idle_s: 1\n", NULL, NULL},
	{"--endpoint=", "display_mm: 99.9\n", NULL, NULL},
	{"--endpoint=", "display_mm: 5000.5\n", NULL, NULL},
	{"--endpoint=", "idle_s: 0.5\n", NULL, NULL},
	{"--endpoint=", "idle_s: 3601\n", NULL, NULL},
	{"--endpoint=", "reading_idle_s: 3601\n", NULL, NULL},
	{"--endpoint=", "countdown_s: 0\n", NULL, NULL},
	{"--endpoint=", "countdown_s: 601\n", NULL, NULL},
	{"--endpoint=", "blank_min: -1\n", NULL, NULL},
	{"--endpoint=", "blank_min: 1441\n", NULL, NULL},
	{"--endpoint=", "idle_s: 60s\n", NULL, NULL},
	{"--endpoint=", "idle_s: ''\n", NULL, NULL},
	{"--endpoint=", "colour: red\nsize: 1x1\n", NULL, NULL},
	{"--endpoint=", "place: 支所\nsize: 800x600\ncourier: /media/usb\n", NULL, NULL},
	/* addresses */
	{"--endpoint=training.example", NULL, "k-01:s\n", NULL},
	{"--endpoint=http:///xAPI", NULL, "k-01:s\n", NULL},
	{"--endpoint=ftp://training.example/xAPI", NULL, "k-01:s\n", NULL},
	{"--endpoint=https://training.example/xAPI", NULL, "k-01:s\n", NULL},
	{"--endpoint=https://training.example/XAPI//", NULL, "k-01:s\n", NULL},
	{"--endpoint=https://training.example/", NULL, "k-01:s\n", NULL},
	{"--endpoint=http://training.example/xAPI", NULL, "k-01:s\n", NULL},
	{"--endpoint=http://127.0.0.1:8090/xAPI", NULL, "k-01:s\n", NULL},
	{"--endpoint=https://x", NULL, "k-01:s\n", NULL},
	{"--endpoint=https://training.example/xAPI", NULL, NULL, NULL},
	/* credentials */
	{"", NULL, "k-01:s\nhttps://training.example/xAPI\n", NULL},
	{"", NULL, "k-01:s\r\nhttps://training.example/xAPI\r\n", NULL},
	{"", NULL, "k-01:s\n", NULL},
	{"", NULL, "", NULL},
	{"", NULL, " \r\n\t", NULL},
	{"--endpoint=", NULL, "", NULL},
	{"--endpoint=", NULL, "k-01:s\nhttps://training.example/xAPI\n", NULL},
	{"--endpoint=https://other.example/xAPI", NULL, "k-01:s\nhttps://training.example/xAPI\n",
	 NULL},
	{"--endpoint=https://other.example/xAPI", NULL, "", NULL},
	{"", NULL, "k-01\n", NULL},
	{"", NULL, ":s\n", NULL},
	{"", NULL, "k-01:\n", NULL},
	{"--preview=content/lessons/m1", NULL, "", NULL},
	/* what only a centre gives */
	{"--endpoint=https://training.example/xAPI",
	 "proxy: ''\nroster: people.kenshu\ncontent_key: " KEY "\ncontent_key_next: " KEY "\n",
	 "k-01:s\n", NULL},
	{"--endpoint=", "roster: people.kenshu\ncontent_key: " KEY "\n", NULL, NULL},
	{"--endpoint=", "roster: people.kenshu\n", NULL, NULL},
	{"--endpoint=", "content_key: 12\n", NULL, NULL},
	{"--endpoint=", "content_key: " KEY "\ncontent_key_next: 12\n", NULL, NULL},
	{"--endpoint=", "proxy: HTTP://proxy.example:8080\n", NULL, NULL},
	{"--endpoint=", "proxy: 'http://proxy example'\n", NULL, NULL},
	/* what was said on the glass */
	{"", NULL, "", "step: kind\nalone: no\n"},
	{"", NULL, "", "step: width\nalone: no\n"},
	{"", NULL, "", "step: touch\nalone: no\ndisplay_mm: 600\n"},
	{"", NULL, "", "step: enrol\nalone: no\n"},
	{"", NULL, "", "step: place\nalone: yes\nplace: 本庁\n"},
	{"", NULL, "", "step: done\nalone: yes\nplace: 本庁\n"},
	{"", NULL, "", "step: sideways\nalone: perhaps\n"},
	{"", NULL, "", "nonsense\n"},
	{"", NULL, "", ""},
	{"--endpoint=", NULL, NULL, "step: done\nalone: yes\ndisplay_mm: 640\n"},
	{"", "display_mm: 700\nplace: 支所\n", "", "step: enrol\ndisplay_mm: 640\nplace: 本庁\n"},
	{"--preview=content/lessons/m1", NULL, NULL, "step: kind\n"},
};

static void put(struct ks_buf *out, const char *name, const char *value)
{
	if (value)
		ks_buf_printf(out, " %s=%s", name, value);
}

static void put_values(struct ks_buf *out, const struct ks_options *o)
{
	enum ks_screen_id first = ks_setup_screen(o);

	put(out, "state", o->state);
	put(out, "content", o->content);
	put(out, "endpoint", o->endpoint);
	put(out, "script", o->script);
	put(out, "preview", o->preview);
	put(out, "kiosk", o->kiosk);
	put(out, "credentials", o->credentials);
	put(out, "place", o->place);
	put(out, "proxy", o->proxy);
	put(out, "roster", o->roster);
	put(out, "courier", o->courier);
	put(out, "key", o->content_key ? "told" : NULL);
	put(out, "next key", o->content_key_next ? "told" : NULL);
	ks_buf_printf(out, "\n  mode %d %dx%d, %.1f mm (%d), text %d\n", o->mode, o->width_px,
		      o->height_px, o->display_long_mm, o->is_mm_told, o->step_percent);
	ks_buf_printf(out, "  idle %d, reading %d, countdown %d, dark %d\n", o->idle_s,
		      o->reading_idle_s, o->countdown_s, o->blank_min);
	ks_buf_printf(out, "  contrast %d, still %d, reader %d, keyboard %d\n", o->is_contrast,
		      o->is_still, !o->is_without_reader, o->keyboard_reader);
	ks_buf_printf(out, "  step %d, alone %d, place %d, enrolment %d, asks %s\n", o->setup_step,
		      o->is_alone, o->is_place_told, o->wants_enrolment,
		      first == KS_SCREEN_SAME ? "nothing" : ks_screen_get(first)->name);
}

/* @text with DIR for @folder. */
static void put_masked(struct ks_buf *out, const char *text, const char *folder)
{
	for (const char *at; (at = strstr(text, folder)); text = at + strlen(folder))
		ks_buf_printf(out, "%.*sDIR", (int)(at - text), text);
	ks_buf_puts(out, text);
}

static void put_start(struct ks_buf *out, const struct start *start)
{
	char *folder = ks_test_folder(), *words = ks_strdup(start->words), *config = NULL;
	char *credentials = ks_format("%s/credentials", folder), *said, *printed;
	bool is_preview = strstr(words, "--preview");
	char *argv[WORDS_MAX] = {(char *)"kenshu-kiosk"};
	struct ks_options options = {0};
	struct ks_test_stream errors, prints;
	struct ks_buf all = {0};
	int argc = 1, code;

	if (!is_preview) {
		argv[argc++] = (char *)"--state";
		argv[argc++] = folder;
		argv[argc++] = (char *)"--content=content";
	}
	if (start->config) {
		config = ks_test_write(folder, "kiosk.conf", start->config);
		argv[argc++] = (char *)"--config";
		argv[argc++] = config;
	}
	if (start->credentials) {
		free(ks_test_write(folder, "credentials", start->credentials));
		assert_int_equal(chmod(credentials, strstr(words, "127.0.0.1") ? 0644 : 0600), 0);
		argv[argc++] = (char *)"--credentials";
		argv[argc++] = credentials;
	}
	if (start->setup)
		free(ks_test_write(folder, "setup", start->setup));
	for (char *rest = words, *word; (word = strsep(&rest, " "));)
		if (*word)
			argv[argc++] = word;
	prints = ks_test_stream_begin(stdout);
	errors = ks_test_stream_begin(stderr);
	code = ks_options_read(&options, argc, argv);
	said = ks_test_stream_end(&errors);
	printed = ks_test_stream_end(&prints);
	ks_buf_printf(&all, "%d\n%s%s", code, printed, said);
	if (code == -1)
		put_values(&all, &options);
	put_masked(out, ks_buf_text(&all), folder);
	ks_buf_finish(&all);
	ks_options_finish(&options);
	free(printed);
	free(said);
	free(credentials);
	free(config);
	free(words);
	ks_test_folder_finish(folder);
}

static void each_start_holds_what_it_is_told_or_says_why_not(void **state)
{
	struct ks_buf out = {0};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(starts); i++) {
		const struct start *start = &starts[i];

		ks_buf_printf(&out, "== %s\n", start->words);
		if (start->config)
			ks_buf_printf(&out, "config: %s", start->config);
		if (start->credentials)
			ks_buf_printf(&out, "credentials: %s\n", start->credentials);
		if (start->setup)
			ks_buf_printf(&out, "setup: %s\n", start->setup);
		put_start(&out, start);
	}
	ks_test_golden("tests/data/golden/starts.txt", ks_buf_text(&out));
	ks_buf_finish(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_start_holds_what_it_is_told_or_says_why_not),
	};

	return ks_test_run(tests);
}
