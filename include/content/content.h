/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A whole content folder, loaded and cross-checked (load.h). Immutable after loading, so any thread may read.
 */
#ifndef KS_CONTENT_CONTENT_H
#define KS_CONTENT_CONTENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/id.h"
#include "base/rc.h"
#include "content/checklist.h"
#include "content/drill.h"
#include "content/lesson.h"
#include "content/organisation.h"
#include "content/plan.h"
#include "content/policy.h"
#include "content/readings.h"
#include "content/unpacked.h"

/* A poster of the idle screen (posters/NN-name.yaml): public, at most 60 characters in at most 3 lines. */
struct ks_poster {
	const char *id;
	const char *badge;                    /* 今月の標語 */
	struct ks_rich text;                  /* the large words, '\n' between lines */
	struct ks_rich small;                 /* one or two lines below */
	struct ks_rich easy_text, easy_small; /* the same again where there are none */
	const char *figure;                   /* path of an SVG, "" for none */
};

struct ks_content {
	struct ks_arena arena;
	struct ks_unpacked place; /* keeps what a bundle was unpacked into */
	const char *folder;
	int version; /* of the published revision; 0: a folder that is being written */
	struct ks_organisation organisation;
	struct ks_policy policy;
	struct ks_plan *plans;
	size_t n_plans;
	struct ks_lesson *lessons;
	size_t n_lessons;
	struct ks_lesson *tests; /* of courses: one page, and the questions of its homes */
	size_t n_tests;
	struct ks_lesson *pools; /* courses/<id of a test>/: questions only that test asks; no pages */
	size_t n_pools;
	struct ks_checklist *checklists;
	size_t n_checklists;
	struct ks_drill *drills;
	size_t n_drills;
	struct ks_poster *posters;
	size_t n_posters;
	struct ks_readings readings; /* readings.yaml: for everything on the screen when ふりがな is on */
	char digest[KS_HASH_HEX]; /* SHA-256 over the lines "sha256  path" of all content files, sorted; without
				   * README.md and samples */
};

/** ks_content_finish() - frees everything, and removes what a bundle was unpacked into. Accepts NULL. */
void ks_content_finish(struct ks_content *content);

/** ks_content_lesson_of() - the lesson with this id, or the test of a course of @nendo; NULL when there is none. */
const struct ks_lesson *ks_content_lesson_of(const struct ks_content *content, int nendo,
					     const char *id);
/** ks_content_lesson() - a lesson or the test of a course, by its id; NULL when there is none. */
const struct ks_lesson *ks_content_lesson(const struct ks_content *content, const char *id);
/** ks_content_n_homes() - where questions are at home: the lessons, and the pools of the tests. */
size_t ks_content_n_homes(const struct ks_content *content);
/** ks_content_home_at() - home @index of them: first the lessons, then the pools. */
const struct ks_lesson *ks_content_home_at(const struct ks_content *content, size_t index);
/** ks_content_home() - the home whose own quiz has the question @id, never a test; NULL when there is none. */
const struct ks_lesson *ks_content_home(const struct ks_content *content, const char *id);
/** ks_content_checklist() - by its id; NULL when there is none. */
const struct ks_checklist *ks_content_checklist(const struct ks_content *content, const char *id);
/** ks_content_plan() - the first plan of @nendo, else the newest; NULL when there is none. */
const struct ks_plan *ks_content_plan(const struct ks_content *content, int nendo);
/** ks_content_plan_named() - the plan of @nendo with this id; NULL when there is none. */
const struct ks_plan *ks_content_plan_named(const struct ks_content *content, int nendo,
					    const char *id);

#endif
