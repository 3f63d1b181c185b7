/* SPDX-License-Identifier: Apache-2.0 */
/* What `kenshu doctor` finds: one line a matter, with what to do. Private to src/tools. */
#ifndef KS_TOOLS_DOCTOR_H
#define KS_TOOLS_DOCTOR_H

#include <stdint.h>

#include "base/machine.h"
#include "base/rc.h"

/* What is looked at; NULL: not there, its matters are －. */
struct ks_doctor_case {
	const char *root; /* before /sys, /proc, /run and the fonts; "" but in tests */
	const char *state;
	const char *endpoint, *ca_file, *proxy;
	const char *backup; /* where `kenshu backup` writes to */
	int64_t now_ms;
};

/** ks_doctor_record() - is the record whole, what waits, how old is the newest backup. */
void ks_doctor_record(struct ks_doctor *doctor, const struct ks_doctor_case *at);
/** ks_doctor_network() - does the centre answer, by its certificate, and at what time; then this clock. */
void ks_doctor_network(struct ks_doctor *doctor, const struct ks_doctor_case *at);

#endif
