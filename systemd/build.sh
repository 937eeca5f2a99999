#!/usr/bin/env bash
# Makes dist/wabot-VERSION-x86_64.run: wabot with its own Python and libraries, and the installer, in one file.
# The same sources on the same machine give the same bytes. Needs Python 3.11 with its shared library and libmagic1.
set -euo pipefail
cd "$(dirname "$0")/.."

VERSION=$(sed -n 's/^version = "\(.*\)"$/\1/p' pyproject.toml)
NAME=wabot-$VERSION-x86_64
ENVIRONMENT=build/environment
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 1767225600)}
export PYTHONHASHSEED=1 LC_ALL=C TZ=UTC

[ "$(uname -m)" = x86_64 ] || { echo "build.sh: only x86-64 is built; the README says what arm64 needs" >&2; exit 1; }

python3.11 -m venv --clear "$ENVIRONMENT"
"$ENVIRONMENT/bin/pip" install -q --no-deps --require-hashes -r systemd/requirements.txt
"$ENVIRONMENT/bin/pip" install -q --no-deps --no-build-isolation .
"$ENVIRONMENT/bin/pyinstaller" -y --log-level ERROR --distpath build/dist --workpath build/work systemd/wabot.spec

folder=build/dist/wabot
strip --strip-unneeded "$folder"/_internal/libpython3.11.so.1.0
mkdir "$folder/systemd"
cp systemd/wabot.service systemd/wabot@.service systemd/alerts.rules.yml "$folder/systemd/"
cp README.md LICENSE config.toml "$folder/"
"$ENVIRONMENT/bin/python" systemd/notices.py >"$folder/NOTICES.txt"
GLIBC=$(objdump -T "$folder"/wabot "$folder"/_internal/*.so* "$folder"/_internal/neonize/*.so | grep -o 'GLIBC_[0-9.]*' | sort -Vu | tail -n 1)

mkdir -p dist
{
    head=$(
        echo '#!/bin/sh'
        echo "VERSION=$VERSION GLIBC=${GLIBC#GLIBC_} ARCHIVE=\$0 PAYLOAD_LINE=@LINE@"
        tail -n +2 systemd/install.sh
    )
    line=$(($(wc -l <<<"$head") + 1))
    echo "${head/@LINE@/$line}"
    tar -C "$folder" --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner -c . | gzip -9n
} >"dist/$NAME.run.part"
chmod +x "dist/$NAME.run.part"
mv "dist/$NAME.run.part" "dist/$NAME.run"
echo "dist/$NAME.run"
