"""What the admin's framework shows."""

from __future__ import annotations

from django.templatetags.static import static

IMPORT_EXPORT_USE_TRANSACTIONS = True

UNFOLD = {
    "SITE_TITLE": "Thrum",
    "SITE_HEADER": "Thrum",
    "SITE_URL": "/chat/",
    "SITE_ICON": lambda request: static("chat/thrum.svg"),
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("chat/thrum.svg")}],
    "DASHBOARD_CALLBACK": "thrum_project.admin_home.fill",
    "SIDEBAR": {
        "show_search": True,
        "command_search": True,
        "navigation": "thrum_project.admin_navigation.navigation",
    },
    "STYLES": [lambda request: static("staff/staff.css")],
    "SCRIPTS": [lambda request: static("staff/tables.js")],
    "COMMAND": {"show_history": True},
    "ACCOUNT": {"navigation": "thrum_project.admin_navigation.account_links"},
}
