/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The parts screens are made of (pictures: shared design 01–16). Each paints itself into a scene in the state
 * the scene's ks_ui says (pressed, focused) and declares its element.
 */
#ifndef KS_UI_WIDGET_H
#define KS_UI_WIDGET_H

#include <stdbool.h>
#include <stddef.h>

#include "ui/scene.h"

/* Type sizes in mm (UI.md "Size"). */
#define KS_MM_BODY 8.8
#define KS_MM_HEADING 14.0
#define KS_MM_CHOICE 8.0
#define KS_MM_LABEL 8.0
#define KS_MM_NOTE 5.8

/** ks_widget_style() - the usual style: body text, 170 % pitch, strict; change what differs. */
struct ks_text_style ks_widget_style(const struct ks_ui *ui, double mm);
/** ks_widget_heading_style() - bold, 140 % pitch, by phrase. */
struct ks_text_style ks_widget_heading_style(const struct ks_ui *ui, double mm);

/** ks_widget_words_width() - of one line; _height() - of as many as they need in @width_px. */
int ks_widget_words_width(struct ks_scene *scene, const char *words,
			  const struct ks_text_style *style);
/** ks_widget_words_height() - how high plain text is within @width_px, in pixels; nothing is painted. */
int ks_widget_words_height(struct ks_scene *scene, const char *words,
			   const struct ks_text_style *style, int width_px);

enum ks_button_kind {
	KS_BUTTON_PRIMARY, /* key ground, white words: the one strong action */
	KS_BUTTON_STRONG,  /* white ground, key border and words */
	KS_BUTTON_QUIET,   /* white ground, grey border and words */
	KS_BUTTON_DOOR,    /* on the dark idle screen */
	KS_BUTTON_DOOR_MAIN,
};

struct ks_button {
	enum ks_button_kind kind;
	const char *label;
	const char *name; /* by which those who hear it know it; NULL: label */
	enum ks_icon before, after;
	double label_mm; /* 0: KS_MM_LABEL */
	struct ks_action action;
	bool is_disabled;
	bool is_main; /* what Enter means on this screen; the two strong kinds are by themselves */
	bool is_exit; /* the way out */
	bool is_on; /* of something switched on: says so by ground, border, a tick and its state */
};
/** ks_widget_button() - paint it and declare it as an element; a disabled one cannot be tapped. */
void ks_widget_button(struct ks_scene *scene, struct ks_rect r, const struct ks_button *button);
/** ks_widget_button_width() - what the words need with side padding, at least 60 mm for a main button. */
int ks_widget_button_width(struct ks_scene *scene, const struct ks_button *button);
/** ks_widget_button_height() - what the words need in @width_px, at least 15 mm. */
int ks_widget_button_height(struct ks_scene *scene, const struct ks_button *button, int width_px);

struct ks_choice_row {
	const char *mark; /* "ア", "○", "1" in the circle; NULL: no circle */
	const struct ks_rich *text;
	struct ks_action action; /* what 0: shown only */
	unsigned state;          /* SELECTED, RIGHT, WRONG, DISABLED */
	bool is_check;           /* several may be chosen: a rounded square instead of a circle */
	bool is_pending;         /* dashed circle: its turn is still to come (ordering) */
	bool is_name;            /* of people: no readings, nobody but they know how it is read */
};
/** ks_widget_choice_height() - at least 18 mm, more when the words need more lines. */
int ks_widget_choice_height(struct ks_scene *scene, int width_px, const struct ks_choice_row *row);
/** ks_widget_choice() - a row of a question: mark, text and what it turned out to be; one element. */
void ks_widget_choice(struct ks_scene *scene, struct ks_rect r, const struct ks_choice_row *row);

/* A large choice with a drawn sign above its word (self-inspection, design 10). */
struct ks_tile {
	enum ks_icon icon;
	const char *label;
	const char *caption; /* small, below the label; NULL: none */
	struct ks_action action;
	unsigned state; /* SELECTED, RIGHT, WRONG, DISABLED */
};
/** ks_widget_tile_height() - what its icon and words need at least in @width_px. */
int ks_widget_tile_height(struct ks_scene *scene, int width_px, const struct ks_tile *tile);
/** ks_widget_tile() - a large square button with an icon above its words; one element. */
void ks_widget_tile(struct ks_scene *scene, struct ks_rect r, const struct ks_tile *tile);

enum ks_tone { KS_TONE_NEUTRAL, KS_TONE_OK, KS_TONE_WARN, KS_TONE_BAD, KS_TONE_ACCENT };
/** ks_widget_badge() - a pill at x, y with words and an optional icon; returns its rectangle. */
struct ks_rect ks_widget_badge(struct ks_scene *scene, int x, int y, double mm, enum ks_tone tone,
			       enum ks_icon icon, const char *words);
/** ks_widget_badge_size() - the size it would have. */
struct ks_rect ks_widget_badge_size(struct ks_scene *scene, double mm, enum ks_icon icon,
				    const char *words);

/** ks_widget_panel() - white card with a hairline. */
void ks_widget_panel(struct ks_scene *scene, struct ks_rect r);
/** ks_widget_bar() - progress, 0 … 1. */
void ks_widget_bar(struct ks_scene *scene, struct ks_rect r, double part, const char *label);
/** ks_widget_ring() - progress ring with words in the middle ("4/8"). */
void ks_widget_ring(struct ks_scene *scene, struct ks_rect r, double part, const char *words);

/* A block of text with a coloured ground and, when told, a bar at its left (quotation, note, warning). */
struct ks_quote {
	enum ks_color ground, bar; /* bar KS_COLOR_NONE: rounded on all corners */
	const struct ks_rich *text;
	enum ks_color ink; /* 0: KS_COLOR_INK */
	double mm;
	const char *source;        /* small line below, NULL for none */
	const char *title;         /* small bold line above, NULL for none */
	enum ks_breaking breaking; /* of the text */
};
/** ks_widget_quote() - paints at r.x, r.y, r.w; returns the height. With @is_dry only measures. */
int ks_widget_quote(struct ks_scene *scene, struct ks_rect r, const struct ks_quote *quote,
		    bool is_dry);
/** ks_widget_quote_text() - its text as laid out in a quote of @width_px, to split it between lines. */
const struct ks_text_layout *ks_widget_quote_text(struct ks_scene *scene, int width_px,
						  const struct ks_quote *quote);

/**
 * ks_widget_digits() - one box per digit (design 02), the next one to fill marked
 * The element is a FIELD labelled "@label @typed"; with @is_secret there are dots, what was typed is nowhere
 * in the scene, and dumps hide the label.
 */
void ks_widget_digits(struct ks_scene *scene, struct ks_rect r, int n_boxes, const char *typed,
		      bool is_secret, const char *label);
/* 1–9, 1字消す, 0, 次へ. Each key's action is {digit_what, '0' … '9'}, erase and next have their own. */
struct ks_keypad {
	int digit_what;
	struct ks_action erase, next;
	bool can_go_on;
	bool is_dead; /* no key does anything now */
	const char *erase_label, *next_label;
};
/** ks_widget_keypad() - twelve keys in three columns that fill @r: digits, erase and what stands beside it. */
void ks_widget_keypad(struct ks_scene *scene, struct ks_rect r, const struct ks_keypad *keypad);
/** ks_widget_key() - one key with a sign on it; @is_on: of a row of the kana table that is open. */
void ks_widget_key(struct ks_scene *scene, struct ks_rect r, const char *label,
		   struct ks_action action, bool is_on);
/** ks_widget_keypad_height() - the least height: keys of 20 mm and the gaps between them. */
int ks_widget_keypad_height(struct ks_scene *scene);

#endif
