/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How each kiosk's machine is, as it told last: the lines of its doctor (base/machine.h), kept beside the accounts. They say
 * nothing of a person, and count for nothing: a help for whoever looks after the fleet.
 */
#ifndef KS_LRS_CONDITION_H
#define KS_LRS_CONDITION_H

#include <stdint.h>

#include "base/machine.h"
#include "base/mem.h"
#include "lrs/centre.h"

#define KS_CONDITION_BYTES_MAX ((size_t)16 << 10)

/** ks_condition_keep() - @json: what ks_doctor_put_json() writes; KS_INVALID: it is not, or is too much. KS_FULL, KS_IO. */
KS_MUST_USE enum ks_rc ks_condition_keep(struct ks_centre *centre, const char *kiosk,
					 const char *json, size_t len);
/**
 * ks_condition_read() - what was kept of @kiosk
 * @out: ks_doctor_finish(); what its texts point to is @arena's. @told_ms: when.
 * Return: KS_OK; KS_NOT_FOUND: it never told any; as ks_store_get().
 */
KS_MUST_USE enum ks_rc ks_condition_read(struct ks_store *store, const char *kiosk,
					 struct ks_arena *arena, struct ks_doctor *out,
					 int64_t *told_ms);

#endif
