/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who looked at what: an append-only log in the centre's database, chained like the ledger. Each entry is a JSON object
 * that carries the hash of the one before; a page of personal records is sent only when its entry is committed.
 * Number and hash of the newest entry stand beside it in STATE/access.head as well, so that cutting the newest ones off is
 * seen; against whoever changes both files there is the head in an auditor's pack.
 */
#ifndef KS_LRS_ACCESS_H
#define KS_LRS_ACCESS_H

#include <stddef.h>
#include <stdint.h>

#include "base/id.h"
#include "base/mem.h"
#include "base/rc.h"
#include "record/store.h"

enum ks_deed {
	KS_DEED_SAW,
	KS_DEED_EXPORTED,
	KS_DEED_CHANGED,
	KS_DEED_ENTERED, /* logged in */
	KS_DEED_LEFT,
	KS_DEED_REFUSED, /* a login that failed, or a page that is not the role's */
	KS_DEED_COUNT,
};
/** ks_deed_word() - 「見た」「書き出した」 … */
const char *ks_deed_word(enum ks_deed deed);

struct ks_access {
	int64_t n; /* from 1, without gaps; out */
	int64_t at_ms;
	const char *user, *role; /* role: ks_user_role_word(), "" when nobody was logged in */
	enum ks_deed deed;
	const char *what;   /* 「未受講者」「受講状況.xlsx」 */
	const char *reason; /* that was told, "" for none */
	int64_t n_people;   /* whose records were there; -1: of nobody in particular */
};

/** ks_access_add() - commit one more entry; KS_FULL, KS_IO …: nothing was logged, so nothing may be shown. */
KS_MUST_USE enum ks_rc ks_access_add(struct ks_store *store, const struct ks_access *access);
/** ks_access_count() - how many there are. */
KS_MUST_USE enum ks_rc ks_access_count(struct ks_store *store, int64_t *n);
/** ks_access_list() - entries @from and older, at most @n_most, the newest first; text in @arena, *out to free(). */
KS_MUST_USE enum ks_rc ks_access_list(struct ks_store *store, int64_t from, size_t n_most,
				      struct ks_arena *arena, struct ks_access **out, size_t *n_out);
/**
 * ks_access_verify() - every hash and every link
 * @first_bad: the number of the first entry that is missing or not as it was written, 0 when all is well
 * @head: hash of the newest as hex, "" without entries
 */
KS_MUST_USE enum ks_rc ks_access_verify(struct ks_store *store, int64_t *n, int64_t *first_bad,
					char head[KS_HASH_HEX]);

#endif
