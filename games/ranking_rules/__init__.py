"""Editors' rules: written, tried, published."""
