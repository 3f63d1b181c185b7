/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/framing.h"

#include <microhttpd.h>
#include <string.h>
#include <strings.h>

/*
 * A proxy before us and the library below us may each take another of two lengths, and then what one of them thinks is
 * a body is a request to the other. And a path that ends at %00 is another path to whoever goes by C strings.
 */

struct told {
	int n_lengths, n_codings;
	const char *length, *coding;
};

static enum MHD_Result look(void *context, enum MHD_ValueKind kind, const char *name,
			    const char *value)
{
	struct told *told = context;

	(void)kind;
	if (strcasecmp(name, "Content-Length") == 0) {
		told->n_lengths++;
		told->length = value;
	} else if (strcasecmp(name, "Transfer-Encoding") == 0) {
		told->n_codings++;
		told->coding = value;
	}
	return MHD_YES;
}

const char *ks_framing_fault(struct MHD_Connection *connection)
{
	struct told told = {0};

	MHD_get_connection_values(connection, MHD_HEADER_KIND, look, &told);
	if (told.n_lengths > 1 || told.n_codings > 1)
		return "the length of the body is told twice";
	if (told.n_lengths && told.n_codings)
		return "Content-Length and Transfer-Encoding exclude each other";
	if (told.length && (!told.length[0] || told.length[strspn(told.length, "0123456789")]))
		return "Content-Length is not a number";
	if (told.coding && strcasecmp(told.coding, "chunked") != 0)
		return "only Transfer-Encoding: chunked is understood";
	return NULL;
}

static int digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *at = c ? strchr(digits, c >= 'A' && c <= 'F' ? c - 'A' + 'a' : c) : NULL;

	return at ? (int)(at - digits) : -1;
}

size_t ks_framing_unescape(void *context, struct MHD_Connection *connection, char *text)
{
	char *to = text;

	(void)context;
	(void)connection;
	for (const char *at = text; *at;) {
		int high = *at == '%' ? digit(at[1]) : -1, low = high >= 0 ? digit(at[2]) : -1;

		if (low >= 0 && high + low > 0) {
			*to++ = (char)(high * 16 + low);
			at += 3;
		} else {
			*to++ = *at++;
		}
	}
	*to = '\0';
	return (size_t)(to - text);
}
