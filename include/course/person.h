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
#include "course/exemption.h"

struct ks_appointment {
	const char *unit;       /* 所属 */
	const char *unit_kind;  /* 所属区分 */
	const char *facility;   /* 施設 */
	const char *employment; /* 任用区分 code "01" … "13", "99" */
	struct ks_date from;    /* 任用開始 */
	struct ks_date to;      /* 任用終了, inclusive; not set: open */
	const char *status; /* 在籍状態: 在職, 退職, or an absence (ks_state_is_away()) */
	const char *roles;  /* 役割, separated by ';' */
	struct ks_date ordered; /* 発令日 of a transfer or a return to work within it; not set: none */
	const char *leave; /* 休業区分: what they are away for from leave_from to leave_to; NULL or "": `status` says */
	struct ks_date leave_from,
		leave_to; /* inclusive; neither set: away as long as `status` says so */
};

#define KS_PERSON_NUMBER_MAX 12 /* bytes of a 職員番号 */

struct ks_person {
	const char *number; /* whose the records are: the 職員番号 of the first listing, leading zeros kept */
	const char *name;                    /* 氏名, bytes as given */
	const char *kana;                    /* 氏名カナ */
	struct ks_appointment *appointments; /* by `from` */
	size_t n_appointments;
	const char *typed; /* 職員番号 as the list has it now, what is typed and shown; NULL: `number` */
	const struct ks_exemption *exemptions; /* what holds of them beside the list */
	size_t n_exemptions;
};

/* 任用区分 (CURRICULUM §1.3). */
struct ks_employment {
	const char *code;
	const char *name;  /* 会計年度任用職員（パートタイム） */
	const char *brief; /* 会計年度パート: unique too */
	bool is_staff;     /* 方針5条の「職員等」 */
};
/** ks_employment_table() - every 任用区分 there is, *n of them; static. */
const struct ks_employment *ks_employment_table(size_t *n);
/** ks_employment_find() - by code ("06", "6") or by exact name or brief; NULL when unknown. */
const struct ks_employment *ks_employment_find(const char *text);
/** ks_employment_word() - name of a 任用区分 code, the code itself when it is unknown, "" for NULL. */
const char *ks_employment_word(const char *code);

/** ks_person_is_number() - whether @text may be a 職員番号: 1 to 12 ASCII letters, digits and hyphens. */
bool ks_person_is_number(const char *text);
/** ks_person_is_key() - whose records: a 職員番号, with ~2, ~3 … behind it from the second person who was given it. */
bool ks_person_is_key(const char *text);
/** ks_state_is_away() - a 在籍状態 or 休業区分 under which nothing can be taken: 休職, 育休, 出向 … */
bool ks_state_is_away(const char *state);
/** ks_state_is_known() - a 在籍状態 at all: 在職, 退職 or one of those. */
bool ks_state_is_known(const char *state);

/** ks_person_typed() - 職員番号 for people's eyes. */
const char *ks_person_typed(const struct ks_person *person);
/** ks_person_appointment_on() - the appointment in force on @day, else the latest that began before it, else the first. */
const struct ks_appointment *ks_person_appointment_on(const struct ks_person *person,
						      struct ks_date day);
#define KS_FAMILY_NAME_MAX_BYTES 84
/**
 * ks_person_family_name() - what whoever types a number may see: the part before the first blank; malloc'd
 * A name without a blank shows its first character and …, as its family name cannot be told; one with ・ in it what
 * stands before. Never more than KS_FAMILY_NAME_MAX_BYTES, cut between characters.
 */
char *ks_person_family_name(const struct ks_person *person);
#define KS_ROLE_FACILITATOR "研修担当" /* the 役割 of who may open the desk at a kiosk */
/** ks_appointment_has_role() - @role is one of those separated by ';'; an empty one never is. */
bool ks_appointment_has_role(const struct ks_appointment *appointment, const char *role);

#endif
