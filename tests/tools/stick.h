/* SPDX-License-Identifier: Apache-2.0 */
/* A kiosk without a network and its centre: the kiosk is @/K, the centre @/C, the stick between them @/S (said.h). */
#ifndef KS_TESTS_TOOLS_STICK_H
#define KS_TESTS_TOOLS_STICK_H

/** stick_setup(), stick_teardown() - for cmocka: *state is the work folder, in which @/K has three facts. */
int stick_setup(void **state);
int stick_teardown(void **state);
/** stick_write_key() - the courier's key of the centre @folder/@state into the file @folder/@name. */
void stick_write_key(const char *folder, const char *state, const char *name);

#define AT_KIOSK "--state", "@/K"

#endif
