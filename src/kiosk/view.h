/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the screens show of a visit: which part of a text, what is typed, which row comes first. Wiped with the visit.
 *
 * Each screen has a block of its own here, with a struct that only its file knows (KS_SCREEN_STATE); it is plain memory
 * without pointers to free, so a copy of struct ks_view is a snapshot.
 */
#ifndef KIOSK_VIEW_H
#define KIOSK_VIEW_H

#include <stdalign.h>
#include <stdbool.h>
#include <stddef.h>

#include "kiosk/screen/id.h"

#define KS_SCREEN_STATE_BYTES 256
#define KS_PART_LAST (-2) /* as a part: whichever is the last, known when it is built */

struct ks_view {
	int part, n_parts;        /* a page that does not fit flows over several screens */
	int n_parts_least;        /* what stands beside it (the artefact of a case) has as many */
	unsigned revealed;        /* of ask blocks: the bits of their KS_ACT_REVEAL (flow.c) */
	unsigned chosen_settings; /* bit s: setting s was chosen by this person, here and now */
	alignas(max_align_t) unsigned char state[KS_SCREEN_COUNT][KS_SCREEN_STATE_BYTES];
};

/*
 * KS_SCREEN_STATE(struct search, SEARCH) - the block of one's own screen: state_of(&app->view) to change it, and
 * state_in(&app->view) where it may only be read. Zeroed for each person.
 */
#define KS_SCREEN_STATE(type, id)                                                              \
	_Static_assert(sizeof(type) <= KS_SCREEN_STATE_BYTES, "KS_SCREEN_STATE_BYTES");        \
	static inline type *state_of(struct ks_view *view)                                     \
	{                                                                                      \
		return (type *)(void *)view->state[KS_SCREEN_##id];                            \
	}                                                                                      \
	static inline __attribute__((unused)) const type *state_in(const struct ks_view *view) \
	{                                                                                      \
		return (const type *)(const void *)view->state[KS_SCREEN_##id];                \
	}

#endif
