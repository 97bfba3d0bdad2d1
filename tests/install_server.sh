#!/bin/sh
# Installs what the tests use besides Python packages (Dovecot), if it may; else one line says what is left out.
set -u
PATH="$PATH:/usr/sbin:/usr/local/sbin"
command -v dovecot >/dev/null 2>&1 && exit 0

left_out() {
    echo "Zonder Dovecot: de tests met een echte mailserver worden overgeslagen ($1)."
    exit 0
}

command -v apt-get >/dev/null 2>&1 || left_out "geen apt-get; installeer dovecot-imapd zelf"
if [ "$(id -u)" -eq 0 ]; then
    as_root="env"
elif sudo -n true 2>/dev/null; then
    as_root="sudo -n env"
else
    left_out "geen rechten om dovecot-imapd te installeren"
fi

# shellcheck disable=SC2086 # more words than one
{
    $as_root apt-get update -qq
    $as_root DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends dovecot-imapd openssl ||
        left_out "apt-get install dovecot-imapd lukt niet" >&3
    # The package starts a mail server for the whole machine; the tests start their own.
    $as_root systemctl disable --now dovecot.socket dovecot.service
} 3>&1 >/dev/null 2>&1 </dev/null
exit 0
