/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/log.h"
#include "base/mem.h"
#include "record/tail.h"

/*
 * Reading the second witness. Its end is looked for from behind, so that a start costs the same after ten years;
 * and whatever is spoiled is passed over, because what stands behind it may be whole.
 */

#define BLOCK_BYTES ((off_t)64 << 10)
#define STEP 8 /* frames begin at multiples of it */

/* ---- the end, from behind ---- */

struct block {
	char *bytes;
	off_t from;
	size_t len;
};

static bool block_load(const struct ks_tail *tail, struct block *block, off_t from)
{
	off_t left = tail->size - from;

	block->from = from;
	block->len = (size_t)(left < BLOCK_BYTES ? left : BLOCK_BYTES);
	return ks_tail_pread(tail, block->bytes, block->len, from);
}

/* The last byte that is not zero; -1: none. */
static off_t last_byte(const struct block *block)
{
	for (size_t i = block->len; i-- > 0;)
		if (block->bytes[i] != 0)
			return block->from + (off_t)i;
	return -1;
}

/* What the search from behind knows so far. */
struct search {
	off_t written; /* behind the last byte that is not zero */
	off_t end;     /* of the last whole group; -1: not met yet */
	struct ks_tail_frame last, at;
	bool is_in_group, is_done;
	off_t group_end;
};

static void accept(struct search *search)
{
	if (search->end < 0)
		search->end = search->group_end;
	search->is_done = true;
}

/* A whole frame was met; they come in descending order. */
static void meet(struct search *search, const struct ks_tail_frame *frame)
{
	bool follows = search->is_in_group && ks_tail_end_of(frame) == search->at.offset &&
		       frame->n_before + 1 == search->at.n_before;

	if (frame->kind == KS_TAIL_IDENTITY) {
		if (search->end < 0)
			search->end = ks_tail_end_of(frame);
		return;
	}
	/* A probe may stay until it is written over: it is nothing that was left half done. */
	if (frame->kind == KS_TAIL_PROBE && search->end < 0 &&
	    ks_tail_end_of(frame) >= search->written)
		search->written = frame->offset;
	if (frame->kind != KS_TAIL_STATEMENT)
		return;
	if (!follows) {
		search->is_in_group = frame->n_left == 0;
		search->last = *frame;
		search->group_end = ks_tail_end_of(frame);
	}
	search->at = *frame;
	if (search->is_in_group && frame->n_before == 0)
		accept(search);
}

static enum ks_rc look_at(const struct ks_tail *tail, struct search *search, off_t offset)
{
	struct ks_tail_frame frame;
	char *bytes = NULL;
	bool is_whole = false;
	enum ks_rc rc;

	if (!ks_tail_head_at(tail, offset, &frame))
		return KS_OK;
	rc = ks_tail_bytes_of(tail, &frame, &bytes, &is_whole);
	free(bytes);
	if (rc == KS_OK && is_whole)
		meet(search, &frame);
	return rc;
}

static enum ks_rc search_block(const struct ks_tail *tail, struct search *search, struct block *block)
{
	enum ks_rc rc = KS_OK;

	if (search->written == 0)
		search->written = last_byte(block) + 1;
	for (off_t i = (off_t)(block->len / STEP) * STEP; i >= 0 && rc == KS_OK && !search->is_done;
	     i -= STEP)
		if ((size_t)i + 4 <= block->len && memcmp(block->bytes + i, KS_TAIL_MAGIC, 4) == 0)
			rc = look_at(tail, search, block->from + i);
	return rc;
}

enum ks_rc ks_tail_find_end(struct ks_tail *tail)
{
	struct search search = {.end = -1};
	struct block block = {.bytes = ks_alloc((size_t)BLOCK_BYTES)};
	struct stat file;
	enum ks_rc rc = KS_OK;

	if (fstat(tail->fd, &file) != 0 || !S_ISREG(file.st_mode)) {
		free(block.bytes);
		return KS_IO;
	}
	tail->size = file.st_size;
	for (off_t from = (tail->size - 1) / BLOCK_BYTES * BLOCK_BYTES;
	     tail->size > 0 && from >= 0 && rc == KS_OK && !search.is_done; from -= BLOCK_BYTES)
		rc = block_load(tail, &block, from) ? search_block(tail, &search, &block) : KS_IO;
	free(block.bytes);
	if (rc != KS_OK)
		return rc;
	tail->end = search.end < 0 ? 0 : search.end;
	tail->is_dirty = search.written > tail->end;
	if (search.is_done) {
		tail->last.seq = search.last.seq;
		tail->n_last = (size_t)search.last.n_before + 1;
		memcpy(tail->last.hash, search.last.hash, KS_HASH_BYTES);
	}
	return KS_OK;
}

/* ---- all of it, from the front ---- */

/* Where the next frame begins, from @from on; the size when none does. */
static off_t next_frame(const struct ks_tail *tail, struct block *block, off_t from,
			struct ks_tail_frame *frame)
{
	for (off_t at = from; at < tail->size; at += BLOCK_BYTES) {
		if (!block_load(tail, block, at))
			return tail->size;
		for (size_t i = 0; i + 4 <= block->len; i += STEP)
			if (memcmp(block->bytes + i, KS_TAIL_MAGIC, 4) == 0 &&
			    ks_tail_head_at(tail, at + (off_t)i, frame))
				return at + (off_t)i;
	}
	return tail->size;
}

static enum ks_rc give(struct ks_tail *tail, const struct ks_tail_frame *frame,
		       bool (*take)(void *context, const struct ks_tail_met *met), void *context,
		       bool *goes_on, bool *is_whole)
{
	char *bytes = NULL;
	enum ks_rc rc = ks_tail_bytes_of(tail, frame, &bytes, is_whole);
	struct ks_tail_met met = {frame, bytes ? bytes : "", *is_whole};

	if (rc == KS_OK && frame->kind != KS_TAIL_PROBE)
		*goes_on = take(context, &met);
	free(bytes);
	return rc;
}

enum ks_rc ks_tail_each(struct ks_tail *tail,
			bool (*take)(void *context, const struct ks_tail_met *met), void *context,
			size_t *n_damaged)
{
	struct block block = {.bytes = ks_alloc((size_t)BLOCK_BYTES)};
	size_t n = 0;
	bool goes_on = true;
	enum ks_rc rc = KS_OK;

	for (off_t at = 0; at < tail->size && goes_on && rc == KS_OK;) {
		struct ks_tail_frame frame;
		bool is_whole = true, is_spoiled = !ks_tail_head_at(tail, at, &frame);

		if (is_spoiled)
			at = next_frame(tail, &block, at, &frame);
		if (at >= tail->size)
			break;
		rc = give(tail, &frame, take, context, &goes_on, &is_whole);
		n += (is_spoiled || !is_whole) && at < tail->end;
		at = ks_tail_end_of(&frame);
	}
	free(block.bytes);
	if (n_damaged)
		*n_damaged = n;
	return rc;
}

/* ---- one statement ---- */

static bool is_frame_of(const struct ks_tail *tail, int64_t seq, off_t offset,
			struct ks_tail_frame *frame)
{
	return ks_tail_head_at(tail, offset, frame) && frame->kind == KS_TAIL_STATEMENT &&
	       frame->seq == seq;
}

bool ks_tail_is_recent(const struct ks_tail *tail, int64_t seq)
{
	return seq > 0 && tail->recent[seq % KS_TAIL_RECENT].seq == seq;
}

/* Heads only, from the front: for what an earlier process wrote. */
static bool find_frame(const struct ks_tail *tail, int64_t seq, struct ks_tail_frame *frame)
{
	struct block block = {.bytes = ks_alloc((size_t)BLOCK_BYTES)};
	bool is_found = false;

	for (off_t at = 0; at < tail->end && !is_found;) {
		if (!ks_tail_head_at(tail, at, frame)) {
			at = next_frame(tail, &block, at, frame);
			if (at >= tail->end)
				break;
		}
		is_found = frame->kind == KS_TAIL_STATEMENT && frame->seq == seq;
		at = ks_tail_end_of(frame);
	}
	free(block.bytes);
	return is_found;
}

enum ks_rc ks_tail_read(struct ks_tail *tail, int64_t seq, struct ks_statement *out)
{
	size_t slot = (size_t)(seq % KS_TAIL_RECENT);
	struct ks_tail_frame frame;
	char *bytes = NULL;
	bool is_whole = false;
	enum ks_rc rc;

	memset(out, 0, sizeof(*out));
	if (seq <= 0)
		return KS_NOT_FOUND;
	if ((!ks_tail_is_recent(tail, seq) ||
	     !is_frame_of(tail, seq, tail->recent[slot].offset, &frame)) &&
	    !find_frame(tail, seq, &frame))
		return KS_NOT_FOUND;
	rc = ks_tail_bytes_of(tail, &frame, &bytes, &is_whole);
	if (rc == KS_OK && !is_whole)
		rc = KS_DAMAGED;
	if (rc != KS_OK) {
		free(bytes);
		return rc;
	}
	out->seq = seq;
	out->bytes = bytes;
	out->len = frame.len;
	memcpy(out->hash, frame.hash, KS_HASH_BYTES);
	return KS_OK;
}
