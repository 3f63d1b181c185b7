/* SPDX-License-Identifier: Apache-2.0 */
#include "record/schema_steps.h"

/*
 * Each try at a quiz and what tries say of the questions (src/lrs/tried.c), made anew from the statements. tried.marks: its
 * answers, ["question","revision",1,"answer"] each; id: of the result, '' while there is none. question_word.sample: a statement that
 * holds the question as it was shown. question_power: rest is that of the quiz, in thousandths.
 */
const char ks_schema_tries[] =
	"CREATE TABLE tried("
	" staff TEXT NOT NULL, nendo INTEGER NOT NULL, plan TEXT NOT NULL, lesson TEXT NOT NULL,"
	" kiosk TEXT NOT NULL, attempt INTEGER NOT NULL, other TEXT NOT NULL, id TEXT NOT NULL,"
	" at_ms INTEGER NOT NULL, passed INTEGER NOT NULL, raw INTEGER NOT NULL, max INTEGER NOT NULL,"
	" duration_ms INTEGER NOT NULL, revision TEXT NOT NULL, marks TEXT NOT NULL,"
	" PRIMARY KEY(staff, nendo, plan, lesson, kiosk, attempt, other)) STRICT, WITHOUT ROWID;"
	"CREATE TABLE question_choice("
	" nendo INTEGER NOT NULL, question TEXT NOT NULL, revision TEXT NOT NULL,"
	" answer TEXT NOT NULL, n INTEGER NOT NULL,"
	" PRIMARY KEY(nendo, question, revision, answer)) STRICT, WITHOUT ROWID;"
	"CREATE TABLE question_word("
	" question TEXT NOT NULL, revision TEXT NOT NULL, clauses TEXT NOT NULL, sample TEXT NOT NULL,"
	" PRIMARY KEY(question, revision)) STRICT, WITHOUT ROWID;"
	"CREATE TABLE question_power("
	" nendo INTEGER NOT NULL, question TEXT NOT NULL, revision TEXT NOT NULL, n INTEGER NOT NULL,"
	" n_right INTEGER NOT NULL, rest INTEGER NOT NULL, rest_right INTEGER NOT NULL,"
	" rest_square INTEGER NOT NULL, PRIMARY KEY(nendo, question, revision)) STRICT, WITHOUT ROWID;"
	"INSERT OR IGNORE INTO setting SELECT 'rebuild', '1' WHERE EXISTS(SELECT 1 FROM received);";

/* From here on a mark holds what was answered, too: the sums are made anew from what was received. */
const char ks_schema_marks[] =
	"INSERT OR IGNORE INTO setting SELECT 'rebuild', '1' WHERE EXISTS(SELECT 1 FROM received);";
