"""The one place that says why pictures cannot be worked with on this machine."""

from __future__ import annotations

from stations.model import Bilingual

NO_DECODER = Bilingual(
    "Máy này chưa có bộ đọc mã QR cho máy ảnh, ảnh chụp; máy quét USB vẫn dùng được. Gõ ngayhoi doctor để "
    "biết cần cài gì.",
    "No QR decoder for cameras and pictures works here; USB scanners do. Type ngayhoi doctor to see what to "
    "install.",
)


def vision_problem() -> Bilingual | None:
    """Why neither camera nor pictures work here, or None if they do.

    On a bare Linux without libGL, and on a Windows N without its Media Feature Pack, the OpenCV module is
    installed but cannot be loaded. To be asked before the first import of `decode`, `pictures` or `camera`,
    which raise ImportError then.
    """
    try:
        import cv2  # noqa: F401, PLC0415
        import numpy  # noqa: F401, ICN001, PLC0415
    except (ImportError, OSError) as error:
        return Bilingual(
            f"Máy này chưa dùng được máy ảnh và ảnh chụp: thiếu thư viện OpenCV ({error}). "
            "Trên Linux, xin cài gói libgl1 và libglib2.0-0; trên Windows N, cài Media Feature Pack; máy "
            "quét USB vẫn dùng được.",
            f"Cameras and pictures do not work here: the OpenCV library cannot be loaded ({error}). "
            "On Linux, install the packages libgl1 and libglib2.0-0; on Windows N, the Media Feature Pack; "
            "USB scanners still work.",
        )
    return None
