/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `{contact:security}` in pages, cases and questions: the telephone of organisation.yaml, so that no text tells a number
 * of another body. Filled in when the content is loaded: what is shown, recorded and read aloud is the filled text, and
 * organisation.yaml is part of the content's digest, so another number is another digest. Private to src/content.
 */
#ifndef KS_CONTENT_CONTACTS_H
#define KS_CONTENT_CONTACTS_H

#include "content/content.h"

/** ks_contacts_fill() - the telephone of the first contact of that kind into every text of lessons and pools. */
void ks_contacts_fill(struct ks_content *content);
/** ks_contacts_check() - marks nobody is written down for, and telephones written out in a text. */
void ks_contacts_check(const struct ks_content *content, struct ks_diags *diags);

#endif
