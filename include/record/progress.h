/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where each person stands, to resume at the very page or question, and for マイページ. An index beside
 * the ledger, written in the same transaction as the facts it follows from.
 */
#ifndef KS_RECORD_PROGRESS_H
#define KS_RECORD_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/id.h"
#include "record/ledger.h"

struct ks_progress {
	char *session_json; /* ks_session_save(); NULL when never begun here */
	bool is_done;       /* passed or completed, here or (told with the roster) elsewhere */
	int64_t done_ms;    /* when; 0 when not done */
	int64_t done_seq;   /* ledger row of the completion; 0: elsewhere */
	bool is_from_paper; /* the completion was keyed in from paper; loaded, never saved: it stands in the statement */
	int n_attempts;
	int progress_percent;
};
/** ks_progress_finish() - frees the saved session; the struct is empty afterwards. Accepts NULL. */
void ks_progress_finish(struct ks_progress *progress);

/** ks_progress_load() - KS_NOT_FOUND when nothing was begun. */
KS_MUST_USE enum ks_rc ks_progress_load(struct ks_store *store, const char *staff, int nendo,
					const char *plan, const char *lesson,
					struct ks_progress *out);
/** ks_progress_save() - inside a ledger transaction. Without done_ms and done_seq an earlier completion stays as it is. */
KS_MUST_USE enum ks_rc ks_progress_save(struct ks_store *store, const char *staff, int nendo,
					const char *plan, const char *lesson,
					const struct ks_progress *progress);

/**
 * ks_progress_agreed() - when the person last acknowledged a policy in @nendo, for whatever course, here or elsewhere
 * @key:  which policy (ks_statement_policy_key()); NULL for any
 * @at_ms: 0 for never
 */
KS_MUST_USE enum ks_rc ks_progress_agreed(struct ks_store *store, const char *staff, int nendo,
					  const char *key, int64_t *at_ms);

/* What one person completed in one 年度, as far as this kiosk knows. */
struct ks_year {
	int nendo, n_lessons;
	int n_from_paper; /* of these */
	int64_t last_ms;  /* when the last of it was recorded */
	int64_t last_seq; /* its ledger row; 0: elsewhere */
};
#define KS_YEARS_MAX 12
/** ks_progress_years() - the newest first; an acknowledgement counts as last, not as a lesson. */
KS_MUST_USE enum ks_rc ks_progress_years(struct ks_store *store, const char *staff,
					 struct ks_year years[KS_YEARS_MAX], size_t *n_years);

/* A lesson open on the glass; rows left over at start are people who walked away in a power cut. */
struct ks_sitting {
	char staff[64];
	int nendo;
	char plan[KS_ID_MAX], lesson[KS_ID_MAX];
	char session_id[KS_UUID_TEXT];
	int64_t begun_ms, last_ms; /* wall */
};
/** ks_sitting_open() - note that it is open; the same session_id again replaces it. KS_FULL, KS_READ_ONLY, KS_IO. */
KS_MUST_USE enum ks_rc ks_sitting_open(struct ks_store *store, const struct ks_sitting *sitting);
/** ks_sitting_touch() - the person did something at @now_ms (wall); harmless when it is not open. */
KS_MUST_USE enum ks_rc ks_sitting_touch(struct ks_store *store, const char *session_id,
					int64_t now_ms);
/** ks_sitting_close() - it is over; harmless when it is not open. KS_FULL, KS_READ_ONLY, KS_IO: it still is. */
KS_MUST_USE enum ks_rc ks_sitting_close(struct ks_store *store, const char *session_id);
/** ks_sitting_any() - one that is still open; KS_NOT_FOUND when there is none. */
KS_MUST_USE enum ks_rc ks_sitting_any(struct ks_store *store, struct ks_sitting *out);
/**
 * ks_sitting_after() - the next one behind @session_id ("" from the start), in the order of session ids
 * For a walk that ends: every call gives a greater id or stops, so a sitting that cannot be closed is met once.
 * Return: KS_OK; KS_NOT_FOUND no more; KS_DAMAGED no progress could be made, or KS_IO: leave the walk.
 */
KS_MUST_USE enum ks_rc ks_sitting_after(struct ks_store *store, const char *session_id,
					struct ks_sitting *out);

/* Small choices a person keeps (text size, furigana, easy words): text by name. */
KS_MUST_USE enum ks_rc ks_preference_get(struct ks_store *store, const char *staff,
					 const char *name, char **value);
/** ks_preference_set() - keep @value for @staff under @name, in place of what was kept. KS_FULL, KS_READ_ONLY, KS_IO. */
KS_MUST_USE enum ks_rc ks_preference_set(struct ks_store *store, const char *staff,
					 const char *name, const char *value);

#endif
