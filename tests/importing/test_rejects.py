"""The file that rejected rows are kept in is opened once all else is in order, or refused."""

from pathlib import Path

from click.testing import CliRunner, Result

from tests.requests import build
from townline.cities.rules.city import City
from townline.config.commands.import_ import group
from townline.requests.models import ServiceRequest

MAPPING = (
    b'[columns]\nnumber = "ID"\nrequested = "Opened"\nservice = "Type"\n'
    b'[times]\nformats = ["%Y-%m-%d %H:%M"]\n'
)
ROW = "ID,Opened,Type\n1-1,2018-01-02 12:00,streetlight\n"


def load(rows: Path, rejects: Path, mapping: str = "demo") -> Result:
    words = ["--city", "millbrook", "--mapping", mapping, "--rejects", str(rejects)]
    return CliRunner().invoke(group, ["requests", str(rows), *words], catch_exceptions=False)


def rows(town: City, folder: Path) -> Path:
    build.apply(files={"city.toml": b"", "mappings/demo.toml": MAPPING})
    path = folder / "rows.csv"
    path.write_text(ROW)
    return path


def test_a_file_that_cannot_be_written_is_wrong_use(town: City, tmp_path: Path) -> None:
    done = load(rows(town, tmp_path), tmp_path / "nowhere" / "rejects.csv")
    assert done.exit_code == 2
    assert "rejects.csv cannot be written: No such file or directory" in done.stderr
    assert not ServiceRequest.objects.exists()


def test_a_wrong_mapping_leaves_the_rejects_of_before(town: City, tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.csv"
    rejects.write_text("of yesterday")
    assert load(rows(town, tmp_path), rejects, mapping="unheard-of").exit_code == 2
    assert rejects.read_text() == "of yesterday"
