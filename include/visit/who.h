/* SPDX-License-Identifier: Apache-2.0 */
/*
 * 氏名から探す at 受付: who forgot the number finds themselves by their reading, and proves it with the PIN. Nothing of anybody
 * stands there before two kana; and never more than six people.
 */
#ifndef KS_VISIT_WHO_H
#define KS_VISIT_WHO_H

#include "visit/visit.h"

#define KS_WHO_KANA_LEAST 2

/** ks_who_begin() - from the number, or the list of gatherings behind it, or at the desk from the roll; place is NAME. */
void ks_who_begin(struct ks_visit *visit);
/**
 * ks_who_search() - @typed is what stands in the field now: who.people are those it may mean
 * Fewer kana than KS_WHO_KANA_LEAST, or more people than KS_WHO_MAX: nobody is told (who.n_found says how many there are).
 * Return: KS_OK, or as ks_roster_search(): then there is nobody in who.people.
 */
KS_MUST_USE enum ks_rc ks_who_search(struct ks_site *site, struct ks_visit *visit, const char *typed);
/** ks_who_is_enough() - as many kana as are asked for. */
bool ks_who_is_enough(const char *typed);
/** ks_who_choose() - it is person @index of who.people; place is PIN, also where the 係員 opened 受付. At the desk
 * it is whom the 係員 admits: place is WHY. As ks_signin_number(). */
KS_MUST_USE enum ks_rc ks_who_choose(struct ks_site *site, struct ks_visit *visit, size_t index);
/** ks_who_back() - the number is asked again, at the desk the roll is there; nobody is left in who.people. */
void ks_who_back(struct ks_visit *visit);

#endif
