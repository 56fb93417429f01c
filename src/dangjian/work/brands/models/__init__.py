"""Tables of the brands room, by noun."""

from .brands import Brand, BrandVersion, FrameworkTag, Measure, TakenService, Wording
from .catalogue import Service
from .consultations import Consultation, ConsultationPoint
from .deliberations import Deliberation
from .living import YearlyReview

__all__ = (
    "Brand",
    "BrandVersion",
    "Consultation",
    "ConsultationPoint",
    "Deliberation",
    "FrameworkTag",
    "Measure",
    "Service",
    "TakenService",
    "Wording",
    "YearlyReview",
)
