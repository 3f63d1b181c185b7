/* SPDX-License-Identifier: Apache-2.0 */
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "support/test.h"
#include "ui/scene_private.h"

/* What was laid out for somebody is overwritten at a trim: their words, sign by sign too; and who never trims is told. */

static int n_words, n_signs, n_readings;

static void look(const void *bytes, size_t len)
{
	static const char words[] = "髙橋";
	static const uint32_t sign = 0x9ad9, reading = 0x305f; /* 髙, た */

	n_words += !!memmem(bytes, len, words, strlen(words));
	n_signs += !!memmem(bytes, len, &sign, sizeof(sign));
	n_readings += !!memmem(bytes, len, &reading, sizeof(reading));
}

/* In place of the C library's two: with and without a look at the size. */
void explicit_bzero(void *bytes, size_t len)
{
	static void (*own)(void *bytes, size_t len);

	if (!own)
		*(void **)&own = dlsym(RTLD_NEXT, "explicit_bzero");
	look(bytes, len);
	own(bytes, len);
}

void __explicit_bzero_chk(void *bytes, size_t len, size_t room);
void __explicit_bzero_chk(void *bytes, size_t len, size_t room)
{
	assert_true(len <= room);
	explicit_bzero(bytes, len);
}

static void a_trim_overwrites_words_and_signs(void **state)
{
	static const struct ks_span span = {0, 6, KS_MARK_RUBY, "たかはし"};
	static const struct ks_rich name = {"髙橋さん", 12, &span, 1};
	static const struct ks_text_style style = {.em_px = 20, .has_furigana = true};
	struct ks_text_engine *engine;

	(void)state;
	assert_int_equal(ks_text_engine_open(&engine), KS_OK);
	ks_text_engine_trim(engine); /* of nothing */
	assert_int_equal(n_words + n_signs + n_readings, 0);
	(void)ks_text_layout(engine, &name, &style, 0);
	ks_text_engine_trim(engine);
	assert_true(n_words > 0);
	assert_true(n_signs > 0);
	assert_true(n_readings > 0);
	ks_text_engine_close(engine);
	ks_text_engine_close(NULL);
}

static bool is_zero(const void *bytes, size_t len)
{
	const unsigned char *at = bytes;

	while (len > 0 && at[len - 1] == 0)
		len--;
	return len == 0;
}

static void a_wiped_scene_holds_nothing(void **state)
{
	struct ks_ui ui = {.metrics = ks_metrics_make(320, 200, 80, 100)};
	struct ks_element button = {.role = KS_ROLE_BUTTON,
				    .rect = {1, 2, 30, 40},
				    .action = {7, 8},
				    .label = "髙橋さん"};
	struct ks_scene *scene = ks_scene_open();

	(void)state;
	ks_scene_wipe(scene); /* of nothing */
	ks_scene_begin(scene, &ui, "forget");
	ks_scene_fill(scene, button.rect, KS_COLOR_KEY);
	ks_scene_element(scene, &button);
	n_words = 0;
	ks_scene_wipe(scene);
	assert_true(n_words > 0);
	assert_int_equal(scene->n_items + scene->n_elements, 0);
	assert_true(is_zero(scene->items, scene->items_capacity * sizeof(*scene->items)));
	assert_true(is_zero(scene->elements, scene->elements_capacity * sizeof(*scene->elements)));
	assert_string_equal(ks_scene_name(scene), "");
	ks_scene_close(scene);
}

static void lay_out(struct ks_text_engine *engine, int from, int to)
{
	static const struct ks_text_style style = {.em_px = 20};

	for (int i = from; i < to; i++) {
		char words[16];
		struct ks_rich rich;

		snprintf(words, sizeof(words), "%d", i);
		rich = ks_rich_plain(words);
		(void)ks_text_layout(engine, &rich, &style, 0);
	}
}

/* @n texts, kept few, and @more; returns how often it was told that nobody trims. */
static int n_told(int n, int more)
{
	struct ks_test_stream stream = ks_test_stream_begin(stderr);
	struct ks_text_engine *engine;
	int n_times = 0;
	char *log;

	assert_int_equal(ks_text_engine_open(&engine), KS_OK);
	lay_out(engine, 0, n);
	ks_text_engine_keep_few(engine);
	lay_out(engine, n, n + more);
	ks_text_engine_close(engine);
	log = ks_test_stream_end(&stream);
	for (const char *at = log; (at = strstr(at, "8192 layouts and no trim")); at++)
		n_times++;
	free(log);
	return n_times;
}

static void who_never_trims_is_told_once(void **state)
{
	enum { KEPT = 4096, EXPECTED = 2 * KEPT };

	(void)state;
	assert_int_equal(n_told(0, EXPECTED - 1), 0);
	assert_int_equal(n_told(0, EXPECTED + 2), 1);
	assert_int_equal(n_told(KEPT, EXPECTED - KEPT), 1); /* so many are kept */
	assert_int_equal(n_told(KEPT + 1, EXPECTED - 1), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_trim_overwrites_words_and_signs),
		cmocka_unit_test(a_wiped_scene_holds_nothing),
		cmocka_unit_test(who_never_trims_is_told_once),
	};

	return ks_test_run(tests);
}
