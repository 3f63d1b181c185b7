/* SPDX-License-Identifier: Apache-2.0 */
#include "report/pack.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lrs/centre.h"
#include "lrs/offer.h"
#include "record/ledger.h"
#include "record/roster.h"
#include "report/pack_private.h"

/* The raw record, the list of hashes and its signature; what people read is made in pack_duties.c. */

void ks_pack_add(struct ks_pack *pack, const char *name, struct ks_buf *bytes)
{
	uint8_t hash[KS_HASH_BYTES];
	char hex[KS_HASH_HEX];
	size_t len = bytes->len;
	char *text;

	if (pack->rc == KS_OK && bytes->is_over)
		pack->rc = KS_FULL;
	if (pack->rc != KS_OK) {
		ks_buf_finish(bytes);
		return;
	}
	text = ks_buf_take(bytes);
	ks_sha256(text, len, hash);
	ks_hex(hash, sizeof(hash), hex);
	ks_buf_printf(&pack->list, "%s  %s\n", hex, name);
	pack->rc = ks_zip_add(pack->zip, name, text, len);
	pack->n_files++;
}

static void add_evidence(struct ks_pack *pack, const char *name,
			 enum ks_rc (*write)(struct ks_store *store, struct ks_buf *out))
{
	struct ks_buf out = {.ceiling = KS_PACK_MAX_BYTES};

	if (pack->rc == KS_OK)
		pack->rc = write(pack->store, &out);
	ks_pack_add(pack, name, &out);
}

static void add_roster(struct ks_pack *pack)
{
	struct ks_buf out = {.ceiling = KS_PACK_MAX_BYTES};
	struct ks_roster roster = {0};
	char day[16], *name;

	if (pack->rc == KS_OK)
		pack->rc = ks_roster_load(pack->store, false, &roster);
	ks_date_format(pack->today, day);
	name = ks_format("記録/名簿_%s.csv", day);
	ks_roster_to_csv(&roster, &out);
	ks_pack_add(pack, name, &out);
	ks_roster_finish(&roster);
	free(name);
}

/* The list covers all files, the signature the list; neither can cover itself. */
static void add_list(struct ks_pack *pack)
{
	struct ks_head head = {.seq = pack->n_files};
	struct ks_buf signature = {0}, list = {.ceiling = KS_PACK_MAX_BYTES};
	uint8_t hash[KS_HASH_BYTES];
	int64_t n_files = pack->n_files;

	ks_sha256(ks_buf_text(&pack->list), pack->list.len, hash);
	ks_hex(hash, sizeof(hash), head.hash);
	if (pack->rc == KS_OK)
		pack->rc = ks_ledger_sign(pack->store, KS_PACK_SIGNER, &head);
	if (pack->rc == KS_OK) {
		ks_buf_append(&list, ks_buf_text(&pack->list), pack->list.len);
		ks_buf_printf(&signature, "%lld %s %s %s\n", (long long)n_files, head.hash,
			      head.public_key, head.signature);
	}
	ks_pack_add(pack, KS_PACK_LIST, &list);
	ks_pack_add(pack, KS_PACK_SIGNATURE, &signature);
	ks_head_finish(&head);
}

static void add_all(struct ks_pack *pack)
{
	ks_pack_guide(pack);
	ks_pack_duties(pack);
	add_roster(pack);
	ks_pack_texts(pack);
	add_evidence(pack, KS_PACK_STATEMENTS, ks_evidence_statements);
	add_evidence(pack, KS_PACK_HEADS, ks_evidence_heads);
	add_evidence(pack, KS_PACK_ACCESS, ks_evidence_access);
	add_list(pack);
}

enum ks_rc ks_pack_make(struct ks_store *store, const struct ks_pack_wish *wish, struct ks_buf *out)
{
	struct ks_pack pack = {.store = store,
			       .wish = wish,
			       .today = ks_civil_from_ms(wish->now_ms).date,
			       .list = {.ceiling = KS_PACK_MAX_BYTES},
			       .zip = ks_zip_begin()};
	enum ks_rc rc;

	if (!pack.zip)
		return KS_IO;
	pack.rc = ks_report_completion(store, wish->plans, wish->n_plans, wish->nendo, pack.today,
				       &pack.completion);
	if (pack.rc == KS_OK)
		pack.rc = ks_report_duties(store, wish->plans, wish->n_plans, wish->nendo,
					   pack.today, &pack.duties);
	if (pack.rc == KS_OK)
		add_all(&pack);
	rc = ks_zip_end(pack.zip, pack.rc == KS_OK ? out : NULL);
	ks_duty_list_finish(&pack.duties);
	ks_completion_finish(&pack.completion);
	ks_buf_finish(&pack.list);
	return pack.rc == KS_OK ? rc : pack.rc;
}

enum ks_rc ks_pack_of_centre(struct ks_store *store, int nendo, int64_t now_ms,
			     const struct ks_buf *texts, struct ks_buf *out)
{
	struct ks_pack_wish wish = {.nendo = nendo, .now_ms = now_ms};
	enum ks_rc rc = ks_ledger_make_identity(store);
	struct ks_plans plans = {0};
	char *offered = NULL;

	if (rc == KS_OK)
		rc = ks_centre_plans(store, nendo, &plans);
	wish.plans = plans.items;
	wish.n_plans = plans.n_items;
	if (texts) {
		wish.texts = ks_buf_text(texts);
		wish.texts_len = texts->len;
	} else if (rc == KS_OK || rc == KS_NOT_FOUND) {
		rc = ks_offer_load(ks_store_folder(store), &offered, &wish.texts_len);
		wish.texts = offered;
	}
	if (rc == KS_OK || rc == KS_NOT_FOUND)
		rc = ks_pack_make(store, &wish, out);
	ks_plans_finish(&plans);
	free(offered);
	return rc;
}
