/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What can be saved of damaged state folders: every statement whose hash holds, wherever a copy of it lies, and of the
 * tables beside the ledger whatever can still be read. The damaged files are only read.
 */
#ifndef KS_RECORD_SALVAGE_H
#define KS_RECORD_SALVAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/rc.h"
#include "record/store.h"

/* Numbers from … to without a statement. */
struct ks_salvage_gap {
	int64_t from, to;
};

struct ks_salvage {
	int64_t n_saved, n_lost; /* statements; numbers below the last without one */
	int64_t last_seq;
	struct ks_salvage_gap *gaps;
	size_t n_gaps;
	bool is_end_certain; /* the tail is whole at its end and nothing speaks of a later number */
	bool has_key;        /* the kiosk's own key was saved */
	size_t n_people;
};
/** ks_salvage_finish() - frees the gaps; the struct is empty afterwards. Accepts NULL. */
void ks_salvage_finish(struct ks_salvage *salvage);

/** ks_salvage_has_files() - @folder holds anything that a salvage would look at. */
bool ks_salvage_has_files(const char *folder);
/**
 * ks_salvage_folder() - everything from @folder's database, log and tail, and from those set aside in it (".bad-…")
 * @into: a new store without a ledger; written in one transaction. Where the end of the chain is not certain, a new
 *        epoch begins in it.
 * Return: KS_OK, also when nothing could be saved; KS_FULL, KS_IO: @into is as it was.
 */
KS_MUST_USE enum ks_rc ks_salvage_folder(const char *folder, struct ks_store *into,
					 struct ks_salvage *out);

#endif
