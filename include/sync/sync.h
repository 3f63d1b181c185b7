/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Delivery: a thread that sends the oldest undelivered statements, byte for byte, and fetches the roster.
 * Rules by status code: shared XAPI.md "Sending". The learner never waits for it.
 */
#ifndef KS_SYNC_SYNC_H
#define KS_SYNC_SYNC_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "record/ledger.h"
#include "sync/http.h"
#include "sync/queue.h"

enum ks_sync_state {
	KS_SYNC_OFF,  /* no endpoint: stand-alone */
	KS_SYNC_IDLE, /* all delivered, last exchange fine */
	KS_SYNC_SENDING,
	KS_SYNC_WAITING, /* endpoint not reachable or busy; trying again */
	KS_SYNC_REFUSED, /* 401/403: credentials are wrong; all is kept, tried again every 15 min and at restart */
};

/*
 * What may be said of all that was recorded here. A screen asks this first and chooses its sentence by it; no other
 * member may be read as "all is sent".
 */
enum ks_sync_tally {
	KS_SYNC_TALLY_UNKNOWN, /* the ledger could not be counted: name no number and do not say that all is sent */
	KS_SYNC_TALLY_WAITING, /* n_pending are not confirmed (n_quarantined may be set aside besides) */
	KS_SYNC_TALLY_QUARANTINED, /* nothing waits, but n_quarantined were refused and are set aside */
	KS_SYNC_TALLY_CONFIRMED, /* an LRS's own answer confirmed every statement: 「記録はすべて送信済み」 */
};

struct ks_sync_status {
	enum ks_sync_state state;
	enum ks_sync_tally tally;
	int64_t n_pending, n_quarantined; /* as of last_seq; say nothing when the tally is UNKNOWN */
	int64_t last_seq;                 /* the newest statement that was counted */
	int64_t last_success_ms;          /* wall, 0: never */
	bool has_roster;                  /* a roster was fetched or is in the store */
	bool is_roster_fresh;             /* fetched (or 304) since start */
	int last_http_status;
	enum ks_http_fault fault; /* of the last exchange: what somebody has to mend before anything is sent */
	/*
	 * The collector knows another kiosk by these credentials (a machine that was set up anew with old ones): nothing
	 * recorded here can be delivered, so nobody should train here. Credentials of a new name take all of it along.
	 */
	bool is_key_refused;
	/* This kiosk's record goes on in two places: a copy of its folder runs elsewhere, or an old copy was put back. */
	bool is_twin;
	/*
	 * The centre's time, from the Date header of an LRS's own answer, to within a second or so. Where this kiosk's clock
	 * is doubtful it settles what day it is: now at the centre = ks_clock_mono_ms() + centre_mono_offset_ms, for as long as
	 * the program runs, however the wall clock is set meanwhile. centre_offset_ms is what the wall clock was short of
	 * when it was heard last (negative: it was ahead).
	 */
	bool is_centre_time_known;
	int content_refused; /* number of what came since start and was not taken; 0: nothing */
	int content_version; /* of what was put on the shelf since start (content/shelf.h); 0: nothing */
	int64_t centre_offset_ms, centre_mono_offset_ms;
	int64_t certificate_end_ms; /* of the centre's, wall; 0: not known, or there is none */
};

struct ks_sync_options {
	struct ks_ledger *ledger; /* NULL: what is sent is in the queue */
	/*
	 * Sent from this in place of a ledger: statements and nothing else. No head is signed, and no roster, plan, condition or
	 * content is asked for or told. NULL: that of the ledger.
	 */
	const struct ks_sync_queue *queue; /* copied */
	struct ks_clock *clock;            /* used by the sync thread only */
	struct ks_http http;
	const char *endpoint; /* "http://…/xAPI"; statements at <endpoint>/statements; "" is off */
	const char *credentials; /* "key:secret" */
	const char *plan_json; /* published to a kenshu collector (PUT <root>/kiosk/v1/plan); may be NULL */
	int content_version; /* of the content that runs, told with it; 0: that of the package */
	/*
	 * Where the roster is a signed file (record/roster_file.h), and by whom: a web address or a file's name. No collector is
	 * asked for anything then. NULL: from the collector.
	 */
	const char *roster_file;
	const char *roster_keys[2];
	const char *shelf; /* the state folder where content that the centre offers is put; NULL: none is fetched */
	void (*changed)(void *context); /* from the sync thread, when status changed; keep it short */
	void *context;
	uint64_t seed; /* of the back-off jitter; 0: a random one (tests and simulations choose) */
};

struct ks_sync;

/**
 * ks_sync_start() - deliver from a thread of its own; ledger, clock and http must outlive it
 * Return: KS_OK: end it with ks_sync_stop(). KS_IO: there is no thread.
 */
KS_MUST_USE enum ks_rc ks_sync_start(const struct ks_sync_options *options, struct ks_sync **out);
/** ks_sync_poke() - something was recorded: send soon. Any thread. */
void ks_sync_poke(struct ks_sync *sync);
/**
 * ks_sync_set_plan() - from now on this is the plan the collector is told, as soon as it can be reached
 * @plan_json: copied; NULL: none. For a kiosk on which the 年度 turned, or its content. Any thread; never waits for a request.
 * @content_version: of the content it is from; 0: that of the package.
 */
void ks_sync_set_plan(struct ks_sync *sync, const char *plan_json, int content_version);
/**
 * ks_sync_set_condition() - how this machine is (base/machine.h), told to the collector when it is another than last time
 * @json: copied. Any thread; never waits for a request.
 */
void ks_sync_set_condition(struct ks_sync *sync, const char *json);
/**
 * ks_sync_status() - how delivery stands now; any thread
 * What was recorded since the ledger was last counted is among n_pending at once, poked or not, also while a request is
 * under way that nobody answers: a statement that was committed before the call is never left out.
 */
void ks_sync_status(struct ks_sync *sync, struct ks_sync_status *out);
/** ks_sync_stop() - ends the exchange under way, joins, frees. Accepts NULL. */
void ks_sync_stop(struct ks_sync *sync);

/* Delivery without a thread, for tests and simulation. */
struct ks_sync_core;
/** ks_sync_core_open() - ks_sync_start() without a thread; end it with ks_sync_core_close(). */
struct ks_sync_core *ks_sync_core_open(const struct ks_sync_options *options);
/** ks_sync_core_close() - frees it; nothing is sent any more. Accepts NULL. */
void ks_sync_core_close(struct ks_sync_core *core);
/** ks_sync_core_set_plan() - ks_sync_set_plan() without a thread. */
void ks_sync_core_set_plan(struct ks_sync_core *core, const char *plan_json, int content_version);
/** ks_sync_core_set_condition() - ks_sync_set_condition() without a thread. */
void ks_sync_core_set_condition(struct ks_sync_core *core, const char *json);
/**
 * ks_sync_core_step() - one round: at most one request
 * @wait_ms: how long to wait before the next step (0: at once; -1: until poked)
 */
void ks_sync_core_step(struct ks_sync_core *core, int64_t *wait_ms);
/** ks_sync_core_status() - ks_sync_status() without a thread. */
void ks_sync_core_status(const struct ks_sync_core *core, struct ks_sync_status *out);

#endif
