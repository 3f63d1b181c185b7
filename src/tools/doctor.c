/* SPDX-License-Identifier: Apache-2.0 */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/args.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "tools/doctor.h"
#include "tools/tools.h"

/*
 * `kenshu doctor`: is this machine well? For whoever stands before it with a notebook, so each line says what to do. Exit 0:
 * nothing is wrong (△ may stand there), 1: something is.
 */

#define SESSION_FILE "/etc/kenshu/session.env"
#define CONFIG_FILE "/etc/kenshu/kiosk.conf"
#define SESSION_BYTES_MAX ((size_t)64 << 10)
#define TITLE_COLUMNS 18

/* ---- telling ---- */

static void put_table(struct ks_buf *out, const struct ks_doctor *doctor,
		      const size_t n[KS_DOCTOR_N_MARKS])
{
	for (size_t i = 0; i < doctor->n; i++) {
		const struct ks_finding *finding = &doctor->findings[i];
		int pad = TITLE_COLUMNS - ks_utf8_columns(finding->title);

		ks_buf_printf(out, "%s %s%*s %s\n", ks_doctor_sign(finding->mark), finding->title,
			      pad > 0 ? pad : 0, "", finding->seen);
		if (finding->todo)
			ks_buf_printf(out, "%*s%s\n", TITLE_COLUMNS + 4, "", finding->todo);
	}
	if (n[KS_DOCTOR_BAD] > 0)
		ks_buf_printf(out, "\n直すことが %zu件あります（×）。\n", n[KS_DOCTOR_BAD]);
	else if (n[KS_DOCTOR_CARE] > 0)
		ks_buf_printf(out, "\n使えます。見ておくことが %zu件あります（△）。\n",
			      n[KS_DOCTOR_CARE]);
	else
		ks_buf_printf(out, "\nすべて、よい具合です。\n");
}

static void put_json(struct ks_buf *out, const struct ks_doctor *doctor)
{
	ks_buf_printf(out, "{\"version\":\"" KENSHU_VERSION "\",\"findings\":");
	ks_doctor_put_json(out, doctor);
	ks_buf_puts(out, "}\n");
}

static int tell(const struct ks_doctor *doctor, bool is_json)
{
	struct ks_buf out = {0};
	size_t n[KS_DOCTOR_N_MARKS] = {0};
	int exit_code;

	for (size_t i = 0; i < doctor->n; i++)
		n[doctor->findings[i].mark]++;
	if (is_json)
		put_json(&out, doctor);
	else
		put_table(&out, doctor, n);
	exit_code = ks_tools_print(&out);
	ks_buf_finish(&out);
	return exit_code == KS_EXIT_DONE && n[KS_DOCTOR_BAD] > 0 ? KS_EXIT_FAILED : exit_code;
}

/* ---- what is looked at ---- */

struct files {
	const char *credentials, *config;
};

struct place {
	const char *name;
	const char **value;
};

/* Lines that begin with a name: what stands behind it, where nothing was told before. */
static void fill_in(char *text, const struct place *names, size_t n)
{
	char *rest = text;

	for (char *line = strsep(&rest, "\n"); line; line = strsep(&rest, "\n"))
		for (size_t i = 0; i < n; i++) {
			size_t len = strlen(names[i].name);

			if (!*names[i].value && strncmp(line, names[i].name, len) == 0)
				*names[i].value = line + len + strspn(line + len, " \t");
		}
}

/* What kenshu-session runs with (NAME=VALUE lines), where an option does not say it. The text is @text's. */
static void fill_from_session(char *text, struct ks_doctor_case *at, struct files *files)
{
	const struct place names[] = {
		{"KENSHU_STATE=", &at->state},
		{"KENSHU_ENDPOINT=", &at->endpoint},
		{"KENSHU_CREDENTIALS=", &files->credentials},
		{"KENSHU_CONFIG=", &files->config},
	};

	fill_in(text, names, KS_COUNT(names));
}

/* How the kiosk itself goes to the centre: what it believes and what it goes through. */
static void fill_from_config(char *text, struct ks_doctor_case *at)
{
	const struct place names[] = {{"ca_file:", &at->ca_file}, {"proxy:", &at->proxy}};

	fill_in(text, names, KS_COUNT(names));
}

/* "-" in the session's settings: the address that was typed on the glass, the second line of the credentials. malloc'd. */
static char *typed_endpoint(const char *credentials)
{
	char *data = NULL, *line, *endpoint;
	size_t len;

	if (!credentials || ks_file_read(credentials, SESSION_BYTES_MAX, &data, &len) != KS_OK)
		return ks_strdup("");
	line = data + strcspn(data, "\r\n");
	line += strspn(line, "\r\n");
	endpoint = ks_strndup(line, strcspn(line, "\r\n"));
	sodium_memzero(data, len);
	free(data);
	return endpoint;
}

int ks_tools_doctor(int argc, char **argv)
{
	struct ks_doctor_case at = {.root = ""};
	const char *format = NULL, *session = SESSION_FILE;
	const struct ks_option options[] = {
		{"--state", "DIR", "記録のフォルダー（端末のものか、センターのもの）", &at.state,
		 NULL, false},
		{"--endpoint", "URL", "センターのアドレス", &at.endpoint, NULL, false},
		{"--ca", "FILE", "センターの証明書を出した認証局（組織の中だけのもののとき）",
		 &at.ca_file, NULL, false},
		{"--backup", "DIR", "kenshu backup が書くフォルダー", &at.backup, NULL, false},
		{"--session", "FILE", "端末の設定（なければ " SESSION_FILE "）", &session, NULL,
		 false},
		{"--format", "table|json", "出力の形", &format, NULL, false},
	};
	const struct ks_args args = {
		.program = "kenshu doctor",
		.summary =
			"この機械の具合を、一行ずつ見ます。○ よい、△ 見ておく、× 直す、－ 当てはまらない。\n"
			"指定のないものは、端末の設定から読みます。× が一つでもあれば、終了コードは 1 です。",
		.options = options,
		.n_options = KS_COUNT(options),
	};
	struct ks_doctor doctor = {0};
	struct files files = {0};
	char *text = NULL, *config = NULL, *typed = NULL;
	size_t len;
	int exit_code;

	if (!ks_tools_parse(&args, argc, argv, NULL, &exit_code))
		return exit_code;
	if (format && strcmp(format, "table") != 0 && strcmp(format, "json") != 0) {
		fprintf(stderr, "--format は table か json です。\n");
		return KS_EXIT_USAGE;
	}
	if (ks_file_read(session, SESSION_BYTES_MAX, &text, &len) == KS_OK)
		fill_from_session(text, &at, &files);
	if (ks_file_read(files.config ? files.config : CONFIG_FILE, SESSION_BYTES_MAX, &config,
			 &len) == KS_OK)
		fill_from_config(config, &at);
	if (at.endpoint && strcmp(at.endpoint, "-") == 0)
		at.endpoint = typed = typed_endpoint(files.credentials);
	at.now_ms = (int64_t)time(NULL) * 1000;
	ks_doctor_network(&doctor, &at);
	ks_machine_look(&doctor, at.root);
	ks_machine_look_at_kernel(&doctor);
	if (at.state)
		ks_machine_look_at_disk(&doctor, at.root, at.state);
	ks_doctor_record(&doctor, &at);
	ks_doctor_add(&doctor, "version", "版", KS_DOCTOR_GOOD, NULL, "kenshu %s", KENSHU_VERSION);
	exit_code = tell(&doctor, format && strcmp(format, "json") == 0);
	ks_doctor_finish(&doctor);
	free(typed);
	free(config);
	free(text);
	return exit_code;
}
