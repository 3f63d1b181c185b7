/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/kana.h"

#include <string.h>

#include "base/utf8.h"
#include "kiosk/screen/id.h"

/* The table of kana, once, for whoever has signs typed on the glass. */

#define KEY_MM 20.0
#define ROWS 10
#define COLUMN 5 /* plain signs stand first in a row */
#define SIGN_BYTES 3

static const char *const rows[ROWS] = {
	"あいうえおぁぃぅぇぉ", "かきくけこがぎぐげご",
	"さしすせそざじずぜぞ", "たちつてとだぢづでどっ",
	"なにぬねの",           "はひふへほばびぶべぼぱぴぷぺぽ",
	"まみむめも",           "やゆよゃゅょ",
	"らりるれろ",           "わをんー",
};

/* Where the plain signs of rows with fewer than five stand in their column. */
static const char *const columns[ROWS] = {[7] = "や　ゆ　よ", [9] = "わ　をーん"};

static const char *plain(int row)
{
	return columns[row] ? columns[row] : rows[row];
}

static void put(struct ks_kana_keys *keys, const char *from, const char *end, enum ks_act act, int arg)
{
	memcpy(keys->labels[keys->n], from, (size_t)(end - from));
	keys->actions[keys->n++] = (struct ks_action){act, arg};
}

struct ks_kana_keys ks_kana_row_keys(int row)
{
	struct ks_kana_keys keys = {.chosen = row, .per_row = ROWS};

	for (int i = 0; i < ROWS; i++)
		put(&keys, rows[i], rows[i] + SIGN_BYTES, KS_ACT_KANA_ROW, i);
	return keys;
}

/* Signs of @text, @most at most; a blank leaves its place free, or is left out. */
static void put_signs(struct ks_kana_keys *keys, const char *text, int most, bool has_gaps)
{
	const char *end = text + strlen(text);

	for (int i = 0; text < end && i < most; i++) {
		const char *from = text;
		uint32_t c = ks_utf8_next(&text, end);

		if (c != 0x3000)
			put(keys, from, text, KS_ACT_KANA, (int)c);
		else if (has_gaps)
			put(keys, from, from, KS_ACT_NONE, 0);
	}
}

struct ks_kana_keys ks_kana_sign_keys(int row)
{
	struct ks_kana_keys keys = {.chosen = -1, .per_row = ROWS};

	put_signs(&keys, rows[row], KS_KANA_KEYS_MAX, false);
	return keys;
}

struct ks_kana_keys ks_kana_plain_keys(int row)
{
	struct ks_kana_keys keys = {.chosen = -1, .per_row = ROWS};

	put_signs(&keys, plain(row), COLUMN, false);
	return keys;
}

/* Columns of the table are columns of keys; they are made row by row. */
struct ks_kana_keys ks_kana_board(void)
{
	struct ks_kana_keys columns_first = {0}, keys = {.chosen = -1, .per_row = ROWS};

	for (int i = 0; i < ROWS; i++)
		put_signs(&columns_first, plain(i), COLUMN, true);
	for (int i = 0; i < ROWS * COLUMN; i++) {
		int from = i % ROWS * COLUMN + i / ROWS;
		const char *label = columns_first.labels[from];

		put(&keys, label, label + strlen(label),
		    (enum ks_act)columns_first.actions[from].what, columns_first.actions[from].arg);
	}
	return keys;
}

int ks_kana_keys_width(struct ks_scene *scene, const struct ks_kana_keys *keys)
{
	const struct ks_metrics *metrics = &ks_scene_ui(scene)->metrics;
	int gap = ks_mm(metrics, KS_KANA_GAP_MM);

	return keys->per_row * (ks_mm(metrics, KEY_MM) + gap) - gap;
}

int ks_kana_keys_height(struct ks_scene *scene, const struct ks_kana_keys *keys)
{
	struct ks_rect r = {0, 0, ks_kana_keys_width(scene, keys), 0};

	return ks_kana_keys_build(scene, r, keys, true);
}

int ks_kana_keys_build(struct ks_scene *scene, struct ks_rect r, const struct ks_kana_keys *keys,
		       bool is_dry)
{
	const struct ks_metrics *metrics = &ks_scene_ui(scene)->metrics;
	int key = ks_mm(metrics, KEY_MM), gap = ks_mm(metrics, KS_KANA_GAP_MM);
	int fit = (r.w + gap) / (key + gap), per_row = fit < keys->per_row ? fit : keys->per_row;

	for (int i = 0; i < keys->n && !is_dry; i++)
		if (keys->actions[i].what != KS_ACT_NONE)
			ks_widget_key(scene,
				      (struct ks_rect){r.x + i % per_row * (key + gap),
						       r.y + i / per_row * (key + gap), key, key},
				      keys->labels[i], keys->actions[i], i == keys->chosen);
	return (keys->n + per_row - 1) / per_row * (key + gap) - gap;
}

int ks_kana_field(struct ks_scene *scene, struct ks_rect r, const char *typed, const char *told)
{
	const struct ks_ui *ui = ks_scene_ui(scene);
	struct ks_text_style style = ks_widget_heading_style(ui, 9.0);
	struct ks_text_style small = ks_widget_style(ui, 6.4);
	struct ks_box box = {.fill = KS_COLOR_SURFACE,
			     .line = KS_COLOR_KEY,
			     .radius_px = ks_mm_fixed(&ui->metrics, 4.0),
			     .line_px = ks_mm_fixed(&ui->metrics, 1.0)};
	int pad = ks_mm(&ui->metrics, 5.0), told_w = ks_widget_words_width(scene, told, &small);

	r.h = ks_mm(&ui->metrics, KS_KANA_FIELD_MM);
	ks_scene_box(scene, r, &box);
	small.color = KS_COLOR_INK2;
	ks_scene_words_in(scene, KS_ROLE_TEXT,
			  (struct ks_rect){r.x + r.w - pad - told_w, r.y, told_w + 2, r.h}, told,
			  &small);
	if (*typed)
		ks_scene_words_in(scene, KS_ROLE_TEXT, (struct ks_rect){r.x + pad, r.y, 0, r.h},
				  typed, &style);
	return r.h;
}

void ks_kana_type(char *typed, size_t size, uint32_t c)
{
	size_t len = strlen(typed);
	char sign[4];
	size_t n = ks_utf8_put(sign, c);

	if (len + n < size)
		memcpy(typed + len, sign, n);
}

void ks_kana_erase(char *typed)
{
	size_t len = strlen(typed), keep = len;

	while (keep > 0 && (typed[--keep] & 0xC0) == 0x80)
		;
	memset(typed + keep, 0, len - keep);
}
