/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A drill (緊急時対応訓練, drills/<id>.yaml): a case told scene by scene with its own clock; after each scene the room decides
 * something, and the policy is compared with it. There is no score: what was decided when is the record.
 */
#ifndef KS_CONTENT_DRILL_H
#define KS_CONTENT_DRILL_H

#include <stddef.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/rc.h"
#include "base/rich.h"
#include "content/limits.h"
#include "content/policy.h"

#define KS_DRILL_SCENES_MAX 12   /* of a drill */
#define KS_DRILL_DECISIONS_MAX 5 /* of a scene */
#define KS_DRILL_WORDS_MAX \
	40 /* characters of what is asked, and of a decision: both stand in the record */

/* What is shown of a scene, in one wording. */
struct ks_drill_words {
	struct ks_rich text; /* what happens */
	struct ks_rich ask;  /* what is to be decided */
	struct ks_rich decisions[KS_DRILL_DECISIONS_MAX];
	struct ks_rich note; /* what the policy says of it, shown afterwards */
};

struct ks_drill_scene {
	int line;
	const char *clock;           /* in the case: "9:12" */
	struct ks_drill_words words; /* these are recorded */
	struct ks_drill_words easy;  /* `words` again where there are none */
	size_t n_decisions;
	const char **clauses;
	size_t n_clauses;
};

struct ks_drill {
	struct ks_arena arena;
	const char *id;    /* "d1" */
	const char *file;  /* path, for messages */
	const char *title; /* 緊急時対応訓練（はじめの電話） */
	int minutes;
	struct ks_rich intro, easy_intro; /* read out before it begins */
	struct ks_drill_scene *scenes;
	size_t n_scenes;
};

/**
 * ks_drill_load() - one drill, its clauses checked against @policy
 * Return: KS_OK; KS_INVALID when an error was diagnosed. @out must be finished in any case.
 */
KS_MUST_USE enum ks_rc ks_drill_load(const char *file, const struct ks_policy *policy,
				     struct ks_drill *out, struct ks_diags *diags);
/** ks_drill_finish() - frees it all; the struct is empty afterwards. Accepts NULL. */
void ks_drill_finish(struct ks_drill *drill);

#endif
