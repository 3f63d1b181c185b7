/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Blocks of an author's page, flowing down a column and, when the column is full, on to a further part: text
 * never shrinks and is never cut off (UI.md "Size").
 */
#ifndef KIOSK_FLOW_H
#define KIOSK_FLOW_H

#include "kiosk/app.h"
#include "ui/widget.h"

/*
 * A column being filled. The same walk over the blocks measures and paints: what falls into part
 * @wanted is painted, the rest only counted.
 */
struct ks_flow {
	struct ks_app *app;
	struct ks_scene *scene;
	struct ks_rect column; /* being filled: its own, or the aside */
	struct ks_rect first; /* while it is the aside: the column that a further part begins with */
	struct ks_rect aside; /* and where it may end: a quotation, note or paragraph that stands there whole; or empty */
	int wanted;     /* part to paint */
	int part;       /* where the walk is */
	int y;          /* next free line in that part, from column.y */
	int gap_px;     /* between blocks */
	int mark_part;  /* for the caller: a part to remember */
	int mark;       /* for the caller: what stands there */
	int found_part; /* of the first words marked as found since it was -1 */
};

struct ks_flow ks_flow_begin(struct ks_app *app, struct ks_scene *scene, struct ks_rect column,
			     int wanted);
/** ks_flow_text() - a paragraph; breaks between lines where the column ends. @indent_px from the left. */
void ks_flow_text(struct ks_flow *flow, enum ks_role role, const struct ks_rich *rich,
		  const struct ks_text_style *style, int indent_px);
/** ks_flow_words() - plain words of @mm, as a heading or as text. */
void ks_flow_words(struct ks_flow *flow, enum ks_role role, const char *words, double mm);
/** ks_flow_choice() - a row to touch, as wide as the column. */
void ks_flow_choice(struct ks_flow *flow, const struct ks_choice_row *row);
/** ks_flow_room() - place for an unbreakable thing of @height_px; @r: where; false when not in the wanted part. */
bool ks_flow_room(struct ks_flow *flow, int height_px, struct ks_rect *r);
/**
 * ks_flow_target() - the same for a thing to touch, which in 低い位置 begins at ks_metrics_reach_px() or below
 * @above_px: as much of the height are words that stand above what is touched
 */
bool ks_flow_target(struct ks_flow *flow, int height_px, int above_px, struct ks_rect *r);
/** ks_flow_has_room() - does a target of @height_px stand on the present part, or does it begin a further one? */
bool ks_flow_has_room(const struct ks_flow *flow, int height_px);
/** ks_flow_block() - any block but a figure or mail. @index counts blocks, for the reveal action. */
void ks_flow_block(struct ks_flow *flow, const struct ks_block *block, int index);
/** ks_flow_break() - go on at the top of a further part, unless the present one is empty. */
void ks_flow_break(struct ks_flow *flow);
/** ks_flow_quote() - a quotation or note; what is higher than a whole column is split between lines. */
void ks_flow_quote(struct ks_flow *flow, const struct ks_quote *quote);
/** ks_flow_n_parts() - after the walk: how many parts there are. */
int ks_flow_n_parts(const struct ks_flow *flow);

/** ks_flow_source() - "基本方針 3(1)" or with the clause's title. Owned by the scene. */
const char *ks_flow_source(struct ks_app *app, struct ks_scene *scene, const char *clause_id);

/** ks_mail_build() - a drawn mail (design 04, right); returns its height. With @is_dry only measures. */
int ks_mail_build(struct ks_app *app, struct ks_scene *scene, struct ks_rect r,
		  const struct ks_block *block, bool is_dry);
/** ks_mail_part() - one part of it alone, without a ground; returns its height. */
int ks_mail_part(struct ks_app *app, struct ks_scene *scene, struct ks_rect r,
		 const struct ks_mail_part *part, bool is_dry);

#endif
