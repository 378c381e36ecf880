#!/bin/sh
# run.sh FOLDER: makes the pages into FOLDER and looks at them in a browser.
set -eu
here=$(dirname "$(realpath "$0")")
"$here/packages.sh" "$1"
rm -rf "$1/site"
python3 -B "$here/make_pages.py" "$1/site"
QD_WEB=$1 exec node --test "$here/pages.test.mjs"
