/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "lrs/multipart.h"

/* Parts that are not nested, with the few headers that matter to xAPI and to a form. */

#define BOUNDARY_MAX 70
#define PARTS_MAX 200

/* boundary=x or boundary="x" of a Content-Type. */
static bool read_boundary(const char *type, char out[BOUNDARY_MAX + 5])
{
	const char *at = type ? strcasestr(type, "boundary=") : NULL;
	size_t len;

	if (!at)
		return false;
	at += strlen("boundary=");
	len = *at == '"' ? strcspn(++at, "\"") : strcspn(at, "; \t");
	if (len == 0 || len > BOUNDARY_MAX)
		return false;
	memcpy(out, "\r\n--", 4);
	memcpy(out + 4, at, len);
	out[4 + len] = '\0';
	return true;
}

/* @head: lines with CRLF, NUL-terminated, ours to cut up. */
static void read_head(char *head, struct ks_part *part)
{
	static const char *const names[] = {"Content-Type:", "Content-Transfer-Encoding:",
					    "X-Experience-API-Hash:", "Content-Disposition:"};
	const char **values[] = {&part->type, &part->encoding, &part->hash, &part->disposition};
	char *line;

	while ((line = strsep(&head, "\n"))) {
		line[strcspn(line, "\r")] = '\0';
		for (size_t i = 0; i < KS_COUNT(names); i++) {
			size_t len = strlen(names[i]);

			if (strncasecmp(line, names[i], len) == 0)
				*values[i] = line + len + strspn(line + len, " \t");
		}
	}
}

/* What stands between two boundaries: head, empty line, bytes. */
static bool add_part(struct ks_multipart *out, const char *from, size_t len)
{
	const char *gap =
		len >= 2 && memcmp(from, "\r\n", 2) == 0 ? from : memmem(from, len, "\r\n\r\n", 4);
	struct ks_part part = {0};
	size_t head_len, skip;

	if (!gap || out->n == PARTS_MAX)
		return false;
	head_len = (size_t)(gap - from);
	skip = head_len + (gap == from ? 2 : 4);
	ks_grow(&out->heads, out->n_heads, &out->heads_capacity);
	out->heads[out->n_heads++] = ks_strndup(from, head_len);
	read_head(out->heads[out->n_heads - 1], &part);
	part.bytes = from + skip;
	part.len = len - skip;
	ks_grow(&out->parts, out->n, &out->capacity);
	out->parts[out->n++] = part;
	return true;
}

enum ks_rc ks_multipart_split(const struct ks_request *request, struct ks_multipart *out,
			      const char **why)
{
	const char *at = request->body, *end = request->body + request->body_len;
	char boundary[BOUNDARY_MAX + 5];
	size_t len;

	*out = (struct ks_multipart){0};
	*why = "multipart/mixed needs a boundary";
	if (!read_boundary(ks_request_header(request, "Content-Type"), boundary))
		return KS_INVALID;
	*why = "the body is not multipart/mixed with the boundary of its head";
	len = strlen(boundary);
	if (request->body_len >= len - 2 && memcmp(at, boundary + 2, len - 2) == 0) {
		at += len - 2;
	} else {
		at = memmem(at, request->body_len, boundary, len);
		if (!at)
			return KS_INVALID;
		at += len;
	}
	while (end - at >= 2 && memcmp(at, "--", 2) != 0) {
		const char *next;

		at += strspn(at, " \t");
		if (end - at < 2 || memcmp(at, "\r\n", 2) != 0)
			return KS_INVALID;
		at += 2;
		next = memmem(at, (size_t)(end - at), boundary, len);
		if (!next || !add_part(out, at, (size_t)(next - at)))
			return KS_INVALID;
		at = next + len;
	}
	return end - at >= 2 && out->n > 0 ? KS_OK : KS_INVALID;
}

void ks_multipart_finish(struct ks_multipart *multipart)
{
	for (size_t i = 0; i < multipart->n_heads; i++)
		free(multipart->heads[i]);
	free(multipart->heads);
	free(multipart->parts);
	*multipart = (struct ks_multipart){0};
}

/* Browsers write a quote in a name as %22. */
char *ks_part_word(const struct ks_part *part, const char *name)
{
	char *mark = ks_format(" %s=\"", name);
	const char *at = part->disposition ? strstr(part->disposition, mark) : NULL;
	char *word = NULL;

	if (at) {
		at += strlen(mark);
		word = ks_strndup(at, strcspn(at, "\""));
	}
	free(mark);
	return word;
}
