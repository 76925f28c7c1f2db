"""The buttons of practice: each names the run and the revision it was drawn for."""

from handlers.cards import Action, Button
from handlers.domain.practice.run import Run

LIST = Button("Another one", Action("practice.list"))


def run_action(run: Run, name: str, **args: str) -> Action:
    """Return what a button of a run sends back."""
    return Action(f"practice.{name}", {"run": run.id, "rev": str(run.rev), **args})


def run_button(label: str, run: Run, name: str, **args: str) -> Button:
    """Return a button of a run."""
    return Button(label, run_action(run, name, **args))
