"""Two shops to try everything on: 모아상점 (made up from a seed) and Online Retail (a real British gift shop)."""

from app.data.demo.moa import build_moa
from app.data.demo.retail import build_online_retail

__all__ = ["build_moa", "build_online_retail"]
