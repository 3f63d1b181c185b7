/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The second witness: STATE/kenshu.tail, append-only, a framed copy of each statement with an fdatasync of its own.
 * It is written before COMMIT and flushed beside it, so whatever was acknowledged stands in both files.
 *
 * A frame is a head of 64 bytes and the statement's bytes, padded with zeros to a multiple of 8. The statements of one
 * transaction are a group; a group that is not whole was never acknowledged. Behind the last group stand zeros, written
 * ahead, so that most appends change no metadata. The file is never rotated: all of the database can be rebuilt from it.
 */
#ifndef KS_RECORD_TAIL_H
#define KS_RECORD_TAIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/id.h"
#include "record/row.h"
#include "record/tail_sync.h"

#define KS_TAIL_NAME "kenshu.tail"
#define KS_TAIL_HEAD_BYTES 64
#define KS_TAIL_MAGIC "KsT1"

enum ks_tail_kind {
	KS_TAIL_STATEMENT = 1,
	KS_TAIL_IDENTITY, /* who this ledger is, as JSON: what a rebuilt database must know */
	KS_TAIL_PROBE,    /* written over by whatever comes next */
};

struct ks_tail_frame {
	uint32_t kind, len;
	int64_t seq;
	uint8_t hash[KS_HASH_BYTES];
	uint16_t n_before, n_left; /* statements of the same group before and behind it */
	off_t offset;
};

/* A statement's place in the chain; seq 0: before the first. */
struct ks_tail_mark {
	int64_t seq;
	uint8_t hash[KS_HASH_BYTES];
};

#define KS_TAIL_RECENT 64

struct ks_tail {
	int fd;
	char *path;
	bool is_reader, is_walked;
	off_t size;    /* of the file, zeros written ahead included */
	off_t end;     /* behind the last whole group */
	bool is_dirty; /* something else than zeros stands behind it */
	struct ks_tail_mark last;
	size_t n_last;       /* statements in the last group, as it was found at opening */
	struct ks_buf group; /* not written yet */
	size_t n_group;
	struct ks_tail_mark group_last;
	bool is_written; /* the group is, and waits to be settled */
	bool is_broken;  /* the database has statements that this file would not take */
	struct ks_tail_sync sync;
	struct {
		int64_t seq;
		off_t offset;
	} recent[KS_TAIL_RECENT]; /* by seq % KS_TAIL_RECENT: what this process wrote */
};

/**
 * ks_tail_open() - open an existing tail and find its end
 * A torn group at the end is not counted; a writer takes it away before it appends.
 * Return: KS_OK; KS_NOT_FOUND; KS_READ_ONLY, KS_FULL, KS_IO.
 */
KS_MUST_USE enum ks_rc ks_tail_open(const char *path, bool is_reader, struct ks_tail **out);
/** ks_tail_create() - a new, empty one; KS_CONFLICT when @path exists. Not on the disk before the first flush. */
KS_MUST_USE enum ks_rc ks_tail_create(const char *path, struct ks_tail **out);
void ks_tail_close(struct ks_tail *tail); /* accepts NULL */

/** ks_tail_add() - put a statement into the group under way; no input or output yet. */
void ks_tail_add(struct ks_tail *tail, const struct ks_tail_mark *mark, const char *bytes,
		 size_t len);
/**
 * ks_tail_write() - write the group and begin to flush it; nothing to do without one
 * Return: KS_OK: go on with ks_tail_settle(). KS_FULL, KS_READ_ONLY, KS_IO: it is not there, and forgotten.
 */
KS_MUST_USE enum ks_rc ks_tail_write(struct ks_tail *tail);
/**
 * ks_tail_settle() - end what ks_tail_write() began
 * @is_committed: the database has the group's statements; otherwise the group is taken away again
 * Return: KS_OK: group and nothing else stands on the disk. Committed but not flushed: KS_IO or the like, and nothing
 * more is taken (is_broken) until the tail is made anew.
 */
KS_MUST_USE enum ks_rc ks_tail_settle(struct ks_tail *tail, bool is_committed);
/** ks_tail_flush() - write and settle: for what is committed already. */
KS_MUST_USE enum ks_rc ks_tail_flush(struct ks_tail *tail);
/** ks_tail_drop() - forget a group that was not written. */
void ks_tail_drop(struct ks_tail *tail);
/** ks_tail_identify() - append a frame that says who this is; @json. */
KS_MUST_USE enum ks_rc ks_tail_identify(struct ks_tail *tail, const char *json);

/** ks_tail_read() - statement @seq from the file, its hash checked. KS_NOT_FOUND; KS_DAMAGED; KS_IO. is_delivered stays false. */
KS_MUST_USE enum ks_rc ks_tail_read(struct ks_tail *tail, int64_t seq, struct ks_statement *out);
/** ks_tail_probe() - write something new behind the end, wait for the disk, read it back. */
KS_MUST_USE enum ks_rc ks_tail_probe(struct ks_tail *tail);

/* One frame met on a walk. */
struct ks_tail_met {
	const struct ks_tail_frame *frame;
	const char *bytes; /* NUL-terminated */
	bool is_whole;     /* the bytes fit the frame's hash */
};
/** ks_tail_is_recent() - this process wrote statement @seq, and not long ago. */
bool ks_tail_is_recent(const struct ks_tail *tail, int64_t seq);

/**
 * ks_tail_each() - every frame that can be found, in the file's order; what is damaged is skipped
 * @take:      false ends the walk
 * @n_damaged: places where frames are missing or spoiled before the end; may be NULL
 */
KS_MUST_USE enum ks_rc ks_tail_each(struct ks_tail *tail,
				    bool (*take)(void *context, const struct ks_tail_met *met),
				    void *context, size_t *n_damaged);

/* Shared by tail.c and tail_walk.c. */
/** ks_tail_head_at() - the frame that begins at @offset; false when none does. */
bool ks_tail_head_at(const struct ks_tail *tail, off_t offset, struct ks_tail_frame *out);
/** ks_tail_bytes_of() - its bytes (malloc'd); @is_whole: they fit the hash. KS_IO. */
KS_MUST_USE enum ks_rc ks_tail_bytes_of(const struct ks_tail *tail, const struct ks_tail_frame *frame,
					char **bytes, bool *is_whole);
/** ks_tail_end_of() - where the next frame begins. */
off_t ks_tail_end_of(const struct ks_tail_frame *frame);
/** ks_tail_find_end() - fill size, end, last and is_dirty from the file. */
KS_MUST_USE enum ks_rc ks_tail_find_end(struct ks_tail *tail);
/** ks_tail_pread() - exactly @len bytes. */
bool ks_tail_pread(const struct ks_tail *tail, void *to, size_t len, off_t offset);

#endif
