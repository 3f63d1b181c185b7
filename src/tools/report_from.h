/* SPDX-License-Identifier: Apache-2.0 */
/* `--from URL`: a report of what an LRS of somebody else's has, through a copy in the state folder (lrs/replica.h). */
#ifndef KS_TOOLS_REPORT_FROM_H
#define KS_TOOLS_REPORT_FROM_H

#include "base/rc.h"
#include "record/store.h"
#include "sync/http.h"

struct ks_report_from {
	const char *url;         /* "https://lrs.example/xAPI" */
	const char *credentials; /* the file with "key:secret" */
	const char *ca_file;     /* NULL: the system's */
};
/**
 * ks_report_fetch() - bring the copy in @state up to what the LRS has; what came and what is wrong go to stderr
 * Return: an exit code: 75 when it may work later (what came until then is kept), 78 when somebody has to mend something.
 */
KS_MUST_USE int ks_report_fetch(const char *state, const struct ks_report_from *from);
/** ks_report_fetch_over() - the same over @http, with the credentials themselves. */
KS_MUST_USE int ks_report_fetch_over(struct ks_http *http, const char *state, const char *url,
				     const char *credentials);
/** ks_report_replica_note() - one sentence about where the numbers are from, malloc'd; NULL where the store is no copy. */
char *ks_report_replica_note(struct ks_store *store);

#endif
