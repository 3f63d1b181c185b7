/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/screen/signin_place.h"

#include "kiosk/screen/countdown.h"
#include "ui/widget.h"

/* Keys of 20 mm and what is asked beside or above them: how wide both may be, in reach of whoever sits. */

#define KEYPAD_W_MM 156.0

int ks_signin_keypad_width(const struct ks_metrics *metrics, int body_w)
{
	int wide = ks_metrics_is_portrait(metrics) ? body_w : body_w * 45 / 100;

	return ks_mm(metrics, KEYPAD_W_MM) < wide ? ks_mm(metrics, KEYPAD_W_MM) : wide;
}

int ks_signin_question_width(const struct ks_metrics *metrics, int body_w)
{
	if (ks_metrics_is_portrait(metrics))
		return body_w;
	return body_w - ks_signin_keypad_width(metrics, body_w) - ks_mm_fixed(metrics, 18.0);
}

struct ks_rect ks_signin_low_keys(struct ks_scene *scene, const struct ks_frame *frame,
				  struct ks_rect keys)
{
	int least = ks_widget_keypad_height(scene);
	int room = frame->foot_px - ks_metrics_reach_px(&ks_scene_ui(scene)->metrics);

	if (keys.h > room)
		keys.h = room > least ? room : least;
	keys.y = frame->foot_px - keys.h;
	keys.x = frame->body.x + frame->body.w - keys.w;
	return keys;
}

int ks_signin_foot(struct ks_scene *scene)
{
	const struct ks_metrics *metrics = &ks_scene_ui(scene)->metrics;

	return ks_scene_rect(scene).h - ks_mm_fixed(metrics, KS_COUNTDOWN_MM) -
	       ks_mm_fixed(metrics, 3.0);
}
