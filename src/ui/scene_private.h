/* SPDX-License-Identifier: Apache-2.0 */
/* A scene's inside, shared by the files that build it, read it and bring it to the glass. */
#ifndef KS_UI_SCENE_PRIVATE_H
#define KS_UI_SCENE_PRIVATE_H

#include "ui/scene.h"

enum ks_scene_kind {
	KS_SCENE_FILL,
	KS_SCENE_BOX,
	KS_SCENE_ARC,
	KS_SCENE_ICON,
	KS_SCENE_IMAGE,
	KS_SCENE_LAYOUT,
};

/* One thing to paint. */
struct ks_scene_item {
	enum ks_scene_kind kind;
	struct ks_rect rect;   /* where it was asked for */
	struct ks_rect bounds; /* all pixels it may touch */
	uint64_t hash;         /* equal hash: the same pixels at the same place */
	enum ks_color color;
	enum ks_icon icon;
	struct ks_box box;
	int line_px;
	double from, to;
	const char *path;
	int words_percent; /* of an image */
	const struct ks_text_layout *layout;
};

struct ks_scene {
	struct ks_ui *ui;
	enum ks_theme theme; /* as it was at begin: ui may have moved on */
	struct ks_rect rect;
	struct ks_arena arena;
	const char *name;
	struct ks_scene_item *items;
	size_t n_items, items_capacity;
	struct ks_element *elements;
	size_t n_elements, elements_capacity;
	size_t first_live; /* elements before it lie behind a dialogue */
};

/** ks_scene_text_bounds() - the rectangle that the words of @layout at x, y fill, without overhang. */
struct ks_rect ks_scene_text_bounds(const struct ks_text_layout *layout, int x, int y);
/** ks_scene_centre_y() - where @layout's top must be for its characters to stand in the middle of @r. */
int ks_scene_centre_y(const struct ks_text_layout *layout, struct ks_rect r);
/** ks_scene_fitting_y() - the same, but where readings over the first line would leave @r, all of it stands in the middle. */
int ks_scene_fitting_y(const struct ks_text_layout *layout, struct ks_rect r);
/** ks_scene_ink_height() - from the readings over the first line, or its signs, to the foot of the last; 0 without lines. */
int ks_scene_ink_height(const struct ks_text_layout *layout);

/** ks_scene_edge() - contrast of the box @r, by its line or its ground, with what lies around it; 0: there is none. */
double ks_scene_edge(const struct ks_scene *scene, struct ks_rect r);
/** ks_scene_is_painted_over() - does a ground that was painted later hide some of the words of @element? */
bool ks_scene_is_painted_over(const struct ks_scene *scene, const struct ks_element *element);

#endif
