"""Form pieces for 3D models."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from cms.media.kinds import models
from cms.media.meshes import recipes


class ManyFiles(forms.ClearableFileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Cleans to a list of uploaded files."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:  # type: ignore[override]
        """Clean each file; none at all is the usual error, or an empty list where the field may be empty."""
        given = data if isinstance(data, list | tuple) else [data]
        if not self.required and not any(given):
            return []
        return [super(ManyFilesField, self).clean(file, initial) for file in given]


class RecipeSelect(forms.RadioSelect):
    """Radio buttons, each with a sentence on what the recipe is for."""

    option_template_name = "cms_media/recipe_option.html"

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the sentence to an option."""
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        return option | {"meaning": recipes.meaning(str(value))}


class AssetSelect(forms.Select):
    """Lets a form choose a 3D model by its title instead of typing an id."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, choices=_choices)  # type: ignore[arg-type]

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> Any:
        """Read the models anew for each form."""
        self.choices = list(_choices())
        return super().optgroups(name, value, attrs)


def _choices() -> Iterator[tuple[str, str]]:
    yield "", "---------"
    for asset in models().only("pk", "title"):
        yield str(asset.pk), asset.title
