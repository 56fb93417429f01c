"""Every write of the room, by noun."""

from .catalogue import SERVICES, add_service, begin_services
from .consulting import answer_point, ask_for_opinions, give_opinions, withdraw_asking
from .deliberating import record_deliberation, withdraw_deliberation
from .entering import enter_brand
from .living import end_brand, review_brands
from .measuring import add_measure, drop_measure
from .practising import confirm_brand, hide_brand, practise_brand, show_brand
from .proposing import keep_version, logo_of, propose_brand, set_logo, write_brand

__all__ = (
    "SERVICES",
    "add_measure",
    "add_service",
    "answer_point",
    "ask_for_opinions",
    "begin_services",
    "confirm_brand",
    "drop_measure",
    "end_brand",
    "enter_brand",
    "give_opinions",
    "hide_brand",
    "keep_version",
    "logo_of",
    "practise_brand",
    "propose_brand",
    "record_deliberation",
    "review_brands",
    "set_logo",
    "show_brand",
    "withdraw_asking",
    "withdraw_deliberation",
    "write_brand",
)
