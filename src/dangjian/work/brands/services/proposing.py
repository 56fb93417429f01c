"""A brand while it is found: proposed, written on, kept as a version, given a logo."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dangjian.foundation.members.models import Member
from dangjian.kernel.access.actors import Actor
from dangjian.kernel.attachments import services as attachments
from dangjian.kernel.attachments.errors import AttachmentError
from dangjian.kernel.attachments.models import Attachment
from dangjian.kernel.tree.enums import PRIMARY_KINDS
from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.wording import passage

from .. import actions
from ..drafts import locked, save
from ..enums import FrameworkItem
from ..errors import BrandError
from ..models import Brand, BrandVersion, FrameworkTag, Service, TakenService
from ..models.brands import LONGEST_NAME
from ..permissions import VIEW_BRAND
from ..plain_words import visible
from .noting import note

WORDING = ("name", "slogan", "meaning", "carrier", "promise")
SHORT = ("name", "slogan")
PICTURES = ("image/png", "image/jpeg", "image/webp")
ALPHABET = "23456789abcdefghijkmnpqrstuvwxyz"


@transaction.atomic
def propose_brand(*, organisation: Organisation, name: str, today: date, by: Actor | None, **wording: Any) -> Brand:
    """Begin a brand with the idea of a name; the rest is written later.

    Args:
        wording: what else of it is known already, as ``write_brand`` takes it.

    Raises:
        BrandError: no name, or an organisation that forms no brands.
    """
    if organisation.kind not in PRIMARY_KINDS:
        raise BrandError(_("Brands are formed by organ committees, general branches and branches."))
    brand: Brand = Brand.objects.create(
        organisation=organisation,
        happened_on=today,
        entered_by=(by.name if by else "")[:60],
        name=_checked_name(name),
        show_code="".join(secrets.choice(ALPHABET) for _position in range(12)),
    )
    note(actions.PROPOSED, brand, by)
    return write_brand(brand, name=name, by=by, **wording) if wording else brand


@transaction.atomic
def write_brand(
    brand: Brand,
    *,
    name: str,
    slogan: str = "",
    meaning: str = "",
    carrier: str = "",
    promise: str = "",
    business: str = "",
    responsible: Member | None = None,
    services: Collection[Service] | None = None,
    items: Collection[str] | None = None,
    version: int | None = None,
    by: Actor | None,
) -> Brand:
    """Write the proposal; what is the same as before leaves no trace.

    Args:
        services: those that it takes as entry point; None leaves them.
        items: of the 1263 mechanism; None leaves them.
        version: of the brand as the writer opened it.

    Raises:
        BrandError: no name, invisible characters in name or slogan, or it has ended.
        ConflictError: somebody else changed it meanwhile.
    """
    brand = locked(brand, version)
    new = {
        "name": _checked_name(name),
        "slogan": visible(slogan, "slogan"),
        "meaning": passage(meaning),
        "carrier": passage(carrier),
        "promise": passage(promise),
        "business": passage(business),
        "responsible": responsible,
    }
    changed = [field for field, value in new.items() if getattr(brand, field) != value]
    changed += _replace_services(brand, services) + _replace_items(brand, items)
    if changed:
        save(brand, **new)
        note(actions.WRITTEN, brand, by, fields=changed)
    return brand


@transaction.atomic
def set_logo(brand: Brand, *, logo: Any, by: Actor | None) -> Brand:
    """Give a brand a logo; earlier ones stay with the versions that bore them.

    Raises:
        BrandError: no picture, or one that is not taken; the sentence says why.
    """
    brand = locked(brand)
    try:
        kept = attachments.attach(logo, to=brand, organisation=brand.organisation, by=by, permission=VIEW_BRAND)
    except AttachmentError as error:
        raise BrandError(str(error), field="logo") from error
    if kept.media_type not in PICTURES:
        raise BrandError(_("A logo is a picture: PNG, JPEG or WebP."), field="logo")
    save(brand, logo=kept)
    note(actions.LOGO_SET, brand, by, file=kept.sha256)
    return brand


@transaction.atomic
def keep_version(brand: Brand, *, reason: str = "", today: date, by: Actor | None) -> BrandVersion:
    """Keep the wording as it stands; where nothing changed since the last version, that one is given back."""
    return version_of(locked(brand), reason=reason, today=today, by=by)


def version_of(brand: Brand, *, reason: str, today: date, by: Actor | None) -> BrandVersion:
    """The version that says what a locked brand says now, kept anew where there is none. For audited acts."""
    last: BrandVersion | None = brand.versions.order_by("-number").first()
    wording = {field: getattr(brand, field) for field in (*WORDING, "logo_id")}
    if last is not None and all(getattr(last, field) == value for field, value in wording.items()):
        return last
    kept: BrandVersion = BrandVersion.objects.create(
        brand=brand,
        number=last.number + 1 if last else 1,
        made_on=today,
        made_by=(by.name if by else "")[:60],
        reason=" ".join(reason.split())[:200],
        **wording,
    )
    note(actions.VERSION_KEPT, brand, by, number=kept.number)
    return kept


def logo_of(wording: Any) -> Attachment | None:
    """The logo of a brand or version, None where it has none or the file was withdrawn."""
    logo: Attachment | None = wording.logo
    return None if logo is None or logo.withdrawn_at is not None else logo


def _checked_name(name: str) -> str:
    words = visible(" ".join(name.split()), "name")
    if not words:
        raise BrandError(_("Give the brand a name; a first idea is enough."), field="name")
    if len(words) > LONGEST_NAME:
        raise BrandError(
            _("A name has at most {most} characters, as many as fit on a plaque. This one has {number}.").format(
                most=LONGEST_NAME, number=len(words)
            ),
            field="name",
        )
    return words


def _replace_services(brand: Brand, services: Collection[Service] | None) -> list[str]:
    wanted = {service.pk for service in services or ()}
    standing = set(brand.taken_services.values_list("service", flat=True))
    if services is None or wanted == standing:
        return []
    brand.taken_services.exclude(service__in=wanted).delete()
    TakenService.objects.bulk_create(TakenService(brand=brand, service_id=key) for key in sorted(wanted - standing))
    return ["services"]


def _replace_items(brand: Brand, items: Collection[str] | None) -> list[str]:
    wanted = {item for item in items or () if item in FrameworkItem.values}
    standing = set(brand.framework_tags.values_list("item", flat=True))
    if items is None or wanted == standing:
        return []
    brand.framework_tags.exclude(item__in=wanted).delete()
    FrameworkTag.objects.bulk_create(FrameworkTag(brand=brand, item=item) for item in sorted(wanted - standing))
    return ["items"]
