/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/code.h"
#include "base/mem.h"
#include "lrs/courier.h"
#include "lrs/enrol.h"
#include "record/parcel.h"
#include "support/centre_sample.h"
#include "support/golden.h"
#include "support/record_sample.h"

/*
 * What a centre makes of a parcel that is not as a kiosk of ours writes it; both ends together: tests/tools/test_courier.c.
 * tests/data/golden/lrs/parcels.txt.
 */

struct fixture {
	struct ks_sample_centre centre;
	struct ks_record_sample *kiosk;
	char *key; /* the centre's */
	struct ks_buf out;
};

static int setup(void **state)
{
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));
	void *kiosk;

	assert_int_equal(ks_record_sample_setup(&kiosk), 0);
	f->kiosk = kiosk;
	ks_sample_centre_init(&f->centre);
	assert_int_equal(ks_ledger_make_identity(f->centre.store), KS_OK);
	assert_int_equal(ks_centre_courier_key(f->centre.centre, &f->key), KS_OK);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;
	void *kiosk = f->kiosk;

	ks_sample_centre_finish(&f->centre);
	assert_int_equal(ks_record_sample_teardown(&kiosk), 0);
	free(f->key);
	free(f);
	return 0;
}

static char *head_line(struct ks_ledger *ledger, const char *name)
{
	struct ks_head head;
	char *line;

	assert_int_equal(ks_ledger_head(ledger, &head), KS_OK);
	line = ks_format("%s %lld %s %s %s\n", name, (long long)head.seq, head.hash,
			 head.public_key, head.signature);
	ks_head_finish(&head);
	return line;
}

/* What the centre says of @payload, sealed by @sender; and of the receipt that goes back, how much it names. */
static void bring_of(struct fixture *f, struct ks_store *sender, const char *what, const char *payload)
{
	struct ks_courier_got got;
	enum ks_courier_fault fault = KS_COURIER_FINE;
	struct ks_buf parcel = {0};
	struct ks_parcel receipt = {0};
	enum ks_rc rc;

	assert_int_equal(ks_parcel_seal(sender, KS_PARCEL_RECORDS, f->key, payload, strlen(payload),
					&parcel),
			 KS_OK);
	rc = ks_centre_courier_take(f->centre.centre, parcel.data, parcel.len, &fault, &got);
	ks_buf_printf(&f->out, "%s: %s, of \"%s\": %zu taken, %zu refused\n", what, ks_rc_name(rc),
		      got.kiosk, got.n_statements, got.n_refused);
	if (fault != KS_COURIER_FINE)
		ks_buf_printf(&f->out, "  %s\n", ks_courier_fault_word(fault));
	if (rc == KS_OK) {
		assert_int_equal(ks_parcel_open(sender, KS_PARCEL_RECEIPT, got.receipt.data,
						got.receipt.len, &receipt),
				 KS_OK);
		ks_buf_printf(&f->out, "%s", receipt.payload);
		ks_parcel_finish(&receipt);
		assert_int_equal(ks_parcel_open(sender, KS_PARCEL_PEOPLE, got.people.data,
						got.people.len, &receipt),
				 KS_OK);
		assert_memory_equal(receipt.payload, "made ", 5);
		ks_parcel_finish(&receipt);
	}
	ks_courier_got_finish(&got);
	ks_buf_finish(&parcel);
}

static void bring(struct fixture *f, const char *what, char *payload)
{
	bring_of(f, f->kiosk->store, what, payload);
	free(payload);
}

static char *statement_line(struct fixture *f, int64_t seq)
{
	struct ks_statement row;
	char *line;

	assert_int_equal(ks_ledger_read(f->kiosk->ledger, seq, &row), KS_OK);
	line = ks_format("statement %zu\n%.*s\n", row.len, (int)row.len, (const char *)row.bytes);
	ks_statement_finish(&row);
	return line;
}

/* "proof …" of who knows @secret. */
static char *proof_line(struct fixture *f, const char *secret)
{
	uint8_t hash[KS_HASH_BYTES];
	char proof[KS_HASH_HEX];
	struct ks_head head;

	assert_int_equal(ks_ledger_head(f->kiosk->ledger, &head), KS_OK);
	ks_sha256(secret, strlen(secret), hash);
	ks_parcel_proof(hash, head.signature, proof);
	ks_head_finish(&head);
	return ks_format("proof %s\n", proof);
}

static void expect_key_of(struct fixture *f, struct ks_store *store)
{
	char mark[KS_MARK_CHARS + 1], *key;

	assert_int_equal(ks_parcel_key(store, &key), KS_OK);
	ks_code_of_key(key, mark);
	assert_int_equal(ks_centre_expect_key(f->centre.centre, "k-01", mark), KS_OK);
	free(key);
}

/* What no kiosk that is known here wrote. */
static void bring_strangers(struct fixture *f, const char *head)
{
	struct ks_courier_got got;
	enum ks_courier_fault fault;

	assert_int_equal(ks_centre_courier_take(f->centre.centre, "x", 1, &fault, &got), KS_INVALID);
	assert_int_equal(fault, KS_COURIER_NOT_WHOLE);
	ks_courier_got_finish(&got);
	ks_courier_got_finish(NULL); /* nothing */
	bring(f, "nothing", ks_strdup(""));
	bring(f, "a name", ks_strdup("kiosk k-01\n"));
	bring(f, "a head that is none", ks_strdup("kiosk k-01\nhead 1 2 3 4\n"));
	bring(f, "a head of another name", ks_format("kiosk k-02\n%s", head));
	bring(f, "a kiosk that nobody registered", ks_format("kiosk k-01\n%send .\n", head));
}

/* Another machine, which took what the kiosk wrote, or its name. */
static void bring_by_another(struct fixture *f, struct ks_store *other, const char *head)
{
	struct ks_ledger *ledger;
	char *payload = ks_format("kiosk k-01\n%send .\n", head), *own;

	bring_of(f, other, "the same, signed by another machine", payload);
	free(payload);
	assert_int_equal(ks_ledger_open(other, &f->kiosk->clock, "k-01", &ledger), KS_OK);
	own = head_line(ledger, "head");
	payload = ks_format("kiosk k-01\n%send .\n", own);
	bring_of(f, other, "another machine under its name", payload);
	ks_ledger_close(ledger);
	free(payload);
	free(own);
}

static void what_is_made_of_each_parcel(void **state)
{
	struct fixture *f = *state;
	struct ks_sample_machine other = ks_sample_machine();
	char *head, *proof, *wrong, *part, *one, *two, *secret;

	(void)ks_record_sample_append(f->kiosk, KS_FACT_INITIALIZED);
	(void)ks_record_sample_append(f->kiosk, KS_FACT_EXPERIENCED);
	head = head_line(f->kiosk->ledger, "head");
	part = head_line(f->kiosk->ledger, "part");
	one = statement_line(f, 1);
	two = statement_line(f, 2);
	bring_strangers(f, head);
	assert_int_equal(ks_centre_add_kiosk(f->centre.centre, "k-01", &secret), KS_OK);
	proof = proof_line(f, secret);
	wrong = proof_line(f, "another");
	bring(f, "its first, without a proof", ks_format("kiosk k-01\n%send .\n", head));
	bring(f, "its first, with another's", ks_format("kiosk k-01\n%s%send .\n", head, wrong));
	bring(f, "its first, with half of one", ks_format("kiosk k-01\n%sproof ab\nend .\n", head));
	bring(f, "its first, without an end", ks_format("kiosk k-01\n%s%s", head, proof));
	bring(f, "a part that is none",
	      ks_format("kiosk k-01\n%s%spart 1 2 3 4\nend .\n", head, proof));
	expect_key_of(f, other.store);
	bring(f, "a key that HR does not expect",
	      ks_format("kiosk k-01\n%s%s%s%send .\n", head, proof, part, one));
	expect_key_of(f, f->kiosk->store);
	bring(f, "a plan that is none, and no statement",
	      ks_format("kiosk k-01\n%s%splan 2\n{}\nend .\n", head, proof));
	bring(f, "one of two, by the head of both",
	      ks_format("kiosk k-01\n%s%s%s%send .\n", head, proof, part, one));
	bring(f, "what is no statement between the two, and PINs that are none behind",
	      ks_format("kiosk k-01\n%s%s%s%sstatement 2\n{}\n%send .\npins 1\nx\n", head, proof,
			part, one, two));
	bring(f, "all again", ks_format("kiosk k-01\n%s%s%s%send .\n", head, part, one, two));
	bring_by_another(f, other.store, head);
	assert_int_equal(ks_centre_revoke_kiosk(f->centre.centre, "k-01"), KS_OK);
	bring(f, "of one whose credentials were taken back",
	      ks_format("kiosk k-01\n%send .\n", head));
	ks_test_golden("tests/data/golden/lrs/parcels.txt", ks_buf_text(&f->out));
	ks_buf_finish(&f->out);
	ks_sample_machine_finish(&other);
	free(secret);
	free(wrong);
	free(proof);
	free(two);
	free(one);
	free(part);
	free(head);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_is_made_of_each_parcel, setup, teardown),
	};

	return ks_test_run(tests);
}
