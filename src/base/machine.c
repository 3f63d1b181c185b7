/* SPDX-License-Identifier: Apache-2.0 */
#include "base/machine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "base/calendar.h"
#include "base/file.h"
#include "base/fonts.h"
#include "base/mem.h"
#include "base/shield.h"

/* What the kernel tells of the machine: read from /sys and /proc, so that no library of the screen is needed here. */

#define SYS_FILE_BYTES_MAX ((size_t)64 << 10)
#define EDID_BYTES_MIN 128
#define EDID_WIDTH_CM 21
#define EDID_HEIGHT_CM 22
#define EDID_DETAIL 54 /* the first detailed timing: the size in mm is more exact there */
#define CLASS_SMART_CARD "0b"
#define DAY_MS INT64_C(86400000)
#define CERTIFICATE_CARE_DAYS 30
#define CERTIFICATE_BAD_DAYS 4
#define FREE_CARE_MIB 2048
#define FREE_BAD_MIB 256

/* A small file below @root, malloc'd without its last line end; NULL: not there. @len may be NULL. */
static char *read_below(const char *root, const char *path, size_t *len)
{
	char *file = ks_format("%s%s", root, path), *data = NULL;
	size_t n = 0;

	if (ks_file_read(file, SYS_FILE_BYTES_MAX, &data, &n) != KS_OK)
		data = NULL;
	free(file);
	if (data && n > 0 && data[n - 1] == '\n')
		data[--n] = '\0';
	if (len)
		*len = n;
	return data;
}

/* ks_folder_list() of a folder of links: a link that leads nowhere is no reason to fail. */
static size_t list_below(const char *root, const char *path, char ***names)
{
	char *folder = ks_format("%s%s", root, path);
	size_t n = 0;

	*names = NULL;
	if (ks_folder_list(folder, NULL, names, &n) != KS_OK)
		n = 0;
	free(folder);
	return n;
}

static void look_at_fonts(struct ks_doctor *doctor, const char *root)
{
	const char *missing = NULL;

	for (size_t i = 0; i < ks_font_chain_count && !missing; i++) {
		char *regular = ks_format("%s%s", root, ks_font_chain[i].path);
		char *bold = ks_format("%s%s", root, ks_font_chain[i].bold_path);

		if (!ks_file_exists(regular) || !ks_file_exists(bold))
			missing = ks_font_chain[i].package;
		free(regular);
		free(bold);
	}
	if (missing)
		ks_doctor_add(doctor, "fonts", "書体", KS_DOCTOR_BAD,
			      "apt install で、このパッケージを入れてください。", "%s がありません",
			      missing);
	else
		ks_doctor_add(doctor, "fonts", "書体", KS_DOCTOR_GOOD, NULL, "%zuつともあります",
			      ks_font_chain_count);
}

/* Millimetres from an EDID block; false: it names none. */
static bool size_of(const char *data, size_t len, int *width_mm, int *height_mm)
{
	const unsigned char *edid = (const unsigned char *)data;

	if (!data || len < EDID_BYTES_MIN)
		return false;
	*width_mm = edid[EDID_DETAIL + 12] | (edid[EDID_DETAIL + 14] & 0xf0) << 4;
	*height_mm = edid[EDID_DETAIL + 13] | (edid[EDID_DETAIL + 14] & 0x0f) << 8;
	if (*width_mm == 0 || *height_mm == 0) {
		*width_mm = edid[EDID_WIDTH_CM] * 10;
		*height_mm = edid[EDID_HEIGHT_CM] * 10;
	}
	return *width_mm > 0 && *height_mm > 0;
}

static void tell_display(struct ks_doctor *doctor, const char *root, const char *connector)
{
	char *modes_path = ks_format("/sys/class/drm/%s/modes", connector);
	char *edid_path = ks_format("/sys/class/drm/%s/edid", connector);
	size_t len;
	char *modes = read_below(root, modes_path, NULL), *edid = read_below(root, edid_path, &len);
	int width_mm, height_mm;
	char *mode = modes && *modes ? ks_strndup(modes, strcspn(modes, "\n"))
				     : ks_strdup("大きさの分からない画面");

	if (size_of(edid, len, &width_mm, &height_mm))
		ks_doctor_add(doctor, "display", "画面", KS_DOCTOR_GOOD, NULL, "%s、%d×%d mm（%s）",
			      mode, width_mm, height_mm, connector);
	else
		ks_doctor_add(doctor, "display", "画面", KS_DOCTOR_CARE,
			      "画面の長いほうの辺を測り、設定の display_mm に書いてください。",
			      "%s、何mmかは画面が知らせません（%s）", mode, connector);
	free(mode);
	free(modes);
	free(edid);
	free(modes_path);
	free(edid_path);
}

static void look_at_display(struct ks_doctor *doctor, const char *root)
{
	char **names;
	size_t n = list_below(root, "/sys/class/drm", &names), n_found = 0;

	for (size_t i = 0; i < n; i++) {
		char *path = ks_format("/sys/class/drm/%s/status", names[i]);
		char *status = read_below(root, path, NULL);

		if (status && strcmp(status, "connected") == 0) {
			tell_display(doctor, root, names[i]);
			n_found++;
		}
		free(status);
		free(path);
	}
	ks_folder_list_finish(names, n);
	if (n_found == 0)
		ks_doctor_add(doctor, "display", "画面", KS_DOCTOR_CARE,
			      "画面の電源とケーブルを確かめてください。", "つながっていません");
}

/* /proc/bus/input/devices: blocks of lines `N: Name="…"`, `B: PROP=2`; bit 1 of PROP is INPUT_PROP_DIRECT, a touch panel. */
static char *find_touch(const char *list)
{
	const char *name = NULL, *end;

	for (const char *line = list; line && *line; line = end ? end + 1 : end) {
		end = strchr(line, '\n');
		if (strncmp(line, "N: Name=\"", 9) == 0)
			name = line + 9;
		if (name && strncmp(line, "B: PROP=", 8) == 0 &&
		    (strtoul(line + 8, NULL, 16) & 2) != 0)
			return ks_strndup(name, strcspn(name, "\"\n"));
	}
	return NULL;
}

static void look_at_touch(struct ks_doctor *doctor, const char *root)
{
	char *list = read_below(root, "/proc/bus/input/devices", NULL), *name = find_touch(list);

	if (name)
		ks_doctor_add(doctor, "touch", "タッチ", KS_DOCTOR_GOOD, NULL, "%s", name);
	else
		ks_doctor_add(
			doctor, "touch", "タッチ", KS_DOCTOR_CARE,
			"画面のUSBケーブルを確かめてください。マウスで使う端末なら、このままでかまいません。",
			"タッチできる画面が見つかりません");
	free(name);
	free(list);
}

static bool has_reader(const char *root)
{
	char **names;
	size_t n = list_below(root, "/sys/bus/usb/devices", &names);
	bool found = false;

	for (size_t i = 0; i < n && !found; i++) {
		char *path = ks_format("/sys/bus/usb/devices/%s/bInterfaceClass", names[i]);
		char *class = read_below(root, path, NULL);

		found = class && strcmp(class, CLASS_SMART_CARD) == 0;
		free(class);
		free(path);
	}
	ks_folder_list_finish(names, n);
	return found;
}

static void look_at_reader(struct ks_doctor *doctor, const char *root)
{
	char *socket = ks_format("%s/run/pcscd/pcscd.comm", root);
	struct stat status;
	bool is_served = stat(socket, &status) == 0;

	if (!has_reader(root))
		ks_doctor_add(doctor, "reader", "カードリーダー", KS_DOCTOR_NONE, NULL,
			      "つながっていません（番号で使えます）");
	else if (!is_served)
		ks_doctor_add(
			doctor, "reader", "カードリーダー", KS_DOCTOR_BAD,
			"apt install pcscd のあと、systemctl enable --now pcscd.socket を実行してください。",
			"つながっていますが、pcscd が動いていません");
	else
		ks_doctor_add(doctor, "reader", "カードリーダー", KS_DOCTOR_GOOD, NULL,
			      "つながっています");
	free(socket);
}

void ks_machine_look(struct ks_doctor *doctor, const char *root)
{
	look_at_fonts(doctor, root);
	look_at_display(doctor, root);
	look_at_touch(doctor, root);
	look_at_reader(doctor, root);
}

void ks_machine_look_at_kernel(struct ks_doctor *doctor)
{
	if (ks_shield_is_there())
		ks_doctor_add(doctor, "shield", "書き込みの制限", KS_DOCTOR_GOOD, NULL,
			      "決まったフォルダーのほかには書けません（Landlock）");
	else
		ks_doctor_add(
			doctor, "shield", "書き込みの制限", KS_DOCTOR_CARE,
			"Debian の標準のカーネル（linux-image-amd64）で起動してください。記録には影響しません。",
			"このカーネルには Landlock がありません");
}

/* Kiosks refuse one that is over, all of them on one day. */
void ks_machine_look_at_certificate(struct ks_doctor *doctor, int64_t end_ms, int64_t now_ms)
{
	const char *todo =
		"センターの証明書を新しくし、systemctl reload kenshu-collector を実行してください。";
	int64_t days = (end_ms - now_ms) / DAY_MS;
	struct ks_date end = ks_civil_from_ms(end_ms).date;

	ks_doctor_add(doctor, "certificate", "証明書",
		      days < CERTIFICATE_BAD_DAYS    ? KS_DOCTOR_BAD
		      : days < CERTIFICATE_CARE_DAYS ? KS_DOCTOR_CARE
						     : KS_DOCTOR_GOOD,
		      days < CERTIFICATE_CARE_DAYS ? todo : NULL,
		      "期限は %04d-%02d-%02d（あと %lld日）", end.year, end.month, end.day,
		      (long long)days);
}

/* ---- under the state folder ---- */

static void look_at_room(struct ks_doctor *doctor, const char *state)
{
	long free_mib = ks_file_free_mib(state);
	const char *todo =
		"要らないファイルを片付けてください。いっぱいになると、研修を受けられません。";

	if (free_mib < 0)
		ks_doctor_add(doctor, "disk", "空き容量", KS_DOCTOR_BAD,
			      "--state のフォルダーを確かめてください。", "%s を見られません", state);
	else if (free_mib < FREE_BAD_MIB)
		ks_doctor_add(doctor, "disk", "空き容量", KS_DOCTOR_BAD, todo, "残り %ld MiB",
			      free_mib);
	else if (free_mib < FREE_CARE_MIB)
		ks_doctor_add(doctor, "disk", "空き容量", KS_DOCTOR_CARE, todo, "残り %ld MiB",
			      free_mib);
	else
		ks_doctor_add(doctor, "disk", "空き容量", KS_DOCTOR_GOOD, NULL, "残り %ld GiB",
			      free_mib / 1024);
}

/* Whether @device, or one it is made of, is a dm-crypt volume: its uuid begins with CRYPT-. */
static bool is_encrypted(const char *root, const char *device, int depth)
{
	char *uuid_path = ks_format("%s/dm/uuid", device), *slaves = ks_format("%s/slaves", device);
	char *uuid = read_below(root, uuid_path, NULL), **names;
	bool is = uuid && strncmp(uuid, "CRYPT-", 6) == 0;
	size_t n = list_below(root, slaves, &names);

	for (size_t i = 0; i < n && !is && depth > 0; i++) {
		char *below = ks_format("%s/%s", slaves, names[i]);

		is = is_encrypted(root, below, depth - 1);
		free(below);
	}
	ks_folder_list_finish(names, n);
	free(uuid);
	free(uuid_path);
	free(slaves);
	return is;
}

void ks_machine_look_at_disk(struct ks_doctor *doctor, const char *root, const char *state)
{
	struct stat status;
	char *device;

	look_at_room(doctor, state);
	if (stat(state, &status) != 0)
		return;
	device = ks_format("/sys/dev/block/%u:%u", major(status.st_dev), minor(status.st_dev));
	if (is_encrypted(root, device, 4))
		ks_doctor_add(doctor, "encryption", "ディスクの暗号化", KS_DOCTOR_GOOD, NULL,
			      "暗号化されています");
	else
		ks_doctor_add(
			doctor, "encryption", "ディスクの暗号化", KS_DOCTOR_CARE,
			"端末が持ち去られると、記録を読まれます。設置のとき、LUKS の区画に置いてください。",
			"暗号化が見つかりません");
	free(device);
}
