/* SPDX-License-Identifier: Apache-2.0 */
/* How a kiosk is enrolled, and its secret and key looked after. */
#ifndef KS_TOOLS_KIOSK_ENROL_H
#define KS_TOOLS_KIOSK_ENROL_H

/** ks_tools_kiosk_invite() - `kenshu kiosk invite NAME --state C/ [--takes-over OLD] [--hours N]`; exit code. */
int ks_tools_kiosk_invite(int argc, char **argv);
/* The option that says whose PINs a kiosk gets. */
#define KS_TOOLS_UNIT(text)                                                                         \
	{                                                                                           \
		"--unit", "UNIT[,UNIT]",                                                            \
			"暗証番号を送る所属（既定はすべて。研修担当の暗証番号は、いつも送ります）", \
			text, NULL, false                                                           \
	}
/** ks_tools_kiosk_units() - `kenshu kiosk units NAME [--unit UNIT,…] --state C/`; exit code. */
int ks_tools_kiosk_units(int argc, char **argv);
/** ks_tools_kiosk_enrol() - `kenshu kiosk enrol --endpoint URL --code CODE --out FILE [--state K/]`; exit code. */
int ks_tools_kiosk_enrol(int argc, char **argv);
/** ks_tools_kiosk_confirm() - `kenshu kiosk confirm NAME --key MARK --state C/`; exit code. */
int ks_tools_kiosk_confirm(int argc, char **argv);
/** ks_tools_kiosk_rotate() - `kenshu kiosk rotate NAME --out FILE --state C/`; exit code. */
int ks_tools_kiosk_rotate(int argc, char **argv);
/** ks_tools_kiosk_key() - `kenshu kiosk key --state K/`: the mark of its key, which is made if need be; exit code. */
int ks_tools_kiosk_key(int argc, char **argv);

#endif
