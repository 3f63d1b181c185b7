/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/utf8.h"
#include "content/texts.h"
#include "tools/content_commands.h"
#include "tools/counters.h"
#include "tools/mecab.h"
#include "tools/tools.h"

/*
 * `kenshu content readings`: which runs of kanji have no reading yet, and what MeCab would read there. It proposes; a
 * person decides, for the reading goes onto the screen of somebody who cannot judge it.
 */

/* A word without a reading, how it may be read, and where it stands first. */
struct word {
	char *base, *reading, *file;
	char *before, *before_reading; /* the word right before it; "" for none that helps */
	int line;
	size_t n;
};

struct finder {
	const struct ks_readings *readings;
	struct ks_mecab *mecab; /* NULL: only told */
	bool is_told;
	size_t n_missing;
	struct word *words;
	size_t n_words, capacity;
	unsigned counters; /* bit: a family of ks_counters that is needed */
	/* the text at hand */
	const char *file;
	int line;
	const struct ks_rich *text;
	size_t at; /* behind the last word of it */
	bool is_after_digit;
	size_t before_end; /* where `before` ended */
	char before[64], before_reading[128];
};

static bool holds_kanji(const char *text)
{
	for (const char *end = text + strlen(text); text < end;)
		if (ks_readings_is_kanji(ks_utf8_next(&text, end)))
			return true;
	return false;
}

/* The word before tells which reading is meant: 勤務中 is ちゅう, のその中 is なか. */
static void keep_before(struct finder *finder, const char *base, const char *reading)
{
	const char *at = base;
	uint32_t c = ks_utf8_next(&at, base + strlen(base));
	bool is_letter = c >= 0x3041 && c < 0xFF00; /* not 、 or 「 */
	bool helps = is_letter && reading[0] != '\0' && !finder->is_after_digit &&
		     strlen(base) < sizeof(finder->before) &&
		     strlen(reading) < sizeof(finder->before_reading);

	snprintf(finder->before, sizeof(finder->before), "%s", helps ? base : "");
	snprintf(finder->before_reading, sizeof(finder->before_reading), "%s", helps ? reading : "");
	finder->before_end = finder->at;
}

static void add_word(struct finder *finder, const char *base, const char *reading, bool is_adjacent)
{
	const char *before = is_adjacent ? finder->before : "";

	for (size_t i = 0; i < finder->n_words; i++) {
		struct word *word = &finder->words[i];

		if (strcmp(word->base, base) != 0 || strcmp(word->reading, reading) != 0 ||
		    strcmp(word->before, before) != 0)
			continue;
		word->n++;
		return;
	}
	ks_grow(&finder->words, finder->n_words, &finder->capacity);
	finder->words[finder->n_words++] =
		(struct word){.base = ks_strdup(base),
			      .reading = ks_strdup(reading),
			      .file = ks_strdup(finder->file),
			      .before = ks_strdup(before),
			      .before_reading = ks_strdup(is_adjacent ? finder->before_reading : ""),
			      .line = finder->line,
			      .n = 1};
}

/* One of MeCab's words; those whose kanji have their readings already are passed over. */
static void on_word(void *to, const char *base, const char *reading)
{
	struct finder *finder = to;
	const char *found = strstr(finder->text->text + finder->at, base);
	size_t len = 0, missing;
	bool is_adjacent;
	int family;

	if (!found)
		return;
	is_adjacent = finder->before_end == (size_t)(found - finder->text->text);
	finder->at = (size_t)(found - finder->text->text) + strlen(base);
	missing = ks_readings_missing(finder->readings, finder->text,
				      (size_t)(found - finder->text->text), &len);
	family = finder->is_after_digit ? ks_counters_find(base) : -1;
	finder->is_after_digit = base[0] >= '0' && base[0] <= '9';
	if (missing < finder->at && holds_kanji(base)) {
		if (family >= 0)
			finder->counters |= 1u << family;
		else
			add_word(finder, base, reading, is_adjacent);
	}
	keep_before(finder, base, reading);
}

static void on_text(void *to, const char *file, int line, const struct ks_rich *text)
{
	struct finder *finder = to;
	size_t len = 0, at = ks_readings_missing(finder->readings, text, 0, &len);

	if (at == text->len)
		return;
	finder->file = file;
	finder->line = line;
	finder->text = text;
	finder->at = 0;
	finder->is_after_digit = false;
	finder->before[0] = finder->before_reading[0] = '\0';
	finder->before_end = 0;
	if (finder->mecab)
		ks_mecab_each(finder->mecab, text->text, on_word, finder);
	for (; at < text->len; at = ks_readings_missing(finder->readings, text, at + len, &len)) {
		finder->n_missing++;
		if (finder->is_told)
			printf("%s:%d: 「%.*s」に読みがありません。\n", file, line, (int)len,
			       text->text + at);
	}
}

/* The lines of a file beside the content, e.g. the words of the kiosk. */
static bool read_also(struct finder *finder, const char *file)
{
	char *text = NULL;
	size_t len = 0;
	int line = 0;

	if (ks_file_read(file, (size_t)4 << 20, &text, &len) != KS_OK ||
	    !ks_utf8_is_valid(text, len, NULL)) {
		fprintf(stderr, "%s を読めません。\n", file);
		free(text);
		return false;
	}
	for (char *at = text; *at != '\0';) {
		size_t n = strcspn(at, "\n");
		bool is_last = at[n] == '\0';
		struct ks_rich rich;

		at[n] = '\0';
		rich = ks_rich_plain(at);
		on_text(finder, file, ++line, &rich);
		at += n + !is_last;
	}
	free(text);
	return true;
}

/* ---- what is written ---- */

static int by_base(const void *a, const void *b)
{
	const struct word *x = a, *y = b;
	int order = strcmp(x->base, y->base);

	return order != 0 ? order : strcmp(x->reading, y->reading);
}

/* Of the readings of words[0 … n-1], which have the same base, the most frequent one. */
static const char *usual_reading(const struct word *words, size_t n)
{
	const char *best = "";
	size_t most = 0;

	for (size_t i = 0, k; i < n; i = k) {
		size_t sum = 0;

		for (k = i; k < n && strcmp(words[k].reading, words[i].reading) == 0; k++)
			sum += words[k].n;
		if (sum > most && words[i].reading[0] != '\0') {
			most = sum;
			best = words[i].reading;
		}
	}
	return best;
}

/* The usual reading of a base, and each other one with the word it stands behind. */
static void put_base(const struct word *words, size_t n, struct ks_buf *out)
{
	const char *usual = usual_reading(words, n);

	if (usual[0] != '\0')
		ks_buf_printf(out, "%s: %s\n", words[0].base, usual);
	else
		ks_buf_printf(out, "# 読みが分かりません（%s:%d）\n# %s: \n", words[0].file,
			      words[0].line, words[0].base);
	for (size_t i = 0; i < n; i++) {
		if (words[i].reading[0] == '\0' || strcmp(words[i].reading, usual) == 0)
			continue;
		if (words[i].before[0] != '\0')
			ks_buf_printf(out, "%s%s: %s%s\n", words[i].before, words[i].base,
				      words[i].before_reading, words[i].reading);
		else
			ks_buf_printf(out, "# %s: %s もあります（%s:%d）\n", words[i].base,
				      words[i].reading, words[i].file, words[i].line);
	}
}

/* Returns the number of bases. */
static size_t put_words(const struct finder *finder, struct ks_buf *out)
{
	size_t n_bases = 0;

	for (size_t i = 0, n; i < finder->n_words; i += n, n_bases++) {
		for (n = 1; i + n < finder->n_words &&
			    strcmp(finder->words[i + n].base, finder->words[i].base) == 0;)
			n++;
		put_base(&finder->words[i], n, out);
	}
	return n_bases;
}

static enum ks_rc write_proposals(struct finder *finder, const char *file, size_t *n_bases)
{
	struct ks_buf out = {0};
	char *old = NULL;
	size_t len = 0;
	enum ks_rc rc = ks_file_read(file, (size_t)4 << 20, &old, &len);

	if (rc == KS_OK)
		ks_buf_append(&out, old, len);
	else if (rc == KS_NOT_FOUND)
		ks_buf_puts(&out,
			    "# 漢字の読み。「漢字: かんじ」を一行に一つ（content/README.md）。\n");
	free(old);
	if (rc != KS_OK && rc != KS_NOT_FOUND)
		return rc;
	qsort(finder->words, finder->n_words, sizeof(*finder->words), by_base);
	ks_buf_puts(
		&out,
		"\n# ここから下は案です。読んで確かめ、正しい読みにしてから、この行を消してください。\n");
	ks_counters_put(finder->counters, finder->readings, &out);
	*n_bases = put_words(finder, &out);
	rc = ks_file_write(file, out.data, out.len, 0644);
	ks_buf_finish(&out);
	return rc;
}

static int fill(struct finder *finder, const char *file)
{
	size_t n_bases = 0;

	if (finder->n_words == 0 && finder->counters == 0) {
		printf("読みのない漢字はありません。\n");
		return KS_EXIT_DONE;
	}
	if (write_proposals(finder, file, &n_bases) != KS_OK) {
		fprintf(stderr, "%s に書けません。\n", file);
		return KS_EXIT_FAILED;
	}
	printf("%s に %zu 語の案を書き足しました。読んで確かめてください。\n", file, n_bases);
	return KS_EXIT_DONE;
}

static void finish(struct finder *finder)
{
	for (size_t i = 0; i < finder->n_words; i++) {
		free(finder->words[i].base);
		free(finder->words[i].reading);
		free(finder->words[i].file);
		free(finder->words[i].before);
		free(finder->words[i].before_reading);
	}
	free(finder->words);
	ks_mecab_close(finder->mecab);
}

static int run(const struct ks_content *content, const char *also, bool is_check)
{
	struct finder finder = {.readings = &content->readings, .is_told = is_check};
	char *file = ks_path_join(content->folder, "readings.yaml");
	int exit_code = KS_EXIT_FAILED;

	if (!is_check && !(finder.mecab = ks_mecab_open())) {
		fprintf(stderr,
			"MeCab が入っていません。sudo apt-get install libmecab2 mecab-ipadic-utf8 で入れてください。\n");
	} else {
		ks_texts_each(content, on_text, &finder);
		if (also[0] == '\0' || read_also(&finder, also))
			exit_code = !is_check               ? fill(&finder, file)
				    : finder.n_missing == 0 ? KS_EXIT_DONE
							    : KS_EXIT_FAILED;
	}
	if (is_check)
		printf("読みのない所 %zu\n", finder.n_missing);
	finish(&finder);
	free(file);
	return exit_code;
}

int ks_content_readings(int argc, char **argv)
{
	const char *also = "", *folder = NULL;
	bool is_check = false;
	const struct ks_option options[] = {
		{"--check", NULL,
		 "書かずに、読みのない漢字をファイルと行の番号で知らせます（あれば 1 で終わります）",
		 NULL, &is_check, false},
		{"--also", "FILE", "教材のほかに調べるファイル（端末の言葉など）", &also, NULL, false},
	};
	const struct ks_args args = {
		.program = "kenshu content readings",
		.summary = "漢字の読みの一覧（readings.yaml）に、足りない読みの案を書き足します",
		.operands = "教材のフォルダー",
		.n_operands_min = 1,
		.n_operands_max = 1,
		.options = options,
		.n_options = KS_COUNT(options),
	};
	struct ks_content content;
	int exit_code;

	if (!ks_tools_parse(&args, argc, argv, &folder, &exit_code))
		return exit_code;
	exit_code = ks_tools_content_open(folder, &content);
	if (content.n_lessons > 0) {
		int rest = run(&content, also, is_check);

		exit_code = exit_code == KS_EXIT_DONE ? rest : exit_code;
	}
	ks_content_finish(&content);
	return exit_code;
}
