/* SPDX-License-Identifier: Apache-2.0 */
/* What a program that holds names, PINs or credentials owes them, besides not writing them down. */
#ifndef KS_BASE_SECRET_H
#define KS_BASE_SECRET_H

#include <stdbool.h>
#include <stdio.h>

/** ks_secret_no_dumps() - from now on a crash leaves no memory on the disk, nor may others of the same user read it; not with KENSHU_CORE in the environment. */
void ks_secret_no_dumps(void);
/** ks_secret_tell_file() - say on @to (Japanese, one line) that others may read the file @path; false: they may not. */
bool ks_secret_tell_file(const char *path, FILE *to);
/** ks_secret_tell_folder() - the same of a folder whose files others may replace. */
bool ks_secret_tell_folder(const char *path, FILE *to);

/** ks_secret_stays_here() - @host, as "host", "host:port" or "host/path", is this very machine; false for NULL. */
bool ks_secret_stays_here(const char *host);
/** ks_secret_host_of() - in @url, what follows "http://" or "https://" in either case; NULL: @url is neither, or NULL. */
const char *ks_secret_host_of(const char *url);
/** ks_secret_is_in_clear() - what goes to @url can be read and changed by others on the way: http, and not to this very machine. */
bool ks_secret_is_in_clear(const char *url);

#endif
