/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What stood on a glass, screen after screen, for a golden file: every label, role and rectangle, and what is painted below them.
 * Time and chance are the same each time.
 */
#ifndef KS_TESTS_KIOSK_ALBUM_H
#define KS_TESTS_KIOSK_ALBUM_H

#include "base/buf.h"
#include "kiosk/glass.h"

#define ALBUM_NOW INT64_C(1795827600000) /* 2026-11-28, 10:00 */

struct album {
	struct glass *glass;
	struct ks_buf scenes;
	char *content; /* its folder, which goes with it */
	bool is_special; /* also easy words, readings, contrast and 低い位置: set it before a resize */
	int width, height, text; /* of album_play() */
};

/**
 * album_content() - a folder whose entries lead to @links: {name, where from, as seen from the top of the tree}
 * Return: malloc'd; to ks_test_folder_finish().
 */
char *album_content(const char *const links[][2], size_t n_links);
/** album_content_kinds() - the lessons of tests/data/kinds with the policy they are about. */
char *album_content_kinds(void);
/** album_content_all() - tests/data/album: a little of each thing that content may have. */
char *album_content_all(void);

/** album_open() - the idle screen of a kiosk with @content (taken over), with text of size @text (0 to 2). */
void album_open(struct album *album, char *content, int width, int height, int text);
/** album_begin() - the same of a glass that a group of tests shares, at rest. */
void album_begin(struct album *album, struct glass *glass, int width, int height, int text);
/** album_resize() - another size, and text of another. */
void album_resize(struct album *album, int width, int height, int text);
/** album_look() - what stands on the glass now. */
void album_look(struct album *album);
/** album_show() - draw screen @id as the visit is now, and look. */
void album_show(struct album *album, enum ks_screen_id id);
/** album_look_parts() - all of its parts, one after the other, then back on the first. */
void album_look_parts(struct album *album);
/** album_tap() - tap, and look. */
void album_tap(struct album *album, int what, int arg);
/** album_find_part() - turn on, rows of マイページ too, until something with this action stands there. */
void album_find_part(struct album *album, int what, int arg);
/** album_type() - digits on the keypad, go on, and look. */
void album_type(struct album *album, const char *digits);
/** album_come_to_desk() - from the idle screen, as who may hold today's gathering. */
void album_come_to_desk(struct album *album);
/** album_answer_right() - the question on the glass, with taps; and all reasons behind it. */
void album_answer_right(struct album *album);
/** album_take() - from a page of a lesson on to its result, all answered right. */
void album_take(struct album *album);
/** album_keep() - compare with tests/data/golden/glass/@name.json (support/golden.h); the looks are gone. */
void album_keep(struct album *album, const char *name);
/**
 * album_play() - the same looks on five glasses: wide, tall, and small with the largest text, with all that helps, and both
 * Each is kept as @what-wide, …; @content: made for each.
 */
void album_play(const char *what, char *(*content)(void), void (*look)(struct album *album));
/** album_again() - the size and the settings of this glass, which somebody who left took along. */
void album_again(struct album *album);
void album_close(struct album *album);

#endif
