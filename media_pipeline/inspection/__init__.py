"""Looking at a source before anything is changed: what is wrong, where, in figures, words and pictures."""
