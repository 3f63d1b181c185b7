// SPDX-License-Identifier: Apache-2.0
#include "sync/sync_private.h"

#include <jansson.h>
#include <string.h>
#include <strings.h>

#include "base/id.h"

/*
 * Whose answer is this? Between a kiosk and its LRS anybody may stand (a portal, a proxy that filters, a gateway without its
 * server) and answer with any status in any format. Only what an LRS itself said may mark a statement as delivered or set
 * one aside; the rest is a failure like a cut line (XAPI.md "Sending").
 */

bool ks_sync_is_json(const struct ks_http_response *response)
{
	static const char json[] = "application/json";
	size_t len = sizeof(json) - 1;
	const char *type = response->content_type;

	return strncasecmp(type, json, len) == 0 &&
	       (type[len] == '\0' || type[len] == ';' || type[len] == ' ');
}

bool ks_sync_is_own(const struct ks_sync_core *core, const struct ks_http_response *response)
{
	return response->xapi_version[0] != '\0' ||
	       (core->is_headerless && ks_sync_is_json(response));
}

static json_t *load(const struct ks_http_response *response)
{
	return json_loadb(ks_buf_text(&response->body), response->body.len, 0, NULL);
}

/* An array of ids and nothing else. It may be shorter than what was sent, but never empty. */
static bool is_id_list(const struct ks_http_response *response)
{
	json_t *root = ks_sync_is_json(response) ? load(response) : NULL;
	size_t n = json_array_size(root), n_ids = 0;

	for (size_t i = 0; i < n; i++) {
		const char *id = json_string_value(json_array_get(root, i));

		n_ids += id && ks_uuid_is_valid(id);
	}
	json_decref(root);
	return n > 0 && n_ids == n;
}

bool ks_sync_is_taken(const struct ks_http_response *response)
{
	return response->status == 204 || response->xapi_version[0] != '\0' || is_id_list(response);
}

bool ks_sync_lists_id(const struct ks_http_response *response, const char *id)
{
	json_t *root = is_id_list(response) ? load(response) : NULL;
	bool is_there = false;

	for (size_t i = 0; i < json_array_size(root); i++)
		is_there |= strcasecmp(json_string_value(json_array_get(root, i)), id) == 0;
	json_decref(root);
	return is_there;
}

bool ks_sync_is_statement(const struct ks_http_response *response, const char *id)
{
	json_t *root = ks_sync_is_json(response) ? load(response) : NULL;
	const char *its_id = json_string_value(json_object_get(root, "id"));
	bool is_it = its_id && strcasecmp(its_id, id) == 0;

	json_decref(root);
	return is_it;
}

bool ks_sync_read_about(const struct ks_http_response *response, struct ks_sync_about *out)
{
	json_t *root = ks_sync_is_json(response) ? load(response) : NULL;
	json_t *versions = json_object_get(root, "version");
	size_t n_new = 0, n = 0;

	for (size_t i = 0; i < json_array_size(versions); i++) {
		const char *version = json_string_value(json_array_get(versions, i));

		n += version && *version;
		n_new += version && strncmp(version, "2.", 2) == 0;
	}
	out->is_only_new = n_new > 0 && n_new == json_array_size(versions);
	json_decref(root);
	return n > 0;
}
