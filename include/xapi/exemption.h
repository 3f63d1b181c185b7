/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What HR says of a person as a statement: an absence, an exemption, a lesson taken elsewhere, and what ends or withdraws
 * one of these. Corrected by statements, never edited. Made at the centre.
 */
#ifndef KS_XAPI_EXEMPTION_H
#define KS_XAPI_EXEMPTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/rc.h"
#include "course/exemption.h"
#include "xapi/statement.h"

/* Everything is borrowed. */
struct ks_exemption_fact {
	const char *iri_base;
	const char *staff;        /* whose records */
	struct ks_exemption what; /* as it holds from this statement on */
	const char *by, *approver; /* 職員番号 whose records are: who entered it, who approved it */
	const char *refers;        /* id of the statement this one corrects; "" for a first one */
	bool is_withdrawn; /* with `refers`: it was never so (adl voided); else it ends on what.to */
};

/** ks_exemption_build() - append the statement's bytes (compact JSON, fixed member order) to @out. */
void ks_exemption_build(const struct ks_exemption_fact *fact, const struct ks_stamp *stamp,
			struct ks_buf *out);
/**
 * ks_exemption_read() - the way back
 * @id: receives the statement's own id; @wall_ms its time. Texts of @out are @arena's.
 * Return: KS_OK; KS_INVALID when it is none or its kind is not known.
 */
KS_MUST_USE enum ks_rc ks_exemption_read(const char *bytes, size_t len, struct ks_arena *arena,
					 struct ks_exemption_fact *out, char id[KS_UUID_TEXT],
					 int64_t *wall_ms);

#endif
