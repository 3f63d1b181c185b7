/* SPDX-License-Identifier: Apache-2.0 */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lrs/http.h"
#include "lrs/index.h"
#include "lrs/show.h"
#include "record/db.h"
#include "xapi/validate.h"

/* The resources agents and activities: everything that statements have said about one person or one activity. */

static void put_json(struct ks_reply *reply, const json_t *root)
{
	char *text = json_dumps(root, JSON_COMPACT);

	reply->status = 200;
	reply->content_type = "application/json";
	ks_buf_puts(&reply->body, text);
	free(text);
}

/* Without what was asked for, or with more than that: 400. */
static const char *only_parameter(const struct ks_request *request, const char *name,
				  struct ks_reply *reply)
{
	const char *value = ks_request_query(request, name);

	if (value && request->query.n == 1)
		return value;
	ks_reply_error(reply, 400,
		       value ? "there is a parameter that this address does not know"
			     : "%s is missing",
		       name);
	return NULL;
}

void ks_xapi_get_activity(const struct ks_request *request, struct ks_reply *reply)
{
	const char *iri = only_parameter(request, "activityId", reply);
	json_t *activity = NULL;
	enum ks_rc rc;

	if (!iri)
		return;
	if (!ks_validate_is_iri(iri)) {
		ks_reply_error(reply, 400, "activityId must be an IRI");
		return;
	}
	rc = ks_index_catch_up(request->centre);
	if (rc == KS_OK)
		rc = ks_show_activity(request->centre, iri, &activity);
	if (rc == KS_OK)
		put_json(reply, activity);
	else
		ks_reply_rc(reply, rc);
	json_decref(activity);
}

/* All names under which the agent was spoken of. */
static enum ks_rc add_names(struct ks_store *store, const char *agent, json_t *names)
{
	static const char select[] = "SELECT p.text FROM name n JOIN person_name p ON p.agent = n.n"
				     " WHERE n.text = ? ORDER BY p.text";
	struct sqlite3_stmt *stmt;
	enum ks_rc rc;

	ks_db_lock(store);
	stmt = ks_db_query(store, select, "t", agent);
	while ((rc = ks_db_step(store, stmt)) == KS_OK)
		json_array_append_new(names, json_string(ks_db_text(stmt, 0)));
	ks_db_end(stmt);
	ks_db_unlock(store);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

static json_t *make_person(const json_t *agent, json_t *names)
{
	static const char *const identifiers[] = {"mbox", "mbox_sha1sum", "openid", "account"};
	json_t *person = json_pack("{s:s}", "objectType", "Person");

	if (json_array_size(names) > 0)
		json_object_set(person, "name", names);
	for (size_t i = 0; i < KS_COUNT(identifiers); i++) {
		json_t *value = json_object_get(agent, identifiers[i]);

		if (value)
			json_object_set_new(person, identifiers[i], json_pack("[O]", value));
	}
	return person;
}

void ks_xapi_get_person(const struct ks_request *request, struct ks_reply *reply)
{
	const char *text = only_parameter(request, "agent", reply);
	json_t *agent = text ? json_loads(text, JSON_REJECT_DUPLICATES, NULL) : NULL;
	json_t *names = json_array(), *person;
	struct ks_finding finding;
	char *who = NULL;
	enum ks_rc rc;

	if (agent && ks_validate_who(agent, &finding) == KS_OK)
		who = ks_index_agent(agent);
	if (text && !who)
		ks_reply_error(reply, 400, "agent must be an Agent in JSON");
	if (who) {
		rc = ks_index_catch_up(request->centre);
		if (rc == KS_OK)
			rc = add_names(ks_centre_store(request->centre), who, names);
		person = make_person(agent, names);
		if (rc == KS_OK)
			put_json(reply, person);
		else
			ks_reply_rc(reply, rc);
		json_decref(person);
	}
	free(who);
	json_decref(agent);
	json_decref(names);
}
