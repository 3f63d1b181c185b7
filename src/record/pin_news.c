/* SPDX-License-Identifier: Apache-2.0 */
#include "record/pin_news.h"

#include <inttypes.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "record/db.h"
#include "record/parcel.h"
#include "record/pin.h"
#include "record/pin_mark.h"
#include "record/roster_private.h"

/*
 * A kiosk keeps of whom it has something to tell, and says when it is asked what holds then. Its stamps only rise, so that what
 * somebody plays again changes nothing.
 */

#define SETTING_STAMP "pin_news_stamp"
#define SETTING_CENTRE "pin_news_centre"

static enum ks_rc next_stamp(struct ks_store *store, int64_t *stamp)
{
	struct ks_clock clock = ks_clock_system();
	int64_t now_ms = ks_clock_wall_ms(&clock);
	int64_t before;
	enum ks_rc rc = ks_store_get_number(store, SETTING_STAMP, &before);

	*stamp = before < now_ms ? now_ms : before + 1;
	return rc == KS_OK ? ks_store_set_number(store, SETTING_STAMP, *stamp) : rc;
}

enum ks_rc ks_pin_news_note(struct ks_store *store, const char *number, bool is_choice)
{
	struct ks_clock clock = ks_clock_system();
	int64_t stamp = 0;
	enum ks_rc rc = next_stamp(store, &stamp);

	if (rc != KS_OK)
		return rc;
	return ks_db_run(store,
			 "INSERT INTO pin_news(number, stamp, chosen_ms)"
			 " SELECT number, ?2, ?3 FROM pin WHERE number = ?1"
			 " ON CONFLICT(number) DO UPDATE SET stamp = excluded.stamp,"
			 " chosen_ms = max(chosen_ms, excluded.chosen_ms)",
			 "tii", number, stamp, is_choice ? ks_clock_wall_ms(&clock) : INT64_C(0));
}

/* [NUMBER,STAMP,PRINT,WRONG,LEFT,OWN or null,CHOSEN]: print of the PIN that was tried, own the one that was chosen. */
static enum ks_rc put_row(struct ks_store *store, sqlite3_stmt *row, const struct ks_time *now,
			  struct ks_buf *out)
{
	const char *number = ks_db_text(row, 0), *hash = ks_db_text(row, 3);
	int64_t stamp = sqlite3_column_int64(row, 1), chosen_ms = sqlite3_column_int64(row, 2);
	bool is_own = chosen_ms > 0 && strcmp(ks_db_text(row, 4), "own") == 0;
	struct ks_pin_tries tries;
	char print[KS_PIN_PRINT_DIGITS + 1];
	enum ks_rc rc = ks_pin_tries_load(store, number, &tries);

	ks_pin_print(hash, print);
	ks_buf_putc(out, '[');
	ks_buf_json(out, number);
	ks_buf_printf(out, ",%" PRId64 ",\"%s\",%d,%" PRId64 ",", stamp, print, tries.n_wrong,
		      now ? ks_pin_tries_left(&tries, now) : INT64_C(0));
	if (is_own)
		ks_buf_json(out, hash);
	else
		ks_buf_puts(out, "null");
	ks_buf_printf(out, ",%" PRId64 "]", chosen_ms);
	return rc;
}

static enum ks_rc put_rows(struct ks_store *store, const struct ks_time *now, struct ks_buf *out,
			   int64_t *upto)
{
	sqlite3_stmt *row = ks_db_query(store,
					"SELECT number, n.stamp, n.chosen_ms, hash, source"
					" FROM pin_news n JOIN pin USING(number)"
					" ORDER BY n.stamp LIMIT ?",
					"d", KS_PIN_NEWS_MAX);
	enum ks_rc rc;

	*upto = 0;
	ks_buf_puts(out, "{\"people\":[");
	while ((rc = ks_db_step(store, row)) == KS_OK) {
		if (*upto > 0)
			ks_buf_putc(out, ',');
		*upto = sqlite3_column_int64(row, 1);
		rc = put_row(store, row, now, out);
		if (rc != KS_OK)
			break;
	}
	ks_db_end(row);
	ks_buf_puts(out, "]}");
	if (rc == KS_NOT_FOUND && *upto > 0)
		rc = KS_OK;
	return rc;
}

enum ks_rc ks_pin_news_seal(struct ks_store *store, struct ks_clock *clock, const char *centre,
			    struct ks_buf *out, int64_t *upto)
{
	struct ks_buf payload = {0};
	struct ks_time now = {0};
	char *known = NULL;
	enum ks_rc rc = centre ? KS_OK : ks_store_get(store, SETTING_CENTRE, &known);

	if (clock)
		now = ks_clock_now(clock);
	ks_db_lock(store);
	if (rc == KS_OK)
		rc = put_rows(store, clock ? &now : NULL, &payload, upto);
	ks_db_unlock(store);
	if (rc == KS_OK)
		rc = ks_parcel_seal(store, KS_PIN_NEWS_PARCEL, centre ? centre : known,
				    payload.data, payload.len, out);
	if (payload.data)
		explicit_bzero(payload.data, payload.len);
	ks_buf_finish(&payload);
	free(known);
	return rc;
}

bool ks_pin_news_is_any(struct ks_store *store)
{
	int64_t is_any = 0;

	return ks_db_number(store, &is_any,
			    "SELECT EXISTS(SELECT 1 FROM pin_news JOIN pin USING(number)) AND"
			    " EXISTS(SELECT 1 FROM setting WHERE name = '" SETTING_CENTRE "')",
			    "") == KS_OK &&
	       is_any != 0;
}

enum ks_rc ks_pin_news_settle(struct ks_store *store, int64_t upto)
{
	return ks_db_run(store, "DELETE FROM pin_news WHERE stamp <= ?", "i", upto);
}

enum ks_rc ks_pin_news_meet(struct ks_store *store, const char *centre)
{
	return ks_store_set(store, SETTING_CENTRE, centre);
}

/* ---- what the centre says ---- */

/* What is still to be told of @number here. */
static enum ks_rc load_news(struct ks_store *store, const char *number, bool *is_there,
			    bool *is_choice)
{
	int64_t chosen_ms = 0;
	enum ks_rc rc = ks_db_number(store, &chosen_ms,
				     "SELECT chosen_ms FROM pin_news WHERE number = ?", "t", number);

	*is_there = rc == KS_OK;
	*is_choice = rc == KS_OK && chosen_ms > 0;
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

/* Two choices by one code: the one that is not told yet waits for the centre's word. */
static enum ks_rc is_same_choice(struct ks_store *store, const char *number, const char *hash,
				 bool *is_so)
{
	char *kept = NULL;
	enum ks_rc rc = ks_pin_load(store, number, &kept);

	*is_so = kept && ks_pin_is_beside(kept, hash);
	free(kept);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

static enum ks_rc hear_tries(struct ks_store *store, const char *number,
			     const struct ks_pin_word *word, const struct ks_time *now)
{
	struct ks_pin_tries tries;
	enum ks_rc rc = ks_pin_tries_load(store, number, &tries);

	if (rc != KS_OK)
		return rc;
	if (word->n_wrong <= 0)
		return ks_db_run(store, "DELETE FROM pin_try WHERE number = ?", "t", number);
	if (word->left_ms > ks_pin_tries_left(&tries, now)) {
		tries.lock_ms = word->left_ms;
		memcpy(tries.boot, now->boot, sizeof(tries.boot));
		tries.mono_ms = now->mono_ms;
	}
	tries.n_wrong = tries.n_wrong > word->n_wrong ? tries.n_wrong : word->n_wrong;
	return ks_pin_tries_save(store, number, &tries);
}

enum ks_rc ks_pin_news_hear(struct ks_store *store, const char *number,
			    const struct ks_pin_word *word, const struct ks_time *now)
{
	bool is_mine = false, is_choice = false, is_waiting = false;
	int64_t heard = 0;
	enum ks_rc rc = load_news(store, number, &is_mine, &is_choice);

	if (rc == KS_OK && is_choice && strcmp(word->source, "own") == 0)
		rc = is_same_choice(store, number, word->hash, &is_waiting);
	if (rc == KS_OK && !is_waiting)
		rc = ks_roster_write_pin(store, number, word->hash, word->source);
	if (rc == KS_OK) /* anew: another PIN makes void what was to be told of the one before */
		rc = load_news(store, number, &is_mine, &is_choice);
	if (rc == KS_OK)
		rc = ks_db_number(store, &heard,
				  "SELECT coalesce(max(stamp), 0) FROM pin_state WHERE number = ?",
				  "t", number);
	if (rc != KS_OK || is_mine || word->stamp <= heard || word->left_ms < 0 ||
	    word->left_ms > KS_PIN_LOCK_MAX_MS)
		return rc;
	rc = hear_tries(store, number, word, now);
	return rc == KS_OK ? ks_db_run(store,
				       "INSERT OR REPLACE INTO pin_state(number, stamp, n_wrong,"
				       " until_ms, chosen_ms) VALUES(?, ?, 0, 0, 0)",
				       "ti", number, word->stamp)
			   : rc;
}
