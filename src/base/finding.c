/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/machine.h"
#include "base/mem.h"

/* The list itself: what is in it is the business of whoever looks. */

static const struct {
	const char *sign, *word;
} marks[KS_DOCTOR_N_MARKS] = {
	[KS_DOCTOR_GOOD] = {"○", "good"},
	[KS_DOCTOR_CARE] = {"△", "care"},
	[KS_DOCTOR_BAD] = {"×", "bad"},
	[KS_DOCTOR_NONE] = {"－", "none"},
};

const char *ks_doctor_sign(enum ks_doctor_mark mark)
{
	return marks[mark].sign;
}

const char *ks_doctor_word(enum ks_doctor_mark mark)
{
	return marks[mark].word;
}

enum ks_doctor_mark ks_doctor_find(const char *word)
{
	enum ks_doctor_mark mark = KS_DOCTOR_GOOD;

	while (mark < KS_DOCTOR_N_MARKS && strcmp(marks[mark].word, word) != 0)
		mark++;
	return mark;
}

void ks_doctor_add(struct ks_doctor *doctor, const char *id, const char *title,
		   enum ks_doctor_mark mark, const char *todo, const char *format, ...)
{
	struct ks_finding *finding;
	va_list list;
	int len;

	if (doctor->n == KS_COUNT(doctor->findings))
		return;
	finding = &doctor->findings[doctor->n++];
	va_start(list, format);
	len = vsnprintf(NULL, 0, format, list);
	va_end(list);
	finding->seen = ks_alloc_zero(1, (size_t)len + 1);
	va_start(list, format);
	(void)vsnprintf(finding->seen, (size_t)len + 1, format, list);
	va_end(list);
	finding->id = id;
	finding->title = title;
	finding->mark = mark;
	finding->todo = todo;
}

void ks_doctor_finish(struct ks_doctor *doctor)
{
	for (size_t i = 0; i < doctor->n; i++)
		free(doctor->findings[i].seen);
	memset(doctor, 0, sizeof(*doctor));
}

void ks_doctor_put_json(struct ks_buf *out, const struct ks_doctor *doctor)
{
	ks_buf_putc(out, '[');
	for (size_t i = 0; i < doctor->n; i++) {
		const struct ks_finding *finding = &doctor->findings[i];

		ks_buf_printf(out, "%s{\"id\":\"%s\",\"mark\":\"%s\",\"title\":", i > 0 ? "," : "",
			      finding->id, marks[finding->mark].word);
		ks_buf_json(out, finding->title);
		ks_buf_puts(out, ",\"seen\":");
		ks_buf_json(out, finding->seen);
		if (finding->todo) {
			ks_buf_puts(out, ",\"todo\":");
			ks_buf_json(out, finding->todo);
		}
		ks_buf_putc(out, '}');
	}
	ks_buf_putc(out, ']');
}
