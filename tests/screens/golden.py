"""Compare a picture with the one we agreed on.

Fonts are drawn a little differently everywhere, so both pictures are looked at from a distance: made four times
smaller, then compared by their mean and their largest difference. `GILMOK_UPDATE_GOLDEN=1` agrees on what is drawn now.
"""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter

GOLDEN = Path(__file__).parent / "golden"
SEEN = Path(__file__).resolve().parents[2] / "build" / "screens"

SHRINK = 4
MEAN = 1.5  # of 255, over all pixels and colours
WORST = 96  # of 255, at any pixel


def compare(name: str, picture: QImage) -> None:
    """Fail if the picture is not the golden one of this name. What was drawn is kept in `build/screens`."""
    file = GOLDEN / f"{name}.png"
    if os.environ.get("GILMOK_UPDATE_GOLDEN"):
        GOLDEN.mkdir(exist_ok=True)
        assert picture.save(str(file))
        return
    SEEN.mkdir(parents=True, exist_ok=True)
    picture.save(str(SEEN / f"{name}.png"))
    golden = QImage(str(file))
    assert not golden.isNull(), f"{file.name} is not there yet: run again with GILMOK_UPDATE_GOLDEN=1 and look at it"
    assert (picture.width(), picture.height()) == (golden.width(), golden.height()), f"{name} has another size"
    mean, worst = difference(picture, golden)
    assert mean <= MEAN, f"{name} looks different: mean {mean:.2f}, worst {worst}; see build/screens/{name}.png"
    assert worst <= WORST, f"{name} is different in one place: mean {mean:.2f}, worst {worst}"


def difference(one: QImage, other: QImage) -> tuple[float, int]:
    """The mean and the largest difference of two pictures of one size, seen from a distance."""
    far = _small(one)
    painter = QPainter(far)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Difference)
    painter.drawImage(0, 0, _small(other))
    painter.end()
    raw = bytes(far.constBits())
    colours = raw[0::4] + raw[1::4] + raw[2::4]  # the fourth byte is not used
    return sum(colours) / len(colours), max(colours)


def _small(picture: QImage) -> QImage:
    size = picture.size() / SHRINK
    smooth = Qt.TransformationMode.SmoothTransformation
    return picture.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, smooth).convertToFormat(
        QImage.Format.Format_RGB32
    )
