/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "record/ledger.h"
#include "report/pack_private.h"

/* Nothing is believed that the pack says of itself before it is checked; and each file that is not right is named. */

struct work {
	struct ks_unzip *zip;
	void (*tell)(void *context, const char *file, const char *word);
	void *context;
	struct ks_pack_check *out;
	struct ks_buf list;
};

static void fault(struct work *work, const char *file, const char *word)
{
	work->out->n_faults++;
	work->tell(work->context, file, word);
}

static void read_hash(const struct ks_buf *bytes, char hex[KS_HASH_HEX])
{
	uint8_t hash[KS_HASH_BYTES];

	ks_sha256(ks_buf_text(bytes), bytes->len, hash);
	ks_hex(hash, sizeof(hash), hex);
}

/* "files hash key signature" */
static void check_signature(struct work *work)
{
	struct ks_buf line = {.ceiling = 1024};
	char hex[KS_HASH_HEX], key[64] = "", signature[128] = "", told[80] = "";
	char *again;
	long long n = 0;
	struct ks_head head;

	read_hash(&work->list, hex);
	if (ks_unzip_read(work->zip, KS_PACK_SIGNATURE, &line) != KS_OK ||
	    sscanf(ks_buf_text(&line), "%lld %79s %63s %127s", &n, told, key, signature) != 4) {
		fault(work, KS_PACK_SIGNATURE, "ないか、読めません");
		ks_buf_finish(&line);
		return;
	}
	head = (struct ks_head){.seq = n, .public_key = key, .signature = signature};
	(void)snprintf(head.hash, sizeof(head.hash), "%.64s", told);
	(void)snprintf(work->out->key, sizeof(work->out->key), "%s", key);
	again = ks_format("%lld %s %s %s\n", n, told, key, signature);
	if (!ks_head_is_valid(&head, KS_PACK_SIGNER) || strcmp(again, ks_buf_text(&line)) != 0 ||
	    strlen(again) != line.len)
		fault(work, KS_PACK_SIGNATURE, "署名が正しくありません");
	else if (strcmp(head.hash, hex) != 0)
		fault(work, KS_PACK_LIST, "署名したときのものと違います");
	free(again);
	ks_buf_finish(&line);
}

static void check_file(struct work *work, const char *name, const char *wanted)
{
	struct ks_buf bytes = {.ceiling = KS_PACK_MAX_BYTES};
	char hex[KS_HASH_HEX];
	enum ks_rc rc = ks_unzip_read(work->zip, name, &bytes);

	read_hash(&bytes, hex);
	if (rc == KS_NOT_FOUND)
		fault(work, name, "ありません");
	else if (rc != KS_OK)
		fault(work, name, "こわれていて、展開できません");
	else if (strcmp(hex, wanted) != 0)
		fault(work, name, "作ったときから変わっています");
	ks_buf_finish(&bytes);
}

/* Each line of the list: a hash, two blanks, a name. */
static void check_list(struct work *work)
{
	const char *at = ks_buf_text(&work->list);

	while (*at) {
		size_t len = strcspn(at, "\n");
		char *line = ks_strndup(at, len);

		if (len > 66 && line[64] == ' ' && line[65] == ' ') {
			line[64] = '\0';
			check_file(work, line + 66, line);
			work->out->n_files++;
		} else {
			fault(work, KS_PACK_LIST, "読めない行があります");
		}
		free(line);
		at += len + (at[len] == '\n');
	}
}

static bool is_listed(const struct work *work, const char *name)
{
	char *end = ks_format("  %s\n", name);
	bool is = strcmp(name, KS_PACK_LIST) == 0 || strcmp(name, KS_PACK_SIGNATURE) == 0 ||
		  strstr(ks_buf_text(&work->list), end);

	free(end);
	return is;
}

static void check_extra(struct work *work)
{
	const char *name;

	for (size_t i = 0; (name = ks_unzip_name(work->zip, i)); i++)
		if (!is_listed(work, name))
			fault(work, name, "一覧にないファイルです");
}

static void check_record(struct work *work)
{
	static const char *const names[] = {KS_PACK_STATEMENTS, KS_PACK_HEADS, KS_PACK_ACCESS};
	struct ks_buf texts[KS_COUNT(names)];
	const struct ks_evidence_check *found = &work->out->evidence;

	for (size_t i = 0; i < KS_COUNT(names); i++) {
		texts[i] = (struct ks_buf){.ceiling = KS_PACK_MAX_BYTES};
		if (ks_unzip_read(work->zip, names[i], &texts[i]) != KS_OK)
			ks_buf_clear(&texts[i]); /* told already, by its hash */
	}
	if (ks_evidence_verify(ks_buf_text(&texts[0]), ks_buf_text(&texts[1]),
			       ks_buf_text(&texts[2]), &work->out->evidence) != KS_OK)
		fault(work, "記録/", "読めない行があります");
	for (size_t i = 0; i < found->n_findings && i < KS_COUNT(found->findings); i++) {
		char *where = ks_format("記録（%s）", found->findings[i].where);

		fault(work, where, found->findings[i].word);
		free(where);
	}
	if (found->n_findings > KS_COUNT(found->findings))
		work->out->n_faults += found->n_findings - KS_COUNT(found->findings);
	for (size_t i = 0; i < KS_COUNT(names); i++)
		ks_buf_finish(&texts[i]);
}

enum ks_rc ks_pack_verify(const char *bytes, size_t len,
			  void (*tell)(void *context, const char *file, const char *word),
			  void *context, struct ks_pack_check *out)
{
	struct work work = {.zip = ks_unzip_open(bytes, len),
			    .tell = tell,
			    .context = context,
			    .out = out,
			    .list = {.ceiling = KS_PACK_MAX_BYTES}};

	memset(out, 0, sizeof(*out));
	if (!work.zip)
		return KS_INVALID;
	if (ks_unzip_read(work.zip, KS_PACK_LIST, &work.list) != KS_OK) {
		ks_unzip_close(work.zip);
		ks_buf_finish(&work.list);
		return KS_INVALID;
	}
	check_signature(&work);
	check_list(&work);
	check_extra(&work);
	check_record(&work);
	ks_unzip_close(work.zip);
	ks_buf_finish(&work.list);
	return KS_OK;
}
