"""Write what was entered in a rating, whatever its tier takes."""

from collections.abc import Iterable

from kaohe_tui.domain.public.dossier import Dossier, PaperRating


def mark_columns(dossier: Dossier) -> dict[str, str]:
    """Return the key and the name of everything that is entered in some tier, in order."""
    columns = {each.key: each.name for each in dossier.scheme.indicators}
    for tier in dossier.scheme.tiers:
        for each in dossier.forms.union(tier).indicators:
            columns.setdefault(each.key, each.name)
    return columns


def written_marks(dossier: Dossier, rating: PaperRating, keys: Iterable[str]) -> tuple[str, ...]:
    """Return what was entered in a rating, by columns; empty where it has no such column."""
    if not rating.marks:
        return ("",) * len(tuple(keys))
    form = dossier.form(rating)
    pairs = zip(form.indicators, rating.marks, strict=True)
    written = {each.key: form.written(mark) for each, mark in pairs}
    return tuple(written.get(key, "") for key in keys)


def has_bands(dossier: Dossier) -> bool:
    """Return whether totals stand for levels in some tier."""
    return any(dossier.forms.union(tier).bands for tier in dossier.scheme.tiers)


def derived_level(dossier: Dossier, rating: PaperRating) -> tuple[str]:
    """Return the level that a rating's total stands for; empty where it stands for none."""
    form = dossier.form(rating)
    level = form.level_of(rating.marks) if rating.marks and form.bands else None
    return (level.name if level else "",)
