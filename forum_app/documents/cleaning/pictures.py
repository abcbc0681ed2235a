"""Pictures are drawn anew: what the camera or a program wrote into the file stays behind."""

import io
import warnings

from PIL import Image, ImageOps

from forum_app.documents.incoming.errors import Suspicious, UnpacksTooLarge

#: A large photograph has 24 million points.
MOST_POINTS = 40_000_000
QUALITY = 88
KEPT_MODES = {"PNG": {"L", "LA", "RGB", "RGBA"}, "JPEG": {"L", "RGB"}}


def clean(data: bytes, kind: str) -> bytes:
    """Raises UnpacksTooLarge, Suspicious, and what Pillow raises for damaged pictures."""
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    with Image.open(io.BytesIO(data), formats=[kind]) as picture:
        if picture.width * picture.height > MOST_POINTS:
            raise UnpacksTooLarge
        if getattr(picture, "n_frames", 1) > 1:
            raise Suspicious
        picture.load()
        upright = ImageOps.exif_transpose(picture)
    drawn = upright if upright.mode in KEPT_MODES[kind] else upright.convert(_fuller(upright, kind))
    drawn.info = {}
    buffer = io.BytesIO()
    drawn.save(buffer, kind, quality=QUALITY, compress_level=4)
    return buffer.getvalue()


def _fuller(picture: Image.Image, kind: str) -> str:
    return "RGBA" if kind == "PNG" and ("transparency" in picture.info or "A" in picture.mode) else "RGB"
