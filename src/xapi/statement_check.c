/* SPDX-License-Identifier: Apache-2.0 */
#include "xapi/statement_check.h"

#include <jansson.h>
#include <string.h>

/* One parse for all that the door has to know: well-formed, within the rules, and what is left to the endpoint. */

void ks_statement_lower(char *uuid)
{
	for (char *c = uuid; *c; c++)
		if (*c >= 'A' && *c <= 'F')
			*c = (char)(*c - 'A' + 'a');
}

enum ks_rc ks_statement_check(const char *bytes, size_t len, enum ks_xapi_version version,
			      struct ks_statement_shape *shape)
{
	json_t *root, *id;
	enum ks_rc rc = KS_INVALID;

	memset(shape, 0, sizeof(*shape));
	if (len > KS_STATEMENT_MAX_BYTES) {
		shape->finding.reason = "the statement is too long";
		return KS_INVALID;
	}
	root = json_loadb(bytes, len, JSON_REJECT_DUPLICATES, NULL);
	if (root)
		rc = ks_validate_statement(root, version, &shape->finding);
	else
		shape->finding.reason = "not well-formed JSON in UTF-8 without duplicate keys";
	id = json_object_get(root, "id");
	if (rc == KS_OK && id) {
		memcpy(shape->id, json_string_value(id), KS_UUID_TEXT - 1);
		ks_statement_lower(shape->id);
	}
	shape->has_timestamp = rc == KS_OK && json_object_get(root, "timestamp");
	json_decref(root);
	return rc;
}
