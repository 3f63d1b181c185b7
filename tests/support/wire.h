/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Between a sender (sync/http.h) and a centre of this process: what collector/server.c does with a request, without a socket,
 * and with losses on the way. For simulations.
 */
#ifndef KS_TESTS_SUPPORT_WIRE_H
#define KS_TESTS_SUPPORT_WIRE_H

#include "base/id.h"
#include "lrs/centre.h"
#include "sync/http.h"

/* The end at a centre; what is planted there is a fault that a harness must find. */
struct wire_end {
	struct ks_centre *centre;
	bool is_out; /* nobody answers */
	bool drops;  /* one batch, the 3rd, is answered as taken and is not */
	bool forges; /* once a statement is there that nobody sent */
	bool is_deaf; /* it forgets to say how much it has (X-Kenshu-Have): a restored one is never filled up again */
	size_t n_posts, n_requests_lost, n_answers_lost, n_out;
};
struct wire {
	struct wire_end *end;
	struct ks_shuffle *chance;
	unsigned loss_percent; /* of requests, and of answers to what arrived */
};
/** wire_http() - to send by; @wire must outlive it. */
struct ks_http wire_http(struct wire *wire);

#endif
