/* SPDX-License-Identifier: Apache-2.0 */
#include "record/schema_steps.h"

/*
 * PINs that travel (pin_news.c). pin_news: what this kiosk has to tell of whom; what was chosen before there was anybody to
 * tell it to as well. pin_state: of whom kiosks told something: at the centre what, at a kiosk up to where it is heard.
 * pin_code: the code that came last for each, which no list brings again.
 */
const char ks_schema_pins[] =
	"CREATE TABLE pin_news("
	" number TEXT PRIMARY KEY, stamp INTEGER NOT NULL, chosen_ms INTEGER NOT NULL)"
	" STRICT, WITHOUT ROWID;"
	"CREATE TABLE pin_state("
	" number TEXT PRIMARY KEY, stamp INTEGER NOT NULL, n_wrong INTEGER NOT NULL,"
	" until_ms INTEGER NOT NULL, chosen_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
	"CREATE TABLE pin_code(number TEXT PRIMARY KEY, hash TEXT NOT NULL) STRICT, WITHOUT ROWID;"
	"INSERT INTO pin_news SELECT number, row_number() OVER (ORDER BY number), 1 FROM pin WHERE source = 'own';"
	"INSERT INTO pin_code SELECT number, hash FROM pin WHERE hash LIKE '%!once';";
