#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A check that cannot fail protects nothing: every fault is planted in a tiny tree, and must be found
# there by its own words; the tree without it must pass.
set -u
here=$(cd "$(dirname "$0")" && pwd)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
failed=0
spdx='/* SPDX-License-Identifier: Apache-2.0 */'

# header PATH GUARD BODY: a small public header
header() {
	printf '%s\n/* Says what it is for. */\n#ifndef %s\n#define %s\n\n%s\n\n#endif\n' \
		"$spdx" "$2" "$2" "$3" >"$1"
}

plant_tree() {
	rm -rf "$tmp/tree"
	mkdir -p "$tmp/tree/src/base" "$tmp/tree/src/ui" "$tmp/tree/src/record" \
		"$tmp/tree/include/base" "$tmp/tree/include/ui" "$tmp/tree/tests/base"
	cd "$tmp/tree" || exit 2
	cp "$here/../../.clang-format" .
	printf '# SPDX-License-Identifier: Apache-2.0\nFLOORS := base record ui\nuses_base :=\n%s\n%s\n' \
		'uses_record := base' 'uses_ui := base' >Makefile
	header include/base/a.h A_H 'int ks_a(void); /* one */'
	header include/ui/b.h B_H '#include "base/a.h"

int ks_b(void); /* two */'
	header src/base/private.h PRIVATE_H 'int ks_private(void);'
	printf '%s\n#include "base/a.h"\n\nint ks_a(void)\n{\n\treturn 1;\n}\n' "$spdx" >src/base/a.c
	printf '%s\n#include <sqlite3.h>\n\n#include "base/a.h"\n' "$spdx" >src/record/store.c
	printf '%s\n#include <SDL.h>\n\n#include "ui/b.h"\n' "$spdx" >src/ui/window.c
}

# passes TEXT: the tree as it stands has no fault
passes() {
	if sh "$here/check.sh" . >"$tmp/out" 2>&1; then
		echo "ok $1"
	else
		echo "not ok $1"
		cat "$tmp/out"
		failed=1
	fi
}

# fails TEXT FAULT: the check exits 1, names the fault, and only one
fails() {
	sh "$here/check.sh" . >"$tmp/out" 2>&1
	rc=$?
	if [ $rc -eq 1 ] && grep -q -F -e "$2" "$tmp/out" && [ "$(wc -l <"$tmp/out")" -eq 1 ]; then
		echo "ok $1"
	else
		echo "not ok $1 (exit $rc; wanted only: $2)"
		cat "$tmp/out"
		failed=1
	fi
	plant_tree
}

# lines N TEXT: the text N times
lines() {
	awk -v n="$1" -v text="$2" 'BEGIN { for (i = 0; i < n; i++) print text }'
}

plant_tree
passes "a_tree_without_faults_passes"

echo '#include "ui/b.h"' >>src/base/a.c
fails "upward_include_is_found" 'src/base/a.c:8: upward include: base may not include "ui/b.h"'

echo '#include "ui/b.h"' >>src/record/store.c
fails "include_of_a_sister_floor_is_found" 'upward include: record may not include "ui/b.h"'

printf '%s\n#include "ui/b.h"\n' "$spdx" >tests/base/test_a.c
fails "upward_include_of_a_test_is_found" 'tests/base/test_a.c:2: upward include'

sed -i 's/^uses_base :=/uses_base := ui/' Makefile
fails "upward_entry_in_the_table_is_found" 'uses_base: ui is not a floor below base'

sed -i 's|"ui/b.h"|"base/private.h"|' src/ui/window.c
fails "private_header_of_another_floor_is_found" 'src/ui/window.c:4: "base/private.h" is private to base'

header include/base/c.h C_H '#include "base/private.h"'
fails "public_header_that_needs_a_private_one_is_found" 'public header includes the private'

echo '#include <base/a.h>' >>src/ui/window.c
fails "our_header_in_angle_brackets_is_found" 'write "base/a.h"'

header include/base/c.h C_H '#include "base/d.h"'
header include/base/d.h D_H '#include "base/c.h"'
fails "include_circle_is_found" 'include circle: include/base/c.h -> include/base/d.h -> include/base/c.h'

# room NAME OTHER …: a room NAME.c/.h whose .c includes the others
room() {
	header "include/base/$1.h" "$(echo "$1" | tr a-z A-Z)_H" "int ks_$1(void); /* a number */"
	{
		printf '%s\n' "$spdx"
		for other; do printf '#include "base/%s.h"\n' "$other"; done
	} >"src/base/$1.c"
}
room r1 r2
room r2 r3
room r3 r1
fails "circle_of_three_rooms_is_found" 'src/base/r1.c:3: circle of rooms: base/r1, base/r2, base/r3'

room r1 r2
room r2 r1_private
header src/base/r1_private.h R1_PRIVATE_H '#include "base/r1.h"'
fails "circle_through_a_private_header_is_found" 'circle of rooms: base/r1, base/r1_private, base/r2'

room r1 r2 r3
room r2 r1
room r3 r2_private r4
room r4
header src/base/r2_private.h R2_PRIVATE_H '#include "base/a.h"'
passes "two_rooms_that_know_each_other_and_a_tree_pass"

plant_tree
lines 493 '/* line */' >>src/base/a.c
passes "file_of_500_lines_passes"
echo '/* line */' >>src/base/a.c
fails "file_of_501_lines_is_found" 'src/base/a.c:501: file has 501 lines'

{
	printf '# SPDX-License-Identifier: Apache-2.0\n'
	lines 500 '# line'
} >tests/long.sh
fails "long_script_is_found" 'tests/long.sh:501: file has 501 lines'

{
	printf '\nint ks_long(void)\n{\n'
	lines 57 '	ks_a();'
	printf '	return 1;\n}\n'
} >>src/base/a.c
passes "function_of_60_lines_passes"
sed -i 's/^	return 1;$/	ks_a();\n&/' src/base/a.c
fails "function_of_61_lines_is_found" 'function has 61 lines'

for call in strcpy sprintf atoi system popen localtime alloca strtok; do
	printf '\nvoid ks_c(void)\n{\n\t%s(0);\n}\n' "$call" >>src/base/a.c
	fails "banned_call_of_${call}_is_found" "src/base/a.c:11: banned call: $call()"
done
printf '\n/* never strcpy( */\nint ks_clock_system(int snprintf_system);\nconst char *s = "atoi(";\n' >>src/base/a.c
passes "banned_names_in_words_comments_and_texts_pass"

plant_tree
printf '\nvoid ks_c(void)\n{\n\tgoto again;\n}\n' >>src/base/a.c
fails "goto_another_label_is_found" 'goto again'

for test in 'p == NULL' 'p->q[1] != NULL' 'NULL == p'; do
	printf '\nint ks_c(char *p)\n{\n\treturn %s ? 1 : 0;\n}\n' "$test" >>src/base/a.c
	fails "comparison_with_null_is_found ($test)" 'src/base/a.c:11: compared with NULL'
done
printf '\n/* p == NULL */\nchar *s = "p == NULL", *t = NULL;\n' >>src/base/a.c
passes "null_in_words_and_as_a_value_passes"

plant_tree
sed -i 1d src/base/a.c
fails "missing_spdx_line_is_found" 'src/base/a.c:1: first line is not SPDX'

printf '#!/bin/sh\necho\n' >tests/x.sh
fails "missing_spdx_line_of_a_script_is_found" 'tests/x.sh:1: first line is not SPDX'

echo '#include <sqlite3.h>' >>src/base/a.c
fails "sqlite_outside_the_stores_is_found" 'src/base/a.c:8: <sqlite3.h> may not be included here'

printf '#include <curl/curl.h>\n' >>src/record/store.c
fails "curl_outside_sync_is_found" '<curl/curl.h> may not be included here'

printf '%s\n#include <SDL_ttf.h>\n' "$spdx" >src/ui/button.c
fails "sdl_outside_its_few_files_is_found" 'src/ui/button.c:2: <SDL_ttf.h> may not be included here'

sed -i 2d include/base/a.h
fails "undocumented_public_header_is_found" 'include/base/a.h:1: public header without a comment'

header include/base/c.h C_H 'int ks_c(void);'
fails "undocumented_prototype_is_found" 'include/base/c.h:6: ks_c() is not documented'

header include/base/c.h C_H '/** ks_c() - counts. */

int ks_c(void);'
fails "comment_that_is_not_right_above_does_not_count" 'include/base/c.h:8: ks_c() is not documented'

header include/base/c.h C_H '/** ks_c() - counts. */
int ks_d(int a);'
fails "comment_about_another_function_is_found" 'include/base/c.h:7: the comment above ks_d() is about ks_c()'

header include/base/c.h C_H '/*
 * ks_c() and its kin: see a.h.
 */
struct ks_a {
	int (*call)(void); /* a member is none */
};
typedef int (*ks_fn)(void);

/** ks_c() - counts. */
int ks_c(int a);
int ks_d(void); /* behind it */
/**
 * ks_e() - over several lines
 * Return: how many.
 */
int ks_e(const char *text, int (*call)(void));'
passes "documented_prototypes_pass"
plant_tree

# clang-format names the line whose end it would write differently.
sed -i 's/^	return/    return/' src/base/a.c
fails "formatting_that_differs_is_found" 'src/base/a.c:5: differs from .clang-format'

exit $failed
