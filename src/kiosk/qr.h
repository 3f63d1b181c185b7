/* SPDX-License-Identifier: Apache-2.0 */
/* A QR code as boxes of a scene. */
#ifndef KIOSK_QR_H
#define KIOSK_QR_H

#include "ui/scene.h"

/**
 * ks_qr_build() - @text, in black on white whatever the theme, with the quiet zone of 4 modules inside @r (a square)
 * Return: false when it cannot be encoded; nothing is painted then.
 */
bool ks_qr_build(struct ks_scene *scene, struct ks_rect r, const char *text);

#endif
