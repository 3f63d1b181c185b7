/* SPDX-License-Identifier: Apache-2.0 */
/* Members that every statement of ours has, whoever makes it. */
#ifndef KS_XAPI_STATEMENT_PUT_H
#define KS_XAPI_STATEMENT_PUT_H

#include "base/buf.h"
#include "xapi/statement.h"

/** ks_put_iri() - "<base>/<part>/<part>…" as a JSON string. */
void ks_put_iri(struct ks_buf *out, const char *base, const char *const *parts, size_t n);
/** ks_put_person() - the Agent {…} who is this 職員番号, or pseudonym: never a name. */
void ks_put_person(struct ks_buf *out, const char *base, const char *staff);
/** ks_put_profile() - "category":[…], our profile, for contextActivities. */
void ks_put_profile(struct ks_buf *out, const char *base);
/** ks_put_place() - the extension `"<base>/xapi/ext/kiosk":{…}`: whose ledger, number, chain, clock. */
void ks_put_place(struct ks_buf *out, const char *base, const struct ks_stamp *stamp);

/** ks_put_roll() - the extension of a gathering's fact and a comma behind it; nothing when nothing is told. */
void ks_put_roll(struct ks_buf *out, const char *base, const struct ks_fact *fact);

#endif
