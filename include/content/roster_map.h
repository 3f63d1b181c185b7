/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a body calls the columns, 任用区分, roles and states of its own list: under `roster:` in organisation.yaml, or in
 * a file of its own for --map. Without one, our own words are understood and nothing else.
 */
#ifndef KS_CONTENT_ROSTER_MAP_H
#define KS_CONTENT_ROSTER_MAP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/rc.h"

/* One of our words and what the body writes for it. */
struct ks_roster_word {
	const char *ours;
	const char **theirs;
	size_t n_theirs;
};
struct ks_roster_words {
	struct ks_roster_word *items;
	size_t n_items;
};

struct ks_roster_map {
	struct ks_arena arena;
	const char *body; /* the name in organisation.yaml; "" in a file of words alone */
	struct ks_roster_words columns;    /* 職員番号: [職員コード] */
	struct ks_roster_words employment; /* "06": [パートタイム職員] */
	struct ks_roster_words roles;  /* 端末利用: [PC利用]; says which roles there are */
	struct ks_roster_words states; /* 病気休暇: [病休] */
	bool two_digits_are_reiwa;     /* two_digit_years: 令和 */
	int removals_max_percent; /* more of the list gone than this is asked about; 0: not said */
};

/**
 * ks_roster_map_parse() - such a file, or organisation.yaml with a `roster:` in it (without one the map is empty)
 * Return: KS_OK; KS_INVALID (diagnosed). @out must be finished in any case.
 */
KS_MUST_USE enum ks_rc ks_roster_map_parse(const char *file, const char *text, size_t len,
					   struct ks_roster_map *out, struct ks_diags *diags);
/** ks_roster_map_finish() - frees it all; the struct is empty afterwards. Accepts NULL. */
void ks_roster_map_finish(struct ks_roster_map *map);
/**
 * ks_roster_words_find() - which of our words @text stands for: itself, or one of theirs
 * Width and blanks make no difference. Return: NULL when it is none of @words.
 */
const char *ks_roster_words_find(const struct ks_roster_words *words, const char *text);

#endif
