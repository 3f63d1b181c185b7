/* SPDX-License-Identifier: Apache-2.0 */
#include "record/tail.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"

/*
 * Writing the second witness. The order is: group into the tail, then its fdatasync and the database's COMMIT at the same
 * time. Nothing is acknowledged before both have ended. A group without its COMMIT is taken away again. When power goes
 * in between, the next start finds one of the two ahead by a fact that happened and was never acknowledged, and the
 * other takes it over (anchor.c).
 */

#define CHECK_AT 56 /* the head's own check covers what stands before it */
#define CHUNK_BYTES ((off_t)256 << 10)
#define PAD 8
#define PROBE_BYTES 32
#define PROBE_ROOM ((off_t)32 << 10) /* as much as the facts of one step may need */

static enum ks_rc rc_of(int error)
{
	switch (error) {
	case ENOENT:
		return KS_NOT_FOUND;
	case EEXIST:
		return KS_CONFLICT;
	case EFBIG:
		return KS_FULL;
	default:
		return ks_rc_of_write(error);
	}
}

/* ---- frames ---- */

static void put(uint8_t *to, uint64_t value, size_t n)
{
	for (size_t i = 0; i < n; i++)
		to[i] = (uint8_t)(value >> (8 * i));
}

static uint64_t get(const uint8_t *from, size_t n)
{
	uint64_t value = 0;

	for (size_t i = n; i-- > 0;)
		value = value << 8 | from[i];
	return value;
}

static void seal(uint8_t head[KS_TAIL_HEAD_BYTES])
{
	uint8_t hash[KS_HASH_BYTES];

	ks_blake2b(head, CHECK_AT, hash);
	memcpy(head + CHECK_AT, hash, KS_TAIL_HEAD_BYTES - CHECK_AT);
}

static void encode(const struct ks_tail_frame *frame, uint8_t head[KS_TAIL_HEAD_BYTES])
{
	memcpy(head, KS_TAIL_MAGIC, 4);
	put(head + 4, frame->len, 4);
	put(head + 8, (uint64_t)frame->seq, 8);
	memcpy(head + 16, frame->hash, KS_HASH_BYTES);
	put(head + 48, frame->n_before, 2);
	put(head + 50, frame->n_left, 2);
	put(head + 52, frame->kind, 4);
	seal(head);
}

bool ks_tail_head_at(const struct ks_tail *tail, off_t offset, struct ks_tail_frame *out)
{
	uint8_t head[KS_TAIL_HEAD_BYTES], expected[KS_TAIL_HEAD_BYTES];

	if (!ks_tail_pread(tail, head, sizeof(head), offset) || memcmp(head, KS_TAIL_MAGIC, 4) != 0)
		return false;
	memcpy(expected, head, sizeof(head));
	seal(expected);
	if (memcmp(expected, head, sizeof(head)) != 0)
		return false;
	*out = (struct ks_tail_frame){
		.len = (uint32_t)get(head + 4, 4),
		.seq = (int64_t)get(head + 8, 8),
		.n_before = (uint16_t)get(head + 48, 2),
		.n_left = (uint16_t)get(head + 50, 2),
		.kind = (uint32_t)get(head + 52, 4),
		.offset = offset,
	};
	memcpy(out->hash, head + 16, KS_HASH_BYTES);
	return true;
}

off_t ks_tail_end_of(const struct ks_tail_frame *frame)
{
	return frame->offset + KS_TAIL_HEAD_BYTES + (off_t)((frame->len + PAD - 1) / PAD * PAD);
}

bool ks_tail_pread(const struct ks_tail *tail, void *to, size_t len, off_t offset)
{
	char *at = to;

	while (len > 0) {
		ssize_t n = pread(tail->fd, at, len, offset);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		at += n;
		offset += n;
		len -= (size_t)n;
	}
	return true;
}

enum ks_rc ks_tail_bytes_of(const struct ks_tail *tail, const struct ks_tail_frame *frame,
			    char **bytes, bool *is_whole)
{
	uint8_t hash[KS_HASH_BYTES];

	*bytes = NULL;
	*is_whole = false;
	/* A length that passes the end of the file: the frame was cut off. */
	if (ks_tail_end_of(frame) > tail->size)
		return KS_OK;
	*bytes = ks_alloc((size_t)frame->len + 1);
	if (!ks_tail_pread(tail, *bytes, frame->len, frame->offset + KS_TAIL_HEAD_BYTES)) {
		free(*bytes);
		*bytes = NULL;
		return KS_IO;
	}
	(*bytes)[frame->len] = '\0';
	ks_blake2b(*bytes, frame->len, hash);
	*is_whole = memcmp(hash, frame->hash, KS_HASH_BYTES) == 0;
	return KS_OK;
}

/* ---- writing ---- */

static bool pwrite_all(int fd, const void *from, size_t len, off_t offset)
{
	const char *at = from;

	while (len > 0) {
		ssize_t n = pwrite(fd, at, len, offset);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			if (n == 0)
				errno = EIO;
			return false;
		}
		at += n;
		offset += n;
		len -= (size_t)n;
	}
	return true;
}

/* Zeros up to the next chunk; without room for them the file ends where the data does. */
static void write_ahead(struct ks_tail *tail, off_t from)
{
	static const char zeros[16 << 10];
	off_t to = (from / CHUNK_BYTES + 1) * CHUNK_BYTES;

	for (off_t at = from; at < to; at += (off_t)sizeof(zeros)) {
		off_t n = to - at < (off_t)sizeof(zeros) ? to - at : (off_t)sizeof(zeros);

		if (pwrite_all(tail->fd, zeros, (size_t)n, at))
			continue;
		/* Zeros that stay are nothing, as those that are meant. */
		(void)!ftruncate(tail->fd, from);
		tail->size = from;
		return;
	}
	tail->size = to;
}

/* Whatever stands behind the end must be gone, on the disk, before anything new is written there. */
static enum ks_rc clean(struct ks_tail *tail)
{
	if (!tail->is_dirty)
		return KS_OK;
	if (ftruncate(tail->fd, tail->end) != 0 || fdatasync(tail->fd) != 0) {
		ks_log_error("tail", "what was not recorded cannot be taken away: %s",
			     strerror(errno));
		return rc_of(errno);
	}
	tail->size = tail->end;
	tail->is_dirty = false;
	return KS_OK;
}

/* Not flushed yet. */
static enum ks_rc put_behind_end(struct ks_tail *tail, const void *bytes, size_t len)
{
	enum ks_rc rc = clean(tail);
	off_t to = tail->end + (off_t)len;

	if (rc != KS_OK)
		return rc;
	tail->is_dirty = true; /* until all of it is known to be there */
	if (!pwrite_all(tail->fd, bytes, len, tail->end))
		return rc_of(errno);
	if (to > tail->size)
		write_ahead(tail, to);
	return KS_OK;
}

static enum ks_rc write_behind_end(struct ks_tail *tail, const void *bytes, size_t len)
{
	enum ks_rc rc = put_behind_end(tail, bytes, len);

	if (rc != KS_OK)
		return rc;
	return fdatasync(tail->fd) == 0 ? KS_OK : rc_of(errno);
}

static void frame_put(struct ks_buf *out, const struct ks_tail_frame *frame, const char *bytes)
{
	static const char zeros[PAD];
	uint8_t head[KS_TAIL_HEAD_BYTES];

	encode(frame, head);
	ks_buf_append(out, head, sizeof(head));
	ks_buf_append(out, bytes, frame->len);
	ks_buf_append(out, zeros, (PAD - frame->len % PAD) % PAD);
}

void ks_tail_add(struct ks_tail *tail, const struct ks_tail_mark *mark, const char *bytes, size_t len)
{
	struct ks_tail_frame frame = {
		.kind = KS_TAIL_STATEMENT, .len = (uint32_t)len, .seq = mark->seq};

	memcpy(frame.hash, mark->hash, KS_HASH_BYTES);
	frame_put(&tail->group, &frame, bytes);
	tail->n_group++;
	tail->group_last = *mark;
}

/* Only now is it known how many belong together. */
static void number_group(struct ks_tail *tail)
{
	uint8_t *at = (uint8_t *)tail->group.data;

	for (size_t i = 0; i < tail->n_group; i++) {
		size_t len = get(at + 4, 4);
		int64_t seq = (int64_t)get(at + 8, 8);
		size_t slot = (size_t)(seq % KS_TAIL_RECENT);

		put(at + 48, i, 2);
		put(at + 50, tail->n_group - 1 - i, 2);
		seal(at);
		tail->recent[slot].seq = seq;
		tail->recent[slot].offset = tail->end + (at - (uint8_t *)tail->group.data);
		at += KS_TAIL_HEAD_BYTES + (len + PAD - 1) / PAD * PAD;
	}
}

void ks_tail_drop(struct ks_tail *tail)
{
	if (tail->group.data)
		sodium_memzero(tail->group.data, tail->group.len);
	ks_buf_clear(&tail->group);
	tail->n_group = 0;
	tail->is_written = false;
}

enum ks_rc ks_tail_write(struct ks_tail *tail)
{
	enum ks_rc rc = KS_OK;

	assert(!tail->is_reader && !tail->is_written);
	if (tail->n_group == 0)
		return KS_OK;
	if (tail->is_broken)
		rc = KS_IO;
	else if (tail->group.is_over || tail->n_group > UINT16_MAX)
		rc = KS_FULL;
	if (rc == KS_OK) {
		number_group(tail);
		rc = put_behind_end(tail, tail->group.data, tail->group.len);
	}
	if (rc != KS_OK) {
		ks_log_error("tail", "not written: %s", ks_rc_name(rc));
		(void)!clean(tail); /* tried again before the next one */
		ks_tail_drop(tail);
		return rc;
	}
	tail->is_written = true;
	ks_tail_sync_start(&tail->sync, tail->fd);
	return KS_OK;
}

/* After a failed fdatasync the kernel holds the pages for written: they are given to it once more. */
static enum ks_rc write_once_more(struct ks_tail *tail)
{
	if (pwrite_all(tail->fd, tail->group.data, tail->group.len, tail->end) &&
	    fdatasync(tail->fd) == 0)
		return KS_OK;
	tail->is_broken = true;
	return rc_of(errno);
}

enum ks_rc ks_tail_settle(struct ks_tail *tail, bool is_committed)
{
	enum ks_rc rc = KS_OK;
	int error;

	if (!tail->is_written)
		return KS_OK;
	error = ks_tail_sync_wait(&tail->sync);
	if (!is_committed) {
		(void)!clean(tail); /* tried again before the next one */
		ks_tail_drop(tail);
		return KS_OK;
	}
	if (error != 0) {
		ks_log_error("tail", "not flushed: %s", strerror(error));
		rc = write_once_more(tail);
	}
	if (rc == KS_OK) {
		tail->is_dirty = false;
		tail->end += (off_t)tail->group.len;
		tail->last = tail->group_last;
	}
	ks_tail_drop(tail);
	return rc;
}

enum ks_rc ks_tail_flush(struct ks_tail *tail)
{
	enum ks_rc rc = ks_tail_write(tail);

	return rc == KS_OK ? ks_tail_settle(tail, true) : rc;
}

enum ks_rc ks_tail_identify(struct ks_tail *tail, const char *json)
{
	struct ks_tail_frame frame = {.kind = KS_TAIL_IDENTITY, .len = (uint32_t)strlen(json)};
	struct ks_buf out = {0};
	enum ks_rc rc;

	assert(tail->n_group == 0);
	ks_blake2b(json, frame.len, frame.hash);
	frame_put(&out, &frame, json);
	rc = write_behind_end(tail, out.data, out.len);
	if (rc == KS_OK) {
		tail->is_dirty = false;
		tail->end += (off_t)out.len;
	} else {
		(void)!clean(tail);
	}
	sodium_memzero(out.data, out.len);
	ks_buf_finish(&out);
	return rc;
}

enum ks_rc ks_tail_probe(struct ks_tail *tail)
{
	struct ks_tail_frame frame = {.kind = KS_TAIL_PROBE, .len = PROBE_BYTES}, back;
	uint8_t random[PROBE_BYTES];
	struct ks_buf out = {0};
	char *bytes = NULL;
	bool is_whole = false;
	enum ks_rc rc;

	assert(tail->n_group == 0);
	if (tail->is_broken)
		return KS_IO;
	ks_random(random, sizeof(random));
	ks_blake2b(random, sizeof(random), frame.hash);
	frame_put(&out, &frame, (const char *)random);
	rc = write_behind_end(tail, out.data, out.len);
	tail->is_dirty = rc != KS_OK; /* a probe may stay: whoever reads passes over it */
	if (rc == KS_OK && tail->size - tail->end < PROBE_ROOM) {
		write_ahead(tail, tail->size);
		rc = tail->size - tail->end < PROBE_ROOM ? KS_FULL : KS_OK;
	}
	if (rc == KS_OK && (!ks_tail_head_at(tail, tail->end, &back) ||
			    memcmp(back.hash, frame.hash, sizeof(frame.hash)) != 0 ||
			    ks_tail_bytes_of(tail, &back, &bytes, &is_whole) != KS_OK || !is_whole))
		rc = KS_DAMAGED;
	free(bytes);
	ks_buf_finish(&out);
	return rc;
}

/* ---- opening ---- */

static enum ks_rc open_file(const char *path, int flags, struct ks_tail **out)
{
	struct ks_tail *tail;
	int fd = open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0600);

	*out = NULL;
	if (fd < 0)
		return rc_of(errno);
	tail = ks_alloc_zero(1, sizeof(*tail));
	tail->fd = fd;
	tail->path = ks_strdup(path);
	tail->is_reader = (flags & O_ACCMODE) == O_RDONLY;
	*out = tail;
	return KS_OK;
}

enum ks_rc ks_tail_open(const char *path, bool is_reader, struct ks_tail **out)
{
	struct ks_tail *tail;
	enum ks_rc rc = open_file(path, is_reader ? O_RDONLY : O_RDWR, &tail);

	*out = NULL;
	if (rc != KS_OK)
		return rc;
	rc = ks_tail_find_end(tail);
	if (rc != KS_OK) {
		ks_tail_close(tail);
		return rc;
	}
	*out = tail;
	return KS_OK;
}

enum ks_rc ks_tail_create(const char *path, struct ks_tail **out)
{
	return open_file(path, O_RDWR | O_CREAT | O_EXCL, out);
}

void ks_tail_close(struct ks_tail *tail)
{
	if (!tail)
		return;
	ks_tail_sync_finish(&tail->sync);
	ks_tail_drop(tail);
	ks_buf_finish(&tail->group);
	(void)close(tail->fd);
	free(tail->path);
	free(tail);
}
