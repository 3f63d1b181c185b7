/* SPDX-License-Identifier: Apache-2.0 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/ipc.h>
#include <sys/shm.h>

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/XShm.h>

/*
 * The floor under every figure: a bare Xlib window that has its two pictures ready and shows the other one when
 * touched. No program on this machine can start or answer faster than this one.
 */

static XImage *make_picture(Display *display, int width, int height, XShmSegmentInfo *segment,
			    bool is_second)
{
	int screen = DefaultScreen(display);
	XImage *image = XShmCreateImage(display, DefaultVisual(display, screen), 24, ZPixmap, NULL,
					segment, (unsigned)width, (unsigned)height);
	uint32_t *px;

	segment->shmid = shmget(IPC_PRIVATE, (size_t)image->bytes_per_line * (size_t)height,
				IPC_CREAT | 0600);
	segment->shmaddr = image->data = shmat(segment->shmid, NULL, 0);
	segment->readOnly = False;
	XShmAttach(display, segment);
	XSync(display, False);
	shmctl(segment->shmid, IPC_RMID, NULL);
	px = (uint32_t *)(void *)image->data;
	for (int y = 0; y < height; y++)
		for (int x = 0; x < width; x++)
			*px++ = (x / 24 + y / 24) % 3 == is_second ? 0x0b5d4bu : 0xf5f7f6u;
	return image;
}

int main(void)
{
	Display *display = XOpenDisplay(NULL);
	XShmSegmentInfo segments[2];
	XImage *pictures[2];
	Window window;
	GC gc;
	int shown = 0, width, height;

	if (!display)
		return 1;
	width = DisplayWidth(display, DefaultScreen(display));
	height = DisplayHeight(display, DefaultScreen(display));
	window = XCreateSimpleWindow(display, DefaultRootWindow(display), 0, 0, (unsigned)width,
				     (unsigned)height, 0, 0, 0);
	XSelectInput(display, window, ExposureMask | ButtonPressMask);
	gc = XCreateGC(display, window, 0, NULL);
	for (int i = 0; i < 2; i++)
		pictures[i] = make_picture(display, width, height, &segments[i], i == 1);
	XMapWindow(display, window);
	for (;;) {
		XEvent event;

		XNextEvent(display, &event);
		if (event.type == ButtonPress)
			shown = 1 - shown;
		else if (event.type != Expose)
			continue;
		XShmPutImage(display, window, gc, pictures[shown], 0, 0, 0, 0, (unsigned)width,
			     (unsigned)height, False);
	}
}
