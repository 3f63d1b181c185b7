/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include "ui/widget.h"

/* A label of two lines with a reading over its first: all of it stays on the button. At 4 px/mm its em is 32. */

enum { W = 800, H = 600, EM = 32, TOP = 100, HEIGHT = 98 };

static struct ks_rich read_aloud(const void *context, const struct ks_rich *rich, bool has_furigana,
				 struct ks_arena *arena)
{
	static const struct ks_span over_first = {0, sizeof("問題") - 1, KS_MARK_RUBY, "もんだい"};
	struct ks_rich read = *rich;

	(void)context;
	(void)arena;
	if (has_furigana) {
		read.spans = &over_first;
		read.n_spans = 1;
	}
	return read;
}

static int em_px; /* of the label */

static struct ks_rect ink_on_button(struct ks_ui *ui, struct ks_scene *scene, int h)
{
	const struct ks_button button = {.label = "問題 1の\nページを読む", .action = {1, 0}};
	const struct ks_element *elements;
	size_t n_elements;

	ks_scene_begin(scene, ui, "label");
	ks_widget_button(scene, (struct ks_rect){100, TOP, 400, h}, &button);
	elements = ks_scene_elements(scene, &n_elements);
	assert_int_equal(n_elements, 1);
	assert_non_null(elements[0].layout);
	assert_int_equal(elements[0].layout->n_lines, 2);
	em_px = elements[0].layout->style.em_px;
	return elements[0].ink;
}

static void readings_over_a_label_stay_on_its_button(void **state)
{
	struct ks_ui ui = {.metrics = ks_metrics_make(W, H, W / 4, 100)};
	struct ks_scene *scene = ks_scene_open();
	struct ks_rect plain, read;

	(void)state;
	assert_int_equal(ks_text_engine_open(&ui.text), KS_OK);
	ks_text_engine_read_with(ui.text, read_aloud, NULL);

	/* Without readings the signs stand in the middle. */
	plain = ink_on_button(&ui, scene, HEIGHT);
	assert_int_equal(em_px, EM);
	assert_int_equal(plain.h, EM * 88 / 100 + EM * 135 / 100 + EM * 12 / 100);
	assert_in_range(plain.y + plain.h / 2, TOP + HEIGHT / 2 - 1, TOP + HEIGHT / 2 + 1);

	/* With them the signs in the middle would push the reading over the edge: the two are centred as one, and a little smaller. */
	ui.has_furigana = true;
	read = ink_on_button(&ui, scene, HEIGHT);
	assert_true(plain.y - EM / 2 < TOP);
	assert_in_range(read.y + read.h / 2, TOP + HEIGHT / 2 - 1, TOP + HEIGHT / 2 + 1);
	assert_int_equal(em_px, EM - 2);
	assert_true(read.y - TOP >= em_px / 6);
	assert_true(TOP + HEIGHT - read.y - read.h >= em_px / 6);

	/* On a high one nothing is smaller; on a low one no label is smaller than a note. */
	(void)ink_on_button(&ui, scene, 2 * HEIGHT);
	assert_int_equal(em_px, EM);
	(void)ink_on_button(&ui, scene, HEIGHT / 2);
	assert_int_equal(em_px, ks_em(&ui.metrics, KS_MM_NOTE));
	ks_scene_close(scene);
	ks_text_engine_close(ui.text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(readings_over_a_label_stay_on_its_button),
	};

	return ks_test_run(tests);
}
