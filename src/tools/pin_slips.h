/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TOOLS_PIN_SLIPS_H
#define TOOLS_PIN_SLIPS_H

/** ks_tools_pin_slips() - `kenshu pin slips {--state DIR [--all] | --list FILE} --out FILE`; exit code. */
int ks_tools_pin_slips(int argc, char **argv);

#endif
