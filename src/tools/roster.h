/* SPDX-License-Identifier: Apache-2.0 */
/* The words behind `kenshu roster`, one file each. Private to src/tools. */
#ifndef KS_TOOLS_ROSTER_H
#define KS_TOOLS_ROSTER_H

/** ks_tools_roster_list() - `kenshu roster list --state DIR [--on DATE]`. */
int ks_tools_roster_list(int argc, char **argv);
/** ks_tools_roster_publish() - `kenshu roster publish --state DIR --key FILE --out FILE`. */
int ks_tools_roster_publish(int argc, char **argv);

#endif
