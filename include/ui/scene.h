/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A scene is a screen as data: a list of things to paint, and a list of elements a person (or a script, or a
 * screen reader) can name. Screens build a whole scene whenever something changed; ui compares it with the
 * one on the glass and paints only the rectangles that differ. An equal scene paints nothing.
 */
#ifndef KS_UI_SCENE_H
#define KS_UI_SCENE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/rich.h"
#include "ui/geom.h"
#include "ui/image.h"
#include "ui/paint.h"
#include "ui/text.h"
#include "ui/theme.h"

enum ks_role {
	KS_ROLE_TEXT,
	KS_ROLE_HEADING,
	KS_ROLE_BUTTON,
	KS_ROLE_CHOICE, /* radio or check: state has KS_STATE_SELECTED */
	KS_ROLE_KEY,    /* of a drawn keypad */
	KS_ROLE_FIELD,  /* shows what was typed */
	KS_ROLE_REGION, /* part of a picture or mail that can be tapped */
	KS_ROLE_IMAGE,
	KS_ROLE_BADGE,
	KS_ROLE_PROGRESS,
	KS_ROLE_DIALOG, /* everything before it in the scene cannot be tapped */
};

enum ks_state {
	KS_STATE_DISABLED = 1 << 0, /* shown, readable, not tappable */
	KS_STATE_SELECTED = 1 << 1,
	KS_STATE_PRESSED = 1 << 2,
	KS_STATE_FOCUSED = 1 << 3,
	KS_STATE_RIGHT = 1 << 4,
	KS_STATE_WRONG = 1 << 5,
	KS_STATE_SECRET = 1 << 6, /* label is hidden in dumps */
	KS_STATE_MAIN = 1 << 7,   /* what Enter means while nothing is focused */
	KS_STATE_EXIT = 1 << 8, /* the way out; Escape, and Enter where there is nothing else to do */
};

/* What a tap on an element means; 0 is "nothing". The screen chooses the numbers. */
struct ks_action {
	int what;
	int arg;
};

struct ks_element {
	enum ks_role role;
	unsigned state;
	struct ks_rect rect;
	struct ks_action action;             /* what == 0: cannot be tapped */
	const char *label;                   /* owned by the scene */
	const struct ks_text_layout *layout; /* of its words, or NULL */
	struct ks_rect ink; /* where the characters of its words stand, readings too; set by the scene */
};

enum ks_icon {
	KS_ICON_NONE,
	KS_ICON_ARROW_LEFT,
	KS_ICON_ARROW_RIGHT,
	KS_ICON_CHECK,
	KS_ICON_CIRCLE, /* ○: right */
	KS_ICON_CROSS,  /* ×: wrong */
	KS_ICON_BANG,   /* ! */
	KS_ICON_FILE,
	KS_ICON_CARD,
	KS_ICON_BACKSPACE,
	KS_ICON_CLOUD_WAIT, /* not delivered yet */
	KS_ICON_TRIANGLE,   /* △: sometimes (self-inspection) */
	KS_ICON_DASH,       /* —: does not apply */
	KS_ICON_QUESTION,   /* ?: not known (self-inspection) */
	KS_ICON_MISSED,     /* dashed ○: right, but not chosen */
	KS_ICON_FLAME,      /* 緊急連絡先: fire, police, mail, telephone, where one is */
	KS_ICON_SHIELD,
	KS_ICON_MAIL,
	KS_ICON_PHONE,
	KS_ICON_PIN,
	KS_ICON_LETTERS, /* 見やすさ: size, readings, easy words, contrast, low, slow, switch */
	KS_ICON_BOOK,
	KS_ICON_SPEECH,
	KS_ICON_CONTRAST,
	KS_ICON_LOW,
	KS_ICON_HOURGLASS,
	KS_ICON_SWITCH,
	KS_ICON_MAGNIFY, /* can be seen larger */
	KS_ICON_BULB,    /* to be remembered */
	KS_ICON_COUNT,
};

struct ks_box {
	enum ks_color fill, line; /* KS_COLOR_NONE: not painted */
	int radius_px, line_px, dash_px;
};

/* Everything a screen needs to build a scene; owned by the program, outlives all scenes. */
struct ks_ui {
	struct ks_metrics metrics;
	enum ks_theme theme;
	bool has_furigana;
	bool is_bare; /* no cross-fade (motion off) */
	struct ks_text_engine *text;
	struct ks_images *images;
	/* interaction the next scene must show; set by the program from ui/touch */
	struct ks_action pressed, focused;
	bool has_focus_ring; /* only after a key was used */
};

struct ks_scene; /* opaque */

/** ks_scene_open() - an empty scene; end it with ks_scene_close(). */
struct ks_scene *ks_scene_open(void);
/** ks_scene_close() - frees it and all that lives in its arena; accepts NULL. */
void ks_scene_close(struct ks_scene *scene);
/** ks_scene_wipe() - empty it and overwrite what it held: nothing of the last person stays in memory. */
void ks_scene_wipe(struct ks_scene *scene);
/** ks_scene_begin() - empty the scene and start a new one named @name ("signin"). */
void ks_scene_begin(struct ks_scene *scene, struct ks_ui *ui, const char *name);
/** ks_scene_ui() - the one it was begun with; borrowed. */
struct ks_ui *ks_scene_ui(struct ks_scene *scene);
struct ks_rect ks_scene_rect(const struct ks_scene *scene); /* the whole screen */
/** ks_scene_arena() - what lives as long as the scene: until it is begun again. */
struct ks_arena *ks_scene_arena(struct ks_scene *scene);
/** ks_scene_format() - text that lives as long as the scene. */
const char *ks_scene_format(struct ks_scene *scene, const char *format, ...) KS_PRINTF(2, 3);

/* Painting, in order. */
void ks_scene_fill(struct ks_scene *scene, struct ks_rect r, enum ks_color color);
/** ks_scene_box() - a rectangle with the fill, line, dashes and corners that @box says. */
void ks_scene_box(struct ks_scene *scene, struct ks_rect r, const struct ks_box *box);
/** ks_scene_arc() - a ring segment within @r, @line_px wide, from @from to @to: turns (0 … 1) clockwise from 12 o'clock. */
void ks_scene_arc(struct ks_scene *scene, struct ks_rect r, int line_px, double from, double to,
		  enum ks_color color);
/** ks_scene_has_readings() - are readings drawn above the first line of @layout? They need half an em there. */
bool ks_scene_has_readings(const struct ks_text_layout *layout);
/** ks_scene_icon() - a line drawing fitted into @r; KS_ICON_NONE adds nothing. */
void ks_scene_icon(struct ks_scene *scene, struct ks_rect r, enum ks_icon icon, enum ks_color color);
/** ks_scene_image() - an SVG file (shapes and its own text) fitted into @r; adds an IMAGE element. */
void ks_scene_image(struct ks_scene *scene, struct ks_rect r, const char *svg_path,
		    const char *label);
/** ks_scene_image_worded() - the same; where there is room its words grow to @words_percent (ks_images_draw()). */
void ks_scene_image_worded(struct ks_scene *scene, struct ks_rect r, const char *svg_path,
			   const char *label, int words_percent);
/** ks_scene_layout() - paint a layout made before; no element. */
void ks_scene_layout(struct ks_scene *scene, const struct ks_text_layout *layout, int x, int y);

/**
 * ks_scene_text() - lay out, paint, and add an element of @role
 * @r: x, y, w are used; lines flow down from y; h is ignored
 * Return: the height used.
 */
int ks_scene_text(struct ks_scene *scene, enum ks_role role, struct ks_rect r,
		  const struct ks_rich *rich, const struct ks_text_style *style);
/** ks_scene_words() - ks_scene_text() of plain text (UTF-8). Return: the height used, in pixels. */
int ks_scene_words(struct ks_scene *scene, enum ks_role role, struct ks_rect r, const char *words,
		   const struct ks_text_style *style);
/** ks_scene_words_in() - one block of words centred vertically in @r (horizontally by style->align). */
void ks_scene_words_in(struct ks_scene *scene, enum ks_role role, struct ks_rect r,
		       const char *words, const struct ks_text_style *style);

/** ks_scene_element() - declare what stands at @rect; copies the label. */
void ks_scene_element(struct ks_scene *scene, const struct ks_element *element);
/** ks_scene_state() - pressed and focused bits for an element with @action, from ks_ui. */
unsigned ks_scene_state(const struct ks_scene *scene, struct ks_action action);

/* Reading. */
const char *ks_scene_name(const struct ks_scene *scene);
/** ks_scene_elements() - all of them in the order they were added; the scene's, until it is begun again. */
const struct ks_element *ks_scene_elements(const struct ks_scene *scene, size_t *n_elements);
/** ks_scene_hit() - the tappable element inside @slack_px of the point that is nearest; NULL for none. */
const struct ks_element *ks_scene_hit(const struct ks_scene *scene, int x, int y, int slack_px);
/**
 * ks_scene_step_focus() - the tappable element after (@step 1) or before (-1) @from in reading order
 * A @step of 0 asks for @from itself: NULL when it is gone, disabled or behind a dialogue.
 */
const struct ks_element *ks_scene_step_focus(const struct ks_scene *scene, struct ks_action from,
					     int step);
/** ks_scene_main() - what Enter alone means here: the live main action, else the way out; NULL: it is out of use. */
const struct ks_element *ks_scene_main(const struct ks_scene *scene);
/** ks_scene_exit() - the live way out, or NULL. */
const struct ks_element *ks_scene_exit(const struct ks_scene *scene);
/** ks_scene_dump() - JSON: screen, and per element role, label, rect, state, lines. */
void ks_scene_dump(const struct ks_scene *scene, struct ks_buf *out);

/* On the glass. */
#define KS_DAMAGE_MAX 16
struct ks_damage {
	struct ks_rect rects[KS_DAMAGE_MAX]; /* do not overlap much; joined when there are more */
	int n_rects;
};
/** ks_scene_diff() - what must be painted to get from @old (NULL: nothing) to @scene. */
void ks_scene_diff(const struct ks_scene *old, const struct ks_scene *scene, struct ks_damage *out);
/** ks_scene_warm() - make ready what painting the scene needs (glyphs, pictures), without painting. */
void ks_scene_warm(const struct ks_scene *scene);
/** ks_scene_paint() - paint what meets @clip. */
void ks_scene_paint(const struct ks_scene *scene, struct ks_canvas *canvas, struct ks_rect clip);

#endif
