/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The 係員 at a gathering: who is here, who is missing and why, corrections, the closing. Whoever has the 役割 研修担当 is
 * one, signed in with their own PIN. What they say is a statement that names them; nothing is edited.
 */
#ifndef KS_VISIT_DESK_H
#define KS_VISIT_DESK_H

#include "visit/visit.h"

/** ks_desk_begin() - the 係員's number is asked. @visit: zeroed or ended. */
void ks_desk_begin(struct ks_visit *visit);
/** ks_desk_enter() - the PIN was right: place is DESK, with today's gatherings, or desk.is_refused. */
KS_MUST_USE enum ks_rc ks_desk_enter(struct ks_site *site, struct ks_visit *visit);
/** ks_desk_open() - the roll of the gathering at @index of the list; place is ROLL. */
KS_MUST_USE enum ks_rc ks_desk_open(struct ks_site *site, struct ks_visit *visit, size_t index);
/** ks_desk_ask_why() - a reason is asked for person @index of the roll: missing ones are excused, others removed. */
void ks_desk_ask_why(struct ks_visit *visit, size_t index);
/** ks_desk_ask_number() - a number is asked: whose attendance is admitted (ADMIT), or how many were counted (CLOSE). */
void ks_desk_ask_number(struct ks_visit *visit, enum ks_desk_deed deed);
/**
 * ks_desk_number() - it is whole
 * ADMIT: a reason is asked next. CLOSE: as many as are here close the roll at once, else a reason is asked. PAPER:
 * desk.staff is whose it is, and place stays: ks_paper_begin() is next.
 * Return: KS_OK; KS_NOT_FOUND: nobody has this number; else nothing was recorded.
 */
KS_MUST_USE enum ks_rc ks_desk_number(struct ks_site *site, struct ks_visit *visit,
				      const char *typed);
/** ks_desk_say() - what was asked about, with @reason: recorded, read back, and the roll is read anew; place is ROLL. */
KS_MUST_USE enum ks_rc ks_desk_say(struct ks_site *site, struct ks_visit *visit, const char *reason);
/** ks_desk_from_paper() - the same of who is admitted because of their signature on paper, and told apart everywhere. */
KS_MUST_USE enum ks_rc ks_desk_from_paper(struct ks_site *site, struct ks_visit *visit,
					  const char *reason);
/**
 * ks_desk_record() - a fact of the gathering at hand, said by the 係員 who is signed in, read back from the disk
 * @fact: kind and what it tells; whose it is (NULL: the 係員's) and the rest is filled in.
 * @receipt: replaced by what was read back, which is what a screen needs to say that it was recorded; kept on failure.
 */
KS_MUST_USE enum ks_rc ks_desk_record(struct ks_site *site, const struct ks_visit *visit,
				      struct ks_fact fact, struct ks_receipt **receipt);
/** ks_desk_new() - a gathering that nobody announced; place is NEW. */
void ks_desk_new(struct ks_visit *visit);
/**
 * ks_desk_open_new() - it begins now, for @minutes, and is today's last of the list: recorded, and its roll is open
 * Return: KS_OK: place is ROLL; KS_NOT_FOUND: nobody knows which day it is; KS_CONFLICT: there is one of this title now; KS_INVALID: the
 * day is over before it ends; else nothing was recorded.
 */
KS_MUST_USE enum ks_rc ks_desk_open_new(struct ks_site *site, struct ks_visit *visit,
					const char *title, const char *where, int minutes);
/** ks_desk_back() - a step back, without having said anything. */
void ks_desk_back(struct ks_visit *visit);
/** ks_desk_leave() - roll and names are wiped. */
void ks_desk_leave(struct ks_visit *visit);

/** ks_desk_name() - of somebody on the roll; "" for who is on no list. The roster's own. */
const char *ks_desk_name(const struct ks_visit *visit, const char *staff);
/** ks_desk_unit() - their 所属 on the day of the gathering; "". */
const char *ks_desk_unit(const struct ks_visit *visit, const char *staff);

#endif
