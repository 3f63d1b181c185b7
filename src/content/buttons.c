/* SPDX-License-Identifier: Apache-2.0 */
#include "content/buttons.h"

#include <string.h>

#include "content/rich_build.h"

/*
 * A text that says 「次へ」 while the button reads 「つぎへ」 sends the reader looking for a button that is not there. So
 * texts name a button, and its label is put in where the words in use are known.
 */

static const struct {
	const char *name, *label;
} buttons[] = {
	{"next", "次へ"},
	{"back", "戻る"},
	{"answer", "答える"},
	{"start", "始める"},
	{"finish", "終了する"},
	{"pause", "中断する"},
	{"retry", "もう一度受ける"},
	{"home", "マイページへ"},
	{"furigana", "ふりがな"},
	{"easy", "やさしい日本語"},
	{"look", "見やすさ"},
	{"reveal", "答えを見る"},
	{"page", "ページを見る"},
	{"emergency", "緊急連絡先"},
};

const char *ks_button_label(const char *name)
{
	for (size_t i = 0; i < KS_COUNT(buttons); i++)
		if (strcmp(buttons[i].name, name) == 0)
			return buttons[i].label;
	return NULL;
}

const char *ks_button_name(size_t index)
{
	return index < KS_COUNT(buttons) ? buttons[index].name : NULL;
}

const char *ks_button_names(void)
{
	return "next、back、answer、start、finish、pause、retry、home、furigana、easy、look、reveal、page、emergency";
}

/* The button that begins at @at; NULL when none does. */
static const struct ks_span *button_at(const struct ks_rich *rich, size_t at)
{
	for (size_t i = 0; i < rich->n_spans; i++)
		if (rich->spans[i].mark == KS_MARK_BUTTON && rich->spans[i].from == at)
			return &rich->spans[i];
	return NULL;
}

/* Where a place of the old text stands in the new one; inside a label: at its end. */
struct moves {
	struct {
		size_t from, to; /* of the old label */
		size_t new_to;
	} items[16];
	size_t n;
};

static size_t moved(const struct moves *moves, size_t at)
{
	size_t shifted = at;

	for (size_t i = 0; i < moves->n; i++) {
		if (at <= moves->items[i].from)
			break;
		shifted = at < moves->items[i].to
				  ? moves->items[i].new_to
				  : moves->items[i].new_to + (at - moves->items[i].to);
	}
	return shifted;
}

struct ks_rich ks_rich_with_buttons(const struct ks_rich *rich,
				    const char *(*label)(const void *words, const char *name),
				    const void *words, struct ks_arena *arena)
{
	struct ks_rich_build build = {0};
	struct moves moves = {0};

	for (size_t at = 0; at < rich->len;) {
		const struct ks_span *button = button_at(rich, at);
		const char *text = button ? label(words, button->aux) : NULL;

		if (!text || moves.n == KS_COUNT(moves.items)) {
			ks_buf_putc(&build.text, rich->text[at++]);
			continue;
		}
		moves.items[moves.n].from = at;
		ks_buf_puts(&build.text, text);
		moves.items[moves.n].to = at = button->to;
		moves.items[moves.n++].new_to = build.text.len;
	}
	if (moves.n == 0) {
		ks_buf_finish(&build.text);
		return *rich;
	}
	for (size_t i = 0; i < rich->n_spans; i++)
		ks_rich_build_mark(&build, moved(&moves, rich->spans[i].from),
				   moved(&moves, rich->spans[i].to), rich->spans[i].mark,
				   rich->spans[i].aux);
	return ks_rich_build_finish(&build, arena);
}
