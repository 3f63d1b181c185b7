/* SPDX-License-Identifier: Apache-2.0 */
/* What the folder of a kiosk that is no more holds. */
#ifndef KS_TOOLS_KIOSK_ADOPT_H
#define KS_TOOLS_KIOSK_ADOPT_H

/** ks_tools_kiosk_adopt() - `kenshu kiosk adopt OLD-FOLDER --state C/ [--name NAME]`; exit code. */
int ks_tools_kiosk_adopt(int argc, char **argv);

#endif
