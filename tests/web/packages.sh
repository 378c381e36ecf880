#!/bin/sh
# packages.sh FOLDER: puts into FOLDER what package-lock.json names, unless it is there.
set -eu
here=$(dirname "$(realpath "$0")")
if ! command -v chromium >/dev/null || ! command -v node >/dev/null || ! command -v npm >/dev/null; then
  echo "chromium, node and npm are needed: script/bootstrap test installs them" >&2
  exit 3
fi
mkdir -p "$1"
if ! cmp -s "$here/package-lock.json" "$1/installed.json"; then
  cp "$here/package.json" "$here/package-lock.json" "$1"
  (cd "$1" && npm ci --ignore-scripts --no-audit --no-fund)
  cp "$here/package-lock.json" "$1/installed.json"
fi
