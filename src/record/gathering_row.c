/* SPDX-License-Identifier: Apache-2.0 */
#include "record/gathering_row.h"

#include <stdio.h>
#include <string.h>

#include "base/calendar.h"
#include "base/utf8.h"
#include "record/db.h"
#include "record/roster_private.h"

#define DAY_LEN 10 /* of "2026-11-24" */

/* One rule for who writes and who reads: what is taken here, a kiosk takes too. */
bool ks_gathering_is_text(const char *text)
{
	return ks_roster_is_plain(text) && ks_utf8_count(text, strlen(text)) <= KS_GATHERING_TEXT_MAX;
}

static bool read_minute(const char *text, int *minute)
{
	int hour = 0, min = 0, n = 0;

	if (sscanf(text, "%2d:%2d%n", &hour, &min, &n) != 2 || n != 5 || hour < 0 || hour > 23 ||
	    min < 0 || min > 59)
		return false;
	*minute = hour * 60 + min;
	return true;
}

enum ks_rc ks_gathering_opened(struct ks_store *store, const struct ks_statement_view *view)
{
	char day[DAY_LEN + 1] = "";
	int from = 0, to = 0;
	struct ks_date date;
	int64_t n = 0;
	enum ks_rc rc;

	if (strlen(view->gathering) <= DAY_LEN)
		return KS_OK;
	memcpy(day, view->gathering, DAY_LEN);
	if (!ks_date_parse(day, &date) || strlen(view->how) != 11 || view->how[5] != '-' ||
	    !read_minute(view->how, &from) || !read_minute(view->how + 6, &to) || to <= from ||
	    !view->gathering_title[0] || !ks_gathering_is_text(view->gathering_title) ||
	    !ks_gathering_is_text(view->reason))
		return KS_OK;
	/* `verify` reads it all again and may write nothing. */
	rc = ks_db_number(store, &n, "SELECT count(*) FROM gathering WHERE id = ?", "t",
			  view->gathering);
	if (rc != KS_OK || n > 0)
		return rc;
	return ks_db_run(store,
			 "INSERT OR IGNORE INTO gathering(id, day, from_minute, to_minute, title,"
			 " place, lessons, is_cancelled) VALUES(?, ?, ?, ?, ?, ?, '', 0)",
			 "ttddtt", view->gathering, day, from, to, view->gathering_title,
			 view->reason);
}
