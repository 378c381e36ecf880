#!/bin/sh
# run.sh FOLDER: makes the pages into FOLDER and looks at them in a browser. What it stands on is put there by npm, as
# package-lock.json names it, when that has changed.
set -eu
here=$(dirname "$(realpath "$0")")
QD_WEB=$1
QD_CHROMIUM=$(command -v chromium || true)
export QD_WEB QD_CHROMIUM
if [ -z "$QD_CHROMIUM" ] || ! command -v node >/dev/null || ! command -v npm >/dev/null; then
  echo "chromium, node and npm are needed: script/bootstrap test installs them" >&2
  exit 1
fi

mkdir -p "$QD_WEB"
if ! cmp -s "$here/package-lock.json" "$QD_WEB/installed.json"; then
  cp "$here/package.json" "$here/package-lock.json" "$QD_WEB"
  (cd "$QD_WEB" && npm ci --ignore-scripts --no-audit --no-fund)
  cp "$here/package-lock.json" "$QD_WEB/installed.json"
fi
rm -rf "$QD_WEB/site"
python3 -B "$here/make_pages.py" "$QD_WEB/site"
exec node --test "$here/pages.test.mjs"
