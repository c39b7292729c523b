"""Devices and pictures: everything that turns light or keystrokes into payload bytes."""
