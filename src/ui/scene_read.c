/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/scene.h"

#include <stdlib.h>

#include "ui/scene_private.h"

/*
 * Asking a built scene: what lies under a finger, what comes next in the reading order, and all of it as
 * JSON for scripts, golden tests and screen readers.
 */

const struct ks_element *ks_scene_elements(const struct ks_scene *scene, size_t *n_elements)
{
	*n_elements = scene->n_elements;
	return scene->elements;
}

static bool is_tappable(const struct ks_element *element)
{
	return element->action.what != 0 && !(element->state & KS_STATE_DISABLED);
}

const struct ks_element *ks_scene_hit(const struct ks_scene *scene, int x, int y, int slack_px)
{
	const struct ks_element *best = NULL;
	int best_px = slack_px;

	for (size_t i = scene->n_elements; i-- > scene->first_live;) {
		const struct ks_element *element = &scene->elements[i];
		int distance;

		if (element->action.what == 0)
			continue;
		distance = ks_rect_distance(element->rect, x, y);
		if (distance == 0) /* a disabled one hides what is behind and beside it */
			return is_tappable(element) ? element : NULL;
		if (!is_tappable(element) || distance > best_px || (best && distance == best_px))
			continue;
		best = element;
		best_px = distance;
	}
	return best;
}

/* Which live element has this action; n when none. */
static size_t find_live(const struct ks_element *elements, size_t n, struct ks_action action)
{
	for (size_t i = 0; i < n && action.what != 0; i++) {
		if (elements[i].action.what == action.what && elements[i].action.arg == action.arg)
			return i;
	}
	return n;
}

const struct ks_element *ks_scene_step_focus(const struct ks_scene *scene, struct ks_action from,
					     int step)
{
	const struct ks_element *elements = scene->elements + scene->first_live;
	size_t n = scene->n_elements - scene->first_live;

	if (n == 0)
		return NULL;

	size_t at = find_live(elements, n, from);

	if (step == 0)
		return at < n && is_tappable(&elements[at]) ? &elements[at] : NULL;
	if (at == n)
		at = step > 0 ? n - 1 : 0;
	for (size_t i = 0; i < n; i++) {
		at = step > 0 ? (at + 1) % n : (at + n - 1) % n;
		if (is_tappable(&elements[at]))
			return &elements[at];
	}
	return NULL;
}

/* The first live element with @state, tappable or not. */
static const struct ks_element *find_state(const struct ks_scene *scene, unsigned state)
{
	for (size_t i = scene->first_live; i < scene->n_elements; i++)
		if (scene->elements[i].state & state)
			return &scene->elements[i];
	return NULL;
}

const struct ks_element *ks_scene_exit(const struct ks_scene *scene)
{
	const struct ks_element *found = find_state(scene, KS_STATE_EXIT);

	return found && is_tappable(found) ? found : NULL;
}

const struct ks_element *ks_scene_main(const struct ks_scene *scene)
{
	const struct ks_element *found = find_state(scene, KS_STATE_MAIN);

	if (!found)
		return ks_scene_exit(scene);
	return is_tappable(found) ? found : NULL;
}

static const char *const role_names[] = {
	[KS_ROLE_TEXT] = "text",         [KS_ROLE_HEADING] = "heading", [KS_ROLE_BUTTON] = "button",
	[KS_ROLE_CHOICE] = "choice",     [KS_ROLE_KEY] = "key",         [KS_ROLE_FIELD] = "field",
	[KS_ROLE_REGION] = "region",     [KS_ROLE_IMAGE] = "image",     [KS_ROLE_BADGE] = "badge",
	[KS_ROLE_PROGRESS] = "progress", [KS_ROLE_DIALOG] = "dialog",
};

static const struct {
	enum ks_state bit;
	const char *name;
} state_names[] = {
	{KS_STATE_DISABLED, "disabled"}, {KS_STATE_SELECTED, "selected"},
	{KS_STATE_PRESSED, "pressed"},   {KS_STATE_FOCUSED, "focused"},
	{KS_STATE_RIGHT, "right"},       {KS_STATE_WRONG, "wrong"},
	{KS_STATE_SECRET, "secret"},     {KS_STATE_MAIN, "main"},
	{KS_STATE_EXIT, "exit"},
};

static void dump_line(const struct ks_text_layout *layout, const struct ks_text_line *line,
		      struct ks_buf *out)
{
	size_t len = line->to - line->from;
	char *words = ks_strndup(layout->rich.text + line->from, len);

	ks_buf_json(out, words);
	free(words);
}

/* "ruby": what carries a reading that is drawn, and the reading. */
static void dump_readings(const struct ks_text_layout *layout, struct ks_buf *out)
{
	const struct ks_rich *rich = &layout->rich;
	const char *between = ",\"ruby\":[";

	for (size_t i = 0; i < rich->n_spans && layout->style.has_furigana; i++) {
		const struct ks_span *span = &rich->spans[i];
		char *base;

		if (span->mark != KS_MARK_RUBY || !span->aux)
			continue;
		base = ks_strndup(rich->text + span->from, span->to - span->from);
		ks_buf_printf(out, "%s[", between);
		ks_buf_json(out, base);
		ks_buf_puts(out, ",");
		ks_buf_json(out, span->aux);
		ks_buf_puts(out, "]");
		free(base);
		between = ",";
	}
	if (*between == ',' && between[1] == '\0')
		ks_buf_puts(out, "]");
}

/* The smallest type of its words; readings are half of what they stand over, and not counted. */
static int least_em_px(const struct ks_text_layout *layout)
{
	for (size_t i = 0; i < layout->rich.n_spans; i++)
		if (layout->rich.spans[i].mark == KS_MARK_SMALL)
			return ks_text_note_em_px(&layout->style);
	return layout->style.em_px;
}

/* Of a picture: the smallest type of the words in it, once it is as large as it is shown; 0: there are none. */
static int least_image_em_px(const struct ks_scene *scene, struct ks_rect r)
{
	for (size_t i = 0; i < scene->n_items; i++) {
		const struct ks_scene_item *item = &scene->items[i];

		if (item->kind == KS_SCENE_IMAGE && item->rect.x == r.x && item->rect.y == r.y &&
		    item->rect.w == r.w && item->rect.h == r.h)
			return ks_images_least_em(scene->ui->images, item->path, r,
						  item->words_percent);
	}
	return 0;
}

/* What a judge of sizes and contrast looks at. */
static void dump_look(const struct ks_scene *scene, const struct ks_element *element,
		      struct ks_buf *out)
{
	int em = element->role == KS_ROLE_IMAGE ? least_image_em_px(scene, element->rect) : 0;
	double edge = is_tappable(element) ? ks_scene_edge(scene, element->rect) : 0;

	if (element->layout)
		em = least_em_px(element->layout);
	if (em)
		ks_buf_printf(out, ",\"em\":%d", em);
	if (edge > 0)
		ks_buf_printf(out, ",\"edge\":%.2f", edge);
	if (element >= scene->elements + scene->first_live && ks_scene_is_painted_over(scene, element))
		ks_buf_puts(out, ",\"covered\":true");
}

static void dump_element(const struct ks_scene *scene, const struct ks_element *element,
			 struct ks_buf *out)
{
	bool is_secret = element->state & KS_STATE_SECRET;
	const char *between = "";

	ks_buf_printf(out, "{\"role\":\"%s\",\"label\":", role_names[element->role]);
	ks_buf_json(out, is_secret ? "" : element->label);
	ks_buf_printf(out, ",\"rect\":[%d,%d,%d,%d],\"state\":[", element->rect.x, element->rect.y,
		      element->rect.w, element->rect.h);
	for (size_t i = 0; i < KS_COUNT(state_names); i++) {
		if (!(element->state & state_names[i].bit))
			continue;
		ks_buf_printf(out, "%s\"%s\"", between, state_names[i].name);
		between = ",";
	}
	ks_buf_printf(out, "],\"tap\":%s", is_tappable(element) ? "true" : "false");
	if (element->layout)
		ks_buf_printf(out, ",\"ink\":[%d,%d,%d,%d]", element->ink.x, element->ink.y,
			      element->ink.w, element->ink.h);
	dump_look(scene, element, out);
	if (element->layout && !is_secret) {
		ks_buf_puts(out, ",\"lines\":[");
		for (size_t i = 0; i < element->layout->n_lines; i++) {
			if (i > 0)
				ks_buf_puts(out, ",");
			dump_line(element->layout, &element->layout->lines[i], out);
		}
		ks_buf_puts(out, "]");
		dump_readings(element->layout, out);
	}
	ks_buf_puts(out, "}");
}

void ks_scene_dump(const struct ks_scene *scene, struct ks_buf *out)
{
	ks_buf_puts(out, "{\"screen\": ");
	ks_buf_json(out, ks_scene_name(scene));
	ks_buf_printf(out, ", \"size\":[%d,%d], \"px_per_mm\":%.4f, \"step\":%d,%s \"elements\":[",
		      scene->rect.w, scene->rect.h, scene->ui ? scene->ui->metrics.px_per_mm : 0.0,
		      scene->ui ? scene->ui->metrics.step_percent : 0,
		      scene->ui && scene->ui->metrics.is_low ? " \"is_low\":true," : "");
	for (size_t i = 0; i < scene->n_elements; i++) {
		ks_buf_puts(out, i > 0 ? ",\n" : "\n");
		dump_element(scene, &scene->elements[i], out);
	}
	ks_buf_puts(out, "\n]}\n");
}
