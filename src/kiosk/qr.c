/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/qr.h"

#include <qrencode.h>

/* Modules of a whole number of pixels, one box for each run of dark ones: any reader gets sharp edges. */

#define QUIET 4

bool ks_qr_build(struct ks_scene *scene, struct ks_rect r, const char *text)
{
	QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
	int module, n, x0, y0;

	if (!code)
		return false;
	n = code->width;
	module = (r.w < r.h ? r.w : r.h) / (n + 2 * QUIET);
	x0 = r.x + (r.w - n * module) / 2;
	y0 = r.y + (r.h - n * module) / 2;
	ks_scene_fill(scene, r, KS_COLOR_PAPER);
	for (int y = 0; y < n; y++)
		for (int x = 0, from; x < n; x++) {
			for (from = x; x < n && code->data[y * n + x] & 1; x++)
				;
			if (x > from)
				ks_scene_fill(scene,
					      (struct ks_rect){x0 + from * module, y0 + y * module,
							       (x - from) * module, module},
					      KS_COLOR_PRINT);
		}
	QRcode_free(code);
	return module > 0;
}
