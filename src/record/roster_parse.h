/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of reading HR's list share: lines and columns (roster_csv.c), values (roster_check.c). */
#ifndef KS_RECORD_ROSTER_PARSE_H
#define KS_RECORD_ROSTER_PARSE_H

#include "record/roster_field.h"
#include "record/roster_private.h"
#include "record/roster_strings.h"

/* One line of the file. Cells of the appointment are in it; the rest are texts in the arena. */
struct ks_roster_line {
	int line;
	const char *number, *name, *kana, *pin;
	struct ks_appointment appointment;
};

/* A word nobody knows, told once. */
struct ks_roster_unknown {
	const char *word;
	size_t n;
	int line;
};

struct ks_roster_parser {
	const char *file;
	struct ks_diags *diags;
	struct ks_arena *arena;
	struct ks_roster_reading how;
	struct ks_strings *strings; /* 所属 and the like, each kept once */
	int at[KS_FIELD_COUNT];     /* where a column stands, -1: absent */
	struct ks_roster_line *lines;
	size_t n_lines;
	/* What is told once for all lines: how many, and the first of them. */
	struct ks_roster_tally {
		size_t n;
		int line;
	} no_pin, no_blank;
	struct ks_roster_unknown *unknown_roles; /* noted ones: of no course, where the body has not said which there are */
	size_t n_unknown_roles, unknown_roles_capacity;
};

#define ks_roster_complain(p, line, ...) ks_diags_error((p)->diags, (p)->file, (line), __VA_ARGS__)
#define ks_roster_advise(p, line, ...) ks_diags_warn((p)->diags, (p)->file, (line), __VA_ARGS__)

/**
 * ks_roster_read_line() - the cells of one line, by column; every one that is wrong is diagnosed
 * @cells: by enum ks_roster_field_id, "" for an absent column; trimmed in place
 */
void ks_roster_read_line(struct ks_roster_parser *p, char *cells[KS_FIELD_COUNT],
			 struct ks_roster_line *out);

#endif
