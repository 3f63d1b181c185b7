/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Config files of the programs: one `name: value` a line, `#` comments, nothing else. (Content is YAML; a
 * config file needs no more than this, and is valid YAML all the same.)
 */
#ifndef KS_BASE_CONFIG_H
#define KS_BASE_CONFIG_H

#include <stddef.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/rc.h"

#define KS_CONFIG_BYTES_MAX ((size_t)64 << 10)

struct ks_config_name {
	const char *name;
	const char **value; /* set when the file names it and it is still NULL: a flag given before wins */
};

/**
 * ks_config_read() - read @file into the values of @names; text is owned by @arena
 * Return: KS_OK; KS_INVALID with file:line diagnosed (unknown name, no colon, given twice, unreadable).
 */
KS_MUST_USE enum ks_rc ks_config_read(const char *file, const struct ks_config_name *names,
				      size_t n_names, struct ks_arena *arena, struct ks_diags *diags);

#endif
