/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Dates in Asia/Tokyo, which has been UTC+9 without summer time since 1952: fixed here, because a
 * kiosk's zone setting must not move a due date. 年度 runs from 1 April to 31 March.
 * Eras (令和) come from ICU's Japanese calendar, not from arithmetic (DESIGN §5.8).
 */
#ifndef KS_BASE_CALENDAR_H
#define KS_BASE_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A civil date, proleptic Gregorian; year 0 means "no date". */
struct ks_date {
	int year, month, day;
};

/* A date and time of day in Japan. */
struct ks_civil {
	struct ks_date date;
	int hour, minute, second, ms;
	int weekday; /* 0 = 日 */
};

/** ks_civil_from_ms() - Unix milliseconds as a moment in Japan; before 1970 too. */
struct ks_civil ks_civil_from_ms(int64_t wall_ms);
int64_t ks_civil_to_ms(const struct ks_civil *civil); /* weekday is ignored */

int64_t ks_date_to_day(struct ks_date date); /* days since 1970-01-01 */
struct ks_date ks_date_from_day(int64_t day);
/** ks_date_compare() - -1, 0 or 1 as @a is before, on or after @b; no date comes before all. */
int ks_date_compare(struct ks_date a, struct ks_date b);
/** ks_date_is_set() - false for "no date". */
bool ks_date_is_set(struct ks_date date);
/** ks_date_parse() - "2026-11-24", nothing else (also refuses 2026-02-30). */
bool ks_date_parse(const char *text, struct ks_date *out);
/** ks_date_format() - "2026-11-24"; "" for no date. */
void ks_date_format(struct ks_date date, char out[16]);

/** ks_nendo_of() - 2026-03-31 → 2025, 2026-04-01 → 2026. */
int ks_nendo_of(struct ks_date date);
/** ks_nendo_first() - 1 April of @nendo. */
struct ks_date ks_nendo_first(int nendo);
/** ks_nendo_last() - 31 March of the year after. */
struct ks_date ks_nendo_last(int nendo);

/** ks_time_format_utc() - "2026-05-18T00:30:20.123Z" (xAPI timestamp). */
void ks_time_format_utc(int64_t wall_ms, char out[32]);
/** ks_time_format_jst() - "2026-05-18T09:30:20+09:00" (files for people and machines). */
void ks_time_format_jst(int64_t wall_ms, char out[32]);
/** ks_time_parse() - ISO 8601 / RFC 3339 instant with Z or an offset. */
bool ks_time_parse(const char *text, int64_t *wall_ms);
/** ks_time_parse_clock() - "10:00" or "9:03" to minutes of the day. */
bool ks_time_parse_clock(const char *text, int *minute);

/* Words for people. Each returns a malloc'd UTF-8 string; the date must be set. Thread-safe. */
char *ks_time_words(int64_t wall_ms);              /* 2026年11月24日 9:05, in Japan */
char *ks_wareki_date(struct ks_date date);         /* 令和8年11月24日 */
char *ks_wareki_date_weekday(struct ks_date date); /* 令和8年11月24日（火） */
char *ks_wareki_nendo(int nendo);                  /* 令和8年度; 2019 is 令和元年度 */

#endif
