#!/bin/sh
# Dump the database into a file of its own, whole or not at all, and delete dumps that are too old.
# PGHOST, PGUSER, PGDATABASE and PGPASSWORD say which; BACKUPS is the folder, KEEP_DAYS how long.
set -eu
umask 077
file="$BACKUPS/careloop-$(date -u +%Y%m%dT%H%M%SZ).dump"
pg_dump --format=custom --file="$file.part"
pg_restore --list "$file.part" >/dev/null
mv "$file.part" "$file"
find "$BACKUPS" -name 'careloop-*.dump*' -mtime "+$KEEP_DAYS" -delete
echo "Wrote $file"
