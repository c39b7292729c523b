"""Devices and pictures: everything that turns light or keystrokes into payload bytes.

OpenCV's native parts write to the terminal's error stream, over whatever a screen shows there; they are
silenced here, before the library can be loaded.
"""

import os

os.environ.setdefault("OPENCV_LOG_LEVEL", "SILENT")
os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
