/* SPDX-License-Identifier: Apache-2.0 */
/* A word of `kenshu kiosk` in a file of its own. Private to src/tools. */
#ifndef KS_TOOLS_KIOSK_SETTLE_H
#define KS_TOOLS_KIOSK_SETTLE_H

/** ks_tools_kiosk_settle() - `kenshu kiosk settle --state DIR --reason TEXT`; 75 while the kiosk runs. */
int ks_tools_kiosk_settle(int argc, char **argv);

#endif
