/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How a machine is: findings, one line a matter, each with what to do (Japanese). What the kernel alone can tell is found
 * here; whoever has more to look at (`kenshu doctor`, the kiosk) adds to the same list.
 */
#ifndef KS_BASE_MACHINE_H
#define KS_BASE_MACHINE_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

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

/** ks_doctor_sign() - "○", for people. */
const char *ks_doctor_sign(enum ks_doctor_mark mark);
/** ks_doctor_word() - "good", for programs. */
const char *ks_doctor_word(enum ks_doctor_mark mark);
/** ks_doctor_find() - of such a word; KS_DOCTOR_N_MARKS for another one. */
enum ks_doctor_mark ks_doctor_find(const char *word);

/** ks_doctor_add() - one more finding; @format says what was seen. Further ones than there is room for are dropped. */
void ks_doctor_add(struct ks_doctor *doctor, const char *id, const char *title,
		   enum ks_doctor_mark mark, const char *todo, const char *format, ...)
	KS_PRINTF(6, 7);
/** ks_doctor_finish() - frees what was seen. */
void ks_doctor_finish(struct ks_doctor *doctor);
/** ks_doctor_put_json() - `[{"id":…,"mark":"good","title":…,"seen":…,"todo":…},…]`, todo only where there is one. */
void ks_doctor_put_json(struct ks_buf *out, const struct ks_doctor *doctor);

/**
 * ks_machine_look() - fonts, display, touch and reader: what the machine is made of
 * @root: before /sys, /proc, /run and the fonts; "" but in tests
 */
void ks_machine_look(struct ks_doctor *doctor, const char *root);
/** ks_machine_look_at_kernel() - can programs give up what they do not need? */
void ks_machine_look_at_kernel(struct ks_doctor *doctor);
/** ks_machine_look_at_certificate() - the centre's, which ends at @end_ms (wall). */
void ks_machine_look_at_certificate(struct ks_doctor *doctor, int64_t end_ms, int64_t now_ms);
/** ks_machine_look_at_disk() - room and encryption under the folder @state. */
void ks_machine_look_at_disk(struct ks_doctor *doctor, const char *root, const char *state);

#endif
