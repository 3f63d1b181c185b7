/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The central store: what kiosks delivered, which kiosks there are, and the operations a `kenshu` command
 * may ask for. One writer: when the collector runs it owns the database and commands go through its
 * socket (control.h); otherwise the command itself is the writer. The same functions serve both.
 */
#ifndef KS_LRS_CENTRE_H
#define KS_LRS_CENTRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/code.h"
#include "base/rc.h"
#include "content/plan.h"
#include "lrs/own.h"
#include "record/ledger.h"
#include "record/store.h"

struct ks_centre;

/** ks_centre_open() - a centre over @store and @clock, which both must outlive it. Always KS_OK. */
KS_MUST_USE enum ks_rc ks_centre_open(struct ks_store *store, struct ks_clock *clock,
				      struct ks_centre **out);
/** ks_centre_close() - frees it; the store stays open. Accepts NULL. */
void ks_centre_close(struct ks_centre *centre);
/** ks_centre_store() - the one it was opened with; borrowed. */
struct ks_store *ks_centre_store(struct ks_centre *centre);
/** ks_centre_set_version() - which xAPI version answers speak to who names none; a literal, "1.0.3" until then. */
void ks_centre_set_version(struct ks_centre *centre, const char *version);
/** ks_centre_version() - the version of xAPI it speaks, "1.0.3" or "2.0.0"; never NULL. */
const char *ks_centre_version(const struct ks_centre *centre);
/* What a summary of the store was made of: equal stamps, equal people, plans and statements. */
#define KS_STAMP_MAX 160
/** ks_centre_stamp() - of this moment; costs a few look-ups in an index. */
KS_MUST_USE enum ks_rc ks_centre_stamp(struct ks_centre *centre, char out[KS_STAMP_MAX]);
/**
 * ks_centre_tend() - work that can wait: a part of the index, more of it while nothing comes in
 * For a thread that has nothing else to do, about once a second.
 */
void ks_centre_tend(struct ks_centre *centre);
/** ks_centre_now_ms() - the centre's clock. */
int64_t ks_centre_now_ms(struct ks_centre *centre);
/** ks_centre_touch() - people, gatherings or completions changed: make the roster document anew when asked. */
void ks_centre_touch(struct ks_centre *centre);
/** ks_centre_touch_later() - the same of what kiosks tell by themselves: a document that takes long to make may wait some seconds. */
void ks_centre_touch_later(struct ks_centre *centre);

/** ks_centre_add_kiosk() - make credentials; @secret: base64url of 256 random bits, malloc'd, shown once. KS_CONFLICT. */
KS_MUST_USE enum ks_rc ks_centre_add_kiosk(struct ks_centre *centre, const char *kiosk,
					   char **secret);
/**
 * ks_centre_revoke_kiosk() - its credentials let nobody in any more; what it sent stays
 * Where nobody vouched for its key (lrs/enrol.h), what it sent counts no more, until ks_centre_confirm_key() says that it does.
 * The name may be registered again, which gives it new ones. Return: KS_OK; KS_NOT_FOUND: no such kiosk; as ks_db_run().
 */
KS_MUST_USE enum ks_rc ks_centre_revoke_kiosk(struct ks_centre *centre, const char *kiosk);
/** ks_centre_is_disowned() - whether something that @kiosk sent was taken out of what counts by that. */
KS_MUST_USE enum ks_rc ks_centre_is_disowned(struct ks_centre *centre, const char *kiosk,
					     bool *is_so);
/** ks_centre_check_kiosk() - constant-time; KS_OK, KS_DENIED. */
KS_MUST_USE enum ks_rc ks_centre_check_kiosk(struct ks_centre *centre, const char *kiosk,
					     const char *secret);

/* What an LRS client may do: a program of somebody else's that speaks xAPI. */
enum ks_scope { KS_SCOPE_ALL, KS_SCOPE_READ, KS_SCOPE_WRITE, KS_SCOPE_COUNT };
/** ks_scope_find() - "all", "read", "write"; KS_SCOPE_COUNT for anything else. */
enum ks_scope ks_scope_find(const char *text);
/** ks_scope_name() - the word ks_scope_find() knows @scope by. */
const char *ks_scope_name(enum ks_scope scope);
/**
 * ks_centre_register() - a kiosk (@scope NULL) or an LRS client under @secret, which was made and written down before
 * Return: as ks_centre_add_kiosk(); KS_INVALID too for a secret that is none.
 */
KS_MUST_USE enum ks_rc ks_centre_register(struct ks_centre *centre, const char *id,
					  const char *scope, const char *secret);
/** ks_centre_make_secret() - base64url of 256 random bits; malloc'd. */
char *ks_centre_make_secret(void);
/** ks_centre_add_client() - make credentials of an LRS client; else as ks_centre_add_kiosk(). */
KS_MUST_USE enum ks_rc ks_centre_add_client(struct ks_centre *centre, const char *client,
					    enum ks_scope scope, char **secret);
/** ks_centre_check_client() - constant-time; KS_OK with @scope, KS_DENIED. */
KS_MUST_USE enum ks_rc ks_centre_check_client(struct ks_centre *centre, const char *client,
					      const char *secret, enum ks_scope *scope);

/**
 * ks_centre_count_source() - by HR's word, claims of this client (or kiosk account) count like proof, or no longer
 * All summaries are made anew. KS_NOT_FOUND: no such name.
 */
KS_MUST_USE enum ks_rc ks_centre_count_source(struct ks_centre *centre, const char *name,
					      bool counts);
/** ks_centre_check_summaries() - what reports read against the statements; @wrong: the first that differs, else NULL. */
KS_MUST_USE enum ks_rc ks_centre_check_summaries(struct ks_store *store, const char **wrong);
/** ks_centre_rebuild_summaries() - all of them anew. */
KS_MUST_USE enum ks_rc ks_centre_rebuild_summaries(struct ks_centre *centre);
/**
 * ks_centre_void() - HR takes a statement back: a statement of its own, @by whom and why, with effect in every report
 * @id: of the statement; @reason, @by: UTF-8, not empty
 * Return: KS_OK; KS_NOT_FOUND; KS_CONFLICT: taken back already; KS_INVALID: it takes something back itself.
 */
KS_MUST_USE enum ks_rc ks_centre_void(struct ks_centre *centre, const char *id, const char *reason,
				      const char *by);

enum ks_ingest { KS_INGEST_NEW, KS_INGEST_SAME, KS_INGEST_DIFFERENT, KS_INGEST_BAD };
/**
 * ks_centre_ingest() - take statements of one request, all or none
 * @bytes/@lens: each statement's raw bytes. Same id and same statement by xAPI's comparison: harmless.
 * @bad_index: receives which one was refused. Return: KS_OK, KS_CONFLICT (409), KS_INVALID (400; @why English), KS_IO.
 */
KS_MUST_USE enum ks_rc ks_centre_ingest(struct ks_centre *centre, const char *kiosk,
					const char *const *bytes, const size_t *lens,
					size_t n_statements, size_t *bad_index, char **why);
/** ks_centre_read() - raw bytes of one statement by id; KS_NOT_FOUND. */
KS_MUST_USE enum ks_rc ks_centre_read(struct ks_centre *centre, const char *id, char **bytes,
				      size_t *len, int64_t *stored_ms);
/** ks_centre_take_head() - keep a signed head; the first key of a kiosk is pinned. KS_DENIED: bad signature or other key. */
KS_MUST_USE enum ks_rc ks_centre_take_head(struct ks_centre *centre, const char *kiosk,
					   const struct ks_head *head);

/** ks_centre_ask_resend() - at its next contact the kiosk sends again what it had set aside; KS_NOT_FOUND: no such kiosk. */
KS_MUST_USE enum ks_rc ks_centre_ask_resend(struct ks_centre *centre, const char *kiosk);

/* Per kiosk: 「この端末 57 件／センター 57 件」 */
struct ks_kiosk_health {
	char kiosk[64];
	int64_t n_statements, last_seq; /* here */
	int64_t head_seq;               /* what the kiosk last signed */
	int64_t n_signed; /* how many statements that is: numbers of its epoch, and of those before whatever is here */
	int64_t first_gap_seq; /* first missing number, 0: none */
	int64_t n_conflicts;   /* same id, other content: refused and kept as evidence */
	int64_t n_chain_faults;
	int64_t n_disowned; /* that count no more: it was revoked before its key was vouched for */
	int64_t last_seen_ms;
	bool has_key;            /* a signed head came once */
	bool is_revoked;         /* ks_centre_revoke_kiosk() */
	bool is_rotating;        /* a new secret waits to be used (lrs/enrol.h) */
	bool is_key_unconfirmed; /* its key is what came first; nobody has compared it (lrs/enrol.h) */
	int n_units;             /* of so many 所属 it gets the PINs (lrs/enrol.h); 0: of all */
	char key_mark[KS_MARK_CHARS + 1]; /* of its key, "" before it has one */
	char taken_over_by[64];           /* the kiosk that stands in its place; "": none */
	bool has_key_alarm;               /* a head came signed with another key */
	char identity[64]; /* not "": another account of that kiosk (the same key), whose row has the numbers */
	int64_t skew_ms; /* how far its clock was ahead when it said so last */
	char program[33],
		revision[33];  /* of the program and of its content, as it said last; "" never */
	int64_t n_quarantined; /* what it said last that it has set aside */
	int64_t n_claims; /* kept, but they count for nothing: not signed, or against the rules */
	int64_t n_twice, twice_seq; /* numbers that are there twice, and the first of them */
	int64_t twin_settled_ms,
		n_twice_settled; /* when HR saw to that, and how many numbers it was then; 0: never */
	int64_t twin_ms; /* when it was last seen that its record goes on in two places; 0: never */
};
/** ks_centre_has_twin() - its record went on in two places: two machines with one folder, or an old copy put back. */
bool ks_centre_has_twin(const struct ks_kiosk_health *health);

/** ks_centre_health() - a row for each kiosk there is, by name; *out: free(). KS_OK, or as ks_db_step(). */
KS_MUST_USE enum ks_rc ks_centre_health(struct ks_store *store, struct ks_kiosk_health **out,
					size_t *n_out);
/** ks_centre_verify() - all kiosks' chains; findings go to @report with kiosk and seq; kiosk "" is the file as a whole. */
KS_MUST_USE enum ks_rc ks_centre_verify(struct ks_store *store,
					void (*report)(void *context, const char *kiosk,
						       int64_t seq, int fault),
					void *context, int64_t *n_statements);

/** ks_centre_take_plans() - keep the course plans a kiosk runs, @json an array or one; KS_INVALID when it is neither. */
KS_MUST_USE enum ks_rc ks_centre_take_plans(struct ks_centre *centre, const char *kiosk,
					    const char *json);
/**
 * ks_centre_plans() - the newest revision of each course of @nendo, by id
 * Return: KS_OK; KS_NOT_FOUND when no kiosk told one. @out must be finished in any case.
 */
KS_MUST_USE enum ks_rc ks_centre_plans(struct ks_store *store, int nendo, struct ks_plans *out);
/** ks_centre_plan_nendo() - the newest 年度 a kiosk told a course of; KS_NOT_FOUND. */
KS_MUST_USE enum ks_rc ks_centre_plan_nendo(struct ks_store *store, int *nendo);
/** ks_centre_completed_json() - [[staff, 年度, plan, lesson, timestamp], …] of about @nendo for the roster document. */
KS_MUST_USE enum ks_rc ks_centre_completed_json(struct ks_store *store, int nendo, char **json);

#endif
