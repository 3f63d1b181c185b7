/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/roster_in.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* What may go wrong with a list goes wrong before it is taken: nothing changes until every doubt was answered. */

#define GONE_PERCENT_DEFAULT 10 /* more of the list gone than this is asked about */
#define GONE_FREE 2             /* so few may always go */
#define WORDS "roster words"    /* setting: the body's words of the last list */
#define BODY "body name"        /* setting: what it is called, of the last list that told it */

void ks_roster_in_begin(struct ks_centre *centre, struct ks_roster_in *in)
{
	memset(in, 0, sizeof(*in));
	in->today = in->from = ks_civil_from_ms(ks_centre_now_ms(centre)).date;
}

enum ks_rc ks_roster_in_words(struct ks_centre *centre, struct ks_roster_in *in, const char *file,
			      const char *text)
{
	char *kept = NULL;
	enum ks_rc rc = text[0] ? KS_OK : ks_store_get(ks_centre_store(centre), WORDS, &kept);

	if (rc == KS_NOT_FOUND)
		rc = KS_OK;
	if (kept)
		text = kept;
	if (rc == KS_OK)
		rc = ks_roster_map_parse(file, text, strlen(text), &in->map, &in->diags);
	free(kept);
	return rc;
}

enum ks_rc ks_roster_in_read(struct ks_roster_in *in, const char *file, const struct ks_bytes *bytes,
			     const char *const *columns, size_t n_columns)
{
	const struct ks_roster_reading how = {.map = &in->map,
					      .plans = in->plans.items,
					      .n_plans = in->plans.n_items,
					      .columns = columns,
					      .n_columns = n_columns};

	return ks_roster_list_read(file, bytes, &how, &in->list, &in->diags);
}

enum ks_rc ks_roster_in_compare(struct ks_centre *centre, struct ks_roster_in *in,
				const struct ks_roster_answers *answers)
{
	struct ks_store *store = ks_centre_store(centre);
	enum ks_rc rc = ks_roster_turn(store, in->today, NULL);

	return rc == KS_OK ? ks_roster_compare(store, in->list, answers, &in->diff) : rc;
}

size_t ks_roster_in_gone_max(const struct ks_roster_in *in)
{
	int percent = in->map.removals_max_percent > 0 ? in->map.removals_max_percent
						       : GONE_PERCENT_DEFAULT;
	size_t most = in->diff.n_before * (size_t)percent / 100;

	if (in->is_gone_told)
		return in->n_gone_told;
	return most > GONE_FREE ? most : GONE_FREE;
}

bool ks_roster_in_is_settled(const struct ks_roster_in *in)
{
	return in->diff.n_doubts == 0 && in->diff.gone.n_items <= ks_roster_in_gone_max(in);
}

enum ks_rc ks_roster_in_take(struct ks_centre *centre, struct ks_roster_in *in, const char *words,
			     struct ks_roster_change *change)
{
	struct ks_store *store = ks_centre_store(centre);
	enum ks_rc rc = ks_roster_take(store, in->list, ks_centre_now_ms(centre), in->from,
				       in->today, change);

	if (rc != KS_OK)
		return rc;
	ks_centre_touch(centre);
	if (words[0])
		rc = ks_store_set(store, WORDS, words);
	if (rc == KS_OK && in->map.body && in->map.body[0])
		rc = ks_store_set(store, BODY, in->map.body);
	return rc;
}

enum ks_rc ks_centre_body(struct ks_store *store, char **out)
{
	enum ks_rc rc = ks_store_get(store, BODY, out);

	if (rc == KS_NOT_FOUND)
		*out = ks_strdup("");
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

void ks_roster_in_finish(struct ks_roster_in *in)
{
	ks_roster_list_close(in->list);
	ks_roster_map_finish(&in->map);
	ks_plans_finish(&in->plans);
	ks_diags_finish(&in->diags);
}
