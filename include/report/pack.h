/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The auditor's pack: everything about one 年度 in one zip, arranged by the eight measures of 施行規則16条の3, with the raw
 * record and a signed list of hashes; and its check, which needs nothing but the pack.
 */
#ifndef KS_REPORT_PACK_H
#define KS_REPORT_PACK_H

#include "lrs/evidence.h"
#include "report/report.h"

struct ks_pack_wish {
	int nendo;
	int64_t now_ms;
	const struct ks_plan *plans; /* of the 年度 */
	size_t n_plans;
	/* A published bundle of the content: as it is, and every text as it stands on the glass. NULL: only the questions as
	 * they were asked. */
	const char *texts;
	size_t texts_len;
};

#define KS_PACK_MAX_BYTES ((size_t)1 << 30)
/**
 * ks_pack_make() - the zip, into @out
 * The store must have its key (ks_ledger_make_identity()). Return: KS_OK; KS_DAMAGED: no key; KS_FULL: larger than
 * KS_PACK_MAX_BYTES; KS_IO ….
 */
KS_MUST_USE enum ks_rc ks_pack_make(struct ks_store *store, const struct ks_pack_wish *wish,
				    struct ks_buf *out);

/**
 * ks_pack_of_centre() - the pack of @nendo as HR's page and `kenshu audit-pack` make it, of what the centre holds
 * @texts: a bundle instead of the one the centre offers; NULL: that one, if there is one
 * The store gets its key when it has none. Return: as ks_pack_make(); KS_DAMAGED also: the bundle is not one.
 */
KS_MUST_USE enum ks_rc ks_pack_of_centre(struct ks_store *store, int nendo, int64_t now_ms,
					 const struct ks_buf *texts, struct ks_buf *out);

struct ks_pack_check {
	size_t n_files, n_faults;
	char key[64]; /* base64url: who signed the list */
	struct ks_evidence_check evidence;
};
/**
 * ks_pack_verify() - every file against the list, the list against its signature, the record against itself
 * @tell: called with each file's name and what is wrong with it (Japanese)
 * Return: KS_OK, also with faults; KS_INVALID: it is no pack.
 */
KS_MUST_USE enum ks_rc ks_pack_verify(const char *bytes, size_t len,
				      void (*tell)(void *context, const char *file, const char *word),
				      void *context, struct ks_pack_check *out);

#endif
