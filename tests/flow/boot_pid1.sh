#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What boot.test.sh runs in namespaces of its own: makes the folder $1 the root and becomes its systemd. Nothing of the machine
# around can be changed from there: /sys and the kernel's settings are read-only, and there is no network.
set -eu
root=$1
mount --make-rprivate /
mount -t proc proc "$root/proc"
mount --bind "$root/proc/sys" "$root/proc/sys"
mount -o remount,ro,bind "$root/proc/sys"
mount -t sysfs -o ro sysfs "$root/sys"
mount -t tmpfs tmpfs "$root/sys/fs/cgroup"
if [ -d /sys/fs/cgroup/systemd ]; then
	mkdir "$root/sys/fs/cgroup/systemd" "$root/sys/fs/cgroup/unified" "$root/sys/fs/cgroup/devices"
	mount -t cgroup -o none,name=systemd cgroup "$root/sys/fs/cgroup/systemd"
	mount -t cgroup -o devices cgroup "$root/sys/fs/cgroup/devices"
	mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup/unified"
else
	mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
fi
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for device in null zero full random urandom tty tty0 tty1; do cp -a "/dev/$device" "$root/dev/"; done
for device in null zero full random urandom tty; do chmod 666 "$root/dev/$device"; done
mkdir "$root/dev/pts" "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=666 devpts "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"
mount -t tmpfs tmpfs "$root/dev/shm"
mount -t tmpfs -o mode=755 tmpfs "$root/run"
mount -t tmpfs tmpfs "$root/tmp"
mkdir "$root/run/old"
cd "$root"
pivot_root . run/old
umount -l /run/old
exec env -i container=other PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --unit=kenshu-test.target --log-target=console
