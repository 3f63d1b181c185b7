/* SPDX-License-Identifier: Apache-2.0 */
#include "base/decode.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"

/*
 * Nobody who exports a list can say which encoding it has, so it is found out here, strictly: a file that is none of
 * them is refused with the line, and never read as something near. Each encoding is tried over the whole file before
 * any of it is handed on; a piece ends behind a line, and in none of them is a line end part of another character.
 */

#define PIECE_BYTES ((size_t)64 << 10)

static const char bom[] = "\xEF\xBB\xBF";

/* ---- where the bytes are ---- */

struct ks_bytes ks_bytes_of(const char *memory, size_t len)
{
	return (struct ks_bytes){.fd = -1, .memory = memory, .len = len};
}

enum ks_rc ks_bytes_from(int fd, size_t ceiling, struct ks_bytes *out)
{
	struct stat st;

	*out = (struct ks_bytes){.fd = fd};
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		return KS_IO;
	if ((uintmax_t)st.st_size > ceiling)
		return KS_FULL;
	out->len = (size_t)st.st_size;
	return KS_OK;
}

enum ks_rc ks_bytes_open(const char *path, size_t ceiling, struct ks_bytes *out)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	enum ks_rc rc;

	*out = (struct ks_bytes){.fd = fd};
	if (fd < 0)
		return errno == ENOENT ? KS_NOT_FOUND : KS_IO;
	rc = ks_bytes_from(fd, ceiling, out);
	if (rc != KS_OK) {
		close(fd);
		out->fd = -1;
	}
	return rc;
}

/* Return: how many there were from @at on, at most @want; fewer where the file became shorter. */
static size_t bytes_at(const struct ks_bytes *bytes, size_t at, char *out, size_t want)
{
	size_t n = 0;

	if (want > bytes->len - at)
		want = bytes->len - at;
	if (bytes->memory) {
		memcpy(out, bytes->memory + at, want);
		return want;
	}
	while (n < want) {
		ssize_t got = pread(bytes->fd, out + n, want - n, (off_t)(at + n));

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		n += (size_t)got;
	}
	return n;
}

/* ---- one encoding ---- */

enum coding { UTF_8, CP932, UTF_16_LITTLE, UTF_16_BIG };

/* The file in one encoding, from its head: what is read ahead, and what is known so far. */
struct attempt {
	const struct ks_bytes *bytes;
	enum coding coding;
	char *ahead;
	size_t n_ahead, capacity;
	size_t at;           /* of the first byte read ahead */
	int line;            /* where that is */
	bool is_end, is_cut; /* all is read; not all could be */
	size_t bad_at;       /* where it is not in this encoding */
	int bad_line;
	bool has_line, has_separator;
};

static bool is_wide(enum coding coding)
{
	return coding == UTF_16_LITTLE || coding == UTF_16_BIG;
}

static uint32_t unit_at(const char *text, size_t at, enum coding coding)
{
	const unsigned char *bytes = (const unsigned char *)text;

	if (!is_wide(coding))
		return bytes[at];
	return coding == UTF_16_BIG ? (uint32_t)bytes[at] << 8 | bytes[at + 1]
				    : (uint32_t)bytes[at + 1] << 8 | bytes[at];
}

/* Behind the last line feed, else behind the last CR that cannot be half of a CR LF; 0: no line ends in it. */
static size_t last_end(const struct attempt *a)
{
	size_t width = is_wide(a->coding) ? 2 : 1, cr = 0;

	for (size_t at = a->n_ahead / width * width; at >= width; at -= width) {
		uint32_t c = unit_at(a->ahead, at - width, a->coding);

		if (c == '\n')
			return at;
		if (c == '\r' && cr == 0 && at < a->n_ahead / width * width)
			cr = at;
	}
	return cr;
}

static void read_ahead(struct attempt *a)
{
	size_t want, n;

	if (a->n_ahead + PIECE_BYTES > a->capacity) {
		a->capacity = a->n_ahead + PIECE_BYTES;
		a->ahead = ks_realloc(a->ahead, a->capacity, 1);
	}
	want = a->bytes->len - a->at - a->n_ahead;
	if (want > PIECE_BYTES)
		want = PIECE_BYTES;
	n = bytes_at(a->bytes, a->at + a->n_ahead, a->ahead + a->n_ahead, want);
	a->is_cut |= n < want;
	a->n_ahead += n;
	a->is_end = a->is_cut || a->at + a->n_ahead == a->bytes->len;
}

/* Bytes of the next piece, which lies at the head of what is read ahead; 0 at the end. */
static size_t next_piece(struct attempt *a)
{
	size_t n = 0;

	while (!a->is_end && n == 0) {
		read_ahead(a);
		n = a->is_end ? 0 : last_end(a);
	}
	return n > 0 ? n : a->n_ahead;
}

static void drop_piece(struct attempt *a, size_t n)
{
	for (size_t i = 0; i < n; i++)
		a->line += a->ahead[i] == '\n';
	memmove(a->ahead, a->ahead + n, a->n_ahead - n);
	a->n_ahead -= n;
	a->at += n;
}

/* NULL when a surrogate stands alone, a NUL is in it, or a byte is left over. */
static char *from_utf16(const struct attempt *a, size_t len, size_t *bad_at)
{
	struct ks_buf out = {.ceiling = len * 2 + 1};
	bool is_good = len % 2 == 0;
	size_t at;

	for (at = 0; is_good && at < len; at += 2) {
		uint32_t c = unit_at(a->ahead, at, a->coding);
		char encoded[4];

		if (c >= 0xD800 && c < 0xDC00 && at + 4 <= len) {
			uint32_t low = unit_at(a->ahead, at + 2, a->coding);

			is_good = low >= 0xDC00 && low < 0xE000;
			c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
			at += 2;
		} else {
			is_good = c != 0 && (c < 0xD800 || c >= 0xE000);
		}
		if (is_good && (c != 0xFEFF || a->at + at > 2)) /* marks at the head are no text */
			ks_buf_append(&out, encoded, ks_utf8_put(encoded, c));
	}
	if (is_good)
		return out.data ? ks_buf_take(&out) : ks_strdup("");
	*bad_at = at;
	ks_buf_finish(&out);
	return NULL;
}

/* Programs that do not know of a mark put another one before it. */
static size_t marks(const struct attempt *a, size_t len)
{
	size_t skip = 0;

	while (a->at == 0 && len - skip >= 3 && memcmp(a->ahead + skip, bom, 3) == 0)
		skip += 3;
	return skip;
}

/* NULL when the first @len bytes ahead are not in this encoding. */
static char *decode(const struct attempt *a, size_t len, size_t *bad_at)
{
	const char *nul = is_wide(a->coding) ? NULL : memchr(a->ahead, '\0', len);
	size_t skip = marks(a, len);

	if (is_wide(a->coding))
		return from_utf16(a, len, bad_at);
	if (nul) {
		*bad_at = (size_t)(nul - a->ahead);
		return NULL;
	}
	if (a->coding == UTF_8)
		return ks_utf8_is_valid(a->ahead, len, bad_at)
			       ? ks_strndup(a->ahead + skip, len - skip)
			       : NULL;
	*bad_at = 0;
	return skip == 0 ? ks_cp932_to_utf8(a->ahead, len, bad_at) : NULL;
}

static void note_bad(struct attempt *a, size_t bad_at)
{
	a->bad_at = a->at + bad_at;
	a->bad_line = a->line;
	for (size_t i = 0; i < bad_at && i < a->n_ahead; i++)
		a->bad_line += a->ahead[i] == '\n';
}

/* The whole file; @take may be NULL: only whether it is in this encoding. */
static bool go_through(struct attempt *a, ks_decode_take *take, void *context)
{
	size_t n, bad_at = 0;
	bool is_good = true;

	a->line = 1;
	while (is_good && (n = next_piece(a)) > 0) {
		char *text = decode(a, n, &bad_at);

		is_good = text;
		if (text) {
			a->has_line = a->has_line || strpbrk(text, "\r\n");
			a->has_separator = a->has_separator || strpbrk(text, ",\t");
			if (take)
				take(context, text, strlen(text));
			drop_piece(a, n);
		} else {
			note_bad(a, bad_at);
		}
		free(text);
	}
	free(a->ahead);
	return is_good;
}

/* ---- which encoding ---- */

static bool is_in(const struct ks_bytes *bytes, enum coding coding, struct attempt *out)
{
	*out = (struct attempt){.bytes = bytes, .coding = coding};
	return go_through(out, NULL, NULL);
}

/* A NUL, which no 8-bit text has; without a mark the order of bytes is the one whose text has lines. */
static bool find_utf16(const struct ks_bytes *bytes, enum coding *coding)
{
	char head[2] = "";
	size_t n = bytes_at(bytes, 0, head, sizeof(head));
	bool is_little = n == 2 && memcmp(head, "\xFF\xFE", 2) == 0;
	bool is_big = n == 2 && memcmp(head, "\xFE\xFF", 2) == 0;
	struct attempt a;

	for (*coding = UTF_16_LITTLE; *coding <= UTF_16_BIG; (*coding)++) {
		if (*coding == UTF_16_LITTLE ? is_big : is_little)
			continue;
		if (is_in(bytes, *coding, &a) &&
		    (is_little || is_big || (a.has_line && a.has_separator)))
			return true;
	}
	return false;
}

static bool has_wide_mark(const struct ks_bytes *bytes)
{
	char head[2] = "";

	return bytes_at(bytes, 0, head, sizeof(head)) == 2 &&
	       (memcmp(head, "\xFF\xFE", 2) == 0 || memcmp(head, "\xFE\xFF", 2) == 0);
}

/* The line of the first NUL; 0: there is none. */
static int line_of_nul(const struct ks_bytes *bytes)
{
	char piece[4096];
	int line = 1;
	size_t n;

	for (size_t at = 0; at < bytes->len; at += n) {
		n = bytes_at(bytes, at, piece, sizeof(piece));
		for (size_t i = 0; i < n; i++) {
			if (piece[i] == '\0')
				return line;
			line += piece[i] == '\n';
		}
		if (n == 0)
			break;
	}
	return 0;
}

static void tell_no_text(const char *file, int line, struct ks_diags *diags)
{
	ks_diags_error(diags, file, line,
		       "文字でないデータがあります。Excel で「CSV UTF-8」として保存してください。");
}

static bool find_coding(const char *file, const struct ks_bytes *bytes, enum coding *coding,
			struct ks_diags *diags)
{
	struct attempt utf8, cp932;
	int nul;

	*coding = UTF_8;
	if (has_wide_mark(bytes)) {
		if (find_utf16(bytes, coding))
			return true;
		tell_no_text(file, 1, diags);
		return false;
	}
	if (is_in(bytes, UTF_8, &utf8))
		return true;
	*coding = CP932;
	if (is_in(bytes, CP932, &cp932))
		return true;
	nul = line_of_nul(bytes);
	if (nul > 0 && find_utf16(bytes, coding))
		return true;
	if (nul > 0) {
		tell_no_text(file, nul, diags);
		return false;
	}
	ks_diags_error(
		diags, file, utf8.bad_at > cp932.bad_at ? utf8.bad_line : cp932.bad_line,
		"文字コードが UTF-8 でも Shift_JIS（CP932）でも UTF-16 でもありません。Excel で「CSV UTF-8」として保存してください。");
	return false;
}

enum ks_rc ks_decode_each(const char *file, const struct ks_bytes *bytes, ks_decode_take *take,
			  void *context, struct ks_diags *diags)
{
	struct attempt a = {.bytes = bytes};

	if (!find_coding(file, bytes, &a.coding, diags))
		return KS_INVALID;
	/* Somebody else may write the file meanwhile. */
	return go_through(&a, take, context) && !a.is_cut ? KS_OK : KS_IO;
}

/* ---- in one piece ---- */

static void add(void *context, char *text, size_t len)
{
	ks_buf_append(context, text, len);
}

char *ks_decode_text(const char *file, const char *bytes, size_t len, size_t *out_len,
		     struct ks_diags *diags)
{
	struct ks_bytes from = ks_bytes_of(bytes, len);
	struct ks_buf out = {.ceiling = 3 * len + 1};

	*out_len = 0;
	if (ks_decode_each(file, &from, add, &out, diags) != KS_OK) {
		ks_buf_finish(&out);
		return NULL;
	}
	*out_len = out.len;
	return out.data ? ks_buf_take(&out) : ks_strdup("");
}
