"""The set-up recognises an installation of LibreOffice that lacks a module."""

import pytest

from tests.support import office_setup

IMPRESS = ("program/libsdlo.so", "share/registry/impress.xcd")
CALC = ("program/libsclo.so", "share/registry/calc.xcd")


@pytest.fixture
def install(tmp_path):
    """Make an installation of such files with a link to its command; return the link."""

    def make(*files):
        for name in ("program/soffice", *files):
            path = tmp_path / "libreoffice" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o755)
        link = tmp_path / "bin" / "soffice"
        link.parent.mkdir()
        link.symlink_to(tmp_path / "libreoffice" / "program" / "soffice")
        return link

    return make


def test_a_complete_installation_lacks_nothing(install):
    assert office_setup.missing_modules(install(*IMPRESS, *CALC)) == []


def test_impress_without_calc_is_not_enough(install):
    assert office_setup.missing_modules(install(*IMPRESS)) == ["LibreOffice Calc"]


def test_a_library_without_its_file_types_is_not_enough(install):
    # Debian's libreoffice-draw brings the library that Impress is made of.
    assert office_setup.missing_modules(install(IMPRESS[0], *CALC)) == ["LibreOffice Impress"]


def test_behind_a_wrapper_script_modules_are_assumed_to_be_there(install):
    assert office_setup.missing_modules(install()) == []


def test_on_macos_libraries_lie_in_frameworks(install):
    files = ("Frameworks/libsdlo.dylib", "Frameworks/libsclo.dylib")
    registries = ("Resources/registry/impress.xcd", "Resources/registry/calc.xcd")
    assert office_setup.missing_modules(install(*files, *registries)) == []


def test_the_instruction_names_what_is_missing(install, monkeypatch):
    monkeypatch.setenv("PATH", str(install(*IMPRESS).parent))
    assert office_setup.missing_parts() == ["LibreOffice Calc", "poppler's pdftotext"]
    assert "LibreOffice Calc and poppler's pdftotext not found" in office_setup.instruction()
    assert "libreoffice-calc" in office_setup.instruction()
