#!/bin/sh
# Installs wabot, upgrades it, or goes back: part of the file that build.sh makes, where it begins with the archive in
# "$ARCHIVE" and its version in "$VERSION".
set -eu

HOME_DIR=/opt/wabot
CONFIG=/etc/wabot/config.toml
STATE=/var/lib/wabot
UNITS=/etc/systemd/system
READY_S=120
FRESH=$HOME_DIR/releases/.unpacking

usage() {
    cat <<WORDS
wabot $VERSION for Linux on x86-64

  sh $0             install wabot, or upgrade the one that is installed
  sh $0 rollback    go back to the release that was installed before this one
  sh $0 uninstall   remove the program; the configuration and the book stay

Releases lie in $HOME_DIR, the configuration in $CONFIG, the book in $STATE.
WORDS
}

say() { echo "wabot: $*"; }
fail() { echo "wabot: $*" >&2; exit 1; }

has_systemd() { [ -d /run/systemd/system ]; }
running_units() {
    if has_systemd; then
        systemctl list-units --plain --no-legend --state=active,activating,reloading wabot.service 'wabot@*.service' | cut -d' ' -f1
    fi
}
release_of() { basename "$(readlink "$HOME_DIR/$1" 2>/dev/null)" 2>/dev/null || true; }
program() { echo "$HOME_DIR/releases/$1/wabot"; }
as_wabot() (cd / && exec setpriv --reuid=wabot --regid=wabot --init-groups "$@" </dev/null)

# Each salon: its configuration and its state folder.
salons() {
    [ ! -e "$CONFIG" ] || echo "$CONFIG" "$STATE"
    for config in /etc/wabot/*/config.toml; do
        [ ! -e "$config" ] || echo "$config" "$STATE-$(basename "$(dirname "$config")")"
    done
}

# A link that is changed in one step: nobody ever finds it missing.
point() {
    ln -sfn "releases/$2" "$HOME_DIR/.$1.new"
    mv -fT "$HOME_DIR/.$1.new" "$HOME_DIR/$1"
}

unpack() {
    mkdir -p "$HOME_DIR/releases"
    rm -rf "$FRESH"
    trap 'rm -rf "$FRESH"' EXIT
    mkdir "$FRESH"
    tail -n +"$PAYLOAD_LINE" "$ARCHIVE" | tar -xz -C "$FRESH" --no-same-owner || fail "the archive is damaged, or the disk is full: nothing was changed"
    "$FRESH/wabot" --version >/dev/null || fail "this build does not run here (x86-64 and glibc $GLIBC or newer are needed): nothing was changed"
}

check_configs() {
    salons | while read -r config _; do
        "$1" check --config "$config" </dev/null >/dev/null || exit 1
    done || fail "$2 does not accept the configuration (see above): nothing was changed"
}

# The books as a release leaves them, for the way back to it.
keep_books() {
    salons | while read -r config state; do
        [ -e "$state/wabot.db" ] || continue
        copy=$state/backups/left-by-$1.zip
        rm -f "$copy.new"
        as_wabot "$(program "$1")" backup --config "$config" "$copy.new" >/dev/null && mv -f "$copy.new" "$copy" || exit 1
    done
}

# A release cannot read what a newer one has written: then the book is again as that release left it.
return_books() {
    salons | while read -r config state; do
        copy=$state/backups/left-by-$1.zip
        [ -e "$copy" ] || copy=/dev/null
        kept=$(as_wabot "$(program "$1")" restore --if-newer --config "$config" "$copy") || exit 1
        [ -z "$kept" ] || say "what came in since $1 is kept in $kept"
    done
}

make_user() {
    id wabot >/dev/null 2>&1 && return
    useradd --system --user-group --home-dir "$STATE" --no-create-home --shell /usr/sbin/nologin wabot
}

make_config() {
    mkdir -p /etc/wabot
    if [ ! -e "$CONFIG" ]; then
        sed 's#^dir = "state"#dir = "/var/lib/wabot"#' "$HOME_DIR/current/config.toml" >"$CONFIG"
        say "a demo salon stands in $CONFIG: make it yours"
    fi
    chgrp -R wabot /etc/wabot
    chmod 750 /etc/wabot
    chmod 640 "$CONFIG"
    install -d -m 700 -o wabot -g wabot "$STATE"
}

link_units() {
    mkdir -p "$UNITS" /usr/local/bin
    cp "$HOME_DIR/current/systemd/wabot.service" "$HOME_DIR/current/systemd/wabot@.service" "$UNITS/"
    ln -sfn "$HOME_DIR/current/wabot" /usr/local/bin/wabot
    if has_systemd; then systemctl daemon-reload; fi
}

stop_units() {
    # shellcheck disable=SC2086
    [ -z "$units" ] || systemctl stop $units
}

# Ready means that storage, tasks and page serve (Type=notify).
start_units() {
    for unit in $units; do
        systemctl reset-failed "$unit" 2>/dev/null || true
        timeout "$READY_S" systemctl start "$unit" || return 1
    done
}

install_or_upgrade() {
    before=$(release_of current)
    units=$(running_units)
    unpack
    if [ -n "$before" ]; then
        check_configs "$FRESH/wabot" "$VERSION"
        stop_units
        keep_books "$before" || { start_units; fail "no backup could be made (see above): nothing was changed"; }
    fi
    rm -rf "$HOME_DIR/releases/$VERSION"
    mv "$FRESH" "$HOME_DIR/releases/$VERSION"
    [ -z "$before" ] || [ "$before" = "$VERSION" ] || point previous "$before"
    point current "$VERSION"
    make_user
    make_config
    link_units
    if ! start_units; then
        say "$VERSION does not come up; see: journalctl -u wabot -n 50" >&2
        [ -n "$before" ] && [ "$before" != "$VERSION" ] || exit 1
        go_back
        fail "$before is in place again; nothing was lost"
    fi
    forget_releases
    if [ -n "$units" ]; then say "$VERSION is running"; else first_words; fi
}

forget_releases() {
    for release in "$HOME_DIR"/releases/*; do
        case ${release##*/} in
            "$(release_of current)" | "$(release_of previous)") ;;
            *) rm -rf "$release" ;;
        esac
    done
}

go_back() {
    older=$(release_of previous)
    newer=$(release_of current)
    [ -x "$(program "${older:-none}")" ] || fail "there is no release to go back to"
    check_configs "$(program "$older")" "$older"
    units=${units:-$(running_units)}
    stop_units
    return_books "$older" || { start_units; fail "the book could not be put back (see above): $newer stays"; }
    point current "$older"
    point previous "$newer"
    link_units
    start_units || fail "$older does not come up either; see: journalctl -u wabot -n 50"
    say "$older is in place of $newer"
}

uninstall() {
    if has_systemd; then
        systemctl disable --now wabot.service 2>/dev/null || true
        systemctl stop 'wabot@*.service' 2>/dev/null || true
    fi
    rm -f "$UNITS/wabot.service" "$UNITS/wabot@.service" "$UNITS"/*.wants/wabot@*.service /usr/local/bin/wabot
    if has_systemd; then systemctl daemon-reload; fi
    rm -rf "$HOME_DIR"
    say "the program is gone; $CONFIG and $STATE stay: remove them by hand if you mean it"
}

first_words() {
    cat <<WORDS
wabot $VERSION is installed. Now:

  1. make $CONFIG your salon, and see with:  wabot check
  2. start it, now and at every boot:  systemctl enable --now wabot
  3. link the salon's phone:  wabot pair
WORDS
}

case ${1:-install} in
    install | rollback | uninstall) [ "$(id -u)" = 0 ] || fail "this needs root: sudo sh $0 ${1:-}" ;;
esac
case ${1:-install} in
    install) install_or_upgrade ;;
    rollback) go_back ;;
    uninstall) uninstall ;;
    *) usage; [ "${1:-}" = --help ] || [ "${1:-}" = -h ] || exit 2 ;;
esac
exit 0
