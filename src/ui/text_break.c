/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/text.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include "base/log.h"
#include "base/utf8.h"
#include "ui/text_private.h"

/*
 * Where a line may begin. ICU knows Unicode's rules for Japanese (`lb=strict`, `lw=phrase`); this file
 * takes away what a Japanese reader would still stumble over (行頭・行末禁則 in full, ruby bases, notes) and gives
 * addresses the breaks they need. Bound words and phrases: text_bound.c.
 */

/* 行頭禁則: never the first sign of a line. */
static const char head_chars[] =
	"、。，．・：；？！゛゜ヽヾゝゞ々〻ー）〕］｝〉》」』】〙〗〟’”｠»"
	"ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ"
	"‐゠–〜～‼⁇⁈⁉％‰℃°′″℉｡｣､･ｰﾞﾟ…‥,.!?:;)]}%";
/* 行末禁則: never the last. */
static const char tail_chars[] = "（〔［｛〈《「『【〘〖〝‘“｟«￥＄￡＃＠№§¥$#@｢([{";

struct charset {
	const char *text;
	uint32_t sorted[160];
	size_t n;
};

static struct charset head_set = {.text = head_chars};
static struct charset tail_set = {.text = tail_chars};

/* Opened once per process and kept: opening reads ICU's rules, for phrases its dictionary. [breaking] */
static UBreakIterator *iterators[2];
static const char *const icu_locales[2] = {"ja@lb=strict", "ja@lb=strict;lw=phrase"};

struct scan {
	uint8_t *allowed; /* by byte */
	uint32_t *c;      /* code points … */
	uint32_t *at;     /* … and where they begin; at[n] is the end */
	size_t n;
};

static int compare_u32(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static bool charset_has(struct charset *set, uint32_t c)
{
	if (set->n == 0) {
		const char *text = set->text, *end = set->text + strlen(set->text);

		while (text < end) {
			assert(set->n < KS_COUNT(set->sorted));
			set->sorted[set->n++] = ks_utf8_next(&text, end);
		}
		qsort(set->sorted, set->n, sizeof(set->sorted[0]), compare_u32);
	}
	return bsearch(&c, set->sorted, set->n, sizeof(set->sorted[0]), compare_u32);
}

bool ks_break_is_forbidden_head(uint32_t c)
{
	return charset_has(&head_set, c);
}

bool ks_break_is_forbidden_tail(uint32_t c)
{
	return charset_has(&tail_set, c);
}

static void scan_init(struct scan *scan, const struct ks_rich *rich)
{
	const char *text = rich->text, *end = rich->text + rich->len;

	scan->allowed = ks_alloc_zero(rich->len + 1, 1);
	scan->c = ks_alloc((rich->len + 1) * sizeof(scan->c[0]));
	scan->at = ks_alloc((rich->len + 1) * sizeof(scan->at[0]));
	scan->n = 0;
	while (text < end) {
		scan->at[scan->n] = (uint32_t)(text - rich->text);
		scan->c[scan->n++] = ks_utf8_next(&text, end);
	}
	scan->at[scan->n] = (uint32_t)rich->len;
	scan->c[scan->n] = 0;
}

static UBreakIterator *icu_iterator(enum ks_breaking breaking)
{
	UErrorCode code = U_ZERO_ERROR;

	if (!iterators[breaking]) {
		iterators[breaking] = ubrk_open(UBRK_LINE, icu_locales[breaking], NULL, 0, &code);
		if (U_FAILURE(code)) {
			ks_log_error("text", "ICU line breaking (%s) cannot be opened: %s",
				     icu_locales[breaking], u_errorName(code));
			iterators[breaking] = NULL;
		}
	}
	return iterators[breaking];
}

static void apply_icu(struct scan *scan, const struct ks_rich *rich, enum ks_breaking breaking)
{
	UBreakIterator *iterator = icu_iterator(breaking);
	UErrorCode code = U_ZERO_ERROR;
	UText utext = UTEXT_INITIALIZER;
	uint8_t *found;
	int32_t i;

	if (!iterator)
		return; /* lines are then filled sign by sign */
	utext_openUTF8(&utext, rich->text, (int64_t)rich->len, &code);
	ubrk_setUText(iterator, &utext, &code);
	if (U_FAILURE(code)) {
		ks_log_error("text", "ICU line breaking: %s", u_errorName(code));
		utext_close(&utext);
		return;
	}
	found = ks_alloc_zero(rich->len + 1, 1);
	for (i = ubrk_first(iterator); i != UBRK_DONE; i = ubrk_next(iterator))
		found[i] = 1;
	utext_close(&utext);
	for (size_t k = 1; k < scan->n; k++)
		scan->allowed[scan->at[k]] = found[scan->at[k]];
	free(found);
}

static void apply_kinsoku(struct scan *scan)
{
	for (size_t k = 1; k < scan->n; k++)
		if (ks_break_is_forbidden_head(scan->c[k]) ||
		    ks_break_is_forbidden_tail(scan->c[k - 1]) || ks_cluster_is_extender(scan->c[k]))
			scan->allowed[scan->at[k]] = 0;
}

static void forbid_inside(struct scan *scan, size_t from, size_t to)
{
	for (size_t i = from + 1; i < to; i++)
		scan->allowed[i] = 0;
}

#define ERRATUM_BYTES 27 /* nine signs: a longer one is a passage, not a word */

/* A base with its reading is one block, so is a flagged word; a note such as 〔ママ〕 stays with the word it is about. */
static void apply_spans(struct scan *scan, const struct ks_rich *rich)
{
	for (size_t i = 0; i < rich->n_spans; i++) {
		const struct ks_span *span = &rich->spans[i];
		size_t to = span->to < rich->len ? span->to : rich->len;

		if (span->mark == KS_MARK_RUBY ||
		    (span->mark == KS_MARK_ERRATUM && to - span->from <= ERRATUM_BYTES))
			forbid_inside(scan, span->from, to);
		if (span->mark == KS_MARK_SMALL && span->from < to &&
		    strncmp(rich->text + span->from, "〔", strlen("〔")) == 0) {
			scan->allowed[span->from] = 0;
			forbid_inside(scan, span->from, to);
		}
	}
}

static bool is_graphic(uint32_t c)
{
	return c > ' ' && c < 0x7f;
}

static bool is_address_stop(uint32_t c)
{
	return c == '@' || c == '.' || c == '-' || c == '/';
}

static bool is_word(uint32_t c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* An e-mail address or a URL in [from, to), a run of ASCII without spaces. */
static bool looks_like_address(const struct scan *scan, size_t from, size_t to)
{
	for (size_t k = from + 1; k + 1 < to; k++) {
		if (scan->c[k] == '@' && is_word(scan->c[k - 1]) && is_word(scan->c[k + 1]))
			return true;
		if (scan->c[k] == ':' && k + 2 < to && scan->c[k + 1] == '/' && scan->c[k + 2] == '/')
			return true;
	}
	return to - from > 4 && scan->c[from] == 'w' && scan->c[from + 1] == 'w' &&
	       scan->c[from + 2] == 'w' && scan->c[from + 3] == '.';
}

/* Only behind @ . - /, and never between two of these. */
static void break_as_address(struct scan *scan, size_t from, size_t to)
{
	for (size_t k = from + 1; k < to; k++)
		scan->allowed[scan->at[k]] = is_address_stop(scan->c[k - 1]) && k > from + 1 &&
					     !is_address_stop(scan->c[k]) &&
					     !ks_break_is_forbidden_head(scan->c[k]) &&
					     !ks_cluster_is_extender(scan->c[k]);
}

static void apply_addresses(struct scan *scan, const struct ks_rich *rich)
{
	for (size_t k = 0; k < scan->n; k++) {
		size_t end = k, last;

		while (end < scan->n && is_graphic(scan->c[end]))
			end++;
		if (end == k)
			continue;
		for (last = end; last > k && !is_word(scan->c[last - 1]) && scan->c[last - 1] != '/';)
			last--;
		if (looks_like_address(scan, k, last))
			break_as_address(scan, k, last);
		k = end;
	}
	for (size_t i = 0, k = 0; i < rich->n_spans; i++) {
		const struct ks_span *span = &rich->spans[i];
		size_t from, to;

		if (span->mark != KS_MARK_CODE)
			continue;
		for (k = 0; k < scan->n && scan->at[k] < span->from;)
			k++;
		for (from = k; k < scan->n && scan->at[k] < span->to;)
			k++;
		to = k;
		break_as_address(scan, from, to);
	}
}

static void apply_newlines(struct scan *scan)
{
	for (size_t k = 0; k < scan->n; k++) {
		if (scan->c[k] != '\n')
			continue;
		if (k > 0)
			scan->allowed[scan->at[k]] = 0;
		scan->allowed[scan->at[k + 1]] = KS_BREAK_FORCED;
	}
}

void ks_text_find_breaks(const struct ks_rich *rich, enum ks_breaking breaking,
			 struct ks_text_breaks *out)
{
	struct scan scan;

	scan_init(&scan, rich);
	apply_icu(&scan, rich, breaking);
	apply_kinsoku(&scan);
	ks_break_apply_bound(scan.allowed, scan.c, scan.at, scan.n);
	if (breaking == KS_BREAK_PHRASE)
		ks_break_apply_phrase(scan.allowed, scan.c, scan.at, scan.n);
	apply_addresses(&scan, rich);
	apply_spans(&scan, rich);
	apply_newlines(&scan);
	free(scan.c);
	free(scan.at);
	out->allowed = scan.allowed;
	out->len = rich->len;
}

void ks_text_breaks_finish(struct ks_text_breaks *breaks)
{
	if (!breaks)
		return;
	free(breaks->allowed);
	breaks->allowed = NULL;
	breaks->len = 0;
}
