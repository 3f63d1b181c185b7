/* SPDX-License-Identifier: Apache-2.0 */
#include "base/calendar.h"

#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/udat.h>
#include <unicode/ustring.h>

#include "base/lock.h"
#include "base/mem.h"
#include "base/utf8.h"

/*
 * Days, 年度 and instants by arithmetic on day numbers (Howard Hinnant's civil calendar algorithms),
 * and words by ICU, whose tables know the eras. The formatters are opened once: opening takes
 * milliseconds, and a screen shows several dates.
 */

#define DAY_MS INT64_C(86400000)
#define JST_MS (INT64_C(9) * 3600000)

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

int64_t ks_date_to_day(struct ks_date date)
{
	int64_t y = date.month <= 2 ? date.year - 1 : date.year;
	int64_t era = floor_div(y, 400);
	int64_t year_of_era = y - era * 400;
	int64_t day_of_year =
		(153 * (date.month > 2 ? date.month - 3 : date.month + 9) + 2) / 5 + date.day - 1;
	int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

	return era * 146097 + day_of_era - 719468;
}

struct ks_date ks_date_from_day(int64_t day)
{
	int64_t z = day + 719468;
	int64_t era = floor_div(z, 146097);
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;
	int month = (int)(mp < 10 ? mp + 3 : mp - 9);

	return (struct ks_date){
		.year = (int)(yoe + era * 400) + (month <= 2),
		.month = month,
		.day = (int)(doy - (153 * mp + 2) / 5 + 1),
	};
}

struct ks_civil ks_civil_from_ms(int64_t wall_ms)
{
	int64_t local = wall_ms + JST_MS;
	int64_t day = floor_div(local, DAY_MS);
	int64_t ms = local - day * DAY_MS;

	return (struct ks_civil){
		.date = ks_date_from_day(day),
		.hour = (int)(ms / 3600000),
		.minute = (int)(ms / 60000 % 60),
		.second = (int)(ms / 1000 % 60),
		.ms = (int)(ms % 1000),
		.weekday = (int)((day % 7 + 7 + 4) % 7), /* 1970-01-01 was a Thursday */
	};
}

int64_t ks_civil_to_ms(const struct ks_civil *civil)
{
	return ks_date_to_day(civil->date) * DAY_MS - JST_MS + civil->hour * INT64_C(3600000) +
	       civil->minute * INT64_C(60000) + civil->second * INT64_C(1000) + civil->ms;
}

int ks_date_compare(struct ks_date a, struct ks_date b)
{
	if (a.year != b.year)
		return KS_ORDER(a.year, b.year);
	return a.month != b.month ? KS_ORDER(a.month, b.month) : KS_ORDER(a.day, b.day);
}

bool ks_date_is_set(struct ks_date date)
{
	return date.year != 0;
}

/* Exactly @n digits at the cursor, which moves behind them. */
static bool take_digits(const char **at, int n, int *value)
{
	int v = 0;

	for (int i = 0; i < n; i++, (*at)++) {
		if (**at < '0' || **at > '9')
			return false;
		v = v * 10 + (**at - '0');
	}
	*value = v;
	return true;
}

static bool take_char(const char **at, char c)
{
	if (**at != c)
		return false;
	(*at)++;
	return true;
}

static bool take_date(const char **at, struct ks_date *out)
{
	struct ks_date d;

	if (!take_digits(at, 4, &d.year) || !take_char(at, '-') || !take_digits(at, 2, &d.month) ||
	    !take_char(at, '-') || !take_digits(at, 2, &d.day))
		return false;
	if (d.year == 0 || d.month < 1 || d.month > 12 || d.day < 1)
		return false;
	/* A day that does not exist comes back as another one. */
	if (ks_date_compare(ks_date_from_day(ks_date_to_day(d)), d) != 0)
		return false;
	*out = d;
	return true;
}

bool ks_date_parse(const char *text, struct ks_date *out)
{
	struct ks_date d;

	if (!take_date(&text, &d) || *text != '\0')
		return false;
	*out = d;
	return true;
}

void ks_date_format(struct ks_date date, char out[16])
{
	out[0] = '\0';
	if (ks_date_is_set(date))
		snprintf(out, 16, "%04d-%02d-%02d", date.year, date.month, date.day);
}

int ks_nendo_of(struct ks_date date)
{
	return date.month < 4 ? date.year - 1 : date.year;
}

struct ks_date ks_nendo_first(int nendo)
{
	return (struct ks_date){.year = nendo, .month = 4, .day = 1};
}

struct ks_date ks_nendo_last(int nendo)
{
	return (struct ks_date){.year = nendo + 1, .month = 3, .day = 31};
}

void ks_time_format_utc(int64_t wall_ms, char out[32])
{
	struct ks_civil c = ks_civil_from_ms(wall_ms - JST_MS);

	snprintf(out, 32, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", c.date.year, c.date.month,
		 c.date.day, c.hour, c.minute, c.second, c.ms);
}

void ks_time_format_jst(int64_t wall_ms, char out[32])
{
	struct ks_civil c = ks_civil_from_ms(wall_ms);

	snprintf(out, 32, "%04d-%02d-%02dT%02d:%02d:%02d+09:00", c.date.year, c.date.month,
		 c.date.day, c.hour, c.minute, c.second);
}

/* "Z", "+09:00", "+0900" or "+09": minutes east of UTC. */
static bool take_offset(const char **at, int *minutes)
{
	int hour, minute = 0;
	char sign = **at;

	*minutes = 0;
	if (sign == 'Z' || sign == 'z') {
		(*at)++;
		return true;
	}
	if (sign != '+' && sign != '-')
		return false;
	(*at)++;
	if (!take_digits(at, 2, &hour))
		return false;
	if ((take_char(at, ':') || **at != '\0') && !take_digits(at, 2, &minute))
		return false;
	*minutes = (sign == '-' ? -1 : 1) * (hour * 60 + minute);
	return hour <= 23 && minute <= 59;
}

/* ".123456": only milliseconds are kept, the rest is cut off. */
static bool take_fraction(const char **at, int *ms)
{
	int n = 0;

	*ms = 0;
	if (!take_char(at, '.') && !take_char(at, ','))
		return true;
	for (; **at >= '0' && **at <= '9'; (*at)++, n++)
		if (n < 3)
			*ms += (**at - '0') * (n == 0 ? 100 : n == 1 ? 10 : 1);
	return n > 0;
}

bool ks_time_parse(const char *text, int64_t *wall_ms)
{
	struct ks_civil c = {0};
	int offset;

	if (!take_date(&text, &c.date) || (*text != 'T' && *text != 't' && *text != ' '))
		return false;
	text++;
	if (!take_digits(&text, 2, &c.hour) || !take_char(&text, ':') ||
	    !take_digits(&text, 2, &c.minute) || c.hour > 23 || c.minute > 59)
		return false;
	if (take_char(&text, ':') && (!take_digits(&text, 2, &c.second) || c.second > 60))
		return false;
	if (!take_fraction(&text, &c.ms) || !take_offset(&text, &offset) || *text != '\0')
		return false;
	*wall_ms = ks_civil_to_ms(&c) + JST_MS - offset * INT64_C(60000);
	return true;
}

bool ks_time_parse_clock(const char *text, int *minute)
{
	int h, m;

	if (!take_digits(&text, text[0] != '\0' && text[1] == ':' ? 1 : 2, &h) ||
	    !take_char(&text, ':') || !take_digits(&text, 2, &m) || *text != '\0')
		return false;
	if (h > 23 || m > 59)
		return false;
	*minute = h * 60 + m;
	return true;
}

/* --- words ------------------------------------------------------------------------------------ */

enum words { DATE, DATE_WEEKDAY, NENDO, N_WORDS };

static const char *const patterns[N_WORDS] = {
	[DATE] = "Gy年M月d日",
	[DATE_WEEKDAY] = "Gy年M月d日（E）",
	[NENDO] = "Gy年度",
};

/* Each opened when first wanted: one costs some two million instructions. A UDateFormat serves one thread at a time. */
static UDateFormat *formatters[N_WORDS];
static pthread_mutex_t lock = KS_MUTEX_INIT;

static void close_formatters(void)
{
	for (int i = 0; i < N_WORDS; i++)
		udat_close(formatters[i]);
}

/* With the lock held. */
static UDateFormat *formatter(enum words which)
{
	static const UChar utc[] = u"UTC";
	static bool will_close;
	UErrorCode error = U_ZERO_ERROR;
	UChar pattern[64];

	if (formatters[which])
		return formatters[which];
	u_strFromUTF8(pattern, (int32_t)KS_COUNT(pattern), NULL, patterns[which], -1, &error);
	formatters[which] = udat_open(UDAT_PATTERN, UDAT_PATTERN, "ja_JP@calendar=japanese", utc,
				      -1, pattern, -1, &error);
	if (U_FAILURE(error))
		abort(); /* ICU's data is part of the installation */
	if (!will_close)
		atexit(close_formatters);
	will_close = true;
	return formatters[which];
}

static char *format(enum words which, struct ks_date date)
{
	UErrorCode error = U_ZERO_ERROR;
	UChar text[64];
	char utf8[3 * 64];

	assert(ks_date_is_set(date));
	ks_lock(&lock);
	udat_format(formatter(which), (UDate)(ks_date_to_day(date) * DAY_MS), text,
		    (int32_t)KS_COUNT(text), NULL, &error);
	ks_unlock(&lock);
	u_strToUTF8(utf8, sizeof(utf8), NULL, text, -1, &error);
	assert(U_SUCCESS(error));
	return ks_strdup(utf8);
}

char *ks_time_words(int64_t wall_ms)
{
	struct ks_civil at = ks_civil_from_ms(wall_ms);

	return ks_format("%d年%d月%d日 %d:%02d", at.date.year, at.date.month, at.date.day, at.hour,
			 at.minute);
}

char *ks_wareki_date(struct ks_date date)
{
	return format(DATE, date);
}

char *ks_wareki_date_weekday(struct ks_date date)
{
	return format(DATE_WEEKDAY, date);
}

/*
 * The era and year of its 31 December: 2019 began in 平成31年 and is 令和元年度, as the ministries called it
 * from May on; the year after, which its last day already belongs to, would be wrong for every 年度.
 */
char *ks_wareki_nendo(int nendo)
{
	struct ks_date year_end = {.year = nendo, .month = 12, .day = 31};

	return format(NENDO, year_end);
}
