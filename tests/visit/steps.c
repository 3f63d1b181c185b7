/* SPDX-License-Identifier: Apache-2.0 */
#include "visit/steps.h"

#include <stdlib.h>
#include <string.h>

#include "record/db.h"
#include "support/cut.h"
#include "visit/signin.h"
#include "visit/tell.h"

struct act {
	struct stage *s;
	act_fn does;
	const char *name;
	const char *may_change; /* beginnings of lines of the visit, each between two newlines */
	char *before;
	int n_before, n_told;
	bool is_unconfirmed;
};

static char *text_of(const struct ks_visit *visit)
{
	struct ks_buf text = {0};

	tell_visit(visit, &text);
	return ks_buf_take(&text);
}

static void begin(void *context)
{
	struct act *act = context;

	free(act->before);
	act->before = text_of(&act->s->visit);
	act->n_before = stage_count(act->s, "");
	act->n_told = act->s->n_recorded;
}

/* What is kept and could not be read back has moved the visit, and no receipt came of it. */
static void expect_as_it_was(struct act *act)
{
	struct ks_buf news = {0};
	char *now = text_of(&act->s->visit);

	tell_news(act->before, now, &news);
	if (strstr(ks_buf_text(&news), "receipt of"))
		fail_msg("%s failed, and yet: %s", act->name, ks_buf_text(&news));
	for (const char *line = ks_buf_text(&news); *line && !act->is_unconfirmed;
	     line += strcspn(line, "\n") + 1) {
		char *head = ks_format("\n%.*s\n", (int)strcspn(line, ":"), line);

		if (!act->may_change || !strstr(act->may_change, head))
			fail_msg("%s failed, and yet: %.*s", act->name, (int)strcspn(line, "\n"),
				 line);
		free(head);
	}
	ks_buf_finish(&news);
	free(now);
}

static enum ks_rc once(void *context)
{
	struct act *act = context;
	enum ks_rc rc;

	if (act->is_unconfirmed)
		return KS_OK;
	rc = act->does(act->s);
	if (rc == KS_OK)
		return rc;
	act->is_unconfirmed = stage_count(act->s, "") != act->n_before;
	if (act->s->visit.place == KS_VISIT_NOBODY)
		return rc; /* who goes is gone, whatever fails */
	expect_as_it_was(act);
	return rc;
}

void fail_each_or(struct stage *s, const char *name, act_fn does, const char *may_change,
		  enum ks_rc also)
{
	struct act act = {.s = s, .does = does, .name = name, .may_change = may_change};
	struct ks_cut cut = {.store = s->site.store,
			     .begin = begin,
			     .act = once,
			     .context = &act,
			     .name = name,
			     .leaves_trace = true,
			     .also = also};

	ks_cut_steps(&cut);
	assert_true(cut.n_refused > 0);
	free(act.before);
}

void fail_each(struct stage *s, const char *name, act_fn does, const char *may_change)
{
	fail_each_or(s, name, does, may_change, KS_OK);
}

enum ks_rc act_number(struct stage *s)
{
	return ks_signin_number(&s->site, &s->visit, STAGE_NUMBER);
}

enum ks_rc act_pin(struct stage *s)
{
	struct ks_pin_verdict verdict;
	enum ks_rc rc = ks_db_run(s->site.store, "DELETE FROM pin_try", ""); /* and any lock */

	return rc == KS_OK ? ks_signin_pin(&s->site, &s->visit, STAGE_PIN, &verdict) : rc;
}
