"""Pages for whoever watches the bot, none for the public: is it alive, does it do its part, how much of what."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.watching.gauges import Gauges
from bot.watching.looking import Looking
from bot.watching.readiness import report
from bot.watching.watch import Watch
from storage.store import Store

_ANEW = {"Cache-Control": "no-store"}


class Pages:
    """Of one process."""

    def __init__(self, looking: Looking, watch: Watch, store: Store) -> None:
        self._looking = looking
        self._registry = watch.registry
        self._gauges = Gauges(watch.registry)
        self._store = store

    def routes(self) -> Sequence[Route]:
        """Where they are served."""
        return [
            Route("/healthz", self._alive),
            Route("/readyz", self._ready),
            Route("/metrics", self._metrics),
        ]

    async def _alive(self, _request: Request) -> Response:
        """That it is answered at all is the answer."""
        return PlainTextResponse("alive\n", headers=_ANEW)

    async def _ready(self, _request: Request) -> Response:
        said = report(await self._looking.state(), self._looking.limits)
        status = HTTPStatus.OK if said["ready"] else HTTPStatus.SERVICE_UNAVAILABLE
        return JSONResponse(said, status, _ANEW)

    async def _metrics(self, _request: Request) -> Response:
        self._gauges.show(await self._looking.state(), self._store.errors)
        return Response(generate_latest(self._registry), headers=_ANEW, media_type=CONTENT_TYPE_PLAIN_0_0_4)
