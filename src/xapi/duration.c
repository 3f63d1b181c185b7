/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "xapi/statement.h"

/* ISO 8601 as cmi5 wants it: at most two decimals. */

void ks_duration_format(int64_t duration_ms, char out[32])
{
	int64_t ms = duration_ms > 0 ? duration_ms : 0;
	int64_t hours = ms / 3600000, minutes = ms / 60000 % 60, seconds = ms / 1000 % 60;
	int hundredths = (int)(ms / 10 % 100);
	int n = snprintf(out, 32, "PT");

	if (hours > 0)
		n += snprintf(out + n, 32 - (size_t)n, "%" PRId64 "H", hours);
	if (minutes > 0)
		n += snprintf(out + n, 32 - (size_t)n, "%" PRId64 "M", minutes);
	if (hundredths > 0)
		(void)snprintf(out + n, 32 - (size_t)n, "%" PRId64 ".%02dS", seconds, hundredths);
	else if (seconds > 0 || n == 2)
		(void)snprintf(out + n, 32 - (size_t)n, "%" PRId64 "S", seconds);
}

int64_t ks_duration_read(const char *text)
{
	static const char letters[] = "HMS";
	static const double ms[] = {3600000, 60000, 1000};
	double sum = 0;

	if (strncmp(text, "PT", 2) != 0)
		return 0;
	for (text += 2; *text;) {
		char *end;
		double n = strspn(text, "0123456789.") ? strtod(text, &end) : -1;
		const char *letter = n >= 0 && *end ? strchr(letters, *end) : NULL;

		if (!letter)
			return 0;
		sum += n * ms[letter - letters];
		text = end + 1;
	}
	return sum < 1e12 ? (int64_t)(sum + 0.5) : 0;
}
