/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/date_read.h"
#include "base/fold.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "ui/text.h"

/*
 * Everything that the programs let ICU say, as lines: linked with the whole data and with ours they must be the same
 * (tests/deb/icu.sh). Lines of stdin are broken as a screen breaks them. With STEP only each STEPth day and character.
 */

static uint32_t step = 1;

static void say_dates(void)
{
	static const char *const typed[] = {"令和元年5月1日", "令和８年４月１日",
					    "H31.4.30",       "S64/1/7",
					    "T15.12.25",      "M45.7.29",
					    "8/4/1",          "R8-4-1"};

	for (int64_t day = ks_date_to_day((struct ks_date){1868, 1, 1});
	     day < ks_date_to_day((struct ks_date){2100, 1, 1}); day += step) {
		struct ks_date date = ks_date_from_day(day);
		char *words = ks_wareki_date_weekday(date), *plain = ks_wareki_date(date);
		char *nendo = ks_wareki_nendo(date.year);

		printf("%s %s %s\n", words, plain, nendo);
		free(words);
		free(plain);
		free(nendo);
	}
	for (size_t i = 0; i < KS_COUNT(typed); i++) {
		struct ks_date date;
		int read = (int)ks_date_read(typed[i], true, &date);

		printf("%s: %d %d-%d-%d\n", typed[i], read, date.year, date.month, date.day);
	}
}

static void say_breaks(const char *text, size_t len)
{
	struct ks_rich rich = {.text = text, .len = len};

	for (int breaking = KS_BREAK_STRICT; breaking <= KS_BREAK_PHRASE; breaking++) {
		struct ks_text_breaks breaks;

		ks_text_find_breaks(&rich, (enum ks_breaking)breaking, &breaks);
		for (size_t i = 0; i < len; i++)
			if (breaks.allowed[i])
				printf("%zu ", i);
		printf("%d\n", breaking);
		ks_text_breaks_finish(&breaks);
	}
}

/* Scripts whose words only a dictionary that kiosk/icu.list leaves out can tell: Thai, Lao, Burmese, Khmer. */
static bool is_left_out(uint32_t c)
{
	return (c >= 0xE00 && c < 0xF00) || (c >= 0x1000 && c < 0x10A0) ||
	       (c >= 0x1780 && c < 0x1800);
}

/* Each character: its width, what it is folded to, and where a line may break around it. */
static void say_characters(void)
{
	for (uint32_t c = 0x20; c < 0x30000; c += step) {
		char sign[8] = "", line[64];
		char *folded, *key;

		if (c >= 0xD800 && c < 0xE000)
			continue;
		sign[ks_utf8_put(sign, c)] = '\0';
		folded = ks_fold_width(sign);
		key = ks_fold_key(sign);
		printf("%x %d %s %s ", c, ks_utf8_columns(sign), folded, key);
		free(folded);
		free(key);
		snprintf(line, sizeof(line), "漢字%sかな%s9%s%sA", sign, sign, sign, sign);
		say_breaks(line, is_left_out(c) ? 0 : strlen(line));
	}
}

static void say_cp932(void)
{
	for (int lead = 0x80; lead < 0x100; lead++)
		for (int trail = 0x20; trail < 0x100; trail++) {
			char bytes[2] = {(char)lead, (char)trail};
			char *text = ks_cp932_to_utf8(bytes, sizeof(bytes), NULL);

			printf("%02x%02x %s\n", lead, trail, text ? text : "-");
			free(text);
		}
}

int main(int n, char **arguments)
{
	char *line = NULL;
	size_t room = 0;
	ssize_t len;

	if (n > 1)
		step = (uint32_t)strtoul(arguments[1], NULL, 10);
	say_dates();
	say_cp932();
	say_characters();
	while ((len = getline(&line, &room, stdin)) > 0)
		say_breaks(line, (size_t)len - (line[len - 1] == '\n'));
	free(line);
	return 0;
}
