/* SPDX-License-Identifier: Apache-2.0 */
/* What a body fills in once, from organisation.yaml. Private to src/content. */
#ifndef KS_CONTENT_ORGANISATION_READ_H
#define KS_CONTENT_ORGANISATION_READ_H

#include "content/content.h"

/** ks_organisation_read() - organisation.yaml; what is missing stays "". */
void ks_organisation_read(struct ks_content *content, struct ks_diags *diags);

#endif
