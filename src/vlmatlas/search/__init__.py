"""The search index: what can be found, the words it is found by, and the files a browser loads."""
