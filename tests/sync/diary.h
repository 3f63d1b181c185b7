/* SPDX-License-Identifier: Apache-2.0 */
/* What delivery did, said and shows, as text: one line a request, with when it was, and what a screen shows whenever that is another. */
#ifndef KS_TESTS_SYNC_DIARY_H
#define KS_TESTS_SYNC_DIARY_H

#include "base/buf.h"
#include "sync/fixture.h"

struct ks_diary {
	struct ks_fixture *f;
	struct ks_buf text;
	size_t n_told;    /* of f's requests */
	char *shown;      /* what stood there last */
	bool has_headers; /* tell those, too */
};

/** ks_diary_live() - as ks_fixture_run(), written down */
void ks_diary_live(struct ks_diary *diary, int64_t ms);
/** ks_diary_due() - append when each job is due again, and how often it failed */
void ks_diary_due(struct ks_buf *out, const struct ks_fixture *f);
/** ks_diary_outcome() - append how it stands now, without times and without the end of the line */
void ks_diary_outcome(struct ks_buf *out, const struct ks_fixture *f);
/** ks_diary_finish() - what was written is compared with tests/data/golden/sync/@name, and freed */
void ks_diary_finish(struct ks_diary *diary, const char *name);

#endif
