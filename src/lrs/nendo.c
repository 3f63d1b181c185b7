/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/nendo.h"

#include <jansson.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lrs/centre_ledger.h"
#include "record/db.h"

/*
 * The document lies beside the record, for it may be larger than a statement; its digest is in the statement, so neither
 * changes alone. It is there before the statement, and counts only from then on.
 */

#define EXTENSION "/xapi/ext/nendo"

void ks_nendo_seal_finish(struct ks_nendo_seal *seal)
{
	free(seal->document);
	memset(seal, 0, sizeof(*seal));
}

static void digest(const char *document, char hex[KS_HASH_HEX])
{
	uint8_t hash[KS_HASH_BYTES];

	ks_sha256(document, strlen(document), hash);
	ks_hex(hash, sizeof(hash), hex);
}

enum ks_rc ks_nendo_seal_load(struct ks_store *store, int nendo, struct ks_nendo_seal *out)
{
	char hex[KS_HASH_HEX];
	sqlite3_stmt *stmt;
	enum ks_rc rc;

	memset(out, 0, sizeof(*out));
	ks_db_lock(store);
	stmt = ks_db_query(store,
			   "SELECT document, at_ms, statement, sha256 FROM nendo_seal"
			   " WHERE nendo = ? AND statement <> ''",
			   "d", nendo);
	rc = ks_db_step(store, stmt);
	if (rc == KS_OK) {
		out->document = ks_strdup(ks_db_text(stmt, 0));
		out->at_ms = sqlite3_column_int64(stmt, 1);
		(void)snprintf(out->id, sizeof(out->id), "%s", ks_db_text(stmt, 2));
		digest(out->document, hex);
		if (strcmp(hex, ks_db_text(stmt, 3)) != 0)
			rc = KS_DAMAGED;
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
	if (rc == KS_DAMAGED)
		ks_nendo_seal_finish(out);
	return rc;
}

/* ---- the statement ---- */

struct sealing {
	const char *base;
	int nendo;
	char sha256[KS_HASH_HEX];
};

static void build(const void *fact, const struct ks_stamp *stamp, struct ks_buf *out)
{
	const struct sealing *s = fact;
	char time[32];

	ks_time_format_utc(stamp->time.wall_ms, time);
	ks_buf_printf(out,
		      "{\"id\":\"%s\",\"actor\":{\"objectType\":\"Agent\",\"account\":", stamp->id);
	ks_buf_printf(out, "{\"homePage\":\"%s/staff\",\"name\":\"centre\"}}", s->base);
	ks_buf_printf(out, ",\"verb\":{\"id\":\"%s/xapi/verbs/closed\",", s->base);
	ks_buf_puts(out,
		    "\"display\":{\"ja-JP\":\"締めた\"}},\"object\":{\"objectType\":\"Activity\",");
	ks_buf_printf(out, "\"id\":\"%s/program/%d\"}", s->base, s->nendo);
	ks_buf_puts(out, ",\"context\":{\"platform\":\"kenshu/" KENSHU_VERSION "\","
			 "\"language\":\"ja-JP\",\"extensions\":{");
	ks_buf_printf(out, "\"%s" EXTENSION "\":{\"nendo\":%d,\"sha256\":\"%s\"},", s->base,
		      s->nendo, s->sha256);
	ks_buf_printf(out,
		      "\"%s/xapi/ext/kiosk\":{\"id\":\"%s\",\"seq\":%lld,\"prev\":\"%s\","
		      "\"clock\":\"%s\",\"mono_ms\":%lld,\"boot\":\"%s\"}}}",
		      s->base, stamp->kiosk, (long long)stamp->seq, stamp->prev,
		      ks_clock_trust_name(stamp->time.trust), (long long)stamp->time.mono_ms,
		      stamp->time.boot);
	ks_buf_printf(out, ",\"timestamp\":\"%s\"}", time);
}

enum ks_rc ks_nendo_keep(struct ks_store *store, const char *bytes, size_t len)
{
	json_t *root = json_loadb(bytes, len, JSON_REJECT_DUPLICATES, NULL);
	json_t *extensions = json_object_get(json_object_get(root, "context"), "extensions"), *value;
	const char *name;
	enum ks_rc rc = KS_INVALID;

	json_object_foreach(extensions, name, value)
	{
		size_t at = strlen(name);
		const char *sha256 = json_string_value(json_object_get(value, "sha256"));

		if (at <= strlen(EXTENSION) || !sha256 ||
		    strcmp(name + at - strlen(EXTENSION), EXTENSION) != 0)
			continue;
		rc = ks_db_run(store,
			       "UPDATE nendo_seal SET statement = ? WHERE nendo = ? AND sha256 = ?"
			       " AND statement = ''",
			       "tdt", json_string_value(json_object_get(root, "id")),
			       (int)json_integer_value(json_object_get(value, "nendo")), sha256);
	}
	json_decref(root);
	return rc;
}

enum ks_rc ks_nendo_seal(struct ks_centre *centre, int nendo, const char *document,
			 const char *iri_base)
{
	struct sealing sealing = {.nendo = nendo};
	struct ks_centre_fact fact = {.build = build, .fact = &sealing};
	struct ks_nendo_seal known;
	char *base = NULL;
	enum ks_rc rc = ks_nendo_seal_load(centre->store, nendo, &known);

	ks_nendo_seal_finish(&known);
	if (rc != KS_NOT_FOUND)
		return rc == KS_OK ? KS_CONFLICT : rc;
	rc = ks_centre_iri_base(centre, iri_base, &base);
	sealing.base = base;
	digest(document, sealing.sha256);
	if (rc == KS_OK)
		rc = ks_db_run(centre->store,
			       "INSERT OR REPLACE INTO nendo_seal(nendo, statement, at_ms, sha256,"
			       " document) VALUES(?, '', ?, ?, ?)",
			       "ditt", nendo, ks_centre_now_ms(centre), sealing.sha256, document);
	if (rc == KS_OK)
		rc = ks_centre_record(centre, &fact, 1, NULL);
	free(base);
	return rc;
}

/* Every year that counts as closed has its statement, and the document is the one it tells. */
enum ks_rc ks_nendo_verify(struct ks_store *store, bool *is_wrong)
{
	static const char orphans[] =
		"SELECT count(*) FROM nendo_seal s WHERE statement <> '' AND NOT EXISTS("
		" SELECT 1 FROM received r WHERE r.id = s.statement"
		"  AND instr(CAST(body(r.bytes) AS TEXT), s.sha256) > 0)";
	static const char missing[] =
		"SELECT count(*) FROM received r WHERE r.kiosk = '" KS_CENTRE_OWN "'"
		" AND r.verb = 'closed' AND r.gathering = ''"
		" AND NOT EXISTS(SELECT 1 FROM nendo_seal s WHERE s.statement = r.id)";
	int64_t n = 0, n_missing = 0, nendo = 0;
	enum ks_rc rc = ks_db_number(store, &n, orphans, "");

	if (rc == KS_OK)
		rc = ks_db_number(store, &n_missing, missing, "");
	*is_wrong |= n + n_missing > 0;
	while (rc == KS_OK) {
		struct ks_nendo_seal seal;

		rc = ks_db_number(store, &nendo,
				  "SELECT nendo FROM nendo_seal WHERE nendo > ? AND statement <> ''"
				  " ORDER BY nendo LIMIT 1",
				  "i", nendo);
		if (rc != KS_OK)
			break;
		rc = ks_nendo_seal_load(store, (int)nendo, &seal);
		*is_wrong |= rc == KS_DAMAGED;
		rc = rc == KS_DAMAGED ? KS_OK : rc;
		ks_nendo_seal_finish(&seal);
	}
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}
