/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A model LRS that loses, delays and repeats as its seed says, and the checker's count of what that did to
 * the records. All of it is memory and one generator: the same seed is the same history.
 */
#ifndef KS_TESTS_SYNC_MODEL_H
#define KS_TESTS_SYNC_MODEL_H

#include "base/id.h"
#include "sync/http.h"

/* What a wrong kiosk would do; a checker that does not notice proves nothing. */
enum ks_mutant {
	KS_MUTANT_NONE,
	KS_MUTANT_ACK_BEFORE_ANSWER,
	KS_MUTANT_DROP_ON_4XX,
	KS_MUTANT_NEW_ID_ON_RETRY,
	KS_MUTANT_TRUST_ANY_200,
	KS_MUTANT_TRUST_JSON_200, /* a gateway's {"error":…} is delivery */
	KS_MUTANT_TRUST_ANY_4XX,  /* a gateway's 400 sets aside */
};

struct ks_model_row {
	char id[KS_UUID_TEXT]; /* "" not there */
	uint8_t hash[KS_HASH_BYTES];
	int n_copies; /* different ids for one sequence number */
};

struct ks_model {
	struct ks_shuffle random;
	int fault_percent;
	bool is_headerless; /* never names a version; set before the first history */
	bool is_strict;     /* says 409 also of an identical statement, as some do */
	enum ks_mutant mutant;
	struct ks_model_row *rows; /* by sequence number */
	size_t n_rows;
	int64_t newest_seq;  /* of those stored */
	size_t n_disordered; /* first arrivals behind a later one */
	size_t n_unexpected; /* not parts of any statement at all */
	size_t n_requests, n_faults;
	char **bytes; /* by sequence number: what GET gives back */
};

/** ks_model_init() - @capacity: the highest sequence number it will meet. */
void ks_model_init(struct ks_model *model, size_t capacity);
void ks_model_finish(struct ks_model *model);
/** ks_model_begin() - another history: its seed decides how often and how things go wrong. */
void ks_model_begin(struct ks_model *model, uint64_t seed);
struct ks_http ks_model_http(struct ks_model *model);
/** ks_model_is_poison() - statements this LRS answers with 400, whatever happens. */
bool ks_model_is_poison(int64_t seq);

#endif
