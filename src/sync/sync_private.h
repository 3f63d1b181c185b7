/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The parts of delivery: core.c decides which job runs now, send.c delivers, fetch.c asks and tells the collector,
 * batch.c makes request bodies. All of it is called by one thread only.
 */
#ifndef KS_SYNC_SYNC_PRIVATE_H
#define KS_SYNC_SYNC_PRIVATE_H

#include "sync/sync.h"

/* A request holds at most so much (XAPI.md "Sending"). */
#define KS_SYNC_BATCH_MAX 50
#define KS_SYNC_BATCH_MAX_BYTES ((size_t)256 << 10)

/* Waiting: full jitter up to BASE × 2^failures, never above MAX. */
#define KS_SYNC_BACKOFF_MIN_MS 100
#define KS_SYNC_BACKOFF_BASE_MS 1000
#define KS_SYNC_BACKOFF_MAX_MS (15 * 60 * 1000)
#define KS_SYNC_RETRY_AFTER_MAX_MS (60 * 60 * 1000)
#define KS_SYNC_REFUSED_RETRY_MS (15 * 60 * 1000)
#define KS_SYNC_ROSTER_EVERY_MS (5 * 60 * 1000)
#define KS_SYNC_CONTENT_RETRY_MS (15 * 60 * 1000) /* there was no room for it */
#define KS_SYNC_FOREIGN_RETRY_MS (60 * 60 * 1000)
#define KS_SYNC_ABOUT_TRIES_MAX 5
/* What is quarantined is tried again after a day (looked for every hour), and where /about says something new. */
#define KS_SYNC_QUARANTINE_MS (INT64_C(24) * 60 * 60 * 1000)
#define KS_SYNC_TEND_EVERY_MS (INT64_C(60) * 60 * 1000)
#define KS_SYNC_ABOUT_EVERY_MS (INT64_C(6) * 60 * 60 * 1000)
/* So many 400 in a row without one success mean that the endpoint is wrong and not the statements. */
#define KS_SYNC_BAD_RUN_MAX 50

/* So many times a start is the delivery of statements forgotten, whatever a collector says. */
#define KS_SYNC_FORGET_MAX 8

/* In the order they are looked at; each waits on its own, so that none can starve another. */
enum ks_sync_job_id {
	KS_SYNC_JOB_PINS, /* before the list, which would bring what is older */
	KS_SYNC_JOB_ROSTER,
	KS_SYNC_JOB_PLAN,
	KS_SYNC_JOB_ABOUT,
	KS_SYNC_JOB_SETTLE, /* after a single 409: what does the endpoint have under that id? */
	KS_SYNC_JOB_SEND,
	KS_SYNC_JOB_CONDITION,
	KS_SYNC_JOB_CONTENT,
	KS_SYNC_JOB_COUNT,
};
struct ks_sync_job {
	int64_t due_ms; /* monotonic */
	int n_failures; /* in a row */
};

struct ks_sync_core {
	struct ks_sync_options options;
	struct ks_sync_queue queue;
	char *endpoint, *root, *credentials, *plan_json; /* own copies */
	char *condition_json;
	bool is_condition_told;
	bool has_pins; /* something of PINs is to be told (record/pin_news.h) */
	char *shelf;
	char *roster_match; /* header that names the roster file that is here; NULL: none */
	int content_version;
	struct ks_sync_offer {
		int version; /* 0: none, or not for us */
		size_t bytes;
		char sha256[KS_HASH_HEX];
	} offer;
	struct ks_shuffle jitter;
	struct ks_sync_job jobs[KS_SYNC_JOB_COUNT];
	struct ks_sync_status status;
	int64_t now_ms;

	const char *xapi_version;
	bool is_about_known, is_plan_told;
	bool is_about_read;              /* a real document, and not only that there is none */
	bool is_endpoint_new;            /* what it was offered is still to be forgotten */
	bool is_endpoint_first;          /* there never was another */
	bool is_taken_back, is_released; /* for a new one: what the old one took; what it refused */
	bool is_headerless; /* an LRS that names no version in its answers, contrary to the spec */
	int64_t tend_due_ms;
	bool is_foreign; /* it knows no roster, and so takes no plan */
	int n_about_errors;
	bool is_refused;        /* a delivery was answered 401 or 403 */
	bool is_roster_refused; /* the roster was; says something only until a delivery succeeds */
	bool has_delivered;     /* since start */
	bool is_last_failed;    /* the last exchange */
	bool is_ledger_failed;
	bool is_counted;      /* the last time that the ledger was counted this succeeded */
	int n_uncounted_jobs; /* since the ledger was counted; n_pending is kept in step meanwhile */

	/* Bisecting: the next batch ends at @suspect_to and holds at most @window statements. */
	int64_t suspect_to; /* 0: nothing is suspected */
	size_t n_suspects, window;
	size_t batch_limit;           /* shrinks when the endpoint says 413 */
	int n_bad_run;                /* statements set aside for 400 since the last success */
	struct ks_statement conflict; /* seq 0: none */
	bool is_conflict_voided;      /* look among the voided ones */
	bool is_conflict_listed; /* the answer that said "conflict" lists it among what is there */

	int64_t believed[KS_SYNC_FORGET_MAX]; /* X-Kenshu-Have that were acted upon since start */
	size_t n_believed;
};

/* --- core --- */
/** ks_sync_root_of() - below which the collector's own addresses are; malloc'd. */
char *ks_sync_root_of(const char *endpoint);
/** ks_sync_exchange() - one request with credentials and the version header; counts and remembers the outcome. */
enum ks_rc ks_sync_exchange(struct ks_sync_core *core, const struct ks_http_request *wanted,
			    struct ks_http_response *response);
/** ks_sync_succeed() - the job is done for now and due again in @again_ms. */
void ks_sync_succeed(struct ks_sync_core *core, enum ks_sync_job_id job, int64_t again_ms);
/** ks_sync_fail() - try the job again after Retry-After when @response has one, else with back-off. */
void ks_sync_fail(struct ks_sync_core *core, enum ks_sync_job_id job,
		  const struct ks_http_response *response);
/** ks_sync_status_recount() - add what was recorded up to @last_seq since @status was counted, and judge anew. */
void ks_sync_status_recount(struct ks_sync_status *status, int64_t last_seq);

/* --- answer: whose is it, and what does it say --- */
/** ks_sync_is_json() - the answer says it is application/json. */
bool ks_sync_is_json(const struct ks_http_response *response);
/** ks_sync_is_own() - an LRS itself said this (an error, for instance), not something in between. */
bool ks_sync_is_own(const struct ks_sync_core *core, const struct ks_http_response *response);
/** ks_sync_is_taken() - of an answer 2xx: an LRS took the statements, for it is 204, names the version or is an array of ids. */
bool ks_sync_is_taken(const struct ks_http_response *response);
/** ks_sync_lists_id() - the answer is an array of ids with this one among them. */
bool ks_sync_lists_id(const struct ks_http_response *response, const char *id);
/** ks_sync_is_statement() - the answer is the statement of that id, whatever else it says. */
bool ks_sync_is_statement(const struct ks_http_response *response, const char *id);
struct ks_sync_about {
	bool is_only_new; /* it lists 2.x and nothing else */
};
/** ks_sync_read_about() - false when it is no about document: no list of versions in it. */
bool ks_sync_read_about(const struct ks_http_response *response, struct ks_sync_about *out);

/* --- memory: what is known of the endpoint from earlier, in the store --- */
void ks_sync_recall(struct ks_sync_core *core);
/** ks_sync_tend() - before each step: offer a new endpoint everything, and again what was set aside for a day. */
void ks_sync_tend(struct ks_sync_core *core);
/** ks_sync_note_offered_again() - @n statements that were settled are undelivered again. */
void ks_sync_note_offered_again(struct ks_sync_core *core, int64_t n);
/** ks_sync_release_all() - what is quarantined is sent again. */
KS_MUST_USE enum ks_rc ks_sync_release_all(struct ks_sync_core *core);
/** ks_sync_note_about() - where this differs from last time, the endpoint is another version: release all. */
void ks_sync_note_about(struct ks_sync_core *core, const struct ks_http_response *response);
void ks_sync_note_headers(struct ks_sync_core *core, bool is_headerless);
void ks_sync_note_bad_run(struct ks_sync_core *core, int n);
/** ks_sync_obey_resend() - HR's `kenshu kiosk resend` at the collector, carried out once for each @wish. */
void ks_sync_obey_resend(struct ks_sync_core *core, const char *wish);

/**
 * ks_sync_head_header() - "X-Kenshu-Head: <seq> <hash> <public key> <signature>", malloc'd; NULL when it cannot be signed
 * Lets the collector prove that nothing is missing, and tells it whose record this is.
 */
char *ks_sync_head_header(struct ks_sync_core *core);

/* --- jobs; each makes exactly one request --- */
void ks_sync_fetch_roster(struct ks_sync_core *core);
/** ks_sync_fetch_roster_file() - the same where the roster is a signed file. */
void ks_sync_fetch_roster_file(struct ks_sync_core *core);
void ks_sync_tell_plan(struct ks_sync_core *core);
void ks_sync_tell_condition(struct ks_sync_core *core);
void ks_sync_tell_pins(struct ks_sync_core *core);
void ks_sync_ask_about(struct ks_sync_core *core);
void ks_sync_send(struct ks_sync_core *core);
void ks_sync_settle(struct ks_sync_core *core);
/** ks_sync_end_suspicion() - the next batch is again of as many as there are. */
void ks_sync_end_suspicion(struct ks_sync_core *core);
void ks_sync_fetch_content(struct ks_sync_core *core);
bool ks_sync_wants_content(const struct ks_sync_core *core);
/** ks_sync_hear_offer() - what the collector says it offers (X-Kenshu-Content); "" for nothing. */
void ks_sync_hear_offer(struct ks_sync_core *core, const char *offer);

/* --- batch --- */
struct ks_sync_batch {
	int64_t seqs[KS_SYNC_BATCH_MAX];
	size_t n;
	struct ks_buf body;            /* a JSON array of the very bytes */
	struct ks_statement statement; /* when n is 1: that one */
	uint8_t last_hash[KS_HASH_BYTES];
};
/**
 * ks_sync_batch_collect() - the oldest undelivered statements, as far as their numbers follow each other
 * So one signature on the last of them is a proof of all. What takes another back begins a request: some endpoints do not
 * apply it beside its target.
 * @limit: at most so many; @to_seq: none behind this one (0: no end)
 * Return: KS_OK; KS_NOT_FOUND when there is nothing to send; KS_IO, KS_DAMAGED.
 */
KS_MUST_USE enum ks_rc ks_sync_batch_collect(const struct ks_sync_queue *queue, size_t limit,
					     int64_t to_seq, struct ks_sync_batch *out);
void ks_sync_batch_finish(struct ks_sync_batch *batch);

#endif
