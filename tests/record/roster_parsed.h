/* SPDX-License-Identifier: Apache-2.0 */
/* A list that was read in a test, and what was said about it. */
#ifndef KS_TESTS_RECORD_ROSTER_PARSED_H
#define KS_TESTS_RECORD_ROSTER_PARSED_H

#include "base/mem.h"
#include "record/roster.h"
#include "support/test.h"

#define HEADER                                                                                                                    \
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割," \
	"初期暗証番号\n"
#define REST "カンキョウ,総務課,事務局,本庁,01,2008-04-01,,在職,管理職;端末利用,918391\n"

struct parsed {
	enum ks_rc rc;
	struct ks_roster roster;
	struct ks_diags diags;
};

struct parsed parse_bytes(const char *bytes, size_t len);
struct parsed parse(const char *csv);
void finish(struct parsed *p);
/** has() - whether a message of that severity on that line has @word in it; expect() fails the test otherwise. */
bool has(const struct parsed *p, enum ks_severity severity, int line, const char *word);
void expect(struct parsed *p, enum ks_severity severity, int line, const char *word);

#endif
