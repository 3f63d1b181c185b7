/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A folder with Debian packages of kenshu (kiosk/repository.sh), served to the machines' own apt under /packages/. Anybody may read
 * it: apt believes the signature of its index, and there is nothing else in it.
 */
#ifndef KS_COLLECTOR_PACKAGES_H
#define KS_COLLECTOR_PACKAGES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/rc.h"
#include "lrs/http.h"

/** ks_packages_use() - before the server starts; NULL: nothing is served. KS_NOT_FOUND: no folder. */
KS_MUST_USE enum ks_rc ks_packages_use(const char *folder);
/** ks_packages_owns() - the address is below /packages/, and there is a folder to serve. */
bool ks_packages_owns(const char *path);

/* A file to be sent; fd -1: none, the reply says all. */
struct ks_packages_file {
	int fd;
	uint64_t size;
};
/**
 * ks_packages_open() - what this GET gets: a regular file below the folder, reached through real folders by plain names
 * No list of a folder, nothing behind a link, no name that begins with a dot. @reply: status and head; with fd -1 its body too.
 */
struct ks_packages_file ks_packages_open(const struct ks_request *request, struct ks_reply *reply);
/** ks_packages_finish() - forgets the folder; when no connection is left. */
void ks_packages_finish(void);

#endif
