/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A kiosk's ledger in a temp folder, a clock that stands still and an endpoint that says what a script tells it:
 * the world of every test of delivery. Functions fail the running test themselves.
 */
#ifndef KS_TESTS_SYNC_FIXTURE_H
#define KS_TESTS_SYNC_FIXTURE_H

#include "record/ledger.h"
#include "sync/sync.h"

#define KS_FAKE_ANSWERS_MAX 32
#define KS_FAKE_REQUESTS_MAX 2048
#define KS_FIXTURE_WHO "000012" /* the one person of ks_fixture_roster() */

enum ks_fake_path {
	KS_FAKE_POST, /* POST …/statements */
	KS_FAKE_GET,  /* GET …/statements?statementId= */
	KS_FAKE_ABOUT,
	KS_FAKE_ROSTER,
	KS_FAKE_PLAN,
	KS_FAKE_PINS,
	KS_FAKE_CONTENT,
	KS_FAKE_CONDITION,
	KS_FAKE_PATH_COUNT,
};

struct ks_fake_answer {
	int status; /* 0: no answer (KS_IO) */
	const char *type, *body;
	const char *etag;
	int retry_after_s; /* 0: none */
};

struct ks_fake_request {
	enum ks_fake_path path;
	char *method, *url, *headers, *body, *credentials; /* headers: one a line */
	int64_t at_ms;
};

/* Scripted answers for one path; behind the last one `otherwise` is given for ever. */
struct ks_fake_script {
	struct ks_fake_answer answers[KS_FAKE_ANSWERS_MAX];
	size_t n_answers, n_given;
	struct ks_fake_answer otherwise;
};

struct ks_fixture {
	char *folder;
	struct ks_clock clock;
	struct ks_store *store;
	struct ks_ledger *ledger;
	struct ks_content content;
	struct ks_fake_script scripts[KS_FAKE_PATH_COUNT];
	bool is_gateway[KS_FAKE_PATH_COUNT]; /* no LRS answers there: X-Experience-API-Version is missing */
	int64_t date_ms;                     /* told with every answer; 0: not */
	int64_t certificate_end_ms;          /* told where it is asked for; 0: not */
	enum ks_http_fault fault;            /* of no answer */
	bool is_twin;                        /* told with every answer to the roster */
	int64_t epoch;                       /* told with every answer to the roster; 0: not */
	size_t body_len;                     /* of the body that was just decided; 0: it is text */
	const char *offer;                   /* told with every answer to the roster; NULL: not */
	const char *resend;                  /* told with every answer to the roster; NULL: not */
	int64_t have;                        /* told with every answer to the roster; -1: not */
	struct ks_fake_request requests[KS_FAKE_REQUESTS_MAX];
	size_t n_requests;
	/* When set, decides instead of the script. */
	struct ks_fake_answer (*decide)(struct ks_fixture *f, const struct ks_fake_request *request);
	struct ks_sync_options options;
	struct ks_sync_core *core;
};

/** ks_fixture_begin() - an empty ledger; by itself the endpoint takes statements and knows nothing else (404). */
void ks_fixture_begin(struct ks_fixture *f);
void ks_fixture_finish(struct ks_fixture *f);
/* The same for cmocka, whose state is then a struct ks_fixture. */
int ks_fixture_setup(void **state);
int ks_fixture_teardown(void **state);
/** ks_fixture_record() - @n facts in one transaction, staff numbers counting up. */
void ks_fixture_record(struct ks_fixture *f, int n);
/** ks_fixture_open() - the core, with f->options; again: a restart. */
void ks_fixture_open(struct ks_fixture *f);
/** ks_fixture_run() - steps, moving the clock by what they ask for, until @ms have passed or nothing is wanted. */
void ks_fixture_run(struct ks_fixture *f, int64_t ms);
/** ks_fixture_answer() - append to a path's script. */
void ks_fixture_answer(struct ks_fixture *f, enum ks_fake_path path, struct ks_fake_answer answer);
/** ks_fixture_nth() - the n-th request (from 0) of a path, NULL when there were fewer. */
const struct ks_fake_request *ks_fixture_nth(const struct ks_fixture *f, enum ks_fake_path path,
					     size_t n);
size_t ks_fixture_count(const struct ks_fixture *f, enum ks_fake_path path);
struct ks_sync_status ks_fixture_status(const struct ks_fixture *f);
/** ks_fixture_assert_delivered() - nothing waits and nothing is set aside. */
void ks_fixture_assert_delivered(const struct ks_fixture *f);
/** ks_fixture_body() - the committed bytes of @n statements from @seq on, as a request must have them; malloc'd. */
char *ks_fixture_body(struct ks_fixture *f, int64_t seq, int n);
/** ks_fixture_statements() - how many statements a request's body holds (by their sequence numbers). */
size_t ks_fixture_statements(const struct ks_fake_request *request);

/** ks_fixture_choose_pin() - a roster is here, and one of its people chose a PIN, which a centre known here is to be told. */
void ks_fixture_choose_pin(struct ks_fixture *f);

/** ks_fixture_roster() - a document with one person, as a collector gives it out: made by the record floor itself; malloc'd. */
char *ks_fixture_roster(void);

#endif
