"""The Official Guidelines, Sections I to IV: ids OG, and POA (Appendix I)."""
