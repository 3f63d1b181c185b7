/* SPDX-License-Identifier: Apache-2.0 */
#include "base/log.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"

/*
 * Log lines leave in one write() each, so that lines of the UI and the sync thread never mix. Control
 * characters are replaced: what came from outside cannot forge a line of its own.
 */

#define LINE_BYTES 1024

static const char *const level_names[] = {
	[KS_LOG_ERROR] = "error",
	[KS_LOG_WARN] = "warn",
	[KS_LOG_INFO] = "info",
	[KS_LOG_DEBUG] = "debug",
};

static _Atomic int shown_level = KS_LOG_WARN;

void ks_log_set(enum ks_log_level level)
{
	atomic_store(&shown_level, (int)level);
}

void ks_log_from_env(void)
{
	const char *wanted = getenv("KENSHU_LOG");

	for (size_t i = 0; wanted && i < KS_COUNT(level_names); i++)
		if (strcmp(wanted, level_names[i]) == 0)
			ks_log_set((enum ks_log_level)i);
}

void ks_log(enum ks_log_level level, const char *area, const char *format, ...)
{
	char line[LINE_BYTES];

	if ((int)level > atomic_load(&shown_level))
		return;
	int head = snprintf(line, sizeof(line) - 1, "%s: %s: ", level_names[level], area);

	if (head < 0 || (size_t)head >= sizeof(line) - 1)
		return;
	va_list args;

	va_start(args, format);
	vsnprintf(line + head, sizeof(line) - 1 - (size_t)head, format, args);
	va_end(args);

	size_t len = strlen(line);

	for (size_t i = 0; i < len; i++)
		if ((unsigned char)line[i] < 0x20 || line[i] == 0x7f)
			line[i] = ' ';
	line[len] = '\n';
	/* Nothing can be done about a log that cannot be written. */
	(void)!write(STDERR_FILENO, line, len + 1);
}
