"""Database, cache, sockets and queue."""

from __future__ import annotations

from .environment import database, env, secret, socket_place

DATABASE_URL = secret("DATABASE_URL")
EMBEDDED_SHARED_BUFFERS = env.str("EMBEDDED_SHARED_BUFFERS", "256MB")
# Two suites side by side (two clones on one server, two terminals) need two names.
_TEST_DATABASE = {"NAME": env.str("TEST_DATABASE_NAME", "test_thrum")}
if DATABASE_URL:
    DATABASES = {"default": {**database(DATABASE_URL), "TEST": _TEST_DATABASE}}
else:
    DATABASES = {
        "default": {
            "ENGINE": "thrum_project.embedded_postgres",
            "NAME": "thrum",
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
            "TEST": _TEST_DATABASE,
        }
    }

REDIS_URL = secret("REDIS_URL")
CACHES = {
    "default": {"BACKEND": "django_redis.cache.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    # Rate limits must hold over all web processes, so the fallback is a table, not memory.
    else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"},
    # What may differ from process to process and must cost no query: the webhook's throttle.
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "process"},
}

# Sockets have a process of their own: docs/realtime.md. Where browsers find it: "/" behind the same address, ":8001" at
# that port of the same host; empty: pages ask by themselves. A whole ws:// address serves where our cookies reach it.
REALTIME_URL = env.str("REALTIME_URL", "", validate=socket_place)
REALTIME_CONNECTIONS = env.int("REALTIME_CONNECTIONS", 2000, validate=lambda count: count > 0 or None)
REALTIME_CONNECTIONS_PER_ADDRESS = env.int(
    "REALTIME_CONNECTIONS_PER_ADDRESS", 200, validate=lambda count: count > 0 or None
)

# Two clusters on one table: docs/decisions/0003.
# `talk` answers people and sends; `work` imports and embeds. A plain `qcluster` is `talk`;
# Q_CLUSTER_NAME=work starts the other. django-q2's own defaults are refused by thrum.E001-E004.
Q_CLUSTER = {
    "name": "thrum",
    "cluster_name": "talk",
    "orm": "default",
    "workers": env.int("TALK_WORKERS", 3),
    "timeout": 20,
    "retry": 30,
    "max_attempts": 3,
    "ack_failures": True,
    "catch_up": False,
    "poll": 0.05,
    "bulk": 10,
    "save_limit": -1,
    "queue_limit": 20,
    "recycle": 5000,
    "guard_cycle": 1,
    "ALT_CLUSTERS": {
        "work": {
            "workers": env.int("WORK_WORKERS", 1),
            "timeout": 120,
            "retry": 180,
            "max_attempts": 3,
            "ack_failures": True,
            "catch_up": False,
            "poll": 0.5,
            "bulk": 1,
            "save_limit": -1,
            "queue_limit": 2,
            "recycle": 50,
        },
    },
}
