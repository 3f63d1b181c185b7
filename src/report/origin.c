/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "lrs/mark.h"
#include "lrs/roster_in.h"
#include "report/pdf.h"

enum ks_rc ks_report_origin(struct ks_store *store, struct ks_date day, struct ks_arena *arena,
			    struct ks_pdf_origin *out)
{
	char *body = NULL;
	enum ks_rc rc = ks_centre_body(store, &body);

	*out = (struct ks_pdf_origin){.day = day, .body = "", .mark = ""};
	if (rc == KS_OK) {
		out->body = ks_arena_strdup(arena, body);
		rc = ks_centre_mark(store, "", arena, &out->mark);
	}
	free(body);
	return rc;
}
