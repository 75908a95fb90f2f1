# syntax=docker/dockerfile:1
# Three stages: front-end libraries, the environment, and a small image without compilers that does not run as root.
FROM node:22.21.1-bookworm-slim AS vendor
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund

FROM python:3.13.9-slim-bookworm AS build
WORKDIR /src
ENV UV_LINK_MODE=copy UV_NO_PROGRESS=1 PYTHONDONTWRITEBYTECODE=1
RUN pip install --no-cache-dir uv==0.13.9 && uv venv /opt/voronka
COPY requirements.lock ./
RUN uv pip sync --python /opt/voronka --require-hashes requirements.lock
COPY . .
COPY --from=vendor /src/node_modules ./node_modules
RUN uv pip install --python /opt/voronka --no-deps --editable . \
 && /opt/voronka/bin/python -m voronka.ui.vendor \
 && /opt/voronka/bin/python -m tools.messages compile \
 && uv pip uninstall --python /opt/voronka voronka \
 && uv pip install --python /opt/voronka --no-deps . \
 && STATIC_ROOT=/opt/voronka/static DJANGO_SETTINGS_MODULE=voronka.config.settings \
    /opt/voronka/bin/python -m django collectstatic --noinput --verbosity 0

FROM python:3.13.9-slim-bookworm
ENV PATH=/opt/voronka/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    STATIC_ROOT=/opt/voronka/static \
    VORONKA_DATA_DIR=/var/lib/voronka
RUN useradd --system --user-group --home-dir /var/lib/voronka --create-home --shell /usr/sbin/nologin voronka
COPY --from=build /opt/voronka /opt/voronka
USER voronka
VOLUME /var/lib/voronka
EXPOSE 8000
ENTRYPOINT ["voronka"]
CMD ["run", "--host", "0.0.0.0"]
