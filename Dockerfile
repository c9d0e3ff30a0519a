# Greenroom's one image: the service and the workers differ only in their command.

FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/greenroom
WORKDIR /src
COPY requirements.lock ./
RUN /opt/greenroom/bin/pip install --require-hashes -r requirements.lock
COPY pyproject.toml README.md ./
COPY moderation ./moderation
COPY service ./service
COPY workers ./workers
COPY ops ./ops
RUN /opt/greenroom/bin/pip install --no-deps --no-build-isolation .

FROM python:3.11-slim-bookworm
ENV PATH=/opt/greenroom/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
RUN groupadd --gid 10001 greenroom \
 && useradd --uid 10001 --gid greenroom --no-create-home --shell /usr/sbin/nologin greenroom
COPY --from=build /opt/greenroom /opt/greenroom
WORKDIR /srv
USER 10001:10001
EXPOSE 8080
# docker-compose.yml has a health check for each service.
HEALTHCHECK NONE
CMD ["greenroom", "serve"]
