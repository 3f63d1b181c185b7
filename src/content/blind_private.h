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

/** ks_blind_grams() - every run of 1 … KS_BLIND_GRAM_MAX characters, ends marked, blanks left out; how many. */
size_t ks_blind_grams(const char *text, struct ks_blind_grams *out);
/** ks_blind_learn() - count one choice. */
void ks_blind_learn(struct ks_blind_table *table, const char *text, bool is_right);
/** ks_blind_worded() - @question, or its easy twin. */
const struct ks_question *ks_blind_worded(const struct ks_question *question, bool is_easy);
/** ks_blind_find_giveaways() - runs of two characters and more that are right, or wrong, far too often. */
void ks_blind_find_giveaways(const struct ks_content *content, bool is_easy, struct ks_blind *out);

#endif
