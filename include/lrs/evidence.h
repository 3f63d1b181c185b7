/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The raw record for an auditor: each statement's very bytes with their place in the chain, the signed heads, the access
 * log. One JSON object a line, so that it can be checked by anybody's program, and by lrs/evidence_check.c.
 */
#ifndef KS_LRS_EVIDENCE_H
#define KS_LRS_EVIDENCE_H

#include "base/buf.h"
#include "record/store.h"

/** ks_evidence_statements() - append {"kiosk","seq","hash","statement"} of all that were received, by kiosk, then number. */
KS_MUST_USE enum ks_rc ks_evidence_statements(struct ks_store *store, struct ks_buf *out);
/** ks_evidence_heads() - append {"kiosk","seq","hash","key","signature"} of each account's last signed head. */
KS_MUST_USE enum ks_rc ks_evidence_heads(struct ks_store *store, struct ks_buf *out);
/** ks_evidence_access() - append {"n","hash","entry"} of the whole access log. */
KS_MUST_USE enum ks_rc ks_evidence_access(struct ks_store *store, struct ks_buf *out);
/** ks_evidence_questions() - append {"nendo","lesson","question","revision","definition"}: each question as it was asked in @nendo. */
KS_MUST_USE enum ks_rc ks_evidence_questions(struct ks_store *store, int nendo, struct ks_buf *out);

/* What a check of these lines found. */
struct ks_evidence_finding {
	char where[96];   /* "k-01 12" */
	const char *word; /* Japanese, a literal */
};
struct ks_evidence_check {
	int64_t n_statements, n_access, n_heads;
	struct ks_evidence_finding findings[20];
	size_t n_findings; /* may be more than are kept */
};
/**
 * ks_evidence_verify() - hashes, chains and signatures of what the four calls above wrote; nothing else is needed
 * Return: KS_OK, with findings or without; KS_INVALID: a line cannot be read (it is a finding too).
 */
KS_MUST_USE enum ks_rc ks_evidence_verify(const char *statements, const char *heads,
					  const char *access, struct ks_evidence_check *out);

#endif
