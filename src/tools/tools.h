/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The subcommands of `kenshu`. Each gets the words behind its own name and returns the exit code
 * (enum ks_exit). Private to src/tools.
 */
#ifndef KS_TOOLS_TOOLS_H
#define KS_TOOLS_TOOLS_H

/** ks_tools_content() - `kenshu content check DIR`. */
int ks_tools_content(int argc, char **argv);

#endif
