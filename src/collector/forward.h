/* SPDX-License-Identifier: Apache-2.0 */
/* Sending on to further LRSs, each by a thread of its own, with the sender of the kiosks (sync/sync.h). */
#ifndef KS_COLLECTOR_FORWARD_H
#define KS_COLLECTOR_FORWARD_H

#include "base/clock.h"
#include "record/store.h"
#include "sync/sync.h"

struct ks_forward;

/* One line each in a file, as kiosks have it: "name:secret", the LRS's address, and perhaps a file with its CA. */
struct ks_forward_target {
	char name[33]; /* of the file, without its ending */
	char *credentials, *endpoint, *ca_file;
};
/** ks_forward_read() - one target's file; what is wrong goes to stderr. KS_OK; KS_INVALID. Finish @out in any case. */
KS_MUST_USE enum ks_rc ks_forward_read(const char *path, struct ks_forward_target *out);
/** ks_forward_target_finish() - wipes and frees; the struct is empty afterwards. Accepts NULL. */
void ks_forward_target_finish(struct ks_forward_target *target);

/**
 * ks_forward_start() - send on from @store to all of @files (separated by spaces; NULL: to none)
 * Return: KS_OK: end it with ks_forward_stop() before the store is closed. KS_INVALID: a file is wrong, told on stderr. KS_IO.
 */
KS_MUST_USE enum ks_rc ks_forward_start(struct ks_store *store, const char *files,
					struct ks_forward **out);
/** ks_forward_tend() - about once a second: what came since goes out. Accepts NULL. */
void ks_forward_tend(struct ks_forward *forward);
/** ks_forward_stop() - ends what is under way; what was not confirmed goes out again at the next start. Accepts NULL. */
void ks_forward_stop(struct ks_forward *forward);

/* What delivery needs of the store for one target; lives as long as what it names. */
struct ks_forward_context {
	struct ks_store *store;
	const char *name;
	struct ks_clock *clock;
};
/** ks_forward_queue() - that as a queue. */
struct ks_sync_queue ks_forward_queue(struct ks_forward_context *context);

#endif
