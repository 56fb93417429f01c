"""Rooms add blocks to the organisation page without the page knowing them."""

from datetime import date

import pytest

from dangjian.kernel.access import permissions
from dangjian.kernel.access.actors import Actor, Held
from dangjian.kernel.access.roles import Role
from dangjian.kernel.records import blocks
from dangjian.kernel.records.blocks import Block, blocks_for
from dangjian.kernel.tree.models import Organisation

SEE = "example.block.view"


@pytest.fixture(autouse=True)
def _own_registries(monkeypatch):
    monkeypatch.setattr(blocks, "registry", {})
    monkeypatch.setitem(
        permissions.registry, SEE, permissions.Permission(SEE, "See", frozenset({Role.BRANCH_SECRETARY}))
    )


def block(key, **facts):
    return blocks.register(Block(key, key, lambda organisation: f"/{key}/{organisation.pk}/", SEE, **facts))


def actor(path, role=Role.BRANCH_SECRETARY):
    return Actor(account_id=1, name="甲", organisation=None, held=(Held(role, 7, path),), today=date(2017, 10, 9))


def test_blocks_come_in_their_order_for_the_kind_and_with_the_permission():
    block("b", order=2)
    block("a", order=3)
    block("only.committees", order=1, kinds=("organ_committee",))
    branch = Organisation(pk=7, kind="branch", path="/1/7/")

    assert [placed.url for placed in blocks_for(branch, actor("/1/7/"), path=branch.path)] == ["/b/7/", "/a/7/"]
    assert blocks_for(branch, actor("/1/8/"), path=branch.path) == []
    assert blocks_for(branch, actor("/1/7/", Role.AUDITOR), path=branch.path) == []


def test_a_block_stands_on_one_kind_of_page():
    block("of.organisations")
    block("of.members", about=blocks.MEMBER)
    branch = Organisation(pk=7, kind="branch", path="/1/7/")
    assert [placed.key for placed in blocks_for(branch, actor("/1/7/"), path="/1/7/")] == ["of.organisations"]


def test_a_block_is_declared_once():
    block("a")
    with pytest.raises(ValueError, match="twice"):
        block("a")
