/* SPDX-License-Identifier: Apache-2.0 */
#include <dlfcn.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "record/anchor.h"
#include "record/card.h"
#include "record/db.h"
#include "record/parcel.h"
#include "record/pseudonym.h"
#include "record/receipt.h"
#include "record/roster.h"
#include "record/salvage.h"
#include "record/secrets.h"
#include "support/real.h"
#include "support/record_sample.h"

/* What is secret is overwritten wherever it was worked with: how many buffers that is, act by act. */

static int n_wiped;

static const void *home_of(const void *code)
{
	Dl_info info = {0};

	return dladdr(code, &info) ? info.dli_fbase : NULL;
}

/* This stands before libsodium's own; what that one wipes itself is its own affair. */
void sodium_memzero(void *const at, const size_t len)
{
	void (*real)(void *, size_t) = KS_REAL(void, sodium_memzero, void *, size_t);

	if (home_of(__builtin_return_address(0)) != home_of(*(void **)(&real)) &&
	    !sodium_is_zero(at, len))
		n_wiped++;
	real(at, len);
}

static const char payload[] = "payload";
static char *key;
static struct ks_buf sealed;
static struct ks_parcel opened;
static struct ks_receipt *receipt;
static int64_t seq;

static enum ks_rc name_card(struct ks_record_sample *s)
{
	static const uint8_t id[KS_CARD_ID_MAX] = {1};
	char name[KS_CARD_NAME];

	return ks_card_name(s->store, id, KS_CARD_ID_LEAST, name);
}

static enum ks_rc tell_key(struct ks_record_sample *s)
{
	free(key);
	return ks_parcel_key(s->store, &key);
}

static enum ks_rc seal(struct ks_record_sample *s)
{
	return ks_parcel_seal(s->store, "test", key, payload, sizeof(payload), &sealed);
}

static enum ks_rc open_it(struct ks_record_sample *s)
{
	return ks_parcel_open(s->store, "test", sealed.data, sealed.len, &opened);
}

static enum ks_rc finish_it(struct ks_record_sample *s)
{
	(void)s;
	ks_parcel_finish(&opened);
	return KS_OK;
}

static enum ks_rc append(struct ks_record_sample *s)
{
	seq = ks_record_sample_append(s, KS_FACT_PASSED);
	return KS_OK;
}

static enum ks_rc take_receipt(struct ks_record_sample *s)
{
	return ks_receipt_take(s->ledger, seq, &receipt);
}

static enum ks_rc close_receipt(struct ks_record_sample *s)
{
	(void)s;
	ks_receipt_close(receipt);
	return KS_OK;
}

static enum ks_rc make_key(struct ks_record_sample *s)
{
	return ks_pseudonym_make_key(s->store);
}

static enum ks_rc take_key(struct ks_record_sample *s)
{
	return ks_pseudonym_take_key(s->store, "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8");
}

static enum ks_rc name_person(struct ks_record_sample *s)
{
	char name[KS_ACTOR_MAX];

	return ks_pseudonym_of(s->store, "000101", name);
}

static enum ks_rc sign_head(struct ks_record_sample *s)
{
	struct ks_head head;
	enum ks_rc rc = ks_ledger_head(s->ledger, &head);

	ks_head_finish(&head);
	return rc;
}

/* The key stands in the tail as well. */
static enum ks_rc identify_tail(struct ks_record_sample *s)
{
	enum ks_rc rc = ks_db_run(s->store, "DELETE FROM setting WHERE name = 'tail_identity'", "");

	return rc == KS_OK ? ks_anchor_identify(s->store) : rc;
}

static enum ks_rc remake_identity(struct ks_record_sample *s)
{
	enum ks_rc rc = ks_db_run(s->store, "DELETE FROM setting WHERE name LIKE 'identity_%'", "");

	return rc == KS_OK ? ks_ledger_make_identity(s->store) : rc;
}

static struct ks_buf document;

static enum ks_rc add_secrets(struct ks_record_sample *s)
{
	ks_buf_puts(&document, "{\"x\":1}");
	return ks_secrets_add(s->store, key, "", KS_TEST_WALL_MS, &document);
}

static enum ks_rc take_secrets(struct ks_record_sample *s)
{
	const char *at = strstr(ks_buf_text(&document), "\"sealed\":\"") + strlen("\"sealed\":\"");
	char *text = ks_strndup(at, strcspn(at, "\""));
	enum ks_rc rc = ks_secrets_take(s->store, text, &(struct ks_roster){0});

	free(text);
	return rc;
}

static enum ks_rc salvage(struct ks_record_sample *s)
{
	char *folder = ks_test_folder(), *why = NULL;
	struct ks_salvage found;
	struct ks_store *into;
	enum ks_rc rc;

	ks_record_sample_close(s);
	assert_int_equal(ks_store_open(folder, KS_ROLE_KIOSK, KS_ACCESS_WRITE, &into, &why), KS_OK);
	rc = ks_salvage_folder(s->folder, into, &found);
	ks_salvage_finish(&found);
	ks_store_close(into);
	ks_test_folder_finish(folder);
	return rc;
}

static void secrets_are_wiped_wherever_they_were(void **state)
{
	static const struct {
		const char *what;
		enum ks_rc (*act)(struct ks_record_sample *s);
		int n;
	} acts[] = {
		{"the first card", name_card, 1},
		{"a card", name_card, 1},
		{"our key", tell_key, 2},
		{"sealed", seal, 3},
		{"opened", open_it, 4},
		{"finished", finish_it, 1},
		{"appended", append, 1},
		{"receipt", take_receipt, 2},
		{"receipt closed", close_receipt, 1},
		{"pseudonyms' key", make_key, 2},
		{"it is there", make_key, 0},
		{"another's", take_key, 1},
		{"a pseudonym", name_person, 2},
		{"head", sign_head, 2},
		{"tail", identify_tail, 2},
		{"sealed with a list", add_secrets, 4},
		{"taken with a list", take_secrets, 6},
		{"another key", remake_identity, 2},
		{"salvaged", salvage, 7},
	};

	for (size_t i = 0; i < KS_COUNT(acts); i++) {
		n_wiped = 0;
		assert_int_equal(acts[i].act(*state), KS_OK);
		if (n_wiped != acts[i].n)
			fail_msg("%s: %d buffers were wiped", acts[i].what, n_wiped);
	}
	free(key);
	ks_buf_finish(&sealed);
	ks_buf_finish(&document);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(secrets_are_wiped_wherever_they_were,
						ks_record_sample_setup, ks_record_sample_teardown),
	};

	/* What SQLite frees is wiped too, unless it was begun without that: it would be counted here. */
	(void)sqlite3_initialize();
	return ks_test_run(tests);
}
