/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/care.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/calendar.h"
#include "base/file.h"
#include "base/mem.h"

/*
 * A full disk stops every kiosk's delivery at once, so it is told while there is time to do something. The moment of the
 * last backup is a file beside the database: in it, it would be among what is copied, and a copy would know of itself.
 */

#define ROOM_MIB 1024
#define LATE_HOURS 48
#define HOUR_MS INT64_C(3600000)
#define BACKUP_FILE "backup.at"

char *ks_care_room_words(long free_mib, long database_mib)
{
	long wanted = database_mib / 4 > ROOM_MIB ? database_mib / 4 : ROOM_MIB;

	if (free_mib < 0 || free_mib >= wanted)
		return NULL;
	return ks_format(
		"センターの空き容量が、あと %ld MiB です。なくなると、端末の記録を受け取れません。"
		"%ld MiB より多くなるように、空きを作ってください（記録のフォルダーの中は消さないで"
		"ください）。",
		free_mib, wanted);
}

char *ks_care_room(const struct ks_store *store)
{
	char *path = ks_path_join(ks_store_folder(store), "kenshu.db");
	struct stat st = {0};
	long database_mib = stat(path, &st) == 0 ? (long)(st.st_size >> 20) : 0;

	free(path);
	return ks_care_room_words(ks_file_free_mib(ks_store_folder(store)), database_mib);
}

enum ks_rc ks_care_note_backup(const struct ks_store *store, int64_t wall_ms)
{
	char *path = ks_path_join(ks_store_folder(store), BACKUP_FILE);
	char text[32];
	enum ks_rc rc;

	ks_time_format_utc(wall_ms, text);
	rc = ks_file_write(path, text, strlen(text), 0600);
	free(path);
	return rc;
}

char *ks_care_backup(const struct ks_store *store, int64_t now_ms, bool *is_late)
{
	char *path = ks_path_join(ks_store_folder(store), BACKUP_FILE), *text = NULL;
	int64_t at_ms = 0, hours;
	size_t len;
	bool is_known = ks_file_read(path, 64, &text, &len) == KS_OK && ks_time_parse(text, &at_ms);
	char when[32];

	free(text);
	free(path);
	*is_late = true;
	if (!is_known)
		return ks_strdup("バックアップは、まだありません。kenshu backup で取ってください。");
	hours = (now_ms - at_ms) / HOUR_MS;
	*is_late = hours >= LATE_HOURS;
	ks_time_format_jst(at_ms, when);
	return ks_format("最後のバックアップは %s です（%lld時間前）。%s", when,
			 (long long)(hours > 0 ? hours : 0),
			 *is_late ? "kenshu backup で取ってください。" : "");
}
