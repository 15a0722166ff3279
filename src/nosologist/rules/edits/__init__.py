"""The Medicare Code Editor, each edit under CMS's own number, and the grouping of stays: ids MCE, DRG."""
