"""YAML in, without its traps: a ZIP code keeps its zero, NO is Norway, a date is what stands there."""

from __future__ import annotations

import re
from typing import Any

from nosologist.errors import UnreadableClaimError, UsageError

_KNOWN = (
    ("tag:yaml.org,2002:null", re.compile(r"^(?:~|null|)$"), ("~", "n", "")),
    ("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), ("t", "f")),
    ("tag:yaml.org,2002:int", re.compile(r"^(?:0|[1-9][0-9]{0,17})$"), tuple("0123456789")),
)


def parsed_yaml(text: str, where: str) -> Any:
    """The content of a YAML text: objects, lists, texts, whole numbers, true, false and nothing.

    Raises:
        UnreadableClaimError: it is no YAML, refers to parts of itself, or states a field twice.
        UsageError: PyYAML is not installed.
    """
    try:
        import yaml
    except ImportError as error:
        raise UsageError(
            f"{where}: YAML needs PyYAML; install nosologist[claims], or write the file as JSON"
        ) from error

    class Loader(yaml.SafeLoader):
        """The safe loader with few kinds of values."""

        yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 -- filled below

        def compose_node(self, parent: Any, index: Any) -> Any:
            if self.check_event(yaml.AliasEvent):
                raise UnreadableClaimError(
                    f"{where}: line {self.line + 1}: write the value out; references (*) are not read"
                )
            return super().compose_node(parent, index)

        def compose_mapping_node(self, anchor: Any) -> Any:
            node = super().compose_mapping_node(anchor)
            seen: set[str] = set()
            for key, _ in node.value:
                if str(key.value) in seen:
                    line = key.start_mark.line + 1
                    raise UnreadableClaimError(f"{where}: line {line}: this field stands twice; leave one of them out")
                seen.add(str(key.value))
            return node

    for tag, pattern, first in _KNOWN:
        Loader.add_implicit_resolver(tag, pattern, first)
    try:
        return yaml.load(text, Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" line {mark.line + 1}:" if mark else ""
        raise UnreadableClaimError(
            f"{where}:{line} is no YAML ({getattr(error, 'problem', None) or 'unreadable'})"
        ) from error
    except (RecursionError, ValueError) as error:
        raise UnreadableClaimError(f"{where}: is no YAML that can be read") from error
