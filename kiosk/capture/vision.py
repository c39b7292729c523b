"""The one place that says why pictures cannot be worked with on this machine."""

from __future__ import annotations

from stations.model import Bilingual

NO_DECODER = Bilingual(
    "Máy này chưa có bộ đọc mã QR. Xin cài lại chương trình, hoặc trên Linux cài gói libzbar0.",
    "No QR decoder works here. Install the program again, or on Linux the package libzbar0.",
)


def vision_problem() -> Bilingual | None:
    """Why neither camera nor pictures work here, or None if they do.

    On a bare Linux without libGL the OpenCV module is installed but cannot be loaded. To be asked
    before the first import of `decode`, `pictures` or `camera`, which raise ImportError then.
    """
    try:
        import cv2  # noqa: F401, PLC0415
        import numpy  # noqa: F401, ICN001, PLC0415
    except (ImportError, OSError) as error:
        return Bilingual(
            f"Máy này chưa dùng được máy ảnh và ảnh chụp: thiếu thư viện OpenCV ({error}). "
            "Trên Linux, xin cài gói libgl1 và libglib2.0-0; máy quét USB vẫn dùng được.",
            f"Cameras and pictures do not work here: the OpenCV library cannot be loaded ({error}). "
            "On Linux, install the packages libgl1 and libglib2.0-0; USB scanners still work.",
        )
    return None
