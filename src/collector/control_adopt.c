/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "collector/control_private.h"
#include "collector/routes.h"
#include "lrs/enrol.h"

/*
 * What an old folder holds comes in by hand, through the same resource and the same checks as over the network: only the
 * kiosk's own key makes it count. Whoever may open the control socket vouches for the account, as its secret would.
 */

json_t *ks_control_adopt_kiosk(struct ks_centre *centre, const json_t *request)
{
	const char *name = ks_control_text(request, "kiosk");
	char kiosk[64];
	enum ks_rc rc = ks_centre_adopt(centre, ks_control_text(request, "key"), name, kiosk);
	json_t *answer;

	if (rc == KS_INVALID)
		return ks_control_bad_kiosk(name);
	if (rc == KS_CONFLICT)
		return ks_control_say(
			false, ks_format("この端末の鍵は、センターでは知られていません。%s は別の端末の"
					 "名前なので、--name で新しい名前を付けてください。",
					 name));
	if (rc != KS_OK)
		return ks_control_say(false, ks_control_failure(rc));
	answer = ks_control_say(true, ks_strdup(""));
	json_object_set_new(answer, "kiosk", json_string(kiosk));
	return answer;
}

static const char *header_of(const struct ks_request *request, const char *name)
{
	const char *key;
	json_t *value;

	json_object_foreach(json_object_get(request->context, "headers"), key,
			    value) if (strcasecmp(key, name) == 0) return json_string_value(value);
	return NULL;
}

static void add_query(struct ks_request *request, const json_t *query)
{
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)query, key, value) if (json_string_value(value))(
		void) !ks_request_add(&request->query, key, json_string_value(value));
}

json_t *ks_control_carry_kiosk(struct ks_centre *centre, const json_t *asked)
{
	const char *body = ks_control_text(asked, "body"), *allow;
	const struct ks_route *route = ks_route_find(ks_control_text(asked, "path"),
						     ks_control_text(asked, "method"), &allow);
	struct ks_request request = {.centre = centre,
				     .method = ks_control_text(asked, "method"),
				     .path = ks_control_text(asked, "path"),
				     .version = "1.0.3",
				     .body = body,
				     .body_len = strlen(body),
				     .header = header_of,
				     .context = (void *)asked};
	struct ks_reply reply = {0};
	json_t *answer;

	if (!route || (route->access != KS_ROUTE_STATEMENTS && route->access != KS_ROUTE_OPEN))
		return ks_control_say(false, ks_strdup("端末は、そこへは送れません。"));
	(void)snprintf(request.kiosk, sizeof(request.kiosk), "%s", ks_control_text(asked, "kiosk"));
	add_query(&request, json_object_get(asked, "query"));
	route->handle(&request, &reply);
	answer = ks_control_say(true, ks_strdup(""));
	json_object_set_new(answer, "status", json_integer(reply.status));
	json_object_set_new(answer, "type",
			    json_string(reply.content_type ? reply.content_type : ""));
	json_object_set_new(answer, "body", json_stringn(ks_buf_text(&reply.body), reply.body.len));
	ks_reply_finish(&reply);
	ks_request_finish(&request);
	return answer;
}
