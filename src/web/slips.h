/* SPDX-License-Identifier: Apache-2.0 */
/* Codes of a list that was taken: printed for those who get them, while the file is still kept (upload.c). */
#ifndef KS_WEB_SLIPS_H
#define KS_WEB_SLIPS_H

#include "web/import.h"

/** ks_slips_are_wanted() - the box was ticked: 初期暗証番号 are codes, each good for choosing an own one. */
bool ks_slips_are_wanted(const struct ks_call *call);
/** ks_slips_put_box() - the box, within the form that takes the list. */
void ks_slips_put_box(struct ks_call *call);
/** ks_slips_page() - the list is taken; @put_chosen puts into the form how its columns are read. */
void ks_slips_page(struct ks_call *call, void (*put_chosen)(struct ks_call *call));
/** ks_slips_send() - the sheets as PDF, logged with the reason, or a page that says why not. */
void ks_slips_send(struct ks_import *import);

#endif
