/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a line of the roster has: the one table that CSV, JSON and the store go by. A new column of HR's list is a
 * member of struct ks_appointment, a row here, and a column of the table `appointment` (schema.c). Private to src/record.
 */
#ifndef KS_RECORD_ROSTER_FIELD_H
#define KS_RECORD_ROSTER_FIELD_H

#include <stdbool.h>
#include <stddef.h>

#include "course/person.h"

/* Without the column: an error, a note, or nothing at all (only some bodies keep it). */
enum ks_roster_need { KS_ROSTER_NEEDED, KS_ROSTER_NOTED, KS_ROSTER_EXTRA };

enum ks_roster_kind {
	KS_ROSTER_PERSON,     /* number, name, kana, PIN: of the person, not of an appointment */
	KS_ROSTER_TEXT,       /* as it was written, blanks at the ends left out */
	KS_ROSTER_DAY,        /* struct ks_date */
	KS_ROSTER_EMPLOYMENT, /* a code of ks_employment_table() */
	KS_ROSTER_STATE,      /* one of ks_state_is_known() */
	KS_ROSTER_LEAVE,      /* an absence, or empty */
	KS_ROSTER_ROLES,      /* separated by ';' */
};

enum ks_roster_field_id {
	KS_FIELD_NUMBER,
	KS_FIELD_NAME,
	KS_FIELD_KANA,
	KS_FIELD_UNIT,
	KS_FIELD_UNIT_KIND,
	KS_FIELD_FACILITY,
	KS_FIELD_EMPLOYMENT,
	KS_FIELD_FROM,
	KS_FIELD_TO,
	KS_FIELD_STATUS,
	KS_FIELD_ROLES,
	KS_FIELD_ORDERED,
	KS_FIELD_LEAVE,
	KS_FIELD_LEAVE_FROM,
	KS_FIELD_LEAVE_TO,
	KS_FIELD_PIN, /* the last: it is read, and never written */
	KS_FIELD_COUNT,
};

struct ks_roster_field {
	const char *name;    /* the column, as we write it */
	const char *aliases; /* other headers it is known by, separated by a blank; "" for none */
	enum ks_roster_need need;
	enum ks_roster_kind kind;
	size_t at;          /* where in struct ks_appointment; not for KS_ROSTER_PERSON */
	const char *column; /* of the table `appointment` */
	const char *json;   /* in the document to the kiosks */
	bool is_late;       /* an older centre's document is without */
};

/* By enum ks_roster_field_id. */
extern const struct ks_roster_field ks_roster_fields[KS_FIELD_COUNT];

/** ks_roster_field_text() - a field of @a as text, a day as 2026-04-01; @day is room for it. "" for nothing. */
const char *ks_roster_field_text(const struct ks_appointment *a,
				 const struct ks_roster_field *field, char day[16]);
/** ks_roster_field_put() - put @text into @a, which keeps the pointer; false when it is not what the field holds. */
bool ks_roster_field_put(struct ks_appointment *a, const struct ks_roster_field *field,
			 const char *text);
/** ks_roster_is_same() - whether all fields are equal. */
bool ks_roster_is_same(const struct ks_appointment *a, const struct ks_appointment *b);

/* The statements on people and appointments, made of the table once; each address stays the same. */
struct ks_roster_sql {
	char *load;   /* bound: d, with whom is not listed any more */
	char *find;   /* bound: t, 職員番号 as it is typed */
	char *one;    /* bound: t, whose records they are */
	char *insert; /* bound: t number, d position, then a text for each field of the appointment */
	char *types; /* of `insert`: "tdnnn…" */
	int first;   /* the column of the first field of the appointment in `load` and `find` */
};
const struct ks_roster_sql *ks_roster_sql(void);
struct ks_buf;
/** ks_roster_put_columns() - the fields of an appointment as columns, each with ", " and @before ("a.") in front. */
void ks_roster_put_columns(struct ks_buf *out, const char *before);

#endif
