"""Read a Containerfile: its stages and the steps of each, for ``deploy/image_check.py``."""

import json
import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Stage:
    """One image.

    Attributes:
        base: the image that it starts from.
        name: what follows AS.
        steps: COPY, RUN, ENV and WORKDIR in their order, each with its words.
        environment: of the finished image.
        workdir: where its command runs.
        user: as whom, "user:group".
        command: what it runs.
        health_check: the command that tells whether it is well.
    """

    base: str
    name: str
    steps: list[tuple[str, str]] = field(default_factory=list)
    environment: dict[str, str] = field(default_factory=dict)
    workdir: str = "/"
    user: str = "0:0"
    command: list[str] = field(default_factory=list)
    health_check: list[str] = field(default_factory=list)


def read_containerfile(path: Path) -> list[Stage]:
    """The stages of a Containerfile, in their order.

    Raises:
        ValueError: an instruction is not one of those that the project's file uses.
    """
    stages: list[Stage] = []
    for instruction, words in _instructions(path.read_text(encoding="utf-8")):
        if instruction == "FROM":
            base, name = re.fullmatch(r"(\S+) AS (\S+)", words).groups()  # type: ignore[union-attr]
            stages.append(Stage(base, name))
            continue
        stage = stages[-1]
        if instruction in ("COPY", "RUN", "ENV", "WORKDIR"):
            stage.steps.append((instruction, words))
        if instruction == "ENV":
            stage.environment |= dict(pair.split("=", 1) for pair in shlex.split(words))
        elif instruction == "WORKDIR":
            stage.workdir = words
        elif instruction == "USER":
            stage.user = words
        elif instruction == "CMD":
            stage.command = json.loads(words)
        elif instruction == "HEALTHCHECK":
            stage.health_check = json.loads(words[words.index("CMD ") + 4 :])
        elif instruction not in ("COPY", "RUN", "EXPOSE"):
            raise ValueError(f"{path.name}: {instruction} is not followed here")
    return stages


def _instructions(text: str) -> list[tuple[str, str]]:
    """Each instruction with its words, continued lines joined, comments left out."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    pairs = (line.split(None, 1) for line in joined.splitlines() if line.strip())
    return [(instruction, words) for instruction, words in pairs]
