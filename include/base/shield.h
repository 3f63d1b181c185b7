/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A program that writes in few folders gives up writing anywhere else (Landlock), so that a fault in what it reads from
 * strangers changes no file but its own. Kept by the kernel for the rest of the process, whoever it runs as.
 */
#ifndef KS_BASE_SHIELD_H
#define KS_BASE_SHIELD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/rc.h"

/** ks_shield_is_there() - does this kernel know Landlock, and may this program ask for it? */
bool ks_shield_is_there(void);

/**
 * ks_shield_writes() - from now on this thread, and those it starts, write in @places only, and run no other program
 * @places: folders with all below them, files, devices. NULL among them is left out, and what is not there. What is open
 *	already stays open; reading is as before. What is mounted on a folder later is below the folders around that one,
 *	not below the one it hides.
 * To be called before there are other threads: those that run already stay as they are.
 * Return: KS_OK; KS_NOT_FOUND: the kernel has no Landlock; KS_IO: it refused.
 */
enum ks_rc ks_shield_writes(const char *const *places, size_t n);

#endif
