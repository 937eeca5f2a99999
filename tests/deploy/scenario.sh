#!/bin/bash
# A salon's machine from installing to removing, under a real systemd: run as a unit of it by tests/deploy/container.py.
# Prints a line for each thing that was seen, "ok" or "BAD", and "done" at the end.
set -u

CONFIG=/etc/wabot/config.toml
STATE=/var/lib/wabot
VERSION=$1 LATER=$2

check() {
    local what=$1
    shift
    if "$@"; then echo "ok   $what"; else echo "BAD  $what: $*"; fi
}
property() { systemctl show -P "$2" "$1"; }
is() { [ "$(property "$1" "$2")" = "$3" ]; }
becomes() { # UNIT PROPERTY VALUE, within a minute and a half
    for _ in $(seq 450); do
        is "$@" && return
        sleep 0.2
    done
    echo "     it is $(property "$1" "$2"); status: $(property "$1" StatusText)"
    return 1
}
processes() { pgrep -u wabot -r R,S,D -c .; } # what neonize asked a shell stays as two zombies for a while
alone() {
    for _ in $(seq 300); do
        [ "$(processes)" = 1 ] && return
        sleep 0.2
    done
    return 1
}
pid() { property wabot MainPID; }
fails() { ! "$@"; }
says() { # TEXT, in the journal since the last step
    for _ in $(seq 50); do
        journalctl -q -u wabot --since "$since" | grep -qF "$1" && return
        sleep 0.2
    done
    return 1
}
step() {
    since=$(date +"%F %T")
    sleep 1
    systemctl reset-failed 2>/dev/null
}
answers() { # PATH PORT
    exec 3<>"/dev/tcp/127.0.0.1/$2" || return 1
    printf 'GET %s HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nConnection: close\r\n\r\n' "$1" "$2" >&3
    head -n 1 <&3 | grep -q ' 200 '
}
book() {
    local start body
    start=$(wabot slots --config $CONFIG --service massage --days 30 --json | sed -n '1s/.*"start": "\([^"]*\)".*/\1/p')
    body="{\"phone\": \"+79161234567\", \"name\": \"$1\", \"services\": [\"massage\"], \"start\": \"$start\"}"
    exec 3<>/dev/tcp/127.0.0.1/8080
    printf 'POST /api/appointments HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nAuthorization: Bearer %s\r\n' "$(cat $STATE/token)" >&3
    printf 'Connection: close\r\nContent-Type: application/json\r\nContent-Length: %s\r\n\r\n%s' "${#body}" "$body" >&3
    head -n 1 <&3 | grep -q ' 200 '
}
visits() { [ "$(wabot appointments --config $CONFIG --days 60 --json | wc -l)" = "$1" ]; }
migration() { [ "$(od -An -tu4 --endian=big -j60 -N4 $STATE/wabot.db | tr -d ' ')" = "$1" ]; }
release() { [ "$(readlink /opt/wabot/current)" = "releases/$1" ]; }
limits() { printf '[Service]\n%s\n' "$@" >/etc/systemd/system/wabot.service.d/test.conf && systemctl daemon-reload; }

step # installing, starting
begun=$(date +%s%N)
check "the installer installs" sh /this.run
check "in a moment" [ $((($(date +%s%N) - begun) / 1000000000)) -lt 60 ]
sed -i 's|proxy = ""|proxy = "http://127.0.0.1:9"|' $CONFIG
begun=$(date +%s%N)
check "it starts, and will at boot" systemctl enable --now wabot
echo "     ready after $((($(date +%s%N) - begun) / 1000000)) ms"
check "it is active" is wabot ActiveState active
check "it is enabled" is wabot UnitFileState enabled
check "the status line tells how it stands" becomes wabot StatusText "reconnecting, 0 queued"
check "the page answers" answers /live 8080
check "its own user runs it" [ "$(stat -c %U "/proc/$(pid)")" = wabot ]
check "one process, once the first backup is made" alone
echo "     $(grep VmRSS "/proc/$(pid)/status" | tr -s '\t ' ' ')"
check "nobody else reads its files" [ "$(stat -c %a $STATE $STATE/wabot.db $STATE/token | tr '\n' ' ')" = "700 600 600 " ]
check "a visit is booked" book Olya

step # reloading
before=$(pid)
cp $CONFIG /good.toml
sed -i 's/price = 1600/price = 1750/' $CONFIG
check "a reload succeeds" systemctl reload wabot
check "the new configuration is in force" says "the configuration was read anew and is in force"
check "the process is the same" [ "$(pid)" = "$before" ]
sed -i 's/price = 1750/price = "free"/' $CONFIG
check "a reload of a broken file fails" fails systemctl reload wabot
check "the fault is in the log" says "refused: services.manicure.price"
check "the status line says that the older one is in force" becomes wabot StatusText "reconnecting, 0 queued; the configuration was refused (1 fault, see the log): the older one is in force"
check "it goes on" is wabot ActiveState active
check "as the same process" [ "$(pid)" = "$before" ]
cp /good.toml $CONFIG
sed -i 's/port = 8080/port = 8079/' $CONFIG
check "a port is accepted" systemctl reload wabot
check "and needs a restart" becomes wabot StatusText "reconnecting, 0 queued; restart for web.port"
cp /good.toml $CONFIG
check "back again" systemctl reload wabot

step # a crash, the watchdog
before=$(pid)
kill -KILL "$before"
check "a crash is followed by a restart" becomes wabot NRestarts 1
check "which succeeds" becomes wabot ActiveState active
check "as another process" [ "$(pid)" != "$before" ]
check "the book is there" visits 1
mkdir -p /etc/systemd/system/wabot.service.d
limits WatchdogSec=6
check "it lives with a short watchdog" systemctl restart wabot
sleep 15
check "which is fed" is wabot NRestarts 0
kill -STOP "$(pid)"
check "what hangs is ended and started again" becomes wabot NRestarts 1
check "and serves" becomes wabot ActiveState active
check "the journal tells of the watchdog" says "Watchdog timeout"

step # what a restart cannot mend
sed -i 's/step_min/step_mins/' $CONFIG
check "a broken configuration does not start" fails systemctl restart wabot
check "its exit code is 78" is wabot ExecMainStatus 78
sleep 7
check "it is not tried again" is wabot ActiveState failed
check "not once" is wabot NRestarts 0
cp /good.toml $CONFIG
(cd / && exec setpriv --reuid=wabot --regid=wabot --init-groups wabot run --config $CONFIG 2>/other.log) &
until grep -qs "page: " /other.log; do sleep 0.2; done
check "a second owner does not start" fails systemctl start wabot
check "its exit code is 75" is wabot ExecMainStatus 75
sleep 7
check "it is not tried again either" is wabot NRestarts 0
kill %1
wait %1

step # the limit of restarts
limits RestartSec=1
check "it starts" systemctl start wabot
for _ in 1 2 3 4 5; do
    becomes wabot ActiveState active && kill -KILL "$(pid)"
    sleep 1.5
done
check "five crashes in ten minutes end it" says "Start request repeated too quickly"
check "for a person to look at" is wabot ActiveState failed
rm -r /etc/systemd/system/wabot.service.d
systemctl daemon-reload

step # stopping
check "it starts again by hand" systemctl start wabot
begun=$(date +%s%N)
check "it stops" systemctl stop wabot
echo "     after $((($(date +%s%N) - begun) / 1000000)) ms"
check "cleanly" is wabot Result success
check "with 0" is wabot ExecMainStatus 0

step # a second salon
install -d /etc/wabot/second
sed 's|port = 8080|port = 8081|; s|/var/lib/wabot|/var/lib/wabot-second|' $CONFIG >/etc/wabot/second/config.toml
chgrp -R wabot /etc/wabot/second
check "two salons on one machine" systemctl enable --now wabot wabot@second
check "the second answers" answers /live 8081

step # upgrading, going back
before=$(od -An -tu4 --endian=big -j60 -N4 $STATE/wabot.db | tr -d ' ')
begun=$(date +%s%N)
check "an upgrade" sh /later.run
echo "     took $((($(date +%s%N) - begun) / 1000000)) ms with two salons"
check "is in place" release "$LATER"
check "it runs" is wabot ActiveState active
check "the second salon, too" is wabot@second ActiveState active
check "the book is there" visits 1
check "a backup of it was made" [ -e $STATE/backups/left-by-"$VERSION".zip ]
check "another visit" book Lena
check "a rollback" sh /later.run rollback
check "the older release is in place" release "$VERSION"
check "the book is as it was" visits 1
systemctl stop wabot
check "in its form, too" migration "$before"
systemctl start wabot
check "an upgrade that does not come up" fails sh /broken.run
check "leaves the older release" release "$VERSION"
check "which runs" is wabot ActiveState active
check "with its book" visits 1

step # removing
check "removing" sh /this.run uninstall
check "nothing runs" [ "$(processes)" = 0 ]
check "no unit is left" fails systemctl cat wabot
check "the book stays" [ -e $STATE/wabot.db ]
echo "done"
