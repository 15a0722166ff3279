"""Specialties by which charts are handed out. A closed list: they stand in addresses, which carry no word of a chart."""

from __future__ import annotations

SPECIALTIES = (
    "allergy", "anesthesia", "behavioral health", "cardiology", "dental", "dermatology", "ear, nose and throat",
    "emergency medicine", "endocrinology", "family medicine", "gastroenterology", "general surgery", "heart and chest surgery",
    "hematology and oncology", "hospital medicine", "infectious disease", "internal medicine", "intensive care", "nephrology",
    "neurology", "neurosurgery", "obstetrics and gynecology", "ophthalmology", "orthopedics", "pain medicine", "pathology",
    "pediatrics", "plastic surgery", "podiatry", "pulmonology", "radiology", "rehabilitation", "rheumatology", "urology",
    "vascular surgery",
)  # fmt: skip
