"""Kill -9 of the whole line: the stage's process, the job's process, the site's media worker."""
