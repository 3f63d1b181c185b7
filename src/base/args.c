/* SPDX-License-Identifier: Apache-2.0 */
#include "base/args.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

/*
 * One parser for every program and subcommand: a flag that is not in the table does not exist, and
 * the table is also what `--help` prints.
 */

#define OPTIONS_MAX 32

static void print_usage(const struct ks_args *args, FILE *to)
{
	fprintf(to, "使い方: %s", args->program);
	for (size_t i = 0; i < args->n_options; i++) {
		const struct ks_option *o = &args->options[i];

		if (o->is_required)
			fprintf(to, " %s%s%s", o->name, o->value ? " " : "",
				o->value ? o->value : "");
	}
	bool has_more = false;

	for (size_t i = 0; i < args->n_options; i++)
		has_more = has_more || !args->options[i].is_required;
	fprintf(to, "%s%s%s\n", has_more ? " [オプション]" : "", args->operands ? " " : "",
		args->operands ? args->operands : "");
}

static int option_columns(const struct ks_option *o)
{
	return ks_utf8_columns(o->name) + (o->value ? 1 + ks_utf8_columns(o->value) : 0);
}

static void print_help(const struct ks_args *args)
{
	int width = (int)strlen("--help");

	print_usage(args, stdout);
	if (args->summary)
		printf("%s\n", args->summary);
	printf("\n");
	for (size_t i = 0; i < args->n_options; i++)
		if (option_columns(&args->options[i]) > width)
			width = option_columns(&args->options[i]);
	for (size_t i = 0; i < args->n_options; i++) {
		const struct ks_option *o = &args->options[i];

		printf("  %s%s%s%*s  %s\n", o->name, o->value ? " " : "", o->value ? o->value : "",
		       width - option_columns(o), "", o->help ? o->help : "");
	}
	printf("  %-*s  この説明を表示します\n", width, "--help");
}

static enum ks_args_result refuse(const struct ks_args *args, const char *what, const char *word)
{
	fprintf(stderr, "%s: %s%s%s\n", args->program, what, word[0] != '\0' ? ": " : "", word);
	print_usage(args, stderr);
	return KS_ARGS_USAGE;
}

static const struct ks_option *find(const struct ks_args *args, const char *name, size_t len)
{
	for (size_t i = 0; i < args->n_options; i++) {
		const char *known = args->options[i].name;

		if (strlen(known) == len && memcmp(known, name, len) == 0)
			return &args->options[i];
	}
	return NULL;
}

/* Takes the option at argv[*i]; moves *i over a value that is a word of its own. */
static enum ks_args_result take_option(const struct ks_args *args, int argc, char **argv, int *i,
				       bool *was_given)
{
	const char *word = argv[*i];
	const char *equals = strchr(word, '=');
	size_t len = equals ? (size_t)(equals - word) : strlen(word);
	const struct ks_option *option = find(args, word, len);

	if (!option)
		return refuse(args, "このオプションはありません", word);
	was_given[option - args->options] = true;
	if (!option->value) {
		if (equals)
			return refuse(args, "このオプションに値は付けられません", word);
		*option->flag = true;
		return KS_ARGS_OK;
	}
	if (!equals && *i + 1 >= argc)
		return refuse(args, "オプションの値がありません", word);
	*option->text = equals ? equals + 1 : argv[++*i];
	return KS_ARGS_OK;
}

enum ks_args_result ks_args_parse(const struct ks_args *args, int argc, char **argv,
				  const char **operands, size_t *n_operands)
{
	bool was_given[OPTIONS_MAX] = {false};
	bool only_operands = false;
	size_t n = 0;

	assert(args->n_options <= OPTIONS_MAX);
	for (int i = 0; i < argc; i++) {
		const char *word = argv[i];

		if (!only_operands && strcmp(word, "--help") == 0) {
			print_help(args);
			return KS_ARGS_HELP;
		}
		if (!only_operands && argc == 1 && strcmp(word, "--version") == 0) {
			printf("%s %s\n", args->program, KENSHU_VERSION);
			return KS_ARGS_HELP;
		}
		if (!only_operands && strcmp(word, "--") == 0) {
			only_operands = true;
		} else if (!only_operands && word[0] == '-' && word[1] != '\0') {
			enum ks_args_result result = take_option(args, argc, argv, &i, was_given);

			if (result != KS_ARGS_OK)
				return result;
		} else if (n >= args->n_operands_max) {
			return refuse(args, "余分な指定があります", word);
		} else {
			operands[n++] = word;
		}
	}
	for (size_t i = 0; i < args->n_options; i++)
		if (args->options[i].is_required && !was_given[i])
			return refuse(args, "必ず指定してください", args->options[i].name);
	if (n < args->n_operands_min)
		return refuse(args, "指定が足りません", args->operands ? args->operands : "");
	if (n_operands)
		*n_operands = n;
	return KS_ARGS_OK;
}
