/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading what an author wrote: a lesson, a whole folder, and the rules that it is checked by. The types are those of
 * content.h and lesson.h.
 */
#ifndef KS_CONTENT_LOAD_H
#define KS_CONTENT_LOAD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/rc.h"
#include "content/content.h"

/**
 * ks_lesson_load() - read FOLDER/lesson.md, FOLDER/quiz.gift (and lesson.easy.md, cases.md, cases.easy.md and
 * quiz.easy.gift when there)
 * @policy: quotations are checked against it
 * Return: KS_OK; KS_INVALID when an error was diagnosed. @out must be finished in any case.
 */
KS_MUST_USE enum ks_rc ks_lesson_load(const char *folder, const struct ks_policy *policy,
				      struct ks_lesson *out, struct ks_diags *diags);
/**
 * ks_lesson_load_questions() - FOLDER/quiz.gift, cases.md and their easy twins alone: a "lesson" without pages
 * Returns and owns as ks_lesson_load().
 */
KS_MUST_USE enum ks_rc ks_lesson_load_questions(const char *folder, const struct ks_policy *policy,
						struct ks_lesson *out, struct ks_diags *diags);

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
