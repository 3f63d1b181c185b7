/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/mem.h"
#include "xapi/validate_private.h"

/* What came of it and in which circumstances: result, context, attachments, references to other statements. */

static bool check_scaled(struct ks_validate *v, const struct ks_json *value)
{
	return (ks_json_is_number(value) && ks_json_number(value) >= -1 &&
		ks_json_number(value) <= 1) ||
	       ks_validate_fail(v, "must be a number from -1 to 1");
}

static bool check_score(struct ks_validate *v, const struct ks_json *value)
{
	static const struct ks_property table[] = {
		{"scaled", check_scaled, 0},
		{"raw", ks_validate_number, 0},
		{"min", ks_validate_number, 0},
		{"max", ks_validate_number, 0},
	};
	const struct ks_json *raw = ks_json_get(value, "raw");
	const struct ks_json *min = ks_json_get(value, "min"), *max = ks_json_get(value, "max");

	if (!ks_validate_object(v, value, table, KS_COUNT(table)))
		return false;
	if (min && max && !(ks_json_number(min) < ks_json_number(max)))
		return ks_validate_fail(v, "min is not below max");
	if (raw && ((min && ks_json_number(raw) < ks_json_number(min)) ||
		    (max && ks_json_number(raw) > ks_json_number(max))))
		return ks_validate_fail(v, "raw is not between min and max");
	return true;
}

bool ks_validate_result(struct ks_validate *v, const struct ks_json *value)
{
	static const struct ks_property table[] = {
		{"score", check_score, 0},
		{"success", ks_validate_bool, 0},
		{"completion", ks_validate_bool, 0},
		{"response", ks_validate_text, 0},
		{"duration", ks_validate_duration, 0},
		{"extensions", ks_validate_extensions, 0},
	};

	return ks_validate_object(v, value, table, KS_COUNT(table));
}

static bool check_ref_type(struct ks_validate *v, const struct ks_json *value)
{
	const char *name = ks_json_text(value);

	return (name && strcmp(name, "StatementRef") == 0) ||
	       ks_validate_fail(v, "must be StatementRef");
}

bool ks_validate_ref(struct ks_validate *v, const struct ks_json *value)
{
	static const struct ks_property table[] = {
		{"objectType", check_ref_type, KS_NEEDED},
		{"id", ks_validate_uuid, KS_NEEDED},
	};

	return ks_validate_object(v, value, table, KS_COUNT(table));
}

static bool check_related(struct ks_validate *v, const struct ks_json *value)
{
	return ks_json_is(value, KS_JSON_ARRAY) ? ks_validate_list(v, value, ks_validate_activity)
						: ks_validate_activity(v, value);
}

static bool check_context_activities(struct ks_validate *v, const struct ks_json *value)
{
	static const struct ks_property table[] = {
		{"parent", check_related, 0},
		{"grouping", check_related, 0},
		{"category", check_related, 0},
		{"other", check_related, 0},
	};

	return ks_validate_object(v, value, table, KS_COUNT(table));
}

static bool check_relevant_types(struct ks_validate *v, const struct ks_json *value)
{
	return ks_validate_list(v, value, ks_validate_iri) &&
	       (ks_json_size(value) > 0 || ks_validate_fail(v, "must not be empty"));
}

static bool check_context_agent_type(struct ks_validate *v, const struct ks_json *value)
{
	const char *name = ks_json_text(value);

	return (name && strcmp(name, "contextAgent") == 0) ||
	       ks_validate_fail(v, "must be contextAgent");
}

static bool check_context_agent(struct ks_validate *v, const struct ks_json *value)
{
	static const struct ks_property table[] = {
		{"objectType", check_context_agent_type, KS_NEEDED},
		{"agent", ks_validate_agent, KS_NEEDED},
		{"relevantTypes", check_relevant_types, 0},
	};

	return ks_validate_object(v, value, table, KS_COUNT(table));
}

static bool check_context_agents(struct ks_validate *v, const struct ks_json *value)
{
	return ks_validate_list(v, value, check_context_agent);
}

static bool check_context_group_type(struct ks_validate *v, const struct ks_json *value)
{
	const char *name = ks_json_text(value);

	return (name && strcmp(name, "contextGroup") == 0) ||
	       ks_validate_fail(v, "must be contextGroup");
}

static bool check_context_group(struct ks_validate *v, const struct ks_json *value)
{
	static const struct ks_property table[] = {
		{"objectType", check_context_group_type, KS_NEEDED},
		{"group", ks_validate_group, KS_NEEDED},
		{"relevantTypes", check_relevant_types, 0},
	};

	return ks_validate_object(v, value, table, KS_COUNT(table));
}

static bool check_context_groups(struct ks_validate *v, const struct ks_json *value)
{
	return ks_validate_list(v, value, check_context_group);
}

bool ks_validate_context(struct ks_validate *v, const struct ks_json *value)
{
	static const struct ks_property table[] = {
		{"registration", ks_validate_uuid, 0},
		{"instructor", ks_validate_actor, 0},
		{"team", ks_validate_group, 0},
		{"contextActivities", check_context_activities, 0},
		{"contextAgents", check_context_agents, KS_ONLY_2_0},
		{"contextGroups", check_context_groups, KS_ONLY_2_0},
		{"revision", ks_validate_text, 0},
		{"platform", ks_validate_text, 0},
		{"language", ks_validate_language, 0},
		{"statement", ks_validate_ref, 0},
		{"extensions", ks_validate_extensions, 0},
	};

	return ks_validate_object(v, value, table, KS_COUNT(table));
}

static bool check_attachment(struct ks_validate *v, const struct ks_json *value)
{
	static const struct ks_property table[] = {
		{"usageType", ks_validate_iri, KS_NEEDED},
		{"display", ks_validate_words, KS_NEEDED},
		{"description", ks_validate_words, 0},
		{"contentType", ks_validate_media_type, KS_NEEDED},
		{"length", ks_validate_count, KS_NEEDED},
		{"sha2", ks_validate_sha2, KS_NEEDED},
		{"fileUrl", ks_validate_iri, 0},
	};

	return ks_validate_object(v, value, table, KS_COUNT(table));
}

bool ks_validate_attachments(struct ks_validate *v, const struct ks_json *value)
{
	return ks_validate_list(v, value, check_attachment);
}
