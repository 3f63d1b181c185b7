/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/query.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/id.h"
#include "base/mem.h"
#include "record/db.h"
#include "xapi/statement_check.h"
#include "xapi/validate.h"

/*
 * Parameters are a table, and every filter is a tag: the SQL is put together from numbers alone. A list is walked by
 * received.stored, the order of arrival, so a page that follows another neither repeats nor leaves out anything.
 */

#define MORE_MAX 8000

struct reading {
	struct ks_store *store;
	struct ks_query *query;
	bool has_related_agents, has_related_activities;
	const char *why;
	enum ks_rc rc; /* the store failed while a name was looked for */
};

static bool wrong(struct reading *r, const char *why)
{
	r->why = why;
	return false;
}

static bool read_bool(struct reading *r, const char *text, bool *out)
{
	*out = strcmp(text, "true") == 0;
	return *out || strcmp(text, "false") == 0 || wrong(r, "must be true or false");
}

static bool add_filter(struct reading *r, enum ks_tag kind, const char *text)
{
	struct ks_query *q = r->query;
	int64_t n = 0;
	enum ks_rc rc = ks_index_find(r->store, text, &n);

	if (rc == KS_NOT_FOUND)
		q->is_empty = true;
	else if (rc != KS_OK)
		r->rc = rc;
	q->filters[q->n_filters].kind = kind;
	q->filters[q->n_filters++].name = n;
	return true;
}

static bool read_agent(struct reading *r, const char *text)
{
	json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
	struct ks_finding finding;
	bool is_good = root && ks_validate_who(root, &finding) == KS_OK;
	char *who = is_good ? ks_index_agent(root) : NULL;

	json_decref(root);
	if (!who)
		return wrong(r, "agent must be an Agent or an identified Group in JSON");
	(void)add_filter(r, r->has_related_agents ? KS_TAG_AGENT_RELATED : KS_TAG_AGENT, who);
	free(who);
	return true;
}

static bool read_verb(struct reading *r, const char *text)
{
	return ks_validate_is_iri(text) ? add_filter(r, KS_TAG_VERB, text)
					: wrong(r, "verb must be an IRI");
}

static bool read_activity(struct reading *r, const char *text)
{
	if (!ks_validate_is_iri(text))
		return wrong(r, "activity must be an IRI");
	return add_filter(r, r->has_related_activities ? KS_TAG_ACTIVITY_RELATED : KS_TAG_ACTIVITY,
			  text);
}

static bool read_registration(struct reading *r, const char *text)
{
	char *lower;

	if (!ks_uuid_is_valid(text))
		return wrong(r, "registration must be a UUID");
	lower = ks_strdup(text);
	ks_statement_lower(lower);
	(void)add_filter(r, KS_TAG_REGISTRATION, lower);
	free(lower);
	return true;
}

static bool read_since(struct reading *r, const char *text)
{
	return ks_time_parse(text, &r->query->since_ms) || wrong(r, "since must be an instant");
}

static bool read_until(struct reading *r, const char *text)
{
	return ks_time_parse(text, &r->query->until_ms) || wrong(r, "until must be an instant");
}

static bool read_limit(struct reading *r, const char *text)
{
	char *end = NULL;
	long value = strtol(text, &end, 10);

	if (!*text || *end || value < 0)
		return wrong(r, "limit must be a whole number");
	if (value > 0 && value < KS_QUERY_PAGE_MAX)
		r->query->limit = (int)value;
	return true;
}

static bool read_format(struct reading *r, const char *text)
{
	r->query->format = ks_format_find(text);
	return r->query->format < KS_FORMAT_COUNT ||
	       wrong(r, "format must be ids, exact or canonical");
}

static bool read_attachments(struct reading *r, const char *text)
{
	return read_bool(r, text, &r->query->wants_attachments);
}

static bool read_ascending(struct reading *r, const char *text)
{
	return read_bool(r, text, &r->query->is_ascending);
}

static bool read_related_agents(struct reading *r, const char *text)
{
	return read_bool(r, text, &r->has_related_agents);
}

static bool read_related_activities(struct reading *r, const char *text)
{
	return read_bool(r, text, &r->has_related_activities);
}

static bool read_id(struct reading *r, const char *text)
{
	r->query->id = text;
	return ks_uuid_is_valid(text) || wrong(r, "statementId must be a UUID");
}

static bool read_voided_id(struct reading *r, const char *text)
{
	r->query->voided_id = text;
	return ks_uuid_is_valid(text) || wrong(r, "voidedStatementId must be a UUID");
}

/* Only `more` makes it. */
static bool read_after(struct reading *r, const char *text)
{
	r->query->after = strtoll(text, NULL, 10);
	return r->query->after > 0 || wrong(r, "is no parameter of this address");
}

/* In this order: a related_ says how the filter behind it is meant. Registration and agent are the narrowest. */
static const struct {
	const char *name;
	bool (*read)(struct reading *r, const char *text);
	bool goes_with_id;
} parameters[] = {
	{"statementId", read_id, true},
	{"voidedStatementId", read_voided_id, true},
	{"related_agents", read_related_agents, false},
	{"related_activities", read_related_activities, false},
	{"registration", read_registration, false},
	{"agent", read_agent, false},
	{"activity", read_activity, false},
	{"verb", read_verb, false},
	{"since", read_since, false},
	{"until", read_until, false},
	{"limit", read_limit, false},
	{"format", read_format, true},
	{"attachments", read_attachments, true},
	{"ascending", read_ascending, false},
	{"_after", read_after, false},
};

static bool is_known(const char *name)
{
	for (size_t i = 0; i < KS_COUNT(parameters); i++)
		if (strcmp(parameters[i].name, name) == 0)
			return true;
	return false;
}

enum ks_rc ks_query_read(const struct ks_request *request, struct ks_query *query, const char **why)
{
	struct reading r = {.store = ks_centre_store(request->centre), .query = query};

	*query = (struct ks_query){.since_ms = -1,
				   .until_ms = -1,
				   .limit = KS_QUERY_PAGE_MAX,
				   .format = KS_FORMAT_EXACT};
	*why = "is no parameter of this address";
	for (size_t i = 0; i < request->query.n; i++)
		if (!is_known(request->query.items[i].name))
			return KS_INVALID;
	for (size_t i = 0; i < KS_COUNT(parameters); i++) {
		const char *text = ks_request_query(request, parameters[i].name);

		if (!text)
			continue;
		if ((query->id || query->voided_id) && !parameters[i].goes_with_id)
			(void)wrong(&r, "only format and attachments go with the id of a statement");
		if (r.why || !parameters[i].read(&r, text)) {
			*why = r.why;
			return KS_INVALID;
		}
	}
	*why = "statementId and voidedStatementId do not go together";
	return query->id && query->voided_id ? KS_INVALID : r.rc;
}

/* ---- more ---- */

char *ks_query_fold_more(const struct ks_params *params, int64_t after)
{
	json_t *root = json_object();
	char *text, *word, number[24];

	for (size_t i = 0; i < params->n; i++)
		json_object_set_new(root, params->items[i].name, json_string(params->items[i].value));
	(void)snprintf(number, sizeof(number), "%lld", (long long)after);
	json_object_set_new(root, "_after", json_string(number));
	text = json_dumps(root, JSON_COMPACT);
	word = ks_base64url((const uint8_t *)text, strlen(text));
	free(text);
	json_decref(root);
	return word;
}

static json_t *read_word(const char *word)
{
	char *text = ks_alloc_zero(1, MORE_MAX);
	size_t len = strlen(word) / 4 * 3 + (strlen(word) % 4 ? strlen(word) % 4 - 1 : 0);
	json_t *root = NULL;

	if (len < MORE_MAX && strlen(word) % 4 != 1 && ks_unbase64url(word, (uint8_t *)text, len))
		root = json_loadb(text, len, JSON_REJECT_DUPLICATES, NULL);
	free(text);
	return root;
}

enum ks_rc ks_query_unfold_more(struct ks_params *params)
{
	json_t *root, *value;
	const char *name;
	bool is_good;

	for (size_t i = 0; i < params->n; i++)
		if (strcmp(params->items[i].name, "_after") == 0)
			return KS_INVALID;
	if (params->n != 1 || strcmp(params->items[0].name, "more") != 0)
		return KS_OK;
	root = read_word(params->items[0].value);
	is_good = json_is_object(root) && json_object_size(root) < KS_PARAMS_MAX;
	ks_request_drop(params, "more");
	json_object_foreach(root, name, value)
	{
		is_good = is_good && json_is_string(value) &&
			  ks_request_add(params, name, json_string_value(value));
	}
	json_decref(root);
	return is_good ? KS_OK : KS_INVALID;
}

/* ---- running it ---- */

/* The last statement that was stored at or before @ms, 0 for none: stored_ms rises with stored. */
static enum ks_rc bound_at(struct ks_store *store, int64_t ms, int64_t *out)
{
	static const char last[] = "SELECT coalesce(max(stored), 0) FROM received";
	static const char at[] =
		"SELECT stored_ms FROM received WHERE stored >= ? ORDER BY stored LIMIT 1";
	int64_t low = 0, high = 0, middle_ms;
	enum ks_rc rc = ks_db_number(store, &high, last, "");

	while (rc == KS_OK && low < high) {
		int64_t middle = low + (high - low + 1) / 2;

		rc = ks_db_number(store, &middle_ms, at, "i", middle);
		if (rc == KS_OK && middle_ms <= ms)
			low = middle;
		else
			high = middle - 1;
	}
	*out = low;
	return rc;
}

/* A client takes back what came from clients, HR everything. */
#define IS_VOIDED                                                \
	"EXISTS(SELECT 1 FROM reference f WHERE f.target = r.id" \
	" AND (f.is_void = 2 OR (f.is_void = 1 AND r.kiosk LIKE 'client:%')))"

/* Numbers of ours only, so nothing is bound. */
static void put_sql(const struct ks_query *q, int64_t from, int64_t to, struct ks_buf *sql)
{
	const char *order = q->n_filters > 0 ? "t.stored" : "r.stored";

	ks_buf_puts(sql, "SELECT r.stored, r.stored_ms, r.kiosk, body(r.bytes) FROM ");
	if (q->n_filters > 0)
		ks_buf_printf(sql,
			      "tag t CROSS JOIN received r ON r.stored = t.stored"
			      " WHERE t.kind = %d AND t.name = %lld",
			      (int)q->filters[0].kind, (long long)q->filters[0].name);
	else
		ks_buf_puts(sql, "received r WHERE r.id NOT LIKE '%" KS_ROW_AGAIN "%'");
	for (size_t i = 1; i < q->n_filters; i++)
		ks_buf_printf(sql,
			      " AND EXISTS(SELECT 1 FROM tag WHERE kind = %d AND name = %lld"
			      " AND stored = t.stored)",
			      (int)q->filters[i].kind, (long long)q->filters[i].name);
	if (from > 0)
		ks_buf_printf(sql, " AND %s > %lld", order, (long long)from);
	if (to >= 0)
		ks_buf_printf(sql, " AND %s <= %lld", order, (long long)to);
	ks_buf_puts(sql, " AND (r.verb = 'voided' OR NOT " IS_VOIDED ")");
	ks_buf_printf(sql, " ORDER BY %s %s LIMIT %d", order, q->is_ascending ? "ASC" : "DESC",
		      q->limit + 1);
}

static void give(struct sqlite3_stmt *stmt, ks_query_take *take, void *context)
{
	struct ks_shown shown = {.bytes = sqlite3_column_blob(stmt, 3),
				 .len = (size_t)sqlite3_column_bytes(stmt, 3),
				 .sender = ks_db_text(stmt, 2),
				 .stored_ms = sqlite3_column_int64(stmt, 1)};

	take(context, sqlite3_column_int64(stmt, 0), &shown);
}

static enum ks_rc run_sql(struct ks_store *store, const struct ks_query *q, const char *sql,
			  ks_query_take *take, void *context, bool *has_more)
{
	struct sqlite3_stmt *stmt = NULL;
	int result = sqlite3_prepare_v2(ks_db_handle(store), sql, -1, &stmt, NULL);

	for (int n = 0; result == SQLITE_OK || result == SQLITE_ROW; n++) {
		result = sqlite3_step(stmt);
		if (result != SQLITE_ROW)
			break;
		*has_more = n == q->limit;
		if (*has_more)
			break;
		give(stmt, take, context);
	}
	sqlite3_finalize(stmt);
	return result == SQLITE_DONE || result == SQLITE_ROW ? KS_OK : KS_IO;
}

enum ks_rc ks_query_run(struct ks_centre *centre, const struct ks_query *q, ks_query_take *take,
			void *context, bool *has_more)
{
	struct ks_store *store = ks_centre_store(centre);
	struct ks_buf sql = {0};
	int64_t from = 0, to = -1;
	enum ks_rc rc = KS_OK;

	*has_more = false;
	if (q->is_empty)
		return KS_OK;
	ks_db_lock(store);
	if (q->since_ms >= 0)
		rc = bound_at(store, q->since_ms, &from);
	if (rc == KS_OK && q->until_ms >= 0)
		rc = bound_at(store, q->until_ms, &to);
	if (q->after > 0 && q->is_ascending && q->after > from)
		from = q->after;
	if (q->after > 0 && !q->is_ascending && (to < 0 || q->after - 1 < to))
		to = q->after - 1;
	put_sql(q, from, to, &sql);
	if (rc == KS_OK)
		rc = run_sql(store, q, ks_buf_text(&sql), take, context, has_more);
	ks_db_unlock(store);
	ks_buf_finish(&sql);
	return rc;
}

enum ks_rc ks_query_one(struct ks_centre *centre, const struct ks_query *q, ks_query_take *take,
			void *context)
{
	static const char select[] =
		"SELECT r.stored, r.stored_ms, r.kiosk, body(r.bytes), r.verb <> 'voided' AND " IS_VOIDED
		" FROM received r WHERE r.id = ?";
	struct ks_store *store = ks_centre_store(centre);
	char *id = ks_strdup(q->id ? q->id : q->voided_id);
	struct sqlite3_stmt *stmt;
	enum ks_rc rc;

	ks_statement_lower(id);
	ks_db_lock(store);
	stmt = ks_db_query(store, select, "t", id);
	rc = ks_db_step(store, stmt);
	if (rc == KS_OK && (sqlite3_column_int(stmt, 4) == 0) != !q->voided_id)
		rc = KS_NOT_FOUND;
	if (rc == KS_OK)
		give(stmt, take, context);
	ks_db_end(stmt);
	ks_db_unlock(store);
	free(id);
	return rc;
}
