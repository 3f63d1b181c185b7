/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "record/salvage_private.h"
#include "record/tail.h"
#include "xapi/statement.h"

/*
 * A statement says itself where it belongs, and SQLite writes a row's bytes and its hash side by side into one page. So
 * neither an index nor a table nor a log that still hangs together is needed: what stands in a file with its hash
 * behind it is a statement.
 */

#define BLOCK_BYTES ((size_t)4 << 20)
#define OVERLAP_BYTES ((size_t)16 << 10) /* more than a page can hold in one piece */
#define IN_PAGE_BYTES 3900               /* rows above this are spread over pages */
#define BEGIN "{\"id\":\""

void ks_found_list_finish(struct ks_found_list *list)
{
	for (size_t i = 0; i < list->n_items; i++)
		free(list->items[i].bytes);
	for (size_t i = 0; i < list->n_fds; i++)
		(void)close(list->fds[i]);
	if (list->identity)
		sodium_memzero(list->identity, strlen(list->identity));
	free(list->identity);
	free(list->items);
	free(list->fds);
	memset(list, 0, sizeof(*list));
}

static int open_file(struct ks_found_list *list, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

	if (fd < 0)
		return -1;
	ks_grow(&list->fds, list->n_fds, &list->fds_capacity);
	list->fds[list->n_fds++] = fd;
	return fd;
}

/* @found's hash has been checked against @bytes. */
static void take(struct ks_found_list *list, struct ks_found *found, const char *bytes)
{
	struct ks_statement_view view;

	if (ks_statement_read(bytes, found->len, &view) != KS_OK || view.seq <= 0 ||
	    !ks_unhex(view.prev, found->prev, KS_HASH_BYTES)) {
		free(found->bytes);
		return;
	}
	found->seq = view.seq;
	found->rank = list->rank;
	ks_grow(&list->items, list->n_items, &list->capacity);
	list->items[list->n_items++] = *found;
}

/* ---- the tail ---- */

struct tail_walk {
	struct ks_found_list *list;
	off_t end;
	int fd;
};

static bool take_frame(void *context, const struct ks_tail_met *met)
{
	struct tail_walk *walk = context;
	const struct ks_tail_frame *frame = met->frame;
	struct ks_found found = {
		.fd = walk->fd, .offset = frame->offset + KS_TAIL_HEAD_BYTES, .len = frame->len};

	/* Behind the end stands what was never acknowledged. */
	if (!met->is_whole || frame->offset >= walk->end)
		return true;
	if (frame->kind == KS_TAIL_IDENTITY) {
		free(walk->list->identity);
		walk->list->identity = ks_strdup(met->bytes);
		return true;
	}
	memcpy(found.hash, frame->hash, KS_HASH_BYTES);
	take(walk->list, &found, met->bytes);
	return true;
}

void ks_found_in_tail(struct ks_found_list *list, const char *path)
{
	struct tail_walk walk = {.list = list};
	struct ks_tail *tail = NULL;

	list->rank++;
	if (ks_tail_open(path, true, &tail) != KS_OK)
		return;
	walk.fd = open_file(list, path);
	walk.end = tail->end;
	if (walk.fd >= 0 && ks_tail_each(tail, take_frame, &walk, NULL) != KS_OK)
		ks_log_warn("salvage", "%s cannot be read to its end", path);
	if (tail->last.seq > list->tail_end_seq) {
		list->tail_end_seq = tail->last.seq;
		list->is_tail_clean = !tail->is_dirty;
	}
	ks_tail_close(tail);
}

/* ---- pages ---- */

/* Bytes of the statement that begins at @at; 0: none does. */
static size_t statement_len(const char *at, size_t left)
{
	const size_t from = sizeof(BEGIN) - 1;
	char id[KS_UUID_TEXT];
	json_error_t error;
	json_t *json;

	if (left < from + KS_UUID_TEXT)
		return 0;
	memcpy(id, at + from, KS_UUID_TEXT - 1);
	id[KS_UUID_TEXT - 1] = '\0';
	if (!ks_uuid_is_valid(id))
		return 0;
	json = json_loadb(at, left, JSON_DISABLE_EOF_CHECK, &error);
	if (!json)
		return 0;
	json_decref(json);
	return (size_t)error.position;
}

static void look_at(struct ks_found_list *list, int fd, const char *at, size_t left, off_t offset)
{
	struct ks_found found = {.fd = fd, .offset = offset, .len = statement_len(at, left)};

	if (found.len == 0 || left - found.len < KS_HASH_BYTES)
		return;
	ks_blake2b(at, found.len, found.hash);
	if (memcmp(found.hash, at + found.len, KS_HASH_BYTES) == 0)
		take(list, &found, at);
}

/* As much as can be read; what the disk refuses is left out. */
static size_t read_block(int fd, char *block, size_t len, off_t offset)
{
	size_t n = 0;

	while (n < len) {
		ssize_t got = pread(fd, block + n, len - n, offset + (off_t)n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		n += (size_t)got;
	}
	return n;
}

void ks_found_in_pages(struct ks_found_list *list, const char *path)
{
	char *block;
	struct stat file;
	int fd = open_file(list, path);

	list->rank++;
	if (fd < 0 || fstat(fd, &file) != 0)
		return;
	block = ks_alloc(BLOCK_BYTES + OVERLAP_BYTES);
	for (off_t from = 0; from < file.st_size; from += (off_t)BLOCK_BYTES) {
		size_t len = read_block(fd, block, BLOCK_BYTES + OVERLAP_BYTES, from);
		const char *at = block, *end = block + len;

		while (at < block + BLOCK_BYTES && at < end &&
		       (at = memmem(at, (size_t)(end - at), BEGIN, sizeof(BEGIN) - 1)) &&
		       at < block + BLOCK_BYTES) {
			look_at(list, fd, at, (size_t)(end - at), from + (at - block));
			at++;
		}
	}
	sodium_memzero(block, BLOCK_BYTES + OVERLAP_BYTES);
	free(block);
}

/* ---- rows ---- */

static void take_row(struct ks_found_list *list, sqlite3_stmt *stmt)
{
	const void *bytes = sqlite3_column_blob(stmt, 0);
	struct ks_found found = {.fd = -1, .len = (size_t)sqlite3_column_bytes(stmt, 0)};

	if (!bytes || sqlite3_column_bytes(stmt, 1) != KS_HASH_BYTES)
		return;
	ks_blake2b(bytes, found.len, found.hash);
	if (memcmp(found.hash, sqlite3_column_blob(stmt, 1), KS_HASH_BYTES) != 0)
		return;
	found.bytes = ks_strndup(bytes, found.len);
	take(list, &found, found.bytes);
}

void ks_found_in_rows(struct ks_found_list *list, const char *path)
{
	static const char *const orders[] = {
		"SELECT bytes, hash FROM statement WHERE length(bytes) > ? ORDER BY seq",
		"SELECT bytes, hash FROM statement WHERE length(bytes) > ? ORDER BY seq DESC",
	};
	sqlite3 *db = ks_salvage_open_db(path);

	list->rank++;
	for (size_t i = 0; db && i < KS_COUNT(orders); i++) {
		sqlite3_stmt *stmt = NULL;
		int result = sqlite3_prepare_v2(db, orders[i], -1, &stmt, NULL);

		if (result == SQLITE_OK)
			(void)sqlite3_bind_int(stmt, 1, IN_PAGE_BYTES);
		while (result == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW)
			take_row(list, stmt);
		sqlite3_finalize(stmt);
	}
	(void)sqlite3_close(db);
}

/* ---- one of each ---- */

static int compare(const void *left, const void *right)
{
	const struct ks_found *a = left, *b = right;

	return a->seq != b->seq ? KS_ORDER(a->seq, b->seq) : KS_ORDER(a->rank, b->rank);
}

/* Of those with one number: the one that continues the chain, else the one that is believed first. */
static size_t choose(const struct ks_found_list *list, size_t from, size_t to,
		     const struct ks_found *before)
{
	for (size_t i = from; before && i < to; i++)
		if (before->seq + 1 == list->items[i].seq &&
		    memcmp(list->items[i].prev, before->hash, KS_HASH_BYTES) == 0)
			return i;
	return from;
}

void ks_found_settle(struct ks_found_list *list)
{
	size_t n = 0;

	if (list->n_items > 1)
		qsort(list->items, list->n_items, sizeof(list->items[0]), compare);
	for (size_t from = 0; from < list->n_items;) {
		size_t to = from;

		while (to < list->n_items && list->items[to].seq == list->items[from].seq)
			to++;
		size_t chosen = choose(list, from, to, n > 0 ? &list->items[n - 1] : NULL);

		for (size_t i = from; i < to; i++)
			if (i != chosen)
				free(list->items[i].bytes);
		list->items[n++] = list->items[chosen];
		from = to;
	}
	list->n_items = n;
}

char *ks_found_bytes(const struct ks_found *found)
{
	uint8_t hash[KS_HASH_BYTES];
	char *bytes = ks_alloc(found->len + 1);

	if (found->bytes)
		memcpy(bytes, found->bytes, found->len);
	else if (read_block(found->fd, bytes, found->len, found->offset) != found->len)
		memset(bytes, 0, found->len);
	bytes[found->len] = '\0';
	ks_blake2b(bytes, found->len, hash);
	if (memcmp(hash, found->hash, KS_HASH_BYTES) == 0)
		return bytes;
	free(bytes);
	return NULL;
}
