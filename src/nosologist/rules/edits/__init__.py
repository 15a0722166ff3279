"""The Medicare Code Editor, each edit under CMS's own number: ids MCE."""
