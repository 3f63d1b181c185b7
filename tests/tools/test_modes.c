/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "said.h"
#include "support/test.h"
#include "tools/tools.h"

/* Who may read what a command writes: secrets and what is said of people are the writer's alone, what is handed on anybody's. */

static int setup(void **state)
{
	char *folder = ks_test_folder();

	(void)umask(022);
	free(ks_test_write(
		folder, "r.csv",
		"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\n"
		"000001,見本 一,ミホン イチ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,407183\n"));
	*state = folder;
	return 0;
}

static int teardown(void **state)
{
	ks_test_folder_finish(*state);
	return 0;
}

static const struct {
	struct said_step step;
	const char *file;
	unsigned mode;
} written[] = {
	{{ks_tools_roster, {"import", "@/r.csv"}, 0, "*", NULL}, NULL, 0},
	{{ks_tools_kiosk, {"add", "k-01", "--out", "@/k-01"}, 0, "*", NULL}, "k-01", 0600},
	{{ks_tools_kiosk, {"rotate", "k-01", "--out", "@/k-01b"}, 0, "*", NULL}, "k-01b", 0600},
	{{ks_tools_client, {"add", "lms-1", "--out", "@/lms"}, 0, "*", NULL}, "lms", 0600},
	{{ks_tools_pin, {"slips", "--all", "--out", "@/a.pdf"}, 0, "*", NULL}, "a.pdf", 0600},
	{{ks_tools_pin, {"slips", "--list", "@/r.csv", "--out", "@/l.pdf", SAID_STATELESS}, 0, "*", NULL},
	 "l.pdf",
	 0600},
	{{ks_tools_audit_pack, {"--nendo", "2026", "--out", "@/a.zip"}, 0, "*", NULL}, "a.zip", 0600},
	{{ks_tools_content, {"key", "--out", "@/key", SAID_STATELESS}, 0, "*", NULL}, "key", 0600},
	{{ks_tools_roster, {"publish", "--key", "@/key", "--out", "@/list"}, 0, "*", NULL},
	 "list",
	 0644},
	{{ks_tools_gathering,
	  {"add", "--title", "研修", "--date", "2026-05-18", "--from", "09:00", "--to", "10:30"},
	  0,
	  "*",
	  NULL},
	 NULL,
	 0},
	{{ks_tools_gathering,
	  {"sheet", "2026-05-18-1", "--content", "content", "--lesson", "m1", "--out", "@/m1.pdf"},
	  0,
	  "*",
	  NULL},
	 "m1.pdf",
	 0644},
};

static void what_is_written_is_for_those_it_is_for(void **state)
{
	for (size_t i = 0; i < KS_COUNT(written); i++) {
		said_take(&written[i].step, *state);
		if (written[i].file && said_mode(*state, written[i].file) != written[i].mode)
			fail_msg("%s is %o", written[i].file, said_mode(*state, written[i].file));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_is_written_is_for_those_it_is_for, setup,
						teardown),
	};

	return ks_test_run(tests);
}
