"""The tutorials are complete: every example, both languages alike, each lesson in the form that a learner can rely on."""

from __future__ import annotations

import ast
import re

import pytest

import notebooks
import tutorials
from tutorials import ALL, EXAMPLES, LANGUAGES, LESSONS

LONGEST_CELL = 45
CHINESE = re.compile(r"[\u4e00-\u9fff]")
NOTEBOOKS = {language: tutorials.present(language) for language in LANGUAGES}

each_language = pytest.mark.parametrize("language", LANGUAGES)
each_lesson = pytest.mark.parametrize(
    ("language", "name"), [(language, name) for language in LANGUAGES for name in LESSONS]
)
each_notebook = pytest.mark.parametrize(
    ("language", "name"), [(language, name) for language in LANGUAGES for name in sorted(ALL)]
)


@each_language
def test_no_notebook_is_missing(language: str) -> None:
    assert set(NOTEBOOKS[language]) == ALL


@each_language
def test_every_example_stands_in_a_notebook(language: str) -> None:
    found = {id for notebook in NOTEBOOKS[language].values() for id in tutorials.examples_of(notebook)}
    assert found == EXAMPLES


@each_language
def test_readme_says_which_example_is_where(language: str) -> None:
    told = tutorials.places_in_readme()
    assert set(told) == EXAMPLES
    stand = {
        id: [name for name, notebook in NOTEBOOKS[language].items() if id in tutorials.examples_of(notebook)]
        for id in EXAMPLES
    }
    assert told == stand


@pytest.mark.parametrize("name", sorted(ALL))
def test_both_languages_have_the_same_code(name: str) -> None:
    english, chinese = (notebooks.code_cells(NOTEBOOKS[language][name]) for language in LANGUAGES)
    assert [cell.id for cell in english] == [cell.id for cell in chinese]
    for one, other in zip(english, chinese, strict=True):
        assert tutorials.code_alone(one.source) == tutorials.code_alone(other.source), one.id
        assert one.metadata.get("tags") == other.metadata.get("tags"), one.id
        assert declarations(one) == declarations(other), one.id


def declarations(cell) -> dict[str, object]:
    """Which examples a cell shows, and how many patterns let it vary: what these say depends on the language."""
    declared = cell.metadata.get("greenloom", {})
    return {key: value if key == "examples" else len(value) for key, value in declared.items()}


@each_notebook
def test_a_notebook_is_written_in_its_language(language: str, name: str) -> None:
    for cell in tutorials.text_of(NOTEBOOKS[language][name]):
        assert bool(CHINESE.search(cell.source)) == (language == "Chinese"), cell.id


@each_notebook
def test_links_lead_to_notebooks_of_the_same_language(language: str, name: str) -> None:
    links = tutorials.links_of(NOTEBOOKS[language][name])
    assert links or name == "playground"
    for link in links:
        assert (LANGUAGES[language] / link).is_file(), link


@each_language
def test_the_index_leads_to_every_other_notebook(language: str) -> None:
    linked = {link.stem for link in tutorials.links_of(NOTEBOOKS[language]["00-index"]) if link.parent.name == ""}
    assert linked >= ALL - {"00-index"}


@each_lesson
def test_a_lesson_says_first_what_you_will_learn(language: str, name: str) -> None:
    notebook = NOTEBOOKS[language][name]
    assert notebook.cells[0].source.startswith("# ")
    (goals,) = tutorials.tagged(notebook, "goals")
    assert goals is notebook.cells[1] and goals.source.count("\n- ") >= 2


@each_lesson
def test_a_lesson_asks_for_a_prediction_and_hides_the_result_until_the_cell_is_run(language: str, name: str) -> None:
    notebook = NOTEBOOKS[language][name]
    predictions = tutorials.tagged(notebook, "prediction")
    assert predictions
    for cell in predictions:
        assert cell.metadata.jupyter.outputs_hidden and cell.outputs, cell.id
        assert re.search("[?\uff1f]", tutorials.before(notebook, cell).source), cell.id


@each_lesson
def test_a_lesson_has_an_exercise_whose_solution_is_hidden_and_runs(language: str, name: str) -> None:
    notebook = NOTEBOOKS[language][name]
    solutions = tutorials.tagged(notebook, "solution")
    assert solutions
    for cell in solutions:
        assert "exercise" in tutorials.before(notebook, cell).metadata.get("tags", []), cell.id
        assert cell.metadata.jupyter.source_hidden and cell.metadata.jupyter.outputs_hidden and cell.outputs, cell.id


@each_lesson
def test_a_lesson_shows_the_python_counterpart_collapsed(language: str, name: str) -> None:
    notebook = NOTEBOOKS[language][name]
    assert tutorials.tagged(notebook, "python")
    for cell in tutorials.text_of(notebook):
        if "```python" in cell.source:
            assert "python" in cell.metadata.tags, cell.id
            assert "<details><summary>" in cell.source.split("```python")[0], cell.id


@each_notebook
def test_python_counterparts_are_python(language: str, name: str) -> None:
    for block in tutorials.python_of(NOTEBOOKS[language][name]):
        compile(block, name, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT | ast.PyCF_ONLY_AST)


@each_notebook
def test_the_last_cell_leaves_nothing_running(language: str, name: str) -> None:
    last = notebooks.code_cells(NOTEBOOKS[language][name])[-1]
    assert "closing" in last.metadata.get("tags", [])
    assert last.source.endswith("Tasks.list().stream().filter(task -> task.greenlet() != current()).toList()")
    assert last.outputs[-1].data["text/plain"] == "[]"


@each_notebook
def test_a_cell_has_one_idea(language: str, name: str) -> None:
    for cell in notebooks.code_cells(NOTEBOOKS[language][name]):
        assert len(cell.source.splitlines()) <= LONGEST_CELL, cell.id


def test_strings_and_comments_may_differ_and_code_may_not() -> None:
    english = 'say("tea"); // it\'s hot\nchar c = \'x\'; /* "so" */ go();'
    assert tutorials.code_alone(english) == tutorials.code_alone('say("茶"); // 烫\nchar c = \'茶\';  go();')
    assert tutorials.code_alone(english) != tutorials.code_alone(english.replace("go", "stay"))
    assert tutorials.code_alone('f("""\na "b"\n""", 1)') == tutorials.code_alone('f("c", 1)')
