/* SPDX-License-Identifier: Apache-2.0 */
#include "sync/courier.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "record/parcel.h"
#include "record/pin_news.h"
#include "record/roster.h"

/*
 * The same statements and signed heads as over the network, in parts, so that the centre proves each part. Only a receipt
 * for this very statement (number and hash), signed by the centre, makes it delivered.
 */

#define SETTING_CENTRE "courier_centre"
#define SETTING_PEOPLE "courier_people_ms"
#define ROSTER_TAG "sync_roster_etag" /* what the network fetched is no longer what is here */
#define PART_MAX 500
#define SEQS_MAX 1000

/* ---- whose centre ---- */

static enum ks_rc remember_centre(struct ks_store *store, const char *told, char **out)
{
	enum ks_rc rc = ks_store_get(store, SETTING_CENTRE, out);

	if (rc == KS_OK && told && strcmp(told, *out) != 0) {
		free(*out);
		*out = NULL;
		return KS_CONFLICT;
	}
	if (rc != KS_NOT_FOUND || !told)
		return rc;
	if (!ks_parcel_is_key(told))
		return KS_INVALID;
	*out = ks_strdup(told);
	return ks_store_set(store, SETTING_CENTRE, told);
}

/* ---- away ---- */

static void put_head(struct ks_buf *out, const char *name, const struct ks_head *head)
{
	ks_buf_printf(out, "%s %" PRId64 " %s %s %s\n", name, head->seq, head->hash,
		      head->public_key, head->signature);
}

/* One part: its statements are counted and signed for before they are written. */
static enum ks_rc put_part(struct ks_ledger *ledger, int64_t *after, int64_t *n, struct ks_buf *out)
{
	struct ks_buf part = {.ceiling = KS_PARCEL_MAX_BYTES};
	struct ks_statement next;
	uint8_t hash[KS_HASH_BYTES];
	struct ks_head head = {0};
	size_t n_part = 0;
	enum ks_rc rc;

	while ((rc = ks_ledger_next_undelivered(ledger, *after, &next)) == KS_OK) {
		ks_parcel_put_bytes(&part, "statement", next.bytes, next.len);
		memcpy(hash, next.hash, sizeof(hash));
		*after = next.seq;
		ks_statement_finish(&next);
		if (++n_part == PART_MAX)
			break;
	}
	if (n_part > 0 && (rc == KS_OK || rc == KS_NOT_FOUND)) {
		rc = ks_ledger_head_at(ledger, *after, hash, &head);
		if (rc == KS_OK) {
			put_head(out, "part", &head);
			ks_buf_append(out, part.data, part.len);
		}
		*n += (int64_t)n_part;
	}
	ks_head_finish(&head);
	ks_buf_finish(&part);
	return out->is_over ? KS_FULL : rc;
}

static enum ks_rc put_who(struct ks_ledger *ledger, const struct ks_courier_wish *wish,
			  struct ks_buf *out)
{
	struct ks_head head = {0};
	enum ks_rc rc = ks_ledger_head(ledger, &head);

	if (rc == KS_OK) {
		ks_buf_printf(out, "kiosk %s\n", ks_ledger_kiosk(ledger));
		put_head(out, "head", &head);
	}
	if (rc == KS_OK && wish->secret) {
		uint8_t secret[KS_HASH_BYTES];
		char proof[KS_HASH_HEX];

		ks_sha256(wish->secret, strlen(wish->secret), secret);
		ks_parcel_proof(secret, head.signature, proof);
		ks_buf_printf(out, "proof %s\n", proof);
	}
	if (rc == KS_OK && wish->plan_json)
		ks_parcel_put_bytes(out, "plan", wish->plan_json, strlen(wish->plan_json));
	ks_head_finish(&head);
	return rc;
}

static enum ks_rc write_parcel(struct ks_ledger *ledger, const char *folder, const char *centre,
			       int64_t last_seq, const struct ks_buf *payload, char **path)
{
	char *name = ks_format("%s-%" PRId64 KS_PARCEL_RECORDS, ks_ledger_kiosk(ledger), last_seq);
	struct ks_buf sealed = {.ceiling = KS_PARCEL_MAX_BYTES};
	enum ks_rc rc = ks_parcel_seal(ks_ledger_store(ledger), KS_PARCEL_RECORDS, centre,
				       payload->data, payload->len, &sealed);

	*path = ks_path_join(folder, name);
	if (rc == KS_OK)
		rc = ks_folder_make(folder);
	if (rc == KS_OK)
		rc = ks_file_write(*path, sealed.data, sealed.len, 0644);
	ks_buf_finish(&sealed);
	free(name);
	return rc;
}

/* How long nobody gets in is over before a stick arrives; what was chosen, and how often somebody guessed, is not. */
static enum ks_rc put_pins(struct ks_store *store, const char *centre, int64_t *upto,
			   struct ks_buf *out)
{
	struct ks_buf parcel = {0};
	enum ks_rc rc = ks_pin_news_seal(store, NULL, centre, &parcel, upto);

	if (rc == KS_OK)
		ks_parcel_put_bytes(out, "pins", parcel.data, parcel.len);
	ks_buf_finish(&parcel);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

/* A kiosk that was just set up has nothing to carry, and asks for the people all the same. */
static bool has_people(struct ks_ledger *ledger)
{
	size_t n = 0;

	return ks_roster_count(ks_ledger_store(ledger), &n) == KS_OK && n > 0;
}

enum ks_rc ks_courier_export(struct ks_ledger *ledger, const struct ks_courier_wish *wish,
			     struct ks_courier_sent *out)
{
	struct ks_buf payload = {.ceiling = KS_PARCEL_MAX_BYTES / 2};
	struct ks_buf pins = {0};
	int64_t after = 0, n_pins = 0;
	char *centre = NULL;
	enum ks_rc rc = remember_centre(ks_ledger_store(ledger), wish->centre_key, &centre);

	memset(out, 0, sizeof(*out));
	if (rc == KS_OK)
		rc = put_who(ledger, wish, &payload);
	while (rc == KS_OK)
		rc = put_part(ledger, &after, &out->n_statements, &payload);
	rc = rc == KS_NOT_FOUND && centre ? KS_OK : rc; /* no more of them */
	if (rc == KS_OK)
		rc = put_pins(ks_ledger_store(ledger), centre, &n_pins, &pins);
	if (rc == KS_OK && (out->n_statements > 0 || n_pins > 0 || !has_people(ledger))) {
		ks_buf_puts(&payload, "end .\n");
		ks_buf_append(&payload, pins.data, pins.len); /* where an older centre reads no more */
		rc = payload.is_over ? KS_FULL
				     : write_parcel(ledger, wish->folder, centre, after, &payload,
						    &out->path);
	}
	if (rc != KS_OK) {
		free(out->path);
		out->path = NULL;
	}
	ks_buf_finish(&payload);
	ks_buf_finish(&pins);
	free(centre);
	return rc;
}

/* ---- and back ---- */

/* "NUMBER HASH" of a receipt: a statement that is here, and is the same; @is_known: to be at the centre. */
static bool is_ours(struct ks_ledger *ledger, const char *line, int64_t *out_seq, bool *is_known)
{
	char *hash = NULL;
	int64_t seq = strtoll(line, &hash, 10);
	struct ks_statement row;
	char own[KS_HASH_HEX] = "";
	enum ks_rc rc;

	*out_seq = seq;
	if (*hash != ' ')
		return false;
	rc = ks_ledger_read(ledger, seq, &row);
	if (rc == KS_OK)
		ks_hex(row.hash, sizeof(row.hash), own);
	*is_known = rc == KS_OK && row.is_delivered;
	ks_statement_finish(&row);
	return rc == KS_OK && strcmp(own, hash + 1) == 0;
}

/* Nobody else has it: it stays here, and is told of; an older receipt than one that has it says nothing. */
static enum ks_rc take_refusal(struct ks_ledger *ledger, const char *line,
			       struct ks_courier_taken *out)
{
	int64_t seq;
	bool is_known = false;

	if (!is_ours(ledger, line, &seq, &is_known) || is_known)
		return KS_OK;
	out->n_refused++;
	return ks_ledger_quarantine(ledger, seq, "courier");
}

static enum ks_rc take_receipt(struct ks_ledger *ledger, struct ks_parcel *parcel,
			       struct ks_courier_taken *out)
{
	struct ks_parcel_reader reader = {parcel->payload, parcel->payload + parcel->len};
	int64_t seqs[SEQS_MAX];
	size_t n = 0;
	enum ks_rc rc = KS_OK;
	char *line;

	while (rc == KS_OK && (line = ks_parcel_line(&reader, "has"))) {
		int64_t seq;
		bool is_known = false;

		if (!is_ours(ledger, line, &seq, &is_known))
			continue;
		out->n_delivered += !is_known;
		seqs[n++] = seq;
		if (n == SEQS_MAX) {
			rc = ks_ledger_mark_delivered(ledger, seqs, n);
			n = 0;
		}
	}
	if (rc == KS_OK)
		rc = ks_ledger_mark_delivered(ledger, seqs, n);
	if (rc == KS_OK && (line = ks_parcel_line(&reader, "pins")))
		rc = ks_pin_news_settle(ks_ledger_store(ledger), strtoll(line, NULL, 10));
	while (rc == KS_OK && (line = ks_parcel_line(&reader, "refused")))
		rc = take_refusal(ledger, line, out);
	out->n_receipts++;
	return rc;
}

static enum ks_rc take_people(struct ks_ledger *ledger, struct ks_parcel *parcel,
			      struct ks_courier_taken *out)
{
	struct ks_parcel_reader reader = {parcel->payload, parcel->payload + parcel->len};
	struct ks_store *store = ks_ledger_store(ledger);
	const char *made = ks_parcel_line(&reader, "made");
	size_t len = 0;
	const char *json = made ? ks_parcel_bytes(&reader, "roster", &len) : NULL;
	int64_t made_ms = made ? strtoll(made, NULL, 10) : 0;
	int64_t here_ms;
	enum ks_rc rc;

	if (!json) {
		out->n_bad++;
		return KS_OK;
	}
	rc = ks_store_get_number(store, SETTING_PEOPLE, &here_ms);
	if (rc != KS_OK || made_ms <= here_ms) {
		out->is_people_old |= made_ms < here_ms;
		return rc;
	}
	rc = ks_roster_store_json(store, json, len);
	if (rc == KS_INVALID) {
		out->n_bad++;
		return KS_OK;
	}
	if (rc == KS_OK)
		rc = ks_store_set(store, ROSTER_TAG, "");
	if (rc == KS_OK)
		rc = ks_store_set_number(store, SETTING_PEOPLE, made_ms);
	if (rc == KS_OK) {
		out->n_people++;
		out->people_ms = made_ms;
	}
	return rc;
}

static enum ks_rc take_file(struct ks_ledger *ledger, const char *path, const char *kind,
			    const char *centre, struct ks_courier_taken *out)
{
	struct ks_parcel parcel = {0};
	char *bytes = NULL;
	size_t len = 0;
	enum ks_rc rc = ks_file_read(path, KS_PARCEL_MAX_BYTES, &bytes, &len);

	if (rc == KS_OK)
		rc = ks_parcel_open(ks_ledger_store(ledger), kind, bytes, len, &parcel);
	if (rc == KS_OK && strcmp(parcel.sender, centre) != 0)
		rc = KS_INVALID;
	if (rc == KS_OK)
		rc = (strcmp(kind, KS_PARCEL_RECEIPT) == 0 ? take_receipt
							   : take_people)(ledger, &parcel, out);
	else if (rc != KS_DAMAGED) { /* torn out, somebody else's, or unreadable: the next file may be good */
		out->n_bad++;
		rc = KS_OK;
	}
	ks_parcel_finish(&parcel);
	free(bytes);
	return rc;
}

/*
 * "k-02-17.kenshu-receipt" and "k-02.kenshu-people" on the stick of a body with two doors: sealed to k-02, and as unreadable here
 * as a torn one; then the name tells them apart. What opens is taken whatever somebody called it.
 */
static bool is_others(const char *kiosk, const char *name, const char *kind)
{
	size_t len = strlen(name) - strlen(kind), n = strlen(kiosk);

	if (strcmp(kind, KS_PARCEL_RECEIPT) == 0) {
		while (len > 0 && name[len - 1] >= '0' && name[len - 1] <= '9')
			len--;
		if (len == 0 || name[--len] != '-')
			return false;
	}
	return len > 0 && (len != n || memcmp(name, kiosk, n) != 0);
}

static enum ks_rc take_all(struct ks_ledger *ledger, const char *folder, const char *kind,
			   const char *centre, struct ks_courier_taken *out)
{
	char **names = NULL;
	size_t n = 0;
	enum ks_rc rc = ks_folder_list(folder, kind, &names, &n);

	for (size_t i = 0; i < n && rc == KS_OK; i++) {
		char *path = ks_path_join(folder, names[i]);
		size_t n_bad = out->n_bad;

		rc = take_file(ledger, path, kind, centre, out);
		if (out->n_bad > n_bad && is_others(ks_ledger_kiosk(ledger), names[i], kind)) {
			out->n_bad--;
			out->n_others++;
		}
		free(path);
	}
	ks_folder_list_finish(names, n);
	return rc;
}

enum ks_rc ks_courier_take(struct ks_ledger *ledger, const char *folder, struct ks_courier_taken *out)
{
	char *centre = NULL;
	enum ks_rc rc = remember_centre(ks_ledger_store(ledger), NULL, &centre);

	memset(out, 0, sizeof(*out));
	if (rc == KS_OK)
		rc = take_all(ledger, folder, KS_PARCEL_RECEIPT, centre, out);
	if (rc == KS_OK)
		rc = take_all(ledger, folder, KS_PARCEL_PEOPLE, centre, out);
	free(centre);
	return rc;
}
