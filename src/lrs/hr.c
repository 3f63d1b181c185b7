/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/log.h"
#include "base/mem.h"
#include "lrs/proof.h"
#include "lrs/sum.h"
#include "lrs/tally.h"
#include "record/db.h"
#include "xapi/statement_check.h"

/* What only HR decides: whose claims count, and what is taken back. Both are facts that are kept, and both change reports. */

/* Whose claims count and what they come to changes in one: cut in between, reports would not be of what counts. */
static enum ks_rc count_source(struct ks_centre *centre, const char *sender, bool counts)
{
	enum ks_rc rc = ks_store_begin(centre->store);

	if (rc != KS_OK)
		return rc;
	if (counts)
		rc = ks_db_run(centre->store,
			       "INSERT OR IGNORE INTO source(name, at_ms) VALUES(?, ?)", "ti",
			       sender, ks_centre_now_ms(centre));
	else
		rc = ks_db_run(centre->store, "DELETE FROM source WHERE name = ?", "t", sender);
	if (rc == KS_OK)
		rc = ks_sum_anew(centre->store);
	return ks_store_end(centre->store, rc);
}

enum ks_rc ks_centre_count_source(struct ks_centre *centre, const char *name, bool counts)
{
	static const char find[] = "SELECT (SELECT count(*) FROM client WHERE id = ?1)"
				   " + 2 * (SELECT count(*) FROM kiosk WHERE id = ?1)";
	int64_t what = 0;
	enum ks_rc rc = ks_db_number(centre->store, &what, find, "t", name);
	char *sender;

	if (rc == KS_OK && what == 0)
		return KS_NOT_FOUND;
	sender = what == 1 ? ks_format("client:%s", name) : ks_strdup(name);
	if (rc == KS_OK)
		rc = count_source(centre, sender, counts);
	if (rc == KS_OK) {
		ks_log_info("collector", "claims of %s %s", sender,
			    counts ? "count" : "do not count");
		ks_centre_touch(centre);
	}
	free(sender);
	return rc;
}

enum ks_rc ks_centre_check_summaries(struct ks_store *store, const char **wrong)
{
	bool is_right = true;
	enum ks_rc rc = ks_sum_check(store, wrong);

	if (rc == KS_OK && !*wrong)
		rc = ks_tally_check(store, &is_right);
	if (!is_right)
		*wrong = "kiosk_tally";
	return rc;
}

enum ks_rc ks_centre_rebuild_summaries(struct ks_centre *centre)
{
	enum ks_rc rc = ks_sum_rebuild(centre->store);

	if (rc == KS_OK)
		rc = ks_tally_rebuild(centre->store);
	if (rc == KS_OK)
		ks_centre_touch(centre);
	return rc;
}

/* Whose number space the record is of: the account's home page, as the statement itself has it. */
static char *home_page_of(const char *bytes, size_t len)
{
	json_t *root = json_loadb(bytes, len, 0, NULL);
	const json_t *account = json_object_get(json_object_get(root, "actor"), "account");
	const char *home = json_string_value(json_object_get(account, "homePage"));
	char *copy = ks_strdup(home ? home : "http://kenshu.invalid/staff");

	json_decref(root);
	return copy;
}

static char *write_void(struct ks_centre *centre, const char *target, const char *home,
			const char *reason, const char *by)
{
	size_t base_len = strlen(home);
	char id[KS_UUID_TEXT], when[32], *extension, *text;
	const char *slash = strrchr(home, '/');
	json_t *statement;

	if (slash && strcmp(slash, "/staff") == 0)
		base_len = (size_t)(slash - home);
	extension = ks_format("%.*s/xapi/ext/reason", (int)base_len, home);
	ks_uuid_v7(ks_centre_now_ms(centre), id);
	ks_time_format_utc(ks_centre_now_ms(centre), when);
	statement = json_pack(
		"{s:s, s:{s:s, s:{s:s, s:s}}, s:{s:s, s:{s:s}}, s:{s:s, s:s}, s:{s:{s:s}}, s:s}",
		"id", id, "actor", "objectType", "Agent", "account", "homePage", home, "name", by,
		"verb", "id", KS_VERB_VOIDED, "display", "ja-JP", "取り消した", "object",
		"objectType", "StatementRef", "id", target, "context", "extensions", extension,
		reason, "timestamp", when);
	text = statement ? json_dumps(statement, JSON_COMPACT) : NULL;
	json_decref(statement);
	free(extension);
	return text;
}

static enum ks_rc take(struct ks_centre *centre, const char *by, const char *text)
{
	char *sender = ks_format(KS_SENDER_HR "%s", by);
	size_t len = strlen(text), bad_index;
	char *why = NULL;
	enum ks_rc rc = ks_centre_ingest(centre, sender, &text, &len, 1, &bad_index, &why);

	if (why)
		ks_log_error("collector", "HR's statement: %s", why);
	free(why);
	free(sender);
	return rc;
}

enum ks_rc ks_centre_void(struct ks_centre *centre, const char *id, const char *reason, const char *by)
{
	char *lower = ks_strdup(id), *bytes = NULL, *home, *text;
	struct ks_statement_view view;
	int64_t n_voids = 0;
	size_t len = 0;
	enum ks_rc rc;

	ks_statement_lower(lower);
	rc = ks_centre_read(centre, lower, &bytes, &len, NULL);
	if (rc == KS_OK && ks_statement_read(bytes, len, &view) == KS_OK &&
	    strcmp(view.verb, "voided") == 0)
		rc = KS_INVALID; /* xAPI: what takes back cannot be taken back */
	if (rc == KS_OK)
		rc = ks_db_number(centre->store, &n_voids,
				  "SELECT count(*) FROM void WHERE target = ?", "t", lower);
	if (rc == KS_OK && n_voids > 0)
		rc = KS_CONFLICT;
	if (rc == KS_OK) {
		home = home_page_of(bytes, len);
		text = write_void(centre, lower, home, reason, by);
		rc = text ? take(centre, by, text) : KS_INVALID;
		free(text);
		free(home);
	}
	free(bytes);
	free(lower);
	return rc;
}
