/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A lesson before a room (教材を映す): the 係員 turns its pages; behind a page whose quiz has a ○× question about it, that one
 * is asked by show of hands. How many raised one is recorded, never whose. Afterwards each answers at the kiosk.
 */
#ifndef KS_VISIT_PRESENT_H
#define KS_VISIT_PRESENT_H

#include "visit/visit.h"

#define KS_PRESENT_LESSONS_MAX KS_DUTIES_MAX
#define KS_HANDS_MAX 999

/** ks_present_list() - from the roll: what can be shown; place is SHOW. */
void ks_present_list(struct ks_visit *visit);
/**
 * ks_present_lessons() - what this gathering covers, else all there are, of this content
 * @out: borrowed from the content. Return: how many.
 */
size_t ks_present_lessons(const struct ks_site *site, const struct ks_visit *visit,
			  const struct ks_lesson *out[KS_PRESENT_LESSONS_MAX]);
/** ks_present_open() - @lesson from its first page on; place is PRESENT. */
void ks_present_open(struct ks_visit *visit, const struct ks_lesson *lesson);
/** ks_present_n_slides() - its pages and questions together. */
size_t ks_present_n_slides(const struct ks_visit *visit);
/** ks_present_at() - which one is on the glass, from 0. */
size_t ks_present_at(const struct ks_visit *visit);
/** ks_present_step() - @by: 1 or -1; false: there is none further. Hands counted and not told are forgotten. */
bool ks_present_step(struct ks_visit *visit, int by);
/** ks_present_hand() - one hand more or fewer for ○ (0) or × (1); never below 0. */
void ks_present_hand(struct ks_visit *visit, int side, int by);
/** ks_present_here() - who is at the gathering by its roll. */
int ks_present_here(const struct ks_visit *visit);
/**
 * ks_present_tell() - the answer: when hands were counted, what they were is recorded first
 * Return: KS_OK: present.is_told; else nothing was recorded, and nothing is told.
 */
KS_MUST_USE enum ks_rc ks_present_tell(struct ks_site *site, struct ks_visit *visit);
/** ks_present_back() - to what can be shown; place is SHOW, and from there to the roll. */
void ks_present_back(struct ks_visit *visit);

#endif
