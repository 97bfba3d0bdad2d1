#!/bin/sh
# Installs axe-core, which looks for barriers in pages, if it may; else a line says what is left out.
set -u
folder=".venv/browser"
version="4.14.1"

[ -f "$folder/node_modules/axe-core/axe.min.js" ] && exit 0
without() {
    echo "Overgeslagen worden de tests van de toegankelijkheid (axe-core): $1."
    exit 0
}
command -v npm >/dev/null 2>&1 || without "er is geen npm"
mkdir -p "$folder"
npm install --silent --no-audit --no-fund --no-save --prefix "$folder" "axe-core@$version" >/dev/null 2>&1 </dev/null ||
    without "npm install lukt niet"
exit 0
