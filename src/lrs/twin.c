/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/twin.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lrs/centre_private.h"
#include "lrs/enrol.h"
#include "record/db.h"

/*
 * Numbers that are there twice stay so for good: nothing received is deleted. That would make `verify` cry for ever about what
 * somebody has long put right, and hide the next one. So HR says that it is settled, and why; what comes later is told again.
 */

static char *name_of(const char *kiosk)
{
	return ks_format("twin_settled/%s", kiosk);
}

enum ks_rc ks_twin_settlement(struct ks_store *store, const char *kiosk,
			      struct ks_twin_settlement *out)
{
	char *name = name_of(kiosk), *text = NULL;
	enum ks_rc rc = ks_store_get(store, name, &text);
	json_t *root = rc == KS_OK ? json_loads(text, 0, NULL) : NULL;
	const char *reason = json_string_value(json_object_get(root, "reason"));

	*out = (struct ks_twin_settlement){
		.n_twice = json_integer_value(json_object_get(root, "n_twice")),
		.at_ms = json_integer_value(json_object_get(root, "at_ms")),
	};
	(void)snprintf(out->reason, sizeof(out->reason), "%s", reason ? reason : "");
	json_decref(root);
	free(text);
	free(name);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

static enum ks_rc keep(struct ks_centre *centre, const char *kiosk, int64_t n_twice,
		       const char *reason)
{
	char *name = name_of(kiosk), *text;
	json_t *root = json_pack("{s:I, s:I, s:s}", "n_twice", (json_int_t)n_twice, "at_ms",
				 (json_int_t)ks_centre_now_ms(centre), "reason", reason);
	enum ks_rc rc = KS_INVALID;

	text = root ? json_dumps(root, JSON_COMPACT) : NULL;
	if (text)
		rc = ks_store_set(centre->store, name, text);
	json_decref(root);
	free(text);
	free(name);
	return rc;
}

enum ks_rc ks_centre_settle_twin(struct ks_centre *centre, const char *kiosk, const char *reason)
{
	static const char select[] =
		"SELECT n_twice FROM kiosk_tally WHERE kiosk = ? AND (n_twice > 0 OR twin_ms > 0)";
	char identity[64];
	int64_t n_twice = 0;
	enum ks_rc rc;

	if (!reason[0] || strlen(reason) >= sizeof(((struct ks_twin_settlement *)0)->reason) ||
	    strpbrk(reason, "\r\n"))
		return KS_INVALID;
	rc = ks_centre_identity(centre->store, kiosk, identity);
	if (rc == KS_OK)
		rc = ks_db_number(centre->store, &n_twice, select, "t", identity);
	return rc == KS_OK ? keep(centre, identity, n_twice, reason) : rc;
}
