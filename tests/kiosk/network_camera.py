"""A phone that serves as a camera, for tests: a real MJPEG server on this machine."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import cv2

from kiosk.capture.codes import Image
from tests.kiosk.camera_world import noisy

_RATE = 60.0
"""Frames a second."""


class NetworkCamera:
    """Sends `picture` with a sensor's noise until it is stopped; may be started again at the same address."""

    def __init__(self, picture: Image) -> None:
        self.picture = picture
        self.is_stalled = False
        """Whether it sends nothing more, but keeps its lines open."""
        self.sends_noise = True
        self.lines = 0
        """How often someone asked for pictures."""
        self._ending = threading.Event()
        self._server: ThreadingHTTPServer | None = None
        self._port = 0

    @property
    def address(self) -> str:
        return f"http://clerk:secret@127.0.0.1:{self._port}/video.mjpg"

    def start(self) -> None:
        camera = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
                self.end_headers()
                camera._send(self)

            def log_message(self, *_: object) -> None:
                """Quiet."""

        self._ending.clear()
        self._server = ThreadingHTTPServer(("127.0.0.1", self._port), Handler)
        self._port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def stop(self) -> None:
        assert self._server
        self._ending.set()
        self._server.shutdown()
        self._server.server_close()
        self._server = None

    def _send(self, line: BaseHTTPRequestHandler) -> None:
        seed = 0
        self.lines += 1
        while not self._ending.wait(1 / _RATE):
            if self.is_stalled:
                continue
            seed += 1
            picture = noisy(self.picture, seed) if self.sends_noise else self.picture
            jpeg = cv2.imencode(".jpg", picture)[1].tobytes()
            head = f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(jpeg)}\r\n\r\n"
            try:
                line.wfile.write(head.encode() + jpeg + b"\r\n")
            except OSError:
                return
