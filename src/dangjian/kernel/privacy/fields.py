"""Model fields for what must not lie open in the database, and for finding it again."""

from collections.abc import Callable, Sequence
from typing import Any

from django.core.exceptions import FieldError
from django.db import models
from django.db.models.lookups import Exact, IsNull

from dangjian.kernel.privacy.cipher import decrypt, encrypt, indexer, sealer

INDEX_LENGTH = 32


class _EmptyOnly(Exact):
    """`field=""` finds rows without an entry; any other comparison with encrypted text would silently find nothing."""

    def get_prep_lookup(self) -> Any:
        if self.rhs != "":
            raise FieldError(_refusal(self.lhs.output_field.name))
        return ""


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]
    """Text that is stored encrypted and is plain text in Python.

    An empty text is stored empty, so that missing entries can be found: `field=""` and `field__isnull` are the only
    lookups. Any other raises `FieldError`; put a `BlindIndexField` beside it to find equal values. What is stored is
    tied to the model and the field by name; `purpose` keeps the tie when one of them is renamed.
    """

    description = "Encrypted text"

    def __init__(self, *args: Any, purpose: str = "", **kwargs: Any) -> None:
        self.purpose = purpose
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        if self.purpose:
            kwargs["purpose"] = self.purpose
        return name, path, args, kwargs

    @property
    def bound_to(self) -> str:
        """What the stored text is tied to."""
        return self.purpose or f"{self.model._meta.label_lower}.{self.name}"

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        if isinstance(value, str) and value:
            value = encrypt(value, self.bound_to)
        return super().get_db_prep_save(value, connection)

    def prepared(self, values: Sequence[Any], connection: Any) -> list[Any]:
        """A column of values as `get_db_prep_save` makes them one by one."""
        sealed, plain = sealer(self.bound_to), super().get_db_prep_save
        return [sealed(value) if isinstance(value, str) and value else plain(value, connection) for value in values]

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        """Decrypt what the database gave. Raises `DecryptionError`."""
        return decrypt(value, self.bound_to) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name == "exact":
            return _EmptyOnly
        if lookup_name == "isnull":
            return IsNull
        raise FieldError(_refusal(self.name))

    def get_transform(self, lookup_name: str) -> Any:
        raise FieldError(_refusal(self.name))


class BlindIndexField(models.CharField):  # type: ignore[type-arg]
    """A keyed digest of another field of the row, filled whenever the row is saved, in bulk too.

    `source` names the other field, `normalise` is a module-level function that makes equal what counts as equal,
    `purpose` keeps digests of different fields apart (by default model and source). Find rows by the plain value with
    `.filter(identity_index__of="3504…")`, or many with `index_of` and `__in`. A row without a value has `""`.

    `save(update_fields=…)` that names the source without this field raises `FieldError`. `bulk_update` and `update`
    cannot be guarded so: name both; `rotation.stale` finds rows where that was forgotten.
    """

    description = "Blind index"

    def __init__(
        self,
        *args: Any,
        source: str,
        normalise: Callable[[str], str] = str.strip,
        purpose: str = "",
        **kwargs: Any,
    ) -> None:
        self.source, self.normalise, self.purpose = source, normalise, purpose
        self.indexed = kwargs.setdefault("db_index", True)
        super().__init__(
            *args, **{**kwargs, "max_length": INDEX_LENGTH, "editable": False, "blank": True, "default": ""}
        )

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("max_length", "editable", "blank", "default"):
            kwargs.pop(fixed, None)
        kwargs["db_index"] = self.indexed
        kwargs["source"] = self.source
        if self.normalise is not str.strip:
            kwargs["normalise"] = self.normalise
        if self.purpose:
            kwargs["purpose"] = self.purpose
        return name, path, args, kwargs

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        if not cls._meta.abstract:
            models.signals.pre_save.connect(self._refuse_half_a_save, sender=cls)

    def _refuse_half_a_save(self, update_fields: frozenset[str] | None, **_: Any) -> None:
        if update_fields and self.source in update_fields and self.name not in update_fields:
            raise FieldError(f"update_fields names “{self.source}” but not its blind index “{self.name}”.")

    def index_of(self, value: str | None) -> str:
        """The index of a plain value; `""` for none."""
        return self.indexes_of([value])[0]

    def indexes_of(self, values: Sequence[str | None]) -> list[str]:
        """The indexes of plain values, in their order; `""` for none."""
        normalise, index = self.normalise, indexer(self.purpose or f"{self.model._meta.label_lower}.{self.source}")
        plain = [normalise(value) if value else "" for value in values]
        return [index(value) if value else "" for value in plain]

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        index = self.index_of(getattr(model_instance, self.source))
        setattr(model_instance, self.attname, index)
        return index


@BlindIndexField.register_lookup
class Of(Exact):
    """`index__of=plain`: rows whose source has this value. An empty value finds nothing."""

    lookup_name = "of"

    def get_prep_lookup(self) -> Any:
        return self.lhs.output_field.index_of(self.rhs) or "-"

    def get_rhs_op(self, connection: Any, rhs: str) -> str:
        return f"= {rhs}"


def _refusal(name: str) -> str:
    return f"“{name}” is stored encrypted and cannot be compared or sorted in the database; use its blind index."
