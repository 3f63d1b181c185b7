/* SPDX-License-Identifier: Apache-2.0 */
/* What tests of the centre start from: an empty centre, kiosks that chain their statements, a small HTTP client. */
#ifndef KS_TESTS_SUPPORT_CENTRE_SAMPLE_H
#define KS_TESTS_SUPPORT_CENTRE_SAMPLE_H

#include "base/buf.h"
#include "base/clock.h"
#include "base/id.h"
#include "lrs/centre.h"
#include "record/ledger.h"

struct ks_sample_centre {
	char *folder;
	struct ks_clock clock;
	struct ks_store *store;
	struct ks_centre *centre;
};
void ks_sample_centre_init(struct ks_sample_centre *sample);
void ks_sample_centre_finish(struct ks_sample_centre *sample);
/** ks_sample_setup(), ks_sample_teardown() - for cmocka: *state is a struct ks_sample_centre that knows kiosk k-01; _empty: none. */
int ks_sample_setup_empty(void **state);
int ks_sample_setup(void **state);
int ks_sample_teardown(void **state);

/* A machine with a folder, and so with a key. */
struct ks_sample_machine {
	char *folder;
	struct ks_store *store;
};
struct ks_sample_machine ks_sample_machine(void);
void ks_sample_machine_finish(struct ks_sample_machine *machine);

/* A kiosk's pen: what it writes is chained. */
struct ks_sample_kiosk {
	char name[32];
	int64_t seq;
	char prev[KS_HASH_HEX];
	char last_id[KS_UUID_TEXT];
};
struct ks_sample_kiosk ks_sample_kiosk(const char *name);
/** ks_sample_write() - a statement about @path below the base ("course/annual/m1", "session/2026-11-24-1"); @staff may be a pseudonym; malloc'd. */
char *ks_sample_write(struct ks_sample_kiosk *kiosk, const char *staff, const char *verb,
		      const char *path, int64_t wall_ms, const char *clock);
/** ks_sample_head() - where its record ends, signed with its key, which is made of its name; ks_head_finish(). */
struct ks_head ks_sample_head(const struct ks_sample_kiosk *kiosk);
/** ks_sample_sign() - deliver that head, after registering the kiosk if need be. */
void ks_sample_sign(struct ks_sample_centre *sample, const struct ks_sample_kiosk *kiosk);
/** ks_sample_ingest() - write, take it in and sign it; fails the test when that does. */
void ks_sample_ingest(struct ks_sample_centre *sample, struct ks_sample_kiosk *kiosk,
		      const char *staff, const char *verb, const char *path);

/** ks_sample_ingest_told() - the same with a result and an extension of the context: JSON members, "" for none. */
void ks_sample_ingest_told(struct ks_sample_centre *sample, struct ks_sample_kiosk *kiosk,
			   const char *staff, const char *verb, const char *path,
			   const char *result, const char *extension);
/** ks_sample_ingest_as() - ks_sample_ingest() of a statement with that id. */
void ks_sample_ingest_as(struct ks_sample_centre *sample, struct ks_sample_kiosk *kiosk,
			 const char *id, const char *staff, const char *verb, const char *path);
/** ks_sample_ingest_shown() - 000001's answer to a question as it was shown: JSON members of its definition and of the result. */
void ks_sample_ingest_shown(struct ks_sample_centre *sample, struct ks_sample_kiosk *kiosk,
			    const char *path, const char *revision, const char *definition,
			    const char *result);
/** ks_sample_ingest_answer() - the same for 000001's answer to a question (".../quiz/m1-q01"); its title is 「m1-q01 の題」. */
void ks_sample_ingest_answer(struct ks_sample_centre *sample, struct ks_sample_kiosk *kiosk,
			     const char *path, const char *revision, bool is_right);
/** ks_sample_n_faults() - how much of what is there does not verify. */
size_t ks_sample_n_faults(struct ks_store *store);
/** ks_sample_import() - HR's list as @store's roster; fails the test when it has a mistake. */
void ks_sample_import(struct ks_store *store, const char *csv);
/** ks_sample_agree() - the same for an acknowledgement of the policy with @sha256. */
void ks_sample_agree(struct ks_sample_centre *sample, struct ks_sample_kiosk *kiosk,
		     const char *staff, const char *plan, const char *sha256);

/**
 * ks_sample_http() - one exchange with 127.0.0.1:@port
 * @headers: whole lines with CRLF, "" for none. Return: the status, 0 when the connection was cut.
 */
int ks_sample_http(int port, const char *method, const char *path, const char *headers,
		   const char *body, struct ks_buf *answer);
/** ks_sample_connect() - a socket for what no proper client does. */
int ks_sample_connect(int port);
/** ks_sample_body() - what stands behind the head of an answer. */
const char *ks_sample_body(const struct ks_buf *answer);
/** ks_sample_basic() - "Authorization: Basic …\r\n", malloc'd. */
char *ks_sample_basic(const char *user, const char *secret);

#endif
