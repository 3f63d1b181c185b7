/* SPDX-License-Identifier: Apache-2.0 */
/* A stored statement as it is shown to whoever asks: with what the LRS adds, in one of xAPI's three formats. */
#ifndef KS_LRS_SHOW_H
#define KS_LRS_SHOW_H

#include <jansson.h>

#include "base/buf.h"
#include "lrs/centre_private.h"

enum ks_format { KS_FORMAT_EXACT, KS_FORMAT_IDS, KS_FORMAT_CANONICAL, KS_FORMAT_COUNT };
/** ks_format_find() - "exact", "ids", "canonical"; KS_FORMAT_COUNT for anything else. */
enum ks_format ks_format_find(const char *text);

struct ks_shown {
	const char *bytes;
	size_t len;
	const char *sender; /* received.kiosk */
	int64_t stored_ms;
};
struct ks_show {
	struct ks_centre *centre;
	enum ks_format format;
	const char *languages; /* Accept-Language, NULL for none */
	bool is_2_0;
};

/** ks_show_statement() - append it to @out; exact: the very bytes, with the LRS's members behind the brace. */
void ks_show_statement(const struct ks_show *show, const struct ks_shown *statement,
		       struct ks_buf *out);
/** ks_show_activity() - the activity with all that is known of it; *out: a new reference. KS_OK, or as ks_db_step(). */
KS_MUST_USE enum ks_rc ks_show_activity(struct ks_centre *centre, const char *iri, json_t **out);

#endif
