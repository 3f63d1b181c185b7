/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The author's own lexicon of readings (readings.yaml): with ふりがな on, every run of kanji on the screen has its
 * reading from here, unless {漢字|かんじ} in the text says otherwise. One `base: reading` a line:
 *
 *   情報: じょうほう        the longest base that fits is taken, from the left
 *   取り扱う: とりあつかう  kana of the base stand for themselves: readings go over 取 and 扱
 *   6分: 6ぷん              so do digits which the reading repeats: ぷん over 分, also in 16分
 *   2日: ふつか             a digit that it does not repeat is read too: not in 12日
 */
#ifndef KS_CONTENT_READINGS_H
#define KS_CONTENT_READINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/rc.h"
#include "base/rich.h"

/* A piece of a base that carries a reading of its own. */
struct ks_reading_part {
	uint32_t from, to; /* bytes of the base */
	const char *text;
};

struct ks_reading {
	int line;
	const char *base, *text;
	size_t len; /* of base */
	struct ks_reading_part *parts;
	size_t n_parts;
	bool reads_digit; /* begins with a digit that is part of the reading: not behind another digit */
};

/* Zeroed memory is an empty lexicon. Immutable after loading: any thread may read. */
struct ks_readings {
	struct ks_arena arena;
	struct ks_reading *items; /* by base, bytewise */
	size_t n_items;
};

#define KS_READINGS_MAX 20000

/**
 * ks_readings_load() - read a lexicon; no file is an empty one
 * Return: KS_OK; KS_INVALID when an error was diagnosed (the good lines are in @out all the same). @out must be finished.
 */
KS_MUST_USE enum ks_rc ks_readings_load(const char *file, struct ks_readings *out,
					struct ks_diags *diags);
/** ks_readings_finish() - frees it all; the struct is empty afterwards. Accepts NULL. */
void ks_readings_finish(struct ks_readings *readings);
/**
 * ks_readings_apply() - @rich with a reading over every run of kanji that has one
 * Readings that are there already stay. @arena owns what is new; the text is @rich's own.
 */
struct ks_rich ks_readings_apply(const struct ks_readings *readings, const struct ks_rich *rich,
				 struct ks_arena *arena);
/** ks_readings_apply_plain() - the same for words without marks: a title, a label, a word of the kiosk. */
struct ks_rich ks_readings_apply_plain(const struct ks_readings *readings, const char *text,
				       struct ks_arena *arena);
/** ks_readings_of_words() - words of a drawing: {漢字|かんじ} in them is read, the rest as by ks_readings_apply(). */
struct ks_rich ks_readings_of_words(const struct ks_readings *readings, const char *words,
				    struct ks_arena *arena);
/**
 * ks_readings_missing() - the next run of kanji at or behind @at that has no reading
 * @len: receives its length in bytes
 * Return: where it begins; rich->len when there is none.
 */
size_t ks_readings_missing(const struct ks_readings *readings, const struct ks_rich *rich,
			   size_t at, size_t *len);
/** ks_readings_is_kanji() - a character that needs a reading: CJK ideographs, 々, 〆 and ヶ. */
bool ks_readings_is_kanji(uint32_t c);

#endif
