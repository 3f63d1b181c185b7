/* SPDX-License-Identifier: Apache-2.0 */
#include "record/body_private.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <zstd.h>

#include "base/id.h"
#include "base/log.h"
#include "base/mem.h"
#include "record/db.h"
#include "record/store_private.h"

/*
 * A statement is one and a half kilobytes of which its neighbours say nearly all: alone it packs to a half, with a
 * dictionary to a tenth. A packed one is a Zstandard frame, which begins with a byte no JSON begins with, and names its
 * dictionary; so plain and packed rows, and those of several dictionaries, lie side by side.
 */

#define LEVEL 3
#define BODY_MAX ((unsigned long long)1 << 26)
#define SHORTEST 64 /* of what is worth packing */

struct dictionary {
	unsigned id;
	ZSTD_CDict *pack; /* NULL, as the other: it is damaged */
	ZSTD_DDict *unpack;
};

struct ks_bodies {
	sqlite3 *db;
	ZSTD_CCtx *packer;
	ZSTD_DCtx *unpacker;
	struct dictionary *known;
	size_t n_known, capacity;
	unsigned newest; /* 0: none, or not asked yet */
	bool is_asked;
};

static void finish(void *context)
{
	struct ks_bodies *bodies = context;

	for (size_t i = 0; i < bodies->n_known; i++) {
		ZSTD_freeCDict(bodies->known[i].pack);
		ZSTD_freeDDict(bodies->known[i].unpack);
	}
	free(bodies->known);
	ZSTD_freeCCtx(bodies->packer);
	ZSTD_freeDCtx(bodies->unpacker);
	free(bodies);
}

/* ---- dictionaries ---- */

static bool is_whole(const void *bytes, size_t len, const void *hash)
{
	uint8_t own[KS_HASH_BYTES];

	ks_blake2b(bytes, len, own);
	return memcmp(own, hash, KS_HASH_BYTES) == 0;
}

/* One bad bit in a dictionary would cost every statement, so it stands there twice. */
static const struct dictionary *add_row(struct ks_bodies *bodies, sqlite3_stmt *stmt)
{
	const void *hash = sqlite3_column_blob(stmt, 1);
	struct dictionary *new;

	ks_grow(&bodies->known, bodies->n_known, &bodies->capacity);
	new = &bodies->known[bodies->n_known++];
	*new = (struct dictionary){.id = (unsigned)sqlite3_column_int64(stmt, 0)};
	for (int column = 2; column <= 3; column++) {
		const void *bytes = sqlite3_column_blob(stmt, column);
		size_t len = (size_t)sqlite3_column_bytes(stmt, column);

		if (!is_whole(bytes, len, hash))
			continue;
		new->pack = ZSTD_createCDict(bytes, len, LEVEL);
		new->unpack = ZSTD_createDDict(bytes, len);
		return new;
	}
	ks_log_error("store", "the dictionary %u is damaged", new->id);
	return new;
}

/* NULL: it is not there, or damaged. */
static const struct dictionary *find(struct ks_bodies *bodies, unsigned id)
{
	static const char select[] = "SELECT id, hash, bytes, again FROM dictionary WHERE id = ?";
	const struct dictionary *new = NULL;
	sqlite3_stmt *stmt = NULL;

	for (size_t i = 0; i < bodies->n_known; i++)
		if (bodies->known[i].id == id)
			return bodies->known[i].pack ? &bodies->known[i] : NULL;
	if (sqlite3_prepare_v2(bodies->db, select, -1, &stmt, NULL) == SQLITE_OK &&
	    sqlite3_bind_int64(stmt, 1, id) == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW)
		new = add_row(bodies, stmt);
	sqlite3_finalize(stmt);
	return new &&new->pack ? new : NULL;
}

static const struct dictionary *newest(struct ks_bodies *bodies)
{
	if (!bodies->is_asked) {
		int64_t id = ks_db_pragma(bodies->db,
					  "SELECT id FROM dictionary ORDER BY n DESC LIMIT 1");

		bodies->newest = id > 0 ? (unsigned)id : 0;
		bodies->is_asked = true;
	}
	return bodies->newest ? find(bodies, bodies->newest) : NULL;
}

void ks_bodies_ask_again(struct ks_bodies *bodies)
{
	bodies->is_asked = false;
}

/* ---- in and out ---- */

bool ks_body_is_packed(const void *bytes, size_t len)
{
	static const unsigned char magic[] = {0x28, 0xb5, 0x2f, 0xfd};

	return len > sizeof(magic) && memcmp(bytes, magic, sizeof(magic)) == 0;
}

/* How long it is unpacked, at @out (sqlite3_malloc'd); 0: not to be unpacked. */
static size_t unpack(struct ks_bodies *bodies, const void *bytes, size_t len, void **out)
{
	const struct dictionary *dictionary = find(bodies, ZSTD_getDictID_fromFrame(bytes, len));
	unsigned long long size = ZSTD_getFrameContentSize(bytes, len);
	size_t n = 0;

	*out = dictionary && size > 0 && size <= BODY_MAX ? sqlite3_malloc64(size) : NULL;
	if (!*out)
		return 0;
	n = ZSTD_decompress_usingDDict(bodies->unpacker, *out, size, bytes, len, dictionary->unpack);
	if (!ZSTD_isError(n) && n == size)
		return n;
	sqlite3_free(*out);
	*out = NULL;
	return 0;
}

/* The bytes that came, or what lies there. */
static void call_body(sqlite3_context *context, int argc, sqlite3_value **argv)
{
	struct ks_bodies *bodies = sqlite3_user_data(context);
	const void *bytes = sqlite3_value_blob(argv[0]);
	size_t len = (size_t)sqlite3_value_bytes(argv[0]), n = 0;
	void *out = NULL;

	(void)argc;
	if (bytes && ks_body_is_packed(bytes, len))
		n = unpack(bodies, bytes, len, &out);
	if (n > 0)
		sqlite3_result_blob64(context, out, n, sqlite3_free);
	else
		sqlite3_result_value(context, argv[0]);
}

static bool comes_back(struct ks_bodies *bodies, const void *packed, size_t n, const void *bytes,
		       size_t len)
{
	void *again = NULL;
	bool is = unpack(bodies, packed, n, &again) == len && memcmp(again, bytes, len) == 0;

	sqlite3_free(again);
	return is;
}

static void call_packed(sqlite3_context *context, int argc, sqlite3_value **argv)
{
	struct ks_bodies *bodies = sqlite3_user_data(context);
	const void *bytes = sqlite3_value_blob(argv[0]);
	size_t len = (size_t)sqlite3_value_bytes(argv[0]), bound = ZSTD_compressBound(len), n;
	const struct dictionary *dictionary =
		bytes && len >= SHORTEST && !ks_body_is_packed(bytes, len) ? newest(bodies) : NULL;
	void *out = dictionary ? sqlite3_malloc64(bound) : NULL;

	(void)argc;
	if (out) {
		n = ZSTD_compress_usingCDict(bodies->packer, out, bound, bytes, len,
					     dictionary->pack);
		if (!ZSTD_isError(n) && n < len && comes_back(bodies, out, n, bytes, len)) {
			sqlite3_result_blob64(context, out, n, sqlite3_free);
			return;
		}
		sqlite3_free(out);
	}
	sqlite3_result_value(context, argv[0]);
}

enum ks_rc ks_body_attach(struct sqlite3 *db, struct ks_bodies **out)
{
	const int flags = SQLITE_UTF8 | SQLITE_INNOCUOUS;
	struct ks_bodies *bodies = ks_alloc_zero(1, sizeof(*bodies));

	bodies->db = db;
	bodies->packer = ZSTD_createCCtx();
	bodies->unpacker = ZSTD_createDCtx();
	/* SQLite frees it with the connection, or at once when it refuses. */
	if (sqlite3_create_function_v2(db, "body", 1, flags | SQLITE_DETERMINISTIC, bodies,
				       call_body, NULL, NULL, finish) != SQLITE_OK)
		return KS_IO;
	*out = bodies;
	return sqlite3_create_function_v2(db, "packed", 1, flags, bodies, call_packed, NULL, NULL,
					  NULL) == SQLITE_OK
		       ? KS_OK
		       : KS_IO;
}
