/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A whole content folder, loaded and cross-checked. Immutable after loading, so any thread may read.
 */
#ifndef KS_CONTENT_CONTENT_H
#define KS_CONTENT_CONTENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/id.h"
#include "base/rc.h"
#include "content/bundle.h"
#include "content/checklist.h"
#include "content/lesson.h"
#include "content/organisation.h"
#include "content/plan.h"
#include "content/policy.h"
#include "content/readings.h"

/* A poster of the idle screen (posters/NN-name.yaml): public, at most 60 characters in at most 3 lines. */
struct ks_poster {
	const char *id;
	const char *badge;    /* 今月の標語 */
	struct ks_rich text;  /* the large words, '\n' between lines */
	struct ks_rich small; /* one or two lines below */
	const char *figure;   /* path of an SVG, "" for none */
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
	struct ks_lesson *tests; /* of courses: one page, and questions that belong to the lessons */
	size_t n_tests;
	struct ks_checklist *checklists;
	size_t n_checklists;
	struct ks_poster *posters;
	size_t n_posters;
	struct ks_readings readings; /* readings.yaml: for everything on the screen when ふりがな is on */
	char digest[KS_HASH_HEX]; /* SHA-256 over the lines "sha256  path" of all content files, sorted; without
				   * README.md and samples */
};

/**
 * ks_content_open() - the first half of ks_content_load(): what a visitor sees, organisation and posters
 * Enough to show the idle screen; ks_content_read() follows. Returns and diagnoses as ks_content_load(); when that is
 * neither KS_OK nor KS_INVALID there is nothing to read.
 */
KS_MUST_USE enum ks_rc ks_content_open(const char *path, struct ks_content *out,
				       struct ks_diags *diags);
/** ks_content_read() - the other half: policy, lessons, courses, checklists and the digest; KS_OK or KS_INVALID. */
KS_MUST_USE enum ks_rc ks_content_read(struct ks_content *content, struct ks_diags *diags);
/**
 * ks_content_load() - read everything below @path: a content folder, or a published bundle (bundle.h)
 * A lesson or plan with an error is left out, so that what still works can be offered (issue: the kiosk
 * names the fault and goes on). A plan that calls a missing or faulty lesson ready is diagnosed but stays:
 * ks_content_lesson() gives NULL for that lesson. A checklist whose help is missing is diagnosed and stays.
 * Return: KS_OK; KS_INVALID when an error was diagnosed; KS_NOT_FOUND when there is no such folder; KS_DAMAGED
 * (diagnosed) when the bundle is not what was published, KS_IO when it cannot be unpacked: nothing is loaded then.
 * @out must be finished in any case.
 */
KS_MUST_USE enum ks_rc ks_content_load(const char *path, struct ks_content *out,
				       struct ks_diags *diags);
void ks_content_finish(struct ks_content *content);

/** ks_content_lesson() - a lesson or the test of a course, by its id; NULL when there is none. */
const struct ks_lesson *ks_content_lesson(const struct ks_content *content, const char *id);
/** ks_content_home() - the lesson whose own quiz has the question @id, never a test; NULL when there is none. */
const struct ks_lesson *ks_content_home(const struct ks_content *content, const char *id);
const struct ks_checklist *ks_content_checklist(const struct ks_content *content, const char *id);
/** ks_content_plan() - the first plan of @nendo, else the newest; NULL when there is none. */
const struct ks_plan *ks_content_plan(const struct ks_content *content, int nendo);
/** ks_content_plan_named() - the plan of @nendo with this id; NULL when there is none. */
const struct ks_plan *ks_content_plan_named(const struct ks_content *content, int nendo,
					    const char *id);

/* What a whole-folder check needs from outside: whether some font can show a character. */
struct ks_check_options {
	bool (*has_glyph)(void *fonts, uint32_t c, uint32_t selector); /* NULL: not checked */
	void *fonts;
};

/**
 * ks_content_check() - load and apply every rule of DESIGN §6, with warnings
 * Return: KS_OK when there is no error (warnings may be in @diags).
 */
KS_MUST_USE enum ks_rc ks_content_check(const char *folder, const struct ks_check_options *options,
					struct ks_diags *diags);

#endif
