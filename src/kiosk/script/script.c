/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/script/script.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "kiosk/card.h"
#include "kiosk/driver.h"
#include "kiosk/trace.h"

/*
 * A script sees what a person sees — labels on the glass — and touches it the same way, through
 * ks_app_input(). Nothing in the kiosk knows whether a finger or a script was there.
 */

#define SCRIPT_BYTES_MAX ((size_t)1 << 20)
#define TAP_APART_MS 1000
#define AWAIT_MS 20000
#define AWAIT_STEP_MS 20

static const struct ks_element *elements(const struct ks_script *script, size_t *n)
{
	return ks_scene_elements(script->app->shown, n);
}

enum ks_rc ks_script_fail(const struct ks_script *script, const char *format, ...)
{
	size_t n;
	const struct ks_element *shown = elements(script, &n);
	va_list list;

	fprintf(stderr, "%s:%d: ", script->file, script->line);
	va_start(list, format);
	vfprintf(stderr, format, list);
	va_end(list);
	fprintf(stderr, "\n画面「%s」にあるもの:\n", ks_scene_name(script->app->shown));
	for (size_t i = 0; i < n; i++)
		if (*shown[i].label && !(shown[i].state & KS_STATE_SECRET))
			fprintf(stderr, "  %s\n", shown[i].label);
	return KS_INVALID;
}

static void touch(struct ks_script *script, enum ks_input_kind kind, int x, int y)
{
	struct ks_input input = {.kind = kind, .x = x, .y = y, .t_ms = script->t_ms};

	script->t_ms += TAP_APART_MS / 2;
	ks_app_input(script->app, &input);
}

void ks_script_tap(struct ks_script *script, const struct ks_element *element)
{
	int x = element->rect.x + element->rect.w / 2, y = element->rect.y + element->rect.h / 2;

	int64_t from_us;

	touch(script, KS_INPUT_DOWN, x, y);
	from_us = ks_trace_now();
	touch(script, KS_INPUT_UP, x, y);
	ks_trace_since(ks_scene_name(script->app->shown), from_us);
	ks_app_pump(script->app, 0);
}

static bool can_tap(const struct ks_element *element)
{
	return element->action.what != 0 && !(element->state & KS_STATE_DISABLED);
}

enum ks_rc ks_script_tap_action(struct ks_script *script, struct ks_action action)
{
	size_t n;
	const struct ks_element *shown = elements(script, &n);

	for (size_t i = 0; i < n; i++) {
		if (!can_tap(&shown[i]) || shown[i].action.what != action.what ||
		    shown[i].action.arg != action.arg)
			continue;
		ks_script_tap(script, &shown[i]);
		return KS_OK;
	}
	return KS_NOT_FOUND;
}

/* First in reading order: the topmost, then the leftmost; the exact label before one that only holds the words. */
static const struct ks_element *find_tappable(const struct ks_script *script, const char *words)
{
	const struct ks_element *best = NULL;
	bool is_best_exact = false;
	size_t n;
	const struct ks_element *shown = elements(script, &n);

	for (size_t i = 0; i < n; i++) {
		bool is_exact = strcmp(shown[i].label, words) == 0;
		bool is_before;

		if (!can_tap(&shown[i]) || !strstr(shown[i].label, words))
			continue;
		is_before = !best || shown[i].rect.y < best->rect.y ||
			    (shown[i].rect.y == best->rect.y && shown[i].rect.x < best->rect.x);
		if (is_exact > is_best_exact || (is_exact == is_best_exact && is_before)) {
			best = &shown[i];
			is_best_exact = is_exact;
		}
	}
	return best;
}

static bool is_shown(const struct ks_script *script, const char *words)
{
	size_t n;
	const struct ks_element *shown = elements(script, &n);

	for (size_t i = 0; i < n; i++)
		if (!(shown[i].state & KS_STATE_SECRET) && strstr(shown[i].label, words))
			return true;
	return false;
}

static enum ks_rc do_tap(struct ks_script *script, const char *words)
{
	const struct ks_element *element = find_tappable(script, words);

	if (!element)
		return ks_script_fail(script, "さわれる「%s」が画面にありません。", words);
	ks_script_tap(script, element);
	return KS_OK;
}

static enum ks_rc do_tap_at(struct ks_script *script, const char *argument)
{
	struct ks_rect screen = ks_scene_rect(script->app->shown);
	char *middle, *end;
	long x = strtol(argument, &middle, 10), y = strtol(middle, &end, 10);

	if (middle == argument || end == middle || *end != '\0')
		return ks_script_fail(script, "tap-at X Y の形で書いてください。");
	if (x < screen.x || x >= screen.x + screen.w || y < screen.y || y >= screen.y + screen.h)
		return ks_script_fail(script, "点 %ld %ld は画面（%d×%d）の外です。", x, y,
				      screen.w, screen.h);
	touch(script, KS_INPUT_DOWN, (int)x, (int)y);
	touch(script, KS_INPUT_UP, (int)x, (int)y);
	ks_app_pump(script->app, 0);
	return KS_OK;
}

static enum ks_rc do_keys(struct ks_script *script, const char *digits)
{
	for (; *digits; digits++) {
		char label[2] = {*digits, '\0'};
		size_t n;
		const struct ks_element *shown = elements(script, &n), *key = NULL;

		for (size_t i = 0; i < n && !key; i++)
			if (shown[i].role == KS_ROLE_KEY && strcmp(shown[i].label, label) == 0)
				key = &shown[i];
		if (!key)
			return ks_script_fail(script, "キー「%s」が画面にありません。", label);
		ks_script_tap(script, key);
	}
	return KS_OK;
}

static enum ks_rc do_card(struct ks_script *script, const char *argument)
{
	struct ks_input wake = {.kind = KS_INPUT_WAKE, .t_ms = script->t_ms};
	uint8_t id[KS_CARD_ID_MAX];
	size_t len = ks_card_read_hex(argument, id);

	if (len == 0)
		return ks_script_fail(script, "card の後は、0112047AB0553F21 のような16進数です。");
	ks_cards_post(script->app->cards, id, len);
	ks_app_input(script->app, &wake);
	ks_app_pump(script->app, 0);
	return KS_OK;
}

static enum ks_rc do_expect(struct ks_script *script, const char *words)
{
	return is_shown(script, words) ? KS_OK
				       : ks_script_fail(script, "「%s」が画面にありません。", words);
}

/* What another thread brings, a card or the centre, comes when it comes. */
static enum ks_rc do_await(struct ks_script *script, const char *words)
{
	for (int waited_ms = 0; waited_ms < AWAIT_MS; waited_ms += AWAIT_STEP_MS) {
		if (is_shown(script, words))
			return KS_OK;
		ks_app_pump(script->app, AWAIT_STEP_MS);
	}
	return ks_script_fail(script, "%d秒待ちましたが、「%s」が画面に出ません。", AWAIT_MS / 1000,
			      words);
}

static enum ks_rc do_refuse(struct ks_script *script, const char *words)
{
	return is_shown(script, words) ? ks_script_fail(script, "「%s」が画面にあります。", words)
				       : KS_OK;
}

static enum ks_rc do_wait(struct ks_script *script, const char *argument)
{
	char *end;
	long ms = strtol(argument, &end, 10);

	if (end == argument || *end != '\0' || ms < 0 || ms > 3600000)
		return ks_script_fail(script, "wait の後は、ミリ秒の数です。");
	ks_app_pump(script->app, (int)ms);
	return KS_OK;
}

static enum ks_rc do_shot(struct ks_script *script, const char *file)
{
	if (ks_window_shot(script->app->window, file) != KS_OK)
		return ks_script_fail(script, "%s に画像を書けません。", file);
	return KS_OK;
}

static enum ks_rc do_dump(struct ks_script *script, const char *file)
{
	struct ks_buf json = {0};
	enum ks_rc rc;

	ks_scene_dump(script->app->shown, &json);
	rc = ks_file_write(file, ks_buf_text(&json), json.len, 0644);
	ks_buf_finish(&json);
	return rc == KS_OK ? KS_OK : ks_script_fail(script, "%s に書けません。", file);
}

static enum ks_rc do_quit(struct ks_script *script, const char *argument)
{
	(void)argument;
	script->is_over = true;
	return KS_OK;
}

enum argument { NONE, MAYBE, NEEDED };

static const struct command {
	const char *name;
	enum ks_rc (*run)(struct ks_script *script, const char *argument);
	enum argument argument;
} commands[] = {
	{"tap", do_tap, NEEDED},
	{"tap-at", do_tap_at, NEEDED},
	{"keys", do_keys, NEEDED},
	{"card", do_card, NEEDED},
	{"expect", do_expect, NEEDED},
	{"await", do_await, NEEDED},
	{"refuse", do_refuse, NEEDED},
	{"wait", do_wait, NEEDED},
	{"shot", do_shot, NEEDED},
	{"dump", do_dump, NEEDED},
	{"quit", do_quit, NONE},
	{"lesson", ks_script_lesson, NONE},
	{"answer", ks_script_answer, NEEDED},
	{"quiz", ks_script_quiz, NEEDED},
	{"sync", ks_script_sync, NONE},
	{"inspect", ks_script_inspect, MAYBE},
};

static enum ks_rc run_line(struct ks_script *script, char *line)
{
	char *name = line + strspn(line, " \t"), *argument;
	size_t len = strlen(name);

	while (len > 0 && strchr(" \t\r", name[len - 1]))
		name[--len] = '\0';
	if (*name == '\0' || *name == '#')
		return KS_OK;
	argument = name + strcspn(name, " \t");
	if (*argument != '\0')
		*argument++ = '\0';
	argument += strspn(argument, " \t");
	for (size_t i = 0; i < KS_COUNT(commands); i++) {
		if (strcmp(commands[i].name, name) != 0)
			continue;
		if (commands[i].argument == NEEDED && *argument == '\0')
			return ks_script_fail(script, "%s の後に、何かが要ります。", name);
		if (commands[i].argument == NONE && *argument != '\0')
			return ks_script_fail(script, "%s の後には、何も書けません（「%s」）。",
					      name, argument);
		return commands[i].run(script, argument);
	}
	return ks_script_fail(script, "「%s」という命令はありません。", name);
}

int ks_script_run(struct ks_app *app, const char *file)
{
	struct ks_script script = {.app = app, .file = file, .t_ms = TAP_APART_MS};
	char *text, *rest, *line;
	enum ks_rc rc = KS_OK;
	size_t len;

	if (ks_file_read(file, SCRIPT_BYTES_MAX, &text, &len) != KS_OK) {
		fprintf(stderr, "%s: 台本を読めません。\n", file);
		return KS_EXIT_FAILED;
	}
	/* Editors on Windows put a byte order mark before the first line. */
	rest = len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? text + 3 : text;
	while (rc == KS_OK && !script.is_over && !app->is_quit && (line = strsep(&rest, "\n"))) {
		script.line++;
		rc = run_line(&script, line);
	}
	free(text);
	return rc == KS_OK ? app->exit_code : KS_EXIT_FAILED;
}
