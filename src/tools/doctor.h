/* SPDX-License-Identifier: Apache-2.0 */
/* What `kenshu doctor` finds: one line a matter, with what to do. Private to src/tools. */
#ifndef KS_TOOLS_DOCTOR_H
#define KS_TOOLS_DOCTOR_H

#include <stdint.h>

#include "base/rc.h"

enum ks_doctor_mark {
	KS_DOCTOR_GOOD, /* ○ */
	KS_DOCTOR_CARE, /* △ it works, and somebody should look */
	KS_DOCTOR_BAD,  /* × it does not, or will not for long */
	KS_DOCTOR_NONE, /* － nothing of the kind here, and none is needed */
	KS_DOCTOR_N_MARKS,
};

struct ks_finding {
	const char *id;    /* "clock": for scripts, stays */
	const char *title; /* 時計 */
	enum ks_doctor_mark mark;
	char *seen;       /* what was found; owned */
	const char *todo; /* what to do; NULL with ○ and － */
};

struct ks_doctor {
	struct ks_finding findings[32];
	size_t n;
};

/* What is looked at; NULL: not there, its matters are －. */
struct ks_doctor_case {
	const char *root; /* before /sys, /proc, /run and the fonts; "" but in tests */
	const char *state;
	const char *endpoint, *ca_file;
	const char *backup; /* where `kenshu backup` writes to */
	int64_t now_ms;
};

/** ks_doctor_add() - one more finding; @format says what was seen. */
void ks_doctor_add(struct ks_doctor *doctor, const char *id, const char *title,
		   enum ks_doctor_mark mark, const char *todo, const char *format, ...)
	__attribute__((format(printf, 6, 7)));
/** ks_doctor_finish() - frees what was seen. */
void ks_doctor_finish(struct ks_doctor *doctor);

/** ks_doctor_machine() - fonts, display, touch, reader, and power of the clock: what the machine is made of. */
void ks_doctor_machine(struct ks_doctor *doctor, const struct ks_doctor_case *at);
/** ks_doctor_disk() - room and encryption under the state folder. */
void ks_doctor_disk(struct ks_doctor *doctor, const struct ks_doctor_case *at);
/** ks_doctor_record() - is the record whole, what waits, how old is the newest backup. */
void ks_doctor_record(struct ks_doctor *doctor, const struct ks_doctor_case *at);
/** ks_doctor_network() - does the centre answer, by its certificate, and at what time; then this clock. */
void ks_doctor_network(struct ks_doctor *doctor, const struct ks_doctor_case *at);

#endif
