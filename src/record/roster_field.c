/* SPDX-License-Identifier: Apache-2.0 */
#include "record/roster_field.h"

#include <pthread.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

/*
 * A column that is read from the list, but forgotten on the way to the kiosk or in the comparison with yesterday's
 * list, goes wrong without a word. So there is one table, and everything that handles a line walks over it.
 */

#define OF(member) offsetof(struct ks_appointment, member)

const struct ks_roster_field ks_roster_fields[KS_FIELD_COUNT] = {
	[KS_FIELD_NUMBER] = {"職員番号", "職員コード 職員No 社員番号 職員ID", KS_ROSTER_NEEDED,
			     KS_ROSTER_PERSON, 0, NULL, NULL, false},
	[KS_FIELD_NAME] = {"氏名", "職員氏名 漢字氏名 氏名漢字 名前", KS_ROSTER_NEEDED,
			   KS_ROSTER_PERSON, 0, NULL, NULL, false},
	[KS_FIELD_KANA] = {"氏名カナ", "カナ氏名 フリガナ 氏名フリガナ カナ", KS_ROSTER_NEEDED,
			   KS_ROSTER_PERSON, 0, NULL, NULL, false},
	[KS_FIELD_UNIT] = {"所属", "所属名 所属名称", KS_ROSTER_NEEDED, KS_ROSTER_TEXT, OF(unit),
			   "unit", "unit", false},
	[KS_FIELD_UNIT_KIND] = {"所属区分", "", KS_ROSTER_NOTED, KS_ROSTER_TEXT, OF(unit_kind),
				"unit_kind", "unit_kind", false},
	[KS_FIELD_FACILITY] = {"施設", "施設名 勤務地 勤務場所", KS_ROSTER_NOTED, KS_ROSTER_TEXT,
			       OF(facility), "facility", "facility", false},
	[KS_FIELD_EMPLOYMENT] = {"任用区分", "職員区分 雇用区分", KS_ROSTER_NEEDED,
				 KS_ROSTER_EMPLOYMENT, OF(employment), "employment", "employment",
				 false},
	[KS_FIELD_FROM] = {"任用開始", "任用開始日 任用開始年月日 採用日 採用年月日",
			   KS_ROSTER_NEEDED, KS_ROSTER_DAY, OF(from), "from_day", "from", false},
	[KS_FIELD_TO] = {"任用終了", "任用終了日 任用終了年月日 任期満了日", KS_ROSTER_NEEDED,
			 KS_ROSTER_DAY, OF(to), "to_day", "to", false},
	[KS_FIELD_STATUS] = {"在籍状態", "在籍区分 在職区分", KS_ROSTER_NEEDED, KS_ROSTER_STATE,
			     OF(status), "status", "status", false},
	[KS_FIELD_ROLES] = {"役割", "", KS_ROSTER_NOTED, KS_ROSTER_ROLES, OF(roles), "roles",
			    "roles", false},
	[KS_FIELD_ORDERED] = {"発令日", "発令年月日 異動日 異動年月日", KS_ROSTER_EXTRA,
			      KS_ROSTER_DAY, OF(ordered), "ordered_day", "ordered", true},
	[KS_FIELD_LEAVE] = {"休業区分", "", KS_ROSTER_EXTRA, KS_ROSTER_LEAVE, OF(leave),
			    "leave_kind", "leave", true},
	[KS_FIELD_LEAVE_FROM] = {"休業開始", "休業開始日", KS_ROSTER_EXTRA, KS_ROSTER_DAY,
				 OF(leave_from), "leave_from", "leave_from", true},
	[KS_FIELD_LEAVE_TO] = {"休業終了", "休業終了日", KS_ROSTER_EXTRA, KS_ROSTER_DAY,
			       OF(leave_to), "leave_to", "leave_to", true},
	[KS_FIELD_PIN] = {"初期暗証番号", "初期PIN", KS_ROSTER_NOTED, KS_ROSTER_PERSON, 0, NULL,
			  NULL, false},
};

static const char **text_of(const struct ks_appointment *a, const struct ks_roster_field *field)
{
	return (const char **)((char *)a + field->at);
}

static struct ks_date *day_of(const struct ks_appointment *a, const struct ks_roster_field *field)
{
	return (struct ks_date *)((char *)a + field->at);
}

const char *ks_roster_field_text(const struct ks_appointment *a,
				 const struct ks_roster_field *field, char day[16])
{
	const char *text;

	if (field->kind == KS_ROSTER_DAY) {
		ks_date_format(*day_of(a, field), day);
		return day;
	}
	text = *text_of(a, field);
	return text ? text : "";
}

static bool is_fit(const struct ks_roster_field *field, const char *text)
{
	switch (field->kind) {
	case KS_ROSTER_EMPLOYMENT:
		return ks_employment_find(text);
	case KS_ROSTER_STATE:
		return ks_state_is_known(text);
	case KS_ROSTER_LEAVE:
		return text[0] == '\0' || ks_state_is_away(text);
	default:
		return true;
	}
}

bool ks_roster_field_put(struct ks_appointment *a, const struct ks_roster_field *field,
			 const char *text)
{
	if (field->kind == KS_ROSTER_DAY) {
		*day_of(a, field) = (struct ks_date){0};
		return text[0] == '\0' || ks_date_parse(text, day_of(a, field));
	}
	*text_of(a, field) = text;
	return is_fit(field, text);
}

bool ks_roster_is_same(const struct ks_appointment *a, const struct ks_appointment *b)
{
	for (size_t i = 0; i < KS_FIELD_COUNT; i++) {
		const struct ks_roster_field *field = &ks_roster_fields[i];
		char day_a[16], day_b[16];

		if (field->column && strcmp(ks_roster_field_text(a, field, day_a),
					    ks_roster_field_text(b, field, day_b)) != 0)
			return false;
	}
	return true;
}

/* ---- statements ---- */

static struct ks_roster_sql made;
static pthread_once_t made_once = PTHREAD_ONCE_INIT;

void ks_roster_put_columns(struct ks_buf *out, const char *before)
{
	for (size_t i = 0; i < KS_FIELD_COUNT; i++)
		if (ks_roster_fields[i].column)
			ks_buf_printf(out, ", %s%s", before, ks_roster_fields[i].column);
}

static char *make_select(const char *behind)
{
	struct ks_buf out = {0};

	ks_buf_puts(&out, "SELECT p.number, p.typed, p.name, p.kana, p.is_listed, pin.hash,"
			  " pin.source, a.position");
	ks_roster_put_columns(&out, "a.");
	ks_buf_printf(&out,
		      " FROM person p LEFT JOIN pin USING(number)"
		      " LEFT JOIN appointment a USING(number)%s",
		      behind);
	return ks_buf_take(&out);
}

static void make_sql(void)
{
	struct ks_buf insert = {0}, types = {0};

	made.first = 8;
	made.load = make_select(" WHERE p.is_listed OR ? ORDER BY p.number, a.position");
	made.find = make_select(" WHERE p.typed = ? AND p.is_listed ORDER BY a.position");
	made.one = make_select(" WHERE p.number = ? ORDER BY a.position");
	ks_buf_puts(&insert, "INSERT INTO appointment(number, position");
	ks_roster_put_columns(&insert, "");
	ks_buf_puts(&insert, ") VALUES(?, ?");
	ks_buf_puts(&types, "td");
	for (size_t i = 0; i < KS_FIELD_COUNT; i++) {
		ks_buf_puts(&insert, ks_roster_fields[i].column ? ", ?" : "");
		ks_buf_puts(&types, ks_roster_fields[i].column ? "n" : "");
	}
	ks_buf_puts(&insert, ")");
	made.insert = ks_buf_take(&insert);
	made.types = ks_buf_take(&types);
}

const struct ks_roster_sql *ks_roster_sql(void)
{
	pthread_once(&made_once, make_sql);
	return &made;
}
