/* SPDX-License-Identifier: Apache-2.0 */
/* How a kiosk is enrolled, and its secret and key looked after. */
#ifndef KS_TOOLS_KIOSK_ENROL_H
#define KS_TOOLS_KIOSK_ENROL_H

/** ks_tools_kiosk_invite() - `kenshu kiosk invite NAME --state C/ [--takes-over OLD] [--hours N]`; exit code. */
int ks_tools_kiosk_invite(int argc, char **argv);
/** ks_tools_kiosk_enrol() - `kenshu kiosk enrol --endpoint URL --code CODE --out FILE [--state K/]`; exit code. */
int ks_tools_kiosk_enrol(int argc, char **argv);
/** ks_tools_kiosk_confirm() - `kenshu kiosk confirm NAME --key MARK --state C/`; exit code. */
int ks_tools_kiosk_confirm(int argc, char **argv);
/** ks_tools_kiosk_rotate() - `kenshu kiosk rotate NAME --out FILE --state C/`; exit code. */
int ks_tools_kiosk_rotate(int argc, char **argv);
/** ks_tools_kiosk_key() - `kenshu kiosk key --state K/`: the mark of its key, which is made if need be; exit code. */
int ks_tools_kiosk_key(int argc, char **argv);

#endif
