/* SPDX-License-Identifier: Apache-2.0 */
#include "visit/day.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "support/golden.h"
#include "visit/tell.h"

static void put_whole(const struct ks_statement *row, struct ks_buf *out)
{
	json_t *json = json_loadb(row->bytes, row->len, 0, NULL);
	char *text;

	assert_non_null(json);
	text = json_dumps(json, JSON_INDENT(1));
	ks_buf_printf(out, "--- %lld at %lld\n%s\n", (long long)row->seq, (long long)row->wall_ms,
		      text);
	free(text);
	json_decref(json);
}

static void put_brief(const struct ks_statement *row, struct ks_buf *out)
{
	struct ks_statement_view view;

	assert_int_equal(ks_statement_read(row->bytes, row->len, &view), KS_OK);
	ks_buf_printf(out,
		      "--- %lld %s of %s by '%s', how '%s', '%s', nendo %d, lesson '%s' of '%s',"
		      " gathering '%s' '%s',",
		      (long long)row->seq, view.verb, view.staff, view.by, view.how, view.reason,
		      view.nendo, view.lesson, view.plan, view.gathering, view.gathering_title);
	ks_buf_printf(
		out,
		" here %d counted %d, card %d, session %d, %lld ms, score %d of %d, revision %s\n",
		view.n_present, view.n_counted, view.card[0] != '\0',
		strlen(view.registration) == KS_UUID_TEXT - 1, (long long)view.duration_ms,
		view.score_raw, view.score_max, view.revision);
}

static int64_t put_statements(struct day *day)
{
	struct ks_ledger *ledger = day->s->site.ledger;
	struct ks_ledger_counts counts;

	assert_int_equal(ks_ledger_counts(ledger, &counts), KS_OK);
	for (int64_t seq = day->seq + 1; seq <= counts.n_statements; seq++) {
		struct ks_statement row;

		assert_int_equal(ks_ledger_read(ledger, seq, &row), KS_OK);
		(day->is_brief ? put_brief : put_whole)(&row, &day->said);
		ks_statement_finish(&row);
	}
	return counts.n_statements;
}

struct day morning(struct stage *s)
{
	return (struct day){.s = s, .visit = ks_strdup("")};
}

void put(struct day *day, const char *what, enum ks_rc rc)
{
	struct ks_buf now = {0};

	ks_buf_printf(&day->said, "== %s: %s, told the sender %d times\n", what, ks_rc_name(rc),
		      day->s->n_recorded);
	tell_visit(&day->s->visit, &now);
	tell_news(day->visit, ks_buf_text(&now), &day->said);
	free(day->visit);
	day->visit = ks_buf_take(&now);
	day->seq = put_statements(day);
	ks_clock_advance(&day->s->sample.clock, 13000);
}

void night(struct day *day)
{
	ks_buf_finish(&day->said);
	free(day->visit);
}

void evening(struct day *day, const char *path)
{
	ks_test_golden(path, ks_buf_text(&day->said));
	night(day);
}
