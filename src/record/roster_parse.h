/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of reading HR's list share: lines and columns (roster_csv.c), values (roster_check.c). */
#ifndef KS_RECORD_ROSTER_PARSE_H
#define KS_RECORD_ROSTER_PARSE_H

#include "record/roster_field.h"
#include "record/roster_private.h"

/* More lines than this are no list of people. */
#define KS_ROSTER_LINES_MAX (4 * KS_ROSTER_PEOPLE_MAX)

/* One line of the file; its texts are the arena's. */
struct ks_roster_line {
	int line;
	int64_t at; /* among those that were put into the list */
	const char *number, *name, *kana, *pin;
	struct ks_appointment appointment;
	char pin_text[8];
};

/* A word nobody knows, told once. */
struct ks_roster_unknown {
	char *word;
	size_t n;
	int line;
};

struct ks_roster_parser {
	const char *file;
	struct ks_diags *diags;
	struct ks_arena arena; /* of one line, or of one person's */
	struct ks_roster_reading how;
	struct ks_roster_list *list;
	enum ks_rc rc;          /* of the list: whether there is room for it */
	int at[KS_FIELD_COUNT]; /* where a column stands, -1: absent */
	size_t n_columns;       /* of the header; 0: not read yet */
	bool has_bad_header;
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
 * Return: whether it is a line of somebody's, wrong values or not.
 */
bool ks_roster_read_line(struct ks_roster_parser *p, char *cells[KS_FIELD_COUNT],
			 struct ks_roster_line *out);

#endif
