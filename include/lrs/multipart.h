/* SPDX-License-Identifier: Apache-2.0 */
/* A body of several parts (RFC 2046): what an LRS client sends with attachments, and a browser with a file. */
#ifndef KS_LRS_MULTIPART_H
#define KS_LRS_MULTIPART_H

#include "lrs/http.h"

struct ks_part {
	const char *bytes;
	size_t len;
	const char *type, *encoding, *hash, *disposition; /* headers; NULL when absent */
};
struct ks_multipart {
	struct ks_part *parts; /* point into the body and into `heads` */
	size_t n, capacity;
	char **heads;
	size_t n_heads, heads_capacity;
};
/**
 * ks_multipart_split() - the parts of @request's body, which must outlive them
 * @why: English, literal. Return: KS_OK; KS_INVALID. @out must be finished in any case.
 */
KS_MUST_USE enum ks_rc ks_multipart_split(const struct ks_request *request,
					  struct ks_multipart *out, const char **why);
/** ks_multipart_finish() - frees the heads; there are no parts afterwards. */
void ks_multipart_finish(struct ks_multipart *multipart);
/**
 * ks_part_word() - a parameter of the part's Content-Disposition: name="…", filename="…"
 * Return: malloc'd, "" when it is quoted empty; NULL without one.
 */
char *ks_part_word(const struct ks_part *part, const char *name);

#endif
