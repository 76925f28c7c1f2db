#!/bin/sh
# Write the digest of today's base image into the Dockerfile; wants docker with buildx, and a network.
set -eu
cd "$(dirname "$0")/.."
name=$(sed -n 's/^ARG BASE=\([^@]*\).*/\1/p' Dockerfile)
digest=$(docker buildx imagetools inspect "$name" --format '{{.Manifest.Digest}}')
if ! echo "$digest" | grep -Eqx 'sha256:[0-9a-f]{64}'; then
    echo "No digest of $name came back; the Dockerfile stays as it is." >&2
    exit 1
fi
pinned=$(sed "s|^ARG BASE=.*|ARG BASE=$name@$digest|" Dockerfile)
printf '%s\n' "$pinned" > Dockerfile
echo "The Dockerfile stands on $name@$digest now. Commit it."
