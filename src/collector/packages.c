/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/packages.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

/* Each part of an address is opened by itself, beneath the one before, and never through a link. */

#define PREFIX "/packages/"
#define PATH_BYTES_MAX 512
#define NAME_CHARACTERS                                                  \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" \
	"._+~:-"

static int root = -1;

enum ks_rc ks_packages_use(const char *folder)
{
	ks_packages_finish();
	if (!folder)
		return KS_OK;
	root = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
	return root >= 0 ? KS_OK : KS_NOT_FOUND;
}

bool ks_packages_owns(const char *path)
{
	return root >= 0 && strncmp(path, PREFIX, strlen(PREFIX)) == 0;
}

static bool is_name(const char *name)
{
	return *name && *name != '.' && name[strspn(name, NAME_CHARACTERS)] == '\0';
}

/* The file at @path, whose parts are cut from each other; -1: there is none that may be had. */
static int open_below(char *path)
{
	int at = root;

	for (char *rest = path, *name = strsep(&rest, "/"); name; name = strsep(&rest, "/")) {
		int flags = O_CLOEXEC | O_NOFOLLOW |
			    (rest ? O_PATH | O_DIRECTORY : O_RDONLY | O_NONBLOCK | O_NOCTTY);
		int next;

		if (rest && strcmp(name, ".") == 0)
			continue; /* what apt makes of `deb URL ./` */
		next = is_name(name) ? openat(at, name, flags) : -1;
		if (at != root)
			close(at);
		at = next;
		if (at < 0)
			return -1;
	}
	return at;
}

static bool is_known(const struct ks_request *request, const struct ks_reply *reply)
{
	const char *since = ks_request_header(request, "If-Modified-Since");

	return since && reply->last_modified[0] && strcmp(since, reply->last_modified) == 0;
}

struct ks_packages_file ks_packages_open(const struct ks_request *request, struct ks_reply *reply)
{
	struct ks_packages_file file = {.fd = -1};
	struct stat status;
	char *path;

	if (strcmp(request->method, "GET") != 0) {
		ks_reply_error(reply, 405, "packages are only read");
		reply->allow = "GET, HEAD";
		return file;
	}
	path = ks_strdup(request->path + strlen(PREFIX));
	if (strlen(path) <= PATH_BYTES_MAX)
		file.fd = open_below(path);
	free(path);
	if (file.fd >= 0 && (fstat(file.fd, &status) != 0 || !S_ISREG(status.st_mode))) {
		close(file.fd);
		file.fd = -1;
	}
	if (file.fd < 0) {
		ks_reply_error(reply, 404, "there is no such address");
		return file;
	}
	file.size = (uint64_t)status.st_size;
	ks_reply_modified(reply, (int64_t)status.st_mtime * 1000);
	reply->status = 200;
	if (is_known(request, reply)) {
		close(file.fd);
		file.fd = -1;
		reply->status = 304;
	} else {
		reply->content_type = "application/octet-stream";
	}
	return file;
}

void ks_packages_finish(void)
{
	if (root >= 0)
		close(root);
	root = -1;
}
