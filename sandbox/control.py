"""The control side: what tests, the demo and the chat page ask of the sandbox. README.md describes every route."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.asked import Body, guarded, moment, query_integer, step_of
from sandbox.attachments import headers
from sandbox.bot_api import commands
from sandbox.bot_api.polling import Updates
from sandbox.calls import Calls
from sandbox.clock import Clock, Report, iso
from sandbox.events import Events
from sandbox.faults import Fault, Faults
from sandbox.idle import idle
from sandbox.people import People, RefusedError
from sandbox.state import World
from sandbox.views import message_view

_YEARS = range(2000, 2100)
_WHO = ("name", "language_code")


@dataclass(frozen=True, slots=True)
class Control:
    """The routes' handlers, and what they act upon."""

    world: World
    updates: Updates
    people: People
    clock: Clock
    calls: Calls
    faults: Faults
    events: Events
    page_settings: dict[str, Any]

    def routes(self) -> list[Route]:
        """Every route under /sandbox."""
        handlers: list[tuple[str, str, Callable[[Request], Awaitable[Response]]]] = [
            ("POST", "say", self._say),
            ("POST", "press", self._press),
            ("POST", "send", self._send),
            ("POST", "edit", self._edit),
            ("POST", "update", self._update),
            ("GET", "chat", self._chat),
            ("GET", "users", self._users),
            ("GET", "commands", self._commands),
            ("GET", "events", self._events),
            ("GET", "idle", self._idle),
            ("GET", "clock", self._read_clock),
            ("POST", "clock", self._move_clock),
            ("POST", "fault", self._fault),
            ("GET", "calls", self._calls),
            ("GET", "file/{file_id}", self._file),
            ("GET", "page-settings", self._page_settings),
        ]
        return [Route(f"/sandbox/{path}", guarded(handler), methods=[verb]) for verb, path, handler in handlers]

    async def _say(self, request: Request) -> Response:
        body = await Body.of(request, "user", "text", *_WHO)
        return self._done(self.people.say(body.integer("user"), body.string("text"), *_named(body)))

    async def _press(self, request: Request) -> Response:
        body = await Body.of(request, "user", "message_id", "label", "row", "data", "language_code")
        user, message_id = body.integer("user"), body.integer("message_id")
        self.people.speaks(user, body.maybe("language_code", str))
        data = body.maybe("data", str)
        if data is not None:
            return self._done(self.people.forge(user, message_id, data))
        return self._done(self.people.press(user, message_id, body.string("label"), body.maybe("row", int)))

    async def _send(self, request: Request) -> Response:
        body = await Body.of(request, "user", "kind", *_WHO)
        return self._done(self.people.send(body.integer("user"), body.string("kind"), *_named(body)))

    async def _edit(self, request: Request) -> Response:
        body = await Body.of(request, "user", "message_id", "text")
        return self._done(self.people.edit(body.integer("user"), body.integer("message_id"), body.string("text")))

    async def _update(self, request: Request) -> Response:
        body = await Body.of(request)
        update = body.maybe("update", dict)
        checked = not body.maybe("unchecked", bool)
        return self._done(self.people.raw_update(body.fields if update is None else update, checked=checked))

    async def _chat(self, request: Request) -> Response:
        user = query_integer(request, "user")
        messages = [
            message_view(self.world, message) for message in self.world.chat(user, query_integer(request, "after", 0))
        ]
        return JSONResponse({"messages": messages, "toasts": self.world.toasts.get(user, [])})

    async def _users(self, _request: Request) -> Response:
        people = self.world.people.values()
        return JSONResponse(
            {"users": [{"id": who.id, "name": who.name, "language_code": who.language_code} for who in people]}
        )

    async def _commands(self, request: Request) -> Response:
        return JSONResponse({"commands": commands.menu(self.world, query_integer(request, "user"))})

    async def _events(self, request: Request) -> Response:
        return JSONResponse(await self.events.after(query_integer(request, "after", 0)))

    async def _idle(self, request: Request) -> Response:
        seconds = query_integer(request, "timeout", 10)
        if await idle(self.updates, self.clock, self.calls, seconds):
            return JSONResponse({"idle": True})
        return JSONResponse({"error": f"The bot was not idle within {seconds} s."}, status_code=504)

    async def _read_clock(self, request: Request) -> Response:
        query = request.query_params
        if "ticked" in query:
            self.clock.take_report(
                Report(
                    ticked=query_integer(request, "ticked"),
                    pending=query_integer(request, "pending", 0),
                    next_nudge=moment(query["next_nudge"]) if query.get("next_nudge") else None,
                    next_session=moment(query["next_session"]) if query.get("next_session") else None,
                )
            )
        return JSONResponse(self._clock_view())

    async def _move_clock(self, request: Request) -> Response:
        body = await Body.of(request, "advance", "to", "jump")
        step, target = body.maybe("advance", str), body.maybe("to", str)
        if (step is None) == (target is None):
            raise RefusedError(400, 'Say either "advance" or "to".')
        wanted = moment(target) if target is not None else self.clock.now + step_of(step or "")
        if wanted.year not in _YEARS:
            raise RefusedError(400, f"The clock goes from {_YEARS[0]} to {_YEARS[-1]}.")
        if body.maybe("jump", bool):
            self.clock.leap(wanted)
        elif step is not None:
            await self.clock.advance(step_of(step))
        else:
            await self.clock.move_to(wanted)
        return self._done(self._clock_view())

    async def _fault(self, request: Request) -> Response:
        body = await Body.of(request, "method", "status", "retry_after", "description", "times", "drop", "empty")
        if not body.fields:
            self.faults.clear()
            return JSONResponse({"faults": 0})
        times = body.maybe("times", int)
        self.faults.order(
            Fault(
                method=body.string("method"),
                status=body.maybe("status", int),
                retry_after=body.maybe("retry_after", int),
                description=body.maybe("description", str),
                drop=body.maybe("drop", str),
                times=1 if times is None else times,
                empty=bool(body.maybe("empty", bool)),
            )
        )
        return JSONResponse({"faults": self.faults.waiting})

    async def _calls(self, request: Request) -> Response:
        return JSONResponse({"calls": self.calls.after(query_integer(request, "after", 0))})

    async def _file(self, request: Request) -> Response:
        file = self.world.files.get(request.path_params["file_id"])
        if file is None:
            raise RefusedError(404, "There is no such file.")
        content = self.world.store.content(file.id)
        return Response(content, headers=headers(file.file_name, file.shown))

    async def _page_settings(self, _request: Request) -> Response:
        return JSONResponse(self.page_settings)

    def _done(self, answer: dict[str, Any]) -> Response:
        self.world.store.commit()
        return JSONResponse(answer)

    def _clock_view(self) -> dict[str, Any]:
        report = self.clock.report
        nudge, session = (report.next_nudge, report.next_session) if report else (None, None)
        return {
            "now": iso(self.clock.now),
            "revision": self.clock.revision,
            "pending": report.pending if report else None,
            "next_nudge": iso(nudge) if nudge else None,
            "next_session": iso(session) if session else None,
        }


def _named(body: Body) -> tuple[str | None, str | None]:
    name, language_code = (body.maybe(field, str) for field in _WHO)
    return name, language_code
