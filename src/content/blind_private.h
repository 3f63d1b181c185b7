/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of the blind test that know each other. Private to src/content. */
#ifndef KS_CONTENT_BLIND_PRIVATE_H
#define KS_CONTENT_BLIND_PRIVATE_H

#include "content/blind.h"

#define KS_BLIND_GRAM_MAX 4
#define KS_BLIND_TEXT_MAX 512 /* characters of a choice that count */
#define KS_BLIND_SEEN_MIN 3   /* a run is a sign once it was seen this often */

/* The runs of one choice, each once. */
struct ks_blind_grams {
	uint64_t keys[KS_BLIND_GRAM_MAX * KS_BLIND_TEXT_MAX];
	size_t n;
};

struct ks_blind_count {
	uint64_t key;  /* 0: free */
	uint32_t n[2]; /* wrong choices, right choices that have it */
};

struct ks_blind_table {
	struct ks_blind_count *slots;
	size_t size, n_used; /* size: a power of two, or 0 */
	uint32_t n[2];       /* choices learnt */
};

/** ks_blind_key() - of a run of @n code points. */
uint64_t ks_blind_key(const uint32_t *from, size_t n);
/** ks_blind_grams() - every run of 1 … KS_BLIND_GRAM_MAX characters, ends marked, blanks left out; how many. */
size_t ks_blind_grams(const char *text, struct ks_blind_grams *out);
/** ks_blind_learn() - count one choice. */
void ks_blind_learn(struct ks_blind_table *table, const char *text, bool is_right);
/** ks_blind_weight() - how much more a run is of right choices than of wrong ones, by what is in @all but not in @own. */
double ks_blind_weight(struct ks_blind_table *all, struct ks_blind_table *own, uint64_t key);
/** ks_blind_find_tells() - the runs by which most was told in @row's questions; [0] single choice, [1] true/false. */
void ks_blind_find_tells(struct ks_blind_table all[2], struct ks_blind_table own[2], bool is_easy,
			 struct ks_arena *arena, struct ks_blind_row *row);
/** ks_blind_worded() - @question, or its easy twin. */
const struct ks_question *ks_blind_worded(const struct ks_question *question, bool is_easy);
/** ks_blind_find_giveaways() - runs of two characters and more that are right, or wrong, far too often. */
void ks_blind_find_giveaways(const struct ks_content *content, bool is_easy, struct ks_blind *out);

#endif
