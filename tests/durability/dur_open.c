/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "durability/check.h"

/* dur_open FOLDER…: one line each, `opened verified statements people why`, with the names of enum ks_rc. */

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		struct check check;

		check_folder(argv[i], &check);
		printf("%s %s %lld %zu %s\n", ks_rc_name(check.opened), ks_rc_name(check.verified),
		       (long long)check.n_statements, check.n_people, check.why);
	}
	return 0;
}
