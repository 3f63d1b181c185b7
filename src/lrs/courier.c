/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/courier.h"

#include <assert.h>
#include <inttypes.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lrs/centre_ledger.h"
#include "lrs/roster_document.h"
#include "record/db.h"
#include "record/parcel.h"
#include "record/pin_news.h"
#include "record/roster.h"

/*
 * It goes in by the same door as over the network, part by part with its signed heads. What the receipt says that
 * the centre has is on this disk; what it says is refused is quarantined at the kiosk, as over the network.
 */

const char *ks_courier_fault_word(enum ks_courier_fault fault)
{
	static const char *const words[] = {
		[KS_COURIER_FINE] = "",
		[KS_COURIER_NOT_WHOLE] =
			"途中で切れているか、このセンターあてではありません。端末で、もう一度書き出してください。",
		[KS_COURIER_NO_KIOSK] =
			"この名前の端末は登録されていないか、認証情報が取り消されています。"
			"kenshu kiosk list で確かめてください。",
		[KS_COURIER_NO_PROOF] =
			"はじめて届いた端末です。端末で書き出すときに、kenshu kiosk add が作った認証情報を "
			"--credentials で示してください。",
		[KS_COURIER_OTHER_KEY] =
			"この名前は、鍵のちがう別の端末のものです。新しい名前で登録してください。",
	};

	assert((size_t)fault < KS_COUNT(words));
	return words[fault];
}

void ks_courier_got_finish(struct ks_courier_got *got)
{
	if (!got)
		return;
	ks_buf_finish(&got->receipt);
	ks_buf_finish(&got->people);
	memset(got, 0, sizeof(*got));
}

enum ks_rc ks_centre_courier_key(struct ks_centre *centre, char **key)
{
	return ks_parcel_key(centre->store, key);
}

struct work {
	struct ks_centre *centre;
	struct ks_courier_got *out;
	const char *kiosk, *sender;
	struct ks_head head;
	struct ks_buf has, refused; /* payload of the receipt: has, pins, then refused */
	struct ks_parcel_reader reader;
};

/* ---- who sends ---- */

static enum ks_courier_fault judge_key(struct work *work, sqlite3_stmt *row, const char *proof)
{
	static const uint8_t revoked[KS_HASH_BYTES];
	uint8_t secret[KS_HASH_BYTES] = {0};
	const char *key = ks_db_text(row, 1);
	char wanted[KS_HASH_HEX];

	if (sqlite3_column_bytes(row, 0) == KS_HASH_BYTES)
		memcpy(secret, sqlite3_column_blob(row, 0), sizeof(secret));
	if (ks_centre_is_own(work->kiosk) || memcmp(secret, revoked, sizeof(secret)) == 0)
		return KS_COURIER_NO_KIOSK;
	if (key[0])
		return strcmp(key, work->sender) == 0 ? KS_COURIER_FINE : KS_COURIER_OTHER_KEY;
	ks_parcel_proof(secret, work->head.signature, wanted);
	return proof && strlen(proof) == strlen(wanted) &&
			       sodium_memcmp(proof, wanted, strlen(wanted)) == 0
		       ? KS_COURIER_FINE
		       : KS_COURIER_NO_PROOF;
}

static enum ks_rc judge_sender(struct work *work, const char *proof, enum ks_courier_fault *fault)
{
	static const char select[] = "SELECT secret_sha256, public_key FROM kiosk WHERE id = ?";
	sqlite3_stmt *stmt;
	enum ks_rc rc;

	ks_db_lock(work->centre->store);
	stmt = ks_db_query(work->centre->store, select, "t", work->kiosk);
	rc = ks_db_step(work->centre->store, stmt);
	if (rc == KS_OK)
		*fault = judge_key(work, stmt, proof);
	else if (rc == KS_NOT_FOUND)
		*fault = KS_COURIER_NO_KIOSK;
	ks_db_end(stmt);
	ks_db_unlock(work->centre->store);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

/* ---- what is in it ---- */

struct part {
	struct ks_head head;
	const char **bytes;
	size_t *lens;
	size_t n, bytes_capacity, lens_capacity;
};

static void finish_part(struct part *part)
{
	ks_head_finish(&part->head);
	free(part->bytes);
	free(part->lens);
	memset(part, 0, sizeof(*part));
}

static bool read_part(struct work *work, struct part *out)
{
	const char *line = ks_parcel_line(&work->reader, "part"), *bytes;
	size_t len;

	memset(out, 0, sizeof(*out));
	if (!line || !ks_head_read(line, &out->head) || !ks_head_is_valid(&out->head, work->kiosk) ||
	    strcmp(out->head.public_key, work->sender) != 0)
		return false;
	while ((bytes = ks_parcel_bytes(&work->reader, "statement", &len))) {
		size_t n = out->n;

		ks_grow(&out->bytes, out->n, &out->bytes_capacity);
		ks_grow(&out->lens, n, &out->lens_capacity);
		out->bytes[out->n] = bytes;
		out->lens[out->n++] = len;
	}
	return true;
}

/* "has NUMBER HASH", or "refused NUMBER HASH"; nothing of bytes that name no number. */
static void note(struct ks_buf *out, const char *what, const struct part *part, size_t i)
{
	struct ks_statement_view view;
	uint8_t hash[KS_HASH_BYTES];
	char hex[KS_HASH_HEX];

	if (ks_statement_read(part->bytes[i], part->lens[i], &view) != KS_OK)
		return;
	ks_blake2b(part->bytes[i], part->lens[i], hash);
	ks_hex(hash, sizeof(hash), hex);
	ks_buf_printf(out, "%s %" PRId64 " %s\n", what, view.seq, hex);
}

static void note_taken(struct work *work, const struct part *part, size_t from, size_t n)
{
	for (size_t i = from; i < from + n; i++)
		note(&work->has, "has", part, i);
	work->out->n_statements += n;
}

static enum ks_rc deliver(struct work *work, const struct part *part, size_t from, size_t n,
			  size_t *bad)
{
	struct ks_delivery delivery = {
		.kiosk = work->kiosk,
		.head = &work->head,
		.batch_head = from + n == part->n && part->head.seq != work->head.seq ? &part->head
										      : NULL,
		.bytes = part->bytes + from,
		.lens = part->lens + from,
		.n_statements = n};
	enum ks_rc rc = ks_centre_deliver(work->centre, &delivery);

	*bad = from + delivery.bad_index;
	free(delivery.why);
	if (rc == KS_OK)
		note_taken(work, part, from, n);
	return rc;
}

/* One that is refused keeps none of the others out: what is before it goes in by itself, and on behind it. */
static enum ks_rc take_part(struct work *work, const struct part *part)
{
	size_t from = 0, to = part->n, bad;
	enum ks_rc rc = KS_OK;

	while (from < part->n && rc == KS_OK) {
		rc = from < to ? deliver(work, part, from, to - from, &bad) : KS_OK;
		if (rc == KS_CONFLICT || rc == KS_INVALID) {
			work->out->n_refused++;
			note(&work->refused, "refused", part, bad);
			to = bad;
			rc = KS_OK;
			continue;
		}
		from = to + 1;
		to = part->n;
	}
	return rc;
}

static enum ks_rc take_parts(struct work *work, enum ks_courier_fault *fault)
{
	enum ks_rc rc = KS_OK;

	while (rc == KS_OK && !ks_parcel_line(&work->reader, "end")) {
		struct part part;

		if (!read_part(work, &part))
			*fault = KS_COURIER_NOT_WHOLE;
		else
			rc = take_part(work, &part);
		finish_part(&part);
		if (*fault != KS_COURIER_FINE)
			return KS_INVALID;
	}
	return rc;
}

/* ---- what goes back ---- */

static enum ks_rc seal_answer(struct work *work)
{
	struct ks_store *store = work->centre->store;
	struct ks_roster_wish wish = {.kiosk = work->kiosk, .key = work->sender};
	struct ks_buf roster = {.ceiling = KS_ROSTER_DOCUMENT_MAX_BYTES};
	struct ks_buf people = {.ceiling = KS_PARCEL_MAX_BYTES};
	char etag[KS_HASH_HEX + 2];
	enum ks_rc rc;

	ks_buf_append(&work->has, work->refused.data, work->refused.len);
	rc = ks_parcel_seal(store, KS_PARCEL_RECEIPT, work->sender, ks_buf_text(&work->has),
			    work->has.len, &work->out->receipt);
	if (rc == KS_OK)
		rc = ks_centre_roster(work->centre, &wish, etag, &roster);
	ks_buf_printf(&people, "made %" PRId64 "\n", ks_centre_now_ms(work->centre));
	ks_parcel_put_bytes(&people, "roster", ks_buf_text(&roster), roster.len);
	if (rc == KS_OK && people.is_over)
		rc = KS_FULL;
	if (rc == KS_OK)
		rc = ks_parcel_seal(store, KS_PARCEL_PEOPLE, work->sender, people.data, people.len,
				    &work->out->people);
	ks_buf_finish(&roster);
	ks_buf_finish(&people);
	return rc;
}

/* What is no parcel, or from a key that nobody vouches for, stays at the kiosk. */
static enum ks_rc take_pins(struct work *work)
{
	struct ks_pin_news_got got;
	size_t len;
	const char *bytes = ks_parcel_bytes(&work->reader, "pins", &len);
	enum ks_rc rc = bytes ? ks_centre_take_pins(work->centre, work->kiosk, bytes, len, &got)
			      : KS_NOT_FOUND;

	if (rc == KS_OK)
		ks_buf_printf(&work->has, "pins %" PRId64 "\n", got.upto);
	return rc == KS_NOT_FOUND || rc == KS_INVALID || rc == KS_DENIED ? KS_OK : rc;
}

static enum ks_rc take(struct work *work, enum ks_courier_fault *fault)
{
	const char *head, *proof, *plan;
	size_t plan_len;
	enum ks_rc rc;

	work->kiosk = ks_parcel_line(&work->reader, "kiosk");
	head = work->kiosk ? ks_parcel_line(&work->reader, "head") : NULL;
	if (!head || !ks_head_read(head, &work->head) || !ks_head_is_valid(&work->head, work->kiosk) ||
	    strcmp(work->head.public_key, work->sender) != 0) {
		*fault = KS_COURIER_NOT_WHOLE;
		return KS_INVALID;
	}
	(void)snprintf(work->out->kiosk, sizeof(work->out->kiosk), "%s", work->kiosk);
	proof = ks_parcel_line(&work->reader, "proof");
	plan = ks_parcel_bytes(&work->reader, "plan", &plan_len);
	rc = judge_sender(work, proof, fault);
	if (*fault != KS_COURIER_FINE)
		return KS_INVALID;
	if (rc == KS_OK && plan)
		rc = ks_centre_take_plans(work->centre, work->kiosk, plan);
	rc = rc == KS_INVALID ? KS_OK : rc; /* a plan of another version is told by what misses it */
	if (rc == KS_OK)
		rc = take_parts(work, fault);
	if (rc == KS_OK)
		rc = take_pins(work);
	if (rc == KS_DENIED) {
		*fault = KS_COURIER_OTHER_KEY;
		rc = KS_INVALID;
	}
	return rc == KS_OK ? seal_answer(work) : rc;
}

enum ks_rc ks_centre_courier_take(struct ks_centre *centre, const void *bytes, size_t len,
				  enum ks_courier_fault *fault, struct ks_courier_got *out)
{
	struct work work = {.centre = centre, .out = out};
	struct ks_parcel parcel;
	enum ks_rc rc = ks_ledger_make_identity(centre->store);

	memset(out, 0, sizeof(*out));
	memset(&parcel, 0, sizeof(parcel));
	*fault = KS_COURIER_FINE;
	if (rc == KS_OK)
		rc = ks_parcel_open(centre->store, KS_PARCEL_RECORDS, bytes, len, &parcel);
	if (rc == KS_INVALID)
		*fault = KS_COURIER_NOT_WHOLE;
	if (rc == KS_OK) {
		work.sender = parcel.sender;
		work.reader = (struct ks_parcel_reader){parcel.payload, parcel.payload + parcel.len};
		rc = take(&work, fault);
	}
	ks_head_finish(&work.head);
	ks_buf_finish(&work.has);
	ks_buf_finish(&work.refused);
	ks_parcel_finish(&parcel);
	return rc;
}
