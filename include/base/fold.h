/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What nobody sees between two texts that look alike: blanks at the ends, full width, marks without width. Names are
 * never folded (DESIGN §5.9), only what is compared with a word of ours.
 */
#ifndef KS_BASE_FOLD_H
#define KS_BASE_FOLD_H

#include <stdbool.h>
#include <stdint.h>

/** ks_fold_is_blank() - a blank of any width, a line break, a tab, NBSP, or a mark that has no width at all. */
bool ks_fold_is_blank(uint32_t c);
/** ks_fold_trim() - without the blanks at both ends; moves within @text and cuts it there. */
char *ks_fold_trim(char *text);
/** ks_fold_width() - full width made half and ｶﾅ made カナ (NFKC), trimmed; malloc'd. */
char *ks_fold_width(const char *text);
/** ks_fold_key() - as ks_fold_width(), without any blank: for what is compared only; malloc'd. */
char *ks_fold_key(const char *text);
/**
 * ks_fold_kana() - a reading as it is looked for: カンキョウ and がんきょう, ｶﾝｷﾖｳ are one; malloc'd
 * Hiragana and half width become katakana; 濁点, 半濁点, small signs, ー and blanks make no difference.
 */
char *ks_fold_kana(const char *text);

#endif
