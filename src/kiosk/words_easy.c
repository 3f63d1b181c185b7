/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/words.h"

#include <stddef.h>

/*
 * やさしい日本語: the words that a person who is still learning to read Japanese needs on the way, in short
 * sentences and kana. What is not here is easy already, or is a name. Formats take the same gaps as words.c.
 */

static const char *const easy[KS_W_COUNT] = {
	[KS_W_KEEP_GOING] = "つづける",
};

const char *ks_word_easy(enum ks_word word)
{
	return easy[word];
}
