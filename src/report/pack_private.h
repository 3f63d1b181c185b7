/* SPDX-License-Identifier: Apache-2.0 */
/* What the pack is made of, for the files that make it. */
#ifndef KS_REPORT_PACK_PRIVATE_H
#define KS_REPORT_PACK_PRIVATE_H

#include "report/pack.h"
#include "report/zip.h"

#define KS_PACK_LIST "manifest.sha256"
#define KS_PACK_SIGNATURE "manifest.sig"
#define KS_PACK_SIGNER "@pack"
#define KS_PACK_STATEMENTS "記録/statements.jsonl"
#define KS_PACK_HEADS "記録/heads.jsonl"
#define KS_PACK_ACCESS "記録/access-log.jsonl"

struct ks_pack {
	struct ks_store *store;
	const struct ks_pack_wish *wish;
	struct ks_date today;
	struct ks_completion completion;
	struct ks_duty_list duties;
	struct ks_zip *zip;
	struct ks_buf list; /* manifest.sha256 so far */
	int64_t n_files;
	enum ks_rc rc; /* the first failure: nothing is added behind it */
};
/** ks_pack_add() - @bytes (emptied in any case) as the next file. */
void ks_pack_add(struct ks_pack *pack, const char *name, struct ks_buf *bytes);
/** ks_pack_texts() - the folder 教材: the bundle of the wish, and what it puts on the glass. */
void ks_pack_texts(struct ks_pack *pack);
/** ks_pack_duties() - the eight folders and 目次.txt. */
void ks_pack_duties(struct ks_pack *pack);
/** ks_pack_guide() - 検証手順.txt. */
void ks_pack_guide(struct ks_pack *pack);

#endif
