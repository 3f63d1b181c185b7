/* SPDX-License-Identifier: Apache-2.0 */
#include "record/schema_steps.h"

/* Which 職員番号 a user of the pages has, where that was told: nobody decides about themselves. '' for a user who has none. */
const char ks_schema_user[] = "ALTER TABLE web_user ADD COLUMN staff TEXT NOT NULL DEFAULT '';";
