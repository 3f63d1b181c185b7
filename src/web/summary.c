/* SPDX-License-Identifier: Apache-2.0 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/lock.h"
#include "base/mem.h"
#include "web/call.h"

/*
 * Who owes what is worked out anew for ten thousand people in a quarter of a second: too long for each look at a page,
 * short enough whenever something has changed. Two are kept, this 年度 and one that is compared with it.
 */

#define KEPT 2

struct kept {
	struct ks_summary summary; /* first: what is given out is the whole */
	char stamp[KS_STAMP_MAX];
	int nendo;
	struct ks_date today;
	size_t n_users;  /* who shows it just now */
	bool is_dropped; /* made anew since: the last user frees it */
};

struct ks_summaries {
	pthread_mutex_t mutex;
	struct kept *kept[KEPT]; /* the one used last comes first */
	struct ks_roster roster; /* of roster_stamp, "" for none */
	char roster_stamp[KS_STAMP_MAX];
};

struct ks_summaries *ks_summaries_open(void)
{
	struct ks_summaries *summaries = ks_alloc_zero(1, sizeof(*summaries));

	ks_mutex_init(&summaries->mutex);
	return summaries;
}

static void free_kept(struct kept *kept)
{
	if (!kept)
		return;
	free(kept->summary.units.names);
	ks_completion_finish(&kept->summary.completion);
	ks_plans_finish(&kept->summary.plans);
	free(kept);
}

void ks_summaries_close(struct ks_summaries *summaries)
{
	if (!summaries)
		return;
	for (size_t i = 0; i < KEPT; i++)
		free_kept(summaries->kept[i]);
	ks_roster_finish(&summaries->roster);
	pthread_mutex_destroy(&summaries->mutex);
	free(summaries);
}

static void drop(struct kept *kept)
{
	if (!kept)
		return;
	kept->is_dropped = true;
	if (kept->n_users == 0)
		free_kept(kept);
}

static struct kept *make(struct ks_call *call, const char *title, const char *stamp)
{
	struct kept *kept = ks_alloc_zero(1, sizeof(*kept));
	struct ks_summary *summary = &kept->summary;
	enum ks_rc rc;

	if (!ks_call_plans(call, title, &summary->plans)) {
		free_kept(kept);
		return NULL;
	}
	rc = ks_report_completion(call->store, summary->plans.items, summary->plans.n_items,
				  call->nendo, call->today, &summary->completion);
	if (rc != KS_OK) {
		ks_call_failed(call, rc);
		free_kept(kept);
		return NULL;
	}
	summary->units = ks_units_of(&summary->completion);
	memcpy(kept->stamp, stamp, sizeof(kept->stamp));
	kept->nendo = call->nendo;
	kept->today = call->today;
	return kept;
}

/* The one that is kept, moved to the front; NULL when it is not of this moment. Under the mutex. */
static struct kept *find(struct ks_summaries *summaries, const struct ks_call *call, const char *stamp)
{
	for (size_t i = 0; i < KEPT; i++) {
		struct kept *kept = summaries->kept[i];

		if (!kept || kept->nendo != call->nendo || strcmp(kept->stamp, stamp) != 0 ||
		    ks_date_compare(kept->today, call->today) != 0)
			continue;
		memmove(&summaries->kept[1], &summaries->kept[0], i * sizeof(summaries->kept[0]));
		summaries->kept[0] = kept;
		return kept;
	}
	return NULL;
}

const struct ks_summary *ks_summary_take(struct ks_call *call, const char *title,
					 struct ks_completion *rows)
{
	struct ks_summaries *summaries = ks_web_summaries(call->web);
	char stamp[KS_STAMP_MAX] = "";
	struct kept *kept = NULL;
	enum ks_rc rc;

	ks_lock(&summaries->mutex);
	rc = ks_centre_stamp(ks_web_centre(call->web), stamp);
	if (rc == KS_OK)
		kept = find(summaries, call, stamp);
	if (rc == KS_OK && !kept) {
		kept = make(call, title, stamp);
		if (kept) {
			drop(summaries->kept[KEPT - 1]);
			memmove(&summaries->kept[1], &summaries->kept[0],
				(KEPT - 1) * sizeof(summaries->kept[0]));
			summaries->kept[0] = kept;
		}
	}
	if (kept)
		kept->n_users++;
	ks_unlock(&summaries->mutex);
	if (rc != KS_OK)
		ks_call_failed(call, rc);
	if (!kept)
		return NULL;
	*rows = kept->summary.completion;
	rows->rows = ks_alloc((rows->n_rows + 1) * sizeof(*rows->rows));
	memcpy(rows->rows, kept->summary.completion.rows, rows->n_rows * sizeof(*rows->rows));
	return &kept->summary;
}

void ks_summary_give(struct ks_call *call, const struct ks_summary *summary,
		     struct ks_completion *rows)
{
	struct ks_summaries *summaries = ks_web_summaries(call->web);
	struct kept *kept = (struct kept *)summary; /* its first member */

	free(rows->rows);
	memset(rows, 0, sizeof(*rows));
	ks_lock(&summaries->mutex);
	kept->n_users--;
	if (kept->is_dropped && kept->n_users == 0)
		free_kept(kept);
	ks_unlock(&summaries->mutex);
}

struct attendance {
	struct ks_call *call;
	struct ks_attendance_list *out;
	enum ks_rc rc;
};

static void load_attendance(void *context, const struct ks_roster *roster)
{
	struct attendance *work = context;

	work->rc = ks_report_attendance_by(work->call->store, roster, work->call->nendo,
					   work->call->now_ms, work->out);
}

enum ks_rc ks_summary_attendance(struct ks_call *call, struct ks_attendance_list *out)
{
	struct attendance work = {.call = call, .out = out, .rc = KS_OK};
	enum ks_rc rc;

	memset(out, 0, sizeof(*out));
	rc = ks_summary_roster(call, &work, load_attendance);
	return rc == KS_OK ? work.rc : rc;
}

enum ks_rc ks_summary_roster(struct ks_call *call, void *context,
			     void (*use)(void *context, const struct ks_roster *roster))
{
	struct ks_summaries *summaries = ks_web_summaries(call->web);
	char stamp[KS_STAMP_MAX] = "";
	enum ks_rc rc;

	ks_lock(&summaries->mutex);
	rc = ks_centre_stamp(ks_web_centre(call->web), stamp);
	if (rc == KS_OK && strcmp(stamp, summaries->roster_stamp) != 0) {
		ks_roster_finish(&summaries->roster);
		summaries->roster_stamp[0] = '\0';
		rc = ks_roster_load(call->store, true, &summaries->roster);
		if (rc == KS_OK)
			memcpy(summaries->roster_stamp, stamp, sizeof(stamp));
	}
	if (rc == KS_OK)
		use(context, &summaries->roster);
	ks_unlock(&summaries->mutex);
	return rc;
}
