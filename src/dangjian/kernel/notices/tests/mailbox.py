"""A mail server that fails when it is told to, and remembers what it took and when."""

from django.core.mail.backends.base import BaseEmailBackend

taken = []
plan = {"fails": 0, "meanwhile": None}


class Mailbox(BaseEmailBackend):
    """Refuses as many letters as ``plan`` says, then takes all; something may happen while it takes one."""

    def send_messages(self, messages):
        if plan["fails"]:
            plan["fails"] -= 1
            raise ConnectionRefusedError("mail server\nis away")
        if meanwhile := plan["meanwhile"]:
            plan["meanwhile"] = None
            meanwhile()
        taken.extend(messages)
        return len(messages)
