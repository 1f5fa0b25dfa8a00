"""What is said when Open3D cannot be imported."""

from __future__ import annotations

from media_pipeline.checks_open3d import LIBRARIES, availability, diagnosis


def test_missing_library_is_named_with_its_package():
    found = diagnosis(
        "Traceback ...\nImportError: libusb-1.0.so.0: cannot open shared object file: No such file or directory\n"
    )
    assert not found.usable
    assert "libusb-1.0-0" in found.packages
    assert "libusb-1.0-0" in found.reason


def test_unknown_library_is_named_without_a_package():
    found = diagnosis("ImportError: libnothing.so.7: cannot open shared object file: No such file or directory")
    assert "libnothing.so.7" in found.reason


def test_missing_python_package_is_told_apart():
    assert "open3d-cpu" in diagnosis("ModuleNotFoundError: No module named 'open3d'").reason


def test_anything_else_is_passed_on():
    assert diagnosis("").reason
    assert diagnosis("a\nOSError: strange").reason == "OSError: strange"


def test_all_libraries_the_wheel_needs_have_a_debian_package():
    assert set(LIBRARIES.values()) == {
        "libegl1",
        "libgl1",
        "libx11-6",
        "libudev1",
        "libusb-1.0-0",
        "libgomp1",
        "libidn2-0",
    }


def test_answer_is_kept():
    assert availability() is availability()
