# Two stages: the first installs from the hashed lock, the second only runs.
# `make base-image` writes the digest of today's base behind its name.
ARG BASE=python:3.13-slim-bookworm
FROM ${BASE} AS build
WORKDIR /build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /venv
COPY requirements.lock pyproject.toml README.md LICENSE ./
RUN /venv/bin/pip install --require-hashes -r requirements.lock
COPY bot bot
COPY handlers handlers
COPY content content
COPY scheduler scheduler
RUN /venv/bin/pip install --no-deps --no-build-isolation . && /venv/bin/pip uninstall -y pip

FROM ${BASE}
# The file system may be read-only; only /data is written to.
RUN useradd --system --uid 10001 --home-dir /data --create-home careloop
COPY --from=build /venv /venv
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    CARELOOP_HOST=0.0.0.0 CARELOOP_PORT=8080 CARELOOP_PLAYGROUND=off \
    CARELOOP_DATABASE_URL=sqlite:////data/careloop.db
USER 10001
WORKDIR /data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=3s --start-period=20s CMD \
    ["python", "-c", "import os, urllib.request as r; r.urlopen('http://127.0.0.1:' + os.environ['CARELOOP_PORT'] + '/healthz', timeout=2)"]
CMD ["careloop", "serve"]
