#!/bin/sh
# Installs what the tests use besides Python packages (Dovecot, Chromium, Pango), if it may; else a line says what is left out.
set -u
PATH="$PATH:/usr/sbin:/usr/local/sbin"

packages=""
left_out=""
if ! command -v dovecot >/dev/null 2>&1; then
    packages="dovecot-imapd openssl"
    left_out="de tests met een echte mailserver (Dovecot)"
fi
if ! command -v chromium >/dev/null 2>&1 && ! command -v chromium-browser >/dev/null 2>&1; then
    packages="$packages chromium fonts-dejavu-core"
    left_out="${left_out:+$left_out en }de tests in een echte browser (Chromium)"
fi
if command -v ldconfig >/dev/null 2>&1 && ! ldconfig -p | grep -q libpangoft2-1.0.so.0; then
    packages="$packages libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core"
    left_out="${left_out:+$left_out en }de tests van het rapport als PDF (Pango)"
fi
[ -z "$packages" ] && exit 0

without() {
    echo "Overgeslagen worden $left_out: $1."
    exit 0
}

command -v apt-get >/dev/null 2>&1 || without "er is geen apt-get; installeer zelf $packages"
if [ "$(id -u)" -eq 0 ]; then
    as_root="env"
elif sudo -n true 2>/dev/null; then
    as_root="sudo -n env"
else
    without "geen rechten om $packages te installeren"
fi

# shellcheck disable=SC2086 # more words than one
{
    $as_root apt-get update -qq
    $as_root DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages ||
        without "apt-get install $packages lukt niet" >&3
    # The package starts a mail server for the whole machine; the tests start their own.
    $as_root systemctl disable --now dovecot.socket dovecot.service
} 3>&1 >/dev/null 2>&1 </dev/null
exit 0
