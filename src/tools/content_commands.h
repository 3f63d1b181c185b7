/* SPDX-License-Identifier: Apache-2.0 */
/* The words behind `kenshu content`, one file each. Private to src/tools. */
#ifndef KS_TOOLS_CONTENT_COMMANDS_H
#define KS_TOOLS_CONTENT_COMMANDS_H

/** ks_content_errata() - the 照会票: what to ask the body about its policy. */
int ks_content_errata(int argc, char **argv);
/** ks_content_coverage() - clause × (pages, questions, kinds) and reading time, against the plan. */
int ks_content_coverage(int argc, char **argv);

#endif
