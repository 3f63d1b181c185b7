/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of this floor share about the centre. Any thread may call: the store's own mutex guards SQL.
 * Order of locks: document or index, then store, then clock; the document is let go while it is made.
 */
#ifndef KS_LRS_CENTRE_PRIVATE_H
#define KS_LRS_CENTRE_PRIVATE_H

#include <pthread.h>
#include <stdatomic.h>

#include "lrs/centre.h"
#include "lrs/roster_kept.h"
#include "lrs/row_id.h"
#include "xapi/statement.h"

#define KS_VERB_VOIDED "http://adlnet.gov/expapi/verbs/voided"

/* What HR itself records at the centre comes from this sender: it counts, and it alone can take back what counts. */
#define KS_SENDER_HR "hr:"
bool ks_centre_is_hr(const char *sender);
/** ks_centre_is_client() - @sender, as received.kiosk has it, is an LRS client ("client:NAME") and no kiosk. */
bool ks_centre_is_client(const char *sender);

/* How far a kiosk's statements are here without a gap; rises only, for nothing received is ever deleted. */
struct ks_centre_have {
	char *kiosk;
	int64_t seq;
};

struct ks_centre {
	struct ks_store *store;
	struct ks_clock *clock;
	const char *version;
	pthread_mutex_t clock_mutex, have_mutex, index_mutex;
	int64_t indexed; /* received.stored up to which the index goes, -1: not looked up yet; under index_mutex */
	int64_t tended; /* received.stored when ks_centre_tend() last looked; its thread's */
	struct ks_centre_have *have; /* under have_mutex */
	size_t n_have, have_capacity;
	atomic_uint_fast64_t edition; /* rises whenever the roster document may have changed */
	atomic_uint_fast64_t urgent;  /* the last of them that nobody may be kept waiting for */
	struct ks_roster_document document; /* what GET /kiosk/v1/roster answers */
	int64_t enrol_from_ms; /* when the window began in which wrong codes are counted; under have_mutex */
	int n_enrol_wrong;
};

/** ks_centre_units() - as ks_centre_set_units() (lrs/enrol.h) keeps them, one a line; "": all. malloc'd. */
KS_MUST_USE enum ks_rc ks_centre_units(struct ks_store *store, const char *kiosk, char **units);
/**
 * ks_centre_vouches() - somebody says that @key is @kiosk's: a code, HR (confirmed, or named when it was registered), or that
 * it was known before anybody asked. Only such a kiosk gets PINs.
 */
KS_MUST_USE enum ks_rc ks_centre_vouches(struct ks_store *store, const char *kiosk, const char *key,
					 bool *is_so);
/**
 * ks_centre_take_pins() - a parcel of KS_PIN_NEWS_PARCEL that came from @kiosk
 * Return: as ks_pin_news_take(); KS_INVALID also: not for us, or cut; KS_DENIED: nobody vouches for who signed it as @kiosk.
 */
struct ks_pin_news_got;
KS_MUST_USE enum ks_rc ks_centre_take_pins(struct ks_centre *centre, const char *kiosk,
					   const void *bytes, size_t len,
					   struct ks_pin_news_got *out);
/** ks_centre_have() - the highest seq up to which all statements of @kiosk are here, 0 when the first is missing. */
KS_MUST_USE enum ks_rc ks_centre_have(struct ks_centre *centre, const char *kiosk, int64_t *seq);

/**
 * ks_centre_as_indexed() - leave of @view what may stand in the index of what @sender sent
 * Of what an outside system says as good as nothing: it counts nowhere. What is copied (replica.h) counts, but is no chain.
 */
void ks_centre_as_indexed(const char *sender, struct ks_statement_view *view);

/* One request's worth: all of it is taken in one transaction, or none. */
struct ks_statement_view;
struct ks_delivery {
	const char *kiosk;
	const struct ks_head *head; /* signed head told with the request; NULL: none */
	const struct ks_head *batch_head; /* the same for the last of these statements, where that is not the last of all */
	const char *const *bytes;
	const size_t *lens;
	size_t n_statements;
	struct ks_statement_view *views; /* what was read of them already, id "" where not; the caller's. NULL: nothing */
	char identity[64]; /* out: under which name its record is kept */
	size_t bad_index;  /* out: which statement was refused */
	char *why;         /* out: English, malloc'd; NULL when all is well */
};
/**
 * ks_centre_deliver() - ks_centre_ingest() and ks_centre_take_head() at once
 * Return: as those; KS_DENIED also for a statement of another kiosk.
 */
KS_MUST_USE enum ks_rc ks_centre_deliver(struct ks_centre *centre, struct ks_delivery *delivery);

/** ks_head_read() - the header X-Kenshu-Head, "<seq> <hash> <public key> <signature>"; false when it cannot be read. */
bool ks_head_read(const char *text, struct ks_head *head);

/**
 * ks_centre_identity() - under which name this account's record is kept
 * That of the first account with the same key; the account's own while no other has it.
 */
KS_MUST_USE enum ks_rc ks_centre_identity(struct ks_store *store, const char *kiosk, char out[64]);
/** ks_centre_is_expected_key() - false in @is_so: HR said which key this account has, and it is another. */
KS_MUST_USE enum ks_rc ks_centre_is_expected_key(struct ks_store *store, const char *kiosk,
						 const char *key, bool *is_so, bool *is_said);
/** ks_centre_pin_key() - the first key of an account is its key for good; KS_DENIED for another. In a transaction. */
KS_MUST_USE enum ks_rc ks_centre_pin_key(struct ks_store *store, const char *kiosk, const char *key);

/* What a kiosk says of itself when it asks for the people, and what it is told. */
struct ks_meeting {
	const char *kiosk;
	const struct ks_head *head; /* signed; NULL: an older kiosk, or a program that is none */
	int64_t n_quarantined;      /* what it has set aside */
	const char *about; /* what it says of itself: "<its clock, ms> <program> <revision of its content>"; NULL: nothing */
	int64_t resend; /* out: rises with each `kenshu kiosk resend`; 0: never asked */
	int64_t epoch; /* out: its own end is not what is here: it must go on in this one; 0: all is well */
	bool is_twin; /* out: within the last day its record went on in two places */
};
/** ks_centre_meet() - KS_OK; KS_CONFLICT when the account is another key's; KS_DENIED: wrong signature; KS_IO. */
KS_MUST_USE enum ks_rc ks_centre_meet(struct ks_centre *centre, struct ks_meeting *meeting);

/** ks_centre_is_kiosk_name() - k-01, and no name that every kiosk has before it is enrolled. */
bool ks_centre_is_kiosk_name(const char *kiosk);

/** ks_centre_read_own() - as ks_centre_read(), but KS_NOT_FOUND unless this kiosk sent it. */
KS_MUST_USE enum ks_rc ks_centre_read_own(struct ks_centre *centre, const char *kiosk,
					  const char *id, char **bytes, size_t *len);

#endif
