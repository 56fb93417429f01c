"""Every write about accounts, one noun a file."""

from .accounts import (
    AccountError,
    change_account,
    clear_second_factors,
    close_account,
    create_administrator,
    open_account,
    reopen_account,
    reset_password,
)
from .grants import GrantError, end_grant, grant_role, hand_over, lend_role
from .own import change_profile, choose_language, choose_print, end_sessions
from .tokens import TokenError, make_token, revoke_token

__all__ = [
    "AccountError",
    "GrantError",
    "TokenError",
    "change_account",
    "change_profile",
    "choose_language",
    "choose_print",
    "clear_second_factors",
    "close_account",
    "create_administrator",
    "end_grant",
    "end_sessions",
    "grant_role",
    "hand_over",
    "lend_role",
    "make_token",
    "open_account",
    "reopen_account",
    "reset_password",
    "revoke_token",
]
