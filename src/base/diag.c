/* SPDX-License-Identifier: Apache-2.0 */
#include "base/diag.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* A list that people read from top to bottom of their file, whatever order the parsers found things in. */

static const char *const severity_words[] = {
	[KS_SEVERITY_ERROR] = "誤り",
	[KS_SEVERITY_WARNING] = "注意",
};

void ks_diags_add(struct ks_diags *diags, enum ks_severity severity, const char *file, int line,
		  const char *format, ...)
{
	char *message = NULL;
	va_list args;

	if (!diags)
		return;
	if (severity == KS_SEVERITY_ERROR)
		diags->n_errors++;
	else
		diags->n_warnings++;
	if ((severity == KS_SEVERITY_ERROR ? diags->n_errors : diags->n_warnings) > KS_DIAGS_MAX) {
		diags->n_dropped++;
		return;
	}
	va_start(args, format);
	if (vasprintf(&message, format, args) < 0)
		message = ks_strdup(format);
	va_end(args);
	ks_grow(&diags->items, diags->n_items, &diags->capacity);
	diags->items[diags->n_items++] = (struct ks_diag){
		.severity = severity,
		.file = ks_strdup(file ? file : ""),
		.line = line,
		.message = message,
		.order = diags->n_items,
	};
}

static int compare(const void *left, const void *right)
{
	const struct ks_diag *a = left, *b = right;
	int by_file = strcmp(a->file, b->file);

	if (by_file != 0)
		return by_file;
	return a->line != b->line ? KS_ORDER(a->line, b->line) : KS_ORDER(a->order, b->order);
}

void ks_diags_print(struct ks_diags *diags, FILE *to)
{
	if (diags->n_items > 1)
		qsort(diags->items, diags->n_items, sizeof(diags->items[0]), compare);
	for (size_t i = 0; i < diags->n_items; i++) {
		const struct ks_diag *d = &diags->items[i];

		if (d->file[0] != '\0')
			fprintf(to, "%s:", d->file);
		if (d->line > 0)
			fprintf(to, "%d:", d->line);
		fprintf(to, "%s%s: %s\n", d->file[0] != '\0' || d->line > 0 ? " " : "",
			severity_words[d->severity], d->message);
	}
	if (diags->n_dropped > 0)
		fprintf(to, "ほかに %zu 件あります。上のものを直してから、もう一度お試しください。\n",
			diags->n_dropped);
}

void ks_diags_finish(struct ks_diags *diags)
{
	if (!diags)
		return;
	for (size_t i = 0; i < diags->n_items; i++) {
		free(diags->items[i].file);
		free(diags->items[i].message);
	}
	free(diags->items);
	*diags = (struct ks_diags){0};
}
