/* SPDX-License-Identifier: Apache-2.0 */
/* Between what packs statements (body.c) and what learns how (body_learn.c). Private to src/record. */
#ifndef KS_RECORD_BODY_PRIVATE_H
#define KS_RECORD_BODY_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/rc.h"

struct sqlite3;
struct ks_bodies;

/** ks_body_attach() - give @db the functions of body.h; @out is the connection's, and ends with it. KS_IO: SQLite refused. */
KS_MUST_USE enum ks_rc ks_body_attach(struct sqlite3 *db, struct ks_bodies **out);
/** ks_bodies_ask_again() - which dictionary is the newest has changed, or may have. */
void ks_bodies_ask_again(struct ks_bodies *bodies);
/** ks_body_is_packed() - by the first bytes, which no JSON has. */
bool ks_body_is_packed(const void *bytes, size_t len);

#endif
