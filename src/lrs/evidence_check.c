/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/id.h"
#include "base/mem.h"
#include "lrs/evidence.h"
#include "record/epoch.h"
#include "record/ledger.h"
#include "xapi/statement.h"

/* The same walk as `kenshu verify` does in the store, over lines of text, without a store. */

#define NOT_ALL "署名された最後の記録まで、そろっていません"

/* Where one record's chain stands. */
struct chain {
	char kiosk[64];
	int64_t seq;
	char hash[KS_HASH_HEX];
};
struct walk {
	struct ks_evidence_check *out;
	struct chain chain; /* of the kiosk whose lines are read just now */
	const char *heads;
	char **seen; /* the kiosks of whom there is a statement */
	size_t n_seen, seen_capacity;
	int64_t n; /* access log */
	char prev[KS_HASH_HEX];
};

static void find(struct ks_evidence_check *out, const char *word, const char *kiosk, int64_t seq)
{
	if (out->n_findings < KS_COUNT(out->findings)) {
		struct ks_evidence_finding *finding = &out->findings[out->n_findings];

		finding->word = word;
		(void)snprintf(finding->where, sizeof(finding->where), "%.60s %lld", kiosk,
			       (long long)seq);
	}
	out->n_findings++;
}

static const char *text_of(const json_t *line, const char *name)
{
	const char *text = json_string_value(json_object_get(line, name));

	return text ? text : "";
}

static bool is_hash_of(const char *bytes, size_t len, const char *hex)
{
	uint8_t hash[KS_HASH_BYTES];
	char is[KS_HASH_HEX];

	ks_blake2b(bytes, len, hash);
	ks_hex(hash, sizeof(hash), is);
	return strcmp(is, hex) == 0;
}

/* Each line of @text to @take; false: one of them is no JSON object. */
static bool each_line(const char *text, struct walk *walk,
		      void (*take)(struct walk *walk, const json_t *line))
{
	bool is_read = true;

	while (*text) {
		size_t len = strcspn(text, "\n");
		json_t *line = json_loadb(text, len, 0, NULL);

		if (json_is_object(line))
			take(walk, line);
		else
			is_read = false;
		json_decref(line);
		text += len + (text[len] == '\n');
	}
	return is_read;
}

/* ---- statements ---- */

/* The signed head says where the record ended: what is behind it, or missing before it, is found. */
static void take_head(struct walk *walk, const json_t *line)
{
	struct ks_head head = {.seq = json_integer_value(json_object_get(line, "seq")),
			       .public_key = (char *)text_of(line, "key"),
			       .signature = (char *)text_of(line, "signature")};
	const char *kiosk = text_of(line, "kiosk");

	(void)snprintf(head.hash, sizeof(head.hash), "%s", text_of(line, "hash"));
	if (strcmp(text_of(line, "identity"), walk->chain.kiosk) != 0)
		return;
	if (!ks_head_is_valid(&head, kiosk))
		find(walk->out, "端末の署名が、鍵と合いません", kiosk, head.seq);
	else if (head.seq > walk->chain.seq)
		find(walk->out, NOT_ALL, kiosk, head.seq);
	else if (head.seq == walk->chain.seq && strcmp(head.hash, walk->chain.hash) != 0)
		find(walk->out, "最後の記録が、署名されたものと違います", kiosk, head.seq);
}

static void end_chain(struct walk *walk)
{
	if (walk->chain.kiosk[0] && strncmp(walk->chain.kiosk, "client:", 7) != 0)
		(void)each_line(walk->heads, walk, take_head);
}

static void take_statement(struct walk *walk, const json_t *line)
{
	struct chain *chain = &walk->chain;
	const char *kiosk = text_of(line, "kiosk"), *hash = text_of(line, "hash");
	const json_t *bytes = json_object_get(line, "statement");
	size_t len = json_string_length(bytes);
	int64_t seq = json_integer_value(json_object_get(line, "seq"));
	struct ks_statement_view view;

	walk->out->n_statements++;
	if (strcmp(chain->kiosk, kiosk) != 0) {
		end_chain(walk);
		ks_grow(&walk->seen, walk->n_seen, &walk->seen_capacity);
		walk->seen[walk->n_seen++] = ks_strdup(kiosk);
		*chain = (struct chain){0};
		(void)snprintf(chain->kiosk, sizeof(chain->kiosk), "%s", kiosk);
	}
	if (!is_hash_of(text_of(line, "statement"), len, hash))
		find(walk->out, "記録の内容が、しるしと合いません", kiosk, seq);
	else if (seq > 0 && ks_statement_read(text_of(line, "statement"), len, &view) != KS_OK)
		find(walk->out, "記録を読めません", kiosk, seq);
	else if (seq > 0 && chain->seq > 0 && seq == chain->seq + 1 &&
		 strcmp(view.prev, chain->hash) != 0)
		find(walk->out, "一つ前の記録とのつながりが合いません", kiosk, seq);
	else if (seq > 0 && seq != chain->seq + 1 && seq % KS_EPOCH_SPAN != 1)
		find(walk->out, "番号が続いていません", kiosk, seq);
	chain->seq = seq;
	(void)snprintf(chain->hash, sizeof(chain->hash), "%s", hash);
}

/* ---- the access log ---- */

static void take_access(struct walk *walk, const json_t *line)
{
	const json_t *bytes = json_object_get(line, "entry");
	const char *entry = text_of(line, "entry"), *hash = text_of(line, "hash");
	json_t *root = json_loads(entry, 0, NULL);
	int64_t n = json_integer_value(json_object_get(line, "n"));

	walk->out->n_access++;
	if (n != ++walk->n || json_integer_value(json_object_get(root, "n")) != n)
		find(walk->out, "閲覧の記録の番号が続いていません", "", n);
	else if (!is_hash_of(entry, json_string_length(bytes), hash))
		find(walk->out, "閲覧の記録の内容が、しるしと合いません", "", n);
	else if (strcmp(text_of(root, "prev"), walk->prev) != 0)
		find(walk->out, "閲覧の記録の、一つ前とのつながりが合いません", "", n);
	walk->n = n;
	(void)snprintf(walk->prev, sizeof(walk->prev), "%s", hash);
	json_decref(root);
}

static bool is_seen(const struct walk *walk, const char *kiosk)
{
	for (size_t i = 0; i < walk->n_seen; i++)
		if (strcmp(walk->seen[i], kiosk) == 0)
			return true;
	return false;
}

/* Of a kiosk that signed and of whom there is nothing, no chain says so. */
static void count_head(struct walk *walk, const json_t *line)
{
	int64_t seq = json_integer_value(json_object_get(line, "seq"));

	walk->out->n_heads++;
	if (seq > 0 && !is_seen(walk, text_of(line, "identity")))
		find(walk->out, NOT_ALL, text_of(line, "kiosk"), seq);
}

enum ks_rc ks_evidence_verify(const char *statements, const char *heads, const char *access,
			      struct ks_evidence_check *out)
{
	struct walk walk = {.out = out, .heads = heads};
	bool is_read;

	memset(out, 0, sizeof(*out));
	is_read = each_line(statements, &walk, take_statement);
	end_chain(&walk);
	is_read = each_line(access, &walk, take_access) && is_read;
	is_read = each_line(heads, &walk, count_head) && is_read;
	if (!is_read)
		find(out, "読めない行があります", "", 0);
	for (size_t i = 0; i < walk.n_seen; i++)
		free(walk.seen[i]);
	free(walk.seen);
	return is_read ? KS_OK : KS_INVALID;
}
