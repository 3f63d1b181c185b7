/* SPDX-License-Identifier: Apache-2.0 */
#include "base/machine.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "base/file.h"
#include "base/fonts.h"
#include "base/mem.h"
#include "base/shield.h"
#include "support/calls.h"
#include "support/test.h"

/* What is found of a machine, in the words of whoever has to do something about it (the whole machine: tools/test_doctor.c). */

struct bench {
	char *root;
	struct ks_doctor doctor;
};

static int setup(void **state)
{
	struct bench *bench = ks_alloc_zero(1, sizeof(*bench));

	bench->root = ks_test_folder();
	*state = bench;
	return 0;
}

static int teardown(void **state)
{
	struct bench *bench = *state;

	ks_doctor_finish(&bench->doctor);
	ks_test_folder_finish(bench->root);
	free(bench);
	return 0;
}

static void put(const struct bench *bench, const char *path, const void *data, size_t len)
{
	char *file = ks_format("%s%s", bench->root, path),
	     *folder = ks_strndup(file, (size_t)(strrchr(file, '/') - file));

	assert_int_equal(ks_folder_make(folder), KS_OK);
	assert_int_equal(ks_file_write(file, data, len, 0600), KS_OK);
	free(folder);
	free(file);
}

static const struct ks_finding *find(const struct bench *bench, const char *id)
{
	for (size_t i = 0; i < bench->doctor.n; i++)
		if (strcmp(bench->doctor.findings[i].id, id) == 0)
			return &bench->doctor.findings[i];
	fail_msg("nothing is said of %s", id);
	return NULL;
}

/* What was said of @id, behind its sign. */
static void expect_said(const struct bench *bench, const char *id, const char *said)
{
	const struct ks_finding *finding = find(bench, id);
	char *is = ks_format("%s %s", ks_doctor_sign(finding->mark), finding->seen);

	assert_string_equal(is, said);
	free(is);
}

/* The same of the machine as its files stand now. */
static void expect(struct bench *bench, const char *id, const char *said)
{
	ks_doctor_finish(&bench->doctor);
	ks_machine_look(&bench->doctor, bench->root);
	expect_said(bench, id, said);
}

static void a_certificate_is_told_a_month_ahead_and_pressed_for_at_the_end(void **state)
{
	static const struct {
		int64_t hours;
		const char *sign, *seen;
	} rows[] = {
		{30 * 24, "○", "期限は 2026-06-17（あと 30日）"},
		{30 * 24 - 1, "△", "期限は 2026-06-17（あと 29日）"},
		{4 * 24, "△", "期限は 2026-05-22（あと 4日）"},
		{4 * 24 - 1, "×", "期限は 2026-05-22（あと 3日）"},
		{-24, "×", "期限は 2026-05-17（あと -1日）"},
	};

	for (size_t i = 0; i < KS_COUNT(rows); i++) {
		struct bench *bench = *state;
		const struct ks_finding *finding;

		ks_doctor_finish(&bench->doctor);
		ks_machine_look_at_certificate(
			&bench->doctor, KS_TEST_WALL_MS + rows[i].hours * 3600000, KS_TEST_WALL_MS);
		finding = find(bench, "certificate");
		assert_string_equal(ks_doctor_sign(finding->mark), rows[i].sign);
		assert_string_equal(finding->seen, rows[i].seen);
		assert_int_equal(!finding->todo, i == 0);
	}
}

/* Both weights of every typeface; of the first that is not there its package is named. */
static void a_typeface_without_one_of_its_weights_is_missing(void **state)
{
	struct bench *bench = *state;

	for (size_t i = 0; i < ks_font_chain_count; i++) {
		put(bench, ks_font_chain[i].path, "x", 1);
		put(bench, ks_font_chain[i].bold_path, "x", 1);
	}
	expect(bench, "fonts", "○ 4つともあります");
	for (size_t i = 0; i < 2 * ks_font_chain_count; i++) {
		const struct ks_font_file *font = &ks_font_chain[i / 2];
		const char *path = i % 2 == 0 ? font->path : font->bold_path;
		char *file = ks_format("%s%s", bench->root, path),
		     *said = ks_format("× %s がありません", font->package);

		assert_int_equal(unlink(file), 0);
		expect(bench, "fonts", said);
		put(bench, path, "x", 1);
		free(file);
		free(said);
	}
}

#define CARD "/sys/class/drm/card0-DP-1"

/* A panel of 344 by 194 mm by its detailed timing, of 35 by 20 cm by its head. */
static void put_edid(const struct bench *bench, size_t len, int width_mm, int height_mm, int cm)
{
	unsigned char edid[256] = {0};

	edid[21] = (unsigned char)cm;
	edid[22] = (unsigned char)(cm > 0 ? cm - 15 : 0);
	edid[54 + 12] = (unsigned char)width_mm;
	edid[54 + 13] = (unsigned char)height_mm;
	edid[54 + 14] = (unsigned char)((width_mm >> 8) << 4 | height_mm >> 8);
	put(bench, CARD "/edid", edid, len);
}

static void a_display_says_how_large_it_is(void **state)
{
	struct bench *bench = *state;

	expect(bench, "display", "△ つながっていません");
	put(bench, CARD "/status", "connected", 9); /* without a line end */
	expect(bench, "display",
	       "△ 大きさの分からない画面、何mmかは画面が知らせません（card0-DP-1）");
	put(bench, CARD "/modes", "1366x768\n640x480\n", 17);
	put_edid(bench, 128, 344, 194, 35);
	expect(bench, "display", "○ 1366x768、344×194 mm（card0-DP-1）");
	put_edid(bench, 128, 1872, 1053, 35); /* on a wall */
	expect(bench, "display", "○ 1366x768、1872×1053 mm（card0-DP-1）");
	put_edid(bench, 127, 344, 194, 35);
	expect(bench, "display", "△ 1366x768、何mmかは画面が知らせません（card0-DP-1）");
	put_edid(bench, 256, 0, 194, 35);
	expect(bench, "display", "○ 1366x768、350×200 mm（card0-DP-1）");
	put_edid(bench, 256, 344, 0, 35);
	expect(bench, "display", "○ 1366x768、350×200 mm（card0-DP-1）");
	put_edid(bench, 256, 0, 0, 15); /* a projector: no height */
	expect(bench, "display", "△ 1366x768、何mmかは画面が知らせません（card0-DP-1）");
	put(bench, CARD "/edid", (unsigned char[128]){[22] = 20}, 128); /* nor a width */
	expect(bench, "display", "△ 1366x768、何mmかは画面が知らせません（card0-DP-1）");
	put_edid(bench, 256, 0, 0, 0);
	expect(bench, "display", "△ 1366x768、何mmかは画面が知らせません（card0-DP-1）");
	put(bench, CARD "/modes", "", 0);
	expect(bench, "display",
	       "△ 大きさの分からない画面、何mmかは画面が知らせません（card0-DP-1）");
	put(bench, CARD "/status", "unknown\n", 8);
	expect(bench, "display", "△ つながっていません");
}

static void a_touch_panel_is_known_by_its_property(void **state)
{
	static const char *const rows[][2] = {
		{"N: Name=\"A\"\nB: PROP=2\n", "○ A"},
		{"N: Name=\"A\"\nB: PROP=0\nN: Name=\"B\"\nB: PROP=3", "○ B"},
		{"N: Name=\"A\"\nB: PROP=1\n\nN: Name=\"B\"\nP: x\nB: PROP=a\nN: Name=\"C\"\n", "○ B"},
		{"N: Name=\"A\"\nB: PROP=5\n", "△ タッチできる画面が見つかりません"},
		{"B: PROP=2\nN: Name=\"A\"\n", "△ タッチできる画面が見つかりません"},
		{"N: Name=\"A\nB: PROP=2\n", "○ A"},
		{"", "△ タッチできる画面が見つかりません"},
	};

	for (size_t i = 0; i < KS_COUNT(rows); i++) {
		put(*state, "/proc/bus/input/devices", rows[i][0], strlen(rows[i][0]));
		expect(*state, "touch", rows[i][1]);
	}
}

static void a_card_reader_wants_its_service(void **state)
{
	struct bench *bench = *state;

	put(bench, "/run/pcscd/pcscd.comm", "", 0);
	put(bench, "/sys/bus/usb/devices/1-1/bInterfaceClass", "03\n", 3);
	expect(bench, "reader", "－ つながっていません（番号で使えます）");
	put(bench, "/sys/bus/usb/devices/1-2/bInterfaceClass", "0b\n", 3);
	put(bench, "/sys/bus/usb/devices/1-3/bInterfaceClass", "09\n", 3);
	expect(bench, "reader", "○ つながっています");
	put(bench, "/run/pcscd/other", "", 0);
	ks_folder_remove(bench->root);
	put(bench, "/sys/bus/usb/devices/1-2/bInterfaceClass", "0b\n", 3);
	expect(bench, "reader", "× つながっていますが、pcscd が動いていません");
}

/* What a program can give up is the kernel's to say; the record does not depend on it. */
static void a_kernel_that_confines_nothing_is_worth_a_look(void **state)
{
	struct bench *bench = *state;
	bool is_there = ks_shield_is_there();

	ks_machine_look_at_kernel(&bench->doctor);
	assert_int_equal(find(bench, "shield")->mark, is_there ? KS_DOCTOR_GOOD : KS_DOCTOR_CARE);
	assert_int_equal(!find(bench, "shield")->todo, is_there);
	assert_non_null(strstr(find(bench, "shield")->seen, "Landlock"));
}

/* Whole GiB, once there are some; below two it is worth a look, below a quarter of one nothing can be recorded soon. */
static void a_disk_has_room_little_or_none(void **state)
{
	static const struct {
		uint64_t mib;
		const char *said;
	} cases[] = {
		{0, "× 残り 0 MiB"},     {1, "× 残り 1 MiB"},       {255, "× 残り 255 MiB"},
		{256, "△ 残り 256 MiB"}, {2047, "△ 残り 2047 MiB"}, {2048, "○ 残り 2 GiB"},
		{3071, "○ 残り 2 GiB"},  {3072, "○ 残り 3 GiB"},    {1024000, "○ 残り 1000 GiB"},
	};
	struct bench *bench = *state;

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		ks_doctor_finish(&bench->doctor);
		ks_calls.free_bytes = (cases[i].mib << 20) + 1; /* 0 would be the disk's own */
		ks_machine_look_at_disk(&bench->doctor, bench->root, bench->root);
		expect_said(bench, "disk", cases[i].said);
	}
	ks_calls.free_bytes = 0;
}

/* Of what a disk is made, down to the volume that is unlocked when the machine starts. */
static void a_disk_is_encrypted_where_any_layer_below_it_is(void **state)
{
	static const struct {
		const char *below, *uuid, *said;
	} layers[] = {
		{"/dm/uuid", "LVM-x\n", "△ 暗号化が見つかりません"},
		{"/slaves/sda2/size", "CRYPT-\n", "△ 暗号化が見つかりません"},
		{"/slaves/dm-1/slaves/dm-2/dm/uuid", "LVM-CRYPT-\n", "△ 暗号化が見つかりません"},
		{"/slaves/dm-1/slaves/dm-2/slaves/dm-3/slaves/dm-4/dm/uuid", "CRYPT-LUKS2-0-root\n",
		 "○ 暗号化されています"},
		{"/slaves/dm-1/slaves/dm-2/slaves/dm-3/slaves/dm-4/dm/uuid", "",
		 "△ 暗号化が見つかりません"},
		/* nobody stacks them higher, and a ring would go on for ever */
		{"/slaves/a/slaves/b/slaves/c/slaves/d/slaves/e/dm/uuid", "CRYPT-LUKS2-0\n",
		 "△ 暗号化が見つかりません"},
		{"/dm/uuid", "CRYPT-LUKS2-0-root\n", "○ 暗号化されています"},
	};
	struct bench *bench = *state;
	struct stat status;

	assert_int_equal(stat(bench->root, &status), 0);
	for (size_t i = 0; i < KS_COUNT(layers); i++) {
		char *path = ks_format("/sys/dev/block/%u:%u%s", major(status.st_dev),
				       minor(status.st_dev), layers[i].below);

		put(bench, path, layers[i].uuid, strlen(layers[i].uuid));
		ks_doctor_finish(&bench->doctor);
		ks_machine_look_at_disk(&bench->doctor, bench->root, bench->root);
		expect_said(bench, "encryption", layers[i].said);
		assert_int_equal(find(bench, "encryption")->mark == KS_DOCTOR_GOOD,
				 !find(bench, "encryption")->todo);
		free(path);
	}
}

static void a_state_folder_that_is_not_there_has_no_disk(void **state)
{
	struct bench *bench = *state;
	char *absent = ks_path_join(bench->root, "absent"),
	     *said = ks_format("%s を見られません", absent);

	ks_machine_look_at_disk(&bench->doctor, bench->root, absent);
	assert_int_equal(bench->doctor.n, 1);
	assert_int_equal(find(bench, "disk")->mark, KS_DOCTOR_BAD);
	assert_string_equal(find(bench, "disk")->seen, said);
	free(said);
	free(absent);
}

/* What a page or a program makes of it: in order, what to do only where there is something. */
static void findings_are_told_to_programs_as_json(void **state)
{
	struct bench *bench = *state;
	struct ks_buf out = {0};

	ks_doctor_put_json(&out, &bench->doctor);
	assert_string_equal(ks_buf_text(&out), "[]");
	ks_buf_clear(&out);
	ks_doctor_add(&bench->doctor, "a", "一", KS_DOCTOR_GOOD, NULL, "%d つ", 7);
	ks_doctor_add(&bench->doctor, "b", "二", KS_DOCTOR_CARE, "す\"る", "%s", "");
	ks_doctor_add(&bench->doctor, "c", "三", KS_DOCTOR_BAD, "急ぐ", "x");
	ks_doctor_add(&bench->doctor, "d", "四", KS_DOCTOR_NONE, NULL, "y");
	ks_doctor_put_json(&out, &bench->doctor);
	assert_string_equal(
		ks_buf_text(&out),
		"[{\"id\":\"a\",\"mark\":\"good\",\"title\":\"一\",\"seen\":\"7 つ\"},"
		"{\"id\":\"b\",\"mark\":\"care\",\"title\":\"二\",\"seen\":\"\",\"todo\":\"す\\\"る\"},"
		"{\"id\":\"c\",\"mark\":\"bad\",\"title\":\"三\",\"seen\":\"x\",\"todo\":\"急ぐ\"},"
		"{\"id\":\"d\",\"mark\":\"none\",\"title\":\"四\",\"seen\":\"y\"}]");
	ks_buf_finish(&out);
	for (int mark = KS_DOCTOR_GOOD; mark < KS_DOCTOR_N_MARKS; mark++)
		assert_int_equal(ks_doctor_find(ks_doctor_word((enum ks_doctor_mark)mark)), mark);
	assert_int_equal(ks_doctor_find("fine"), KS_DOCTOR_N_MARKS);
}

static void a_list_that_is_full_drops_what_comes_after(void **state)
{
	struct bench *bench = *state;

	for (int i = 0; i < 40; i++)
		ks_doctor_add(&bench->doctor, "a", "一", KS_DOCTOR_GOOD, NULL, "%d", i);
	assert_int_equal(bench->doctor.n, KS_COUNT(bench->doctor.findings));
	assert_string_equal(bench->doctor.findings[bench->doctor.n - 1].seen, "31");
	ks_doctor_finish(&bench->doctor);
	assert_int_equal(bench->doctor.n, 0);
}

#define on_bench(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_bench(a_certificate_is_told_a_month_ahead_and_pressed_for_at_the_end),
		on_bench(a_typeface_without_one_of_its_weights_is_missing),
		on_bench(a_display_says_how_large_it_is),
		on_bench(a_touch_panel_is_known_by_its_property),
		on_bench(a_card_reader_wants_its_service),
		on_bench(a_kernel_that_confines_nothing_is_worth_a_look),
		on_bench(a_disk_has_room_little_or_none),
		on_bench(a_disk_is_encrypted_where_any_layer_below_it_is),
		on_bench(a_state_folder_that_is_not_there_has_no_disk),
		on_bench(findings_are_told_to_programs_as_json),
		on_bench(a_list_that_is_full_drops_what_comes_after),
	};

	return ks_test_run(tests);
}
