/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/mem.h"
#include "xapi/validate_private.h"

/* What: an activity and its definition, with the interactions of SCORM. */

static const struct interaction {
	const char *type;
	const char *lists[2]; /* which lists of components it may have */
} interactions[] = {
	{"choice", {"choices"}},    {"sequencing", {"choices"}},
	{"likert", {"scale"}},      {"matching", {"source", "target"}},
	{"performance", {"steps"}}, {"true-false", {NULL}},
	{"fill-in", {NULL}},        {"long-fill-in", {NULL}},
	{"numeric", {NULL}},        {"other", {NULL}},
};

static const char *const component_lists[] = {"choices", "scale", "source", "target", "steps"};

static const struct interaction *find_interaction(const struct ks_json *type)
{
	const char *name = ks_json_text(type);

	for (size_t i = 0; name && i < KS_COUNT(interactions); i++)
		if (strcmp(interactions[i].type, name) == 0)
			return &interactions[i];
	return NULL;
}

static bool check_interaction_type(struct ks_validate *v, const struct ks_json *value)
{
	return find_interaction(value) || ks_validate_fail(v, "is not one of xAPI's");
}

static bool check_patterns(struct ks_validate *v, const struct ks_json *value)
{
	return ks_validate_list(v, value, ks_validate_text);
}

static bool check_component(struct ks_validate *v, const struct ks_json *value)
{
	static const struct ks_property table[] = {
		{"id", ks_validate_text, KS_NEEDED},
		{"description", ks_validate_words, 0},
	};

	return ks_validate_object(v, value, table, KS_COUNT(table));
}

static bool check_components(struct ks_validate *v, const struct ks_json *value)
{
	if (!ks_validate_list(v, value, check_component))
		return false;
	for (const struct ks_json *a = ks_json_first(value); a; a = ks_json_next(value, a))
		for (const struct ks_json *b = ks_json_next(value, a); b; b = ks_json_next(value, b))
			if (ks_json_is_equal(ks_json_get(a, "id"), ks_json_get(b, "id")))
				return ks_validate_fail(v, "has two components with one id");
	return true;
}

static bool may_have(const struct interaction *interaction, const char *list)
{
	for (size_t i = 0; i < KS_COUNT(interaction->lists); i++)
		if (interaction->lists[i] && strcmp(interaction->lists[i], list) == 0)
			return true;
	return false;
}

bool ks_validate_definition(struct ks_validate *v, const struct ks_json *value)
{
	static const struct ks_property table[] = {
		{"name", ks_validate_words, 0},
		{"description", ks_validate_words, 0},
		{"type", ks_validate_iri, 0},
		{"moreInfo", ks_validate_iri, 0},
		{"extensions", ks_validate_extensions, 0},
		{"interactionType", check_interaction_type, 0},
		{"correctResponsesPattern", check_patterns, 0},
		{"choices", check_components, 0},
		{"scale", check_components, 0},
		{"source", check_components, 0},
		{"target", check_components, 0},
		{"steps", check_components, 0},
	};
	const struct interaction *interaction =
		find_interaction(ks_json_get(value, "interactionType"));

	if (!ks_validate_object(v, value, table, KS_COUNT(table)))
		return false;
	if (!interaction && ks_json_get(value, "correctResponsesPattern"))
		return ks_validate_fail(v, "has a correctResponsesPattern and no interactionType");
	for (size_t i = 0; i < KS_COUNT(component_lists); i++)
		if (ks_json_get(value, component_lists[i]) &&
		    (!interaction || !may_have(interaction, component_lists[i])))
			return ks_validate_fail(v, "has components that its interactionType has not");
	return true;
}

static bool check_activity_type(struct ks_validate *v, const struct ks_json *value)
{
	const char *name = ks_json_text(value);

	return (name && strcmp(name, "Activity") == 0) || ks_validate_fail(v, "must be Activity");
}

bool ks_validate_activity(struct ks_validate *v, const struct ks_json *value)
{
	static const struct ks_property table[] = {
		{"objectType", check_activity_type, 0},
		{"id", ks_validate_iri, KS_NEEDED},
		{"definition", ks_validate_definition, 0},
	};

	return ks_validate_object(v, value, table, KS_COUNT(table));
}
