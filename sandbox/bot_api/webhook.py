"""The webhook: who gets the updates when the bot does not poll."""

from __future__ import annotations

from typing import Any

from sandbox.bot_api.errors import not_implemented
from sandbox.bot_api.polling import Updates


class Webhook:
    """No webhook yet: setting one is refused, so updates are always polled."""

    def __init__(self, updates: Updates) -> None:
        self._updates = updates

    def set(self, params: dict[str, Any]) -> Any:
        """Telegram's setWebhook; an empty URL deletes it."""
        if params["url"]:
            raise not_implemented("setWebhook")
        return self.delete(params)

    def delete(self, params: dict[str, Any]) -> Any:
        """Telegram's deleteWebhook."""
        if params.get("drop_pending_updates"):
            self._updates.forget_all()
        return True

    def info(self) -> Any:
        """Telegram's WebhookInfo."""
        info = {"url": "", "has_custom_certificate": False, "pending_update_count": self._updates.waiting}
        return info | ({"allowed_updates": self._updates.allowed} if self._updates.allowed else {})

    def refuse_polling(self) -> None:
        """Raises ApiError 409 while a webhook is set."""
