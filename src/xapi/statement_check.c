/* SPDX-License-Identifier: Apache-2.0 */
#include "xapi/statement_check.h"

#include <string.h>

#include "xapi/statement_view.h"
#include "xapi/validate_private.h"

/* One parse for all that the door has to know: well-formed, within the rules, and what is left to the endpoint. */

void ks_statement_lower(char *uuid)
{
	for (char *c = uuid; *c; c++)
		if (*c >= 'A' && *c <= 'F')
			*c = (char)(*c - 'A' + 'a');
}

enum ks_rc ks_statement_check(const char *bytes, size_t len, enum ks_xapi_version version,
			      struct ks_statement_shape *shape, struct ks_statement_view *view)
{
	struct ks_json_document document;
	const struct ks_json *root;
	const char *id;
	enum ks_rc rc = KS_INVALID;

	memset(shape, 0, sizeof(*shape));
	if (len > KS_STATEMENT_MAX_BYTES) {
		shape->finding.reason = "the statement is too long";
		return KS_INVALID;
	}
	root = ks_json_read(bytes, len, &document);
	if (root)
		rc = ks_validate_root(root, version, &shape->finding);
	else
		shape->finding.reason = "not well-formed JSON in UTF-8 without duplicate keys";
	id = ks_json_text(ks_json_get(root, "id"));
	if (rc == KS_OK && id) {
		memcpy(shape->id, id, KS_UUID_TEXT - 1);
		ks_statement_lower(shape->id);
	}
	shape->has_timestamp = rc == KS_OK && ks_json_get(root, "timestamp");
	shape->has_attachments = ks_json_get(root, "attachments") ||
				 ks_json_get(ks_json_get(root, "object"), "attachments");
	/* Without an id there is nothing to see yet: the endpoint gives it one. */
	if (rc == KS_OK && id && view)
		rc = ks_statement_view_of(root, view);
	ks_json_finish(&document);
	return rc;
}
