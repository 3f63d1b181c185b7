/* SPDX-License-Identifier: Apache-2.0 */
#include "base/shield.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Rights that the headers of Debian 12 know; an older kernel (ABI) knows fewer. */
#define WRITES_1                                                                                    \
	(LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |                            \
	 LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR |                            \
	 LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK | \
	 LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM)
#define REFER ((uint64_t)1 << 13)    /* ABI 2 */
#define TRUNCATE ((uint64_t)1 << 14) /* ABI 3 */

static uint64_t writes_of(long abi)
{
	return WRITES_1 | (abi >= 2 ? REFER : 0) | (abi >= 3 ? TRUNCATE : 0);
}

/* A folder with all below it, or one file or device, of which a rule may say less. */
static enum ks_rc allow(int rules, const char *path, uint64_t writes)
{
	struct landlock_path_beneath_attr beneath = {.allowed_access = writes};
	struct stat status;
	long rc;

	beneath.parent_fd = open(path, O_PATH | O_CLOEXEC);
	if (beneath.parent_fd < 0)
		return KS_OK; /* not there: nothing can be written in it */
	if (fstat(beneath.parent_fd, &status) == 0 && !S_ISDIR(status.st_mode))
		beneath.allowed_access &= LANDLOCK_ACCESS_FS_WRITE_FILE | TRUNCATE;
	rc = syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
	(void)close(beneath.parent_fd);
	return rc == 0 ? KS_OK : KS_IO;
}

static long abi_of_kernel(void)
{
	return syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

bool ks_shield_is_there(void)
{
	return abi_of_kernel() >= 1;
}

enum ks_rc ks_shield_writes(const char *const *places, size_t n)
{
	long abi = abi_of_kernel();
	struct landlock_ruleset_attr handled = {.handled_access_fs = writes_of(abi) |
								     LANDLOCK_ACCESS_FS_EXECUTE};
	enum ks_rc rc = KS_OK;
	int rules;

	if (abi < 1)
		return KS_NOT_FOUND;
	rules = (int)syscall(SYS_landlock_create_ruleset, &handled, sizeof(handled), 0);
	if (rules < 0)
		return KS_IO;
	for (size_t i = 0; i < n && rc == KS_OK; i++)
		if (places[i] && places[i][0])
			rc = allow(rules, places[i], writes_of(abi));
	if (rc == KS_OK && (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
			    syscall(SYS_landlock_restrict_self, rules, 0) != 0))
		rc = KS_IO;
	(void)close(rules);
	return rc;
}
