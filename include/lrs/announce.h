/* SPDX-License-Identifier: Apache-2.0 */
/* 集合研修 announced, changed, cancelled, by the command or by page: one set of rules and one set of words for both. */
#ifndef KS_LRS_ANNOUNCE_H
#define KS_LRS_ANNOUNCE_H

#include "lrs/centre.h"

/* Everything is borrowed. NULL: as it was. */
struct ks_announce_wish {
	const char *id; /* "": a new one */
	const char *title, *place, *lessons;
	const char *date, *from, *to; /* "2026-11-24", "10:00" */
	const char *expected;         /* a rule: 全員, 所属=総務課,役割=管理職 */
	const char *const *numbers;   /* or 職員番号; NULL: none told */
	size_t n_numbers;
};

/**
 * ks_centre_announce() - check and keep it
 * @said: receives a Japanese sentence, what was done or why not; malloc'd. @id: receives its id, may be NULL.
 * Return: KS_OK; KS_INVALID, KS_CONFLICT (announced already, @id says which), KS_NOT_FOUND; KS_FULL, KS_IO: @said is NULL.
 */
KS_MUST_USE enum ks_rc ks_centre_announce(struct ks_centre *centre,
					  const struct ks_announce_wish *wish, char **said,
					  char id[64]);
/** ks_centre_call_off() - it takes place no more, and stays: people may have come. Else as above; KS_CONFLICT: it is so already. */
KS_MUST_USE enum ks_rc ks_centre_call_off(struct ks_centre *centre, const char *id, char **said);

#endif
