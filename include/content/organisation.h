/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a body fills in once (organisation.yaml): its names, whom to call, and what its own rules decide.
 *
 *   emergency:
 *     - kind: security                      # fire, crime, security, other (default): icon and colour
 *       what: あやしいメール・なくした・画面がおかしい
 *       easy_what: …                        # in easy words; without it `what` stands
 *       note: 電源は切らない。メールは消さない。
 *       easy_note: …
 *       whom: 情報担当                       # may be absent, as note and place
 *       place: 総務課
 *       telephone: 内線 120
 *     - 夜間と休日は、職場の緊急連絡網を見てください。     # a sentence below the contacts
 *   here:                                   # where a kiosk stands, to be told on the telephone
 *     - kiosk: k-north                      # its name as in `kenshu kiosk add`; without one: all the others
 *       place: 北部クリーンセンター 管理棟1階
 *       telephone: 受付カウンターの右          # the nearest telephone
 *   places:
 *     desk: 電話する先は、情報担当です。        # the words of ```local desk
 *     found: {text: …, easy: …}             # another wording in easy words
 *
 * All of it is public (policy 8) but `places`, which stand in lessons that are not.
 */
#ifndef KS_CONTENT_ORGANISATION_H
#define KS_CONTENT_ORGANISATION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/rich.h"

enum ks_contact_kind { KS_CONTACT_FIRE, KS_CONTACT_CRIME, KS_CONTACT_SECURITY, KS_CONTACT_OTHER };

/* A row of 緊急連絡先. Texts that are absent have len 0. */
struct ks_contact {
	enum ks_contact_kind kind;
	struct ks_rich what, note; /* when, and what to mind: 火事・けが・急な病気 */
	struct ks_rich easy_what,
		easy_note;          /* in easy words; where there are none, what and note again */
	struct ks_rich whom, place; /* 情報担当, 総務課 */
	const char *line;           /* "内線", what stands before the number; "" */
	const char *number; /* "120", digits and hyphens; "" when only words were written (then in `line`) */
};

/* Where a kiosk stands. */
struct ks_here {
	const char *kiosk; /* "" for all that have none of their own */
	struct ks_rich place, telephone;
};

/* What stands in a ```local frame. */
struct ks_local_words {
	int source_line;
	const char *id;
	struct ks_rich text, easy; /* easy: text again where there is none; len 0: not decided yet */
};

/* Lives in the arena of its struct ks_content. */
struct ks_organisation {
	const char *name;        /* くれさか環境事務組合 */
	const char *system_name; /* 情報セキュリティ研修 */
	const char *iri_base;    /* https://kenshu.kuresaka.example */
	const char *help; /* 番号が分からないときは、総務課（内線 120）へ… (shown at sign-in) */
	const char *easy_help; /* help again where there is none */
	struct ks_contact *contacts;
	size_t n_contacts;
	struct ks_rich *emergency,
		*easy_emergency; /* sentences below the contacts; easy: the same where there is none */
	size_t n_emergency;
	struct ks_here *spots;
	size_t n_spots;
	struct ks_local_words *places;
	size_t n_places;
};

/** ks_contact_kind_word() - "fire", "crime", "security", "other". */
const char *ks_contact_kind_word(enum ks_contact_kind kind);
/** ks_contact_kind_find() - the kind of such a word, -1 for another one. */
int ks_contact_kind_find(const char *word);
/** ks_contact_kind_names() - all the words, for messages. */
const char *ks_contact_kind_names(void);
/** ks_organisation_has_emergency() - is there anything to show on 緊急連絡先? */
bool ks_organisation_has_emergency(const struct ks_organisation *organisation);
/** ks_organisation_here() - where the kiosk of this name stands; NULL when nobody wrote it down. */
const struct ks_here *ks_organisation_here(const struct ks_organisation *organisation,
					   const char *kiosk);
/** ks_organisation_words() - by its id; NULL when there is none, or it is not decided yet. */
const struct ks_local_words *ks_organisation_words(const struct ks_organisation *organisation,
						   const char *id);

#endif
