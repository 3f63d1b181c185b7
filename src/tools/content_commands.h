/* SPDX-License-Identifier: Apache-2.0 */
/* The words behind `kenshu content`, one file each. Private to src/tools. */
#ifndef KS_TOOLS_CONTENT_COMMANDS_H
#define KS_TOOLS_CONTENT_COMMANDS_H

#include "base/diag.h"
#include "base/rc.h"

/** ks_content_check_all() - ks_content_check() with the fonts of this machine. */
KS_MUST_USE enum ks_rc ks_content_check_all(const char *path, struct ks_diags *diags);

/** ks_content_publish() - one file that never changes, of content without mistakes. */
int ks_content_publish(int argc, char **argv);
/** ks_content_key() - a key to sign content with. */
int ks_content_key(int argc, char **argv);
/** ks_content_offer() - a signed revision, for the kiosks of a centre. */
int ks_content_offer(int argc, char **argv);
/** ks_content_show() - a question or page of a revision, as it was asked or shown. */
int ks_content_show(int argc, char **argv);
/** ks_content_changes() - 「去年から変わったこと」 from two revisions. */
int ks_content_changes(int argc, char **argv);
/** ks_content_adopt() - content for another body, by its own policy. */
int ks_content_adopt(int argc, char **argv);
/** ks_content_errata() - the 照会票: what to ask the body about its policy. */
int ks_content_errata(int argc, char **argv);
/** ks_content_readings() - fills readings.yaml with what MeCab proposes; --check: what has no reading. */
int ks_content_readings(int argc, char **argv);
/** ks_content_blindtest() - how much of the questions the wording of the choices gives away. */
int ks_content_blindtest(int argc, char **argv);
/** ks_content_coverage() - clause × (pages, questions, kinds) and reading time, against the plan. */
int ks_content_coverage(int argc, char **argv);

#endif
