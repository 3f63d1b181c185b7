/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of a salvage share: finding statements, copying the tables beside them. */
#ifndef KS_RECORD_SALVAGE_PRIVATE_H
#define KS_RECORD_SALVAGE_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/id.h"
#include "record/salvage.h"

/* A statement that was found: its bytes lie in a file, or here. */
struct ks_found {
	int64_t seq;
	uint8_t hash[KS_HASH_BYTES];
	uint8_t prev[KS_HASH_BYTES];
	size_t rank; /* of the place; lower is believed first */
	int fd;      /* owned by the list */
	off_t offset;
	size_t len;
	char *bytes; /* NULL: in the file */
};

struct ks_found_list {
	struct ks_found *items;
	size_t n_items, capacity;
	int *fds;
	size_t n_fds, fds_capacity;
	size_t rank;
	int64_t tail_end_seq; /* greatest last number of a tail; 0: no tail */
	bool is_tail_clean;   /* nothing but zeros behind its end */
	char *identity;       /* JSON of the last identity a tail told of; NULL */
};
void ks_found_list_finish(struct ks_found_list *list);

/** ks_found_in_tail() - every whole statement of a tail. What cannot be opened adds nothing. */
void ks_found_in_tail(struct ks_found_list *list, const char *path);
/** ks_found_in_pages() - every statement that stands in one piece, with its hash behind it, in a database or log. */
void ks_found_in_pages(struct ks_found_list *list, const char *path);
/** ks_found_in_rows() - statements too long for one page, as far as SQLite gives them. */
void ks_found_in_rows(struct ks_found_list *list, const char *path);
/** ks_found_settle() - sort by number and keep one of each: where two differ, the one that fits the chain. */
void ks_found_settle(struct ks_found_list *list);
/** ks_found_bytes() - its bytes, malloc'd; NULL when they can no longer be read. */
char *ks_found_bytes(const struct ks_found *found);

struct sqlite3;
/** ks_salvage_open_db() - a damaged database, for reading, without touching it or its log; NULL: not even that. */
struct sqlite3 *ks_salvage_open_db(const char *path);
/** ks_salvage_copy_tables() - rows of every table but the ledger's, as far as they can be read; what is there stays. */
KS_MUST_USE enum ks_rc ks_salvage_copy_tables(const char *path, struct ks_store *into);

#endif
