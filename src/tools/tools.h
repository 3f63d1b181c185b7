/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The subcommands of `kenshu`. Each gets the words behind its own name and returns the exit code
 * (enum ks_exit). Private to src/tools.
 */
#ifndef KS_TOOLS_TOOLS_H
#define KS_TOOLS_TOOLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/args.h"
#include "base/buf.h"
#include "base/rc.h"
#include "content/content.h"
#include "record/store.h"

/** ks_tools_init() - `kenshu init`: a centre, by questions or by options. */
int ks_tools_init(int argc, char **argv);
/** ks_tools_content() - `kenshu content check DIR` and the other words of content_commands.h. */
int ks_tools_content(int argc, char **argv);
/** ks_tools_roster() - `kenshu roster import FILE --state DIR`. */
int ks_tools_roster(int argc, char **argv);
/** ks_tools_kiosk() - `kenshu kiosk add NAME --state DIR --out FILE`, `kenshu kiosk list`. */
int ks_tools_kiosk(int argc, char **argv);
/* A member of a request; NULL: not sent. */
struct ks_member {
	const char *name, *text;
};
/** ks_tools_client() - `kenshu client add NAME --state DIR --out FILE [--scope all|read|write]`. */
int ks_tools_client(int argc, char **argv);
/**
 * ks_tools_register() - have @operation carried out for @name and write "name:secret" into the new file @path
 * @member: what the operation calls the name; @more: @n_more further members. Return: exit code.
 */
int ks_tools_register(const char *state, const char *operation, const char *member, const char *name,
		      const struct ks_member *more, size_t n_more, const char *path);
/** ks_tools_user() - `kenshu user add NAME --role … --state DIR`, password, remove, list. */
int ks_tools_user(int argc, char **argv);
/** ks_tools_gathering() - `kenshu gathering add …`, `kenshu gathering list`. */
int ks_tools_gathering(int argc, char **argv);
/** ks_tools_report() - `kenshu report completion|outstanding|… --state DIR …`. */
int ks_tools_report(int argc, char **argv);
/** ks_tools_exempt() - `kenshu exempt add|end|list`. */
int ks_tools_exempt(int argc, char **argv);
/** ks_tools_correct() - `kenshu correct attendance|completion|key|approve|reject|list|rules`. */
int ks_tools_correct(int argc, char **argv);
/** ks_tools_audit_pack() - `kenshu audit-pack --nendo YYYY --out Z.zip --state DIR`. */
int ks_tools_audit_pack(int argc, char **argv);
/** ks_tools_verify_pack() - every file of the pack @path against its list, and the record in it; exit code. */
int ks_tools_verify_pack(const char *path);
/** ks_tools_nendo() - `kenshu nendo open|close`. */
int ks_tools_nendo(int argc, char **argv);
/** ks_tools_duty() - `kenshu duty list --nendo YYYY --state DIR …`. */
int ks_tools_duty(int argc, char **argv);
/** ks_tools_courier() - `kenshu courier key|export|import|receipt`. */
int ks_tools_courier(int argc, char **argv);
/** ks_tools_backup() - `kenshu backup --state DIR --to DIR`. */
int ks_tools_backup(int argc, char **argv);
/** ks_tools_restore() - `kenshu restore --from DIR --to DIR [--check]`. */
int ks_tools_restore(int argc, char **argv);
/** ks_tools_newest_backup() - the newest copy in @folder and its moment, malloc'd; NULL: there is none. */
char *ks_tools_newest_backup(const char *folder, int64_t *wall_ms);
/** ks_tools_doctor() - `kenshu doctor [--state DIR] [--format json]`. */
int ks_tools_doctor(int argc, char **argv);
/** ks_tools_salvage() - `kenshu salvage --state BAD --out NEW`. */
int ks_tools_salvage(int argc, char **argv);
/** ks_tools_void() - `kenshu void ID --state DIR --reason TEXT --by NAME --approved-by NAME`. */
int ks_tools_void(int argc, char **argv);
/** ks_tools_card() - `kenshu card bind NUMBER --id HEX --state DIR`, `kenshu card lose NUMBER --state DIR`. */
int ks_tools_card(int argc, char **argv);
/** ks_tools_pin() - `kenshu pin reset NUMBER --state DIR`. */
int ks_tools_pin(int argc, char **argv);
/** ks_tools_rebuild() - `kenshu rebuild [--check] --state DIR`. */
int ks_tools_rebuild(int argc, char **argv);
/** ks_tools_verify() - `kenshu verify --state DIR`, `kenshu verify Z.zip`. */
int ks_tools_verify(int argc, char **argv);

/* Words that name what to do: of `kenshu` itself and of its groups. */
struct ks_tools_command {
	const char *name;
	const char *help; /* Japanese, one line */
	int (*run)(int argc, char **argv);
};
/** ks_tools_list() - a command that only takes --state (said as @state_help) and prints what @list finds there. */
int ks_tools_list(const char *program, const char *summary, const char *state_help,
		  int (*list)(struct ks_store *store), int argc, char **argv);
/**
 * ks_tools_find() - the command that argv[0] names
 * Return: NULL with *exit_code when --help listed them (0) or nothing of that name is there (usage, 2).
 */
const struct ks_tools_command *ks_tools_find(const char *program, const char *summary,
					     const struct ks_tools_command *commands,
					     size_t n_commands, int argc, char **argv,
					     int *exit_code);
/** ks_tools_choose() - run the command that argv[0] names; --help lists them; anything else is usage (2). */
int ks_tools_choose(const char *program, const char *summary, const struct ks_tools_command *commands,
		    size_t n_commands, int argc, char **argv);

/* What a command about one NAME takes; @options: the array itself. */
#define KS_TOOLS_OF_NAME(its_program, its_summary, its_options)                         \
	{                                                                               \
		.program = (its_program), .summary = (its_summary), .operands = "NAME", \
		.n_operands_min = 1, .n_operands_max = 1, .options = (its_options),     \
		.n_options = KS_COUNT(its_options)                                      \
	}
/** ks_tools_parse() - ks_args_parse(); false: help or usage was printed, leave with *exit_code. */
KS_MUST_USE bool ks_tools_parse(const struct ks_args *args, int argc, char **argv,
				const char **operands, int *exit_code);

/** ks_tools_open() - the state folder for reading; otherwise says why on stderr and returns the exit code. */
KS_MUST_USE int ks_tools_open(const char *state, struct ks_store **out);
/** ks_tools_failed() - say on stderr that the store failed; returns the exit code. */
int ks_tools_failed(enum ks_rc rc);
/**
 * ks_tools_ask_with() - have an operation carried out, here or by the running collector
 * Diagnoses go to stderr, the answer's message to stdout when it was done and to stderr when not.
 * @file:   goes with the request (collector/control.h); -1: none
 * @notes:  what was found on this side, told with the answer's diagnoses (errors before notes); may be NULL
 * @secret: receives the answer's "secret" (malloc'd, NULL when there is none); may be NULL
 */
KS_MUST_USE int ks_tools_ask_with(const char *state, const char *request, int file,
				  const struct ks_diags *notes, char **secret);
/** ks_tools_ask() - the same without a file. */
KS_MUST_USE int ks_tools_ask(const char *state, const char *request, const struct ks_diags *notes,
			     char **secret);

/** ks_tools_begin_request() - `{"do":"operation","name":"text"…` into @out, to be gone on with and closed. */
void ks_tools_begin_request(struct ks_buf *out, const char *operation,
			    const struct ks_member *members, size_t n_members);
/** ks_tools_ask_for() - ks_tools_ask() of such a request; its text is wiped afterwards. @secret may be NULL. */
KS_MUST_USE int ks_tools_ask_for(const char *state, const char *operation,
				 const struct ks_member *members, size_t n_members, char **secret);

/** ks_tools_read_line() - the first line of a small file, malloc'd; NULL: it cannot be read, and that is said. */
char *ks_tools_read_line(const char *path);
/** ks_tools_print() - what was made, to stdout in one piece. */
KS_MUST_USE int ks_tools_print(const struct ks_buf *out);
/** ks_tools_put_plans() - `,"plans":[…]`, all courses in the folder @content, of whatever 年度. */
void ks_tools_put_plans(struct ks_buf *out, const char *content);
/** ks_tools_put_courses() - the same and `,"iri_base":…` of @content (NULL: what lies beside the program); exit code. */
KS_MUST_USE int ks_tools_put_courses(struct ks_buf *out, const char *content);
/**
 * ks_tools_ask_about() - ks_tools_ask_for() with `"nendo"` and the courses of @content (ks_tools_put_courses())
 * @nendo: as it was typed; NULL: 0, whichever it is. Return: exit code; what is no 年度 is told.
 */
KS_MUST_USE int ks_tools_ask_about(const char *state, const char *operation,
				   const struct ks_member *members, size_t n_members,
				   const char *nendo, const char *content);

/* Options that mean the same everywhere; @into: a const char *. */
#define KS_CENTRE_OPTION(into)                                                     \
	{                                                                          \
		"--state", "DIR", "センターの記録のフォルダー", (into), NULL, true \
	}
#define KS_CONTENT_OPTION(into)                                                                     \
	{                                                                                           \
		"--content", "DIR", "教材（なければ、プログラムのそばの教材）", (into), NULL, false \
	}
/** ks_tools_content_folder() - KENSHU_CONTENT, else the content beside this program, else "content"; malloc'd. */
char *ks_tools_content_folder(void);
/**
 * ks_tools_content_open() - load content; what is wrong with it goes to stderr
 * Return: an exit code; @out must be finished in any case, and holds what could be read.
 */
KS_MUST_USE int ks_tools_content_open(const char *path, struct ks_content *out);

#endif
