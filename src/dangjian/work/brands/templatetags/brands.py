"""Stages of brands in templates."""

from __future__ import annotations

from typing import Any

from django import template

from ..enums import BrandStage

register = template.Library()
HONOURED = (BrandStage.EXCELLENT, BrandStage.NOMINATED, BrandStage.CASE_WRITTEN, BrandStage.PUBLISHED)


@register.filter
def stage_name(stage: Any) -> str:
    """The name of a stage."""
    return str(BrandStage(stage).label)


@register.filter
def stage_tone(stage: Any) -> str:
    """Gold for brands that were honoured."""
    return "warm" if stage in HONOURED else ""
