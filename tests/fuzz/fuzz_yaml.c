/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "content/plan.h"
#include "content/yaml.h"

/*
 * Any bytes as YAML: the tree never grows deeper or larger than its ceilings. The same bytes as a plan in
 * JSON, which a collector takes from the network: what it takes must write itself again in the same bytes.
 */

static size_t count(const struct ks_yaml *node, int depth)
{
	size_t n = 0;

	assert(depth <= KS_YAML_DEPTH_MAX);
	for (; node; node = node->next) {
		assert((node->kind != KS_YAML_TEXT) == (!node->text));
		n += 1 + count(node->first, depth + 1);
	}
	return n;
}

static void try_plan(const char *text)
{
	struct ks_plan plan, again;

	if (ks_plan_from_json(text, &plan) == KS_OK) {
		char *json = ks_plan_to_json(&plan), *twice;

		assert(ks_plan_from_json(json, &again) == KS_OK);
		twice = ks_plan_to_json(&again);
		assert(strcmp(json, twice) == 0);
		free(json);
		free(twice);
		ks_plan_finish(&again);
	}
	ks_plan_finish(&plan);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ks_arena arena = {0};
	struct ks_diags diags = {0};
	struct ks_source source = {"fuzz", &diags, &arena};
	struct ks_yaml *root = NULL;
	char *text;

	if (ks_yaml_parse(&source, (const char *)data, size, 1, &root) == KS_OK)
		assert(count(root, 0) <= KS_YAML_NODES_MAX + 1);
	else
		assert(diags.n_errors > 0 && !root);
	text = ks_strndup((const char *)data, size);
	try_plan(text);
	free(text);
	ks_diags_finish(&diags);
	ks_arena_finish(&arena);
	return 0;
}
