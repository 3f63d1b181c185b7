/* SPDX-License-Identifier: Apache-2.0 */
#include "base/tar.h"

#include <stdio.h>
#include <string.h>

/*
 * A published revision has to be readable when nobody remembers this program, so its container is the oldest
 * one there is. Reading takes only what writing makes: whatever else a tar may hold has no business here.
 */

#define BLOCK 512

struct header {
	char name[100], mode[8], uid[8], gid[8], size[12], mtime[12], sum[8], type, link[100];
	char magic[6], version[2], user[32], group[32], major[8], minor[8], prefix[155], rest[12];
};
_Static_assert(sizeof(struct header) == BLOCK, "a ustar header is one block");

/* With the sum's own field taken for blanks. */
static unsigned sum_of(const struct header *header)
{
	struct header copy = *header;
	const unsigned char *bytes = (const unsigned char *)&copy;
	unsigned sum = 0;

	memset(copy.sum, ' ', sizeof(copy.sum));
	for (size_t i = 0; i < BLOCK; i++)
		sum += bytes[i];
	return sum;
}

static bool put_name(struct header *header, const char *name)
{
	size_t len = strlen(name), split = 0;

	if (len <= sizeof(header->name)) {
		memcpy(header->name, name, len);
		return len > 0;
	}
	/* the first '/' that leaves a name short enough behind it */
	for (size_t i = 1; name[i] && split == 0; i++)
		if (name[i] == '/' && len - i - 1 <= sizeof(header->name))
			split = i;
	if (split == 0 || split > sizeof(header->prefix) || split + 1 == len)
		return false;
	memcpy(header->prefix, name, split);
	memcpy(header->name, name + split + 1, len - split - 1);
	return true;
}

static void pad(struct ks_buf *out, size_t len)
{
	static const char zeros[BLOCK];

	if (len % BLOCK != 0)
		ks_buf_append(out, zeros, BLOCK - len % BLOCK);
}

static bool make_header(const char *name, size_t len, struct header *out)
{
	*out = (struct header){.mode = "0000644",
			       .uid = "0000000",
			       .gid = "0000000",
			       .mtime = "00000000000",
			       .type = '0',
			       .major = "0000000",
			       .minor = "0000000"};
	if (!put_name(out, name) || len > 077777777777)
		return false;
	memcpy(out->magic, "ustar", sizeof(out->magic));
	memcpy(out->version, "00", sizeof(out->version));
	(void)snprintf(out->size, sizeof(out->size), "%011zo", len);
	(void)snprintf(out->sum, sizeof(out->sum), "%06o", sum_of(out) & 0777777);
	out->sum[7] = ' ';
	return true;
}

bool ks_tar_put(struct ks_buf *out, const char *name, const void *data, size_t len)
{
	struct header header;

	if (!make_header(name, len, &header))
		return false;
	ks_buf_append(out, &header, sizeof(header));
	ks_buf_append(out, data, len);
	pad(out, len);
	return true;
}

void ks_tar_end(struct ks_buf *out)
{
	static const char zeros[2 * BLOCK];

	ks_buf_append(out, zeros, sizeof(zeros));
}

struct ks_tar ks_tar_begin(const void *bytes, size_t len)
{
	return (struct ks_tar){bytes, (const char *)bytes + len};
}

/* Octal digits up to a NUL or blank. */
static bool read_octal(const char *field, size_t len, size_t *out)
{
	size_t i = 0;

	for (*out = 0; i < len && field[i] >= '0' && field[i] <= '7'; i++)
		*out = *out * 8 + (size_t)(field[i] - '0');
	return i > 0 && (i == len || field[i] == '\0' || field[i] == ' ');
}

static bool is_zero(const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (bytes[i] != 0)
			return false;
	return true;
}

static void read_name(const struct header *header, char out[KS_TAR_NAME_MAX])
{
	size_t n_prefix = strnlen(header->prefix, sizeof(header->prefix));
	size_t n_name = strnlen(header->name, sizeof(header->name));

	memcpy(out, header->prefix, n_prefix);
	if (n_prefix > 0)
		out[n_prefix++] = '/';
	memcpy(out + n_prefix, header->name, n_name);
	out[n_prefix + n_name] = '\0';
}

/* Byte for byte what make_header() makes of its own name and length: no field may be anything else. */
static bool read_header(const struct header *header, struct ks_tar_file *out)
{
	struct header made;

	if (!read_octal(header->size, sizeof(header->size), &out->len))
		return false;
	read_name(header, out->name);
	return make_header(out->name, out->len, &made) && memcmp(&made, header, sizeof(made)) == 0;
}

enum ks_rc ks_tar_next(struct ks_tar *tar, struct ks_tar_file *out)
{
	struct header header;
	size_t left = (size_t)(tar->end - tar->at), padded;

	if (left < 2 * BLOCK)
		return KS_DAMAGED;
	memcpy(&header, tar->at, sizeof(header));
	if (is_zero(tar->at, 2 * BLOCK))
		return is_zero(tar->at, left) ? KS_NOT_FOUND : KS_DAMAGED;
	if (!read_header(&header, out))
		return KS_DAMAGED;
	left -= BLOCK;
	padded = (out->len + BLOCK - 1) / BLOCK * BLOCK;
	if (padded > left || !is_zero(tar->at + BLOCK + out->len, padded - out->len))
		return KS_DAMAGED;
	out->data = tar->at + BLOCK;
	tar->at += BLOCK + padded;
	return KS_OK;
}
