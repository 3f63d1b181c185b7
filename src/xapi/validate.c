/* SPDX-License-Identifier: Apache-2.0 */
#include "xapi/validate.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "xapi/validate_private.h"

/*
 * The walk over the tables, and the outermost of them. A finding is made where the rule is broken, and each level on
 * the way out writes its member's name in front, so a refusal says "object.definition.type" at no cost to good ones.
 */

bool ks_validate_fail(struct ks_validate *v, const char *reason)
{
	v->finding->reason = reason;
	v->finding->member[0] = '\0';
	return false;
}

static bool put_in_front(struct ks_validate *v, const char *name)
{
	char rest[sizeof(v->finding->member)];

	memcpy(rest, v->finding->member, sizeof(rest));
	(void)snprintf(v->finding->member, sizeof(v->finding->member), "%.60s%s%.60s", name,
		       rest[0] ? "." : "", rest);
	return false;
}

static const struct ks_property *find(const struct ks_validate *v, const char *name,
				      const struct ks_property *table, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(table[i].name, name) == 0)
			return v->is_2_0 || !(table[i].flags & KS_ONLY_2_0) ? &table[i] : NULL;
	return NULL;
}

bool ks_validate_object(struct ks_validate *v, const struct ks_json *value,
			const struct ks_property *table, size_t n)
{
	if (!ks_json_is(value, KS_JSON_OBJECT))
		return ks_validate_fail(v, "must be an object");
	for (const struct ks_json *member = ks_json_first(value); member;
	     member = ks_json_next(value, member)) {
		const char *name = member->key;
		const struct ks_property *property = find(v, name, table, n);

		if (!property) {
			(void)ks_validate_fail(v, "is no member that xAPI knows here");
			return put_in_front(v, name);
		}
		if (!property->check(v, member))
			return put_in_front(v, name);
	}
	for (size_t i = 0; i < n; i++)
		if ((table[i].flags & KS_NEEDED) && !ks_json_get(value, table[i].name)) {
			(void)ks_validate_fail(v, "is missing");
			return put_in_front(v, table[i].name);
		}
	return true;
}

bool ks_validate_list(struct ks_validate *v, const struct ks_json *value, ks_validate_check *check)
{
	if (!ks_json_is(value, KS_JSON_ARRAY))
		return ks_validate_fail(v, "must be an array");
	for (const struct ks_json *one = ks_json_first(value); one; one = ks_json_next(value, one))
		if (!check(v, one))
			return false;
	return true;
}

/* ---- verb, object ---- */

static bool check_verb(struct ks_validate *v, const struct ks_json *value)
{
	static const struct ks_property table[] = {
		{"id", ks_validate_iri, KS_NEEDED},
		{"display", ks_validate_words, 0},
	};

	return ks_validate_object(v, value, table, KS_COUNT(table));
}

static ks_validate_check check_sub_statement;

static bool check_plain_object(struct ks_validate *v, const struct ks_json *value)
{
	const struct ks_json *type = ks_json_get(value, "objectType");
	const char *name = type ? ks_json_text(type) : "Activity";

	if (!ks_json_is(value, KS_JSON_OBJECT))
		return ks_validate_fail(v, "must be an object");
	if (name && strcmp(name, "Activity") == 0)
		return ks_validate_activity(v, value);
	if (name && strcmp(name, "StatementRef") == 0)
		return ks_validate_ref(v, value);
	if (name && (strcmp(name, "Agent") == 0 || strcmp(name, "Group") == 0))
		return ks_validate_actor(v, value);
	return ks_validate_fail(v, "objectType is not one of xAPI's");
}

static bool is_type(const struct ks_json *value, const char *type)
{
	const char *name = ks_json_text(ks_json_get(value, "objectType"));

	return name && strcmp(name, type) == 0;
}

static bool check_object(struct ks_validate *v, const struct ks_json *value)
{
	return is_type(value, "SubStatement") ? check_sub_statement(v, value)
					      : check_plain_object(v, value);
}

/* ---- what two members say together ---- */

/* revision and platform are about an activity, and about nothing else. */
static bool check_context_fits(struct ks_validate *v, const struct ks_json *statement)
{
	const struct ks_json *object = ks_json_get(statement, "object");
	const struct ks_json *context = ks_json_get(statement, "context");
	bool is_activity = !ks_json_get(object, "objectType") || is_type(object, "Activity");

	if (is_activity || (!ks_json_get(context, "revision") && !ks_json_get(context, "platform")))
		return true;
	(void)ks_validate_fail(v, "revision and platform are only for an object that is an Activity");
	return put_in_front(v, "context");
}

static bool check_voiding(struct ks_validate *v, const struct ks_json *statement)
{
	const char *verb = ks_json_text(ks_json_get(ks_json_get(statement, "verb"), "id"));

	if (!verb || strcmp(verb, "http://adlnet.gov/expapi/verbs/voided") != 0 ||
	    is_type(ks_json_get(statement, "object"), "StatementRef"))
		return true;
	(void)ks_validate_fail(v, "of a voiding statement must be a StatementRef");
	return put_in_front(v, "object");
}

static bool check_sub_type(struct ks_validate *v, const struct ks_json *value)
{
	(void)value; /* it was read to come here */
	(void)v;
	return true;
}

static bool check_sub_statement(struct ks_validate *v, const struct ks_json *value)
{
	static const struct ks_property table[] = {
		{"objectType", check_sub_type, KS_NEEDED},
		{"actor", ks_validate_actor, KS_NEEDED},
		{"verb", check_verb, KS_NEEDED},
		{"object", check_plain_object, KS_NEEDED},
		{"result", ks_validate_result, 0},
		{"context", ks_validate_context, 0},
		{"timestamp", ks_validate_timestamp, 0},
		{"attachments", ks_validate_attachments, 0},
	};

	return ks_validate_object(v, value, table, KS_COUNT(table)) &&
	       check_context_fits(v, value) && check_voiding(v, value);
}

enum ks_rc ks_validate_root(const struct ks_json *root, enum ks_xapi_version version,
			    struct ks_finding *finding)
{
	static const struct ks_property table[] = {
		{"id", ks_validate_uuid, 0},
		{"actor", ks_validate_actor, KS_NEEDED},
		{"verb", check_verb, KS_NEEDED},
		{"object", check_object, KS_NEEDED},
		{"result", ks_validate_result, 0},
		{"context", ks_validate_context, 0},
		{"timestamp", ks_validate_timestamp, 0},
		{"stored", ks_validate_timestamp, 0},
		{"authority", ks_validate_authority, 0},
		{"version", ks_validate_version, 0},
		{"attachments", ks_validate_attachments, 0},
	};
	struct ks_validate v = {.is_2_0 = version == KS_XAPI_2_0_0, .finding = finding};

	memset(finding, 0, sizeof(*finding));
	return ks_validate_object(&v, root, table, KS_COUNT(table)) &&
			       check_context_fits(&v, root) && check_voiding(&v, root)
		       ? KS_OK
		       : KS_INVALID;
}

/* What somebody else has read, for us to read again: one that names a person in a request, or a test's. */
static const struct ks_json *read_again(const json_t *value, struct ks_json_document *document)
{
	char *text = json_dumps(value, JSON_COMPACT);
	const struct ks_json *root = text ? ks_json_read(text, strlen(text), document) : NULL;

	free(text);
	return root;
}

enum ks_rc ks_validate_statement(const json_t *root, enum ks_xapi_version version,
				 struct ks_finding *finding)
{
	struct ks_json_document document = {0};
	enum ks_rc rc = ks_validate_root(read_again(root, &document), version, finding);

	ks_json_finish(&document);
	return rc;
}

enum ks_rc ks_validate_who(const json_t *root, struct ks_finding *finding)
{
	struct ks_validate v = {.finding = finding};
	struct ks_json_document document = {0};
	enum ks_rc rc;

	memset(finding, 0, sizeof(*finding));
	rc = ks_validate_actor(&v, read_again(root, &document)) ? KS_OK : KS_INVALID;
	ks_json_finish(&document);
	return rc;
}
