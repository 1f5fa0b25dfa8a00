"""What a display gets: slides, words, opening windows, notices and the list of files, made from published documents."""
