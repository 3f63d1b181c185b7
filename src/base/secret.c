/* SPDX-License-Identifier: Apache-2.0 */
#include "base/secret.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "base/mem.h"

/*
 * A core file has every name and PIN hash in it and is read by whoever mends the machine. What a copy or an unpacked
 * archive did to the rights of a file is said when it is used, since nobody looks at them before.
 */

/* The sanitizers look into the process from outside when it ends. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define IS_LOOKED_INTO 1
#else
#define IS_LOOKED_INTO 0
#endif

void ks_secret_no_dumps(void)
{
	const struct rlimit none = {0, 0};

	if (getenv("KENSHU_CORE")) /* who looks for a fault, or measures */
		return;
	(void)setrlimit(RLIMIT_CORE, &none);
	/* The limit is not asked where cores go to a program. */
	if (!IS_LOOKED_INTO)
		(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

static bool has_rights(const char *path, mode_t rights)
{
	struct stat st;

	return stat(path, &st) == 0 && (st.st_mode & rights) != 0;
}

bool ks_secret_tell_file(const char *path, FILE *to)
{
	if (!has_rights(path, S_IRWXG | S_IRWXO))
		return false;
	fprintf(to, "注意: %s は、ほかの利用者も読めます。chmod 600 %s を実行してください。\n",
		path, path);
	return true;
}

bool ks_secret_tell_folder(const char *path, FILE *to)
{
	if (!has_rights(path, S_IWGRP | S_IWOTH))
		return false;
	fprintf(to,
		"注意: %s は、ほかの利用者も書き込めるので、記録を取り替えられます。chmod 700 %s を実行して"
		"ください。\n",
		path, path);
	return true;
}

bool ks_secret_stays_here(const char *host)
{
	static const char *const names[] = {"127.0.0.1", "localhost", "[::1]"};

	/* "localhost:8090@elsewhere" is elsewhere, with a name and a password. */
	if (!host || memchr(host, '@', strcspn(host, "/?#")))
		return false;
	for (size_t i = 0; i < KS_COUNT(names); i++) {
		size_t len = strlen(names[i]);

		if (strncasecmp(host, names[i], len) == 0 && strchr(":/", host[len]))
			return true; /* strchr() finds the end as well */
	}
	return false;
}

const char *ks_secret_host_of(const char *url)
{
	static const char *const schemes[] = {"http://", "https://"};

	for (size_t i = 0; url && i < KS_COUNT(schemes); i++) {
		size_t len = strlen(schemes[i]);

		if (strncasecmp(url, schemes[i], len) == 0)
			return url + len;
	}
	return NULL;
}

bool ks_secret_is_in_clear(const char *url)
{
	const char *host = ks_secret_host_of(url);

	return host && strncasecmp(url, "https", 5) != 0 && !ks_secret_stays_here(host);
}
