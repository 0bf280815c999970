"""Engines that turn a clean page into words."""
