/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/mem.h"
#include "xapi/validate_private.h"

/* Who: agents and groups. An agent has exactly one identifier; a group has one, or members, of whom none is a group. */

static bool check_account(struct ks_validate *v, const struct ks_json *value)
{
	static const struct ks_property table[] = {
		{"homePage", ks_validate_iri, KS_NEEDED},
		{"name", ks_validate_text, KS_NEEDED},
	};

	return ks_validate_object(v, value, table, KS_COUNT(table));
}

static size_t count_identifiers(const struct ks_json *value)
{
	static const char *const names[] = {"mbox", "mbox_sha1sum", "openid", "account"};
	size_t n = 0;

	for (size_t i = 0; i < KS_COUNT(names); i++)
		n += ks_json_get(value, names[i]) ? 1 : 0;
	return n;
}

static bool check_agent_type(struct ks_validate *v, const struct ks_json *value)
{
	const char *name = ks_json_text(value);

	return (name && strcmp(name, "Agent") == 0) || ks_validate_fail(v, "must be Agent");
}

static bool check_group_type(struct ks_validate *v, const struct ks_json *value)
{
	const char *name = ks_json_text(value);

	return (name && strcmp(name, "Group") == 0) || ks_validate_fail(v, "must be Group");
}

bool ks_validate_agent(struct ks_validate *v, const struct ks_json *value)
{
	static const struct ks_property table[] = {
		{"objectType", check_agent_type, 0}, {"name", ks_validate_text, 0},
		{"mbox", ks_validate_mbox, 0},       {"mbox_sha1sum", ks_validate_sha1, 0},
		{"openid", ks_validate_iri, 0},      {"account", check_account, 0},
	};

	if (!ks_validate_object(v, value, table, KS_COUNT(table)))
		return false;
	return count_identifiers(value) == 1 ||
	       ks_validate_fail(v, "needs one identifier: account, mbox, mbox_sha1sum or openid");
}

static bool check_members(struct ks_validate *v, const struct ks_json *value)
{
	return ks_validate_list(v, value, ks_validate_agent);
}

bool ks_validate_group(struct ks_validate *v, const struct ks_json *value)
{
	static const struct ks_property table[] = {
		{"objectType", check_group_type, KS_NEEDED},
		{"name", ks_validate_text, 0},
		{"mbox", ks_validate_mbox, 0},
		{"mbox_sha1sum", ks_validate_sha1, 0},
		{"openid", ks_validate_iri, 0},
		{"account", check_account, 0},
		{"member", check_members, 0},
	};
	size_t n = count_identifiers(value);

	if (!ks_validate_object(v, value, table, KS_COUNT(table)))
		return false;
	if (n == 0 && !ks_json_get(value, "member"))
		return ks_validate_fail(v, "a group needs an identifier or members");
	return n <= 1 || ks_validate_fail(v, "has more than one identifier");
}

bool ks_validate_actor(struct ks_validate *v, const struct ks_json *value)
{
	const char *type = ks_json_text(ks_json_get(value, "objectType"));

	return type && strcmp(type, "Group") == 0 ? ks_validate_group(v, value)
						  : ks_validate_agent(v, value);
}

/* An agent, or the two of OAuth: an application and the person who uses it. */
bool ks_validate_authority(struct ks_validate *v, const struct ks_json *value)
{
	if (!ks_validate_actor(v, value))
		return false;
	if (!ks_json_get(value, "member") && count_identifiers(value) == 1)
		return true;
	return (count_identifiers(value) == 0 && ks_json_size(ks_json_get(value, "member")) == 2) ||
	       ks_validate_fail(v, "a group that vouches has two members and no identifier");
}
