"""Three questions that machines ask: is this process alive, may it get requests, how is the whole installation."""
