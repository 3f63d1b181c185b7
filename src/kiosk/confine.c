/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/confine.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/shield.h"

/*
 * What is read here comes from strangers: content from the centre, files on a stick, the letters of a card. Reading stays as it
 * is (fonts, libraries, certificates); that nobody else's files can be read is the unit's part.
 */

/* Where enrolment on the glass puts its file; NULL where it is not asked for. malloc'd. */
static char *folder_of_credentials(const struct ks_options *options)
{
	const char *file = options->credentials_file;
	const char *slash = file ? strrchr(file, '/') : NULL;

	if (!options->wants_enrolment || !file)
		return NULL;
	return slash ? ks_strndup(file, (size_t)(slash - file)) : ks_strdup(".");
}

void ks_confine(const struct ks_options *options)
{
	/* A stick comes and goes, so it is what lies around its place that is named. */
	const char *stick = options->courier, *temp = getenv("TMPDIR");
	char *credentials;
	enum ks_rc rc;

	if (options->script || options->preview)
		return;
	credentials = folder_of_credentials(options);
	if (ks_folder_make(options->state) != KS_OK)
		ks_log_info("kiosk", "%s is not there", options->state); /* told where it is opened */

	const char *const places[] = {
		options->state,
		credentials,
		stick,
		stick ? "/media" : NULL,
		stick ? "/run/media" : NULL,
		stick ? "/mnt" : NULL,
		temp ? temp : "/tmp",
		temp ? NULL : "/var/tmp",
		getenv("XDG_RUNTIME_DIR"), /* the memory that a window shares with the compositor */
		"/dev/dri",
		"/dev/null",
	};

	rc = ks_shield_writes(places, KS_COUNT(places));
	free(credentials);
	if (rc == KS_OK)
		ks_log_info("kiosk", "nothing is written but below %s", options->state);
	else
		ks_log_warn("kiosk", "other folders stay writable: %s", ks_rc_name(rc));
}
