/* SPDX-License-Identifier: Apache-2.0 */
#include "record/schema_steps.h"

/*
 * What a centre sends on to other LRSs (src/lrs/forward.c): of everything up to `upto` each is delivered or stands aside.
 */
const char ks_schema_forward[] =
	"CREATE TABLE forward("
	" name TEXT PRIMARY KEY, upto INTEGER NOT NULL, delivered_ms INTEGER NOT NULL,"
	" trouble TEXT NOT NULL DEFAULT '') STRICT, WITHOUT ROWID;"
	"CREATE TABLE forward_aside("
	" name TEXT NOT NULL, stored INTEGER NOT NULL, reason TEXT NOT NULL, at_ms INTEGER NOT NULL,"
	" is_waiting INTEGER NOT NULL, PRIMARY KEY(name, stored)) STRICT, WITHOUT ROWID;";
