"""What a change to the data means to readers: compared as records, told as Markdown."""
