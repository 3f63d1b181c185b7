/* SPDX-License-Identifier: Apache-2.0 */
#include "tools/counters.h"

#include <stdio.h>
#include <string.h>

/*
 * MeCab reads the counter alone (分 is ふん, 日 is ひ), so these are written from a table: for the last digit of the
 * number, 0 to 9, what stands over the counter; "=" before a reading takes the digit in (ふつか).
 */

static const struct family {
	const char *counter;
	const char *readings[10]; /* by the last digit; [0] serves for 10, 20 … */
} families[] = {
	{"分", {"ぷん", "ぷん", "ふん", "ぷん", "ぷん", "ふん", "ぷん", "ふん", "ぷん", "ふん"}},
	{"分間",
	 {"ぷんかん", "ぷんかん", "ふんかん", "ぷんかん", "ぷんかん", "ふんかん", "ぷんかん",
	  "ふんかん", "ぷんかん", "ふんかん"}},
	{"日",
	 {"にち", "=いちにち", "=ふつか", "=みっか", "=よっか", "=いつか", "=むいか", "=なのか",
	  "=ようか", "=ここのか"}},
	{"日間",
	 {"にちかん", "=いちにちかん", "=ふつかかん", "=みっかかん", "=よっかかん", "=いつかかん",
	  "=むいかかん", "=なのかかん", "=ようかかん", "=ここのかかん"}},
	{"人", {"にん", "=ひとり", "=ふたり", "にん", "にん", "にん", "にん", "にん", "にん", "にん"}},
	{"本", {"ぽん", "ぽん", "ほん", "ぼん", "ほん", "ほん", "ぽん", "ほん", "ぽん", "ほん"}},
	{"階", {"かい", "かい", "かい", "がい", "かい", "かい", "かい", "かい", "かい", "かい"}},
	{"月", {"がつ", "がつ", "がつ", "がつ", "がつ", "がつ", "がつ", "がつ", "がつ", "がつ"}},
	{"時", {"じ", "じ", "じ", "じ", "じ", "じ", "じ", "じ", "じ", "じ"}},
	{"時間",
	 {"じかん", "じかん", "じかん", "じかん", "じかん", "じかん", "じかん", "じかん", "じかん",
	  "じかん"}},
	{"件", {"けん", "けん", "けん", "けん", "けん", "けん", "けん", "けん", "けん", "けん"}},
	{"月1日",
	 {"=0がつついたち", "=1がつついたち", "=2がつついたち", "=3がつついたち", "=4がつついたち",
	  "=5がつついたち", "=6がつついたち", "=7がつついたち", "=8がつついたち", "=9がつついたち"}},
};

/* Read otherwise, or with the last digit not by itself. */
static const struct {
	const char *base, *reading;
} dates[] = {
	{"10日", "とおか"},         {"14日", "じゅうよっか"}, {"20日", "はつか"},
	{"24日", "にじゅうよっか"}, {"10日間", "とおかかん"}, {"20日間", "はつかかん"},
};

int ks_counters_find(const char *word)
{
	for (size_t i = 0; i < sizeof(families) / sizeof(families[0]); i++)
		if (strcmp(families[i].counter, word) == 0)
			return (int)i;
	return -1;
}

static bool has(const struct ks_readings *readings, const char *base)
{
	for (size_t i = 0; i < readings->n_items; i++)
		if (strcmp(readings->items[i].base, base) == 0)
			return true;
	return false;
}

static void put(const struct ks_readings *readings, struct ks_buf *out, const char *base,
		const char *reading)
{
	if (!has(readings, base))
		ks_buf_printf(out, "%s: %s\n", base, reading);
}

static void put_family(const struct family *family, const struct ks_readings *readings,
		       struct ks_buf *out)
{
	char base[64], reading[96];

	for (int digit = 0; digit <= 9; digit++) {
		const char *text = family->readings[digit];

		snprintf(base, sizeof(base), "%d%s", digit, family->counter);
		if (*text == '=')
			snprintf(reading, sizeof(reading), "%s", text + 1);
		else
			snprintf(reading, sizeof(reading), "%d%s", digit, text);
		put(readings, out, base, reading);
	}
}

/* 11日 … 31日 but for those that are read otherwise. */
static void put_days(const char *counter, const char *reading_of,
		     const struct ks_readings *readings, struct ks_buf *out)
{
	char base[64], reading[96];

	for (int day = 10; day <= 31; day++) {
		bool is_other = false;

		snprintf(base, sizeof(base), "%d%s", day, counter);
		snprintf(reading, sizeof(reading), "%d%s", day, reading_of);
		for (size_t i = 0; i < sizeof(dates) / sizeof(dates[0]); i++) {
			if (strcmp(dates[i].base, base) != 0)
				continue;
			is_other = true;
			put(readings, out, base, dates[i].reading);
		}
		if (!is_other)
			put(readings, out, base, reading);
	}
}

void ks_counters_put(unsigned bits, const struct ks_readings *readings, struct ks_buf *out)
{
	static const char *const pairs[][2] = {
		{"分", "分間"}, {"日", "日間"}, {"時", "時間"}, {"月", "月1日"}};

	/* 2日間 must not be read as 2日 and 間 */
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		unsigned both =
			1u << ks_counters_find(pairs[i][0]) | 1u << ks_counters_find(pairs[i][1]);

		if (bits & both)
			bits |= both;
	}
	for (size_t i = 0; i < sizeof(families) / sizeof(families[0]); i++) {
		if (!(bits >> i & 1))
			continue;
		put_family(&families[i], readings, out);
		if (strcmp(families[i].counter, "日") == 0)
			put_days("日", "にち", readings, out);
		else if (strcmp(families[i].counter, "日間") == 0)
			put_days("日間", "にちかん", readings, out);
	}
}
