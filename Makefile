# SPDX-License-Identifier: Apache-2.0
# kenshu - see `make help`. Everything is found by wildcard; what is decided here is data at the head.

VERSION := 0.2.0

# --- the floors, lowest first: who may include and link whom (src/README.md) --------------------
FLOORS         := base content course xapi record visit sync ui lrs report web collector kiosk tools
uses_base      :=
uses_content   := base
uses_course    := content base
uses_xapi      := course content base
uses_record    := xapi course content base
uses_visit     := record xapi course content base
uses_sync      := record xapi course content base
uses_ui        := base
uses_lrs       := record xapi course content base
uses_report    := lrs record xapi course content base
uses_web       := report lrs record xapi course content base
uses_collector := web report lrs sync record xapi course content base
uses_kiosk     := visit sync ui record xapi course content base
uses_tools     := collector web report lrs visit sync record xapi course content base

# --- pkg-config names each floor compiles with ---------------------------------------------------
pkg_base      := libsodium icu-uc icu-i18n expat
pkg_content   := libcmark yaml-0.1 expat jansson libsodium icu-uc icu-i18n
pkg_course    := jansson
pkg_xapi      := jansson libsodium
pkg_record    := sqlite3 jansson libsodium libzstd
pkg_visit     := jansson libsodium
pkg_sync      := libcurl jansson
pkg_ui        := sdl2 SDL2_ttf SDL2_image wayland-client icu-uc icu-i18n freetype2 expat
pkg_lrs       := sqlite3 jansson libsodium gnutls
pkg_report    := sqlite3 jansson xlsxwriter libzip pangocairo libqrencode
pkg_web       := jansson libsodium
pkg_collector := libmicrohttpd gnutls jansson libsodium
pkg_kiosk     := jansson icu-uc libqrencode libpcsclite
pkg_tools     := freetype2 jansson libsodium
pkg_test      := cmocka wayland-server

# --- programs: src/<floor>/main.c and that floor's library ---------------------------------------
PROGRAMS                := kenshu-kiosk kenshu-collector kenshu
floor_kenshu-kiosk     := kiosk
floor_kenshu-collector := collector
floor_kenshu           := tools

# --- Debian 12 packages: to build and run, and what `make test` needs on top ---------------------
PACKAGES := build-essential pkg-config libsdl2-dev libsdl2-ttf-dev libsdl2-image-dev libsqlite3-dev libwayland-dev \
	libcurl4-openssl-dev libicu-dev libcmark-dev libyaml-dev libexpat1-dev libjansson-dev \
	libsodium-dev libmicrohttpd-dev libgnutls28-dev libfreetype-dev libxlsxwriter-dev libzip-dev libpango1.0-dev libqrencode-dev \
	libpcsclite-dev libzstd-dev \
	fonts-morisawa-bizud-gothic fonts-noto-cjk fonts-ipamj-mincho
TEST_PACKAGES := clang clang-format clang-tidy libclang-rt-14-dev libcmocka-dev \
	faketime python3 sqlite3 curl xvfb xauth imagemagick xdotool cage xwayland grim mandoc \
	libmecab2 mecab-ipadic-utf8 zbar-tools pcscd vsmartcard-vpcd openssl nginx-light
# Only for `make deb`.
DEB_PACKAGES := debhelper fakeroot dpkg-dev icu-devtools
# Only for `make bench-peers` (which also needs node's npm).
PEER_PACKAGES := chromium xvfb python3 libx11-dev libxext-dev libxtst-dev

# --- flavours: one build folder each -------------------------------------------------------------
FLAVOURS       := default clang asan tsan cover fuzz
cc_default     := gcc
cc_clang       := clang
cc_asan        := gcc
cc_tsan        := gcc
cc_cover       := gcc
cc_fuzz        := clang
HARDEN         := -O2 -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fstack-clash-protection
SANITIZE       := -fsanitize=address,undefined -fno-sanitize-recover=undefined
flags_default  := $(HARDEN)
flags_clang    := $(HARDEN)
flags_asan     := -O1 -fno-omit-frame-pointer $(SANITIZE)
flags_tsan     := -O1 -fno-omit-frame-pointer -fsanitize=thread
flags_cover    := -O0 --coverage
flags_fuzz     := -O1 -fno-omit-frame-pointer $(SANITIZE) -fsanitize=fuzzer-no-link

WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition \
	-Wvla -Wpointer-arith -Wformat=2 -Wundef -Wwrite-strings -Wimplicit-fallthrough
WERROR   ?= -Werror
CFLAGS   ?= -g
ALL_CFLAGS = -std=c11 -D_GNU_SOURCE -DKENSHU_VERSION='"$(VERSION)"' -Iinclude -Isrc $(CFLAGS) \
	-fPIE -pthread -fno-strict-aliasing $(WARNINGS) $(WERROR) -MMD -MP
# The one name that SDL asks of the program itself: src/ui/window_wayland.c.
ALL_LDFLAGS = -pie -pthread -Wl,-z,relro,-z,now,--as-needed,--export-dynamic-symbol=vkGetInstanceProcAddr $(LDFLAGS)

DESTDIR ?=
PREFIX  ?= /usr

# -------------------------------------------------------------------------------------------------
.DEFAULT_GOAL := all
.SUFFIXES:
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules
ifeq ($(MAKELEVEL),0)
ifeq ($(filter -j%,$(MAKEFLAGS)),)
MAKEFLAGS += -j$(shell nproc)
endif
endif

# What pkg-config says is written to a file once the packages are there, and make starts over with it:
# on a bare machine neither pkg-config nor the compiler exist before `deps`.
ifneq ($(filter-out clean help deps,$(or $(MAKECMDGOALS),all)),)
include build/pkg.mk
endif

# $(call need_packages,list): install what is missing, or say how. Without dpkg nothing is checked.
define need_packages
	@mkdir -p build; command -v dpkg-query >/dev/null || exit 0; \
	missing=; for p in $(1); do \
		case "$$(dpkg-query -W -f='$${db:Status-Status}' $$p 2>/dev/null)" in \
		installed) ;; *) missing="$$missing $$p" ;; esac; done; \
	[ -n "$$missing" ] || exit 0; \
	if [ "$$(id -u)" = 0 ]; then sudo=; \
	elif sudo -n true 2>/dev/null; then sudo="sudo -n"; \
	else echo "Debian packages are missing. Please run:" >&2; \
		echo "sudo apt-get install --no-install-recommends$$missing" >&2; exit 2; fi; \
	echo "installing:$$missing"; \
	$$sudo apt-get -q update && $$sudo env DEBIAN_FRONTEND=noninteractive \
		apt-get -q install -y --no-install-recommends $$missing
endef

# Stamps are written, not touched: under faketime (`make deb-check`) touch dates them a year ahead, and make would start over for ever.
build/deps.stamp: Makefile
	$(call need_packages,$(PACKAGES))
	@: >$@

build/deps-test.stamp: Makefile build/deps.stamp
	$(call need_packages,$(TEST_PACKAGES))
	@: >$@

build/pkg.mk: Makefile build/deps.stamp $(if $(filter test check format asan tsan cover tidy fuzz replay bench% \
		test-% tidy-% build/%,$(MAKECMDGOALS)),build/deps-test.stamp)
	@set -e; rm -f $@; { $(foreach f,$(FLOORS) test, \
		$(if $(pkg_$(f)), \
		echo "cflags_$(f) := $$(pkg-config --silence-errors --cflags $(pkg_$(f)) | sed 's/-I/-isystem /g')"; \
		echo "libs_$(f) := $$(pkg-config --silence-errors --libs $(pkg_$(f)))";)) } >$@.new; \
	pkg-config --exists --print-errors $(sort $(foreach f,$(FLOORS),$(pkg_$(f)))); mv $@.new $@

# --- rules: $(1) flavour, $(2) floor or program or test ------------------------------------------
with_uses   = $(1) $(uses_$(1))
floor_libs  = $(patsubst %,build/$(1)/lib%.a,$(call with_uses,$(2)))
floor_ld    = $(sort $(foreach f,$(call with_uses,$(1)),$(libs_$(f))))
every_floor = $(foreach f,kiosk tools collector web report lrs ui sync visit record xapi course content base,build/$(1)/lib$(f).a)
every_ld    = $(sort $(foreach f,$(FLOORS),$(libs_$(f))))
every_cf    = $(foreach f,$(FLOORS),$(cflags_$(f)))
link        = $(cc_$(1)) $(flags_$(1)) $(ALL_LDFLAGS) -o $$@
program_at  = $(if $(filter default,$(1)),build/$(2),build/$(1)/$(2))
sources     = $(wildcard src/$(1)/*.c src/$(1)/*/*.c)
unit_tests  = $(wildcard tests/$(1)/test_*.c)
helpers     = $(filter-out $(wildcard tests/$(1)/test_*.c),$(wildcard tests/$(1)/*.c))
unit_built  = $(foreach f,$(2),$(patsubst %.c,build/$(1)/%,$(call unit_tests,$(f))))
objects     = $(patsubst %.c,build/$(1)/%.o,$(2))

define floor_rules
build/$(1)/src/$(2)/%.o: src/$(2)/%.c | build/pkg.mk
	@mkdir -p $$(@D)
	@echo "  CC      $$@"
	@$(cc_$(1)) $(ALL_CFLAGS) $(cflags_$(2)) $(flags_$(1)) -c -o $$@ $$<
build/$(1)/lib$(2).a: $(call objects,$(1),$(filter-out %/main.c,$(call sources,$(2))))
	@mkdir -p $$(@D); rm -f $$@; ar rcs $$@ $$^
build/$(1)/tests/$(2)/%.o: tests/$(2)/%.c | build/pkg.mk
	@mkdir -p $$(@D)
	@$(cc_$(1)) $(ALL_CFLAGS) -Itests $(foreach f,test $(call with_uses,$(2)),$(cflags_$(f))) \
		$(flags_$(1)) -c -o $$@ $$<
build/$(1)/tests/$(2)/test_%: build/$(1)/tests/$(2)/test_%.o $(call objects,$(1),$(call helpers,$(2))) \
		build/$(1)/libsupport.a $(call floor_libs,$(1),$(2))
	@echo "  LINK    $$@"
	@$(link) $$(filter %.o,$$^) $$(filter %.a,$$^) $(call floor_ld,$(2)) $(libs_test) -lm
endef

define program_rules
$(call program_at,$(1),$(2)): build/$(1)/src/$(floor_$(2))/main.o $(call floor_libs,$(1),$(floor_$(2)))
	@echo "  LINK    $$@"
	@$(link) $$^ $(call floor_ld,$(floor_$(2))) -lm
endef

define flavour_rules
build/$(1)/libsupport.a: $(call objects,$(1),$(wildcard tests/support/*.c))
	@mkdir -p $$(@D); rm -f $$@; ar rcs $$@ $$^
build/$(1)/tests/%.o: tests/%.c | build/pkg.mk
	@mkdir -p $$(@D)
	@$(cc_$(1)) $(ALL_CFLAGS) -Itests $(cflags_test) $(every_cf) $(flags_$(1)) -c -o $$@ $$<
build/$(1)/tests/bench/bench_%: build/$(1)/tests/bench/bench_%.o build/$(1)/libsupport.a $(call every_floor,$(1))
	@$(link) $$^ $(every_ld) $(libs_test) -lm
build/$(1)/tests/flow/flow_%: build/$(1)/tests/flow/flow_%.o build/$(1)/libsupport.a $(call every_floor,$(1))
	@$(link) $$^ $(every_ld) -lm
build/$(1)/tests/durability/dur_%: build/$(1)/tests/durability/dur_%.o $(patsubst %,build/$(1)/tests/durability/%.o,check disk) \
		build/$(1)/libsupport.a $(call every_floor,$(1))
	@$(link) $$^ $(every_ld) -lm
build/$(1)/tests/fuzz/fuzz_%: build/$(1)/tests/fuzz/fuzz_%.o $(if $(filter fuzz,$(1)),,build/$(1)/tests/fuzz/replay_main.o) \
		build/$(1)/libsupport.a $(call every_floor,$(1))
	@$(link) $(if $(filter fuzz,$(1)),-fsanitize=fuzzer) $$^ $(every_ld) -lm
endef

$(foreach v,$(FLAVOURS),$(foreach f,$(FLOORS),$(eval $(call floor_rules,$(v),$(f)))))
$(foreach v,$(FLAVOURS),$(foreach p,$(PROGRAMS),$(eval $(call program_rules,$(v),$(p)))))
$(foreach v,$(FLAVOURS),$(eval $(call flavour_rules,$(v))))

# Kept, not made again for their own sake. Named, since a bare .SECONDARY takes in the stamps too: `make test` after
# `make run` would then install nothing.
.SECONDARY: $(foreach v,$(FLAVOURS),$(call objects,$(v),$(wildcard tests/*/*.c)))

programs_of = $(foreach p,$(PROGRAMS),$(if $(wildcard src/$(floor_$(p))/main.c),$(call program_at,$(1),$(p))))
BENCHES := $(patsubst %.c,build/default/%,$(wildcard tests/bench/bench_*.c))
FLOWS   := $(patsubst %.c,build/default/%,$(wildcard tests/flow/flow_*.c))
DURABLE := build/durability/shim.so $(patsubst %.c,build/default/%,$(wildcard tests/durability/dur_*.c))
FUZZERS := $(wildcard tests/fuzz/fuzz_*.c)
RUN     := sh tests/support/run.sh

# --- targets -------------------------------------------------------------------------------------
.PHONY: all run test check format asan tsan cover tidy fuzz replay durability fleet mutants bench bench-card bench-centre bench-limits kill-replies bench-pages bench-peers pages-check exports-check tour soak deb deb-check deb-test install uninstall clean deps help \
	$(FLOORS:%=test-%) $(FLOORS:%=tidy-%)

## all: build kenshu-kiosk, kenshu-collector and kenshu into build/
all: $(call programs_of,default)

## run: try the kiosk with sample staff, in a window or (without a display) off screen
run: all
	@exec sh tests/flow/run.sh

# Everything with both compilers, warnings as errors. Clang's tests are not linked: a linker warns of nothing.
CHECKED := $(foreach v,default clang,$(foreach f,$(FLOORS),build/$(v)/lib$(f).a) $(call programs_of,$(v))) \
	$(call unit_built,default,$(FLOORS)) $(foreach f,$(FLOORS),$(call objects,clang,$(wildcard tests/$(f)/*.c))) \
	build/clang/libsupport.a

# Begun first, so that no processor waits at the end for one of them.
LONGEST := $(patsubst %,tests/flow/%.test.sh,walk durability kinds kiosk window_x11 window_cage gateway_sync inspect) \
	tests/house/test_shape.sh $(patsubst %,build/default/tests/content/%,test_check test_bundle)
TESTS    = tests/house/check.sh $(call unit_built,default,$(FLOORS)) $(wildcard tests/house/test_*.sh tests/flow/*.test.sh)

## test: everything that must hold before a commit
test: $(CHECKED) $(FLOWS) $(DURABLE)
	@$(RUN) $(filter $(TESTS),$(LONGEST)) $(filter-out $(LONGEST),$(TESTS))

# `make test-base`: the unit tests of one floor
$(foreach f,$(FLOORS),$(eval test-$(f): $(call unit_built,default,$(f)); @$(RUN) $$^))

## check: both compilers, and the shape of the code
check: $(CHECKED)
	@sh tests/house/check.sh

## format: clang-format over every .c and .h
format: build/deps-test.stamp
	@find src include tests -name '*.[ch]' -exec clang-format -i {} +

## asan: the unit tests and the whole chain with AddressSanitizer and UBSan
asan: $(call unit_built,asan,$(FLOORS)) $(call programs_of,asan)
	@KENSHU_BIN=build/asan $(RUN) $(call unit_built,asan,$(FLOORS)) $(wildcard tests/flow/*sync*.test.sh)

## tsan: the threaded parts with ThreadSanitizer
tsan: $(call unit_built,tsan,record sync) $(call programs_of,tsan)
	@KENSHU_BIN=build/tsan TEST_SECONDS=1800 $(RUN) $(call unit_built,tsan,record sync) $(wildcard tests/flow/*sync*.test.sh)

## cover: line coverage of the unit tests, by floor and file
cover: $(call unit_built,cover,$(FLOORS))
	@find build/cover -name '*.gcda' -delete
	@$(RUN) $^ && sh tests/support/cover.sh build/cover

## tidy: clang-tidy over src/
tidy: $(FLOORS:%=tidy-%)

$(FLOORS:%=tidy-%): tidy-%: build/deps-test.stamp
	$(if $(call sources,$*),@clang-tidy --quiet $(call sources,$*) -- -std=c11 -D_GNU_SOURCE \
		-DKENSHU_VERSION='""' -Iinclude -Isrc $(cflags_$*) 2>build/tidy-$*.log)

## fuzz: libFuzzer, FUZZ_SECONDS (60) for each target
fuzz: $(patsubst %.c,build/fuzz/%,$(FUZZERS))
	@for f in $^; do sh tests/support/fuzz.sh "$$f" $(or $(FUZZ_SECONDS),60) || exit 1; done

## replay: every kept fuzz input once, with gcc's sanitizers
replay: $(patsubst %.c,build/asan/%,$(FUZZERS))
	@for f in $^; do kept=tests/fuzz/corpus/$${f##*/fuzz_}; [ -d $$kept ] || continue; \
		find $$kept -type f -exec "$$f" {} + || exit 1; done

# Preloaded into the real programs: no floor's, and never with a sanitizer.
build/durability/shim.so: $(wildcard tests/durability/shim*.[ch])
	@mkdir -p $(@D)
	@gcc -std=c11 -D_GNU_SOURCE -Itests $(CFLAGS) -O2 -fPIC -shared -pthread $(WARNINGS) $(WERROR) -o $@ $(filter %.c,$^)

# A kiosk with a planted fault: the patched sources in its folder (tests/durability/mutants.py) instead of ours.
build/mutants/%/kenshu-kiosk: build/mutants/%/planted $(call every_floor,default) build/default/src/kiosk/main.o
	@cd $(@D) && for c in *.c; do $(cc_default) $(filter-out -MMD -MP -Iinclude -Isrc,$(ALL_CFLAGS)) -I../../../include \
		-I../../../src $(every_cf) $(flags_default) -c "$$c" || exit 1; done
	@$(cc_default) $(ALL_LDFLAGS) -o $@ build/default/src/kiosk/main.o $(@D)/*.o $(call every_floor,default) $(every_ld) -lm

## durability: what the screen said against what the disk holds, ten minutes; DURABILITY=long for hours
durability: all $(DURABLE)
	@exec sh tests/durability/durability.sh $(or $(DURABILITY),full)

## fleet: forty kiosks and two centres through an outage, a restore and a take-over, and three planted faults; SEED=N
fleet: build/default/tests/flow/flow_fleet
	@exec sh tests/durability/fleet.sh $(or $(SEED),1)

## mutants: 60 places of src/ changed one at a time, and which unit test knew; SEED=N for others, about twenty minutes
mutants:
	@exec python3 tests/house/mutate.py --seed $(or $(SEED),1)

## bench: the numbers of src/README.md "Speed"
bench: all $(BENCHES)
	@exec sh tests/bench/bench.sh

## bench-pages: HR's pages over 10,000 people and 1,000,000 statements
bench-pages: build/default/tests/bench/bench_collector
	@exec $< pages

## bench-card: a card through pcscd and a virtual reader to its confirmation, CARDS (30) of them; takes three minutes
bench-card: all
	@sh tests/bench/card.sh

## bench-centre: the centre with N=1000000 statements of 10,000 people; takes minutes and gigabytes
bench-centre: all build/default/tests/bench/bench_centre
	@rm -rf build/bench-centre; build/default/tests/bench/bench_centre $(or $(N),1000000) build/bench-centre; \
		code=$$?; rm -rf build/bench-centre; exit $$code

## bench-limits: how far one centre goes, with N=100000 people and KIOSKS=1000; takes minutes
bench-limits: all build/default/tests/bench/bench_limits
	@exec build/default/tests/bench/bench_limits $(or $(N),100000) $(or $(KIOSKS),1000)

## soak: TOUCHES=1000000 of a monkey in DAYS=90 of a fast clock, under ASan: no dead end, nothing grows; SEED=N for others
soak: all build/default/tests/flow/flow_soak build/asan/tests/flow/flow_soak
	@sh tests/flow/soak.sh planted
	@sh tests/flow/soak.sh $(or $(TOUCHES),1000000) $(or $(DAYS),90) $(or $(SEED),1) asan

## kill-replies: the centre killed N=1000 times between COMMIT and answer: 0 lost, 0 twice
kill-replies: all
	@python3 tests/durability/kill_reply.py build $(or $(N),1000)

## bench-peers: the kiosk timed beside Chromium with SurveyJS
bench-peers: all
	$(call need_packages,$(PEER_PACKAGES))
	@exec sh tests/bench/peers/peers.sh

## tour: every screen as a PNG in build/tour/, and HR's pages (chromium, npm)
tour: all $(FLOWS)
	@sh tests/flow/tour.sh
	@$(MAKE) -s build/npm/stamp
	@exec sh tests/pages/pages.sh pictures

## pages-check: HR's pages by axe-core and html-validate (npm)
pages-check: all build/npm/stamp
	@exec sh tests/pages/pages.sh check

## exports-check: every file of HR's pages opened in LibreOffice and compared with its page, hostile values in every field
exports-check: all
	@exec sh tests/pages/pages.sh exports

# Without npm there is a line instead of the check.
build/npm/stamp:
	@mkdir -p $(@D); command -v npm >/dev/null || { echo "pages: skipped, npm is missing"; exit 0; }; \
	npm install --silent --no-save --prefix $(@D) axe-core@4 html-validate@8 puppeteer-core@22 >/dev/null && touch $@

## install: into $(DESTDIR)$(PREFIX)
install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/kenshu $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 644 $(wildcard kiosk/*.1) $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 755 $(call programs_of,default) $(DESTDIR)$(PREFIX)/bin
	cp -R content $(DESTDIR)$(PREFIX)/share/kenshu/

## uninstall: what install put there
uninstall:
	rm -f $(addprefix $(DESTDIR)$(PREFIX)/bin/,$(PROGRAMS)) $(foreach p,$(PROGRAMS),$(DESTDIR)$(PREFIX)/share/man/man1/$(p).1)
	rm -rf $(DESTDIR)$(PREFIX)/share/kenshu

## deb: the Debian packages, into build/deb/
deb: build/deps.stamp
	$(call need_packages,$(DEB_PACKAGES))
	@sh kiosk/deb.sh $(VERSION) $(PACKAGES)

## deb-check: those packages by lintian, and built once more elsewhere and elsewhen: the same bytes
deb-check: deb
	$(call need_packages,lintian faketime)
	@sh tests/deb/check.sh $(VERSION) $(PACKAGES)

## deb-test: those packages in a Debian made from nothing: installed, a session played, upgraded, purged (root, a mirror, ten minutes)
deb-test: deb
	$(call need_packages,debootstrap)
	@sh tests/deb/chroot.sh

## deps: install the Debian packages needed to build and test
deps: build/deps.stamp build/deps-test.stamp

## clean: remove build/
clean:
	rm -rf build

## help: this list
help:
	@sed -n 's/^## \([a-z-]*\): /  make \1\t/p' Makefile | expand -t 20

-include $(shell find build -path build/deb -prune -o -name '*.d' -print 2>/dev/null)
