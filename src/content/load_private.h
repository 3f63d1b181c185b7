/* SPDX-License-Identifier: Apache-2.0 */
/* Loading for those who take only part of a folder, or all of it with its faults. Private to src/content. */
#ifndef KS_CONTENT_LOAD_PRIVATE_H
#define KS_CONTENT_LOAD_PRIVATE_H

#include "content/content.h"

/** ks_load_all() - ks_content_load(); @keep_faulty: lessons with an error too, so that all can be told at once */
KS_MUST_USE enum ks_rc ks_load_all(const char *path, bool keep_faulty, struct ks_content *out,
				   struct ks_diags *diags);
/** ks_load_policy() - content->policy from the newest of policy/. */
void ks_load_policy(struct ks_content *content, struct ks_diags *diags);

#endif
