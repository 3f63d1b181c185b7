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

struct ks_rich ks_rich_with_buttons(const struct ks_rich *rich,
				    const char *(*label)(const void *words, const char *name),
				    const void *words, struct ks_arena *arena)
{
	return ks_rich_fill(rich, KS_MARK_BUTTON, label, words, arena);
}
