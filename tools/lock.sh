#!/bin/sh
# Resolve the lock files: all platforms, with hashes, without any address.
set -eu
cd "$(dirname "$0")/.."
compile() {
    ${UV:-.venv/bin/uv} pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-header --no-annotate "$@" pyproject.toml
}
compile --group build --extra cluster -o requirements.lock
compile --group build --group dev --extra cluster -c requirements.lock -o requirements-dev.lock
compile --group learn -o requirements-learn.lock
compile --group mutants -c requirements-dev.lock -o requirements-mutants.lock
