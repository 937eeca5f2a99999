#!/bin/sh
# Installs wabot, upgrades it, or goes back: part of the file that build.sh makes, where it begins with the archive in
# "$ARCHIVE" and its version in "$VERSION".
set -eu

HOME_DIR=/opt/wabot
CONFIG=/etc/wabot/config.toml
STATE=/var/lib/wabot
UNITS=/etc/systemd/system
READY_S=120

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
        systemctl list-units --plain --no-legend --state=active,activating wabot.service 'wabot@*.service' | cut -d' ' -f1
    fi
}
release_of() { basename "$(readlink "$HOME_DIR/$1" 2>/dev/null)" 2>/dev/null || true; }

# A link that is changed in one step: nobody ever finds it missing.
point() {
    ln -sfn "releases/$2" "$HOME_DIR/.$1.new"
    mv -fT "$HOME_DIR/.$1.new" "$HOME_DIR/$1"
}

unpack() {
    target=$HOME_DIR/releases/$VERSION
    fresh=$HOME_DIR/releases/.unpacking
    mkdir -p "$HOME_DIR/releases"
    rm -rf "$fresh"
    mkdir "$fresh"
    tail -n +"$PAYLOAD_LINE" "$ARCHIVE" | tar -xz -C "$fresh" --no-same-owner || fail "the archive is damaged, or the disk is full: nothing was changed"
    "$fresh/wabot" --version >/dev/null || fail "this build does not run here (x86-64 and glibc $GLIBC or newer are needed): nothing was changed"
    rm -rf "$target"
    mv "$fresh" "$target"
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

# Restarts what runs; ready means storage, tasks and page serve (Type=notify).
restart() {
    for unit in "$@"; do
        timeout "$READY_S" systemctl restart "$unit" || return 1
    done
}

install_or_upgrade() {
    before=$(release_of current)
    units=$(running_units)
    unpack
    if [ -n "$before" ] && [ "$before" != "$VERSION" ]; then
        for config in "$CONFIG" /etc/wabot/*/config.toml; do
            [ -e "$config" ] || continue
            "$HOME_DIR/releases/$VERSION/wabot" check --config "$config" >/dev/null || fail "$VERSION does not accept $config (see above): nothing was changed"
        done
        point previous "$before"
    fi
    point current "$VERSION"
    make_user
    make_config
    link_units
    if [ -z "$units" ]; then
        first_words
        return
    fi
    # shellcheck disable=SC2086
    if restart $units; then
        say "$VERSION is running"
        return
    fi
    say "$VERSION does not come up; see: journalctl -u wabot -n 50" >&2
    [ -n "$before" ] && [ "$before" != "$VERSION" ] || exit 1
    go_back
    fail "$before is running again; nothing was lost"
}

# The book of a release that knows fewer migrations is the copy that was made before the first one it does not know.
restore_book() {
    state=$1
    [ -e "$state/wabot.db" ] || return 0
    known=$(find "$HOME_DIR/current/_internal/wabot/storage/migrations" -name '*.sql' | sed -n 's/.*\/0*\([0-9]*\)_.*/\1/p' | sort -n | tail -n 1)
    has=$(od -An -tu4 --endian=big -j60 -N4 "$state/wabot.db" | tr -d ' ') # user_version, see sqlite.org/fileformat.html
    [ "$has" -gt "$known" ] || return 0
    copy=$state/wabot.before-$(printf %04d $((known + 1))).db
    [ -e "$copy" ] || fail "$state/wabot.db is too new for $(release_of current), and there is no $copy: restore a backup"
    aside=$state/wabot.db.$(date +%Y%m%d-%H%M%S)
    mv "$state/wabot.db" "$aside"
    rm -f "$state/wabot.db-wal" "$state/wabot.db-shm"
    cp -p "$copy" "$state/wabot.db"
    say "the book is as it was before the upgrade; what came in since is kept in $aside"
}

go_back() {
    older=$(release_of previous)
    newer=$(release_of current)
    [ -x "$HOME_DIR/releases/${older:-none}/wabot" ] || fail "there is no release to go back to"
    units=${units:-$(running_units)}
    # shellcheck disable=SC2086
    [ -z "$units" ] || systemctl stop $units
    point current "$older"
    point previous "$newer"
    for state in "$STATE" "$STATE"-*; do restore_book "$state"; done
    link_units
    # shellcheck disable=SC2086
    if [ -n "$units" ]; then
        systemctl reset-failed $units
        restart $units || fail "$older does not come up either; see: journalctl -u wabot -n 50"
    fi
    say "$older is in place of $newer"
}

uninstall() {
    if has_systemd; then
        systemctl disable --now wabot.service 2>/dev/null || true
        systemctl stop 'wabot@*.service' 2>/dev/null || true
    fi
    rm -f "$UNITS/wabot.service" "$UNITS/wabot@.service" /usr/local/bin/wabot
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
