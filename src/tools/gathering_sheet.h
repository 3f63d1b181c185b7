/* SPDX-License-Identifier: Apache-2.0 */
#ifndef KS_TOOLS_GATHERING_SHEET_H
#define KS_TOOLS_GATHERING_SHEET_H

/** ks_tools_gathering_sheet() - `kenshu gathering sheet ID --lesson m1 --state DIR --out FILE`; exit code. */
int ks_tools_gathering_sheet(int argc, char **argv);

#endif
