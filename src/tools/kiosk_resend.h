/* SPDX-License-Identifier: Apache-2.0 */
/* A word of `kenshu kiosk` in a file of its own. Private to src/tools. */
#ifndef KS_TOOLS_KIOSK_RESEND_H
#define KS_TOOLS_KIOSK_RESEND_H

/** ks_tools_kiosk_resend() - `kenshu kiosk resend --state DIR [--kiosk NAME]`; 75 while the kiosk runs. */
int ks_tools_kiosk_resend(int argc, char **argv);

#endif
