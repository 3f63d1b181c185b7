/* SPDX-License-Identifier: Apache-2.0 */
#include "record/incident.h"

#include <assert.h>
#include <inttypes.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/utf8.h"
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
	[KS_INCIDENT_ALTERED] =
		"プログラムを更新したあとの確認で、書かれたときと違う記録が見つかりました。",
};
_Static_assert(KS_COUNT(words) == KS_INCIDENT_KIND_COUNT, "a sentence for every kind");

const char *ks_incident_word(enum ks_incident_kind kind)
{
	assert((size_t)kind < KS_COUNT(words));
	return words[kind];
}

static void read_incident(const char *text, struct ks_incident *out)
{
	int kind = 0;

	memset(out, 0, sizeof(*out));
	if (sscanf(text, "%d %" SCNd64 " %" SCNd64 " %" SCNd64 " %63s", &kind, &out->wall_ms,
		   &out->n_saved, &out->n_lost, out->aside) >= 4 &&
	    kind > 0 && kind < KS_INCIDENT_KIND_COUNT)
		out->kind = (enum ks_incident_kind)kind;
}

enum ks_rc ks_store_incident(struct ks_store *store, struct ks_incident *out)
{
	char *text = NULL;
	enum ks_rc rc = ks_store_get(store, SETTING, &text);

	read_incident(text ? text : "", out);
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

/* ---- settled: a row each, "incident_settled.<wall ms>", with the incident, a line end, and the reason ---- */

#define SETTLED "incident_settled."

static bool is_reason(const char *text)
{
	size_t len = strlen(text);

	if (len == 0 || len > KS_SETTLEMENT_REASON_MAX || !ks_utf8_is_valid(text, len, NULL))
		return false;
	for (const char *at = text; *at; at++)
		if ((unsigned char)*at < 0x20 || *at == 0x7f)
			return false;
	return text[strspn(text, " ")] != '\0';
}

/* Within a transaction. */
static enum ks_rc settle(struct ks_store *store, const char *incident, int64_t now_ms,
			 const char *reason)
{
	char *name = ks_format(SETTLED "%013lld", (long long)now_ms);
	char *value = ks_format("%s\n%s", incident, reason);
	enum ks_rc rc = ks_store_set(store, name, value);

	if (rc == KS_OK)
		rc = ks_db_run(store, "DELETE FROM setting WHERE name = '" SETTING "'", "");
	free(name);
	free(value);
	return rc;
}

enum ks_rc ks_store_settle_incident(struct ks_store *store, int64_t now_ms, const char *reason)
{
	char *incident = NULL;
	enum ks_rc rc;

	if (!is_reason(reason))
		return KS_INVALID;
	rc = ks_store_begin(store);
	if (rc != KS_OK)
		return rc;
	rc = ks_store_get(store, SETTING, &incident);
	if (rc == KS_OK)
		rc = settle(store, incident, now_ms, reason);
	free(incident);
	return ks_store_end(store, rc);
}

enum ks_rc ks_store_settlement(struct ks_store *store, struct ks_settlement *out)
{
	struct sqlite3_stmt *stmt;
	const char *value, *stop;
	enum ks_rc rc;

	memset(out, 0, sizeof(*out));
	ks_db_lock(store);
	stmt = ks_db_query(store,
			   "SELECT value, CAST(substr(name, 18) AS INTEGER) FROM setting"
			   " WHERE name GLOB '" SETTLED "*' ORDER BY name DESC LIMIT 1",
			   "");
	rc = ks_db_step(store, stmt);
	if (rc == KS_OK) {
		value = ks_db_text(stmt, 0);
		stop = strchr(value, '\n');
		read_incident(value, &out->incident);
		out->wall_ms = sqlite3_column_int64(stmt, 1);
		out->reason = ks_strdup(stop ? stop + 1 : "");
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
	return rc;
}

void ks_settlement_finish(struct ks_settlement *settlement)
{
	if (!settlement)
		return;
	free(settlement->reason);
	memset(settlement, 0, sizeof(*settlement));
}
