"""FHIR in XML, turned into what the JSON of the same resource holds; every number stays a text."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from nosologist.formats.xml import Node

_NAMESPACE = "http://hl7.org/fhir"
_RESOURCES = frozenset({"contained", "resource", "outcome"})  # elements that hold a resource by its own name
_KEPT = ("style", "hidden")  # attributes of a narrative that say what is not shown


def is_fhir(root: Node) -> bool:
    """True for an element of FHIR's name space."""
    return _NAMESPACE in (one.strip() for name, one in root.attributes.items() if name.startswith("xmlns"))


def resource_of(root: Node) -> dict[str, Any]:
    """The resource as JSON has it. What may repeat and stands once is no list."""
    return {"resourceType": root.tag, **_fields(root)}


def _fields(node: Node) -> dict[str, Any]:
    fields: dict[str, Any] = {name: node.attributes[name] for name in ("id", "url") if name in node.attributes}
    for child in node.content:
        if not isinstance(child, Node):
            continue
        value = _value(child)
        if child.tag not in fields:
            fields[child.tag] = value
        elif isinstance(fields[child.tag], list):
            fields[child.tag].append(value)
        else:
            fields[child.tag] = [fields[child.tag], value]
    return fields


def _value(node: Node) -> Any:
    if node.tag == "div":
        return "".join(_markup(node))
    if node.tag in _RESOURCES:
        inner = next((child for child in node.content if isinstance(child, Node)), None)
        return resource_of(inner) if inner else {}
    return node.attributes["value"] if "value" in node.attributes else _fields(node)


def _markup(node: Node) -> Iterator[str]:
    """A narrative as HTML again."""
    kept = "".join(f' {name}="{escape(node.attributes[name])}"' for name in _KEPT if name in node.attributes)
    yield f"<{node.tag}{kept}>"
    for child in node.content:
        if isinstance(child, Node):
            yield from _markup(child)
        else:
            yield escape(child, quote=False)
    yield f"</{node.tag}>"
