"""Both catalogues say everything, and nothing that no screen says."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest
import yaml

from dashboards.words import LANGUAGES, WORDING, WordingMissing, load_catalogue, load_words
from ingestion.registry import source_names

DASHBOARDS = WORDING.parent
# words("key"), words(f"key.{code}"), here.say("key"), words.code("codes.group", …)
KEY_USED = re.compile(r"""(?:words|say)\(\s*(f?)(?:"([^"]+)"|'([^']+)')""")
GROUP_USED = re.compile(r"""words\.code\(\s*["']([^"']+)["']""")
HAN = re.compile(r"[一-鿿]")


def patterns_used() -> list[re.Pattern[str]]:
    patterns = []
    for file in DASHBOARDS.rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        for is_pattern, *quoted in KEY_USED.findall(text):
            key = "".join(quoted)
            parts = re.split(r"\{[^}]*\}", key) if is_pattern else [key]
            patterns.append(re.compile("[^.]+(?:[.][^.]+)*".join(map(re.escape, parts))))
        patterns += [re.compile(re.escape(group) + r"\..+") for group in GROUP_USED.findall(text)]
    return patterns


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_catalogues_have_the_same_files_and_keys() -> None:
    english, chinese = load_catalogue("en"), load_catalogue("zh")
    assert english.keys() == chinese.keys()
    assert {file.name for file in (WORDING / "en").iterdir()} == {
        file.name for file in (WORDING / "zh").iterdir()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_file_says_a_key_twice(language: str) -> None:
    class NoTwice(yaml.SafeLoader):
        pass

    def mapping(loader: NoTwice, node: yaml.MappingNode) -> dict[object, object]:
        keys = [loader.construct_object(key) for key, _ in node.value]  # type: ignore[no-untyped-call]
        assert len(keys) == len(set(keys)), f"{node.start_mark}: a key stands twice"
        return dict(loader.construct_pairs(node, deep=True))  # type: ignore[no-untyped-call]

    NoTwice.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, mapping)
    for file in sorted((WORDING / language).glob("*.yml")):
        yaml.load(file.read_text(encoding="utf-8"), Loader=NoTwice)  # noqa: S506  (a safe loader)


def test_placeholders_are_the_same_in_both_languages() -> None:
    english, chinese = load_catalogue("en"), load_catalogue("zh")
    assert [
        key for key in english if placeholders(english[key]) != placeholders(chinese[key])
    ] == []


def test_every_key_is_said_somewhere() -> None:
    used = patterns_used()
    unused = [key for key in load_catalogue("en") if not any(p.fullmatch(key) for p in used)]
    assert unused == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_source_has_a_name_on_the_screens(language: str) -> None:
    catalogue = load_catalogue(language)
    assert [name for name in source_names() if f"codes.source.{name}" not in catalogue] == []


def test_every_key_a_screen_says_is_in_the_catalogue() -> None:
    catalogue = load_catalogue("en")
    for file in DASHBOARDS.rglob("*.py"):
        for is_pattern, *quoted in KEY_USED.findall(file.read_text(encoding="utf-8")):
            key = "".join(quoted)
            if not is_pattern:
                assert key in catalogue, f"{file.name} says {key}"


def test_chinese_words_are_chinese_and_english_words_are_not() -> None:
    # Units are written the same everywhere; codes of models and systems are names.
    same = ("unit", "unit_after_currency", "codes.model", "codes.source")
    chinese, english = load_catalogue("zh"), load_catalogue("en")
    for key in english:
        if not key.startswith(same):
            assert not HAN.search(english[key]), key
            without_placeholders = re.sub(r"\{[^}]*\}|[\W\d_]", "", chinese[key])
            assert HAN.search(chinese[key]) or not without_placeholders, key


def test_a_missing_key_is_named() -> None:
    with pytest.raises(WordingMissing, match=r"overview\.nonsense"):
        load_words("en")("overview.nonsense")


def test_a_code_without_words_is_shown_as_it_is() -> None:
    words = load_words("zh")
    assert words.code("codes.stage", "closed_by_ai") == "closed by ai"
    assert words.code("codes.stage", None) == ""


def test_names_from_the_data_come_in_the_readers_language() -> None:
    row = {"line_name": "Revenue", "line_name_zh": "营业收入"}
    assert load_words("en").named(row, "line_name") == "Revenue"
    assert load_words("zh").named(row, "line_name") == "营业收入"
    assert load_words("zh").named({"line_name": "Revenue"}, "line_name") == "Revenue"


def test_no_string_on_screen_stands_outside_the_catalogues() -> None:
    """What a screen writes itself is a scenario code, a sign, or the name of a measure."""
    allowed = {"AC", "PY", "PL", "FC", "ΔPY", "ΔPL", "ΔFC", "MASE", "WAPE", "%"}
    heading = re.compile(r"""(?:words_column|figures_column|Column|amount_column)\(\s*"([^"]*)\"""")
    for file in (DASHBOARDS / "screens").glob("*.py"):
        for text in heading.findall(file.read_text(encoding="utf-8")):
            assert text in allowed, f"{file.name}: {text}"


def test_catalogues_lie_where_they_are_read() -> None:
    assert {folder.name for folder in WORDING.iterdir() if folder.is_dir()} == set(LANGUAGES)
    assert all(isinstance(file, Path) for file in WORDING.rglob("*.yml"))


def drawn_by(screen: Path) -> str:
    """What a screen's file says, and what the modules say that it takes its parts from."""
    own = screen.read_text(encoding="utf-8")
    parts = re.findall(r"^from dashboards\.(\w+) import", own, re.MULTILINE)
    texts = [(DASHBOARDS / f"{part}.py").read_text(encoding="utf-8") for part in parts]
    return "\n".join([own, *texts])


def test_every_tile_in_the_catalogue_is_drawn_by_its_screen() -> None:
    for key in load_catalogue("en"):
        screen, *tile, last = key.split(".")
        file = DASHBOARDS / "screens" / f"{screen}.py"
        if last == "made" and file.exists():
            assert f'"{tile[0]}"' in drawn_by(file), key
