/* SPDX-License-Identifier: Apache-2.0 */
/* Files that belong to statements: in with multipart/mixed, kept once under their SHA-2, out the same way. */
#ifndef KS_LRS_ATTACHMENT_H
#define KS_LRS_ATTACHMENT_H

#include <jansson.h>

#include "lrs/http.h"
#include "lrs/multipart.h"

struct ks_sha2s {
	struct ks_sha2 {
		char *sha2, *type;
	} * items;
	size_t n, capacity;
};
void ks_sha2s_finish(struct ks_sha2s *list);

/** ks_attachment_list() - add what a statement (and its SubStatement) has attached, each once. */
void ks_attachment_list(const char *bytes, size_t len, struct ks_sha2s *list);
/** ks_attachment_reply() - multipart/mixed: @json, then those of @list that are kept here. */
void ks_attachment_reply(struct ks_centre *centre, const struct ks_buf *json,
			 const struct ks_sha2s *list, struct ks_reply *reply);

/**
 * ks_attachment_match() - every part but the first belongs to an attachment of a statement, and every attachment without
 * fileUrl has its part
 * @statements: the bytes of each. Return: KS_OK, KS_INVALID with @why.
 */
KS_MUST_USE enum ks_rc ks_attachment_match(const struct ks_multipart *multipart,
					   const char *const *bytes, const size_t *lens, size_t n,
					   const char **why);
/** ks_attachment_keep() - the parts behind the first. */
KS_MUST_USE enum ks_rc ks_attachment_keep(struct ks_centre *centre,
					  const struct ks_multipart *multipart);

#endif
