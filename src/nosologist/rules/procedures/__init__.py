"""The ICD-10-PCS Official Guidelines and the definitions of its tables: ids PCS."""
