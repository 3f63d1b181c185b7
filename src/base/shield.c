/* SPDX-License-Identifier: Apache-2.0 */
#include "base/shield.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <stdint.h>
#include <sys/prctl.h>
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

static enum ks_rc allow(int rules, const char *folder, uint64_t writes)
{
	struct landlock_path_beneath_attr beneath = {.allowed_access = writes};
	long rc;

	beneath.parent_fd = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (beneath.parent_fd < 0)
		return KS_OK; /* not there: nothing can be written in it */
	rc = syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
	(void)close(beneath.parent_fd);
	return rc == 0 ? KS_OK : KS_IO;
}

enum ks_rc ks_shield_writes(const char *const *folders, size_t n)
{
	long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
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
		if (folders[i] && folders[i][0])
			rc = allow(rules, folders[i], writes_of(abi));
	if (rc == KS_OK && (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
			    syscall(SYS_landlock_restrict_self, rules, 0) != 0))
		rc = KS_IO;
	(void)close(rules);
	return rc;
}
