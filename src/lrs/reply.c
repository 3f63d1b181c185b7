/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stdio.h>
#include <time.h>

#include "base/log.h"
#include "base/mem.h"
#include "lrs/http.h"

/* Refusals in one form, so that a program can read every one of them; and which status belongs to which failure. */

void ks_reply_error(struct ks_reply *reply, int status, const char *format, ...)
{
	va_list args;
	char text[400];

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	reply->status = status;
	reply->content_type = "application/json";
	ks_buf_clear(&reply->body);
	ks_buf_puts(&reply->body, "{\"error\":");
	ks_buf_json(&reply->body, text);
	ks_buf_puts(&reply->body, "}\n");
}

void ks_reply_modified(struct ks_reply *reply, int64_t wall_ms)
{
	static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
	static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
					     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	time_t seconds = (time_t)(wall_ms / 1000);
	struct tm utc;

	if (!gmtime_r(&seconds, &utc))
		return;
	(void)snprintf(reply->last_modified, sizeof(reply->last_modified),
		       "%s, %02d %s %04d %02d:%02d:%02d GMT", days[utc.tm_wday % 7],
		       utc.tm_mday % 100, months[utc.tm_mon % 12], (utc.tm_year + 1900) % 10000,
		       utc.tm_hour % 100, utc.tm_min % 100, utc.tm_sec % 100);
}

void ks_reply_rc(struct ks_reply *reply, enum ks_rc rc)
{
	static const struct {
		enum ks_rc rc;
		int status, retry_after_s;
		const char *text;
	} table[] = {
		{KS_NOT_FOUND, 404, 0, "there is no such thing here"},
		{KS_DENIED, 403, 0, "not allowed"},
		{KS_CONFLICT, 409, 0, "the same id with different content"},
		{KS_INVALID, 400, 0, "the request breaks a rule"},
		{KS_BUSY, 503, 5, "busy, please try again"},
		{KS_FULL, 503, 60, "no space left, please try again later"},
	};

	for (size_t i = 0; i < KS_COUNT(table); i++) {
		if (table[i].rc != rc)
			continue;
		ks_reply_error(reply, table[i].status, "%s", table[i].text);
		reply->retry_after_s = table[i].retry_after_s;
		return;
	}
	ks_log_error("lrs", "request failed: %s", ks_rc_name(rc));
	ks_reply_error(reply, 500, "the store failed");
}
