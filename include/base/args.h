/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Command lines as tables: options are data, so usage text and parsing cannot disagree.
 * A wrong flag prints the usage on stderr and means exit code 2.
 */
#ifndef KS_BASE_ARGS_H
#define KS_BASE_ARGS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/rc.h"

struct ks_option {
	const char *name;  /* "--state" */
	const char *value; /* "DIR" in the usage; NULL: a switch */
	const char *help;  /* Japanese, one line */
	const char **text; /* receives the value (borrowed from argv); NULL for a switch */
	bool *flag;        /* receives true; NULL for a value */
	bool is_required;
};

struct ks_args {
	const char *program; /* "kenshu report completion" */
	const char *summary; /* Japanese: what it does, one line */
	const char *operands; /* usage text for what follows, e.g. "ROSTER.csv"; NULL: none allowed */
	size_t n_operands_min, n_operands_max;
	const struct ks_option *options;
	size_t n_options;
};

enum ks_args_result { KS_ARGS_OK, KS_ARGS_HELP, KS_ARGS_USAGE };

/**
 * ks_args_parse() - `--name value`, `--name=value`, `--` and operands; `--help` is always known
 * @argv: without the program and subcommand words
 * @operands: room for n_operands_max; @n_operands receives how many there are (both may be NULL when none)
 * Return: KS_ARGS_HELP after printing help on stdout (exit 0); KS_ARGS_USAGE after saying what is
 * wrong and the usage on stderr (exit 2).
 */
enum ks_args_result ks_args_parse(const struct ks_args *args, int argc, char **argv,
				  const char **operands, size_t *n_operands);

#endif
