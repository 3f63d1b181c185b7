/* SPDX-License-Identifier: Apache-2.0 */
#include <signal.h>
#include <string.h>

#include "base/id.h"
#include "base/log.h"
#include "base/rc.h"
#include "base/secret.h"
#include "kiosk/calm.h"
#include "kiosk/confine.h"
#include "kiosk/driver.h"
#include "kiosk/open.h"
#include "kiosk/relay.h"
#include "kiosk/script/script.h"
#include "kiosk/stop.h"
#include "kiosk/trace.h"
#include "kiosk/watchdog.h"

/*
 * kenshu-kiosk: options, open, run (by hand or by script), close.
 */

int main(int argc, char **argv)
{
	static struct ks_app app; /* large: not on the stack */
	struct ks_options options = {0};
	bool has_begun;
	int code;

	ks_log_from_env();
	if (argc > 2 && strcmp(argv[1], KS_RELAY_OPTION) == 0)
		return ks_relay_run(argv + 2);
	ks_trace_open();
	ks_secret_no_dumps();
	ks_id_init();
	signal(SIGPIPE, SIG_IGN);
	code = ks_options_read(&options, argc, argv);
	if (code < 0 && !options.script)
		ks_stop_block();
	if (code < 0)
		ks_confine(&options);
	if (code < 0)
		code = ks_app_open(&app, &options);
	if (code < 0)
		code = ks_app_show(&app);
	has_begun = code < 0;
	if (code < 0 && !options.script)
		ks_stop_watch(&app);
	ks_watchdog_open();
	if (code < 0)
		code = options.script ? ks_script_run(&app, options.script) : ks_app_run(&app);
	ks_stop_end(&app);
	ks_watchdog_close();
	ks_app_close(&app);
	if (code == KS_EXIT_LEFT)
		ks_watchdog_leave(code);
	ks_options_finish(&options);
	if (!has_begun && ks_calm_is_wanted(code)) {
		ks_stop_unblock();
		(void)ks_calm_show(KS_WINDOW_FULLSCREEN, KS_CALM_MS, NULL);
	}
	ks_trace_close();
	return code;
}
