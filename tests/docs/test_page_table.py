"""The table of what pages cost holds every page and every figure that the bench gives."""

from tools import page_table


def test_each_page_has_a_row_and_each_figure_a_column() -> None:
    figures = {
        f"{page}_{column}": f"{page}-{column}"
        for page in page_table.PAGES
        for column in page_table.COLUMNS
    }
    table = page_table.markdown({"lighthouse": "1.2.3", **figures}, "2026-11-25")
    assert "Lighthouse 1.2.3" in table
    for said in figures.values():
        assert table.count(f"| {said} ") == 1


def test_a_figure_that_was_not_measured_is_a_dash() -> None:
    table = page_table.markdown({"lighthouse": "1.2.3"}, "2026-11-25")
    assert table.count("| — ") == len(page_table.PAGES) * len(page_table.COLUMNS)


def test_the_page_of_the_docs_has_its_marks_once() -> None:
    said = page_table.PAGE.read_text(encoding="utf-8")
    assert said.count(page_table.BEGINS) == said.count(page_table.ENDS) == 1
