/* SPDX-License-Identifier: Apache-2.0 */
#include "record/schema_steps.h"

/* That a lesson was done, or a quiz tried, on paper and keyed in: 'paper' (xapi/statement.h), '' for whoever was at a kiosk. */
const char ks_schema_paper[] = "ALTER TABLE standing ADD COLUMN how TEXT NOT NULL DEFAULT '';"
			       "ALTER TABLE tried ADD COLUMN how TEXT NOT NULL DEFAULT '';";

/* Of what was completed elsewhere (elsewhere.c): which of it was keyed in from paper, as the centre tells it. */
const char ks_schema_on_paper[] =
	"CREATE TABLE on_paper("
	" staff TEXT NOT NULL, nendo INTEGER NOT NULL, plan TEXT NOT NULL, lesson TEXT NOT NULL,"
	" PRIMARY KEY(staff, nendo, plan, lesson)) STRICT, WITHOUT ROWID;";
