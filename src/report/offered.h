/* SPDX-License-Identifier: Apache-2.0 */
/* Content that is at hand as a bundle in memory. Private to src/report. */
#ifndef KS_REPORT_OFFERED_H
#define KS_REPORT_OFFERED_H

#include "content/content.h"

/** ks_report_unpack() - a lesson with a fault is left out, as it is on the glass. KS_IO, KS_DAMAGED; @out to be finished in any case. */
KS_MUST_USE enum ks_rc ks_report_unpack(const char *bytes, size_t len, struct ks_content *out);

#endif
