"""How pages look to a person: contrast and the size of letters, kept with the person and not in the browser."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

CONTRASTS = (("", "light"), ("dark", "dark"), ("high", "high contrast"))
SIZES = (90, 100, 115, 130, 150, 175, 200)  # percent


def display(request: Any) -> HttpResponse:
    """The form, and what was chosen."""
    if request.method == "POST":
        user, contrast, size = request.user, request.POST.get("contrast", ""), request.POST.get("size", "")
        user.contrast = contrast if contrast in dict(CONTRASTS) else ""
        user.letters = int(size) if size in map(str, SIZES) else 100
        user.save(update_fields=["contrast", "letters"])
        return redirect("display")
    return render(request, "display.html", {"contrasts": CONTRASTS, "sizes": SIZES})
