# SPDX-License-Identifier: GPL-3.0-or-later
# Debian packages, the one list of them: read by app/run.sh and tests/run.sh. Names hold from Debian 12 on.
#
# Reasons that cannot be guessed from a name:
#   libqt6opengl6-dev     qt6-base-dev only recommends it, and Qt Charts cannot be found without it
#   libqt6sql6-sqlite     the SQLite driver is a plugin: nothing links it, without it no recording opens
#   libqt6svg6            brings the icon engine, a plugin as well: without it SVG icons stay empty
#   fonts-*               named fonts give the same picture bytes from the window and from the command line
#   qtkeychain-qt6-dev    passwords in the keychain of the desktop; a build without it works, and says so
#   libssl-dev            the simulated cluster makes its own certificate
#   redis-server          the tests start their own, on a free port, in a temporary folder
#   openssl               the tests make certificates with it
#   gnome-keyring, dbus   a keychain on a session bus of the test's own; without them that test skips
build_packages="g++ cmake ninja-build pkg-config qt6-base-dev libqt6opengl6-dev qt6-charts-dev qt6-svg-dev qtkeychain-qt6-dev libssl-dev"
run_packages="libqt6sql6-sqlite libqt6svg6 fonts-inter fonts-jetbrains-mono"
test_packages="redis-server openssl gnome-keyring dbus"
