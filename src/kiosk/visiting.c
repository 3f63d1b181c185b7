/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/visiting.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"

/* A lock, and no file that says yes or no: the kernel takes it away from a program that died. */

static bool is_somebody_here(const struct ks_app *app)
{
	return app->visit.is_signed_in || app->reception_id[0] ||
	       app->screen != ks_app_base_screen(app);
}

static int open_lock(const struct ks_app *app)
{
	char *path = ks_path_join(app->options->state, "visit.lock");
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

	free(path);
	return fd;
}

void ks_visiting_tell(struct ks_app *app)
{
	bool is_here = is_somebody_here(app);

	if (app->is_preview || !app->site.store || is_here == app->visiting.is_told)
		return;
	if (!app->visiting.is_open) {
		app->visiting.fd = open_lock(app);
		if (app->visiting.fd < 0)
			return; /* a disk that takes nothing: the next screen tries again */
		app->visiting.is_open = true;
	}
	/* Refused: something holds it for a moment to look, or is about to end this program. */
	if (flock(app->visiting.fd, (is_here ? LOCK_EX : LOCK_UN) | LOCK_NB) == 0)
		app->visiting.is_told = is_here;
}

void ks_visiting_close(struct ks_app *app)
{
	if (app->visiting.is_open)
		close(app->visiting.fd);
	app->visiting.is_open = app->visiting.is_told = false;
}
