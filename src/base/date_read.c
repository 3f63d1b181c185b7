/* SPDX-License-Identifier: Apache-2.0 */
#include "base/date_read.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucal.h>
#include <unicode/udat.h>
#include <unicode/ustring.h>

#include "base/fold.h"
#include "base/mem.h"

/*
 * 8/4/1 read as the year 8 takes a person out of every report without a word, so what could be two days is refused
 * unless the body has said which is meant. When an era began is asked of ICU once; the rest is arithmetic.
 */

#define EXCEL_DAY_OF_1970 25569
#define EXCEL_FIRST 10000 /* 1927 */
#define EXCEL_LAST 80000  /* 2119 */
#define YEAR_FIRST 1868

static struct era {
	const char *name, *letter;
	int first_year; /* 令和1年 is 2019 */
} eras[] = {{"令和", "R", 0}, {"平成", "H", 0}, {"昭和", "S", 0}, {"大正", "T", 0}, {"明治", "M", 0}};

static pthread_once_t eras_once = PTHREAD_ONCE_INIT;

/* The year in which ICU lets @name begin; 0 when it does not know the era. */
static int first_year_of(const char *name)
{
	UErrorCode error = U_ZERO_ERROR;
	UDateFormat *format = udat_open(UDAT_FULL, UDAT_FULL, "ja_JP@calendar=japanese", u"UTC", -1,
					NULL, 0, &error);
	UCalendar *calendar = ucal_open(u"UTC", -1, "ja_JP@calendar=japanese", UCAL_DEFAULT, &error);
	int32_t n_eras = U_SUCCESS(error) ? udat_countSymbols(format, UDAT_ERAS) : 0;
	int year = 0;

	for (int32_t i = 0; i < n_eras && year == 0; i++) {
		UChar wide[16] = {0};
		char word[64] = "";

		error = U_ZERO_ERROR;
		udat_getSymbols(format, UDAT_ERAS, i, wide, (int32_t)KS_COUNT(wide), &error);
		u_strToUTF8(word, sizeof(word), NULL, wide, -1, &error);
		if (U_FAILURE(error) || strcmp(word, name) != 0)
			continue;
		ucal_clear(calendar);
		ucal_set(calendar, UCAL_ERA, i);
		ucal_set(calendar, UCAL_YEAR, 2);
		year = ks_civil_from_ms((int64_t)ucal_getMillis(calendar, &error)).date.year - 1;
	}
	ucal_close(calendar);
	udat_close(format);
	return year;
}

static void ask_eras(void)
{
	for (size_t i = 0; i < KS_COUNT(eras); i++)
		eras[i].first_year = first_year_of(eras[i].name);
}

/* The era that @at begins with, behind which the cursor moves. */
static const struct era *take_era(const char **at)
{
	pthread_once(&eras_once, ask_eras);
	for (size_t i = 0; i < KS_COUNT(eras); i++) {
		size_t name = strlen(eras[i].name);
		bool has_name = strncmp(*at, eras[i].name, name) == 0;
		bool has_letter = (**at | 0x20) == (eras[i].letter[0] | 0x20);

		if (!has_name && !has_letter)
			continue;
		*at += has_name ? name : 1;
		return &eras[i];
	}
	return NULL;
}

/* Up to @most digits; returns how many, the cursor behind them. */
static int take_number(const char **at, int most, int *value)
{
	int n = 0;

	for (*value = 0; n < most && **at >= '0' && **at <= '9'; n++)
		*value = *value * 10 + *(*at)++ - '0';
	return n;
}

static void skip_blanks(const char **at)
{
	while (**at == ' ')
		(*at)++;
}

static bool take_word(const char **at, const char *word)
{
	skip_blanks(at);
	if (strncmp(*at, word, strlen(word)) != 0)
		return false;
	*at += strlen(word);
	skip_blanks(at);
	return true;
}

/* - / . or the Japanese word between two numbers. */
static bool take_mark(const char **at, const char *word)
{
	return take_word(at, word) || take_word(at, "-") || take_word(at, "/") || take_word(at, ".");
}

/* 0:00, 00:00:00, T00:00:00.000: midnight, as databases put it behind a day. */
static bool is_rest_empty(const char *at)
{
	return at[strspn(at, " T0:.Z")] == '\0' && (*at == '\0' || *at == ' ' || *at == 'T');
}

static enum ks_date_read take(int year, int month, int day, struct ks_date *out)
{
	struct ks_date date = {year, month, day};

	if (year < YEAR_FIRST || year > 9999 || month < 1 || month > 12 || day < 1 ||
	    ks_date_compare(ks_date_from_day(ks_date_to_day(date)), date) != 0)
		return KS_DATE_READ_NOT;
	*out = date;
	return KS_DATE_READ_OK;
}

/* Digits alone: 20260401, 46113, and 260401, of which nobody can say the year. */
static enum ks_date_read read_digits(const char *text, struct ks_date *out)
{
	long value = strtol(text, NULL, 10);

	if (strlen(text) == 8)
		return take((int)(value / 10000), (int)(value / 100 % 100), (int)(value % 100), out);
	if (strlen(text) == 5 && value >= EXCEL_FIRST && value <= EXCEL_LAST) {
		*out = ks_date_from_day(value - EXCEL_DAY_OF_1970);
		return KS_DATE_READ_OK;
	}
	return strlen(text) == 6 ? KS_DATE_READ_TWO_DIGITS : KS_DATE_READ_NOT;
}

static enum ks_date_read read_parts(const char *at, bool is_reiwa, struct ks_date *out)
{
	const struct era *era = take_era(&at);
	int year, month, day, n;

	if (era && take_word(&at, "元"))
		n = year = 1;
	else
		n = take_number(&at, 4, &year);
	if (n == 0 || !take_mark(&at, "年") || take_number(&at, 2, &month) == 0 ||
	    !take_mark(&at, "月") || take_number(&at, 2, &day) == 0)
		return KS_DATE_READ_NOT;
	if (strncmp(at, "日", strlen("日")) == 0)
		at += strlen("日");
	if (!is_rest_empty(at))
		return KS_DATE_READ_NOT;
	if (!era && n < 3) {
		if (!is_reiwa)
			return KS_DATE_READ_TWO_DIGITS;
		pthread_once(&eras_once, ask_eras);
		era = &eras[0];
	}
	if (era) {
		if (n > 2 || year < 1 || era->first_year == 0)
			return KS_DATE_READ_NOT;
		year += era->first_year - 1;
	}
	return take(year, month, day, out);
}

enum ks_date_read ks_date_read(const char *text, bool two_digits_are_reiwa, struct ks_date *out)
{
	char *folded;
	enum ks_date_read result;

	if (ks_date_parse(text, out) && out->year >= YEAR_FIRST)
		return KS_DATE_READ_OK; /* nearly all of them */
	*out = (struct ks_date){0};
	folded = ks_fold_width(text);
	if (folded[strspn(folded, "0123456789")] == '\0')
		result = read_digits(folded, out);
	else
		result = read_parts(folded, two_digits_are_reiwa, out);
	free(folded);
	return result;
}
