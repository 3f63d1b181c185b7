/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A person and the appointments (任用) they hold, as the roster tells. Identity is the staff number, kept as
 * text; a person may be appointed several times (会計年度任用: the same person, another period).
 */
#ifndef KS_COURSE_PERSON_H
#define KS_COURSE_PERSON_H

#include <stdbool.h>
#include <stddef.h>

#include "base/calendar.h"

struct ks_appointment {
	const char *unit;       /* 所属 */
	const char *unit_kind;  /* 所属区分 */
	const char *facility;   /* 施設 */
	const char *employment; /* 任用区分 code "01" … "13", "99" */
	struct ks_date from;    /* 任用開始 */
	struct ks_date to;      /* 任用終了, inclusive; not set: open */
	const char *status;     /* 在籍状態: 在職 休職 育休 派遣出 退職 */
	const char *roles;      /* 役割, separated by ';' */
	struct ks_date ordered; /* 発令日 of a transfer or a return to work within it; not set: none */
};

#define KS_PERSON_NUMBER_MAX 12 /* bytes of a 職員番号 */

struct ks_person {
	const char *number;                  /* 職員番号, leading zeros kept */
	const char *name;                    /* 氏名, bytes as given */
	const char *kana;                    /* 氏名カナ */
	struct ks_appointment *appointments; /* by `from` */
	size_t n_appointments;
};

/* 任用区分 (CURRICULUM §1.3). */
struct ks_employment {
	const char *code;
	const char *name;  /* 会計年度任用職員（パートタイム） */
	const char *brief; /* 会計年度パート: unique too */
	bool is_staff;     /* 方針5条の「職員等」 */
};
const struct ks_employment *ks_employment_table(size_t *n);
/** ks_employment_find() - by code ("06", "6") or by exact name or brief; NULL when unknown. */
const struct ks_employment *ks_employment_find(const char *text);

/** ks_person_is_number() - whether @text may be a 職員番号: 1 to 12 ASCII letters, digits and hyphens. */
bool ks_person_is_number(const char *text);
/** ks_person_appointment_on() - the appointment in force on @day, else the latest that began before it, else the first. */
const struct ks_appointment *ks_person_appointment_on(const struct ks_person *person,
						      struct ks_date day);
/** ks_person_family_name() - the part before the first space (half or full width); malloc'd. */
char *ks_person_family_name(const struct ks_person *person);
bool ks_appointment_has_role(const struct ks_appointment *appointment, const char *role);

#endif
