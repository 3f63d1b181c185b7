/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names of buttons in texts: `{button:next}` is written by authors, and stands on the screen as the button does there
 * (「次へ」, with easy words 「つぎへ」). The labels here are those of the standard words, for whoever has no screen.
 */
#ifndef KS_CONTENT_BUTTONS_H
#define KS_CONTENT_BUTTONS_H

#include "base/mem.h"
#include "base/rich.h"

/** ks_button_label() - the standard label of the button @name; NULL when there is none of that name. */
const char *ks_button_label(const char *name);
/** ks_button_names() - all names, for messages. */
const char *ks_button_names(void);
/** ks_button_name() - the name at @index, NULL behind the last: for whoever checks labels against a screen. */
const char *ks_button_name(size_t index);
/**
 * ks_rich_with_buttons() - @rich with the labels of the words in use
 * @label: the label of a button by its name; NULL for one it does not know (the standard label stays)
 * Apply it before ks_readings_apply(): the labels have readings too. @arena owns what is new; @rich itself is returned
 * when it names no button.
 */
struct ks_rich ks_rich_with_buttons(const struct ks_rich *rich,
				    const char *(*label)(const void *words, const char *name),
				    const void *words, struct ks_arena *arena);

#endif
