/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A keyboard of kana: by two taps — the row of the table, then the sign, 濁点 and small ones beside their plain form — or, for
 * a reading, where all 46 plain signs find room, by one. Two taps need few keys, so that these keep their 20 mm at every
 * text size.
 */
#ifndef KIOSK_KANA_H
#define KIOSK_KANA_H

#include "ui/widget.h"

#define KS_KANA_FIELD_MM 18.0
#define KS_KANA_GAP_MM 3.2
#define KS_KANA_KEYS_MAX 55

/* One key a sign; an empty label is a gap. */
struct ks_kana_keys {
	char labels[KS_KANA_KEYS_MAX][5];
	struct ks_action actions[KS_KANA_KEYS_MAX];
	int n, chosen; /* -1: none */
	int per_row;
};

/** ks_kana_row_keys() - あ か さ … わ, with @row open: KS_ACT_KANA_ROW. */
struct ks_kana_keys ks_kana_row_keys(int row);
/** ks_kana_sign_keys() - the signs of @row: KS_ACT_KANA. */
struct ks_kana_keys ks_kana_sign_keys(int row);
/** ks_kana_plain_keys() - the plain signs of @row alone. */
struct ks_kana_keys ks_kana_plain_keys(int row);
/** ks_kana_board() - 五十音: ten columns from あ to わ, and ー. */
struct ks_kana_keys ks_kana_board(void);
/** ks_kana_keys_build() - from the upper left of @r; as many beside each other as find room. Returns the height. */
int ks_kana_keys_build(struct ks_scene *scene, struct ks_rect r, const struct ks_kana_keys *keys,
		       bool is_dry);
/** ks_kana_keys_width(), ks_kana_keys_height() - with all keys of a row beside each other. */
int ks_kana_keys_width(struct ks_scene *scene, const struct ks_kana_keys *keys);
int ks_kana_keys_height(struct ks_scene *scene, const struct ks_kana_keys *keys);

/** ks_kana_field() - a box with @typed, and @told behind it at the right; returns its height. */
int ks_kana_field(struct ks_scene *scene, struct ks_rect r, const char *typed, const char *told);
/** ks_kana_type() - @c behind what stands in @typed, which has room for @size bytes. */
void ks_kana_type(char *typed, size_t size, uint32_t c);
/** ks_kana_erase() - without its last sign. */
void ks_kana_erase(char *typed);

#endif
