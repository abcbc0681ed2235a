"""What a run of tests needs once, however many applications it makes; a served forum makes one and need not care."""

from collections.abc import Callable
from types import CodeType
from typing import Any, ClassVar

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule


class _Compiled(BytecodeCache):
    """Templates of the house, kept by their text."""

    kept: ClassVar[dict[tuple[str, str], CodeType]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self.kept[bucket.key, bucket.checksum] = bucket.code


def compile_once(app: Flask) -> None:
    """Let this application share compiled templates with the others."""
    app.jinja_env.bytecode_cache = _Compiled()


_written = Rule._compile_builder
_builders: dict[tuple[Any, ...], Callable[..., Any]] = {}


def _compile_builder(rule: Rule, append_unknown: bool = True) -> Callable[..., Any]:
    """What builds the addresses of a route: Werkzeug writes and compiles two functions for each."""
    if rule.defaults:
        return _written(rule, append_unknown)
    key = (rule.rule, *rule._trace, append_unknown)
    if key not in _builders:
        _builders[key] = _written(rule, append_unknown)
    return _builders[key]


Rule._compile_builder = _compile_builder  # type: ignore[method-assign]
