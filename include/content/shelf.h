/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The content that came to a kiosk: STATE/content/NUMBER-DIGEST.kenshu-content, the one to run and the one that runs or ran
 * before it. The names are all there is to know: the highest number is the mark below which nothing is taken any more.
 *
 * Who may install is who holds the state folder's lock, in whichever of its threads: one bundle at a time.
 */
#ifndef KS_CONTENT_SHELF_H
#define KS_CONTENT_SHELF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/id.h"
#include "base/rc.h"
#include "content/bundle.h"

#define KS_SHELF_SUFFIX ".kenshu-content" /* also on a stick */

struct ks_shelf_item {
	int version; /* 0: none; what came with the package is then used */
	char digest[KS_HASH_HEX];
};
struct ks_shelf {
	struct ks_shelf_item newest, before;
	char keys[KS_BUNDLE_KEYS_MAX][KS_HASH_HEX]; /* whose signature counts; "": none */
};
/** ks_shelf_read() - what is there; an empty shelf where nothing is, or nothing can be read. */
void ks_shelf_read(const char *state, struct ks_shelf *out);
/** ks_shelf_path() - of an item; malloc'd. */
char *ks_shelf_path(const char *state, const struct ks_shelf_item *item);

/**
 * ks_shelf_pin() - the keys of the configuration, at each start; they count anew only when they are others than last time
 * For a bundle may name the keys of its successors, and a configuration that nobody touched must not take that back.
 * @keys: public keys, @n of them; 0 leaves all as it is. Return: KS_OK; KS_FULL, KS_READ_ONLY, KS_IO.
 */
KS_MUST_USE enum ks_rc ks_shelf_pin(const char *state, const char *const *keys, size_t n);

/* Why the last bundle that came was not taken. */
struct ks_shelf_told {
	int version;              /* of it; 0: it could not even be read that far */
	char sha256[KS_HASH_HEX]; /* of the file; "" where that is not known */
	char words[600];          /* Japanese, one line; "": nothing is wrong */
};
/** ks_shelf_told() - the last refusal that still stands; words "" when the last one that came was taken. */
void ks_shelf_told(const char *state, struct ks_shelf_told *out);

/**
 * ks_shelf_install() - verify the bundle @path and put it on the shelf of the kiosk's folder @state
 * Verified: its list and hashes, that a pinned key signed it, that its number is higher than any before, and that this very
 * program can read all of it. What is not taken leaves everything as it was, is told, and kept for ks_shelf_told().
 * @is_known_sender: it came from the centre that this kiosk is enrolled with, over a line nobody could change: if no key is
 *	pinned yet, its signer's is. From a stick: false.
 * @told: zeroed, or with the sha256 of the file; receives why not, and the number
 * Return: KS_OK: the kiosk runs it from its next visit on; KS_CONFLICT: that number or a higher one is here already (the
 * very same bundle: words are ""); KS_DENIED: not signed, or by no key that counts; KS_DAMAGED, KS_INVALID, KS_NOT_FOUND,
 * KS_FULL, KS_READ_ONLY, KS_IO.
 */
KS_MUST_USE enum ks_rc ks_shelf_install(const char *state, const char *path, bool is_known_sender,
					struct ks_shelf_told *told);
/**
 * ks_shelf_take() - ks_shelf_install() of every bundle in @folder, which is on a stick: known senders sign, others do not count
 * @told: of what was taken, else of what was refused; version 0 and words "" where nothing in it is new
 * Return: KS_OK: told.version is installed; KS_NOT_FOUND: nothing in it is new, or nothing is in it; else why not.
 */
KS_MUST_USE enum ks_rc ks_shelf_take(const char *state, const char *folder,
				     struct ks_shelf_told *told);
/** ks_shelf_use() - the kiosk runs @version from now on: what is installed later keeps it as the one before. */
KS_MUST_USE enum ks_rc ks_shelf_use(const char *state, int version);

/* What is being fetched in pieces, under the hash that it will have. */
/** ks_shelf_part_len() - how much of it is here. */
size_t ks_shelf_part_len(const char *state, const char *sha256);
/** ks_shelf_part_add() - the next piece; KS_FULL, KS_READ_ONLY, KS_IO: none of it is counted. */
KS_MUST_USE enum ks_rc ks_shelf_part_add(const char *state, const char *sha256, const void *bytes,
					 size_t len);
/**
 * ks_shelf_part_install() - it is whole: check its hash and install it; the part is gone afterwards unless the disk was full
 * Return: as ks_shelf_install(); KS_DAMAGED too where the hash is another.
 */
KS_MUST_USE enum ks_rc ks_shelf_part_install(const char *state, const char *sha256,
					     bool is_known_sender, struct ks_shelf_told *told);
/** ks_shelf_part_drop() - forget all parts but that of @sha256 (NULL: all). */
void ks_shelf_part_drop(const char *state, const char *sha256);

#endif
