/* SPDX-License-Identifier: Apache-2.0 */
#include <dlfcn.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "record/card.h"
#include "record/parcel.h"
#include "record/pseudonym.h"
#include "record/receipt.h"
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
	};

	for (size_t i = 0; i < KS_COUNT(acts); i++) {
		n_wiped = 0;
		assert_int_equal(acts[i].act(*state), KS_OK);
		if (n_wiped != acts[i].n)
			fail_msg("%s: %d buffers were wiped", acts[i].what, n_wiped);
	}
	free(key);
	ks_buf_finish(&sealed);
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
