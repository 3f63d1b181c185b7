/* SPDX-License-Identifier: Apache-2.0 */
#include "record/incident.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "record/db.h"

/* The note is one small value in the store it speaks of: it survives a restart and goes when it has been read. */

#define SETTING "incident"

static const char *const words[] = {
	[KS_INCIDENT_NONE] = "",
	[KS_INCIDENT_TAIL_REMADE] =
		"記録の控えのファイルが壊れていたため、作り直しました。記録は失われていません。",
	[KS_INCIDENT_RESTORED] =
		"記録のファイルの終わりが壊れていたため、控えから元に戻しました。記録は失われていません。",
	[KS_INCIDENT_REBUILT] = "記録のファイルが壊れていたため、別に保管し、控えから作り直しました。"
				"記録は失われていません。",
	[KS_INCIDENT_GAPS] = "記録のファイルと控えの両方が壊れていたため、別に保管し、読めた記録だけで"
			     "作り直しました。失われた記録があります。",
	[KS_INCIDENT_EPOCH] = "記録のファイルと控えの両方が壊れていたため、別に保管し、新しい期として"
			      "始めました。失われた記録があるかもしれません。",
};
_Static_assert(KS_COUNT(words) == KS_INCIDENT_KIND_COUNT, "a sentence for every kind");

const char *ks_incident_word(enum ks_incident_kind kind)
{
	assert((size_t)kind < KS_COUNT(words));
	return words[kind];
}

enum ks_rc ks_store_incident(struct ks_store *store, struct ks_incident *out)
{
	char *text = NULL;
	int kind = 0;
	enum ks_rc rc = ks_store_get(store, SETTING, &text);

	memset(out, 0, sizeof(*out));
	if (rc == KS_OK &&
	    sscanf(text, "%d %" SCNd64 " %" SCNd64 " %" SCNd64 " %63s", &kind, &out->wall_ms,
		   &out->n_saved, &out->n_lost, out->aside) >= 4 &&
	    kind > 0 && kind < KS_INCIDENT_KIND_COUNT)
		out->kind = (enum ks_incident_kind)kind;
	free(text);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

enum ks_rc ks_incident_note(struct ks_store *store, const struct ks_incident *incident)
{
	struct ks_incident known;
	enum ks_rc rc = ks_store_incident(store, &known);
	char *text;

	ks_log_warn("store", "incident %d: %lld statements brought back, %lld lost",
		    (int)incident->kind, (long long)incident->n_saved, (long long)incident->n_lost);
	if (rc != KS_OK || known.kind >= incident->kind)
		return rc;
	text = ks_format("%d %lld %lld %lld %s", (int)incident->kind, (long long)incident->wall_ms,
			 (long long)incident->n_saved, (long long)incident->n_lost, incident->aside);
	rc = ks_store_set(store, SETTING, text);
	free(text);
	return rc;
}

enum ks_rc ks_store_settle_incident(struct ks_store *store)
{
	return ks_db_run(store, "DELETE FROM setting WHERE name = 'incident'", "");
}
