/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/reader.h"

#include <string.h>

#include "content/buttons.h"
#include "kiosk/words/words.h"

/*
 * One place for all texts: lessons, questions, policy, buttons, titles. Only names of people are not read, since no lexicon
 * knows how somebody is called; whoever draws one switches it off in the style.
 */

static const struct {
	const char *name;
	enum ks_word word;
} buttons[] = {
	{"next", KS_W_NEXT},         {"back", KS_W_BACK},           {"answer", KS_W_ANSWER},
	{"start", KS_W_START},       {"finish", KS_W_SIGN_OUT},     {"pause", KS_W_SUSPEND},
	{"retry", KS_W_RETRY},       {"home", KS_W_TO_LIST},        {"furigana", KS_W_FURIGANA},
	{"easy", KS_W_EASY},         {"look", KS_W_SETTINGS},       {"reveal", KS_W_SHOW_ANSWER},
	{"page", KS_W_REVIEW_PAGES}, {"emergency", KS_W_EMERGENCY},
};

static const char *label_of(const void *words, const char *name)
{
	(void)words;
	for (size_t i = 0; i < KS_COUNT(buttons); i++)
		if (strcmp(buttons[i].name, name) == 0)
			return ks_word(buttons[i].word);
	return NULL;
}

static struct ks_rich read_text(const void *context, const struct ks_rich *rich, bool has_furigana,
				struct ks_arena *arena)
{
	struct ks_rich worded = ks_rich_with_buttons(rich, label_of, NULL, arena);

	return has_furigana ? ks_readings_apply(context, &worded, arena) : worded;
}

static struct ks_rich read_picture(const void *context, const char *words, struct ks_arena *arena)
{
	return ks_readings_of_words(context, words, arena);
}

void ks_reader_use(const struct ks_ui *ui, const struct ks_readings *readings)
{
	ks_text_engine_read_with(ui->text, read_text, readings);
	ks_images_trim(ui->images); /* their words are drawn anew */
	ks_images_set_words(ui->images, ui->has_furigana ? read_picture : NULL, readings);
}
