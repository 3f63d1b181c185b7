/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "base/file.h"
#include "base/fonts.h"
#include "base/mem.h"
#include "collector/server.h"
#include "said.h"
#include "support/centre_sample.h"
#include "support/record_sample.h"
#include "support/test.h"
#include "tools/doctor.h"
#include "tools/tools.h"

/* A machine made of files: what the kernel would tell is written below a folder, and taken away piece by piece. */

struct bench {
	char *root;
	struct ks_doctor doctor;
	struct ks_doctor_case at;
};

static int setup(void **state)
{
	struct bench *bench = ks_alloc_zero(1, sizeof(*bench));

	bench->root = ks_test_folder();
	bench->at.root = bench->root;
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

static void put_text(const struct bench *bench, const char *path, const char *text)
{
	put(bench, path, text, strlen(text));
}

static const struct ks_finding *find(const struct bench *bench, const char *id)
{
	for (size_t i = 0; i < bench->doctor.n; i++)
		if (strcmp(bench->doctor.findings[i].id, id) == 0)
			return &bench->doctor.findings[i];
	return NULL;
}

/* Whatever is not good says what to do; what is good or does not apply says nothing of it. */
static void expect(const struct bench *bench, const char *id, enum ks_doctor_mark mark,
		   const char *seen)
{
	const struct ks_finding *finding = find(bench, id);

	assert_non_null(finding);
	assert_int_equal(finding->mark, mark);
	if (seen)
		assert_string_equal(finding->seen, seen);
	assert_int_equal(!finding->todo, mark == KS_DOCTOR_GOOD || mark == KS_DOCTOR_NONE);
}

static void look(struct bench *bench)
{
	ks_doctor_finish(&bench->doctor);
	ks_machine_look(&bench->doctor, bench->at.root);
	if (bench->at.state)
		ks_machine_look_at_disk(&bench->doctor, bench->at.root, bench->at.state);
	ks_doctor_record(&bench->doctor, &bench->at);
}

static void put_fonts(const struct bench *bench, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		put_text(bench, ks_font_chain[i].path, "x");
		put_text(bench, ks_font_chain[i].bold_path, "x");
	}
}

/* 476.6 by 268.1 mm, as the detailed timing of a 21.5 inch panel says it: 0x1dc, 0x10c. */
static void put_panel(const struct bench *bench, bool has_detail)
{
	unsigned char edid[128] = {0};

	edid[21] = 48;
	edid[22] = 27;
	if (has_detail) {
		edid[54 + 12] = 0xdc;
		edid[54 + 13] = 0x0c;
		edid[54 + 14] = 0x11;
	}
	put(bench, "/sys/class/drm/card0-HDMI-A-1/edid", edid, sizeof(edid));
	put_text(bench, "/sys/class/drm/card0-HDMI-A-1/status", "connected\n");
	put_text(bench, "/sys/class/drm/card0-HDMI-A-1/modes", "1920x1080\n1280x720\n");
	put_text(bench, "/sys/class/drm/card0-DP-1/status", "disconnected\n");
}

#define MOUSE "I: Bus=0003\nN: Name=\"Mouse\"\nB: PROP=0\n\n"
#define PANEL "I: Bus=0003\nN: Name=\"ILITEK Multi-Touch\"\nP: Phys=usb\nB: PROP=2\nB: EV=b\n\n"

static void a_whole_machine_is_well(void **state)
{
	struct bench *bench = *state;

	put_fonts(bench, ks_font_chain_count);
	put_panel(bench, true);
	put_text(bench, "/proc/bus/input/devices", MOUSE PANEL);
	put_text(bench, "/sys/bus/usb/devices/1-2:1.0/bInterfaceClass", "0b\n");
	put_text(bench, "/run/pcscd/pcscd.comm", "");
	look(bench);
	expect(bench, "fonts", KS_DOCTOR_GOOD, NULL);
	expect(bench, "display", KS_DOCTOR_GOOD, "1920x1080、476×268 mm（card0-HDMI-A-1）");
	expect(bench, "touch", KS_DOCTOR_GOOD, "ILITEK Multi-Touch");
	expect(bench, "reader", KS_DOCTOR_GOOD, NULL);
	assert_int_equal(bench->doctor.n, 4);
}

static void a_bare_machine_says_what_to_do(void **state)
{
	struct bench *bench = *state;

	look(bench);
	expect(bench, "fonts", KS_DOCTOR_BAD, "fonts-morisawa-bizud-gothic がありません");
	expect(bench, "display", KS_DOCTOR_CARE, NULL);
	expect(bench, "touch", KS_DOCTOR_CARE, NULL);
	expect(bench, "reader", KS_DOCTOR_NONE, NULL);
}

static void each_piece_is_missed_by_itself(void **state)
{
	struct bench *bench = *state;

	put_fonts(bench, ks_font_chain_count - 1);
	put_panel(bench, false);
	put_text(bench, "/proc/bus/input/devices", MOUSE);
	put_text(bench, "/sys/bus/usb/devices/1-2:1.0/bInterfaceClass", "0b\n");
	look(bench);
	expect(bench, "fonts", KS_DOCTOR_BAD, "fonts-ipamj-mincho がありません");
	expect(bench, "display", KS_DOCTOR_GOOD, "1920x1080、480×270 mm（card0-HDMI-A-1）");
	expect(bench, "touch", KS_DOCTOR_CARE, NULL);
	expect(bench, "reader", KS_DOCTOR_BAD, NULL);
	put_text(bench, "/sys/class/drm/card0-HDMI-A-1/edid", "");
	look(bench);
	expect(bench, "display", KS_DOCTOR_CARE, NULL);
}

/* The volume under the state folder, one layer below it too (LVM on LUKS). */
static void a_disk_is_encrypted_below_any_layer(void **state)
{
	struct bench *bench = *state;
	struct stat status;
	char *device, *below;

	bench->at.state = bench->root;
	assert_int_equal(stat(bench->root, &status), 0);
	device = ks_format("/sys/dev/block/%u:%u", major(status.st_dev), minor(status.st_dev));
	look(bench);
	expect(bench, "encryption", KS_DOCTOR_CARE, NULL);
	below = ks_format("%s/dm/uuid", device);
	put_text(bench, below, "LVM-abc\n");
	free(below);
	look(bench);
	expect(bench, "encryption", KS_DOCTOR_CARE, NULL);
	below = ks_format("%s/slaves/dm-0/dm/uuid", device);
	put_text(bench, below, "CRYPT-LUKS2-abc\n");
	free(below);
	free(device);
	look(bench);
	expect(bench, "encryption", KS_DOCTOR_GOOD, NULL);
}

static void a_record_is_looked_through(void **state)
{
	struct bench *bench = *state;
	struct ks_record_sample *s;
	void *sample;

	bench->at.state = bench->root;
	look(bench);
	expect(bench, "record", KS_DOCTOR_CARE, NULL); /* not begun */
	ks_record_sample_setup(&sample);
	s = sample;
	bench->at.state = s->folder;
	ks_record_sample_close(s);
	look(bench);
	expect(bench, "sending", KS_DOCTOR_GOOD, "未送信 0件");
	ks_record_sample_open(s);
	ks_record_sample_append(s, KS_FACT_INITIALIZED);
	look(bench);
	expect(bench, "record", KS_DOCTOR_NONE, NULL); /* a kiosk runs on it */
	ks_record_sample_close(s);
	look(bench);
	expect(bench, "record", KS_DOCTOR_GOOD, "1件、欠けも書き換えもありません");
	expect(bench, "sending", KS_DOCTOR_CARE, "未送信 1件");
	expect(bench, "backup", KS_DOCTOR_CARE,
	       "1件のうち 1件は、まだこの端末にしかありません（センターへは、まだ一度も届いていません）");
	ks_record_sample_open(s);
	assert_int_equal(ks_ledger_quarantine(s->ledger, 1, "HTTP 400"), KS_OK);
	ks_record_sample_close(s);
	look(bench);
	expect(bench, "sending", KS_DOCTOR_BAD, "未送信 0件、断られて取り置き 1件");
	expect(bench, "backup", KS_DOCTOR_BAD,
	       "1件のうち 1件は、まだこの端末にしかありません（センターへは、まだ一度も届いていません）");
	ks_test_folder_finish(s->folder);
	free(s);
}

/* A machine that was enrolled on the glass: its settings say "-", the address stands behind the secret. */
static void the_address_typed_on_the_glass_is_asked(void **state)
{
	struct bench *bench = *state;
	char *credentials =
		ks_test_write(bench->root, "cred", "k-01:secret\nhttp://127.0.0.1:1/xAPI\n");
	char *text = ks_format("KENSHU_ENDPOINT=-\nKENSHU_CREDENTIALS=%s\n", credentials);
	char *session = ks_test_write(bench->root, "session.env", text);
	struct said said = said_by(ks_tools_doctor, 2, (const char *[]){"--session", session});

	assert_int_equal(said.exit_code, 1);
	assert_non_null(strstr(said.out, "http://127.0.0.1:1/xAPI が答えません"));
	assert_null(strstr(said.out, "secret"));
	said_finish(&said);
	free(session);
	free(text);
	free(credentials);
}

#define REACHES(endpoint_, ahead_ms, network, clock, seen_)                           \
	do {                                                                          \
		ks_doctor_finish(&bench->doctor);                                     \
		bench->at.endpoint = (endpoint_);                                     \
		bench->at.now_ms = ks_clock_wall_ms(&real) + (ahead_ms);              \
		ks_doctor_network(&bench->doctor, &bench->at);                        \
		expect(bench, "network", network, NULL);                              \
		assert_int_equal(find(bench, "clock")->mark, clock);                  \
		if (seen_)                                                            \
			assert_non_null(strstr(find(bench, "network")->seen, seen_)); \
	} while (0)

/* A centre that answers, whose clock counts; a page of something else; nobody. */
static void a_clock_is_right_when_the_centre_says_so(void **state)
{
	struct bench *bench = *state;
	struct ks_clock real = ks_clock_system();
	struct ks_sample_centre sample;
	struct ks_server *server;
	char *endpoint, *elsewhere;
	int apart_s = 0;

	ks_sample_centre_init(&sample);
	assert_int_equal(ks_server_start(sample.centre, "127.0.0.1:0", false, &server), KS_OK);
	endpoint = ks_format("http://127.0.0.1:%d/xAPI", ks_server_port(server));
	elsewhere = ks_format("http://127.0.0.1:%d/nowhere/xAPI", ks_server_port(server));
	REACHES(endpoint, 0, KS_DOCTOR_GOOD, KS_DOCTOR_GOOD, "/xAPI が答えました");
	expect(bench, "certificate", KS_DOCTOR_NONE, "暗号化していません");
	REACHES(endpoint, 60000, KS_DOCTOR_GOOD, KS_DOCTOR_CARE, "が答えました");
	REACHES(endpoint, -60000, KS_DOCTOR_GOOD, KS_DOCTOR_CARE, "が答えました");
	REACHES(endpoint, 600000, KS_DOCTOR_GOOD, KS_DOCTOR_BAD, "が答えました");
	REACHES(endpoint, -600000, KS_DOCTOR_GOOD, KS_DOCTOR_BAD, "が答えました");
	assert_int_equal(
		sscanf(find(bench, "clock")->seen, "センターの時計と %d秒ちがいます", &apart_s), 1);
	assert_in_range(apart_s, 570, 600);
	REACHES(elsewhere, INT64_C(-60) * 365 * 86400000, KS_DOCTOR_BAD, KS_DOCTOR_BAD,
		"センターとして答えません（");
	assert_non_null(strstr(find(bench, "clock")->seen, "19"));
	ks_server_stop(server);
	REACHES(endpoint, INT64_C(-60) * 365 * 86400000, KS_DOCTOR_BAD, KS_DOCTOR_BAD,
		"が答えません");
	REACHES("", INT64_C(90) * 366 * 86400000, KS_DOCTOR_NONE, KS_DOCTOR_BAD, "指定がありません");
	free(elsewhere);
	free(endpoint);
	ks_sample_centre_finish(&sample);
}

/* Without a centre: a year in which this program cannot run is a clock that stands wrong. */
static void a_clock_of_another_age_is_told_without_a_centre(void **state)
{
	static const struct {
		struct ks_date day;
		bool is_bad;
	} days[] = {{{2025, 12, 31}, true},
		    {{2026, 1, 1}, false},
		    {{2100, 12, 31}, false},
		    {{2101, 1, 1}, true}};
	struct bench *bench = *state;

	for (size_t i = 0; i < KS_COUNT(days); i++) {
		struct ks_civil noon = {.date = days[i].day, .hour = 12};
		const struct ks_finding *clock;

		ks_doctor_finish(&bench->doctor);
		bench->at.now_ms = ks_civil_to_ms(&noon);
		ks_doctor_network(&bench->doctor, &bench->at);
		assert_int_equal(bench->doctor.n, 2);
		clock = &bench->doctor.findings[1];
		assert_string_equal(clock->id, "clock");
		assert_int_equal(clock->mark == KS_DOCTOR_BAD, days[i].is_bad);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_whole_machine_is_well, setup, teardown),
		cmocka_unit_test_setup_teardown(a_bare_machine_says_what_to_do, setup, teardown),
		cmocka_unit_test_setup_teardown(each_piece_is_missed_by_itself, setup, teardown),
		cmocka_unit_test_setup_teardown(a_disk_is_encrypted_below_any_layer, setup, teardown),
		cmocka_unit_test_setup_teardown(a_record_is_looked_through, setup, teardown),
		cmocka_unit_test_setup_teardown(a_clock_is_right_when_the_centre_says_so, setup,
						teardown),
		cmocka_unit_test_setup_teardown(a_clock_of_another_age_is_told_without_a_centre,
						setup, teardown),
		cmocka_unit_test_setup_teardown(the_address_typed_on_the_glass_is_asked, setup,
						teardown),
	};

	return ks_test_run(tests);
}
