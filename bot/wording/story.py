"""The story that the demo's page replays: a caption for each scene, and the lines that are typed in it.

The lines are what the grammar reads, in the language of whoever watches.
"""

from __future__ import annotations

from enum import StrEnum

from bot.wording.language import N_, Phrases


class Scene(StrEnum):
    """The scenes, in their order."""

    ABOARD = "aboard"
    LOGGED = "logged"
    SESSIONS = "sessions"
    BRIEF = "brief"
    QUESTION = "question"
    BOOKED = "booked"
    DAY_AFTER = "day_after"
    SUPERVISOR = "supervisor"
    LINKED = "linked"
    ACUTE = "acute"
    TAKEN = "taken"
    LOOKED_AFTER = "looked_after"
    STOOD_DOWN = "stood_down"
    REFLECTION = "reflection"
    SHARED = "shared"
    AGENDA = "agenda"
    TRENDS = "trends"
    END = "end"


class Line(StrEnum):
    """What is typed; commands are the same in every language, and stand in the demo."""

    REFERRALS = "referrals"
    SESSIONS = "sessions"
    APPOINTMENT = "appointment"
    ACUTE = "acute"
    REFLECTED = "reflected"
    SHARED = "shared"
    SECOND_CLIENT = "second_client"


CAPTIONS = Phrases(
    {
        Scene.ABOARD: N_("Mia, a trainee, comes aboard with an invite: three questions, three taps."),
        Scene.LOGGED: N_("Wednesday, between two sessions: three services for C7 in one line."),
        Scene.SESSIONS: N_("When C7 comes, so that the bot asks around the sessions and not in between."),
        Scene.BRIEF: N_("Tuesday, half an hour before the session: one thing to bring up."),
        Scene.QUESTION: N_("Nothing comes during the hour. When it is over: how did it go?"),
        Scene.BOOKED: N_("Booked: one tap, and the day typed as one would say it."),
        Scene.DAY_AFTER: N_("The morning after the appointment: did the client go? A tap again."),
        Scene.SUPERVISOR: N_("Nora supervises Mia. This is her phone: she comes aboard, and invites Mia."),
        Scene.LINKED: N_("Mia sends that line on. Nora will see what Mia brings to supervision, and nothing else."),
        Scene.ACUTE: N_("C7 is in danger. The therapy’s own steps come first, and Nora is told at once."),
        Scene.TAKEN: N_("Nora’s phone: she is asked for, and takes it up with a tap."),
        Scene.LOOKED_AFTER: N_("As long as it is acute, the bot asks after C7 the same day, and each day."),
        Scene.STOOD_DOWN: N_("Talked over with Nora, it is stood down: to elevated first, never straight to nothing."),
        Scene.REFLECTION: N_("Two minutes for herself. What Mia writes leaves the chat, and nobody else reads it."),
        Scene.SHARED: N_("She shares one line of it with Nora, and no more."),
        Scene.AGENDA: N_("Nora’s phone, before supervision: the agenda as a page, and the case with Mia’s line."),
        Scene.TRENDS: N_("A second client, and there is enough to draw: where everything stands."),
        Scene.END: N_("That was the story. “Stop” leads back to where you were."),
    }
)
LINES = Phrases(
    {
        Line.REFERRALS: N_("C7 psych eval, DBT group, housing"),
        Line.SESSIONS: N_("C7 tue 2pm weekly"),
        Line.APPOINTMENT: N_("thu 3pm"),
        Line.ACUTE: N_("C7 acute"),
        Line.REFLECTED: N_("I hurry, and I am relieved when a session is cancelled"),
        Line.SHARED: N_("I hurry more than the client does"),
        Line.SECOND_CLIENT: N_("B2 housing, legal aid, psych eval"),
    }
)
