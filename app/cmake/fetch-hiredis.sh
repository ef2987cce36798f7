#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Brings the hiredis 1.2.0 source, verified by signature and hash, through apt.
# usage: fetch-hiredis.sh DEST_DIR   - any user; needs apt, gpgv and sha256sum only; the machine's apt state is not touched
set -eu
dest=${1:?usage: $0 DEST_DIR}
suite=${HIREDIS_SUITE:-trixie}
want=82ad632d31ee05da13b537c124f819eb88e18851d9cb0c30ae0552084811588c  # 1.2.0: upstream tarball = Debian orig
keyring=${KEYRING:-/usr/share/keyrings/debian-archive-keyring.gpg}
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT INT TERM
mkdir -p "$dest" "$tmp/own/partial" "$tmp/lists/partial" "$tmp/cache/archives/partial"
find_uri() { apt-get "$@" indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Label: Debian' | sort -u | head -n 1; }
uri=$(find_uri)
if [ -z "$uri" ]; then                    # an image without package lists: read our own copy
  set -- -o Dir::State::lists="$tmp/own" -o Dir::Cache="$tmp/cache" -o APT::Sandbox::User=
  apt-get -qq "$@" update; uri=$(find_uri "$@")
fi
[ -n "$uri" ] || { echo "fetch-hiredis: apt knows no Debian archive" >&2; exit 1; }
echo "deb-src [signed-by=$keyring] $uri $suite main" > "$tmp/sources.list"
cat > "$tmp/apt.conf" <<CONF
Dir::Etc::sourcelist "$tmp/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::State::lists "$tmp/lists";
Dir::Cache "$tmp/cache";
APT::Sandbox::User "";
Acquire::Languages "none";
CONF
APT_CONFIG=$tmp/apt.conf; export APT_CONFIG
dest=$(cd "$dest" && pwd); cd "$tmp"
apt-get -qq update
apt-get -qq source --download-only hiredis
echo "$want  $(ls hiredis_*.orig.tar.gz)" | sha256sum --quiet -c -
mv hiredis_*.orig.tar.gz "$dest/hiredis-1.2.0.tar.gz"
